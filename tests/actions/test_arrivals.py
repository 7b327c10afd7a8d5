"""Who comes back: by relay and by hand, against the day's list, home, asked, supplied; then counts alone."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, draft
from wumen.actions.arrivals import (
    announce,
    answer,
    arrive,
    came,
    drop,
    hand_kit,
    show_telephone,
)
from wumen.actions.changes import merge_households
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.register import add_area
from wumen.actions.relay import confirm_entry, import_relay, take_relay
from wumen.actions.risk_areas import look_at_people, take_risk_list
from wumen.queries.arrivals import against_list, arrival, arrivals
from wumen.queries.arrivals_gate import expected_at_gate
from wumen.queries.kits import kits
from wumen.queries.relay import relay_page
from wumen.queries.risk_areas import risk_list
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.arrivals import QUESTIONS, ArrivalDraft
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind
from wumen.rules.risk_areas import Level

TODAY = date(2022, 1, 10)
LIST = "高风险\n许昌市禹州市夏都街道\n中风险\n安阳市滑县\n"
RELAY = """#接龙
返郑报备 姓名/从哪来/时间/房号

1. 赵六 1-1-101 1月8号从安阳滑县回来 高铁
2. 钱七 1-1-102 洛阳 1.10
3. 孙八 2-1-202 1月11日从许昌禹州回来
"""


def told(**changes: object) -> ArrivalDraft:
    """Somebody who comes back to 1-1-202 today."""
    given = {
        "path": f"{PATH}1/1/202/",
        "name": "周九",
        "telephone": "13800000009",
        "origin": "安阳滑县",
        "expected_on": TODAY,
        "left_on": TODAY,
    }
    return ArrivalDraft(**(given | changes))  # type: ignore[arg-type]


def test_a_relay_puts_each_on_the_list_once_and_a_second_paste_corrects(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.duty_officer, LIST, "省里 8时")
    import_relay(cast.clerk, RELAY, Kind.ARRIVALS, COMPOUND)
    held = against_list(cast.clerk)
    assert {level: [one.said.name for one in some] for level, some in held.by_level} == {
        Level.MEDIUM: ["赵六"],
        Level.ELSEWHERE: ["钱七"],
    }
    assert [one.said.name for one in held.ask] == ["孙八"]
    assert held.waits == 1
    import_relay(cast.clerk, RELAY.replace("孙八", "孙八 13800000008"), Kind.ARRIVALS, COMPOUND)
    import_relay(cast.clerk, RELAY + "4. 李十 3-1-101 1.10 信阳\n", Kind.ARRIVALS, COMPOUND)
    assert [one.said.name for one in arrivals(cast.clerk).lines].count("钱七") == 1
    (late,) = arrivals(cast.clerk, "late").lines
    assert (late.said.name, late.late, late.door) == ("赵六", True, "锦绣城 1号楼 1单元 101")


def test_who_falls_under_what_follows_the_list_of_the_day(cast: Cast, street: Street) -> None:
    ident = announce(cast.captain, told())
    before = arrival(cast.clerk, ident)
    assert before.judged is not None
    # Without a list nothing is certain.
    assert (before.judged.level, before.waits, before.sure) == (Level.ELSEWHERE, False, False)
    take_risk_list(cast.duty_officer, LIST, "省里 8时")
    after = arrival(cast.clerk, ident)
    assert after.judged is not None
    assert (after.judged.level, after.waits, after.sure) == (Level.MEDIUM, True, True)
    assert after.asks is not None
    assert "有权机关" in after.asks.asks_zh[1]
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert risk_list(cast.captain).stale
        assert not arrival(cast.clerk, ident).sure
        take_risk_list(cast.clerk, "高风险\n西安市", "省里 次日")
        line = arrival(cast.clerk, ident)
        assert line.judged is not None
        assert (line.judged.level, line.sure) == (Level.ELSEWHERE, True)


def test_a_captain_sees_who_and_when_and_what_to_say_and_not_from_where(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    ident = announce(cast.clerk, told(hour="23:30", transport="G1234"))
    line = arrival(cast.captain, ident)
    assert (line.said.name, line.said.hour, line.waits) == ("周九", "23:30", True)
    assert line.asks is not None
    assert line.judged is None
    shown = repr(arrivals(cast.captain)) + repr(line.said)
    for secret in ("滑县", "G1234", "1380000", "left_on=datetime"):
        assert secret not in shown.replace(repr(risk_list(cast.captain)), "")
    for refused in (
        lambda: against_list(cast.captain),
        lambda: show_telephone(cast.captain, ident),
    ):
        with pytest.raises(Problem, match="right_missing"):
            refused()
    # What she corrects leaves what she does not see as it is.
    announce(cast.captain, told(origin="", telephone="", left_on=None, hour="22:00"), ident)
    said = arrival(cast.clerk, ident).said
    assert (said.origin, said.left_on, said.transport, said.hour) == (
        "安阳滑县",
        TODAY,
        "G1234",
        "22:00",
    )


def test_a_complete_telephone_is_shown_to_the_office_and_the_look_is_written_down(
    cast: Cast, street: Street
) -> None:
    ident = announce(cast.clerk, told())
    assert arrival(cast.clerk, ident).said.telephone == "138******09"
    assert show_telephone(cast.clerk, ident) == "13800000009"
    look_at_people(cast.clerk)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM event WHERE kind LIKE '%shown'")
        kinds = {kind for (kind,) in cursor.fetchall()}
    assert kinds == {
        "resident.telephones_shown",
        "risk_list.people_shown",
        "arrival.origin_shown",
    }


def test_a_couple_shares_a_telephone_and_stays_two(cast: Cast, street: Street) -> None:
    she = announce(cast.clerk, told())
    he = announce(cast.clerk, told(name="吴十"))
    # Tenants give the number of their landlord: another door is another person.
    tenant = announce(cast.clerk, told(path=f"{PATH}2/1/101/"))
    assert len({she, he, tenant}) == 3
    assert arrival(cast.clerk, she).area == f"{PATH}1/1/202/"
    assert [one.said.name for one in arrivals(cast.clerk).lines].count("周九") == 2
    # The same once more corrects, also with the number that was missing.
    assert announce(cast.clerk, told(telephone="", origin="洛阳")) == she
    with pytest.raises(Problem, match="arrival_known"):
        announce(cast.clerk, told(), he)


def test_two_entries_of_one_home_are_merged_though_somebody_is_expected_at_both(
    cast: Cast, street: Street
) -> None:
    keep, drop_ = street.households["1/1/201"], street.households["1/1/202"]
    stays = announce(cast.clerk, told(path=f"{PATH}1/1/201/"))
    announce(cast.clerk, told())
    merge_households(cast.clerk, keep.id, drop_.id)
    assert arrival(cast.clerk, stays).household == keep.id


def test_a_door_that_got_its_kit_is_not_unknown_again(cast: Cast, street: Street) -> None:
    ident = announce(cast.clerk, told())
    came(cast.clerk, ident)
    hand_kit(cast.clerk, ident)
    announce(cast.clerk, told(path=PATH, origin="洛阳"), ident)
    line = arrival(cast.clerk, ident)
    assert (line.area, line.said.origin) == (f"{PATH}1/1/202/", "洛阳")


def test_who_is_expected_elsewhere_can_be_noted_here_and_nobody_is_told(
    cast: Cast, street: Street
) -> None:
    add_area(cast.operator, "410102013001/hy", "compound", "花苑")
    there = cast.outsider.area + "hy/"
    announce(cast.outsider, told(path=there))
    here = announce(cast.clerk, told(path=PATH))
    assert arrival(cast.clerk, here).area == PATH
    text = "#接龙\n返郑报备\n\n1. 周九 13800000009 从洛阳回来 1.10\n2. 钱七 1-1-102 洛阳 1.10\n"
    import_relay(cast.clerk, text, Kind.ARRIVALS, COMPOUND)
    assert sorted(one.said.name for one in arrivals(cast.clerk).lines) == ["周九", "钱七"]


def test_a_list_needs_its_source_and_holds_below_and_nowhere_else(
    cast: Cast, street: Street
) -> None:
    with pytest.raises(Problem, match="risk_list_no_source"):
        take_risk_list(cast.clerk, LIST, " ")
    with pytest.raises(Problem, match="right_missing"):
        take_risk_list(cast.captain, LIST, "省里")
    take_risk_list(cast.clerk, LIST, "省里")
    assert len(risk_list(cast.captain).areas) == 2
    assert risk_list(cast.outsider).id is None
    assert risk_list(cast.duty_officer).id is None


def test_nobody_is_restricted_by_coming_back_the_order_is_the_authoritys(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    ident = announce(cast.captain, told())
    assert arrival(cast.captain, ident).waits
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders")
        assert cursor.fetchone() == (0,)
    people = (str(street.aunt_zhang.id),)
    own = draft(regime="home_isolation", paths=(), residents=people, document="告知书")
    confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    # An order on somebody else of the home decides nothing about her.
    line = arrival(cast.captain, ident)
    assert (line.decided, line.at_home_decided, line.waits) == (False, True, True)
    own_line = arrival(cast.captain, announce(cast.captain, told(name=street.aunt_zhang.name)))
    assert (own_line.decided, own_line.waits) == (True, False)


def test_the_gate_sees_who_is_expected_and_not_from_where(cast: Cast, street: Street) -> None:
    announce(cast.captain, told(transport="G1234"))
    announce(cast.captain, told(name="吴十", telephone="", expected_on=TODAY + timedelta(days=1)))
    (line,) = expected_at_gate(cast.volunteer).lines
    assert (line.name, line.door) == ("周九", "锦绣城 1号楼 1单元 202")
    assert "G1234" not in repr(line)
    assert "滑县" not in repr(line)
    with pytest.raises(Problem, match="right_missing"):
        arrivals(cast.volunteer)
    came(cast.volunteer, line.id)
    assert arrival(cast.captain, line.id).came_by == "陈志愿者"
    with pytest.raises(Problem, match="arrival_came_already"):
        came(cast.volunteer, line.id)
    # The night desk: whoever stands on no list is noted and is home.
    arrive(cast.volunteer, told(name="郑一", telephone="13800000010"))
    assert len(expected_at_gate(cast.volunteer).lines) == 2


def test_who_wrote_neither_name_nor_door_has_no_line_of_hers_at_the_gate(
    cast: Cast, street: Street
) -> None:
    text = "#接龙\n返郑报备\n\n1. 从安阳滑县回来 G1234 1.10\n"
    relay = take_relay(cast.clerk, text, Kind.ARRIVALS, COMPOUND)
    for one in relay_page(cast.clerk, relay.relay).entries:
        confirm_entry(cast.clerk, relay.relay, one.id)
    (line,) = expected_at_gate(cast.volunteer).lines
    assert line.name == "（没写姓名）"
    for secret in ("滑县", "G1234"):
        assert secret not in repr(line)
    assert "滑县" in arrival(cast.clerk, line.id).said.words


def test_a_gate_entry_is_one_act_and_twice_is_once(cast: Cast, street: Street) -> None:
    noted = announce(cast.clerk, told())
    rough = told(telephone="", origin="河南", left_on=None)
    assert arrive(cast.volunteer, rough) == noted
    assert arrive(cast.volunteer, rough) == noted
    line = arrival(cast.clerk, noted)
    assert line.came_by == "陈志愿者"
    assert (line.said.origin, line.said.left_on) == ("安阳滑县", TODAY)
    # Two days later she is back from another way: the gate lets her in and notes it.
    with clock.fixed(clock.now() + timedelta(days=2)):
        again = arrive(cast.volunteer, told(expected_on=TODAY + timedelta(days=2)))
        assert again != noted
        assert arrival(cast.clerk, again).came_at is not None


def test_a_relay_fills_what_is_empty_and_overwrites_nothing(cast: Cast, street: Street) -> None:
    noted = announce(
        cast.clerk, told(path=f"{PATH}1/1/101/", name="赵六", telephone="", left_on=None)
    )
    for rougher in ("安阳", "滑县"):
        import_relay(cast.clerk, RELAY.replace("安阳滑县", rougher), Kind.ARRIVALS, COMPOUND)
    said = arrival(cast.clerk, noted).said
    assert (said.origin, said.left_on, said.before) == ("安阳滑县", date(2022, 1, 8), ())


def test_a_weekday_alone_is_asked_about(cast: Cast, street: Street) -> None:
    text = "#接龙\n返郑报备\n\n1. 钱七 1-1-102 从洛阳回来 周五\n"
    import_relay(cast.clerk, text, Kind.ARRIVALS, COMPOUND)
    take_risk_list(cast.clerk, LIST, "省里")
    (line,) = arrivals(cast.clerk).lines
    assert (line.said.unclear, line.sure) == ("周五", False)


def test_who_does_not_wait_signs_nothing_and_gets_nothing_for_fourteen_days(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    here = announce(cast.clerk, told(origin="洛阳"))
    there = announce(cast.clerk, told(path=f"{PATH}1/1/201/"))
    for one in (here, there):
        came(cast.clerk, one)
    held = {
        one.arrival: {item.zh: item.many for item in one.items} for one in kits(cast.clerk).homes
    }
    assert "告知书、承诺书（要签字）" not in held[here]
    assert "告知书、承诺书（要签字）" in held[there]
    assert held[here]["口罩"] < 14 <= held[there]["口罩"]


def test_posts_elsewhere_see_nothing_and_note_nothing(cast: Cast, street: Street) -> None:
    ident = announce(cast.captain, told())
    for refused in (
        lambda: arrival(cast.outsider, ident),
        lambda: came(cast.outsider, ident),
        lambda: hand_kit(cast.outsider, ident),
    ):
        with pytest.raises(Problem, match="arrival_unknown"):
            refused()
    with pytest.raises(Problem, match="area_not_yours"):
        announce(cast.outsider, told())
    with pytest.raises(Problem, match="right_missing"):
        announce(cast.sampler, told())
    assert expected_at_gate(cast.outsider).lines == []


def test_six_answers_and_a_kit_belong_to_a_home_and_a_home_gets_one(
    cast: Cast, street: Street
) -> None:
    nowhere = announce(cast.clerk, told(path=PATH, name="王二", telephone=""))
    with pytest.raises(Problem, match="arrival_no_home"):
        answer(cast.clerk, nowhere, {})
    with pytest.raises(Problem, match="arrival_no_home"):
        hand_kit(cast.clerk, nowhere)
    first = announce(cast.clerk, told(path=f"{PATH}1/1/201/"))
    second = announce(
        cast.clerk, told(path=f"{PATH}1/1/201/", name="周小九", telephone="13800000011")
    )
    for one in (first, second):
        came(cast.clerk, one)
    answer(cast.captain, first, dict.fromkeys(QUESTIONS, "yes"))
    assert arrival(cast.captain, first).suited.fit is True
    # A correction leaves the answers as they are.
    announce(cast.captain, told(path=f"{PATH}1/1/201/", origin="洛阳"), first)
    line = arrival(cast.clerk, first)
    assert (line.said.origin, line.suited.fit) == ("洛阳", True)
    (home,) = kits(cast.captain).homes
    assert home.people == 4
    hand_kit(cast.captain, home.arrival)
    assert kits(cast.captain).homes == []
    with pytest.raises(Problem, match="arrival_kit_given"):
        hand_kit(cast.captain, second)


def test_the_unsure_homes_door_is_written_later(cast: Cast, street: Street) -> None:
    ident = announce(cast.clerk, told(path=PATH))
    announce(cast.clerk, told(path=f"{PATH}1/1/202/"), ident)
    assert arrival(cast.captain, ident).household == street.households["1/1/202"].id
    drop(cast.captain, ident)
    with pytest.raises(Problem, match="arrival_unknown"):
        arrival(cast.captain, ident)


def test_what_was_said_lies_sealed_and_the_log_names_no_place(cast: Cast, street: Street) -> None:
    announce(cast.captain, told())
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT said_sealed, who_key FROM arrival")
        ((said, key),) = cursor.fetchall()
        cursor.execute("SELECT body FROM event WHERE kind LIKE 'arrival.%'")
        bodies = [bytes(body) for (body,) in cursor.fetchall()]
    for secret in ("安阳", "周九", "13800000009"):
        assert secret.encode() not in bytes(said) + bytes(key)
        assert all(secret.encode() not in body for body in bodies)


def test_a_page_ends_after_fifty_and_the_next_begins_behind(cast: Cast, street: Street) -> None:
    for n in range(53):
        announce(cast.clerk, told(path=PATH, name=f"第{n}人", telephone=""))
    first = arrivals(cast.clerk)
    assert (len(first.lines), bool(first.after)) == (50, True)
    second = arrivals(cast.clerk, after=first.after)
    assert (len(second.lines), second.after) == (3, "")
    assert not {one.id for one in first.lines} & {one.id for one in second.lines}
    assert len(arrivals(cast.clerk, after="nonsense").lines) == 50
