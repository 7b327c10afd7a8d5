"""People of the force: skills, wishes, limits, when they are free, and what bars somebody from a piece of work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.numbers import typed_number
from wumen.rules.playbooks import Named
from wumen.rules.posts import PROFESSIONS
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at


class Skill(StrEnum):
    """What somebody can do besides."""

    DRIVES = "drives"
    LIFTS = "lifts"
    CALLS = "calls"
    DIALECT = "dialect"
    MEDICAL = "medical"
    COMPUTER = "computer"
    REPAIRS = "repairs"
    LISTENS = "listens"


SKILL_NAMES: dict[Skill, Named] = {
    Skill.DRIVES: Named(zh="会开车", en="drives"),
    Skill.LIFTS: Named(zh="能搬重物", en="lifts"),
    Skill.CALLS: Named(zh="会打电话", en="makes calls"),
    Skill.DIALECT: Named(zh="会说方言", en="speaks the dialect"),
    Skill.MEDICAL: Named(zh="懂医护", en="medical"),
    Skill.COMPUTER: Named(zh="会用电脑", en="computers"),
    Skill.REPAIRS: Named(zh="会维修", en="repairs"),
    Skill.LISTENS: Named(zh="会疏导谈心", en="listens and consoles"),
}


class Wish(StrEnum):
    """What somebody asks for; a wish is kept unless she herself says otherwise."""

    NO_NIGHTS = "no_nights"
    NO_WEEKENDS = "no_weekends"


WISH_NAMES: dict[Wish, Named] = {
    Wish.NO_NIGHTS: Named(zh="不值夜班", en="no nights"),
    Wish.NO_WEEKENDS: Named(zh="周末不值", en="no weekends"),
}


class Limit(StrEnum):
    """What somebody's health does not allow: the work, never the illness."""

    NO_LIFTING = "no_lifting"
    NO_STAIRS = "no_stairs"
    NO_OUTDOORS = "no_outdoors"
    NO_ISOLATED = "no_isolated"


LIMIT_NAMES: dict[Limit, Named] = {
    Limit.NO_LIFTING: Named(zh="不能搬重物", en="no lifting"),
    Limit.NO_STAIRS: Named(zh="不能爬楼", en="no stairs"),
    Limit.NO_OUTDOORS: Named(zh="不能在户外久站", en="no standing outdoors"),
    Limit.NO_ISOLATED: Named(zh="不到隔离户门口", en="not at isolated homes"),
}


class Half(StrEnum):
    """A part of the day for which somebody is taken."""

    MORNING = "am"
    AFTERNOON = "pm"
    NIGHT = "night"


HALF_NAMES: dict[Half, Named] = {
    Half.MORNING: Named(zh="上午", en="morning"),
    Half.AFTERNOON: Named(zh="下午", en="afternoon"),
    Half.NIGHT: Named(zh="夜里", en="night"),
}
_HALVES = tuple(Half)
_WEEKEND = (6, 7)
# A bit for each half-day of the week, Monday morning first.
ALWAYS = (1 << (7 * len(_HALVES))) - 1

# Design section 6: who serves of her own will and is over sixty.
OLD = 60
OLD_OUTDOORS = timedelta(hours=4)
_OF_OWN_WILL = frozenset({"volunteer", "party_member"})
# Who comes by herself, or for an office, and may be asked for a role of a team.
SOURCES = tuple(key for key in PROFESSIONS if key != "operator")


def bit(weekday: int, half: Half) -> int:
    """The bit of a half-day; `weekday` from 1, Monday."""
    return 1 << ((weekday - 1) * len(_HALVES) + _HALVES.index(half))


def free_mask(times: Iterable[tuple[int, Half]]) -> int:
    """The half-days of a week as they are kept."""
    mask = 0
    for weekday, half in times:
        mask |= bit(weekday, half)
    return mask


def free_times(mask: int) -> frozenset[tuple[int, Half]]:
    """The half-days of a week that a kept number means."""
    return frozenset(
        (weekday, half) for weekday in range(1, 8) for half in _HALVES if mask & bit(weekday, half)
    )


