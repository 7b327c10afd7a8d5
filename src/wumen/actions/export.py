"""Exports of the register: masked, unless a purpose is named; then it is logged before a line leaves."""

from collections.abc import Iterator

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.register import ResidentLine, resident_count, resident_lines
from wumen.rules.areas import read_path
from wumen.rules.lists import check_purpose
from wumen.rules.posts import Right, Viewer


def export_residents(
    viewer: Viewer, area: str | None = None, purpose: str = ""
) -> Iterator[ResidentLine]:
    """Everybody in a place, door by door; numbers are complete only for a named purpose.

    The event stands in the log before the first line is handed out, whatever becomes of the rest.
    Problems: `right_missing`, `area_not_yours`, `path_unreadable`, `purpose_holds_number`.
    """
    viewer.must(Right.EXPORT if purpose.strip() else Right.SEE_REGISTER)
    check_purpose(purpose)
    purpose = purpose.strip()
    with changing(viewer):
        count = resident_count(viewer, area)
        if purpose:
            path = read_path(area) if area else viewer.area
            log(viewer, "register.exported", path, purpose=purpose, count=count)
    return resident_lines(viewer, area, complete=bool(purpose))
