"""Whose entry it is, who has not answered, and what an entry means once it is confirmed."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.relay import (
    Door,
    Doors,
    Dweller,
    Entry,
    Kind,
    Look,
    missing_rooms,
    resolve,
    why_look,
)
from wumen.rules.relay.effects import day_meant, reported, who_is_away

TODAY = date(2022, 1, 10)


def home(building: str, unit: str, room: str, *names: str, asked: bool = True) -> Door:
    people = tuple(Dweller(uuid4(), name) for name in names)
    return Door(uuid4(), f"c/{building}/{unit}/{room}/", building, unit, room, people, asked)


DOORS = Doors(
    [
        home("1", "1", "301", "张三", "李四"),
        home("1", "2", "301", "王五"),
        home("2", "1", "301", "张三"),
        home("2", "1", "302", "赵六"),
    ]
)
PHONES = {"13800000001": ["c/1/2/301/"], "13800000002": ["c/1/1/301/", "c/2/1/302/"]}


def said(**fields: object) -> Entry:
    return Entry(1, "", 1.0, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "path", "by"),
    [
        (said(room="301", phone="13800000001"), "c/1/2/301/", "phone"),
        (said(phone="13800000001"), "c/1/2/301/", "phone"),
        (said(room="302", phone="13800000002"), "c/2/1/302/", "phone"),
        (said(name="王五", room="301"), "c/1/2/301/", "name"),
        (said(name="张三", building=2), "c/2/1/301/", "name"),
        (said(building=1, unit=2, room="301"), "c/1/2/301/", "room"),
        (said(building=1, unit=2, room="0301"), "c/1/2/301/", "room"),
        (said(room="302"), "c/2/1/302/", "room"),
        (said(building=2, unit=1, room="301", phone="13800000001"), "c/2/1/301/", "room"),
    ],
)
def test_the_surest_mark_finds_the_door(entry: Entry, path: str, by: str) -> None:
    found = resolve(entry, DOORS, PHONES)
    assert (found.door and found.door.path, found.by) == (path, by)


@pytest.mark.parametrize(
    ("entry", "candidates"),
    [
        (said(room="301"), {"c/1/1/301/", "c/1/2/301/", "c/2/1/301/"}),
        (said(building=1, room="301"), {"c/1/1/301/", "c/1/2/301/"}),
        (said(unit=2, room="301"), {"c/1/2/301/", "c/2/1/301/"}),
        (said(name="张三", room="301"), {"c/1/1/301/", "c/2/1/301/"}),
        (said(name="王五"), {"c/1/2/301/"}),
        (said(phone="13800000002"), {"c/1/1/301/", "c/2/1/302/"}),
        (said(room="302", phone="13800000001"), {"c/2/1/302/", "c/1/2/301/"}),
        (said(room="909"), set()),
        (said(), set()),
    ],
)
def test_what_fits_several_or_by_a_name_alone_is_for_a_person(
    entry: Entry, candidates: set[str]
) -> None:
    found = resolve(entry, DOORS, PHONES)
    assert found.door is None
    assert {one.path for one in found.candidates} == candidates


def test_rooms_are_missing_in_order_and_only_where_somebody_is_asked() -> None:
    doors = [
        home("1", "1", "1001", "甲"),
        home("1", "1", "201", "乙"),
        home("1", "1", "202", asked=False),
    ]
    assert [one.label for one in missing_rooms(doors, set())] == ["1-1-201", "1-1-1001"]
    assert [one.room for one in missing_rooms(doors, {doors[1].path})] == ["1001"]


@given(st.sets(st.integers(0, 3)))
def test_whoever_answered_is_never_reminded(answered: set[int]) -> None:
    paths = {DOORS.all[n].path for n in answered}
    missing = {one.path for one in missing_rooms(DOORS.all, paths)}
    assert missing.isdisjoint(paths)
    assert missing | paths == {one.path for one in DOORS.all}


THREE = home("1", "1", "101", "甲一", "乙二", "丙三")


def of(door: Door) -> list[UUID]:
    return [one.resident for one in door.people]


def test_as_many_readings_as_people_are_theirs_and_a_fever_is_kept_apart() -> None:
    found = reported(said(temperatures=(36.5, 37.4, 36.6)), THREE)
    assert found
    assert [value for _, value in found.normal] == [36.5, 36.6]
    assert found.fever == ((of(THREE)[1], 37.4),)


def test_one_reading_of_a_home_of_three_is_nobodys_until_somebody_says_so() -> None:
    assert reported(said(temperatures=(36.5,)), THREE) is None
    for entry, by_hand in (
        (said(temperatures=(36.5,)), True),
        (said(temperatures=(36.5,), people=3), False),
        (Entry(1, "全家36.5", 1.0, temperatures=(36.5,)), False),
    ):
        found = reported(entry, THREE, by_hand)
        assert found
        assert [one for one, _ in found.normal] == of(THREE)
    named = reported(said(temperatures=(36.5,), name="乙二"), THREE)
    assert named
    assert named.normal == ((of(THREE)[1], 36.5),)


def test_who_is_away_is_whoever_is_meant() -> None:
    assert who_is_away(said(name="乙二"), THREE) == (of(THREE)[1],)
    assert who_is_away(said(people=3), THREE) == tuple(of(THREE))
    assert who_is_away(said(people=2), THREE) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15号", date(2022, 1, 15)),
        ("5号", date(2022, 2, 5)),
        ("1月15日", date(2022, 1, 15)),
        ("1.15", date(2022, 1, 15)),
        ("2月30日", None),
        ("12月1日", None),
        ("年后", None),
        (None, None),
    ],
)
def test_a_day_is_the_next_that_bears_its_name(text: str | None, day: date | None) -> None:
    assert day_meant(text, TODAY) == day


@pytest.mark.parametrize(
    ("kind", "entry", "door", "look"),
    [
        (Kind.NEEDS, said(room="101", priority="life"), THREE, Look.LIFE),
        (Kind.NEEDS, said(room="101"), None, Look.NO_DOOR),
        (Kind.TEMPERATURE, said(temperatures=(37.3,)), THREE, Look.FEVER),
        (
            Kind.TEMPERATURE,
            Entry(1, "有点咳嗽 36.5", 1.0, temperatures=(36.5,)),
            THREE,
            Look.UNWELL,
        ),
        (Kind.TEMPERATURE, said(temperatures=(36.5,)), THREE, Look.FOR_WHOM),
        (Kind.TEMPERATURE, said(), THREE, Look.NO_READING),
        (Kind.NEEDS, said(cancelled=True), THREE, Look.CANCELLED),
        (Kind.SAMPLED, said(says_no=True), THREE, Look.SAYS_NO),
        (Kind.VOLUNTEERS, said(), None, None),
        (Kind.SAMPLED, said(), THREE, None),
    ],
)
def test_why_a_person_looks_first(
    kind: Kind, entry: Entry, door: Door | None, look: Look | None
) -> None:
    assert why_look(kind, entry, door) is look
