"""A blocked exit (出口被堵): where it stands, who may be told, whose it is past the community, and who may close it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import ancestors, office_over
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.needs import Urgency
from wumen.rules.objections import check_said
from wumen.rules.openings import Opening
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.resident_page import due


class ExitKind(StrEnum):
    """Which way out is blocked."""

    UNIT_DOOR = "unit_door"
    STAIR = "stair"
    LANE = "lane"
    GATE = "gate"
    HOME = "home"


KIND_NAMES: Mapping[ExitKind, Named] = {
    ExitKind.UNIT_DOOR: Named(zh="单元门锁了、焊了", en="building door locked or welded"),
    ExitKind.STAIR: Named(zh="楼梯、安全出口被堵", en="stairs or fire exit blocked"),
    ExitKind.LANE: Named(zh="消防通道被堵", en="fire lane blocked"),
    ExitKind.GATE: Named(zh="小区大门锁了、出不去", en="compound gate locked"),
    ExitKind.HOME: Named(zh="自家门被封、被绑", en="own door sealed or wired"),
}


class LockedBy(StrEnum):
    """Who is said to have locked it; nobody has to know."""

    UNKNOWN = "unknown"
    PROPERTY = "property"
    COMMUNITY = "community"
    SUBDISTRICT = "subdistrict"
    OTHER = "other"


LOCKED_NAMES: Mapping[LockedBy, Named] = {
    LockedBy.UNKNOWN: Named(zh="不知道", en="not known"),
    LockedBy.PROPERTY: Named(zh="物业", en="property management"),
    LockedBy.COMMUNITY: Named(zh="社区、楼长", en="community or captain"),
    LockedBy.SUBDISTRICT: Named(zh="街道", en="sub-district"),
    LockedBy.OTHER: Named(zh="别的人", en="somebody else"),
}


class Came(StrEnum):
    """How it was told: behind the code at a stairwell or of a home, on a page of the crew, or by a phone at a door."""

    OUTER = "outer"
    INNER = "inner"
    CREW = "crew"
    PHONE = "phone"


CAME_NAMES: Mapping[Came, Named] = {
    Came.OUTER: Named(zh="扫楼道的码", en="by the code at the stairwell"),
    Came.INNER: Named(zh="住户页面", en="on a resident's page"),
    Came.CREW: Named(zh="工作人员登记", en="entered by crew"),
    Came.PHONE: Named(zh="入户手机", en="by a phone at the door"),
}
STANDS_NAMES: Mapping[Opening, Named] = {
    Opening.WAITING: Named(zh="还没打开", en="not opened yet"),
    Opening.OPENED: Named(zh="说打开了，等街道核实", en="said to be open; the sub-district checks"),
    Opening.CONFIRMED: Named(zh="已核实打开", en="confirmed as open"),
    Opening.STILL_CLOSED: Named(zh="有人说还堵着", en="said to be blocked still"),
}
# Its owner is looked for from the sub-district up: the captain or the community may be who locked it.
ROLE = "duty_officer"
# District, sub-district, community, compound, building: how deep they lie.
_COMPOUND, _BUILDING = 4, 5
# Nobody's name stands in the request itself, whoever reads it.
_ASKED_BY = "有人反映"


def read_kind(text: str) -> ExitKind:
    """The kind of that key; Problem `exit_kind_missing`."""
    if text not in set(ExitKind):
        raise Problem("exit_kind_missing", known=" ".join(ExitKind))
    return ExitKind(text)


def read_locked_by(text: str) -> LockedBy:
    """Who is said to have locked it; what is nobody's key is not known."""
    return LockedBy(text) if text in set(LockedBy) else LockedBy.UNKNOWN


def read_words(text: str) -> str:
    """What somebody wrote of it, trimmed, nothing where she wrote nothing; Problem `door_says_much`."""
    return check_said(text) if text.strip() else ""


def place_of(kind: ExitKind, stairwell: str, door: str = "") -> str:
    """Where it stands: a door that is sealed at that door, all else at what everybody there goes through.

    `door`: that of a home, where one is known; so of no other kind it is told at which home it was said.
    """
    chain = [*ancestors(stairwell), stairwell]
    if kind is ExitKind.HOME:
        return door or stairwell
    deep = {ExitKind.LANE: _BUILDING, ExitKind.GATE: _COMPOUND}.get(kind, len(chain))
    return chain[min(deep, len(chain)) - 1]


def ways_out(area: str) -> list[str]:
    """The places that a stairwell or home goes out through, its compound first; none of a place above compounds."""
    return [*ancestors(area), area][_COMPOUND - 1 :]


def joins(kind: ExitKind, at_door: bool) -> bool:
    """Whether what is told once more of the same place and kind is the same matter.

    A sealed door whose home is not known may be another one of that stairwell.
    """
    return kind is not ExitKind.HOME or at_door


def exit_draft(
    kind: ExitKind, path: str, household: str, told_at: datetime, now: datetime
) -> InstructionDraft:
    """The request that it is: danger to life, the sub-district's, without anybody's name or words.

    Within half an hour somebody is there. Ours: no source names an hour (the ten measures of 2022-12 forbid
    to block fire lanes and doors in any way, and say none); it is the hour of every danger to life here.
    """
    return InstructionDraft(
        origin=Origin.RESIDENT,
        said=f"出口被堵：{KIND_NAMES[kind].zh}。请马上打开，拍照，再核实",
        asked_by=_ASKED_BY,
        opens=min(told_at, now),
        due=due(Urgency.LIFE, now),
        role=ROLE,
        path="" if household else path,
        household=household,
        urgency=Urgency.LIFE,
        exit=kind.value,
    )


def is_of_street(area: str) -> bool:
    """Whether a post stands above the communities: at a sub-district, or over all."""
    return office_over(area) == area


def check_street(area: str) -> None:
    """Problem `exit_street_closes` for a post of a community: it sees it and may open it, and never closes it."""
    if not is_of_street(area):
        raise Problem("exit_street_closes")


def needs_second(locked_by: frozenset[LockedBy], resident: UUID | None) -> bool:
    """Whether who confirms it must be another person than who opened it, with no hand behind both.

    Confirmed it is by the word of somebody who lives there, or by a second person who saw it (decision 0063). Where
    the sub-district itself is said to have locked it, by both; Problem `exit_resident_needed`.
    """
    itself = LockedBy.SUBDISTRICT in locked_by
    if itself and resident is None:
        raise Problem("exit_resident_needed")
    return itself or resident is None
