"""Takes the inspection file of a day out: purpose, mark and number, each dossier and photo logged before it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wumen.actions.attachments import look_at
from wumen.actions.changing import changing
from wumen.actions.lists import export_mark, export_number
from wumen.actions.log import log, subject_key
from wumen.channels.inspection import write_inspection
from wumen.channels.lists import write_list
from wumen.queries.inspection import inspection_file
from wumen.queries.inspection.day import COLUMNS
from wumen.records.models import Household
from wumen.rules.areas import parent
from wumen.rules.attachments import File
from wumen.rules.inspection import Choice, InspectionFile
from wumen.rules.lists import check_purpose, read_purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.time import day_zh


@dataclass(frozen=True)
class TakenInspection:
    """The file as it was taken: its name, its bytes, its export number, what it holds."""

    name: str
    content: bytes
    number: int
    homes: int
    photos: int


def take_inspection(
    viewer: Viewer, day: date, area: str | None, purpose: str, choice: Choice = Choice.SAMPLE
) -> TakenInspection:
    """The inspection file of a day and place as .zip; what stands in it is what stands on the pages.

    One event tells what was taken, by its number; beside it each dossier and each photo at a door is
    logged as looked at. Problems: `right_missing`, `area_not_yours`, `purpose_too_short`,
    `purpose_holds_number`, `purpose_holds_name`, `inspection_ahead`, `inspection_too_wide`,
    `inspection_too_heavy`.
    """
    viewer.must(Right.EXPORT)
    said = read_purpose(purpose)
    with changing(viewer):
        file, rows = inspection_file(viewer, day, area, choice)
        check_purpose(said, file.names)
        number = export_number()
        counts: dict[str, Any] = {
            "homes": len(file.homes),
            "photos": len(file.photos),
            "duties": len(rows),
        }
        log(
            viewer, "inspection.exported", file.area, day=day, purpose=said, number=number, **counts
        )
        _log_looks(viewer, file)
        mark = export_mark(viewer, number, said)
        title = f"{file.place} {day_zh(day)} 事项清单（共 {len(rows)} 行）"
        workbook = write_list(title, COLUMNS, rows, mark)
        content = write_inspection(file, _photos(viewer, file), workbook, mark)
    name = f"迎检包-{day:%Y%m%d}-第{number}号.zip"
    return TakenInspection(name, content, number, len(file.homes), len(file.photos))


def _log_looks(viewer: Viewer, file: InspectionFile) -> None:
    areas = dict(Household.objects.filter(id__in=file.homes).values_list("id", "area"))
    for home in file.homes:
        log(viewer, "dossier.looked_at", parent(areas[home]), subject=subject_key(home))


def _photos(viewer: Viewer, file: InspectionFile) -> Iterator[tuple[UUID, File]]:
    """Photo by photo, so that only one is open at a time."""
    for ident in file.photos:
        yield ident, look_at(viewer, ident).file
