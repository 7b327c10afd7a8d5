"""A relay text taken: doors found, what is clear confirmed, what is not kept for a person, nothing lost."""

from uuid import UUID

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.relay import (
    confirm_clear,
    confirm_entry,
    drop_entry,
    import_relay,
    look_at_relay,
    take_relay,
)
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.instructions import instructions
from wumen.queries.relay import RelayPage, relay_page
from wumen.records import clock
from wumen.records.models import Duty, Relay, RelayEntry, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind, Look
from wumen.rules.rounds import RoundKey

DAY = at(1, 10).date()
TEMPERATURES = """#接龙
1号楼体温

1. 1-1-101 36.4 36.5 36.6
2. 1-1-102 36.5
3. 202 张阿姨 36.7
4. 1-1-201 37.5 36.5 36.6 36.6
"""


def planned(cast: Cast) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, DAY)


def temperatures(door: str) -> list[tuple[str, str | None, str | None]]:
    """State, grade and reason of the morning temperatures behind a door."""
    with scoped(WHOLE):
        rows = Duty.objects.filter(day=DAY, what="temperature", area=f"{PATH}{door}/").order_by(
            "opens_at", "subject"
        )
        first = min((row.opens_at for row in rows), default=None)
        return [(row.state, row.grade, row.reason) for row in rows if row.opens_at == first]


def page_of(cast: Cast, text: str, kind: Kind, path: str = f"{COMPOUND}/1") -> RelayPage:
    return relay_page(cast.captain, take_relay(cast.captain, text, kind, path).relay)


def test_a_telephone_finds_the_door_before_a_name_and_a_name_before_a_room(
    cast: Cast, street: Street
) -> None:
    text = (
        "#接龙\n\n1. 大米 13800000001\n2. 张阿姨 202 盐\n3. 1-1-102 面\n4. 101 油\n5. 9-9-909 糖\n"
    )
    found = look_at_relay(cast.clerk, text, Kind.NEEDS, COMPOUND)
    said = found.as_dict()["entries"]
    assert [(one["household"], one["resolved_by"]) for one in said] == [
        (f"{PATH}1/1/202/", "phone"),
        (f"{PATH}1/1/202/", "name"),
        (f"{PATH}1/1/102/", "room"),
        (None, None),
        (None, None),
    ]
    assert said[3]["candidates"] == [f"{PATH}{n}/1/101/" for n in (1, 2, 3)]
    assert found.to_look == 2


def test_the_group_of_a_building_says_what_nobody_wrote(cast: Cast, street: Street) -> None:
    found = look_at_relay(cast.clerk, "#接龙\n\n1. 101 油\n", Kind.NEEDS, f"{COMPOUND}/2")
    assert found.as_dict()["entries"][0]["household"] == f"{PATH}2/1/101/"


def test_what_cannot_wait_stands_first_among_the_clear_ones(cast: Cast, street: Street) -> None:
    text = "#接龙\n\n1. 1-1-101 鸡蛋30个\n2. 1-1-102 胰岛素\n3. 1-1-201 大米10斤\n"
    page = page_of(cast, text, Kind.NEEDS)
    both = [*page.to_look, *page.clear]
    assert [one.entry.line for one in both] == [2, 1, 3]


def test_rooms_that_have_not_answered_are_named_and_who_is_away_is_not(
    cast: Cast, street: Street
) -> None:
    with scoped(WHOLE):
        Resident.objects.filter(area=f"{PATH}1/1/201/").update(away_since=DAY)
    text = "#接龙\n1号楼体温\n\n1. 1-1-101 36.5\n"
    found = look_at_relay(cast.clerk, text, Kind.TEMPERATURE, COMPOUND)
    assert found.as_dict()["missing"] == ["1-1-102", "1-1-202"]
    assert look_at_relay(cast.clerk, "1. 1-1-101 盐", Kind.NEEDS, COMPOUND).missing == ()


def test_clear_temperatures_are_settled_as_reported_and_a_fever_waits_for_a_person(
    cast: Cast, street: Street
) -> None:
    planned(cast)
    with clock.fixed(at(1, 10, 8)):
        page = page_of(cast, TEMPERATURES, Kind.TEMPERATURE)
        assert [one.look for one in page.entries] == [None, Look.FOR_WHOM, None, Look.FEVER]
        assert confirm_clear(cast.captain, page.id) == 2
        assert not audit(cast.operator).differences
    assert temperatures("1/1/101") == [("done", "reported", None)] * 3
    assert temperatures("1/1/202") == [("done", "reported", None)]
    assert {state for state, _, _ in temperatures("1/1/102")} == {"open"}
    assert sorted(temperatures("1/1/201"), key=str) == [
        *([("done", "reported", None)] * 3),
        ("open", None, "unwell"),
    ]


