"""People in special care: what they ask for today and this week, and the needs of a home, noted and changed."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from wumen.actions.special_needs import change_need, end_need, note_need
from wumen.queries.crew import Place, places
from wumen.queries.instructions import InstructionLine
from wumen.queries.relay_asked import home_sampling_asked
from wumen.queries.special_needs import CareLine, CarePage, Home, NeedLine, care, home, home_at
from wumen.rules.addresses import code_of_label, read_label
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import (
    KINDS,
    Category,
    Detail,
    Details,
    Kind,
    Wanted,
    label,
    read_kind,
)
from wumen.rules.time import WEEKDAYS
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

WANTED = {
    Wanted.CARS_TODAY: _("今天用车"),
    Wanted.MEDICINE_SOON: _("三天内要送药"),
    Wanted.OVERDUE: _("已过时间"),
    Wanted.UNKNOWN: _("还要补充"),
    Wanted.HOME_SAMPLING: _("上门采样"),
}
# A door stands in a building, a lane or a group, never straight below an office.
_TOO_LARGE = frozenset({"district", "subdistrict", "community", "village", "compound", "unit"})
_CATEGORIES = {one.key: one for one in Category}
_INPUTS = {
    Detail.HOUR: "time",
    Detail.NEXT_ON: "date",
    Detail.DUE_ON: "date",
    Detail.AS_OF: "date",
    Detail.DAYS_LEFT: "number",
}
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS = [
    (str(number), (f"周{zh}", en))
    for number, zh, en in zip(range(1, 8), WEEKDAYS, _WEEKDAYS_EN, strict=True)
]


Words = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """A known detail: its words, and its value in two languages or as people typed it."""

    label: Words
    words: Words | None
    typed: str


@dataclass(frozen=True)
class Field:
    """A detail in the form: its words, what kind of input, what stands in it."""

    detail: Detail
    words: Words
    input: str
    value: str
    required: bool

    @property
    def days(self) -> list[tuple[str, Words, bool]]:
        """The weekdays with whether each is ticked."""
        return [(number, words, number in self.value) for number, words in _DAYS]


def _as_typed(details: Details, detail: Detail) -> str:
    """A known detail as the form would send it."""
    value = getattr(details, detail)
    if detail is Detail.WEEKDAYS:
        return " ".join(map(str, value))
    if detail is Detail.HOUR:
        return f"{value:%H:%M}" if value else ""
    return "" if value is None else str(value)


def _known(details: Details, kind: Kind) -> list[Known]:
    """What is known of a need, for who keeps the register: words of the detail, and its value."""
    found: list[Known] = []
    for detail in KINDS[kind].details:
        if detail is Detail.ADVICE or not details.has(detail):
            continue
        text = _as_typed(details, detail)
        days = [words for number, words in _DAYS if detail is Detail.WEEKDAYS and number in text]
        zh, en = "、".join(zh for zh, _en in days), ", ".join(en for _zh, en in days)
        found.append(Known(label(detail, kind), (zh, en) if days else None, text))
    return found


@dataclass(frozen=True)
class Shown:
    """A need as the page shows it: why and what is known for the register's posts, asks for all."""

    line: NeedLine
    kind: Words | None
    known: list[Known]
    lacking: list[Words]


def _needs(line: CareLine) -> list[Shown]:
    return [
        Shown(
            one,
            (KINDS[one.need.kind].zh, KINDS[one.need.kind].en) if one.need else None,
            _known(one.need.details, one.need.kind) if one.need else [],
            [label(detail, one.need.kind if one.need else None) for detail in one.lacking],
        )
        for one in line.needs
    ]


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What the list is narrowed to, as it stands in the address."""
    names = ("building", "ask", "category", "unit", "room")
    return {name: request.GET.get(name, "").strip() for name in names}


def _found(request: HttpRequest, viewer: Viewer, chosen: dict[str, str]) -> CarePage:
    number = request.GET.get("page", "1")
    readable = number.isascii() and number.isdigit() and len(number) < 7
    return care(
        viewer,
        chosen["building"] or None,
        Wanted(chosen["ask"]) if chosen["ask"] in set(Wanted) else None,
        _CATEGORIES.get(chosen["category"]),
        None if "print" in request.GET else int(number) if readable else 1,
    )


def _from_groups(viewer: Viewer, chosen: dict[str, str]) -> list[InstructionLine]:
    """Who asked a group for the samplers, beside who is known to need them; on that list alone."""
    if chosen["ask"] != Wanted.HOME_SAMPLING or chosen["category"]:
        return []
    return home_sampling_asked(viewer, chosen["building"])


def _door(chosen: dict[str, str]) -> str:
    codes = [code_of_label(read_label(one)) for one in (chosen["unit"], chosen["room"]) if one]
    return "/".join([chosen["building"].rstrip("/"), *codes])


def _doors_stand_in(viewer: Viewer) -> list[Place]:
    """The buildings of the viewer's area; who has a unit only chooses that."""
    known = list(places(viewer))
    return [one for one in known if one.kind not in _TOO_LARGE] or known


