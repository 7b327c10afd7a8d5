"""Photos made at work on the pages: one made at a thing, one looked at, and those of a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions import photos as actions
from wumen.queries import facts, photos
from wumen.queries.crew import places
from wumen.queries.duties import one_duty
from wumen.queries.homes import home
from wumen.queries.instructions import instruction_line
from wumen.queries.photos import PhotoLine
from wumen.queries.rounds import one_round
from wumen.rules.duties import read_key
from wumen.rules.numbers import whole
from wumen.rules.photos import (
    LONGER_SIDE,
    MOMENT_NAMES,
    Asked,
    Matter,
    Moment,
    OfDuty,
    OfGiven,
    OfKnock,
    OfRound,
)
from wumen.rules.playbooks import WHAT_NAMES, Named, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.duty import way_back
from wumen.web.errors import status_of
from wumen.web.ids import HIGHEST_FLOOR, SHEET_DIGITS, read_number
from wumen.web.photo_rows import Shown, shown, where_words
from wumen.web.rulebook import rulebook
from wumen.web.templatetags.wumen import in_language

# By which word of an address or a form a thing is named that a photo may be of.
_NAMES = ("duty", "number", "round", "home")


@dataclass(frozen=True)
class Thing:
    """What a photo is made of, as its page shows it: its words, its photos so far, and where it stands."""

    name: str
    key: str
    place: str
    words: str
    back: str
    lines: Sequence[PhotoLine] = ()
    floors: tuple[int, ...] = ()
    asked: Asked = Asked.NONE
    moments: tuple[tuple[str, Named], ...] = field(default=())

    @property
    def mark(self) -> str:
        """What is written into the picture in the page, beside the hour."""
        return f"{self.place} {self.words}".strip()


def _asked_for(request: HttpRequest) -> tuple[str, str]:
    sent = request.POST or request.GET
    named = next(((name, sent[name]) for name in _NAMES if sent.get(name)), None)
    if named is None:
        raise Problem("request_unreadable")
    return named


def _thing(viewer: Viewer, name: str, key: str) -> Thing:
    """The thing that a form or address names; Problems of each kind where there is none."""
    if name == "duty":
        line = one_duty(viewer, read_key(key))
        words = (
            f"{in_language(rulebook().window(line.win))} {in_language(WHAT_NAMES[What(line.what)])}"
        )
        lines = photos.of_duty(viewer, read_key(key))
        asked = photos.asked_of(line, facts.books())
        back = reverse("duty_one", args=[key])
        place = where_words(photos.where_of(viewer, line.area, line.subject))
        return Thing(name, key, place, words, back, lines, asked=asked)
    if name == "number":
        return _given(viewer, key)
    if name == "round":
        found = one_round(viewer, read_round_key(key))
        floors = tuple(one.floor for one in found.floors)
        lines = [
            one
            for one in photos.of_day(viewer, found.key.day, found.key.unit)[0]
            if one.round == key
        ]
        words = in_language(rulebook().window(found.key.win))
        back = reverse("rounds_one", args=[key])
        return Thing(name, key, " ".join(found.names), words, back, lines, floors)
    return _home(viewer, key)


def _given(viewer: Viewer, key: str) -> Thing:
    number = read_number(key, SHEET_DIGITS)
    if not number:
        raise Problem("instruction_unknown", number=key[:SHEET_DIGITS])
    line = instruction_line(viewer, number)
    pair = (Moment.AFTER, Moment.BEFORE) if line.photos else ()
    return Thing(
        *("number", key, line.place, _("%(n)s号交办") % {"n": key}),
        reverse("instructions_one", args=[number]),
        photos.of_given(viewer, [number]).get(number, []),
        asked=Asked.BOTH if line.photos else Asked.NONE,
        moments=tuple((str(one), MOMENT_NAMES[one]) for one in pair),
    )


def _home(viewer: Viewer, key: str) -> Thing:
    try:
        found = home(viewer, UUID(key))
    except ValueError:
        raise Problem("household_unknown") from None
    lines = [one for one in photos.of_home(viewer, found.area, facts.today()) if not one.what]
    back = reverse("home", args=[found.id])
    return Thing("home", key, found.words, _("敲门"), back, lines)


def _matter(request: HttpRequest, name: str, key: str) -> Matter:
    if name == "duty":
        return OfDuty(read_key(key))
    if name == "number":
        return OfGiven(read_number(key, SHEET_DIGITS))
    if name == "round":
        floor = whole(request.POST.get("floor", ""), HIGHEST_FLOOR)
        return OfRound(read_round_key(key), -1 if floor is None else floor)
    try:
        return OfKnock(UUID(key))
    except ValueError:
        raise Problem("household_unknown") from None


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    thing = _thing(viewer, *_asked_for(request))
    context = {
        "thing": thing,
        "rows": shown(viewer, thing.lines),
        "longer_side": LONGER_SIDE,
        "next": way_back(request, thing.back),
        "floor": request.POST.get("floor", ""),
        "moment": request.POST.get("moment", ""),
        "name": viewer.name,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "photos/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.SETTLE)
def photos_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Make a photo of one thing; a refusal is told at its form."""
    if request.method == "GET":
        return _page(request, viewer)
    name, key = _asked_for(request)
    try:
        with transaction.atomic():
            actions.take_photo(
                viewer,
                _matter(request, name, key),
                uploaded(request, "photo") or b"",
                request.POST.get("moment", ""),
            )
    except Problem as problem:
        return _page(request, viewer, problem)
    messages.success(request, _("照片已加密存好，记了时间、地点、事项和您的名字。"))
    if "again" in request.POST:
        kept = urlencode({name: key, "next": way_back(request, "")})
        return HttpResponseRedirect(f"{reverse('photos_new')}?{kept}")
    return HttpResponseRedirect(way_back(request, "") or _thing(viewer, name, key).back)