def test_a_fever_in_a_list_is_an_urgent_matter_once_whoever_declared_her_normal_before(
    cast: Cast, street: Street
) -> None:
    planned(cast)
    text = "#接龙\n1号楼体温\n\n1. 202 张阿姨 38.4\n"
    with clock.fixed(at(1, 10, 8)):
        floor_done(cast.captain, RoundKey(DAY, "am", f"{PATH}1/1/"), 2)
        page = page_of(cast, text, Kind.TEMPERATURE)
        assert instructions(cast.clerk) == []
        confirm_clear(cast.captain, page.id)
        (line,) = instructions(cast.clerk)
        assert (line.area, line.urgency, line.subject) == (f"{PATH}1/1/202/", "urgent", "张阿姨")
        assert line.said.text.startswith("自报体温 38.4℃")
        confirm_clear(cast.captain, page.id)
        confirm_entry(cast.captain, page.id, page.entries[0].id)
        assert len(instructions(cast.clerk)) == 1
        assert not audit(cast.operator).differences


def test_a_fever_of_all_behind_a_door_is_one_matter_of_the_home_and_once(
    cast: Cast, street: Street
) -> None:
    planned(cast)
    with clock.fixed(at(1, 10, 8)):
        page = page_of(cast, "#接龙\n1号楼体温\n\n1. 101 全家38.2\n", Kind.TEMPERATURE)
        confirm_entry(cast.captain, page.id, page.entries[0].id)
        (line,) = instructions(cast.clerk)
        assert (line.area, line.urgency, line.subject) == (f"{PATH}1/1/101/", "urgent", "")
        assert line.said.text.startswith("自报体温 38.2℃，家里 3 人都发热")
        assert {reason for _, _, reason in temperatures("1/1/101")} == {"unwell"}
        again = page_of(cast, "#接龙\n1号楼体温\n\n1. 101 全家38.4\n", Kind.TEMPERATURE)
        confirm_entry(cast.captain, again.id, again.entries[0].id)
        assert len(instructions(cast.clerk)) == 1
        assert not audit(cast.operator).differences


def test_a_person_says_that_one_reading_counts_for_the_home(cast: Cast, street: Street) -> None:
    planned(cast)
    with clock.fixed(at(1, 10, 8)):
        page = page_of(cast, TEMPERATURES, Kind.TEMPERATURE)
        confirm_entry(cast.captain, page.id, page.entries[1].id)
    assert temperatures("1/1/102") == [("done", "reported", None)] * 2


def test_sampling_is_never_settled_by_what_somebody_says_herself(
    cast: Cast, street: Street
) -> None:
    planned(cast)
    page = page_of(cast, "#接龙\n1号楼核酸\n\n1. 1-1-101 3人 已做\n", Kind.SAMPLED)
    with clock.fixed(at(1, 10, 8)):
        assert confirm_clear(cast.captain, page.id) == 1
    with scoped(WHOLE):
        assert not Duty.objects.filter(what="sampling", state="done").exists()


def test_who_is_away_is_noted_until_the_day_that_is_said(cast: Cast, street: Street) -> None:
    page = page_of(cast, "#接龙\n\n1. 1-1-101 全家回许昌，15号回来\n2. 1-1-201 1人\n", Kind.ABSENT)
    assert [one.look for one in page.entries] == [None, Look.FOR_WHOM]
    confirm_clear(cast.captain, page.id)
    with scoped(WHOLE):
        away = Resident.objects.filter(away_since=DAY)
        assert {(one.area, one.away_until) for one in away} == {
            (f"{PATH}1/1/101/", at(1, 15).date())
        }


def test_the_next_paste_shows_what_was_added_changed_and_withdrawn(
    cast: Cast, street: Street
) -> None:
    first = "#接龙\n需要\n\n1. 1-1-101 大米\n2. 1-1-102 盐\n3. 1-1-201 油\n"
    later = "#接龙\n需要\n\n1. 1-1-101 大米\n2. 1-1-102 糖\n3. 1-1-202 面\n"
    confirm_clear(cast.captain, page_of(cast, first, Kind.NEEDS).id)
    page = page_of(cast, later, Kind.NEEDS)
    assert [(one.entry.room, one.change, one.state) for one in page.entries] == [
        ("101", "same", "taken"),
        ("102", "changed", "open"),
        ("202", "added", "open"),
        ("201", "changed", "withdrawn"),
    ]


