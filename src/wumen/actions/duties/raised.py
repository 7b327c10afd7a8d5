"""Hands on what is raised at a door: a need, or a fever whoever read it off, as a request with an owner and an hour."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wumen.actions.duties.giving import hand_on
from wumen.queries.doors import Doors
from wumen.queries.instructions import said_of
from wumen.records import clock
from wumen.records.models import Area, Household, Instruction, Outbreak, Resident
from wumen.rules.areas import ancestors, code
from wumen.rules.instructions import Origin, Told, Urgency
from wumen.rules.posts import RESIDENT, ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import By, fever_draft, is_fever_said, need_draft
from wumen.rules.time import whole_day


@dataclass(frozen=True)
class Raised:
    """A need as it was told at a door: in whose words, about whom, when, and where that stands in the log."""

    door: str
    said: str
    resident: UUID | None
    told_at: datetime
    told: Told


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
    return hand_on(_passing_on(viewer, place), draft, row, told=one.told)


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


def follow_fever(viewer: Viewer, place: str, one: Hot, by: Viewer | None = None) -> None:
    """Let a fever be an urgent matter at once; `by` is who read it off when the viewer enters it for her.

    Whatever is read of the same person on the same day is one matter as long as it is open. Who has left the place
    meanwhile is nobody's here to ring; what was read of her stands all the same. Inside an open transaction
    that holds the plans of the place.
    """
    who = _by(by or viewer, one.door)
    draft = fever_draft(str(one.resident), one.celsius, one.grade, who, one.told_at, clock.now())
    if not fever_stands(one.resident):
        outbreak = Outbreak.objects.get(id=one.outbreak)
        with suppress(Problem):
            hand_on(_passing_on(viewer, place), draft, outbreak, told=one.told)


def fever_stands(resident: UUID) -> bool:
    """Whether somebody's fever of today is a matter already that nobody has closed, whoever told it."""
    since = whole_day(clock.today()).begins
    rows = Instruction.objects.filter(
        resident=resident,
        closed_as="",
        origin=Origin.RESIDENT,
        urgency=Urgency.URGENT,
        entered_at__gte=since,
    )
    return any(is_fever_said(said_of(row).text) for row in rows)
