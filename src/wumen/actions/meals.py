"""Meals: ordered as they stand, corrected with a reason, a point's crew, who hands out, and what somebody keeps."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.queries.force import force_row
from wumen.queries.meals.day import DIET_SEALED_AS, Day, Place, day_of
from wumen.queries.meals.page import cards_of, place_of
from wumen.queries.posts import looking_around
from wumen.records import clock, sealing
from wumen.records.models import ForceMember, MealWord
from wumen.rules.meals.eating import THREE, Count, Diet, Kind, Meal
from wumen.rules.meals.saying import must_be_ahead, must_be_near, read_who, read_why
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import TAPPED_TWICE


def order_meal(viewer: Viewer, day: date, meal: Meal) -> int:
    """Note that a meal is ordered as it stands now for all places of the office; how many heads.

    Ordered again it stands as it is now. Problems: `meal_day_far`, `meal_over`, `meal_nothing`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    must_be_near(day, clock.today())
    must_be_ahead(meal, day, clock.now())
    with changing(viewer):
        known = day_of(viewer, viewer.span, day)
        places = [one for one in known.places.values() if one.mine]
        (card,) = [one for one in cards_of(known, places) if one.meal is meal]
        if not card.whole:
            raise Problem("meal_nothing")
        for one in card.lines:
            _say(viewer, day, one.place, Kind.ORDERED, meal=meal, count=one.count)
        log(viewer, "meal.ordered", viewer.area, day=day, meal=str(meal), heads=card.whole.heads)
    return card.whole.heads


def correct_heads(viewer: Viewer, day: date, meal: Meal, key: str, count: Count, why: str) -> None:
    """Let so many more, or fewer below nought, eat a meal at a place, with the reason.

    The same once more within two minutes is once. Problems: `meal_day_far`, `meal_over`, `meal_place_unknown`,
    those of `read_why`.
    """
    must_be_near(day, clock.today())
    must_be_ahead(meal, day, clock.now())
    said = read_why(why)
    with changing(viewer):
        place = place_of(_known(viewer, day), key)
        same = MealWord.objects.filter(
            **_at(place), day=day, meal=meal, kind=Kind.EXTRA, heads=count.heads, why=said,
            by=viewer.person, said_at__gt=clock.now() - TAPPED_TWICE,
        )  # fmt: skip
        if same.exists():
            return
        _say(viewer, day, place, Kind.EXTRA, meal=meal, count=count, why=said)
        log(viewer, "meal.corrected", place.area, day=day, meal=str(meal), heads=count.heads)


def say_crew(viewer: Viewer, day: date, key: str, count: Count) -> None:
    """Say how many are at a sampling point on a day, its lead among them: each eats three meals.

    It stands in the place of what the roster knows. Problems: `meal_day_far`, `meal_over` when the last of the
    three is over, `meal_place_unknown`, `meal_no_point`.
    """
    must_be_near(day, clock.today())
    must_be_ahead(THREE[-1], day, clock.now())
    with changing(viewer):
        place = place_of(_known(viewer, day), key)
        if not place.number:
            raise Problem("meal_no_point")
        _say(viewer, day, place, Kind.CREW, count=count)
        log(viewer, "meal.crew_said", place.area, day=day, heads=count.heads)


def name_hands(viewer: Viewer, day: date, key: str, who: str) -> None:
    """Name who fetches and hands out the meals of a day at a place.

    Problems: `meal_day_far`, `meal_over`, `meal_place_unknown`, those of `read_who`.
    """
    must_be_near(day, clock.today())
    must_be_ahead(Meal.NIGHT, day, clock.now())
    name = read_who(who)
    with changing(viewer):
        place = place_of(_known(viewer, day), key)
        _say(viewer, day, place, Kind.HANDS, who=name)
        log(viewer, "meal.hands_named", place.area, day=day)


def _known(viewer: Viewer, day: date) -> Day:
    """A day of the viewer's area, where she answers for meals at all; Problem `right_missing`."""
    if not (viewer.may(Right.LEAD_POINT) or viewer.may(Right.KEEP_GATE)):
        viewer.must(Right.KEEP_CREW)
    return day_of(viewer, viewer.span, day)


def _at(place: Place) -> dict[str, object]:
    return {"area": place.area, "place": place.ident}


def _say(
    viewer: Viewer,
    day: date,
    place: Place,
    kind: Kind,
    *,
    meal: Meal | None = None,
    count: Count | None = None,
    who: str = "",
    why: str = "",
) -> None:
    said = count or Count()
    MealWord.objects.create(
        area=place.area,
        place=place.ident,
        day=day,
        meal=meal or "",
        kind=kind,
        heads=said.heads,
        diets={str(diet): many for diet, many in said.diets.items()},
        who=who,
        why=why,
        said_at=clock.now(),
        by_id=viewer.person,
    )


def tell_diet(viewer: Viewer, diets: Mapping[Diet, int]) -> None:
    """Keep what the viewer herself eats, of a crew how many of it; nothing told is nothing kept.

    Problems: `diet_not_yours` for whoever is not of the force, `meal_diets_more`.
    """
    with looking_around():
        row = ForceMember.objects.select_for_update().filter(person=viewer.person, left_at=None)
        member = row.first()
        if member is None:
            raise Problem("diet_not_yours")
        _keep(viewer, member, diets)


def tell_diet_of(viewer: Viewer, ident: UUID, diets: Mapping[Diet, int]) -> None:
    """Keep what somebody told the office that she eats; it reads it nowhere again.

    Problems: `force_unknown`, `meal_diets_more`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        member = force_row(viewer, ident)
        if member.left_at is not None:
            raise Problem("force_unknown")
        _keep(viewer, member, diets)


def _keep(viewer: Viewer, member: ForceMember, diets: Mapping[Diet, int]) -> None:
    if sum(diets.values()) > member.people:
        raise Problem("meal_diets_more")
    words = [str(diet) for diet in Diet for _ in range(diets.get(diet, 0))]
    member.diet_sealed = sealing.seal_list(DIET_SEALED_AS, member.id, words)
    member.save(update_fields=["diet_sealed"])
    log(viewer, "force.diet_told", member.area, subject=person_key(member.person_id))