@require_GET
@acting_page(Right.CORRECT_HOMES)
def special_needs(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who is in special care here, the most urgent first; with a room it leads to that home."""
    chosen, problem = _chosen(request), None
    if chosen["room"]:
        try:
            return redirect("home_needs", household=home_at(viewer, _door(chosen)))
        except Problem as refused:
            problem = refused
    found = _found(request, viewer, chosen)
    context = {
        "found": found,
        "rows": [(line, _needs(line)) for line in found.lines],
        "from_groups": _from_groups(viewer, chosen),
        "chosen": chosen,
        "places": _doors_stand_in(viewer),
        "wanted": [(str(key), words) for key, words in WANTED.items()],
        "office": viewer.may(Right.KEEP_REGISTER),
        "people": sum(one.people for one in found.buildings),
        "problem": problem,
    }
    template = "special_needs/sheet.html" if "print" in request.GET else "special_needs/list.html"
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, template, context, status=status)


def _home_page(request: HttpRequest, viewer: Viewer, found: Home) -> HttpResponse:
    context = {
        "home": found,
        "rows": [(line, _needs(line)) for line in found.people],
        "office": viewer.may(Right.KEEP_REGISTER),
    }
    return TemplateResponse(request, "special_needs/home.html", context)


@require_GET
@acting_page(Right.CORRECT_HOMES)
def home_needs(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """The people of a home with what each needs."""
    return _home_page(request, viewer, home(viewer, household))


def _person(found: Home, resident: str) -> CareLine:
    """One of the home; Problem `resident_unknown`."""
    for line in found.people:
        if str(line.resident) == resident:
            return line
    raise Problem("resident_unknown")


def _typed(request: HttpRequest) -> dict[str, str]:
    """What the form sent, each detail as one text; several ticked days side by side."""
    return {detail: " ".join(request.POST.getlist(detail)).strip() for detail in Detail}


def _fields(
    details: tuple[Detail, ...], kind: Kind | None, values: dict[str, str], required: bool
) -> list[Field]:
    must = KINDS[kind].required if kind and required else ()
    return [
        Field(one, label(one, kind), _INPUTS.get(one, "text"), values.get(one, ""), one in must)
        for one in details
    ]


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def home_needs_new(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note a need: first its kind, then what that kind asks; the kind stands in no address."""
    found, problem = home(viewer, household), None
    sent = request.POST or request.GET
    person = _person(found, sent.get("resident", ""))
    if request.method == "POST" and "save" in request.POST:
        try:
            with transaction.atomic():
                note_need(viewer, person.resident, sent.get("kind", ""), _typed(request))
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, gettext("已登记。"))
            return redirect("home_needs", household=household)
    return _new_page(request, found, person, problem)


def _new_page(
    request: HttpRequest, found: Home, person: CareLine, problem: Problem | None
) -> HttpResponse:
    chosen, kind = request.POST.get("kind", ""), None
    if chosen:
        try:
            kind = read_kind(chosen)
        except Problem as refused:
            problem = refused
    elif request.method == "POST":
        problem = problem or Problem("need_kind_unknown", kind="")
    context = {
        "home": found,
        "person": person,
        "kinds": [(str(key), one) for key, one in KINDS.items()],
        "kind": kind,
        "kind_words": KINDS[kind] if kind else None,
        "fields": _fields(KINDS[kind].details, kind, _typed(request), True) if kind else [],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "special_needs/new.html", context, status=status)


def _need(person: CareLine, ref: UUID) -> Shown:
    """One of the person's needs; Problem `need_unknown`."""
    for one in _needs(person):
        if one.line.ref == ref:
            return one
    raise Problem("need_unknown")


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def home_needs_one(
    request: HttpRequest, viewer: Viewer, household: UUID, resident: UUID, ref: UUID
) -> HttpResponse:
    """Change or end a need; who does not keep the register fills in without seeing what is known."""
    found, problem = home(viewer, household), None
    person = _person(found, str(resident))
    shown = _need(person, ref)
    if request.method == "POST":
        try:
            with transaction.atomic():
                _settle(request, viewer, resident, ref)
        except Problem as refused:
            problem = refused
        else:
            return redirect("home_needs", household=household)
    need = shown.line.need
    kept: dict[str, str] = {one: _as_typed(need.details, one) for one in Detail} if need else {}
    values = _typed(request) if problem else kept
    context = {
        "home": found,
        "person": person,
        "shown": shown,
        "fields": _fields(shown.line.fields, need.kind if need else None, values, False),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "special_needs/one.html", context, status=status)


def _settle(request: HttpRequest, viewer: Viewer, resident: UUID, ref: UUID) -> None:
    if "end" in request.POST:
        end_need(viewer, resident, ref)
        messages.success(request, gettext("这一项已结束，原来的登记留着备查。"))
    else:
        change_need(viewer, resident, ref, _typed(request))
        messages.success(request, gettext("已更改。"))


_HOME = "register/home/<uuid:household>/needs/"
urls = [
    path("register/care/", special_needs, name="special_needs"),
    path(_HOME, home_needs, name="home_needs"),
    path(f"{_HOME}new/", home_needs_new, name="home_needs_new"),
    path(f"{_HOME}<uuid:resident>/<uuid:ref>/", home_needs_one, name="home_needs_one"),
]
