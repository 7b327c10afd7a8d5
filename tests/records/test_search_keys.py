"""The words by which people and doors are found: written once, removed exactly, seen by area."""

from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import PATH, Cast
from tests.street import Street
from wumen.queries.posts import acting
from wumen.records import search
from wumen.records.models import SearchKey
from wumen.rules.search import door_tokens, name_tokens

DOOR = f"{PATH}1/1/301/"


def words(subject: object) -> set[str]:
    """Under what somebody stands."""
    return set(SearchKey.objects.filter(subject=subject).values_list("token", flat=True))


def test_a_resident_stands_under_her_name_and_her_telephones(cast: Cast) -> None:
    one = uuid4()
    with acting(cast.clerk):
        search.add_residents([(one, DOOR, "王小明", ["13800000002", "63888888"])])
        found = words(one)
        assert set(name_tokens("王小明")) <= found
        assert {search.telephone_word("13800000002"), search.telephone_word("63888888")} <= found
        assert not any("1380000" in token for token in found)


def test_a_door_stands_under_what_one_calls_it(cast: Cast) -> None:
    one = uuid4()
    with acting(cast.clerk):
        search.add_doors([(one, DOOR)])
        assert words(one) == set(door_tokens(DOOR))


def test_what_stands_already_stays_as_it_is(cast: Cast) -> None:
    one = uuid4()
    with acting(cast.clerk):
        for _ in range(2):
            search.add_residents([(one, DOOR, "王明", []), (one, DOOR, "王明", [])])
        assert words(one) == set(name_tokens("王明"))


def test_only_the_words_of_what_is_removed_are_removed(cast: Cast) -> None:
    one, other = uuid4(), uuid4()
    people = [(one, DOOR, "王小明", ["13800000002"]), (other, DOOR, "王小明", ["13800000002"])]
    with acting(cast.clerk):
        search.add_residents(people)
        search.add_doors([(other, DOOR)])
        search.remove_residents(people[:1])
        search.remove_residents(people[:1])
        assert words(one) == set()
        assert len(words(other)) == len(name_tokens("王小明")) + 1 + len(door_tokens(DOOR))
        search.remove_doors([(other, DOOR)])
        assert words(other) == {*name_tokens("王小明"), search.telephone_word("13800000002")}


def test_more_words_than_one_statement_takes_are_all_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_AT_ONCE", 7)
    people = [(uuid4(), DOOR, name, []) for name in ("王小明", "单田芳", "李红")]
    with acting(cast.clerk):
        search.add_residents(iter(people))
        for one, _, name, _ in people:
            assert words(one) == set(name_tokens(name))
        search.remove_residents(iter(people))
        assert not SearchKey.objects.filter(subject__in=[one for one, *_ in people]).exists()


def test_nothing_to_write_writes_nothing(cast: Cast) -> None:
    with acting(cast.clerk):
        search.add_residents([])
        search.remove_doors([])
        assert not SearchKey.objects.exists()


def test_words_are_seen_where_their_area_is_seen(cast: Cast, street: Street) -> None:
    with acting(cast.captain):
        assert {one.area.split("/")[4] for one in SearchKey.objects.all()} == {"1"}
    with acting(cast.outsider):
        assert not SearchKey.objects.exists()


def test_a_search_for_a_beginning_goes_by_the_key_alone(cast: Cast, street: Street) -> None:
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "EXPLAIN SELECT area, subject FROM search_key WHERE token >= 'zhang' AND token < 'zhanh'"
            " AND area >= '410102/' AND area < '4101020' ORDER BY token, area LIMIT 20"
        )
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "Index Only Scan using search_key_pkey" in plan
    assert "Index Cond: ((token >= 'zhang'" in plan
    assert "Sort" not in plan


def test_many_newcomers_at_once_stand_under_the_same_words_as_a_few(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_AT_ONCE", 5)
    people = [(uuid4(), DOOR, name, ["13800000002"]) for name in ("王小明", "李强", "欧阳娜娜")]
    with acting(cast.clerk):
        for some in (people[:2], people[2:]):
            search.add_newcomers(some)
        for one, _, name, _ in people:
            assert words(one) == {*name_tokens(name), search.telephone_word("13800000002")}
