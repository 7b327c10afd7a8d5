"""Makes, prints and revokes the codes of doors, and lets who holds one in, as often as the limits allow."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions import limits
from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.door_codes import Card, cards_for, door_by, inner_row
from wumen.records import clock, sealing
from wumen.records.models import CrewMember, DoorCode, Resident
from wumen.rules.areas import counted_at, read_path
from wumen.rules.door_codes import (
    CODE_BYTES,
    DoorKind,
    at_the_door,
    check_cards,
    draw_pin,
    read_code,
    read_pin,
)
from wumen.rules.limits import Counted
from wumen.rules.posts import BY_DOOR_CODE, Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class NewCode:
    """A code as it is printed once; nothing that is kept leads back to it."""

    card: Card
    code: str
    pin: str


def print_cards(
    viewer: Viewer, path: str, kind: DoorKind, households: Collection[UUID] = ()
) -> Sequence[NewCode]:
    """Make codes anew for the stairwells of a place, or its households, and revoke the former ones.

    The print stands in the log with its count. Problems: `right_missing`, `area_not_yours`,
    `area_unknown`, `household_unknown`, `door_cards_none`, `door_cards_many`.
    """
    full = read_path(path)
    viewer.must(Right.CORRECT_HOMES, full)
    with changing(viewer):
        cards = cards_for(viewer, full, kind, households)
        check_cards(len(cards))
        now = clock.now()
        standing = DoorCode.objects.filter(kind=kind.value, revoked_at__isnull=True)
        standing.filter(area__in=[one.area for one in cards]).update(revoked_at=now)
        made = [_made(viewer, one, kind, now) for one in cards]
        DoorCode.objects.bulk_create([row for row, _ in made])
        subject = subject_key(cards[0].household) if households and cards[0].household else ""
        place = counted_at(cards[0].area) if subject else full
        log(viewer, "door_cards.printed", place, subject=subject, cards=kind, count=len(made))
    return [new for _, new in made]


def _made(viewer: Viewer, card: Card, kind: DoorKind, now: datetime) -> tuple[DoorCode, NewCode]:
    code, inner = secrets.token_urlsafe(CODE_BYTES), kind is DoorKind.INNER
    row = DoorCode(
        id=uuid4(),
        area=card.area,
        kind=kind.value,
        household=card.household if inner else None,
        people=_people(card.household) if inner and card.household else [],
        code_key=sealing.keyed("door", code),
        made_at=now,
        made_by_id=viewer.person,
    )
    pin = draw_pin(secrets.randbelow) if inner else ""
    row.pin_key = _pin_key(row.id, pin) if inner else None
    return row, NewCode(card, code, pin)


def _people(household: UUID) -> list[UUID]:
    return list(Resident.objects.filter(household=household).values_list("id", flat=True))


def _pin_key(code: UUID, pin: str) -> bytes:
    return sealing.keyed("pin", f"{code}:{pin}")


def revoke(viewer: Viewer, path: str, kind: DoorKind) -> None:
    """Revoke the codes of a kind at and below a place. Problems `right_missing`, `area_not_yours`."""
    full = read_path(path)
    viewer.must(Right.CORRECT_HOMES, full)
    with changing(viewer):
        rows = DoorCode.objects.filter(kind=kind.value, revoked_at__isnull=True)
        many = rows.filter(area__startswith=full).update(revoked_at=clock.now())
        log(viewer, "door_codes.revoked", full, cards=kind, count=many)


def open_door(code: str, address: str) -> Viewer:
    """Let whoever holds a code act at its door alone; without any right behind an outer one.

    Problems: `door_code_unknown`, `door_locked` after too many codes that lead nowhere.
    """
    limits.must_be_open(Counted.CODE, address)
    try:
        found = door_by(sealing.keyed("door", read_code(code)))
    except Problem:
        limits.count(Counted.CODE, address)
        raise
    return at_the_door(found.area, DoorKind(found.kind), _residents())


def enter(code: str, pin: str, address: str) -> str:
    """Open the inner page by code and PIN; what its cookie carries instead of the code.

    Each try counts before it is looked at. Problems: `door_code_unknown`, `door_pin_wrong`, `door_locked`.
    """
    viewer = open_door(code, address)
    key = sealing.keyed("door", read_code(code))
    limits.count_page(key.hex(), Counted.PIN)
    limits.count_page(address, Counted.SENT)
    row = inner_row(viewer)
    if row is None or not secrets.compare_digest(
        bytes(row.pin_key or b""), _pin_key(row.id, read_pin(pin))
    ):
        raise Problem("door_pin_wrong")
    limits.forget(Counted.PIN, key.hex())
    return key.hex()


def entered(kept: str) -> Viewer:
    """As whom the bearer of an open page acts; Problem `door_closed` once its code holds no more."""
    try:
        found = door_by(bytes.fromhex(kept))
    except (Problem, ValueError):
        raise Problem("door_closed") from None
    if found.kind != DoorKind.INNER:
        raise Problem("door_closed")
    return at_the_door(found.area, DoorKind.INNER, _residents())


def stand_in(area: str) -> Viewer:
    """Whoever lives at a place and is not named: in her name stands what nobody is to be known by."""
    return at_the_door(area, DoorKind.INNER, _residents())


def _residents() -> UUID:
    number, name = BY_DOOR_CODE
    row = CrewMember.objects.filter(number=number).first()
    if row is None:
        row, _ = CrewMember.objects.get_or_create(
            number=number, defaults={"name": name, "profession": "operator"}
        )
    return row.id
