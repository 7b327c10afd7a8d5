"""That the city's sampling app is down is declared for points, with hour and reason, and ended when it is back."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.orders.outbreaks import must_be_open
from wumen.actions.sampling_points.rows import back_in_app, noted
from wumen.queries.app_outages import goes_on_in, round_here
from wumen.queries.sampling_points import must_lead
from wumen.records import clock
from wumen.records.models import AppOutage, SamplingPoint, SamplingRound
from wumen.rules.app_outages.registering import read_sheets, read_since, read_why
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def _rows(viewer: Viewer, idents: Sequence[UUID]) -> list[SamplingPoint]:
    """The points, locked in one order; nothing named is every point of the office.

    Problems: `app_points_none`, `point_unknown`, `point_withdrawn`, those of `must_lead`.
    """
    rows = SamplingPoint.objects.select_for_update().order_by("id")
    if idents:
        found = list(rows.filter(id__in=idents))
        if len(found) < len(set(idents)):
            raise Problem("point_unknown")
    else:
        viewer.must(Right.KEEP_REGISTER)
        held = viewer.span
        found = list(rows.filter(area__gte=held.lo, area__lt=held.hi, withdrawn_at=None))
    if not found:
        raise Problem("app_points_none")
    for row in found:
        must_lead(viewer, row)
        if row.withdrawn_at is not None:
            raise Problem("point_withdrawn")
    return found


def declare_down(viewer: Viewer, idents: Sequence[UUID], since: str, why: str) -> int:
    """Say that the app is down at some points, none named for all; how many register here from now on.

    A lead says it for her own. Problems: `app_why`, `app_no_round`, `app_down_already` where it is said of all of
    them, those of `read_since`, `outbreak_closed`, rights.
    """
    viewer.must(Right.LEAD_POINT)
    said = read_why(why)
    with changing(viewer):
        fresh = [one for one in _rows(viewer, idents) if one.app_down_at is None]
        if not fresh:
            raise Problem("app_down_already")
        for row in fresh:
            _declare(viewer, row, since, said)
    return len(fresh)


def _declare(viewer: Viewer, row: SamplingPoint, since: str, why: str) -> None:
    held = round_here(row)
    if held is None:
        raise Problem("app_no_round")
    must_be_open(held.outbreak_id)
    began = read_since(since, held.begins_at, clock.now())
    row.app_down_at, row.app_down_why = began, why
    row.save(update_fields=["app_down_at", "app_down_why"])
    _begin(viewer, row, held, viewer.person)


def _begin(viewer: Viewer, row: SamplingPoint, held: SamplingRound, by: UUID) -> AppOutage:
    """The outage of a point in a round, since when and why as its row says."""
    began, why = row.app_down_at or clock.now(), row.app_down_why
    noted(viewer, "app.down", row, why=why, since=began, round=held.number)
    return AppOutage.objects.create(
        area=row.area,
        point=row,
        round=held,
        began_at=began,
        why=why,
        declared_by_id=by,
        declared_at=clock.now(),
    )


def gone_on(viewer: Viewer, row: SamplingPoint, outage: AppOutage) -> AppOutage:
    """The outage in which people are registered now: one that nobody ended ends with its round, and the next begins.

    Inside the transaction of an act that holds the row.
    """
    held = goes_on_in(row, outage)
    if held.id == outage.round_id:
        return outage
    outage.ended_at, outage.ended_by_id = clock.now(), viewer.person
    outage.save(update_fields=["ended_at", "ended_by"])
    return _begin(viewer, row, held, outage.declared_by_id)


def end_down(viewer: Viewer, idents: Sequence[UUID]) -> int:
    """Say that the app is back at some points, none named for all where it was down; how many are back.

    The office alone says so: from then on what was registered goes into its list. Problems: `app_not_down`, rights.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        down = [one for one in _rows(viewer, idents) if one.app_down_at is not None]
        if not down:
            raise Problem("app_not_down")
        for row in down:
            back_in_app(viewer, row)
    return len(down)


def print_sheets(viewer: Viewer, ident: UUID, many: str) -> tuple[int, int]:
    """Take the next numbers for sheets of a point, before or while it is down; the first and the last.

    No number is given twice, so that a line on paper is one line here. Problems: `app_sheets`, those of `must_lead`.
    """
    viewer.must(Right.LEAD_POINT)
    sheets = read_sheets(many)
    with changing(viewer):
        (row,) = _rows(viewer, [ident])
        first, row.app_sheets = row.app_sheets + 1, row.app_sheets + sheets
        row.save(update_fields=["app_sheets"])
        noted(viewer, "app.sheets_printed", row, first=first, last=row.app_sheets)
        return first, row.app_sheets
