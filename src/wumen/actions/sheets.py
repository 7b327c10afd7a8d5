"""Prints the law's own sheets and notes who was given hers: numbered, marked, each print in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.sheets import Chosen, SheetFor, sheets_of
from wumen.records import clock
from wumen.records.models import Order, Sheet
from wumen.rules.areas import parent
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sheets import AT_THE_END, KINDS, SheetKind


@dataclass(frozen=True)
class Printed:
    """A print: its number, when, and its sheets in the order of the way."""

    number: int
    at: datetime
    sheets: tuple[SheetFor, ...]


def print_sheets(viewer: Viewer, number: str, kind: SheetKind, chosen: Chosen) -> Printed:
    """Print sheets of an order; one event says what, for how many, by whom, and a look at one person whose.

    The notice bears numbers whole and needs the right to take these out. Problems: `right_missing`,
    `area_not_yours`, `order_unknown`, `sheet_before_end`, `sheet_after_end`, `sheet_for_nobody`,
    `sheets_too_many`.
    """
    viewer.must(Right.EXPORT if KINDS[kind].whole_numbers else Right.CORRECT_HOMES)
    if chosen.area:
        viewer.must(Right.SEE_REGISTER, chosen.area)
    with changing(viewer):
        run, now = _number(), clock.now()
        sheets = sheets_of(viewer, number, kind, chosen, run)
        order = Order.objects.get(number=number)
        Sheet.objects.bulk_create(
            Sheet(
                order=order,
                area=one.area,
                resident=one.resident,
                kind=kind.value,
                number=run,
                place=at,
                printed_at=now,
                printed_by_id=viewer.person,
            )
            for at, one in enumerate(sheets, start=1)
        )
        place, subject = _told(viewer, chosen, sheets)
        said: dict[str, Any] = {"sheet": kind, "count": len(sheets), "number": run, "order": number}
        log(viewer, "sheet.printed", place, subject=subject, **said)
    return Printed(run, now, tuple(sheets))


def give_sheets(
    viewer: Viewer, number: str, kind: SheetKind, residents: Sequence[UUID], run: int | None = None
) -> int:
    """Note that printed sheets were handed over, those of some people or of a whole print; how many.

    Problems: `right_missing`, `sheet_unknown`, `order_unknown`, `sheet_not_printed`.
    """
    viewer.must(Right.CORRECT_HOMES)
    if kind not in AT_THE_END:
        raise Problem("sheet_unknown")
    with changing(viewer):
        order = Order.objects.filter(number=number).first()
        if order is None:
            raise Problem("order_unknown", number=number)
        whose = Q(number=run) if run else Q(resident__in=list(residents))
        rows = Sheet.objects.filter(whose, order=order, kind=kind.value)
        last: dict[UUID, UUID] = {}
        for row in rows.order_by("number", "place"):
            last[row.resident] = row.id
        already = set(rows.filter(given_at__isnull=False).values_list("resident", flat=True))
        if not last:
            raise Problem("sheet_not_printed")
        fresh = [ident for resident, ident in last.items() if resident not in already]
        given = Sheet.objects.filter(id__in=fresh)
        many = given.update(given_at=clock.now(), given_by_id=viewer.person)
        log(viewer, "sheet.given", viewer.area, sheet=kind, count=many, order=number)
    return many


def _number() -> int:
    """The number of the next print of the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('sheet_number')")
        return int(cursor.fetchone()[0])


def _told(viewer: Viewer, chosen: Chosen, sheets: Sequence[SheetFor]) -> tuple[str, str]:
    """Where the print is told, and whose it is if it is one person's or one home's."""
    if chosen.resident or chosen.household:
        subject = chosen.resident or chosen.household
        return parent(sheets[0].area), subject_key(subject) if subject else ""
    return chosen.area or viewer.area, ""