def test_the_same_paste_again_changes_nothing(cast: Cast, street: Street) -> None:
    text = "#接龙\n需要\n\n1. 1-1-101 大米\n"
    first = take_relay(cast.captain, text, Kind.NEEDS, COMPOUND + "/1")
    again = take_relay(cast.captain, text, Kind.NEEDS, COMPOUND + "/1")
    assert first.relay == again.relay
    with scoped(WHOLE):
        assert (Relay.objects.count(), RelayEntry.objects.count()) == (1, 1)


def test_what_is_asked_daily_never_follows_yesterdays_list(cast: Cast, street: Street) -> None:
    text = "#接龙\n今日体温\n\n1. 1-1-202 张阿姨 36.5\n"
    yesterday = take_relay(cast.captain, text, Kind.TEMPERATURE, COMPOUND + "/1")
    with clock.fixed(at(1, 11, 8)):
        today = take_relay(cast.captain, text, Kind.TEMPERATURE, COMPOUND + "/1")
    assert today.relay != yesterday.relay


def test_a_person_picks_a_door_or_writes_it_or_lays_the_entry_aside(
    cast: Cast, street: Street
) -> None:
    text = "#接龙\n\n1. 101 大米\n2. 9-9-909 油\n3. 乱写的 102\n"
    relay = take_relay(cast.clerk, text, Kind.NEEDS, COMPOUND).relay
    one, two, three = (entry.id for entry in relay_page(cast.clerk, relay).entries)
    confirm_entry(cast.clerk, relay, one, f"{PATH}2/1/101/")
    with pytest.raises(Problem) as refused:
        confirm_entry(cast.clerk, relay, two)
    assert refused.value.code == "relay_door_needed"
    with pytest.raises(Problem) as refused:
        confirm_entry(cast.clerk, relay, two, "4-4-404")
    assert refused.value.code == "relay_door_unknown"
    confirm_entry(cast.clerk, relay, two, "1-1-102")
    drop_entry(cast.clerk, relay, three)
    page = relay_page(cast.clerk, relay)
    assert [(e.state, e.door and e.door.label) for e in page.entries] == [
        ("taken", "2-1-101"),
        ("taken", "1-1-102"),
        ("dropped", None),
    ]
    with pytest.raises(Problem) as refused:
        confirm_entry(cast.clerk, relay, one)
    assert refused.value.code == "relay_entry_unknown"


def test_a_danger_to_life_is_noted_whether_or_not_its_door_is_found(
    cast: Cast, street: Street
) -> None:
    relay = take_relay(cast.clerk, "#接龙\n\n1. 9-9-909 胸痛\n", Kind.NEEDS, COMPOUND).relay
    (one,) = relay_page(cast.clerk, relay).to_look
    assert one.look is Look.LIFE
    confirm_entry(cast.clerk, relay, one.id)
    assert relay_page(cast.clerk, relay).entries[0].state == "taken"


def test_what_was_typed_is_sealed_and_foreign_posts_see_nothing(cast: Cast, street: Street) -> None:
    relay = take_relay(cast.captain, "#接龙\n\n1. 101 胰岛素\n", Kind.NEEDS, COMPOUND + "/1").relay
    with scoped(WHOLE):
        kept = b"".join(bytes(one.body_sealed) for one in RelayEntry.objects.all())
        kept += bytes(Relay.objects.get().text_sealed)
    assert "胰岛素".encode() not in kept
    with pytest.raises(Problem) as refused:
        relay_page(cast.outsider, relay)
    assert refused.value.code == "relay_unknown"


def test_a_relay_of_another_place_or_by_who_may_not_is_refused(cast: Cast, street: Street) -> None:
    for viewer, code in ((cast.outsider, "area_not_yours"), (cast.sampler, "right_missing")):
        with pytest.raises(Problem) as refused:
            import_relay(viewer, "1. 101 盐", Kind.NEEDS, COMPOUND)
        assert refused.value.code == code
    with pytest.raises(Problem) as refused:
        relay_page(cast.captain, UUID(int=0))
    assert refused.value.code == "relay_unknown"
