"""The address tree: what lies inside a place, what lies above it, and where its doors are counted."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules import areas
from wumen.rules.areas import (
    EVERYWHERE,
    NOWHERE,
    AreaKind,
    Span,
    ancestors,
    called_by,
    span,
    words_in_order,
)
from wumen.rules.problems import Problem

CODES = st.sampled_from(["1", "10", "1-2", "1_2", "2", "a", "jxc", "301", "410102", "9"])
# Every path begins with a district, whose code is a number.
PATHS = st.tuples(st.sampled_from(["410102", "410103"]), st.lists(CODES, max_size=7)).map(
    lambda parts: "/".join([parts[0], *parts[1]]) + "/"
)


@given(PATHS, st.lists(CODES, max_size=4))
def test_whatever_lies_below_a_place_lies_in_its_span(path: str, below: list[str]) -> None:
    assert span(path).holds(path + "".join(f"{code}/" for code in below))


@given(PATHS, PATHS)
def test_a_path_lies_in_a_span_if_and_only_if_it_begins_with_its_codes(a: str, b: str) -> None:
    assert span(a).holds(b) == b.startswith(a)


@pytest.mark.parametrize("sibling", ["10", "1-2", "1_2", "1a", "0", "2", "11"])
def test_building_1_does_not_hold_its_neighbours_whatever_their_codes(sibling: str) -> None:
    assert not span("410102/x/1/").holds(f"410102/x/{sibling}/")
    assert not span("410102/x/1/").holds(f"410102/x/{sibling}/1/301/")


@given(PATHS)
def test_everything_lies_everywhere_and_nothing_nowhere(path: str) -> None:
    assert span("") == EVERYWHERE
    assert EVERYWHERE.holds(path)
    assert not NOWHERE.holds(path)
    assert not Span("", "").holds("")


@given(PATHS)
def test_every_ancestor_holds_the_place_and_the_place_is_none_of_them(path: str) -> None:
    above = ancestors(path)
    assert path not in above
    assert all(span(one).holds(path) for one in above)
    assert len(above) == path.count("/") - 1
    assert areas.parent(path) == (above[-1] if above else "")
    assert areas.parent(path) + areas.code(path) + "/" == path


@given(PATHS)
def test_a_door_is_counted_at_a_place_above_it_never_deeper_than_the_fifth_level(path: str) -> None:
    place = areas.counted_at(path)
    assert place in [*ancestors(path), path]
    assert place.count("/") <= 5
    assert place != path or path.count("/") == 1


@given(PATHS, st.lists(CODES, min_size=1, max_size=3))
def test_all_that_stands_in_a_building_is_counted_at_one_place(path: str, below: list[str]) -> None:
    if path.count("/") >= 5:
        door = path + "".join(f"{code}/" for code in below)
        assert areas.counted_at(door) == areas.counted_in(path)


@pytest.mark.parametrize(
    ("door", "place"),
    [
        ("410102/410102003/410102003008/jxc/1/2/301/", "410102/410102003/410102003008/jxc/1/"),
        ("410102/410102003/410102003008/jxc/1/301/", "410102/410102003/410102003008/jxc/1/"),
        ("410102/410102003/410102003208/g1/12/", "410102/410102003/410102003208/g1/"),
        ("410102/410102003/410102003208/12/", "410102/410102003/410102003208/"),
    ],
)
def test_doors_are_counted_at_their_building_or_what_stands_for_one(door: str, place: str) -> None:
    assert areas.counted_at(door) == place


def test_the_database_counts_a_door_where_the_rule_does(db: None) -> None:
    codes = ["1", "10", "1-2", "jxc", "410102003", "g_1"]
    paths = {
        "/".join(codes[(start + step * n) % 6] for n in range(depth)) + "/"
        for depth in range(1, 10)
        for start in range(6)
        for step in (1, 2, 5)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT p, counted_at(p) FROM unnest(%s::text[]) AS p", [list(paths)])
        counted = dict(cursor.fetchall())
    assert counted == {path: areas.counted_at(path) for path in paths}


@given(st.lists(PATHS, min_size=1, max_size=5))
def test_the_common_place_holds_all_and_nothing_deeper_does(paths: list[str]) -> None:
    place = areas.common(paths)
    assert all(span(place).holds(path) for path in paths)
    deeper = [one for one in [*ancestors(paths[0]), paths[0]] if len(one) > len(place)]
    assert not any(all(span(one).holds(path) for path in paths) for one in deeper)


def test_a_place_is_called_from_its_compound_down_and_in_a_village_from_the_village() -> None:
    assert called_by("410102/410102003/410102003008/jxc/1/2/301/") == [
        "410102/410102003/410102003008/jxc/",
        "410102/410102003/410102003008/jxc/1/",
        "410102/410102003/410102003008/jxc/1/2/",
        "410102/410102003/410102003008/jxc/1/2/301/",
    ]
    # Every village has a first group: without its name three of them are one.
    for village in ("410102010201", "410102010399", "410102010500"):
        path = f"410102/410102010/{village}/z1/x1/"
        assert [one.split("/")[-2] for one in called_by(path)] == [village, "z1", "x1"]
    assert called_by("410102/410102010/") == ["410102/410102010/"]
    assert called_by("410102/410102003/410102003008/") == ["410102/410102003/410102003008/"]


def test_a_path_may_begin_with_its_community_or_be_written_whole() -> None:
    whole = "410102/410102003/410102003008/jxc/1/"
    for written in ("410102003008/jxc/1", whole, f" {whole} ", "/410102003008/jxc/1/"):
        assert areas.read_path(written) == whole
    assert areas.read_path("410102003") == "410102/410102003/"
    assert areas.read_path("410102") == "410102/"


@given(PATHS)
def test_a_path_that_was_read_reads_as_itself(path: str) -> None:
    assert areas.read_path(path) == path


@pytest.mark.parametrize("written", ["", "/", "jxc/1", "41010", "410102/1号楼", "410102/A", "x 1"])
def test_a_path_that_nobody_can_read_is_refused(written: str) -> None:
    with pytest.raises(Problem, match="path_unreadable"):
        areas.read_path(written)


def test_a_path_belongs_to_the_sub_district_of_its_second_code() -> None:
    assert areas.subdistrict("410102/410102003/410102003008/jxc/") == "410102003"
    assert areas.subdistrict("410102/410102003/") == "410102003"
    assert areas.subdistrict("410102/") == areas.subdistrict("") == ""


@pytest.mark.parametrize(
    ("room", "floor"), [("301", 3), ("2703", 27), ("101a", 1), ("12", 1), ("x", 1), ("1001-2", 10)]
)
def test_a_room_shows_its_floor_by_its_number(room: str, floor: int) -> None:
    assert areas.floor(room) == floor


STREET = "410102/410102003/"


def test_a_parent_that_nobody_named_is_known_by_its_code() -> None:
    guessed = areas.kind_of_missing
    assert guessed("410102/", None) is AreaKind.DISTRICT
    assert guessed(STREET, AreaKind.DISTRICT) is AreaKind.SUBDISTRICT
    assert guessed(f"{STREET}410102003008/", AreaKind.SUBDISTRICT) is AreaKind.COMMUNITY
    assert guessed(f"{STREET}410102003208/", AreaKind.SUBDISTRICT) is AreaKind.VILLAGE
    assert guessed(f"{STREET}410102003399/", AreaKind.SUBDISTRICT) is AreaKind.VILLAGE
    assert guessed(f"{STREET}410102003400/", AreaKind.SUBDISTRICT) is AreaKind.COMMUNITY


@pytest.mark.parametrize(
    ("above", "guessed"),
    [
        (AreaKind.COMMUNITY, AreaKind.COMPOUND),
        (AreaKind.SUBDISTRICT, AreaKind.COMPOUND),
        (AreaKind.VILLAGE, AreaKind.GROUP),
        (AreaKind.GROUP, AreaKind.LANE),
        (AreaKind.LANE, AreaKind.BUILDING),
        (AreaKind.COMPOUND, AreaKind.BUILDING),
        (AreaKind.BUILDING, AreaKind.UNIT),
    ],
)
def test_a_parent_without_a_code_of_the_state_is_guessed_by_what_stands_above_it(
    above: AreaKind, guessed: AreaKind
) -> None:
    path = f"{STREET}410102003008/x/"
    assert areas.kind_of_missing(path, above) is guessed
    assert areas.may_stand_below(guessed, above)


@pytest.mark.parametrize("above", [AreaKind.UNIT, AreaKind.HOUSEHOLD])
def test_between_a_unit_and_its_doors_nothing_is_guessed(above: AreaKind) -> None:
    with pytest.raises(Problem, match="area_misplaced"):
        areas.kind_of_missing(f"{STREET}410102003008/jxc/1/1/9/", above)


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        (f"{STREET}410102003201/", AreaKind.COMMUNITY, "code_of_village"),
        (f"{STREET}410102003399/", AreaKind.COMMUNITY, "code_of_village"),
        (f"{STREET}410102003001/", AreaKind.VILLAGE, "code_of_community"),
        (f"{STREET}410102003199/", AreaKind.VILLAGE, "code_of_community"),
        (f"{STREET}410102003001/", AreaKind.COMPOUND, "code_of_community"),
        (f"{STREET}410102003500/", AreaKind.COMPOUND, "code_of_office"),
        (f"{STREET}jxc/", AreaKind.COMMUNITY, "office_code_missing"),
        (f"{STREET}410105003001/", AreaKind.COMMUNITY, "office_code_missing"),
    ],
)
def test_a_code_of_the_state_says_what_a_place_is(path: str, kind: AreaKind, code: str) -> None:
    with pytest.raises(Problem, match=code) as refused:
        areas.check_place(path, kind, AreaKind.SUBDISTRICT)
    for language in ("zh", "en"):
        assert areas.code(path) in refused.value.text(language)


@pytest.mark.parametrize(
    ("path", "kind", "above"),
    [
        ("410102/", AreaKind.DISTRICT, None),
        (STREET, AreaKind.SUBDISTRICT, AreaKind.DISTRICT),
        (f"{STREET}410102003001/", AreaKind.COMMUNITY, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003199/", AreaKind.COMMUNITY, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003200/", AreaKind.VILLAGE, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003399/", AreaKind.VILLAGE, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003000/", AreaKind.COMMUNITY, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003500/", AreaKind.VILLAGE, AreaKind.SUBDISTRICT),
        (f"{STREET}410102003208/3/", AreaKind.GROUP, AreaKind.VILLAGE),
        (f"{STREET}410102003208/3/101102/", AreaKind.HOUSEHOLD, AreaKind.GROUP),
    ],
)
def test_a_place_with_its_right_code_is_taken(
    path: str, kind: AreaKind, above: AreaKind | None
) -> None:
    areas.check_place(path, kind, above)


# What the story's offices have, each level possibly skipped.
MAKES_SENSE = [
    (AreaKind.COMPOUND, AreaKind.COMMUNITY),
    (AreaKind.BUILDING, AreaKind.COMMUNITY),
    (AreaKind.HOUSEHOLD, AreaKind.VILLAGE),
    (AreaKind.LANE, AreaKind.VILLAGE),
    (AreaKind.LANE, AreaKind.GROUP),
    (AreaKind.COMPOUND, AreaKind.LANE),
    (AreaKind.LANE, AreaKind.COMPOUND),
    (AreaKind.HOUSEHOLD, AreaKind.LANE),
    (AreaKind.HOUSEHOLD, AreaKind.GROUP),
    (AreaKind.SITE, AreaKind.SUBDISTRICT),
    (AreaKind.HOUSEHOLD, AreaKind.SITE),
    (AreaKind.UNIT, AreaKind.BUILDING),
    (AreaKind.HOUSEHOLD, AreaKind.BUILDING),
]
MAKES_NONE = [
    (AreaKind.DISTRICT, AreaKind.BUILDING),
    (AreaKind.DISTRICT, AreaKind.DISTRICT),
    (AreaKind.SUBDISTRICT, None),
    (AreaKind.COMMUNITY, AreaKind.VILLAGE),
    (AreaKind.VILLAGE, AreaKind.COMPOUND),
    (AreaKind.GROUP, AreaKind.LANE),
    (AreaKind.LANE, AreaKind.LANE),
    (AreaKind.COMPOUND, AreaKind.BUILDING),
    (AreaKind.BUILDING, AreaKind.BUILDING),
    (AreaKind.BUILDING, AreaKind.UNIT),
    (AreaKind.UNIT, AreaKind.UNIT),
    (AreaKind.HOUSEHOLD, AreaKind.HOUSEHOLD),
    (AreaKind.HOUSEHOLD, None),
]


@pytest.mark.parametrize(("kind", "above"), MAKES_SENSE)
def test_levels_may_be_skipped(kind: AreaKind, above: AreaKind) -> None:
    areas.check_below(kind, above)


@pytest.mark.parametrize(("kind", "above"), MAKES_NONE)
def test_levels_may_not_be_turned_round(kind: AreaKind, above: AreaKind | None) -> None:
    with pytest.raises(Problem, match="area_misplaced"):
        areas.check_below(kind, above)


def test_only_a_code_within_the_one_above_is_a_code_of_the_state() -> None:
    assert areas.is_administrative("410102/410102003/410102003008/")
    assert not areas.is_administrative("410102/410103003/")
    assert not areas.is_administrative("410102/410102003/410102003008/410102/")
    assert not areas.is_administrative("410102/410102003/3/")
    assert areas.kinds_of_code("410102/410102003/410102003008/101102/") == frozenset()


def test_names_with_numbers_stand_as_people_count() -> None:
    said = ["10层楼道", "1层楼道", "电梯", "2层楼道", "9号楼 2单元", "11号楼 1单元", "9号楼 10单元"]
    counted = [
        "1层楼道",
        "2层楼道",
        "9号楼 2单元",
        "9号楼 10单元",
        "10层楼道",
        "11号楼 1单元",
        "电梯",
    ]
    assert sorted(said, key=words_in_order) == counted
