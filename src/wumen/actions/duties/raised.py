"""Hands on what is raised at a door: a need, a fever, somebody unwell, as a request with an owner and an hour."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.actions.duties.giving import hand_on
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.doors import Doors
from wumen.queries.instructions import said_of
from wumen.records import clock
from wumen.records.models import Area, Household, Instruction, Outbreak, Resident
from wumen.rules.areas import ancestors, code, is_common_part, parent
from wumen.rules.instructions import InstructionDraft, Origin, Told
from wumen.rules.needs import Urgency
from wumen.rules.posts import RESIDENT, ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import (
    By,
    fevers_draft,
    is_fever_said,
    is_health_said,
    need_draft,
    unwell_draft,
    went_out_draft,
)
from wumen.rules.time import whole_day


@dataclass(frozen=True)
class Raised:
    """A need as it was told at a door: in whose words, about whom, when, and where that stands in the log."""

    door: str
    said: str
    resident: UUID | None
    told_at: datetime
    told: Told | None = None


def _passing_on(viewer: Viewer, place: str) -> Viewer:
    """Whoever works at a place passes on what she is asked there, whatever her post may see or ask of others."""
    return replace(viewer, area=place, rights=viewer.rights | {Right.SEE_REGISTER})


def _by(who: Viewer, door: str) -> By:
    return By(Doors.of([door]).short(door), who.name, who.role, ROLES.get(who.role, RESIDENT).zh)


def raise_need(viewer: Viewer, place: str, outbreak: UUID, one: Raised) -> Instruction:
    """Hand on a need, at the home or, where the register knows no such door, at the nearest place above it.

    `place` is what the phone or the post is answerable for. Inside an open transaction that holds the plans of
    the place. Problems as `hand_on`.
    """
    where, stands, words = _where(one)
    by = _by(viewer, stands)
    draft = need_draft(words, where, by, one.told_at, clock.now())
    row = Outbreak.objects.get(id=outbreak)
    if one.told is None and (known := _asked_today(draft)):
        return known
    return hand_on(_passing_on(viewer, place), draft, row, told=one.told)


def _asked_today(draft: InstructionDraft) -> Instruction | None:
    """What was asked of the same person, home or place in the same words today and is open: said once is enough."""
    rows = _open_of_today()
    if draft.resident or draft.household:
        rows = rows.filter(resident=draft.resident or None, household=draft.household or None)
    else:
        rows = rows.filter(area=draft.path, resident=None, household=None)
    return next((row for row in rows if said_of(row).text == draft.said), None)


def _open_of_today() -> QuerySet[Instruction]:
    """What residents asked for today that nobody has closed."""
    since = whole_day(clock.today()).begins
    return Instruction.objects.filter(closed_as="", origin=Origin.RESIDENT, entered_at__gte=since)


def requests_of_today(home: UUID) -> QuerySet[Instruction]:
    """What the people of a home asked for today that nobody has closed: hers by name, or the home's."""
    people = Resident.objects.filter(household=home)
    return _open_of_today().filter(Q(household=home) | Q(resident__in=people.values("id")))


def place_of(area: str) -> str:
    """Where a duty is said to be: what stands in a common part is its stairwell's or building's."""
    return parent(area) if is_common_part(area) else area


def raise_said(viewer: Viewer, door: str, words: str, resident: UUID | None = None) -> None:
    """Hand on what is asked in words that a page, a knock or a call keeps; nothing without words or an outbreak.

    Inside an open transaction that holds the plans of the door.
    """
    outbreak = last_outbreak()
    if words and outbreak is not None:
        raise_need(viewer, door, outbreak.id, Raised(door, words, resident, clock.now()))


def _where(one: Raised) -> tuple[dict[str, str], str, str]:
    """What a request is about, where that is, and its words: a door that nobody registered is named in them."""
    home = Household.objects.filter(area=one.door).first()
    if home is not None:
        who = one.resident
        if who and Resident.objects.filter(id=who, household=home).exists():
            return {"resident": str(who)}, one.door, one.said
        return {"household": str(home.id)}, one.door, one.said
    chain = [one.door, *reversed(ancestors(one.door))]
    known = set(Area.objects.filter(area__in=chain).values_list("area", flat=True))
    nearest = next((path for path in chain if path in known), "")
    if not nearest:
        raise Problem("area_unknown", path=one.door)
    lost = "" if nearest == one.door else f"（{code(one.door)}，登记里没有这个房号）"
    return {"path": nearest}, nearest, f"{lost}{one.said}"


@dataclass(frozen=True)
class Hot:
    """A fever as it was read off: whose, where, how high, how it is known, when; `told` by which event of a phone."""

    resident: UUID
    door: str
    celsius: float
    grade: str
    outbreak: UUID
    told_at: datetime
    told: Told | None = None


