"""At a gate without a phone: noted as the rule says, exceptions with a reason; a sheet counts once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions import gate_passes
from wumen.actions.gate_passes import give_pass, take_back
from wumen.actions.gate_sheets import KeyedIn, key_gate_sheet, print_gate_sheets
from wumen.actions.outings import come_back, go_out
from wumen.actions.passages import AtGate, Noted, correct, note
from wumen.actions.retention import cut_movements
from wumen.queries.gate_passes import one_pass, passes
from wumen.queries.gate_sheets import gate_sheets, guarded_today, one_gate_sheet
from wumen.queries.movement import may_go
from wumen.queries.movements import passage_days
from wumen.queries.passages import gate_day, holder_of, passed_today
from wumen.records import clock
from wumen.records.models import GatePass, Passage
from wumen.records.scope import WHOLE, scoped
from wumen.rules.entries import Coming
from wumen.rules.gate_passes import NO_PASS, PassDraft, as_printed
from wumen.rules.movement import Asked, Purpose, Verdict
from wumen.rules.outings import OutingDraft
from wumen.rules.passages import Decision
from wumen.rules.problems import Problem

NOW = at(1, 10, 10)
DAY = NOW.date()
WEEK = NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def ten_oclock() -> Iterator[None]:
    """It is ten in the morning."""
    with clock.fixed(NOW):
        yield


def gate(cast: Cast, way: str, text: str, **more: str) -> Noted:
    """陈志愿者 at the compound's gate types a line."""
    return note(cast.volunteer, AtGate(COMPOUND, way, text, **more))


def rows() -> list[Passage]:
    with scoped(WHOLE):
        return list(Passage.objects.order_by("noted_at", "line"))


def resident(street: Street, door: str, place: int = 0) -> str:
    with scoped(WHOLE):
        return str(street.households[door].residents.order_by("place")[place].id)


