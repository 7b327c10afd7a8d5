"""What neighbours reported as workers see it: unverified until two have looked, then what they found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.door_codes import door_words
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.models import NeighbourReport
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.supervision import FOUND_NAMES, Check, Found


@dataclass(frozen=True)
class CheckLine:
    """What one worker found."""

    by: str
    at: datetime
    found: Named
    said: str


@dataclass(frozen=True)
class ReportLine:
    """A report with its verifications; `found` is what two of them agree on, None until then; `so`: it is so."""

    number: int
    area: str
    place: str
    said: str
    received_at: datetime
    entered_by: str
    checks: tuple[CheckLine, ...]
    found: Named | None
    so: bool
    closed_at: datetime | None
    may_verify: bool


def checks_of(row: NeighbourReport) -> list[Check]:
    """The verifications of a report as the rules look at them."""
    return [Check(one.by_id, Found(one.found)) for one in row.checks.all()]


def neighbour_reports(viewer: Viewer) -> Sequence[ReportLine]:
    """The reports of the viewer's area, those that wait first. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = NeighbourReport.objects.select_related("entered_by").prefetch_related("checks__by")
        ordered = sorted(rows.order_by("-received_at")[:200], key=lambda one: bool(one.found))
        return [_line(one, viewer) for one in ordered]


def _line(row: NeighbourReport, viewer: Viewer) -> ReportLine:
    hands = {row.entered_by_id, *(one.by_id for one in row.checks.all())}
    return ReportLine(
        number=row.number,
        area=row.area,
        place=door_words(row.area),
        said=sealing.unseal("neighbour_report", row.id, row.said_sealed) or "",
        received_at=row.received_at,
        entered_by=row.entered_by.name,
        checks=tuple(
            CheckLine(
                one.by.name,
                one.at,
                FOUND_NAMES[Found(one.found)],
                sealing.unseal("report_check", one.id, one.said_sealed) or "",
            )
            for one in row.checks.all()
        ),
        found=FOUND_NAMES[Found(row.found)] if row.found else None,
        so=row.found == Found.SO,
        closed_at=row.closed_at,
        may_verify=not row.found and viewer.person not in hands,
    )
