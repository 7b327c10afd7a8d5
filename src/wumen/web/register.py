"""The register: places with their counts, a building floor by floor, and adding a household."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from wumen.actions.register import NewResident, register_household
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.homes import DoorLine, door_lines, place_of
from wumen.queries.register import PlaceLine, places_with_doors
from wumen.rules.addresses import code_of_label, read_label
from wumen.rules.areas import AreaKind, code
from wumen.rules.elevation import units
from wumen.rules.homes import HomeState, present
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.places import KINDS

_PEOPLE = 5
# More places than a screen holds: they are folded by compound.
_FOLDED_FROM = 24
_FIELDS = ("name", "identity_number", "telephone")


@dataclass(frozen=True)
class Counted:
    """How many homes and people a place has, and how many of these are there today."""

    doors: int
    empty: int
    registered: int
    present: int

    @property
    def away(self) -> int:
        """How many are away."""
        return self.registered - self.present


@dataclass(frozen=True)
class PlaceRow:
    """A place that holds doors; `kind` says what it is where it is no building."""

    line: PlaceLine
    kind: object | None


@dataclass
class Group:
    """The places of one compound, village or lane, below one heading."""

    name: str
    rows: list[PlaceRow] = field(default_factory=list)

    @property
    def households(self) -> int:
        """How many homes all its places have."""
        return sum(row.line.households for row in self.rows)

    @property
    def residents(self) -> int:
        """How many people all its places have."""
        return sum(row.line.residents for row in self.rows)


def _groups(lines: Sequence[PlaceLine], names: Mapping[str, str]) -> list[Group]:
    """The places under the name of what they stand in, in the order of the tree."""
    groups: dict[str, Group] = {}
    for one in lines:
        kind = None if one.kind == AreaKind.BUILDING else KINDS[AreaKind(one.kind)]
        above = names.get(one.area, one.name).removesuffix(one.name).strip()
        groups.setdefault(above, Group(above)).rows.append(PlaceRow(one, kind))
    return list(groups.values())


def _counted(doors: list[DoorLine], today: date) -> Counted:
    people = [one for door in doors for one in door.people]
    empty = sum(door.state is HomeState.EMPTY for door in doors)
    return Counted(len(doors), empty, len(people), len(present(people, today)))


@require_GET
@acting_page(Right.SEE_REGISTER)
def register(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The places of the viewer's area that hold doors, with households and residents."""
    lines = places_with_doors(viewer)
    names = {place.area: place.full_name for place in places(viewer)}
    context = {
        "groups": _groups(lines, names),
        "folded": len(lines) > _FOLDED_FROM,
        "households": sum(one.households for one in lines),
        "residents": sum(one.residents for one in lines),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    return TemplateResponse(request, "register/buildings.html", context)


@gzip_page
@require_GET
@acting_page(Right.SEE_REGISTER)
def register_building(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """A building like itself, floors from the top; a lane or group as the courtyards along it."""
    place, doors = place_of(viewer, area), door_lines(viewer, area)
    context = {
        "place": place,
        "units": units(door for door in doors if door.on_floors),
        "yard": sorted(
            (door for door in doors if not door.on_floors),
            key=lambda one: (len(code(one.area)), one.area),
        ),
        "count": _counted(doors, facts.today()),
        "today": facts.today(),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    return TemplateResponse(request, "register/building.html", context)


def _people(request: HttpRequest) -> list[dict[str, str]]:
    """The rows of people as they stand in the form, as many as it has."""
    sent = {name: request.POST.getlist(name) for name in (*_FIELDS, "needs")}
    return [
        {name: (values[row] if row < len(values) else "").strip() for name, values in sent.items()}
        for row in range(_PEOPLE)
    ]


def _newcomers(people: list[dict[str, str]]) -> list[NewResident]:
    """Whoever stands in a row of the form; Problem `name_empty` for one without a name."""
    if any(any(one.values()) and not one["name"] for one in people):
        raise Problem("name_empty")
    return [
        NewResident(
            name=one["name"],
            identity_number=one["identity_number"] or None,
            telephones=tuple(one["telephone"].replace("、", " ").split()),
            needs=tuple(one["needs"].replace("、", " ").split()),
            place=place,
        )
        for place, one in enumerate(people)
        if any(one.values())
    ]


def _door_path(typed: dict[str, str]) -> str:
    """The path of the door; labels become codes as in a ledger: 2单元 is 2, 301室 is 301."""
    labels = [typed["unit"], typed["room"]]
    codes = [code_of_label(read_label(label)) for label in labels if label]
    return "/".join([typed["building"].rstrip("/"), *codes])


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def register_household_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Add a household with its people; a problem is shown at the form and nothing typed is lost."""
    sent = request.POST or request.GET
    typed = {name: sent.get(name, "").strip() for name in ("building", "unit", "room")}
    people, problem = _people(request), None
    if request.method == "POST":
        try:
            newcomers = _newcomers(people)
            with transaction.atomic():
                register_household(viewer, _door_path(typed), newcomers)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("已登记这一户。"))
            return redirect("register_building", area=typed["building"].rstrip("/"))
    context = {
        "buildings": [one for one in places(viewer) if one.kind not in _TOO_LARGE],
        "typed": typed,
        "people": people,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "register/household.html", context, status=status)


# A door stands in a building, a lane or a group, never straight below an office.
_TOO_LARGE = frozenset({"district", "subdistrict", "community", "unit"})

urls = [
    path("register/", register, name="register"),
    path("register/building/<path:area>/", register_building, name="register_building"),
    path("register/household/new/", register_household_page, name="register_household"),
]