def test_one_compound_has_two_regimes_and_the_line_is_noted_as_each_says(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    shut, free = gate(cast, "out", "1-1-101 上班"), gate(cast, "out", "2-1-101 上班")
    assert (shut.judged.answer.verdict, shut.decision) == (Verdict.NOT_NOW, Decision.ADVISED)
    assert (free.judged.answer.verdict, free.decision) == (Verdict.LET_THROUGH, Decision.PASSED)
    assert gate(cast, "out", "1-1-101 透析").decision is Decision.PASSED
    assert gate(cast, "out", "1-1-101 胸痛").judged.answer.verdict is Verdict.LET_THROUGH
    assert gate(cast, "in", "1-1-101").decision is Decision.PASSED
    assert gate(cast, "in", "外卖 1-1-101").decision is Decision.ADVISED
    assert gate(cast, "in", "护工 1-1-101").decision is Decision.PASSED
    assert gate(cast, "out", "外卖").decision is Decision.PASSED
    # Who did not say where to is answered by the strictest part that she may go to, not as if nothing were closed.
    repair = gate(cast, "in", "维修")
    assert repair.decision is Decision.PASSED
    assert repair.judged.answer.order == shut.judged.answer.order
    assert [one.verdict for one in rows()][:2] == ["not_now", "let_through"]


def test_who_it_was_is_sealed_and_stands_there_for_who_noted_it_alone(
    cast: Cast, street: Street
) -> None:
    gate(cast, "in", "豫A12345 送菜")
    (row,) = rows()
    assert "豫A12345".encode() not in bytes(row.said_sealed)
    assert [one.words for one in gate_day(cast.volunteer, COMPOUND).latest] == ["豫A12345 送菜"]
    assert [one.words for one in gate_day(cast.clerk, COMPOUND).latest] == [""]


def test_what_was_not_written_is_asked_where_it_matters_and_nowhere_else(
    cast: Cast, street: Street
) -> None:
    assert gate(cast, "in", "豫A12345").decision is Decision.PASSED
    ordered(cast, "1")
    for way, text, code in (
        ("in", "豫A12345", "passage_kind_missing"),
        ("in", "外卖", "passage_place_missing"),
        ("out", "张阿姨 上班", "passage_place_missing"),
        ("out", "1-1-101", "passage_why_missing"),
        ("out", "9-1-101 上班", "place_not_found"),
        ("", "1-1-101", "passage_way_missing"),
    ):
        with pytest.raises(Problem, match=code):
            gate(cast, way, text)
    assert len(rows()) == 1
    assert gate(cast, "in", "豫A12345 3号楼", chosen="rider").decision is Decision.PASSED
    assert gate(cast, "out", "1-1-101", chosen="doctor").decision is Decision.PASSED
    assert gate(cast, "", "出 2-1-101").decision is Decision.PASSED


def test_a_gate_does_otherwise_only_with_a_reason_and_both_are_counted(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    noted = gate(cast, "out", "1-1-101 上班")
    with pytest.raises(Problem, match="passage_why_needed"):
        correct(cast.volunteer, noted.id, "passed")
    correct(cast.volunteer, noted.id, "passed", "社区电话同意")
    care = gate(cast, "out", "1-1-101 看病")
    with pytest.raises(Problem, match="passage_why_needed"):
        correct(cast.volunteer, care.id, "refused")
    day = gate_day(cast.volunteer, COMPOUND)
    assert (day.otherwise, day.all.went_out, day.all.stopped) == (1, 2, 0)
    assert {one.why for one in day.latest if one.differs} == {"社区电话同意"}
    with clock.fixed(at(1, 11, 9)), pytest.raises(Problem, match="passage_unknown"):
        correct(cast.volunteer, noted.id, "advised")


def test_a_gate_learns_nothing_of_an_order_that_somebody_has_of_her_own(
    cast: Cast, street: Street
) -> None:
    before = gate(cast, "out", "2-1-101 上班")
    ordered(cast, "2/1/101", regime="home_isolation", ground="密切接触者")
    after = gate(cast, "out", "2-1-101 上班")
    assert before.judged.answer == after.judged.answer


def test_where_a_part_of_a_building_is_closed_the_building_alone_is_not_enough(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1/1")
    with pytest.raises(Problem, match="passage_place_missing"):
        gate(cast, "in", "外卖 1号楼")
    assert gate(cast, "in", "外卖 1-1-101").decision is Decision.ADVISED
    assert gate(cast, "out", "1号楼 看病").decision is Decision.PASSED


def test_after_fourteen_days_counts_are_left_and_passes_are_gone(
    cast: Cast, street: Street
) -> None:
    gate(cast, "in", "2-1-101")
    give_pass(
        cast.clerk, PassDraft(NOW, WEEK, resident=resident(street, "2/1/101"), purpose=Purpose.WORK)
    )
    with clock.fixed(at(1, 24, 3)):
        assert cut_movements(cast.operator) == {}
    with clock.fixed(at(1, 31, 3)):
        assert cut_movements(cast.operator) == {"passage_noted": 1}
        assert passage_days(cast.clerk) == [(DAY, 1)]
    assert rows() == []
    assert passes(cast.clerk) == []


def test_a_captain_gives_a_pass_to_who_comes_to_her_building(cast: Cast, street: Street) -> None:
    draft = PassDraft(NOW, WEEK, coming=Coming.CARER, name="王护工", place=f"{COMPOUND}/1")
    number = give_pass(cast.captain, draft)
    take_back(cast.captain, number)
    assert not one_pass(cast.captain, number).open


def test_a_pass_gets_a_number_that_no_other_office_has_given(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = PassDraft(NOW, WEEK, resident=resident(street, "2/1/101"), purpose=Purpose.WORK)
    first = give_pass(cast.clerk, draft)
    with scoped(WHOLE):
        GatePass.objects.filter(number=first).update(area="410102/410102003/410102003009/")
    drawn = iter((int(first), 482913))
    monkeypatch.setattr(gate_passes.sealing, "fresh", lambda size: next(drawn).to_bytes(size))
    assert give_pass(cast.clerk, draft) == "482913"


def test_others_note_nothing_at_this_gate(cast: Cast, street: Street) -> None:
    for viewer, code in ((cast.captain, "right_missing"), (cast.outsider, "area_not_yours")):
        with pytest.raises(Problem, match=code):
            note(viewer, AtGate(COMPOUND, "in", "2-1-101"))


def test_whose_turn_it_is_counts_what_the_machine_and_the_sheet_noted(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    assert gate(cast, "out", "2-1-101 看病").decision is Decision.PASSED
    asked = Asked(Purpose.GOODS)
    who = resident(street, "2/1/101")
    assert may_go(cast.clerk, who, asked).verdict is Verdict.LET_THROUGH
    first = gate(cast, "out", "2-1-101 买菜")
    assert first.decision is Decision.PASSED
    assert may_go(cast.clerk, who, asked).verdict is Verdict.NOT_NOW
    second = gate(cast, "out", "2-1-101 买菜")
    assert second.decision is Decision.ADVISED
    # Somebody turned back, or a slip put right, has not gone out.
    correct(cast.volunteer, first.id, "refused", "本人不去了")
    assert may_go(cast.clerk, who, asked).verdict is Verdict.LET_THROUGH
    other = resident(street, "3/1/102")
    (number,) = print_gate_sheets(cast.clerk, COMPOUND, DAY)
    key_gate_sheet(cast.clerk, number, KeyedIn(cast.volunteer.crew_no, "1 9:00 出 3-1-102 m"))
    assert may_go(cast.clerk, other, asked).verdict is Verdict.NOT_NOW


def test_whose_turn_it_is_is_asked_while_the_clock_runs_on_and_of_no_row_on_paper(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    ticks = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(microseconds=next(ticks)))
    first, second = gate(cast, "out", "2-1-101 买菜"), gate(cast, "out", "2-1-101 买菜")
    assert (first.decision, second.decision) == (Decision.PASSED, Decision.ADVISED)
    (number,) = print_gate_sheets(cast.clerk, COMPOUND, DAY)
    said = KeyedIn(cast.volunteer.crew_no, "1 9:00 出 2-1-101 m")
    assert key_gate_sheet(cast.clerk, number, said).otherwise == []


def test_a_sheet_is_keyed_under_its_rows_and_keyed_again_changes_nothing(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    (number,) = print_gate_sheets(cast.clerk, COMPOUND, DAY)
    said = KeyedIn(
        cast.volunteer.crew_no, "1 815 出 1-1-101 看病；2 进 2-1-101；3 820 出 1-1-102 买菜"
    )
    done = key_gate_sheet(cast.clerk, number, said)
    assert (done.new, done.otherwise, done.unasked) == ([1, 2, 3], [3], [])
    before = [(one.id, one.at, one.decision) for one in rows()]
    again = key_gate_sheet(cast.clerk, number, said)
    assert (again.new, again.changed, again.before) == ([], [], [1, 2, 3])
    assert [(one.id, one.at, one.decision) for one in rows()] == before
    mended = KeyedIn(cast.volunteer.crew_no, "3 820 出 1-1-102 买菜 t；4 830 进 快递")
    third = key_gate_sheet(cast.clerk, number, mended)
    assert (third.new, third.changed, third.unasked) == ([4], [3], [4])
    assert len(rows()) == 4
    day = passed_today(cast.clerk, PATH)
    assert (day.went_in, day.went_out, day.stopped) == (2, 1, 1)


def test_nothing_of_a_sheet_is_noted_as_long_as_one_row_cannot_be_read(
    cast: Cast, street: Street
) -> None:
    (number,) = print_gate_sheets(cast.clerk, COMPOUND, DAY)
    stood = cast.volunteer.crew_no
    for text, code in (
        ("1 815 进 2-1-101；2 乱写", "gate_rows_unread"),
        (" ", "gate_rows_missing"),
    ):
        with pytest.raises(Problem, match=code):
            key_gate_sheet(cast.clerk, number, KeyedIn(stood, text))
    assert rows() == []
    for crew_no, code in ((cast.captain.crew_no, "right_missing"), ("999", "crew_unknown")):
        with pytest.raises(Problem, match=code):
            key_gate_sheet(cast.clerk, number, KeyedIn(crew_no, "1 815 进 2-1-101"))
    with pytest.raises(Problem, match="gate_sheet_unknown"):
        key_gate_sheet(cast.outsider, number, KeyedIn(stood, "1 815 进 2-1-101"))
    with pytest.raises(Problem, match="gate_sheet_day"):
        print_gate_sheets(cast.clerk, COMPOUND, DAY - timedelta(days=1))


def test_sheets_wait_until_they_are_keyed_and_say_whose_word_they_are(
    cast: Cast, street: Street
) -> None:
    first, second = print_gate_sheets(cast.volunteer, COMPOUND, DAY, 2)
    key_gate_sheet(cast.clerk, first, KeyedIn(cast.volunteer.crew_no, "1 815 进 2-1-101"))
    assert [(one.number, one.keyed_at is None) for one in gate_sheets(cast.clerk)] == [
        (second, True),
        (first, False),
    ]
    line, (row,) = one_gate_sheet(cast.clerk, first)
    assert (line.stood, line.keyed_by, line.rows) == ("陈志愿者", "孙内勤", 1)
    assert (row.line, row.words) == (1, "2-1-101")


def test_the_sheet_says_how_each_part_of_the_compound_is_decided(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    shut, free = guarded_today(cast.volunteer, PATH).zones
    assert (shut.places, free.places) == (("1号楼",), ("2号楼", "3号楼"))
    assert {one for one, _ in shut.goes} == {Verdict.NOT_NOW}
    assert {one for one, _ in free.goes} == {Verdict.LET_THROUGH}


def test_a_pass_of_an_outing_opens_for_its_hours_even_under_lockdown_and_ends_with_the_return(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    who = resident(street, "1/1/101")
    draft = PassDraft(NOW, WEEK, resident=who, purpose=Purpose.DIALYSIS)
    with pytest.raises(Problem, match="pass_outing_only"):
        give_pass(cast.clerk, draft)
    outing = go_out(cast.clerk, OutingDraft(who, NOW, NOW + timedelta(hours=4), "看病就医"))
    number = give_pass(cast.clerk, PassDraft(outing=str(outing)))
    noted = gate(cast, "out", number)
    assert noted.decision is Decision.PASSED
    holder = holder_of(cast.volunteer, noted.id)
    assert holder is not None
    assert holder.place == "锦绣城 1号楼"
    with clock.fixed(NOW + timedelta(hours=5)):
        assert gate(cast, "out", number).judged.answer == NO_PASS
        assert gate(cast, "in", number).decision is Decision.PASSED
    come_back(cast.clerk, outing, clock.now())
    assert gate(cast, "out", number).judged.answer == NO_PASS
    with pytest.raises(Problem, match="outing_over"):
        give_pass(cast.clerk, PassDraft(outing=str(outing)))


def test_the_pass_of_an_outing_takes_no_turn_but_what_the_outing_takes(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    who = resident(street, "2/1/101")
    outing = go_out(cast.clerk, OutingDraft(who, NOW, NOW + timedelta(hours=4), "看病就医"))
    number = give_pass(cast.clerk, PassDraft(outing=str(outing)))
    with clock.fixed(NOW + timedelta(hours=1)):
        assert gate(cast, "out", number).decision is Decision.PASSED
        asked = may_go(cast.clerk, who, Asked(Purpose.GOODS))
        assert asked.verdict is Verdict.LET_THROUGH


def test_what_the_desk_has_just_noted_is_the_going_that_comes_to_the_gate(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    who = resident(street, "2/1/101")
    go_out(cast.clerk, OutingDraft(who, NOW, NOW + timedelta(hours=1), "买菜"))
    with clock.fixed(NOW + timedelta(minutes=10)):
        assert gate(cast, "out", "2-1-101 买菜").decision is Decision.PASSED
        assert gate(cast, "out", "2-1-101 买菜").decision is Decision.ADVISED


def test_a_standing_pass_stops_by_itself_when_an_order_keeps_its_holder_in_and_says_nothing(
    cast: Cast, street: Street
) -> None:
    who = resident(street, "2/1/101")
    number = give_pass(cast.clerk, PassDraft(NOW, WEEK, resident=who, purpose=Purpose.WORK))
    assert gate(cast, "out", f"{number[:3]}-{number[3:]}").decision is Decision.PASSED
    assert guarded_today(cast.volunteer, PATH).passes == [as_printed(number)]
    ordered(cast, "2/1/101", regime="home_isolation", ground="密切接触者")
    isolated, unknown = gate(cast, "out", number), gate(cast, "out", "000-000")
    assert isolated.judged.answer == unknown.judged.answer == NO_PASS
    for one in (isolated, unknown):
        assert holder_of(cast.volunteer, one.id) is None
    assert guarded_today(cast.volunteer, PATH).passes == []


def test_a_pass_that_is_taken_back_opens_nothing_and_both_stand_in_the_log(
    cast: Cast, street: Street
) -> None:
    who = resident(street, "2/1/101")
    number = give_pass(cast.clerk, PassDraft(NOW, WEEK, resident=who, purpose=Purpose.WORK))
    with pytest.raises(Problem, match="pass_unknown"):
        take_back(cast.outsider, number)
    with pytest.raises(Problem, match="pass_unknown"):
        take_back(cast.captain, number)
    take_back(cast.clerk, number)
    take_back(cast.clerk, number)
    assert gate(cast, "out", number).judged.answer == NO_PASS
    (line,) = passes(cast.clerk)
    assert not line.open
    with scoped(WHOLE):
        (row,) = GatePass.objects.all()
    assert "上班".encode() not in bytes(row.said_sealed)
    assert one_pass(cast.clerk, number).place == "锦绣城 2号楼"


def test_who_comes_from_outside_gets_a_pass_where_the_rule_lets_her_in(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    shut, free = f"{PATH}1/", f"{PATH}2/"

    def outside(coming: Coming, place: str, **more: str) -> str:
        return give_pass(cast.clerk, PassDraft(NOW, WEEK, coming=coming, place=place, **more))  # type: ignore[arg-type]

    carer = outside(Coming.CARER, shut, name="钱护工")
    supply = outside(Coming.SUPPLY, shut, plate="豫a54321")
    help_at_home = outside(Coming.VISITOR, free, name="孙家政")
    assert one_pass(cast.clerk, supply).kind.zh == "保供通行证"
    for number in (carer, supply, help_at_home):
        assert gate(cast, "in", number).decision is Decision.PASSED
        assert gate(cast, "out", number).decision is Decision.PASSED
    for place in (shut, PATH):
        with pytest.raises(Problem, match="pass_no_ground"):
            outside(Coming.VISITOR, place, name="孙家政")
    with pytest.raises(Problem, match="pass_whose_missing"):
        outside(Coming.CARER, shut)
    with pytest.raises(Problem, match="pass_coming"):
        outside(Coming.RIDER, free, name="小李")
    ordered(cast, "2", document="通告第2号")
    assert gate(cast, "in", help_at_home).judged.answer == NO_PASS
