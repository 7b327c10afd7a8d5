"""Entering an order from its paper: the form, finding a resident, what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions import orders as actions
from wumen.actions.attachments import attach
from wumen.queries.crew import Place, places
from wumen.queries.orders import OutbreakLine, order_lines, outbreak_lines
from wumen.queries.register import resident_lines
from wumen.rules.orders import OrderDraft
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_time
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of
from wumen.web.orders.counting import Counted, count, isolations

# How many residents a search shows; who is looked for stands among the first few.
_FOUND = 30
_ADMINISTRATIVE = frozenset({"district", "subdistrict"})
# The field of the form that a problem speaks of.
_FIELDS = {
    "regime_unknown": "regime",
    "order_needs_scope": "scope",
    "area_unknown": "scope",
    "area_not_yours": "scope",
    "resident_unknown": "scope",
    "order_needs_authority": "authority",
    "authority_too_low": "authority",
    "order_needs_document": "document",
    "order_needs_ground": "ground",
    "order_needs_start": "begins",
    "order_needs_end": "ends",
    "order_ends_before_start": "ends",
    "order_without_end": "ends",
    "order_longer_than_rules": "ends",
    "isolation_day_needed": "counted",
    "isolation_unknown": "counted",
    "day_unreadable": "counted",
    "order_words_tell": "ground",
    "order_words_few": "ground",
    "time_unreadable": "ends",
}


@dataclass(frozen=True)
class Typed:
    """What stands in the form, kept whatever happens; `regime` carries its outbreak's name before a bar.

    `isolation` is the kind of person by whom the end is counted from the day on which she was `exposed`.
    """

    regime: str = ""
    authority: str = ""
    document: str = ""
    ground: str = ""
    begins: str = ""
    ends: str = ""
    paths: tuple[str, ...] = ()
    residents: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    building: str = ""
    wanted: str = ""
    isolation: str = ""
    exposed: str = ""
    longer: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Typed":
        """Read the form as it was sent."""
        sent = request.POST

        def text(name: str) -> str:
            return sent.get(name, "").strip()

        return cls(
            regime=text("regime"),
            authority=text("authority"),
            document=text("document"),
            ground=text("ground"),
            begins=text("begins"),
            ends=text("ends"),
            paths=tuple(sent.getlist("paths")),
            residents=tuple(sent.getlist("residents")),
            looked=tuple(sent.getlist("looked")),
            building=text("building"),
            wanted=text("wanted"),
            isolation=text("isolation"),
            exposed=text("exposed"),
            longer=text("longer"),
        )

    def picks(self, chosen: Sequence[Place]) -> bool:
        """Whether one of the places is ticked."""
        return any(place.area in self.paths for place in chosen)

    def draft(self) -> OrderDraft:
        """What the action is asked to enter; Problem `time_unreadable`."""
        return OrderDraft(
            regime=self.regime.rpartition("|")[2],
            authority=self.authority,
            document=self.document,
            ground=self.ground,
            begins=read_time(self.begins) if self.begins else None,
            ends=read_time(self.ends) if self.ends else None,
            paths=self.paths,
            residents=self.residents,
            longer=bool(self.longer),
        )


@dataclass(frozen=True)
class Group:
    """A compound, village or lane with its buildings and units, as they stand in the form."""

    whole: Place
    buildings: list[Place] = field(default_factory=list)
    units: list[Place] = field(default_factory=list)


def _groups(viewer: Viewer) -> list[Group]:
    groups: list[Group] = []
    for place in places(viewer):
        if place.kind in _ADMINISTRATIVE:
            continue
        inside = bool(groups) and place.area.startswith(groups[-1].whole.area)
        if inside and place.kind == "building":
            groups[-1].buildings.append(place)
        elif inside and place.kind == "unit":
            groups[-1].units.append(place)
        else:
            groups.append(Group(place))
    return groups


@dataclass(frozen=True)
class Found:
    """A resident to tick: `key` is what the form sends back."""

    key: str
    door: str
    name: str


def _found(viewer: Viewer, typed: Typed) -> Sequence[Found]:
    """The residents already ticked, and those of the building last searched whom the words fit."""
    found: list[Found] = []
    for building in dict.fromkeys(typed.looked):
        for line in resident_lines(viewer, building):
            ticked = str(line.id) in typed.residents
            door = "-".join(part for part in (line.building, line.unit, line.room) if part)
            fits = building == typed.building and typed.wanted in f"{line.name} {door}"
            if ticked or (fits and typed.wanted and len(found) < _FOUND):
                found.append(Found(str(line.id), door, line.name))
    return found


@dataclass(frozen=True)
class RegimeChoice:
    """A regime to choose, with its movement rule; `value` says of which outbreak."""

    value: str
    name: tuple[str, str]
    movement: tuple[str, str]


def _regimes(outbreak: OutbreakLine) -> list[RegimeChoice]:
    """The regimes of an outbreak's rules, the strictest first."""
    strictest_first = sorted(outbreak.rules.regimes.items(), key=lambda item: -item[1].strictness)
    return [
        RegimeChoice(
            f"{outbreak.name}|{key}",
            (regime.name_zh, regime.name_en),
            (regime.movement_zh, regime.movement_en),
        )
        for key, regime in strictest_first
    ]


