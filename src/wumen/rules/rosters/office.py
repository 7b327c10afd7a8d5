"""An office's stations and people as a roster problem, its plans as places filled, and its costs in words.

Weights, in points: a place with nobody weighs more than any wish, a night beyond one's share more than a
weekend.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from wumen.rules.force import Bar, Half, Serving, Skill, Work, bars, is_held
from wumen.rules.playbooks import Named
from wumen.rules.rosters.model import (
    MINUTES_OF_DAY,
    REST,
    SATURDAY,
    Before,
    Cells,
    Cover,
    Person,
    Request,
    RosterProblem,
    Shift,
)
from wumen.rules.stations import Hours
from wumen.rules.time import Interval, local, whole_day

LACKING, TOO_MANY = 1000, 60
UNASKED, NIGHT_BEYOND, WEEKEND_BEYOND = 10, 8, 4
# Nobody is worn out: six days on end at most, and 48 hours in seven days.
LONGEST_RUN = 6
MOST_MINUTES_A_WEEK = 48 * 60
# A shift that touches a half-day by more than this asks for that half.
_TOUCHES = 120
_HALVES = ((Half.MORNING, 360, 720), (Half.AFTERNOON, 720, 1080))
# What holds for a whole day, whatever the hours.
_OF_THE_DAY = frozenset({Bar.HELD, Bar.LEFT, Bar.RESTING, Bar.TAKEN})
# What an office may decide otherwise after it talked to her.
ASKABLE = frozenset({Bar.NOT_FREE, Bar.WISHED_NOT, Bar.RESTING})


class Asked(StrEnum):
    """A day of which somebody said something: a wish to be free, leave, illness or isolation."""

    FREE = "free"
    LEAVE = "leave"
    ILL = "ill"


ASKED_NAMES: dict[Asked, Named] = {
    Asked.FREE: Named(zh="希望这天不排", en="would like the day off"),
    Asked.LEAVE: Named(zh="请假", en="on leave"),
    Asked.ILL: Named(zh="生病或被隔离", en="ill or isolated"),
}

# What hangs on a wall says that somebody does not come, never that she is ill.
PRINTED_NAMES = ASKED_NAMES | {Asked.ILL: ASKED_NAMES[Asked.LEAVE]}


@dataclass(frozen=True)
class Manned:
    """Hours of a station that a roster fills; `id` names the hours."""

    id: str
    station: str
    hours: Hours
    outdoors: bool = False
    isolated: bool = False


@dataclass(frozen=True)
class Server:
    """Somebody who may be planned, as the force knows her, with the days she asked and where she stands besides.

    `elsewhere` are her published shifts of other rosters around these days, those of the days before among them.
    """

    id: str
    serving: Serving
    asked: Mapping[date, Asked] = field(default_factory=dict)
    elsewhere: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A place by hand: whose, on which day, and which hours; None for a day off."""

    person: str
    day: date
    hours: str | None


def halves_of(hours: Hours) -> frozenset[Half]:
    """The half-days on which somebody must be free for the hours."""
    start, end = hours.start, hours.start + hours.minutes
    found = {
        half for half, begins, ends in _HALVES if min(end, ends) - max(start, begins) > _TOUCHES
    }
    light = sum(max(0, min(end, ends) - max(start, begins)) for _, begins, ends in _HALVES)
    tomorrow = max(0, end - MINUTES_OF_DAY - 360)
    if hours.minutes - light - tomorrow > _TOUCHES or not found:
        found.add(Half.NIGHT)
    return frozenset(found)


def bars_of(one: Server, manned: Manned, day: date) -> tuple[Bar, ...]:
    """All that stands against somebody in the hours of a station on a day, the weightiest first."""
    found: set[Bar] = set()
    for half in halves_of(manned.hours):
        work = Work(
            day=day,
            half=half,
            outdoor_minutes=manned.hours.minutes if manned.outdoors else 0,
            isolated=manned.isolated,
            skill=Skill(manned.hours.skill) if manned.hours.skill else None,
            hours=manned.hours.interval(day),
        )
        found |= set(bars(one.serving, work))
    return tuple(bar for bar in Bar if bar in found)