def read_free(words: Iterable[str]) -> int:
    """When somebody can come, from words as they are written: 上午, 晚班, 周末, 全天; always where nothing is said."""
    said = " ".join(words)
    halves = {half for half, signs in _HALF_SIGNS.items() if any(one in said for one in signs)}
    if "全天" in said:
        halves |= {Half.MORNING, Half.AFTERNOON}
    if not halves or any(one in said for one in _ANY):
        halves = set(_HALVES)
    days: Iterable[int] = range(1, 8)
    if "周末" in said or "双休" in said:
        days = _WEEKEND
    elif "工作日" in said or "平时" in said:
        days = range(1, 6)
    return free_mask((day, half) for day in days for half in halves)


_ANY = ("都行", "都可", "随时", "机动", "均可", "也行")
_HALF_SIGNS: Mapping[Half, tuple[str, ...]] = {
    Half.MORNING: ("上午", "早", "白天", "白班"),
    Half.AFTERNOON: ("下午", "中班", "白天", "白班"),
    Half.NIGHT: ("晚", "夜"),
}


def is_old(profession: str, born: int | None, day: date) -> bool:
    """Whether the guard of volunteers over sixty holds; by the year of birth, for her rather than against."""
    return profession in _OF_OWN_WILL and born is not None and day.year - born >= OLD


class Bar(StrEnum):
    """Why somebody cannot take a piece of work; the first are the weightiest."""

    HELD = "held"
    LEFT = "left"
    OLD_ISOLATED = "old_isolated"
    OLD_OUTDOORS = "old_outdoors"
    LIMITED = "limited"
    RESTING = "resting"
    TAKEN = "taken"
    NOT_FREE = "not_free"
    WISHED_NOT = "wished_not"
    LACKS_SKILL = "lacks_skill"


BAR_NAMES: dict[Bar, Named] = {
    Bar.HELD: Named(zh="本人在管控中，不能出来", en="under an order herself"),
    Bar.LEFT: Named(zh="已退出", en="has left"),
    Bar.OLD_ISOLATED: Named(zh="60 岁以上，不到隔离户", en="over 60, never at isolated homes"),
    Bar.OLD_OUTDOORS: Named(
        zh="60 岁以上，户外一天不超过 4 小时", en="over 60, four hours outdoors at most"
    ),
    Bar.LIMITED: Named(zh="身体不允许", en="health does not allow it"),
    Bar.RESTING: Named(zh="轮休中", en="relieved, resting"),
    Bar.TAKEN: Named(zh="这个时段已有安排", en="taken at that time"),
    Bar.NOT_FREE: Named(zh="这个时段没空", en="not free then"),
    Bar.WISHED_NOT: Named(zh="本人说不排这个时段", en="asked not to serve then"),
    Bar.LACKS_SKILL: Named(zh="不会这一项", en="lacks the skill"),
}
# Whom nobody may take, whoever asks: the guards of design section 6 and the order on herself.
NEVER = frozenset({Bar.HELD, Bar.LEFT, Bar.OLD_ISOLATED, Bar.OLD_OUTDOORS, Bar.LIMITED})


@dataclass(frozen=True)
class Serving:
    """Somebody of the force as rules look at her.

    `people`: how many stand under one contact. `held`: the regime that keeps her at home now, "" for none;
    `kept`: from when until when orders keep her there, those that are still to begin among them.
    `taken`: half-days on which she stands somewhere; `outdoors`: minutes outdoors planned by day; `minutes`:
    served and planned in the last seven days.
    """

    member: UUID
    profession: str
    people: int = 1
    skills: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    born: int | None = None
    free: int = ALWAYS
    held: str = ""
    kept: tuple[Interval, ...] = ()
    left: bool = False
    rest_until: date | None = None
    taken: frozenset[tuple[date, str]] = frozenset()
    outdoors: Mapping[date, int] = field(default_factory=dict)
    minutes: int = 0


@dataclass(frozen=True)
class Work:
    """A piece of work for which somebody is wanted; `isolated`: it leads to homes in isolation.

    Without a `half` it is a standing task, not an hour; `hours` are the exact ones where they are known.
    """

    day: date
    half: Half | None = None
    outdoor_minutes: int = 0
    isolated: bool = False
    skill: Skill | None = None
    hours: Interval | None = None