def _form(
    request: HttpRequest,
    viewer: Viewer,
    typed: Typed,
    problem: Problem | None = None,
    counted: Counted | None = None,
) -> HttpResponse:
    groups = _groups(viewer)
    holders = [one for group in groups for one in group.buildings or [group.whole]]
    buildings = [
        one
        for one in holders
        if not any(other.area.startswith(one.area) for other in holders if other is not one)
    ]
    known = {line.authority: None for line in order_lines(viewer)}
    # A place that the viewer may not see is not searched again: its problem stands above the form.
    mine = tuple(one for one in typed.looked if viewer.span.holds(one))
    outbreaks = [one for one in outbreak_lines(viewer) if one.open]
    context = {
        "outbreaks": [{"name": one.name, "regimes": _regimes(one)} for one in outbreaks],
        "isolations": isolations(outbreaks),
        "counted": counted,
        "groups": [{"group": one, "open": typed.picks(one.units)} for one in groups],
        "buildings": buildings,
        "authorities": list(known),
        "typed": typed,
        "found": _found(viewer, replace(typed, looked=mine)),
        "searched": "find" in request.POST,
        "problem": problem,
        "wrong": _FIELDS.get(problem.code, "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "orders/new.html", context, status=status)


def _find(request: HttpRequest, viewer: Viewer, typed: Typed) -> HttpResponse:
    """Show the residents of a building whom the words fit, with all that was typed."""
    looked = (*typed.looked, typed.building) if typed.building else typed.looked
    return _form(request, viewer, replace(typed, looked=tuple(dict.fromkeys(looked))))


def _count(request: HttpRequest, viewer: Viewer, typed: Typed) -> HttpResponse:
    """Show until when the rules have somebody stay apart, with all that was typed; the end stands in the form."""
    try:
        outbreaks = [one for one in outbreak_lines(viewer) if one.open]
        chosen = typed.regime.rpartition("|")[0]
        found = count(outbreaks, chosen, typed.isolation, typed.exposed)
    except Problem as problem:
        return _form(request, viewer, typed, problem)
    return _form(request, viewer, replace(typed, ends=found.typed), counted=found)


@require_http_methods(["GET", "POST"])
@acting_page(Right.ENTER_ORDER)
def orders_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Enter an order from its paper; a problem is shown at the form and nothing typed is lost."""
    typed = Typed.of(request)
    if request.method == "GET":
        return _form(request, viewer, typed)
    if "find" in request.POST:
        return _find(request, viewer, typed)
    if "count" in request.POST:
        return _count(request, viewer, typed)
    try:
        with transaction.atomic():
            order = actions.enter_order(viewer, typed.draft(), typed.regime.rpartition("|")[0])
            if scan := uploaded(request):
                attach(viewer, order.number, scan)
    except Problem as problem:
        return _form(request, viewer, typed, problem)
    text = _("已录入，录入号 %(number)s。请第二人确认，确认后才生效。")
    messages.success(request, text % {"number": order.number})
    return redirect("orders_one", number=order.number)
