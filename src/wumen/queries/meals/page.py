"""The meals of a day as an office, a lead and everybody for herself reads them, with the texts to be copied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.queries.meals.day import Day, Place, at_half, day_of, halves_of, read_sealed, shifts_of
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting, looking_around
from wumen.queries.stations import whole_name
from wumen.records import clock
from wumen.records.models import ForceMember
from wumen.rules.areas import in_order
from wumen.rules.force import Half, hours_of_half
from wumen.rules.meals.eating import (
    OF_HALF,
    SERVED,
    Count,
    Diet,
    Kind,
    Meal,
    Served,
    Word,
    hands_out,
    instant,
    is_late,
    is_over,
    meals_of,
    more,
    ordered,
    plates,
    standing,
    together,
    told,
    told_whole,
)
from wumen.rules.meals.saying import Portion, canteen_zh, group_zh, must_be_near
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stations import StationKind
from wumen.rules.time import Interval


@dataclass(frozen=True)
class MealLine:
    """A meal at a place: how many eat, who hands it out, what changed since it was ordered.

    `count` is what is packed, `told` what is shown, where few eat without diets. `said`: its crew was said whole;
    `extras`: what was added and taken away, with reasons.
    """

    place: Place
    count: Count
    told: Count
    hands: str
    since_ordered: Count | None
    said: Word | None
    extras: tuple[Word, ...]


@dataclass(frozen=True)
class MealCard:
    """A meal of a day: where how many go, by when it is ordered, who ordered how many when.

    `differs`: somewhere it is no longer as it was ordered; `changed` is by how much in all, perhaps nothing.
    """

    meal: Meal
    served: Served
    lines: tuple[MealLine, ...]
    whole: Count
    hands_out: datetime
    order_by: datetime
    ordered: Word | None
    ordered_heads: int
    differs: bool
    changed: Count
    late: bool
    over: bool
    canteen: str
    group: tuple[str, ...]

    @property
    def watched(self) -> list[MealLine]:
        """The lines at which somebody has to look: changed since they were ordered, or nobody fetches."""
        return [one for one in self.lines if one.since_ordered or (one.count and not one.hands)]


@dataclass(frozen=True)
class OwnMeal:
    """A meal of one's own: which, from when, where it is handed out."""

    served: Served
    at: datetime
    place: str


@dataclass(frozen=True)
class Own:
    """One's own meals of a day, and what she keeps; of a crew without names how many are of it."""

    meals: tuple[OwnMeal, ...]
    member: UUID | None
    people: int
    diets: Mapping[Diet, int]


@dataclass(frozen=True)
class MealsPage:
    """The meals of a day as a viewer may see them."""

    day: date
    cards: tuple[MealCard, ...]
    places: tuple[Place, ...]
    own: Own
    orders: bool

    @property
    def silent(self) -> list[Place]:
        """The sampling points at which nobody eats by what is known, on a day on which others sample."""
        at_work = {one.place.key for card in self.cards for one in card.lines if one.place.number}
        points = [one for one in self.places if one.number]
        return [one for one in points if one.key not in at_work] if at_work else []


def meals_page(viewer: Viewer, day: date) -> MealsPage:
    """The meals of a day: of the office's whole area, of a lead's own place, and one's own; Problem `meal_day_far`."""
    must_be_near(day, clock.today())
    orders = viewer.may(Right.KEEP_CREW)
    places: tuple[Place, ...] = ()
    cards: tuple[MealCard, ...] = ()
    if orders or viewer.may(Right.LEAD_POINT) or viewer.may(Right.KEEP_GATE):
        with acting(viewer):
            known = day_of(viewer, viewer.span, day)
        mine = {one.key: one for one in known.places.values() if one.mine}
        places = tuple(sorted(mine.values(), key=_by_place))
        cards = cards_of(known, places)
    return MealsPage(day, cards, places, _own(viewer, day), orders)


def place_of(known: Day, key: str) -> Place:
    """A place of the viewer's own by what a form sent; Problem `meal_place_unknown`."""
    place = known.places.get(key)
    if place is None or not place.mine:
        raise Problem("meal_place_unknown")
    return place


