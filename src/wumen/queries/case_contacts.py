"""Contacts of cases as the office sees them: proposals with what the rules say, and who is near a positive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q

from wumen.queries.contacts import Contacts
from wumen.queries.doors import Doors
from wumen.queries.lifts import team_lifts
from wumen.queries.occurrences.facts import said_of as occurred_said
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import books
from wumen.queries.sampling_rounds.tubes import TubePeople, TubeRegistered
from wumen.queries.search import telephones_of
from wumen.queries.special_needs import open_need, words_of
from wumen.records import clock, sealing
from wumen.records.models import CaseContact, Occurrence, Resident, SpecialNeed
from wumen.records.orders import binding
from wumen.rules.areas import parent, span
from wumen.rules.case_contacts import (
    Advice,
    ContactKind,
    Ground,
    State,
    Typed,
    advice,
    is_typed,
    proposed_kind,
    says_already,
    state_of,
    words_to_tell,
)
from wumen.rules.homes import present
from wumen.rules.playbooks import Happening, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind as Need
from wumen.rules.special_needs import kinds_of
from wumen.rules.time import business_day

_OVER_SHOWN = 100
_SOON = timedelta(days=14)


class Said(msgspec.Struct, frozen=True):
    """What lies sealed in a contact: of what kind, the day of the last contact, on what ground; nobody's name."""

    kind: ContactKind
    last: date | None
    ground: Ground


def said_of(row: CaseContact) -> Said:
    """What a contact says; Problem `seal_broken`."""
    text = sealing.unseal_contact(row.outbreak_id, row.id, bytes(row.said_sealed))
    return msgspec.json.decode(text, type=Said)


@dataclass(frozen=True)
class ContactLine:
    """A contact: who, on what ground, what the rules have for her, who proposed and who confirmed it, until when.

    `orders`: the numbers of the orders that bind her by name, now or soon; without one she is bound to nothing by this.
    `mine`: the viewer proposed it, so that somebody else confirms. `tell`: what she is told, without anybody's name.
    """

    id: UUID
    resident: UUID
    household: UUID | None
    area: str
    name: str
    door: str
    said: Said
    advice: Advice
    state: State
    inquiry: int | None
    occurrence: int | None
    outbreak: str
    proposed_by: str
    proposed_at: datetime
    mine: bool
    confirmed_by: str
    confirmed_at: datetime | None
    until: date | None
    contested: str
    kept_by: str
    dropped_by: str
    dropped_why: str
    orders: tuple[str, ...]
    tell: str


def contact_row(ident: UUID) -> CaseContact:
    """A contact, locked, inside the running scope; Problem `contact_unknown`."""
    row = CaseContact.objects.select_for_update().filter(id=ident).first()
    if row is None:
        raise Problem("contact_unknown")
    return row


def state(row: CaseContact, today: date) -> State:
    """How a contact stands on a day."""
    contested = row.contested_at is not None and (
        row.kept_at is None or row.kept_at < row.contested_at
    )
    return state_of(
        *(row.until, today),
        confirmed=row.confirmed_at is not None,
        contested=contested,
        dropped=row.dropped_at is not None,
    )


def says_this(row: CaseContact, last: date | None, today: date) -> bool:
    """Whether a contact says what a proposal would say again, by the rule; Problem `seal_broken`."""
    confirmed = row.confirmed_at is not None
    was = said_of(row).last if confirmed else None
    return says_already(state(row, today), was, last, confirmed=confirmed)


def case_contacts(viewer: Viewer, ended: bool = False) -> list[ContactLine]:
    """The contacts of the viewer's area: what waits for somebody first; or those that are over or taken off.

    Problem `right_missing`: what is here is the office's alone, no captain's.
    """
    viewer.must(Right.KEEP_REGISTER)
    today = clock.today()
    gone = Q(dropped_at__isnull=False) | Q(until__lt=today)
    with acting(viewer):
        rows = CaseContact.objects.select_related(
            "outbreak", "proposed_by", "confirmed_by", "kept_by", "dropped_by"
        )
        some = (
            rows.filter(gone).order_by("-proposed_at")[:_OVER_SHOWN]
            if ended
            else rows.filter(Q(until__isnull=True) | Q(until__gte=today), dropped_at__isnull=True)
        )
        lines = _lines(viewer, list(some))
    first = {State.CONTESTED: 0, State.PROPOSED: 1}
    return sorted(lines, key=lambda one: (first.get(one.state, 2), one.until or today, one.area))