@dataclass(frozen=True)
class Manning:
    """What a roster has to fill: hours of stations over some days, by whom, with what is set by hand.

    `filled`: how many places of hours on a day are not the plan's to fill: a crew without names stands there,
    or they have begun with nobody.
    `shared`: nobody has much more than her share of the hours. That is tried first; where it leaves places
    empty, everybody may serve as long as rest allows.
    """

    first: date
    days: int
    manned: tuple[Manned, ...]
    people: tuple[Server, ...]
    by_hand: tuple[Placed, ...] = ()
    shared: bool = False
    filled: Mapping[tuple[str, date], int] = field(default_factory=dict)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The days."""
        return tuple(self.first + timedelta(days=n) for n in range(self.days))

    @cached_property
    def problem(self) -> RosterProblem:
        """The problem of the engine; ids of shifts are `hours/weekday`."""
        shifts = {one.id: one for one in self._shifts()}
        fixed = self._fixed()
        people = tuple(self._person(one, shifts, fixed) for one in self.people)
        befores = [one.before.last for one in people if one.before and one.before.last]
        strange = {last: _former(last) for last in befores if last not in shifts}
        barred = frozenset(strange)
        return RosterProblem(
            days=self.days,
            shifts=(*shifts.values(), *strange.values()),
            people=self._fair(tuple(replace(one, never=one.never | barred) for one in people)),
            cover=tuple(self._cover(barred)),
            requests=tuple(self._requests()),
            fixed=fixed,
            first_weekday=self.first.weekday(),
            night_weight=NIGHT_BEYOND,
            weekend_weight=WEEKEND_BEYOND,
        )

    @cached_property
    def places(self) -> int:
        """How many places are to be filled."""
        return sum(self.need(one, day) for one, day in self._needed())

    def need(self, one: Manned, day: date) -> int:
        """How many places of hours on a day the plan is to fill."""
        return max(0, one.hours.need - self.filled.get((one.id, day), 0))

    @property
    def longest_minutes(self) -> int:
        """How long anybody serves at most: 48 hours a week."""
        return MOST_MINUTES_A_WEEK * max(7, self.days) // 7

    @cached_property
    def most_minutes(self) -> int:
        """The same; where work is `shared`, no more than her share and one shift."""
        most = self.longest_minutes
        if not self.shared or not self.people:
            return most
        whole = sum(self.need(one, day) * one.hours.minutes for one, day in self._needed())
        longest = max((one.hours.minutes for one in self.manned), default=0)
        return min(most, whole // len(self.people) + longest)

    def keeps_share(self, placed: Iterable[Placed]) -> bool:
        """Whether nobody has more than that."""
        minutes = {one.id: one.hours.minutes for one in self.manned}
        had: dict[str, int] = {}
        for one in placed:
            had[one.person] = had.get(one.person, 0) + minutes.get(one.hours or "", 0)
        return all(many <= self.most_minutes for many in had.values())

    def _shifts(self) -> Iterator[Shift]:
        weekdays = sorted({day.weekday() for day in self.dates})
        for one in self.manned:
            for weekday in weekdays:
                if one.hours.weekdays >> weekday & 1:
                    yield Shift(
                        id=f"{one.id}/{weekday}",
                        start=one.hours.start,
                        minutes=one.hours.minutes,
                        station=one.station,
                    )

    def _fixed(self) -> dict[tuple[str, int], str | None]:
        known = {one.id: one for one in self.people}
        return {
            (one.person, (one.day - self.first).days): (
                None if one.hours is None else f"{one.hours}/{one.day.weekday()}"
            )
            for one in self.by_hand
            if one.person in known
            and one.day in self.dates
            and (one.hours is None or not self.away(known[one.person], one.day))
        }

    def _person(
        self,
        one: Server,
        shifts: Mapping[str, Shift],
        fixed: Mapping[tuple[str, int], str | None],
    ) -> Person:
        chosen = {shift for (person, _), shift in fixed.items() if person == one.id}
        never = {
            f"{manned.id}/{day.weekday()}"
            for manned in self.manned
            for day in self.dates[:7]
            if set(bars_of(one, manned, day)) - _OF_THE_DAY
        }
        set_days = {day for (person, day), shift in fixed.items() if person == one.id and shift}
        days_off = {n for n, day in enumerate(self.dates) if self._off(one, day)} - set_days
        return Person(
            id=one.id,
            never=frozenset(never & shifts.keys()) - chosen,
            max_run=LONGEST_RUN,
            max_minutes=self.most_minutes,
            days_off=frozenset(days_off),
            before=self._before(one, shifts),
        )

    def _off(self, one: Server, day: date) -> bool:
        """Whether she is planned nowhere on a day: she cannot come, or rests."""
        rest = one.serving.rest_until
        return self.away(one, day) or (rest is not None and rest >= day)

    def away(self, one: Server, day: date) -> bool:
        """Whether she cannot serve at all on a day, whoever asks her."""
        said = one.asked.get(day)
        if said in (Asked.LEAVE, Asked.ILL):
            return True
        serving = one.serving
        taken = any(on == day for on, _ in serving.taken)
        if serving.left or taken or self._held(one, day):
            return True
        near = [other for other in one.elsewhere if local(other.begins).date() >= self.first]
        return any(
            local(other.begins).date() == day
            or any(_too_near(other, manned.hours.interval(day)) for manned in self.manned)
            for other in near
        )

    def _held(self, one: Server, day: date) -> bool:
        """Whether an order keeps her at home in any hours that are manned on a day."""
        if not (one.serving.held or one.serving.kept):
            return False
        hours = [manned.hours.interval(day) for manned in self.manned if manned.hours.on(day)]
        return any(is_held(one.serving, each) for each in hours or [whole_day(day)])

    def _before(self, one: Server, shifts: Mapping[str, Shift]) -> Before | None:
        worked = {local(other.begins).date(): other for other in one.elsewhere}
        day = self.first - timedelta(days=1)
        if day not in worked:
            return None
        last, run = worked[day], 0
        while day in worked:
            run, day = run + 1, day - timedelta(days=1)
        start = local(last.begins).hour * 60 + local(last.begins).minute
        minutes = int((last.ends - last.begins).total_seconds()) // 60
        same = [
            key for key, shift in shifts.items() if (shift.start, shift.minutes) == (start, minutes)
        ]
        return Before(last=same[0] if same else f"{start}+{minutes}", worked=run)

    def _fair(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """Everybody's share of nights and weekends, rounded up, among those who can take any."""
        shares = []
        night_ids = {
            f"{one.id}/{w}" for one in self.manned for w in range(7) if _is_night(one.hours)
        }
        nights = sum(self.need(one, day) for one, day in self._needed() if _is_night(one.hours))
        ends = sum(self.need(one, day) for one, day in self._needed() if day.weekday() >= SATURDAY)
        able = sum(bool(night_ids - one.never) for one in people) or 1
        for one in people:
            mine = -(-nights // able) if night_ids - one.never else 0
            shares.append(
                replace(one, fair_nights=mine, fair_weekends=-(-ends // (2 * (len(people) or 1))))
            )
        return tuple(shares)

    def _needed(self) -> Iterator[tuple[Manned, date]]:
        return ((one, day) for one in self.manned for day in self.dates if one.hours.on(day))

    def _cover(self, barred: Collection[str]) -> Iterator[Cover]:
        for n, day in enumerate(self.dates):
            here = [one for one in self.manned if one.hours.on(day)]
            for one in here:
                ids = (f"{one.id}/{day.weekday()}",)
                yield Cover(n, ids, self.need(one, day), LACKING, TOO_MANY)
            wrong = [
                shift.id for shift in self._shifts() if not shift.id.endswith(f"/{day.weekday()}")
            ]
            if wrong or barred:
                yield Cover(n, (*wrong, *barred), 0, 0, LACKING)

    def _requests(self) -> Iterator[Request]:
        for one in self.people:
            for n, day in enumerate(self.dates):
                if one.asked.get(day) is Asked.FREE:
                    for manned, on in self._needed():
                        if on == day:
                            shift = f"{manned.id}/{day.weekday()}"
                            yield Request(one.id, n, shift, UNASKED, wants=False)

    def cells(self, placed: Iterable[Placed]) -> Cells:
        """Places that are filled as the engine's cells."""
        held = {(one.person, one.day): one.hours for one in placed if one.hours}
        return tuple(
            tuple(
                f"{held[one.id, day]}/{day.weekday()}" if (one.id, day) in held else None
                for day in self.dates
            )
            for one in self.people
        )

    def placed(self, cells: Cells) -> list[Placed]:
        """The engine's cells as places that are filled; a shift of another weekday is no place."""
        found = []
        for one, row in zip(self.people, cells, strict=True):
            for day, shift in zip(self.dates, row, strict=True):
                hours, _, weekday = (shift or "").rpartition("/")
                if hours and weekday == str(day.weekday()):
                    found.append(Placed(one.id, day, hours))
        return found


def _former(key: str) -> Shift:
    """A shift of the day before that stands in no hours of the roster."""
    start, _, minutes = key.partition("+")
    return Shift(id=key, start=int(start), minutes=int(minutes))


def _too_near(one: Interval, other: Interval) -> bool:
    rest = timedelta(minutes=REST)
    return one.begins < other.ends + rest and other.begins < one.ends + rest


def _is_night(hours: Hours) -> bool:
    return Shift("", hours.start, hours.minutes).is_night


@dataclass(frozen=True)
class Standing:
    """What a roster comes to, in things one can count: places with nobody, wishes not met, shares exceeded.

    `spare`: how many places or wishes could at most still be better; None as long as nothing is proven.
    """

    lacking: int
    unmet: int
    spare_places: int | None
    spare_wishes: int | None

    @property
    def best(self) -> bool:
        """Whether nothing better exists."""
        return self.spare_places == 0 and self.spare_wishes == 0


def standing(lacking: int, cost: int | None, bound: int | None) -> Standing:
    """A roster's cost in words one can count; a cost of nothing is proven by itself."""
    soft = max(0, (cost or 0) - lacking * LACKING)
    unmet = -(-soft // UNASKED)
    low = 0 if cost == 0 else bound
    if cost is None or low is None:
        return Standing(lacking, unmet, None, None)
    left = max(0, cost - low)
    places = left // LACKING
    wishes = 0 if places else -(-left // UNASKED)
    return Standing(lacking, unmet, places, wishes)
