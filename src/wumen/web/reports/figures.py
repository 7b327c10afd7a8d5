"""Today's figures by group, each with what it grew since yesterday and the page of its rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wumen.queries.crew import places
from wumen.queries.figures import known_figures, regime_rows
from wumen.queries.reports import draft, knocked_today
from wumen.rules.areas import AreaKind
from wumen.rules.figures import GROUP_NAMES, Figure, Group, Value, day_of
from wumen.rules.knocks import RESULT_NAMES
from wumen.rules.playbooks import WHAT_NAMES, Named, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.reports import Kind, signed
from wumen.rules.time import read_time
from wumen.web.acting import acting_page

CHOICES = frozenset(AreaKind) - {AreaKind.UNIT, AreaKind.HOUSEHOLD}
_PARTS = ("owed", "done", "measured", "reported", "declared", "waived", "open", "overdue", "missed")
# These begin with nothing to say on most days; a row of zeros hides the rest.
_QUIET = ("sampling.why.", "care.", "release.", "crew.", "regime.", "homes_", "knocks.")
_NEVER_QUIET = frozenset({"care.people", "care.homes", "crew.people", "knocks.visits"})


@dataclass(frozen=True)
class Shown:
    """A figure as a page shows it; `grown` is empty for no change or nothing to compare with."""

    figure: Figure
    value: Value
    grown: str
    link: str


@dataclass(frozen=True)
class MeasureRow:
    """All that is counted of one measure, the parts in one order."""

    name: Named
    parts: tuple[Shown, ...]


def rows_link(figure: Figure, area: str, at: datetime | None = None) -> str:
    """The address of the rows behind a figure."""
    asked = dict(figure.rows.asked)
    if figure.rows.page not in ("orders", "crew", "register"):
        asked["area"] = area
    if figure.rows.page == "duties" and at:
        asked["day"] = str(day_of(at))
    given = urlencode({key: said for key, said in asked.items() if said})
    return f"{reverse(figure.rows.page)}{'?' if given else ''}{given}"


def shown(
    known: Iterable[Figure],
    values: Mapping[str, Value],
    grown: Mapping[str, int | None],
    area: str,
    at: datetime,
) -> list[Shown]:
    """All figures with their links; what grew says by how much."""
    return [
        Shown(
            one,
            values.get(one.key),
            signed(more) if (more := grown.get(one.key)) else "",
            rows_link(one, area, at),
        )
        for one in known
        if one.key in values
    ]


def _is_quiet(one: Shown) -> bool:
    key = one.figure.key
    return one.value == 0 and not one.grown and key.startswith(_QUIET) and key not in _NEVER_QUIET


def _measures(found: Mapping[str, Shown]) -> Iterator[MeasureRow]:
    for key, name in (("duties", Named(zh="全部", en="all")), *WHAT_NAMES.items()):
        if key == "duties" or found[f"{key}.owed"].value:
            yield MeasureRow(name, tuple(found[f"{key}.{part}"] for part in _PARTS))


def grouped(all_of: list[Shown]) -> list[tuple[Named, list[Shown]]]:
    """The figures that are no part of a measure, by group; groups with nothing to say are left out."""
    measured = {f"{key}.{part}" for key in ("duties", *What) for part in _PARTS}
    groups = []
    for group in Group:
        some = [
            one
            for one in all_of
            if one.figure.group is group and one.figure.key not in measured and not _is_quiet(one)
        ]
        if some:
            groups.append((GROUP_NAMES[group], some))
    return groups


def asked_of(request: HttpRequest) -> tuple[str, datetime | None]:
    """The place and the instant that a page is asked for; Problem `time_unreadable`."""
    sent = request.POST or request.GET
    at = sent.get("at", "").strip()
    return sent.get("area", "").strip(), read_time(at) if at else None


@require_GET
@acting_page(Right.REPORT)
def reports(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The figures of a place at an instant."""
    area, at = asked_of(request)
    made = draft(viewer, Kind.DAILY, area or None, at)
    all_of = shown(known_figures(viewer), made.values, made.grown, made.area, made.at)
    context = {
        "here": "figures",
        "made": made,
        "compared": any(one is not None for one in made.grown.values()),
        "measures": list(_measures({one.figure.key: one for one in all_of})),
        "groups": grouped(all_of),
        "places": [one for one in places(viewer) if one.kind in CHOICES],
        "area": area,
        "at": request.GET.get("at", ""),
    }
    return TemplateResponse(request, "reports/figures.html", context)


@require_GET
@acting_page(Right.REPORT)
def reports_rows(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The rows behind figures that no other page holds: places under a regime, doors knocked at today."""
    of, area = request.GET.get("of", ""), request.GET.get("area", "").strip()
    context: dict[str, object] = {"area": area}
    if of == "knocks":
        lines = knocked_today(viewer, area or None)
        context["knocked"] = [(one, RESULT_NAMES[one.result]) for one in lines]
    else:
        name, rows = regime_rows(viewer, of.removeprefix("regime."), area or None)
        context |= {"regime": name, "rows": rows}
    return TemplateResponse(request, "reports/rows.html", context)