def needs_of(people: Sequence[Resident]) -> Mapping[UUID, frozenset[Need]]:
    """The kinds of need of some people, for the rules alone; inside the running scope."""
    found = {one.id: set(kinds_of(words_of(one))) for one in people}
    for row in SpecialNeed.objects.filter(resident__in=list(found), ended_at__isnull=True):
        found[row.resident].add(open_need(row).kind)
    return {who: frozenset(kinds) for who, kinds in found.items()}


def _lines(viewer: Viewer, rows: Sequence[CaseContact]) -> list[ContactLine]:
    if not rows:
        return []
    people = {one.id: one for one in Resident.objects.filter(id__in=[row.resident for row in rows])}
    needs, words = needs_of(list(people.values())), Doors.of({row.area for row in rows})
    asks, bound = Contacts([row.area for row in rows]), _bound([row.resident for row in rows])
    rules = books()
    return [
        _line(viewer, row, people.get(row.resident), _Beside(words, asks, rules, needs, bound))
        for row in rows
    ]


@dataclass(frozen=True)
class _Beside:
    words: Doors
    asks: Contacts
    rules: Mapping[str, Playbook]
    needs: Mapping[UUID, frozenset[Need]]
    bound: Mapping[UUID, tuple[str, ...]]


def _bound(people: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The numbers of the orders that bind some people by name, now or soon."""
    found: dict[UUID, tuple[str, ...]] = {}
    now = clock.now()
    # One that begins tomorrow is entered already.
    scopes = binding(now, now + _SOON).filter(resident__in=list(people))
    for who, number in scopes.values_list("resident", "order__number"):
        if who:
            found[who] = (*found.get(who, ()), number)
    return found


def _line(viewer: Viewer, row: CaseContact, who: Resident | None, beside: _Beside) -> ContactLine:
    today, said = clock.today(), said_of(row)
    needs = beside.needs.get(row.resident, frozenset())
    found = advice(said.kind, said.last, needs, today, beside.rules[str(row.outbreak_id)])
    ask = beside.asks.office(row.area)

    def opened(sealed: object) -> str:
        return (
            sealing.unseal_contact(row.outbreak_id, row.id, bytes(sealed))  # type: ignore[call-overload]
            if sealed
            else ""
        )

    return ContactLine(
        *(row.id, row.resident, who.household_id if who else None, row.area),
        name=who.name if who else "",
        door=beside.words.short(row.area),
        said=said,
        advice=found,
        state=state(row, today),
        inquiry=row.inquiry,
        occurrence=row.occurrence,
        outbreak=row.outbreak.name,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        mine=row.proposed_by_id == viewer.person,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
        until=row.until,
        contested=opened(row.contested_sealed),
        kept_by=row.kept_by.name if row.kept_by else "",
        dropped_by=row.dropped_by.name if row.dropped_by else "",
        dropped_why=opened(row.dropped_why_sealed),
        orders=beside.bound.get(row.resident, ()),
        tell=words_to_tell(found, ask),
    )


@dataclass(frozen=True)
class Near:
    """Somebody near a positive: who, behind which door, how she stands as a contact already."""

    resident: UUID
    name: str
    door: str
    state: State | None


@dataclass(frozen=True)
class Group:
    """Who is near on one ground, and as which kind the rules let a street propose them; None: whoever traces says."""

    ground: Ground
    kind: ContactKind | None
    people: tuple[Near, ...]
    homes: int
    lifts: int = 0


@dataclass(frozen=True)
class OfPositive:
    """Who is near a positive known here, by ground; of the positive herself only the number and the stairwell.

    `named`: it was noted which of her home she is; else she stands among those who live with her. `typed`: people of
    her tube who were registered by hand and whom no register knows; `unknown`: of so many of her tube nobody can tell
    here who they are.
    """

    number: int
    outbreak: str
    at: datetime
    unit: str
    last: date
    groups: tuple[Group, ...]
    named: bool = True
    typed: tuple[TubeRegistered, ...] = ()
    unknown: int = 0


def positive_row(number: int) -> Occurrence:
    """A positive by the number under which it was noted, inside the running scope; Problem `contact_no_positive`."""
    row = (
        Occurrence.objects.select_related("outbreak")
        .filter(number=number, withdrawn_at__isnull=True, household__isnull=False)
        .first()
    )
    if row is None or occurred_said(row).kind != Happening.POSITIVE:
        raise Problem("contact_no_positive")
    return row


def typed_as(who: Resident, some: Iterable[TubeRegistered]) -> list[TubeRegistered]:
    """Those of some who were registered by hand that are this resident, by the rule."""
    numbers = telephones_of(who)
    return [
        one
        for one in some
        if is_typed(who.id, who.name, numbers, Typed(one.name, one.telephone, one.resident))
    ]


def near_positive(viewer: Viewer, number: int, tube: TubePeople | None = None) -> OfPositive:
    """Who lives with a positive, in her unit, and who shares her tube (`tube`, from a look that was agreed to).

    Problems `right_missing`, `contact_no_positive`.
    """
    viewer.must(Right.KEEP_REGISTER)
    today = clock.today()
    with acting(viewer):
        row = positive_row(number)
        unit = parent(row.area)
        near = _near(row, unit, _known_of(tube), today)
        everybody = [one for some in near.values() for one in some]
        words = Doors.of({one.area for one in everybody} | {unit})
        stand = _standing([one.id for one in everybody], today)
        lift = team_lifts(viewer, [unit]).get(unit)
        lifts = 1 + len(lift.others) if lift else 0
        groups = tuple(
            _group(ground, some, words, stand, lifts if ground is Ground.UNIT else 0)
            for ground, some in near.items()
        )
    return OfPositive(
        *(row.number, row.outbreak.name, row.happened_at, words.short(unit)),
        business_day(row.happened_at),
        *(groups, row.resident is not None),
        typed=tuple(one for one in tube.registered if one.resident is None) if tube else (),
        unknown=tube.unread + tube.gone if tube else 0,
    )


def _near(
    row: Occurrence, unit: str, known: Iterable[UUID], today: date
) -> dict[Ground, list[Resident]]:
    """Who is near, each once: at home before the tube, the tube before the stairwell."""
    held = span(unit)
    around = list(
        Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).order_by("area", "place")
    )
    others = Resident.objects.filter(id__in=known).order_by("area", "place", "id")
    home = [one for one in around if one.household_id == row.household and one.id != row.resident]
    in_tube = [one for one in others if one.id != row.resident and one not in home]
    told = {row.resident, *(one.id for one in (*home, *in_tube))}
    stairwell = [one for one in around if one.id not in told]
    return {
        Ground.HOUSEHOLD: list(present(home, today)),
        Ground.TUBE: in_tube,
        Ground.UNIT: list(present(stairwell, today)),
    }


def _known_of(tube: TubePeople | None) -> set[UUID]:
    """Whom of a tube the register knows, by a phone or by the card that was typed: each once."""
    if tube is None:
        return set()
    typed = {one.resident for one in tube.registered if one.resident}
    return {one.resident for one in tube.people} | typed


def _group(
    ground: Ground,
    some: Sequence[Resident],
    words: Doors,
    stand: Mapping[UUID, State],
    lifts: int,
) -> Group:
    people = tuple(Near(one.id, one.name, words.short(one.area), stand.get(one.id)) for one in some)
    return Group(
        ground, proposed_kind(ground), people, len({one.household_id for one in some}), lifts
    )


def _standing(people: Sequence[UUID], today: date) -> dict[UUID, State]:
    rows = CaseContact.objects.filter(resident__in=people, dropped_at__isnull=True)
    found = {row.resident: state(row, today) for row in rows.order_by("proposed_at")}
    # What is over holds nobody back: she may have met another case since.
    return {who: stands for who, stands in found.items() if stands is not State.OVER}