def _by_place(one: Place) -> tuple[object, ...]:
    return one.number, in_order(one.area), one.name


def cards_of(known: Day, places: Sequence[Place]) -> tuple[MealCard, ...]:
    """The meals of a day at some places, in the order of the day."""
    eaten = plates(known.eaters)
    return tuple(_card(known, meal, eaten[meal], places) for meal in Meal)


def _card(known: Day, meal: Meal, eaten: Mapping[str, Count], places: Sequence[Place]) -> MealCard:
    day, now = known.day, clock.now()
    said = {one.key: known.words.get(one.key, []) for one in places}
    orders = {key: ordered(meal, words) for key, words in said.items()}
    given = [word for word in orders.values() if word is not None]
    last = max(given, key=lambda word: word.said_at, default=None)
    lines = [
        _line(known, meal, one, eaten.get(one.key, Count()), orders[one.key], last is not None)
        for one in places
    ]
    shown = [one for one in lines if one.count or one.extras or one.since_ordered]
    whole = told_whole(one.count for one in shown)
    differs = bool(given) and any(
        more(one.count, order.count if (order := orders[one.place.key]) else Count())
        for one in lines
    )
    portions = [Portion(one.place.name, one.count) for one in shown if one.count]
    return MealCard(
        *(meal, SERVED[meal], tuple(shown), whole),
        *(instant(day, SERVED[meal].hands_out), instant(day, SERVED[meal].order_by)),
        *(last, sum(word.count.heads for word in given)),
        *(differs, together(one.since_ordered for one in shown if one.since_ordered)),
        last is None and bool(whole) and is_late(meal, day, now),
        is_over(meal, day, now),
        canteen_zh(meal, day, portions) if portions else "",
        tuple(group_zh(meal, day, portions)) if portions else (),
    )


def _line(
    known: Day, meal: Meal, place: Place, base: Count, order: Word | None, any_ordered: bool
) -> MealLine:
    words = known.words.get(place.key, [])
    count = standing(base, meal, words)
    since = more(count, order.count if order else Count()) if any_ordered else None
    crews = [one for one in words if one.kind is Kind.CREW]
    extras = tuple(one for one in words if one.kind is Kind.EXTRA and one.meal is meal)
    hands = hands_out(words, known.first_at(meal, place.key))
    since = told(since, count) if since else None
    said = crews[-1] if crews else None
    return MealLine(place, count, told(count, count), hands, since or None, said, extras)


def _own(viewer: Viewer, day: date) -> Own:
    """Where somebody eats on a day by her own shifts and half-days, wherever they are, and what she keeps."""
    with looking_around():
        shifts = list(shifts_of(day).filter(person=viewer.person).select_related("station"))
        halves = list(halves_of(day).filter(member__person=viewer.person))
        said = spoken_places({one.area for one in shifts} | {one.area for one in halves})
        member = ForceMember.objects.filter(person=viewer.person, left_at=None).first()
        diets = read_sealed(member.id, member.diet_sealed) if member else ()
    stands = [
        (
            one.begins_at,
            whole_name(said[one.area], one.station.name),
            meals_of(
                Interval(one.begins_at, one.ends_at), day, one.station.kind == StationKind.POINT
            ),
        )
        for one in shifts
    ]
    for row in halves:
        half = Half(row.half)
        begins = hours_of_half(day, half).begins
        stands.append((begins, at_half(said[row.area]), frozenset({OF_HALF[half]})))
    # She eats a meal once, where she stands first, as `plates` counts it.
    eats = {meal: place for _, place, some in sorted(stands, reverse=True) for meal in some}
    meals = [
        OwnMeal(SERVED[meal], instant(day, SERVED[meal].hands_out), eats[meal])
        for meal in Meal
        if meal in eats
    ]
    counts = {diet: diets.count(diet) for diet in Diet if diet in diets}
    return Own(tuple(meals), member.id if member else None, member.people if member else 0, counts)
