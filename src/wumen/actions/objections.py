"""Objections: received at a door or on paper, forwarded to the authority, decided by another person."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import msgspec
from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.door_codes import at_door
from wumen.queries.explain import over
from wumen.queries.objections import Said, corrected, with_others
from wumen.records import clock, sealing
from wumen.records.models import Household, Objection
from wumen.rules.areas import counted_at, read_path
from wumen.rules.objections import (
    Came,
    check_decider,
    check_decision,
    check_forward,
    check_said,
    due,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Receipt:
    """What whoever objects is given: a number to ask by."""

    number: int


def object_at_door(viewer: Viewer, said: Said, order: str = "") -> Receipt:
    """Receive an objection from whoever holds a code of a door; it changes nothing else.

    Problems: `door_says_nothing`, `door_says_much`, `objection_no_order`.
    """
    came = Came.INNER if viewer.rights else Came.OUTER
    with at_door(viewer):
        return _received(viewer, viewer.area, said, came, order)


def receive(viewer: Viewer, path: str, said: Said, order: str = "") -> Receipt:
    """Receive an objection that somebody brought on paper or said at the desk.

    Problems: `right_missing`, `area_not_yours`, and those of `object_at_door`.
    """
    full = read_path(path)
    viewer.must(Right.CORRECT_HOMES, full)
    with changing(viewer):
        return _received(viewer, full, said, Came.PAPER, order)


def _received(viewer: Viewer, path: str, said: Said, came: Came, order: str) -> Receipt:
    check_said(said.text)
    home = Household.objects.filter(area=path).first()
    people = list(home.residents.values_list("id", flat=True)) if home else []
    held = [one.order for who in [None, *people] for one in over(path, clock.now(), who)]
    rows = {one.number: one for one in held}
    chosen = rows.get(order) or next(iter(rows.values()), None)
    if chosen is None:
        raise Problem("objection_no_order")
    now = clock.now()
    row = Objection(
        id=uuid4(),
        number=_number(),
        order=chosen,
        area=path,
        household=home.id if home else None,
        came=came.value,
        received_at=now,
        due_at=due(now),
        entered_by_id=viewer.person if came is Came.PAPER else None,
    )
    row.said_sealed = sealing.seal("objection", row.id, msgspec.json.encode(said).decode())
    row.save(force_insert=True)
    _log(viewer, "objection.received", row)
    return Receipt(row.number)


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('objection_number')")
        return int(cursor.fetchone()[0])


def _held(viewer: Viewer, number: int) -> Objection:
    viewer.must(Right.CONFIRM_ORDER)
    row = Objection.objects.select_for_update(of=("self",)).filter(number=number).first()
    if row is None:
        raise Problem("objection_unknown")
    viewer.must(Right.CONFIRM_ORDER, row.area)
    return row


def forward(viewer: Viewer, number: int) -> None:
    """Note that an objection went on to the authority that decided; the resident sees it.

    Problems: `objection_unknown`, `objection_decided`, `objection_forwarded`, `objection_other_person`.
    """
    with changing(viewer):
        row = _held(viewer, number)
        known = with_others(row, viewer)
        check_forward(known)
        check_decider(known, viewer.person)
        row.forwarded_at, row.forwarded_by_id = clock.now(), viewer.person
        row.save(update_fields=["forwarded_at", "forwarded_by"])
        _log(viewer, "objection.forwarded", row)


def decide(viewer: Viewer, number: int, outcome: str, why: str) -> None:
    """Decide about an objection, with a reason that the resident reads.

    Upheld only once the authority's own document that sets whoever objects free is entered and confirmed:
    so what follows from the order is corrected everywhere. Problems: `objection_unknown`, `right_missing`, and
    what `check_decision` says.
    """
    with changing(viewer):
        row = _held(viewer, number)
        change = corrected(row)
        at = change.confirmed_at if change else None
        good = check_decision(with_others(row, viewer), viewer.person, outcome, why, at)
        row.outcome, row.decided_by_id, row.decided_at = good.value, viewer.person, clock.now()
        row.answer_sealed = sealing.seal("answer", row.id, check_said(why))
        row.corrected_by = change if good == "upheld" else None
        row.save()
        _log(viewer, "objection.decided", row, outcome=good)


def _log(viewer: Viewer, kind: str, row: Objection, **said: Any) -> None:
    """The event: its number and order, never what it says or whose it is."""
    place = counted_at(row.area) if row.household else row.area
    subject = subject_key(row.household) if row.household else ""
    log(viewer, kind, place, subject=subject, number=row.number, order=row.order.number, **said)
