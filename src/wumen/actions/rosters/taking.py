"""A roster taken out of the house: the whole as a workbook, one person's own shifts as a calendar."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.channels.calendars import Appointment, write_calendar
from wumen.channels.tables import Table, write_tables
from wumen.queries.rosters.grid import Cell, Grid, grid
from wumen.queries.rosters.mine import own_shifts
from wumen.records import clock
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.office import PRINTED_NAMES, Asked
from wumen.rules.time import day_zh, instant_zh

_EMPTY = "缺人"


def take_workbook(viewer: Viewer, ident: UUID) -> bytes:
    """The .xlsx of a roster, people by days and stations by shifts; the log says who took it.

    Problems: `roster_unknown`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        found = grid(viewer, ident)
        log(viewer, "roster.exported", found.line.area, number=found.line.number)
    mark = f"{viewer.name} {viewer.crew_no} · {instant_zh(clock.now())} 导出"
    return write_tables([_people(found), _stations(found)], mark)


def _title(found: Grid) -> str:
    draft = "" if found.line.published_at else "（未发布）"
    return f"{found.line.place} 班表第 {found.line.number} 号{draft}"


def _people(found: Grid) -> Table:
    header = ["姓名", "工号", *(day_zh(day) for day in found.days), "小时", "夜班"]
    rows = [
        [
            one.name,
            one.crew_no,
            *(_cell(cell, asked) for _, cell, asked in one.cells),
            str(one.hours),
            str(one.nights),
        ]
        for one in found.planned
    ]
    return Table("按人", _title(found), header, rows)


def _cell(cell: Cell | None, asked: Asked | None) -> str:
    if cell is not None:
        return f"{cell.hours.words} {cell.station}"
    return PRINTED_NAMES[asked].zh if asked else ""


def _stations(found: Grid) -> Table:
    header = ["值守点", "班次", *(day_zh(day) for day in found.days)]
    rows = [
        [
            one.station,
            one.hours.words,
            *("、".join(cell.shift.who or _EMPTY for cell in cells) for _, cells in one.cells),
        ]
        for one in found.stations
    ]
    return Table("按值守点", _title(found), header, rows)


def take_calendar(viewer: Viewer, person: UUID) -> bytes:
    """Somebody's own published shifts as a calendar: her own for herself, anybody's of the area for the office.

    Problems: `right_missing`, `roster_person_not_in` for whom the office has on no roster.
    """
    shifts = own_shifts(person)
    if person != viewer.person:
        viewer.must(Right.KEEP_CREW)
        shifts = [one for one in shifts if viewer.span.holds(one.area)]
        if not shifts:
            raise Problem("roster_person_not_in")
        with changing(viewer):
            log(viewer, "roster.calendar_taken", viewer.area, subject=person_key(person))
    entries = [
        Appointment(
            str(one.line.id),
            one.line.interval.begins,
            one.line.interval.ends,
            one.station,
            one.place,
        )
        for one in shifts
    ]
    return write_calendar("值班", entries, clock.now())
