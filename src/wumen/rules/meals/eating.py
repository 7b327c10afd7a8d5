"""Meals of a day and who eats which where, from shifts, half-days and words: heads, and diets as counts only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from wumen.rules.force import Half
from wumen.rules.playbooks import Named
from wumen.rules.time import Interval, at


class Meal(StrEnum):
    """A meal of a day, in the order of the day."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    SUPPER = "supper"
    NIGHT = "night"


@dataclass(frozen=True)
class Served:
    """The hours of a meal, in minutes from the midnight at which its day begins.

    It is ordered before `order_by`, handed out from `hands_out`, and eaten from `begins` until `ends`.
    """

    named: Named
    order_by: int
    hands_out: int
    begins: int
    ends: int


# Handed out at half past five, before the points are set up; the night meal belongs to the evening before it.
SERVED: dict[Meal, Served] = {
    Meal.BREAKFAST: Served(Named(zh="早餐", en="breakfast"), -90, 330, 360, 480),
    Meal.LUNCH: Served(Named(zh="午餐", en="lunch"), 570, 720, 720, 780),
    Meal.SUPPER: Served(Named(zh="晚餐", en="supper"), 930, 1050, 1050, 1110),
    Meal.NIGHT: Served(Named(zh="夜餐", en="night meal"), 1260, 1410, 1440, 1500),
}
# Who samples eats three a day, whatever her hours.
THREE = (Meal.BREAKFAST, Meal.LUNCH, Meal.SUPPER)
# Half a day's work ends with a meal: its exact hours stand nowhere.
OF_HALF: dict[Half, Meal] = {
    Half.MORNING: Meal.LUNCH,
    Half.AFTERNOON: Meal.SUPPER,
    Half.NIGHT: Meal.NIGHT,
}


class Diet(StrEnum):
    """What somebody eats, by her own word; nothing else is ever asked or kept."""

    HALAL = "halal"
    VEGETARIAN = "vegetarian"
    MILD = "mild"


DIET_NAMES: dict[Diet, Named] = {
    Diet.HALAL: Named(zh="清真", en="halal"),
    Diet.VEGETARIAN: Named(zh="素食", en="vegetarian"),
    Diet.MILD: Named(zh="不吃辣", en="not spicy"),
}


def instant(day: date, minute: int) -> datetime:
    """The instant of a minute that counts from a day's midnight; it may lie on the day before or after."""
    return at(day, time()) + timedelta(minutes=minute)


def eaten(meal: Meal, day: date) -> Interval:
    """From when until when a meal of a day is eaten."""
    served = SERVED[meal]
    return Interval(instant(day, served.begins), instant(day, served.ends))


def is_over(meal: Meal, day: date, now: datetime) -> bool:
    """Whether nothing can be ordered or corrected any more: it has been eaten."""
    return now >= eaten(meal, day).ends


def is_late(meal: Meal, day: date, now: datetime) -> bool:
    """Whether it should have been ordered by now."""
    return now >= instant(day, SERVED[meal].order_by)


def meals_of(hours: Interval, day: date, samples: bool) -> frozenset[Meal]:
    """Which meals of a day somebody eats who stands somewhere for some hours.

    Those that fall into her hours; who samples and begins before noon eats three, who begins later what is left.
    """
    found = {meal for meal in Meal if eaten(meal, day).meets(hours)}
    if samples and instant(day, 0) <= hours.begins < instant(day, 1440):
        early = hours.begins < eaten(Meal.LUNCH, day).begins
        found |= {one for one in THREE if early or eaten(one, day).ends > hours.begins}
    return frozenset(found)


@dataclass(frozen=True)
class Count:
    """So many heads, and of them so many of each diet."""

    heads: int = 0
    diets: Mapping[Diet, int] = field(default_factory=dict)

    @property
    def plain(self) -> int:
        """How many eat what everybody eats."""
        return self.heads - sum(self.diets.values())

    def __bool__(self) -> bool:
        """Whether there is anything at all."""
        return bool(self.heads or self.diets)


def counted(heads: int, diets: Mapping[Diet, int]) -> Count:
    """A count that holds together: no heads below none, no more of the diets than there are heads."""
    left, kept = max(heads, 0), {}
    for diet in Diet:
        many = min(max(diets.get(diet, 0), 0), left)
        left -= many
        if many:
            kept[diet] = many
    return Count(max(heads, 0), kept)


