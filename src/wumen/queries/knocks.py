"""Knocks as people look at them: those of one door, and the doors of a place by what is next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.crew import Place
from wumen.queries.homes import DoorLine, Home, door_lines, place_of
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.kept import Kept
from wumen.records.models import Area, CrewMember, Knock, Post
from wumen.rules.areas import AreaKind, ancestors, code, span
from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.homes import in_words
from wumen.rules.knocks import (
    RECENT,
    Next,
    Result,
    Slip,
    Step,
    remembered,
    slip_sentences,
    standing,
    visits,
    what_is_next,
)
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem

_SHOWN = 6
# More visits than anybody makes at one door in a week: what is next is read from these.
_READ = 100
_KNOCKS = Kept(
    """
    SELECT k.id, k.knocked_at, k.result, k.slip_left, k.said_sealed, c.name FROM knock k
    LEFT JOIN crew c ON c.id = k.by WHERE k.household = %(home)s ORDER BY k.knocked_at DESC LIMIT %(most)s
    """,
    "home uuid, most bigint",
)


@dataclass(frozen=True)
class KnockLine:
    """A visit as it is shown: when, what is remembered of it, by whom; `said` is what was needed."""

    knocked_at: datetime
    result: Result
    by: str
    slip_left: bool
    said: str


@dataclass(frozen=True)
class DoorKnocks:
    """The last visits at a door, the newest first, and what is next there."""

    lines: tuple[KnockLine, ...]
    next: Next


def door_knocks(viewer: Viewer, home: Home) -> DoorKnocks:
    """The visits at the door of a home that the viewer sees; needs are read by who may correct it."""
    viewer.must(Right.SEE_REGISTER)
    full, now = viewer.may(Right.CORRECT_HOMES), clock.now()
    with acting(viewer):
        rows = [
            (Knock(id=ident, knocked_at=at, result=result, slip_left=slip, said_sealed=said), who)
            for ident, at, result, slip, said, who in _KNOCKS.rows(home=home.id, most=_READ)
        ]
        lines = tuple(
            KnockLine(
                one.knocked_at,
                remembered(one, now),
                who or "",
                one.slip_left,
                masked_health(
                    (full and sealing.unseal("said", one.id, one.said_sealed)) or "", MASK_ON_PAPER
                ),
            )
            for one, who in rows[:_SHOWN]
        )
    return DoorKnocks(lines, what_is_next([one for one, _ in rows], now, home.nobody_expected))


@dataclass(frozen=True)
class DoorToKnock:
    """A door in the list of a place, with what is next there."""

    door: DoorLine
    next: Next
    last: Result | None
    last_at: datetime | None


@dataclass(frozen=True)
class KnockList:
    """The doors of a place in the order in which one walks them: unit by unit, the top floor first."""

    place: Place
    doors: tuple[DoorToKnock, ...]

    def at(self, step: Step) -> list[DoorToKnock]:
        """The doors at which this is next."""
        return [one for one in self.doors if one.next.step is step]


def knock_list(viewer: Viewer, path: str) -> KnockList:
    """The doors that a place holds, with what is next at each. Problems as `place_of`."""
    place = place_of(viewer, path)
    now, today, held = clock.now(), clock.today(), span(place.area)
    knocks: dict[UUID, list[Knock]] = {}
    with acting(viewer):
        doors = door_lines(viewer, path)
        for one in Knock.objects.filter(
            area__gte=held.lo, area__lt=held.hi, knocked_at__gt=now - RECENT
        ).order_by("knocked_at"):
            knocks.setdefault(one.household, []).append(one)
    found = []
    for door in sorted(doors, key=_as_walked):
        known = knocks.get(door.household, [])
        last = known[-1] if known else None
        found.append(
            DoorToKnock(
                door,
                what_is_next(known, now, door.nobody_expected(today)),
                remembered(last, now) if last else None,
                last.knocked_at if last else None,
            )
        )
    return KnockList(place, tuple(found))


def _as_walked(door: DoorLine) -> tuple[int, str, int, int, str]:
    """Unit 2 before 10, from the top floor down, rooms in order."""
    room = code(door.area)
    return len(door.stretch), door.stretch, -door.floor, len(room), room


@dataclass(frozen=True)
class SlipPage:
    """A slip to print for one door: its words, its sentences."""

    household: UUID
    door: str
    sentences: tuple[str, ...]


def slips(viewer: Viewer, path: str, household: UUID | None = None) -> list[SlipPage]:
    """The slips that are due in a place, or that of one door at which nobody was found last.

    Problems: as `place_of`, `household_unknown`, `no_slip_due` for a door that opened since.
    """
    viewer.must(Right.CORRECT_HOMES)
    found = knock_list(viewer, path)
    if household is None:
        due = found.at(Step.SLIP)
    else:
        due = [one for one in found.doors if one.door.household == household]
        if not due:
            raise Problem("household_unknown")
        if due[0].last is not Result.NOBODY_HOME:
            raise Problem("no_slip_due")
    with acting(viewer):
        return _slips(found.place, [one.door for one in due])


def _slips(place: Place, doors: Sequence[DoorLine]) -> list[SlipPage]:
    ids = [one.household for one in doors]
    knocks: dict[UUID, list[Knock]] = {ident: [] for ident in ids}
    recent = Knock.objects.filter(household__in=ids, knocked_at__gt=clock.now() - RECENT)
    for one in recent.order_by("knocked_at"):
        knocks[one.household].append(one)
    community = _community(place.area)
    crew = _Knockers([some[-1].by for some in knocks.values()], [one.area for one in doors])
    pages = []
    for door in doors:
        stood = standing(knocks[door.household], clock.now())
        last = knocks[door.household][-1]
        name, telephone, role = crew.of(last.by, door.area)
        slip = Slip(community, role, name, telephone, last.knocked_at, len(visits(stood)))
        words = in_words([("", place.full_name), ("", door.label)])
        pages.append(SlipPage(door.household, words, slip_sentences(slip)))
    return pages


def _community(path: str) -> str:
    kinds = (AreaKind.COMMUNITY, AreaKind.VILLAGE)
    row = Area.objects.filter(area__in=[*ancestors(path), path], kind__in=kinds).first()
    return row.name if row else ""


class _Knockers:
    """Who knocked: her name, her telephone and the role in which she stands over a door."""

    def __init__(self, people: Iterable[UUID], doors: Iterable[str]) -> None:
        above = {path for door in doors for path in ancestors(door)}
        self.crew = {one.id: one for one in CrewMember.objects.filter(id__in=set(people))}
        self.posts = list(
            Post.objects.filter(person__in=self.crew, area__in=above).order_by("area")
        )

    def of(self, person: UUID, door: str) -> tuple[str, str, str]:
        """Name, telephone and role, the nearest post first; empty where nothing is known."""
        member = self.crew.get(person)
        if member is None:
            return "", "", ""
        near = [p for p in self.posts if p.person_id == person and span(p.area).holds(door)]
        telephone = sealing.unseal("telephone", member.id, member.telephone_sealed) or ""
        return member.name, telephone, ROLES[near[-1].role].zh if near else ""