def is_held(one: Serving, hours: Interval) -> bool:
    """Whether an order keeps somebody at home in some of these hours; when it ends she is available again."""
    return any(kept.meets(hours) for kept in one.kept) if one.kept else bool(one.held)


def hours_of_half(day: date, half: Half) -> Interval:
    """From when until when half a day lasts; a night ends in the morning."""
    begins = at(day, _BEGINS[half])
    return Interval(
        begins, begins + (timedelta(hours=12) if half is Half.NIGHT else timedelta(hours=6))
    )


_BEGINS = {Half.MORNING: time(6), Half.AFTERNOON: time(12), Half.NIGHT: time(18)}


def bars(one: Serving, work: Work) -> tuple[Bar, ...]:
    """All that stands against taking somebody for a piece of work, the weightiest first."""
    found = set(_always(one, work))
    if one.rest_until is not None and one.rest_until >= work.day:
        found.add(Bar.RESTING)
    if work.skill is not None and work.skill not in one.skills:
        found.add(Bar.LACKS_SKILL)
    if work.half is not None:
        found |= set(_at_that_time(one, work.day, work.half))
    return tuple(bar for bar in Bar if bar in found)


def _always(one: Serving, work: Work) -> Iterable[Bar]:
    old = is_old(one.profession, one.born, work.day)
    outdoors = one.outdoors.get(work.day, 0) + work.outdoor_minutes
    hours = work.hours or (hours_of_half(work.day, work.half) if work.half else None)
    if is_held(one, hours) if hours else one.held:
        yield Bar.HELD
    if one.left:
        yield Bar.LEFT
    if work.isolated and old:
        yield Bar.OLD_ISOLATED
    if work.outdoor_minutes and old and timedelta(minutes=outdoors) > OLD_OUTDOORS:
        yield Bar.OLD_OUTDOORS
    if (
        (work.isolated and Limit.NO_ISOLATED in one.limits)
        or (work.outdoor_minutes and Limit.NO_OUTDOORS in one.limits)
        or (work.skill is Skill.LIFTS and Limit.NO_LIFTING in one.limits)
    ):
        yield Bar.LIMITED


def _at_that_time(one: Serving, day: date, half: Half) -> Iterable[Bar]:
    if (day, str(half)) in one.taken:
        yield Bar.TAKEN
    if not one.free & bit(day.isoweekday(), half):
        yield Bar.NOT_FREE
    if (half is Half.NIGHT and Wish.NO_NIGHTS in one.wishes) or (
        day.isoweekday() in _WEEKEND and Wish.NO_WEEKENDS in one.wishes
    ):
        yield Bar.WISHED_NOT


_REFUSALS: Mapping[Bar, str] = {
    Bar.HELD: "force_held",
    Bar.LEFT: "force_left",
    Bar.OLD_ISOLATED: "force_old_isolated",
    Bar.OLD_OUTDOORS: "force_old_outdoors",
    Bar.LIMITED: "force_limited",
    Bar.TAKEN: "force_taken",
}


def must_serve(one: Serving, work: Work) -> None:
    """Refuse to take whom nobody may take, or who stands elsewhere then.

    Problems: `force_held`, `force_left`, `force_old_isolated`, `force_old_outdoors`, `force_limited`,
    `force_taken`. Wishes and free hours are the office's to talk over with her.
    """
    for bar in bars(one, work):
        if bar in _REFUSALS:
            raise Problem(_REFUSALS[bar])


def read_words(words: Iterable[str], known: type[StrEnum]) -> list[str]:
    """Words of a form that are known, each once, in their order; Problem `force_word_unknown`."""
    given = set(words) - {""}
    unknown = given - set(known)
    if unknown:
        raise Problem("force_word_unknown", word=" ".join(sorted(unknown)))
    return [str(one) for one in known if one in given]


def read_born(text: str, today: date) -> int | None:
    """A year of birth, or an age in years; Problem `force_age_unreadable`. Nothing where nothing is said."""
    said = typed_number(text).removesuffix("年").removesuffix("岁")
    if not said:
        return None
    if not (said.isascii() and said.isdigit()):
        raise Problem("force_age_unreadable")
    number = int(said)
    born = number if number > 1900 else today.year - number
    if not 14 <= today.year - born <= 90:
        raise Problem("force_age_unreadable")
    return born
