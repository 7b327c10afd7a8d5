"""Signing up: by relay, behind a printed code, by ledger, as a crew without names; nobody stands twice."""

import io
from dataclasses import replace

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMMUNITY, COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions import force, sign_up
from wumen.actions.relay import import_relay
from wumen.queries.force import member, members, same_members
from wumen.records import clock, sealing
from wumen.records.models import CrewMember, ForceCallUp, ForceMember
from wumen.records.scope import WHOLE, scoped
from wumen.rules.force import Bar, Half, Work, bars, bit
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind
from wumen.rules.sign_up import CALL_UP_LASTS, SignUp

PATH = "410102/410102003/410102003008/jxc/"
CHEN = SignUp("陈志愿者", "13900000001")
RELAY = """#接龙
锦绣城党员先锋队报名接龙

1. 尹云 13900000011 1-1-101 可负责1、2
2. 2号楼贾伟 电话13900000012 上午 会开车 不值夜班
3. 曾轩 3号楼 13900000013 3号楼
谁家的猫在楼下叫了一夜
"""


def test_a_relay_makes_people_of_the_force_with_their_wishes(cast: Cast, street: Street) -> None:
    import_relay(cast.clerk, RELAY, Kind.VOLUNTEERS, COMPOUND)
    found = {one.name: one for one in members(cast.clerk)}
    assert set(found) == {"尹云", "贾伟", "曾轩"}
    assert found["尹云"].lives == f"{PATH}1/1/101/"
    assert [path for path, _ in found["尹云"].wished] == [f"{PATH}1/", f"{PATH}2/"]
    jia = found["贾伟"].serving
    assert jia.profession == "party_member"
    assert jia.skills == {"drives"}
    assert jia.wishes == {"no_nights"}
    assert jia.free & bit(1, Half.MORNING)
    assert not jia.free & bit(1, Half.AFTERNOON)


def test_a_relay_once_more_supersedes_and_doubles_nobody(cast: Cast, street: Street) -> None:
    import_relay(cast.clerk, RELAY, Kind.VOLUNTEERS, COMPOUND)
    again = RELAY.replace("13900000013 3号楼", "13900000013 1号楼") + "4. 孙二 13900000014 2号楼\n"
    import_relay(cast.clerk, again, Kind.VOLUNTEERS, COMPOUND)
    found = {one.name: one for one in members(cast.clerk)}
    assert len(found) == 4
    assert [path for path, _ in found["曾轩"].wished] == [f"{PATH}1/"]


def test_who_may_not_keep_the_crew_confirms_a_relay_and_enlists_nobody(
    cast: Cast, street: Street
) -> None:
    import_relay(cast.captain, RELAY, Kind.VOLUNTEERS, f"{COMPOUND}/1")
    assert members(cast.clerk) == []


def test_behind_a_code_one_signs_up_and_the_office_confirms(cast: Cast) -> None:
    made = sign_up.call_up(cast.clerk, COMPOUND, "党员先锋队报名")
    call_up, buildings = sign_up.opened(made.code, "10.0.0.1")
    assert call_up.title == "党员先锋队报名"
    assert len(buildings) == 3
    said = replace(CHEN, lives=f"{PATH}2/", wished=(f"{PATH}2/",))
    sign_up.sign_up(made.code, "10.0.0.1", said)
    (line,) = members(cast.clerk)
    assert line.waits
    with pytest.raises(Problem, match="force_unconfirmed"):
        force.deploy(cast.clerk, [line.member], force.NewDeployment("打电话", clock.today(), "am"))
    force.confirm(cast.clerk, [line.member])
    assert not member(cast.clerk, line.member).waits


def test_from_outside_nobody_changes_an_entry_that_the_office_knows(cast: Cast) -> None:
    made = sign_up.call_up(cast.clerk, COMPOUND, "报名")
    row = force.enlist(cast.clerk, COMPOUND, CHEN, "office")
    sign_up.sign_up(made.code, "10.0.0.1", replace(CHEN, name="别人", profession="medic"))
    line = member(cast.clerk, row.id)
    assert (line.name, line.serving.profession) == ("陈志愿者", "volunteer")


def test_a_code_ends_by_hand_and_by_itself_and_wrong_ones_are_counted(cast: Cast) -> None:
    made = sign_up.call_up(cast.clerk, COMPOUND, "报名")
    with clock.fixed(clock.now() + CALL_UP_LASTS), pytest.raises(Problem, match="force_code"):
        sign_up.opened(made.code, "10.0.0.1")
    sign_up.end_call_up(cast.clerk, made.call_up.id)
    with pytest.raises(Problem, match="force_code_unknown"):
        sign_up.opened(made.code, "10.0.0.2")
    for _ in range(20):
        with pytest.raises(Problem):
            sign_up.opened("x" * 20, "10.0.0.3")
    with pytest.raises(Problem, match="door_locked"):
        sign_up.opened("x" * 20, "10.0.0.3")
    with scoped(WHOLE):
        kept = [bytes(one.code_key) for one in ForceCallUp.objects.all()]
    assert made.code.encode() not in b"".join(kept)