@dataclass(frozen=True)
class Group:
    """The photos of one place, in the order in which they were taken."""

    place: str
    rows: list[Shown]


def _groups(viewer: Viewer, lines: Sequence[PhotoLine]) -> list[Group]:
    return [
        Group(place, shown(viewer, list(some)))
        for place, some in groupby(lines, key=lambda one: one.place)
    ]


@require_safe
@acting_page(Right.SEE_REGISTER)
def photos_of_day(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The photos of a day in a place, place by place."""
    asked = {key: request.GET.get(key, "").strip() for key in ("day", "area", "what")}
    day = read_day(asked["day"]) if asked["day"] else facts.today()
    lines, more = photos.of_day(viewer, day, asked["area"] or None, asked["what"])
    context = {
        "day": day,
        "asked": {**asked, "day": str(day)},
        "places": places(viewer),
        "whats": [(one.value, named) for one, named in WHAT_NAMES.items()],
        "groups": _groups(viewer, lines),
        "count": len(lines),
        "more": more,
    }
    return TemplateResponse(request, "photos/day.html", context)


@require_safe
@acting_page(Right.SEE_REGISTER)
def photos_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One photo, large; of one at a door the look stands in the log once its picture is fetched."""
    (row,) = shown(viewer, [photos.one_photo(viewer, ident)])
    context = {"row": row, "next": way_back(request, reverse("photos"))}
    return TemplateResponse(request, "photos/one.html", context)


@require_POST
@acting_page(Right.SETTLE)
def photos_down(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Take a wrong photo down; its picture is gone for good."""
    actions.take_down(viewer, ident)
    messages.success(request, _("照片已撤下并销毁，只留一条撤下的记录。"))
    return redirect(way_back(request, reverse("photos")))


urls = [
    path("photos/", photos_of_day, name="photos"),
    path("photos/new/", photos_new, name="photos_new"),
    path("photos/<uuid:ident>/", photos_one, name="photos_one"),
    path("photos/<uuid:ident>/down/", photos_down, name="photos_down"),
]
