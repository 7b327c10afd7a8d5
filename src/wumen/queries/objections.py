"""Objections as the desk and the resident see them: who said what, by when it is answered, and the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from wumen.queries.accounts import card_hands
from wumen.queries.door_codes import door_words
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Objection, OrderChange, OrderScope, Post, Resident
from wumen.records.orders import ENDING, ChangeKind, over_place
from wumen.rules.areas import ancestors
from wumen.rules.objections import (
    CAME_NAMES,
    OUTCOME_NAMES,
    Came,
    Decider,
    Outcome,
    Standing,
    concerned,
)
from wumen.rules.playbooks import Named
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem


class Said(msgspec.Struct, frozen=True):
    """What an objection says, and who is to be answered how; sealed as a whole."""

    text: str
    name: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class ObjectionLine:
    """An objection whole; on its own page `may_decide`, and `others` who may where the viewer may not.

    `may_except`: the residents by id, or the door, whom a document would have to take out of the order.
    """

    number: int
    door: str
    area: str
    came: Named
    said: Said
    received_at: datetime
    due_at: datetime
    order: str
    document: str
    authority: str
    entered_by: str
    forwarded_at: datetime | None
    outcome: Named | None
    answer: str
    decided_at: datetime | None
    decided_by: str
    corrected: str
    correction: datetime | None
    late: bool
    may_decide: bool
    others: tuple[Decider, ...]
    may_except: tuple[str, ...]


def _standing(row: Objection, who: Iterable[UUID]) -> Standing:
    """An objection as the rules look at it, where some people may decide about it or not."""
    order = row.order
    people = {one for one in (order.entered_by_id, order.confirmed_by_id) if one}
    return Standing(
        row.number,
        row.received_at,
        row.entered_by_id,
        people,
        row.forwarded_at is not None,
        row.outcome,
        cards=card_hands(who),
    )


def with_others(row: Objection, viewer: Viewer) -> Standing:
    """An objection as the rules look at it beside a viewer, with who may decide about it, the nearest first."""
    now = clock.now()
    roles = [key for key, role in ROLES.items() if Right.CONFIRM_ORDER in role.rights]
    posts = Post.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        area__in=[*ancestors(row.area), row.area],
        role__in=[one for one in roles if one != "operator"],
        from_at__lte=now,
    )
    nearest = list(posts.select_related("person").order_by("-area", "from_at"))
    known = _standing(row, [viewer.person, *(post.person_id for post in nearest)])
    found: dict[UUID, Decider] = {}
    for post in nearest:
        if known.had_a_hand(post.person_id):
            continue
        role = ROLES[post.role]
        one = Decider(Named(zh=role.zh, en=role.en), post.person.name)
        found.setdefault(post.person_id, one)
    return replace(known, others=tuple(found.values()))


def corrected(row: Objection) -> OrderChange | None:
    """The latest confirmed document that set whoever objects free of the order: for all, or taking her out.

    One that takes out somebody else corrects nothing for her.
    """
    changes = OrderChange.objects.filter(order=row.order_id, confirmed_at__isnull=False)
    documents = list(changes.exclude(kind=ChangeKind.EXTENDED).order_by("-confirmed_at"))
    if any(one.kind == ChangeKind.EXCEPTED for one in documents):
        under = _under(row)
        out = {one.id for one in under if one.excepted_at} if _is_out(under) else set()
        return next((one for one in documents if one.kind in ENDING or out & {*one.scopes}), None)
    return next(iter(documents), None)


def _under(row: Objection) -> list[OrderScope]:
    """By which places and residents of its order whoever objects stands or stood under it."""
    people = dict(Resident.objects.filter(household=row.household).values_list("id", "name"))
    whose = concerned(_said(row).name, people)
    return list(row.order.scopes.filter(over_place(row.area) | Q(resident__in=whose)))


def _is_out(under: Sequence[OrderScope]) -> bool:
    """Whether documents took her out by everything that bound her, or of several people one of them."""
    places = [one for one in under if one.resident is None]
    people = {one.resident for one in under if one.resident}
    alone = [[*places, *(one for one in under if one.resident == who)] for who in people]
    return any(some and all(one.excepted_at for one in some) for some in alone or [places])


def _may_except(row: Objection) -> tuple[str, ...]:
    """Whom of the home, or the door itself, a document may take out while the order goes on for others."""
    still = [
        one
        for one in _under(row)
        if one.excepted_at is None and (one.resident or one.area == row.area)
    ]
    left = row.order.scopes.filter(excepted_at=None).exclude(id__in=[one.id for one in still])
    return tuple(str(one.resident or one.area) for one in still) if left.exists() else ()


def _said(row: Objection) -> Said:
    text = sealing.unseal("objection", row.id, row.said_sealed) or "{}"
    return msgspec.json.decode(text, type=Said)


def objections(viewer: Viewer, decided: bool = False) -> Sequence[ObjectionLine]:
    """The objections of the viewer's area that wait, what is due first; or those that are answered."""
    _must_read(viewer)
    with acting(viewer):
        rows = (
            Objection.objects.exclude(outcome="")
            if decided
            else Objection.objects.filter(outcome="")
        )
        ordered = rows.order_by("-decided_at" if decided else "due_at", "number")
        return [_line(one) for one in _whole(ordered[:200])]


def objection(viewer: Viewer, number: int) -> ObjectionLine:
    """One objection; Problems `right_missing`, `objection_unknown`."""
    _must_read(viewer)
    with acting(viewer):
        row = _whole(Objection.objects.filter(number=number)).first()
        if row is None:
            raise Problem("objection_unknown")
        known = with_others(row, viewer)
        return replace(
            _line(row),
            may_decide=viewer.may(Right.CONFIRM_ORDER) and not known.had_a_hand(viewer.person),
            others=tuple(known.others),
            may_except=_may_except(row),
        )


def of_household(household: UUID) -> Sequence[ObjectionLine]:
    """The objections of one household, the latest first, inside its door's scope."""
    rows = Objection.objects.filter(household=household).order_by("-received_at")
    return [_line(one) for one in _whole(rows[:20])]


def _must_read(viewer: Viewer) -> None:
    """Who enters or confirms orders reads what is said against them."""
    if not viewer.may(Right.CONFIRM_ORDER):
        viewer.must(Right.ENTER_ORDER)


def _whole(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related("order", "entered_by", "decided_by", "corrected_by")


def _line(row: Objection) -> ObjectionLine:
    change = row.corrected_by or corrected(row)
    since = (
        change
        if change and change.confirmed_at and change.confirmed_at >= row.received_at
        else None
    )
    return ObjectionLine(
        number=row.number,
        door=door_words(row.area),
        area=row.area,
        came=CAME_NAMES[Came(row.came)],
        said=_said(row),
        received_at=row.received_at,
        due_at=row.due_at,
        order=row.order.number,
        document=row.order.document,
        authority=row.order.authority,
        entered_by=row.entered_by.name if row.entered_by else "",
        forwarded_at=row.forwarded_at,
        outcome=OUTCOME_NAMES[Outcome(row.outcome)] if row.outcome else None,
        answer=sealing.unseal("answer", row.id, row.answer_sealed) or "",
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        corrected=since.document if since else "",
        correction=since.confirmed_at if since else None,
        late=not row.outcome and row.due_at < clock.now(),
        may_decide=False,
        others=(),
        may_except=(),
    )