# Where fewer eat, a diet would tell whose it is.
LEAST_TOLD = 3


def told(count: Count, of: Count) -> Count:
    """A count as it is shown: where few eat, whatever is said `of` them, without diets."""
    return count if of.heads >= LEAST_TOLD else Count(count.heads)


def together(counts: Iterable[Count]) -> Count:
    """Several counts as one."""
    some = list(counts)
    diets = {diet: sum(one.diets.get(diet, 0) for one in some) for diet in Diet}
    return Count(sum(one.heads for one in some), {diet: n for diet, n in diets.items() if n})


def told_whole(counts: Iterable[Count]) -> Count:
    """The sum of places as it is shown: those where few eat are told together, if together enough eat there.

    Else whoever takes the places that are shown from the sum reads what is kept where one eats alone.
    """
    some = list(counts)
    few = together(one for one in some if one.heads < LEAST_TOLD)
    return together([*(one for one in some if one.heads >= LEAST_TOLD), told(few, few)])


def more(now: Count, before: Count) -> Count:
    """What a count is more than another was; less where it is below nought."""
    diets = {diet: now.diets.get(diet, 0) - before.diets.get(diet, 0) for diet in Diet}
    return Count(now.heads - before.heads, {diet: n for diet, n in diets.items() if n})


@dataclass(frozen=True)
class Eater:
    """Who eats at a place: one person, or `heads` of a crew without names of whom some keep `diets`."""

    place: str
    person: str
    meals: frozenset[Meal]
    begins: datetime
    diets: tuple[Diet, ...] = ()
    heads: int = 1
    crew: bool = False


def plates(eaters: Iterable[Eater]) -> dict[Meal, dict[str, Count]]:
    """How many eat each meal at each place.

    Somebody eats a meal once, where she stood first. Which of a crew stand where nobody knows: each place gets as
    many of a diet as may be there.
    """
    given = sorted(eaters, key=lambda one: (one.begins, one.place))
    return {meal: _of_meal(meal, given) for meal in Meal}


def _of_meal(meal: Meal, given: Sequence[Eater]) -> dict[str, Count]:
    found: dict[str, list[Count]] = {}
    crews: dict[tuple[str, str], list[Eater]] = {}
    seen: set[str] = set()
    for one in given:
        if meal not in one.meals:
            continue
        if one.crew:
            crews.setdefault((one.place, one.person), []).append(one)
        elif one.person not in seen:
            seen.add(one.person)
            found.setdefault(one.place, []).append(_count(1, one.diets[:1]))
    for (place, _), some in crews.items():
        heads = sum(one.heads for one in some)
        found.setdefault(place, []).append(_count(heads, some[0].diets))
    return {place: together(counts) for place, counts in found.items()}


def _count(heads: int, diets: Sequence[Diet]) -> Count:
    return counted(heads, {diet: diets.count(diet) for diet in Diet})


class Kind(StrEnum):
    """What is said of a meal: a point's whole crew, heads more or fewer, who hands it out, that it is ordered."""

    CREW = "crew"
    EXTRA = "extra"
    HANDS = "hands"
    ORDERED = "ordered"


@dataclass(frozen=True)
class Word:
    """What somebody said of a place on a day; without a `meal` of all that day. `who` hands out, `why` it is more."""

    kind: Kind
    meal: Meal | None
    count: Count
    said_at: datetime
    by: str
    who: str = ""
    why: str = ""


def standing(base: Count, meal: Meal, words: Sequence[Word]) -> Count:
    """How many eat a meal at a place, by all that was said of it, the earliest word first.

    A crew that is said whole stands in the place of what rosters know; heads more or fewer come on top.
    """
    crews = [one.count for one in words if one.kind is Kind.CREW] if meal in THREE else []
    extras = [one.count for one in words if one.kind is Kind.EXTRA and one.meal is meal]
    whole = together([crews[-1] if crews else base, *extras])
    return counted(whole.heads, whole.diets)


def ordered(meal: Meal, words: Sequence[Word]) -> Word | None:
    """What was ordered of a meal for a place, as it was said last."""
    found = [one for one in words if one.kind is Kind.ORDERED and one.meal is meal]
    return found[-1] if found else None


def hands_out(words: Sequence[Word], otherwise: str) -> str:
    """Who hands out at a place: whoever was named last, else who stands there by the roster."""
    named = [one.who for one in words if one.kind is Kind.HANDS]
    return named[-1] if named else otherwise
