"""Takes a list out as a workbook: purpose, mask and mark of who took it, logged before a byte leaves."""

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.channels.lists import Mark, write_list
from wumen.queries.lists import Rows, list_rows
from wumen.records import clock
from wumen.records.models import Area
from wumen.rules.lists import check_purpose, list_of, read_purpose
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local


@dataclass(frozen=True)
class TakenList:
    """A list as a file: its name, its bytes, its export number and how many rows it has."""

    name: str
    content: bytes
    number: int
    count: int


def export_number() -> int:
    """The next export number of the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('export_number')")
        return int(cursor.fetchone()[0])


def export_mark(viewer: Viewer, number: int, purpose: str) -> Mark:
    """The mark of who takes a file; a post over everything names no place."""
    place = Area.objects.filter(area=viewer.area).values_list("name", flat=True).first() or ""
    post = f"{place}{ROLES[viewer.role].zh}"
    return Mark(number, f"{viewer.name}（{viewer.crew_no}）", post, clock.now(), purpose)


def take_list(
    viewer: Viewer, key: str, area: str | None, purpose: str, complete: bool = False
) -> TakenList:
    """A list of a place as .xlsx; `complete` numbers need the right to export them.

    One event tells what was taken, by its number; it names nobody. Problems: `right_missing`,
    `purpose_too_short`, `purpose_holds_number`, `purpose_holds_name`, `list_unknown`, `list_too_long`,
    `area_not_yours`.
    """
    wanted = list_of(key)
    # Who only looks, a sampler, takes no names away with her.
    viewer.must(Right.EXPORT if complete else Right.CORRECT_HOMES)
    said = read_purpose(purpose)
    with changing(viewer):
        rows = list_rows(viewer, key, area, complete)
        check_purpose(said, rows.names)
        number = export_number()
        log(
            viewer,
            "list.exported",
            rows.area,
            list=key,
            purpose=said,
            columns=[one.key for one in wanted.columns],
            complete=complete,
            count=len(rows.rows),
            number=number,
        )
        mark = export_mark(viewer, number, said)
    content = write_list(_title(rows), wanted.columns, rows.rows, mark)
    return TakenList(_file_name(rows, mark), content, number, len(rows.rows))


def _title(rows: Rows) -> str:
    return f"{rows.place} {rows.list.name.zh}（共 {len(rows.rows)} 行）".strip()


def _file_name(rows: Rows, mark: Mark) -> str:
    """The file's name: which list, its number and day; no place of a person stands in it."""
    return f"{rows.list.name.zh}-{local(mark.at):%Y%m%d}-第{mark.number}号.xlsx"


def write_export(content: bytes, file: Path) -> None:
    """Put what was taken into a file that only its owner reads; Problem `export_not_written`."""
    try:
        file.touch(mode=0o600)
        file.write_bytes(content)
    except OSError as error:
        raise Problem("export_not_written", file=file) from error
