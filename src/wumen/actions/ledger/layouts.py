"""What an office says of a layout: kept for its community, and read by for every later ledger like it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.ledger.incoming import incoming, opened
from wumen.actions.ledger.reading import keeper, read_sheets, said_of_layouts
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import IncomingFile, LedgerLayout
from wumen.rules.ledger import FIELDS, Said, Sheet, SheetUnderstanding, understand
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class LayoutSeen:
    """The sheets of a ledger that share a layout, as the first of them was understood.

    `kept`: the office said something of this layout before.
    """

    sheets: tuple[str, ...]
    first: SheetUnderstanding
    people: int
    kept: bool


def understand_incoming(viewer: Viewer, ident: UUID) -> Sequence[LayoutSeen]:
    """What was understood of a kept file, layout by layout, in the order of its sheets.

    Problems: `incoming_unknown`, `right_missing`, and what reading the file says.
    """
    with changing(viewer):
        row = incoming(viewer, ident)
        sheets, said = _sheets(row), said_of_layouts(row.area)
    return _by_layout(understand(sheets, said), said)


def keep_layout(
    viewer: Viewer,
    ident: UUID,
    fingerprint: str,
    fields: Mapping[int, str],
    header: tuple[int, int] = (0, 0),
) -> None:
    """Say what each column of a layout holds, for this ledger and every later one of its community.

    `header`: first and last row of the header, where the program did not find it by itself.
    Problems: `incoming_unknown`, `right_missing`, `layout_unknown`, `layout_incomplete`.
    """
    with changing(viewer):
        row = incoming(viewer, ident)
        sheet, seen = _one(_sheets(row), fingerprint)
        known = {column: field for column, field in fields.items() if field in FIELDS}
        said = Said(header[0], header[1], known, seen.looked_at if header[0] else 0)
        if not understand([sheet], {fingerprint: said})[0].found:
            raise Problem("layout_incomplete")
        LedgerLayout.objects.update_or_create(
            area=keeper(row.area),
            fingerprint=fingerprint,
            defaults={"columns": said.as_dict(), "kept_at": clock.real_now()},
        )
        log(viewer, "ledger.layout_kept", row.area, fingerprint=fingerprint)


def forget_layout(viewer: Viewer, ident: UUID, fingerprint: str) -> None:
    """Let the program guess a layout again. Problems: `incoming_unknown`, `right_missing`."""
    with changing(viewer):
        row = incoming(viewer, ident)
        kept = LedgerLayout.objects.filter(area=keeper(row.area), fingerprint=fingerprint)
        # Nothing said is as good as forgotten, and who said what stays in the log.
        if kept.update(columns=Said(0, 0, {}).as_dict(), kept_at=clock.real_now()):
            log(viewer, "ledger.layout_forgotten", row.area, fingerprint=fingerprint)


def _sheets(row: IncomingFile) -> list[Sheet]:
    with opened(row) as file:
        return read_sheets(file)


def _one(sheets: Iterable[Sheet], fingerprint: str) -> tuple[Sheet, SheetUnderstanding]:
    for sheet in sheets:
        seen = understand([sheet])[0]
        if seen.fingerprint == fingerprint:
            return sheet, seen
    raise Problem("layout_unknown")


def _by_layout(
    seen: Iterable[SheetUnderstanding], said: Mapping[str, Said]
) -> Sequence[LayoutSeen]:
    groups: dict[str, list[SheetUnderstanding]] = {}
    for one in seen:
        if one.header_row:
            groups.setdefault(one.fingerprint, []).append(one)
    return [
        LayoutSeen(
            tuple(one.sheet for one in group),
            group[0],
            sum(one.people for one in group),
            fingerprint in said,
        )
        for fingerprint, group in groups.items()
    ]