def follow_fevers(
    viewer: Viewer, place: str, some: Sequence[Hot], by: Viewer | None = None
) -> None:
    """Let fevers that were told together be urgent matters at once, those of one home a single one.

    `by` is who read them off when the viewer enters them for her. Whatever is read of the same person on the same
    day is one matter as long as it is open. Who has left the place meanwhile is nobody's here to ring; what was read
    of her stands all the same. Inside an open transaction that holds the plans of the place.
    """
    lives = Resident.objects.filter(id__in={one.resident for one in some})
    home_of = dict(lives.values_list("id", "household"))
    matters: dict[tuple[UUID, str, UUID], list[Hot]] = {}
    standing = fevers_standing({one.resident for one in some})
    for one in some:
        if one.resident not in standing:
            home = home_of.get(one.resident, one.resident)
            matters.setdefault((home, one.grade, one.outbreak), []).append(one)
    for (home, grade, _), alike in matters.items():
        first, fevers = alike[0], {one.resident: one.celsius for one in alike}
        who = _by(by or viewer, first.door)
        draft = fevers_draft(str(home), fevers, grade, who, first.told_at, clock.now())
        with suppress(Problem):
            outbreak = Outbreak.objects.get(id=first.outbreak)
            hand_on(_passing_on(viewer, place), draft, outbreak, told=first.told)


def follow_unwell(
    viewer: Viewer,
    place: str,
    outbreak: UUID,
    door: str,
    resident: UUID | None = None,
    told_at: datetime | None = None,
) -> None:
    """Let somebody who was said to be unwell be an urgent matter: of a door one, of a person one, on a day.

    A fever of hers is the same matter. `resident`: whose duty it is, if it is not the home's. Inside an open
    transaction that holds the plans of the place.
    """
    home = Household.objects.filter(area=door).first()
    of_home = Resident.objects.filter(household=home) if home else Resident.objects.none()
    who = resident if resident and of_home.filter(id=resident).exists() else None
    if home is None or _health_stands(home.id, who):
        return
    where = {"resident": str(who)} if who else {"household": str(home.id)}
    now = clock.now()
    draft = unwell_draft(where, _by(viewer, door), told_at or now, now)
    hand_on(_passing_on(viewer, place), draft, Outbreak.objects.get(id=outbreak))


def follow_went_out(viewer: Viewer, door: str, told_at: datetime) -> None:
    """Let it be the office's urgent matter that somebody of a home in isolation went out, once while it is open.

    `viewer`: who stood at the gate. Inside an open transaction that holds the plans of the door.
    """
    home, outbreak = Household.objects.filter(area=door).first(), last_outbreak()
    if home is None or outbreak is None:
        return
    draft = went_out_draft(str(home.id), _by(viewer, door), told_at, clock.now())
    standing = Instruction.objects.filter(
        closed_as="", origin=Origin.COLLEAGUE, household=home.id, urgency=Urgency.URGENT
    )
    if not any(said_of(row).text == draft.said for row in standing):
        hand_on(_passing_on(viewer, door), draft, outbreak)


def _health_stands(home: UUID, resident: UUID | None) -> bool:
    """Whether somebody's health is an open matter of today: hers or her home's; of nobody in particular anybody's."""
    rows = requests_of_today(home).filter(urgency=Urgency.URGENT)
    if resident:
        rows = rows.filter(Q(household=home) | Q(resident=resident))
    return any(is_health_said(said_of(row).text) for row in rows)


def fevers_standing(residents: Collection[UUID]) -> set[UUID]:
    """Whose fever of today, of some people, is a matter already that nobody has closed, whoever told it."""
    return _whose_fever(_open_of_today(), residents)


def fever_told(resident: UUID, told_at: datetime) -> bool:
    """Whether somebody's fever of that hour was a matter before, closed or not."""
    rows = Instruction.objects.filter(origin=Origin.RESIDENT, opens_at=told_at)
    return bool(_whose_fever(rows, [resident]))


def _whose_fever(rows: QuerySet[Instruction], residents: Collection[UUID]) -> set[UUID]:
    """Whose fever, of some people, one of some requests is about, by herself or among those of her home."""
    homes = Resident.objects.filter(id__in=residents).values("household")
    whose = Q(resident__in=residents) | Q(household__in=homes)
    found: set[UUID] = set()
    for row in rows.filter(whose, urgency=Urgency.URGENT):
        said = said_of(row)
        if is_fever_said(said.text):
            found |= {one for one in residents if row.resident == one or str(one) in said.people}
    return found