def workbook_of(rows: list[list[str]]) -> bytes:
    """A workbook with these rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def test_a_ledger_enlists_each_once_and_names_the_rows_that_it_could_not_take(cast: Cast) -> None:
    rows = [
        ["姓名", "电话", "身份", "楼栋"],
        ["甲", "13900000021", "物业", "2号楼"],
        ["乙", "139", "党员", ""],
        ["甲", "13900000021", "物业", "3号楼"],
    ]
    reading = sign_up.read_file(cast.clerk, workbook_of(rows))
    outcome = sign_up.take_ledger(cast.clerk, COMPOUND, reading)
    assert (outcome.new, [one.row for one in outcome.unread]) == (1, [3])
    (line,) = members(cast.clerk)
    assert (line.lives, line.serving.profession) == (f"{PATH}3/", "property")


def test_six_medics_without_names_are_one_contact_with_one_post(cast: Cast) -> None:
    said = SignUp("刘联系人", "13900000031", "medic", "市三院", people=6)
    sign_up.enlist_crew(cast.clerk, COMMUNITY, said, "sampler")
    (line,) = members(cast.clerk)
    assert line.serving.people == 6
    assert [role for role, _ in line.posts] == ["sampler"]


def test_the_telephone_is_sealed_and_limits_are_too(cast: Cast) -> None:
    row = force.enlist(cast.clerk, COMPOUND, replace(CHEN, limits=("no_lifting",)), "office")
    with scoped(WHOLE):
        kept = ForceMember.objects.get(id=row.id)
        crew = CrewMember.objects.get(id=row.person_id)
    assert b"13900000001" not in bytes(crew.telephone_sealed or b"")
    assert b"no_lifting" not in bytes(kept.limits_sealed or b"")
    assert bytes(kept.telephone_key or b"") == sealing.keyed("force_phone", "13900000001")
    assert member(cast.clerk, row.id).telephone.startswith("139***")


def test_two_entries_of_one_person_are_shown_and_merged(cast: Cast) -> None:
    first = force.enlist(cast.clerk, COMPOUND, replace(CHEN, skills=("drives",)), "office")
    second = force.enlist(cast.clerk, COMMUNITY, replace(CHEN, skills=("calls",)), "ledger")
    ((one, other),) = same_members(cast.clerk)
    assert {one.member, other.member} == {first.id, second.id}
    force.merge(cast.clerk, first.id, second.id)
    assert [line.serving.skills for line in members(cast.clerk)] == [{"drives", "calls"}]
    with pytest.raises(Problem, match="force_merge_self"):
        force.merge(cast.clerk, first.id, first.id)


def test_an_order_on_the_resident_or_her_building_holds_her(cast: Cast, street: Street) -> None:
    aunt = street.aunt_zhang
    said = SignUp("张阿姨", "13800000001", lives=f"{PATH}2/")
    row = force.enlist(cast.clerk, COMPOUND, said, "office")
    assert member(cast.clerk, row.id).serving.held == ""
    ordered(cast, regime="home_isolation", paths=(), residents=(str(aunt.id),))
    line = member(cast.clerk, row.id)
    assert line.serving.held == "home_isolation"
    assert bars(line.serving, Work(clock.today()))[0] is Bar.HELD
    other = force.enlist(cast.clerk, COMPOUND, replace(CHEN, lives=f"{PATH}2/"), "office")
    ordered(cast, "2", document="通告第2号")
    assert member(cast.clerk, other.id).serving.held == "lockdown"


def test_another_community_sees_and_changes_none_of_them(cast: Cast) -> None:
    row = force.enlist(cast.clerk, COMPOUND, CHEN, "office")
    assert members(cast.outsider) == []
    with pytest.raises(Problem, match="force_unknown"):
        force.note_state(cast.outsider, row.id)
    with pytest.raises(Problem, match="right_missing"):
        members(cast.captain)


def test_a_ledger_of_hundreds_asks_no_more_than_one_of_two(cast: Cast) -> None:
    def asks(first: int, many: int) -> int:
        rows = [["姓名", "电话", "楼栋", "意向楼栋", "身体"]]
        rows += [
            [f"批量{n}", f"1990000{n:04d}", "2号楼", "2号楼、3号楼", "不能搬重物"]
            for n in range(first, first + many)
        ]
        reading = sign_up.read_file(cast.clerk, workbook_of(rows))
        with CaptureQueriesContext(connection) as asked:
            outcome = sign_up.take_ledger(cast.clerk, COMPOUND, reading)
        assert outcome.new == many
        return len(asked)

    few = asks(0, 2)
    assert asks(10, 300) <= few
    assert len(members(cast.clerk)) == 302
