"""What a group asks for stands as requests of its homes: one each, none twice, danger to life before a person looks."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import OUTBREAK, Street, at, ordered
from tests.whole_words import in_full
from wumen.actions.duties.plan import plan_day
from wumen.actions.instructions import end, give
from wumen.actions.relay import confirm_clear, confirm_entry, drop_entry, import_relay, take_relay
from wumen.queries.audit import audit
from wumen.queries.instructions import InstructionLine, instructions
from wumen.queries.relay import RelayPage, relay_page
from wumen.records import clock
from wumen.records.models import (
    Area,
    Duty,
    ForceMember,
    Household,
    Instruction,
    Outbreak,
    RelayEntry,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.instructions import InstructionDraft
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind

DAY = at(1, 10).date()
DATA = Path(__file__).parent.parent / "data"
GROUP = f"{COMPOUND}/1"
ONE, TWO, THREE, AUNT = (f"{PATH}1/1/{room}/" for room in (101, 102, 201, 202))
LIST = """#接龙
1号楼需要什么

1. 1-1-101 爸爸胸痛喘不上气，13800000009
2. 1-1-102 胰岛素，只剩1天
3. 1-1-201 鸡蛋30个、大米10斤
4. 1-1-202 张阿姨 降压药
"""


def pasted(cast: Cast, text: str, kind: Kind = Kind.NEEDS, group: str = GROUP) -> RelayPage:
    return relay_page(cast.captain, take_relay(cast.captain, text, kind, group).relay)


def again(cast: Cast, page: RelayPage) -> RelayPage:
    return relay_page(cast.captain, page.id)


def standing(cast: Cast) -> dict[str, InstructionLine]:
    """What is asked for and open, by door; of a door with several the last."""
    return {one.area: one for one in instructions(cast.secretary)}


def told(cast: Cast) -> list[tuple[str, str, str]]:
    lines = in_full(cast.secretary, instructions(cast.secretary))
    return sorted((one.area, one.urgency, one.said.text) for one in lines)


def differences(cast: Cast) -> list[str]:
    return [one.kind for one in audit(cast.operator).differences]


@pytest.fixture
def planned(cast: Cast, street: Street) -> Cast:
    """A day that is planned, so that what is asked for stands as a duty at once."""
    ordered(cast, "1")
    plan_day(cast.operator, DAY)
    return cast


def test_every_confirmed_need_stands_at_its_home_with_owner_hour_and_urgency(planned: Cast) -> None:
    with clock.fixed(at(1, 10, 9)):
        page = pasted(planned, LIST)
        assert confirm_clear(planned.captain, page.id) == 3
        confirm_entry(planned.captain, page.id, page.to_look[0].id)
        assert told(planned) == [
            (ONE, "life", "1-1-101 爸爸胸痛喘不上气"),
            (TWO, "urgent", "胰岛素，还剩 1 天"),
            (THREE, "normal", "鸡蛋30个、大米10斤"),
            (AUNT, "urgent", "降压药，张阿姨"),
        ]
        found = standing(planned)
        assert {one.owner.name for one in found.values() if one.owner} == {"李楼长"}
        assert found[ONE].due_at == at(1, 10, 9) + timedelta(minutes=30)
        assert (found[TWO].due_at, found[THREE].due_at) == (at(1, 10, 11), at(1, 10, 20))
        assert found[TWO].said.passed_on_by == "李楼长（粘贴接龙）"
        became = {one.entry.line: one.asked for one in again(planned, page).entries}
        assert {line: one.number for line, one in became.items() if one} == {
            line: found[door].number for line, door in enumerate((ONE, TWO, THREE, AUNT), 1)
        }
        assert differences(planned) == []
    with scoped(WHOLE):
        duties = Duty.objects.filter(day=DAY, what="request", state="open")
        assert sorted(duties.values_list("area", flat=True)) == [ONE, TWO, THREE, AUNT]


def test_what_is_due_between_two_seconds_is_counted_as_it_stands(planned: Cast) -> None:
    with clock.fixed(at(1, 10, 9) + timedelta(milliseconds=700)):
        pasted(planned, LIST)
        assert differences(planned) == []


def test_danger_to_life_is_handed_on_when_it_is_pasted_and_nothing_else_is(planned: Cast) -> None:
    page = pasted(planned, LIST)
    assert told(planned) == [(ONE, "life", "1-1-101 爸爸胸痛喘不上气")]
    (danger,) = page.danger
    assert danger.asked
    assert (danger.state, danger.asked.closed) == ("open", None)
    confirm_entry(planned.captain, page.id, danger.id)
    assert told(planned) == [(ONE, "life", "1-1-101 爸爸胸痛喘不上气")]
    end(planned.secretary, danger.asked.number, "cancelled", "已送医院")
    assert again(planned, page).danger == []


def test_danger_to_life_that_somebody_lays_aside_stands_all_the_same(planned: Cast) -> None:
    page = pasted(planned, LIST)
    drop_entry(planned.captain, page.id, page.danger[0].id)
    assert [one[1] for one in told(planned)] == ["life"]
    assert len(again(planned, page).danger) == 1


# A list of volunteers tells of what people can do: there a word of medicine is no cry for help.
@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.VOLUNTEERS])
def test_danger_to_life_stands_whatever_list_it_is_told_in(planned: Cast, kind: Kind) -> None:
    pasted(planned, "#接龙\n1号楼\n\n1. 1-1-101 胸痛喘不上气\n", kind)
    assert [(area, urgency) for area, urgency, _ in told(planned)] == [(ONE, "life")]


def test_danger_to_life_outside_the_list_and_at_no_known_door_stands_at_the_group_s_place(
    planned: Cast,
) -> None:
    text = (
        "#接龙\n需要\n\n1. 1-1-201 鸡蛋\n邻居家有人昏迷叫不醒\n2. 9-9-909 胸痛\n3. 8-8-808 胸痛\n"
    )
    page = pasted(planned, text)
    assert told(planned) == [
        (f"{PATH}1/", "life", "8-8-808 胸痛"),
        (f"{PATH}1/", "life", "9-9-909 胸痛"),
        (f"{PATH}1/", "life", "邻居家有人昏迷叫不醒"),
    ]
    assert len(page.danger) == 3
    assert page.unread == []


def test_a_line_outside_a_list_of_volunteers_makes_nobody_a_volunteer(planned: Cast) -> None:
    text = "#接龙\n志愿者\n\n1. 李明 13800000031\n有人昏迷叫不醒 13800000032\n"
    page = relay_page(
        planned.clerk, take_relay(planned.clerk, text, Kind.VOLUNTEERS, COMPOUND).relay
    )
    (line,) = page.danger
    confirm_entry(planned.clerk, page.id, line.id)
    assert [one[1] for one in told(planned)] == ["life"]
    with scoped(WHOLE):
        assert not ForceMember.objects.exists()


def test_a_door_that_is_found_later_takes_the_request_from_the_group(planned: Cast) -> None:
    page = pasted(planned, "#接龙\n需要\n\n1. 9-9-909 胸痛\n")
    first = standing(planned)[f"{PATH}1/"]
    confirm_entry(planned.captain, page.id, page.danger[0].id, "1-1-102")
    assert [(area, urgency) for area, urgency, _ in told(planned)] == [(TWO, "life")]
    with scoped(WHOLE):
        assert "找到了门" in Instruction.objects.get(number=first.number).closed_why


def test_the_same_paste_and_the_same_wish_make_nothing_twice(planned: Cast) -> None:
    with clock.fixed(at(1, 10, 9)):
        import_relay(planned.captain, LIST, Kind.NEEDS, GROUP)
    before = told(planned)
    with clock.fixed(at(1, 10, 10)):
        import_relay(planned.captain, LIST, Kind.NEEDS, GROUP)
        more = LIST.replace("需要什么", "还需要什么") + "5. 1-1-202 降压药，谢谢\n"
        import_relay(planned.captain, more, Kind.NEEDS, GROUP)
    assert told(planned) == before
    assert differences(planned) == []


def test_a_line_that_says_what_stands_open_at_its_home_is_that_request(planned: Cast) -> None:
    asked = InstructionDraft(
        *(
            "resident",
            "需求（东西）：胰岛素、血糖试纸",
            "本人",
            at(1, 10, 6),
            at(1, 10, 20),
            "captain",
        ),
        path=f"{COMPOUND}/1/1/102",
        urgency="urgent",
    )
    number = give(planned.clerk, asked, OUTBREAK).number
    page = pasted(planned, "#接龙\n需要\n\n1. 1-1-102 胰岛素\n2. 1-1-102 鸡蛋\n")
    confirm_clear(planned.captain, page.id)
    one, two = (line.asked for line in again(planned, page).entries)
    assert one and two
    assert (one.number, two.number > number) == (number, True)


def test_what_stands_as_less_urgent_holds_up_nothing(planned: Cast) -> None:
    calm = InstructionDraft(
        *("resident", "胸痛", "本人", at(1, 10, 6), at(1, 10, 20), "captain"),
        path=f"{COMPOUND}/1/1/102",
    )
    give(planned.clerk, calm, OUTBREAK)
    pasted(planned, "#接龙\n需要\n\n1. 1-1-102 胸痛\n")
    assert ("life", "1-1-102 胸痛") in [one[1:] for one in told(planned)]


def test_what_the_group_changed_replaces_what_could_wait_and_no_medicine(planned: Cast) -> None:
    first = "#接龙\n需要\n\n1. 1-1-101 大米\n2. 1-1-102 胰岛素\n3. 1-1-201 油\n"
    later = "#接龙\n需要\n\n1. 1-1-101 大米10斤\n2. 1-1-102 鸡蛋\n"
    import_relay(planned.captain, first, Kind.NEEDS, GROUP)
    page = pasted(planned, later)
    assert {one.entry.line: one.asked is not None for one in page.entries}[1]
    confirm_clear(planned.captain, page.id)
    assert {one[2] for one in told(planned)} == {"大米10斤", "胰岛素", "鸡蛋", "油"}
    assert differences(planned) == []


def test_who_says_she_needs_it_no_more_asks_for_nothing(planned: Cast) -> None:
    page = pasted(planned, "#接龙\n需要\n\n1. 1-1-101 大米 取消\n")
    confirm_entry(planned.captain, page.id, page.entries[0].id)
    assert told(planned) == []
    assert differences(planned) == []


def test_who_needs_the_samplers_at_home_stands_as_a_request_and_is_sampled_by_no_word(
    planned: Cast,
) -> None:
    page = pasted(planned, "#接龙\n\n1. 1-1-202 张阿姨 85岁老人\n", Kind.HOME_SAMPLING)
    confirm_clear(planned.captain, page.id)
    assert told(planned) == [(AUNT, "normal", "上门核酸：85岁老人，张阿姨")]
    with scoped(WHOLE):
        assert not Duty.objects.filter(what="sampling", state="done").exists()
    assert differences(planned) == []


def test_without_an_outbreak_a_paste_is_kept_and_a_need_is_never_confirmed_into_nothing(
    cast: Cast, street: Street
) -> None:
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=clock.now())
    page = pasted(cast, LIST)
    assert [one.asked for one in page.danger] == [None]
    with pytest.raises(Problem) as refused:
        confirm_clear(cast.captain, page.id)
    assert refused.value.code == "outbreak_not_open"
    import_relay(cast.captain, LIST, Kind.NEEDS, GROUP)
    assert {one.state for one in again(cast, page).entries} == {"open"}
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=None)
    pasted(cast, LIST)
    assert [one[1] for one in told(cast)] == ["life"]


@pytest.mark.parametrize("kind", [Kind.NEEDS, Kind.HOME_SAMPLING])
def test_the_lists_of_the_offices_stand_whole(cast: Cast, street: Street, kind: Kind) -> None:
    """Every line of a pasted list is a request of its door with all that it asks; a medicine is urgent."""
    name = f"relay-{kind.replace('_', '-')}"
    truth = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    doors = {line["line"]: _door(line) for line in truth}
    with scoped(WHOLE):
        known = set(Household.objects.values_list("area", flat=True))
        new = sorted(set(doors.values()) - known)
        Area.objects.bulk_create(
            Area(area=one, kind="household", name=one.split("/")[-2]) for one in new
        )
        Household.objects.bulk_create(Household(area=one, registered_at=at(1, 8)) for one in new)
    page = relay_page(cast.clerk, take_relay(cast.clerk, text, kind, COMPOUND).relay)
    for one in page.entries:
        confirm_entry(cast.clerk, page.id, one.id, doors[one.entry.line])
    lines = in_full(cast.secretary, instructions(cast.secretary))
    asked = {one.number: one for one in lines}
    entries = relay_page(cast.clerk, page.id).entries
    became = {one.entry.line: asked[one.asked.number] for one in entries if one.asked}
    assert {line: one.area for line, one in became.items()} == doors
    for line in truth:
        one = became[line["line"]]
        assert one.urgency == ("urgent" if line.get("medicine") else "normal")
        assert all(item in one.said.text for item in line.get("items", [line.get("why")]))
        assert not line.get("phone") or line["phone"] not in one.said.text


def _door(line: dict[str, Any]) -> str:
    parts = line.get("household") or [line["building"], line["unit"], line["room"]]
    return f"{PATH}{'/'.join(map(str, parts))}/"


def test_a_list_costs_as_many_statements_whatever_its_length(planned: Cast) -> None:
    def cost(lines: list[str], title: str) -> int:
        page = pasted(planned, f"#接龙\n{title}\n\n" + "\n".join(lines))
        with CaptureQueriesContext(connection) as asked:
            confirm_clear(planned.captain, page.id)
        return len(asked)

    doors = ("102", "202")
    # The first of a day also makes the key under which its words are sealed.
    cost(["1. 1-1-101 盐"], "凌晨")
    few = cost(["1. 1-1-201 面"], "早上")
    many = cost(
        [f"{n}. 1-1-{doors[n % 2]} {n}袋面" for n in range(1, 41)],
        "晚上",
    )
    assert many == few


def test_danger_laid_aside_when_nobody_could_be_asked_is_looked_at_again(planned: Cast) -> None:
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=clock.now())
    page = pasted(planned, LIST)
    drop_entry(planned.captain, page.id, page.danger[0].id)
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=None)
    assert differences(planned) == ["need_unasked"]
    (line,) = again(planned, page).to_look
    confirm_entry(planned.captain, page.id, line.id)
    assert [one[1] for one in told(planned)] == ["life"]
    assert differences(planned) == []


def test_the_audit_asks_of_a_list_that_was_pasted_anew_only_what_its_last_paste_says(
    planned: Cast,
) -> None:
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=clock.now())
    danger = "#接龙\n需要\n\n1. 1-1-101 爸爸胸痛喘不上气\n"
    pasted(planned, danger)
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=None)
    assert differences(planned) == ["need_unasked"]
    pasted(planned, danger + "2. 1-1-102 大米\n")
    assert [one[1] for one in told(planned)] == ["life"]
    assert differences(planned) == []


def test_the_audit_still_asks_of_danger_that_its_group_took_out_before_anybody_was_asked(
    planned: Cast,
) -> None:
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=clock.now())
    pasted(planned, "#接龙\n需要\n\n1. 1-1-101 爸爸胸痛喘不上气\n2. 1-1-102 大米\n")
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=None)
    pasted(planned, "#接龙\n需要\n\n1. 1-1-102 大米\n")
    assert differences(planned) == ["need_unasked"]


# What somebody with the application's password, or a mistake, could do to confirmed needs.
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE relay_entry SET asked = NULL WHERE state = 'taken'",
        "UPDATE relay_entry SET asked = 999999 WHERE state = 'taken'",
        "UPDATE relay_entry SET state = 'taken', decided_by = gen_random_uuid(), decided_at = now(),"
        " asked = NULL",
        "UPDATE relay_entry SET asked = NULL WHERE state = 'open'",
    ],
)
def test_the_audit_finds_a_need_that_stands_as_no_request(planned: Cast, statement: str) -> None:
    page = pasted(planned, LIST)
    confirm_clear(planned.captain, page.id)
    assert differences(planned) == []
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    assert set(differences(planned)) == {"need_unasked"}


def test_a_confirmed_need_that_stands_nowhere_is_looked_at_and_confirmed_again(
    planned: Cast,
) -> None:
    page = pasted(planned, "#接龙\n需要\n\n1. 1-1-101 大米\n")
    confirm_clear(planned.captain, page.id)
    with scoped(WHOLE):
        RelayEntry.objects.update(asked=None)
    (line,) = again(planned, page).to_look
    confirm_entry(planned.captain, page.id, line.id)
    assert again(planned, page).to_look == []
    assert differences(planned) == []
    for decided in (line.id, UUID(int=1)):
        with pytest.raises(Problem) as refused:
            confirm_entry(planned.captain, page.id, decided)
    assert refused.value.code == "relay_entry_unknown"
