"""Contexts: the tree cut into stretches says of each door exactly what the door's own orders and posts say."""

from itertools import pairwise
from unittest.mock import patch
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from wumen.queries.audit.checking import _DayRules
from wumen.rules.areas import EVERYWHERE, ancestors, span
from wumen.rules.contexts import Stretch, owner, stretches
from wumen.rules.posts import CHAIN, ROLES

TOP = "410102/410102003/"
CODES = st.sampled_from(["1", "10", "1-2", "2", "a"])
# Levels may be skipped: a door stands one to five levels below its sub-district.
PATHS = st.lists(CODES, min_size=1, max_size=5).map(lambda codes: TOP + "/".join(codes) + "/")
ABOVE = st.one_of(PATHS, st.sampled_from(["410102/", TOP]))
SCOPES = st.lists(st.tuples(ABOVE, st.sampled_from("1234")), max_size=8)
PLACES = st.lists(ABOVE, max_size=8)
POSTS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(ROLES)), st.one_of(ABOVE, st.just(""))),
    st.builds(uuid4),
    max_size=8,
)


def of_door(cut: list[Stretch], door: str) -> list[Stretch]:
    """The stretches that hold a door."""
    return [one for one in cut if one.span.holds(door)]


@given(SCOPES, PLACES)
def test_stretches_are_disjoint_sorted_and_never_empty(
    scopes: list[tuple[str, str]], places: list[str]
) -> None:
    cut = stretches(scopes, places)
    assert all(one.span.lo < one.span.hi and one.orders for one in cut)
    assert all(one.span.hi <= other.span.lo for one, other in pairwise(cut))


@given(SCOPES, PLACES, PATHS)
def test_a_door_stands_under_the_orders_of_all_places_above_it_and_no_other(
    scopes: list[tuple[str, str]], places: list[str], door: str
) -> None:
    chain = {*ancestors(door), door}
    orders = {number for path, number in scopes if path in chain}
    found = of_door(stretches(scopes, places), door)
    assert [one.orders for one in found] == ([orders] if orders else [])
    known = [path for path in places if path in chain]
    assert all(one.place == max(known, key=len, default="") for one in found)


@given(SCOPES, PLACES, ABOVE, PATHS)
def test_inside_a_place_the_cut_says_what_it_says_of_the_whole(
    scopes: list[tuple[str, str]], places: list[str], within: str, door: str
) -> None:
    part = stretches(scopes, places, span(within))
    assert all(span(within).lo <= one.span.lo and one.span.hi <= span(within).hi for one in part)
    of_part, of_whole = of_door(part, door), of_door(stretches(scopes, places), door)
    if span(within).holds(door):
        assert [(one.orders, one.place) for one in of_part] == [
            (one.orders, one.place) for one in of_whole
        ]
    else:
        assert of_part == []


@given(SCOPES, PLACES, st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_is_nothing(
    scopes: list[tuple[str, str]],
    places: list[str],
    chance,  # type: ignore[no-untyped-def]
) -> None:
    mixed, others = list(scopes), list(places)
    chance.shuffle(mixed)
    chance.shuffle(others)
    assert stretches(mixed * 2, others * 2, EVERYWHERE) == stretches(scopes, places)


def test_building_10_does_not_stand_under_the_order_of_building_1() -> None:
    cut = stretches([(f"{TOP}x/1/", "1")], [f"{TOP}x/10/", f"{TOP}x/1-2/"])
    assert of_door(cut, f"{TOP}x/1/1/301/")
    for neighbour in ("10", "1-2", "2"):
        assert not of_door(cut, f"{TOP}x/{neighbour}/1/301/")


@given(POSTS, PATHS, st.sampled_from(sorted(ROLES)))
def test_the_planners_owner_is_the_audits_own(
    posts: dict[tuple[str, str], UUID], door: str, role: str
) -> None:
    with patch.object(_DayRules, "__init__", lambda self: None):
        audit = _DayRules()  # type: ignore[call-arg]
    audit.owners = posts
    assert owner(door, role, posts) == audit.owner(door, role)


@given(POSTS, PATHS, st.sampled_from(sorted(ROLES)))
def test_an_owner_stands_over_the_door_in_the_role_or_in_the_chain(
    posts: dict[tuple[str, str], UUID], door: str, role: str
) -> None:
    over = [*ancestors(door), door, ""]
    able = {post for (who, area), post in posts.items() if who in (role, *CHAIN) and area in over}
    found = owner(door, role, posts)
    assert (found in able) if able else found is None


def test_the_nearest_of_the_role_owns_before_anyone_up_the_chain() -> None:
    door = f"{TOP}8/jxc/1/1/301/"
    names = ["sampler 8", "sampler jxc", "captain 1", "secretary 8"]
    ids = {name: uuid4() for name in names}
    where = {"8": f"{TOP}8/", "jxc": f"{TOP}8/jxc/", "1": f"{TOP}8/jxc/1/"}
    posts = {}
    expected = []
    for name in reversed(names):
        role, place = name.split()
        posts[role, where[place]] = ids[name]
        expected.append(owner(door, "sampler", posts))
    assert expected == [
        ids["secretary 8"],
        ids["captain 1"],
        ids["sampler jxc"],
        ids["sampler jxc"],
    ]


def test_a_duty_for_which_nobody_stands_has_no_owner() -> None:
    assert owner(f"{TOP}8/jxc/1/", "captain", {("gate", TOP): uuid4()}) is None
