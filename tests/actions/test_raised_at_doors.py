"""What is heard at a door or on the telephone is somebody's request at once, and once, by page as by phone."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_resident_page import opened
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from tests.whole_words import in_full
from wumen.actions.calls import NewList, make_list, note_call
from wumen.actions.changing import changing
from wumen.actions.duties import settle
from wumen.actions.duties.plan import hold_plans, plan_day
from wumen.actions.duties.raised import Hot, follow_fevers
from wumen.actions.knocks import knock
from wumen.actions.resident_page import report_temperatures_of
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.calls import call_list
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.instructions import InstructionLine, instructions
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Outbreak
from wumen.rules.calls import CallResult, Source
from wumen.rules.duties import DutyKey, read_key
from wumen.rules.knocks import Result
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

NINE = at(1, 10, 9)
AUNT = f"{PATH}1/1/202/"


@pytest.fixture
def day(cast: Cast, street: Street) -> Street:
    """Building 1 under lockdown, the day planned."""
    ordered(cast, "1")
    with clock.fixed(NINE):
        plan_day(cast.clerk, clock.today())
    return street


def asked(cast: Cast) -> list[InstructionLine]:
    """What stands on the clerk's list."""
    return in_full(cast.clerk, instructions(cast.clerk))


def of_aunt(cast: Cast, what: str) -> DutyLine:
    """The first duty of 张阿姨 of that sort."""
    lines = duty_lines(cast.clerk, clock.today(), area=AUNT)
    return next(one for one in lines if one.what == what)


def walked(cast: Cast, *exceptions: str) -> None:
    """The captain's tap for the second floor."""
    excepted = dict(one.split(":") for one in exceptions)
    floor_done(cast.captain, RoundKey(clock.today(), "am", f"{COMPOUND}/1/1"), 2, excepted)


def test_fevers_of_one_home_are_one_request_and_one_that_it_does_not_name_is_another(
    cast: Cast, day: Street
) -> None:
    home = day.households["1/1/101"]
    with acting(cast.clerk):
        people = home.residents.order_by("place").values_list("id", flat=True)
        first, second, third = people

    def told(**fevers: float) -> None:
        named = {"first": first, "second": second, "third": third}
        some = [
            Hot(named[who], home.area, celsius, "reported", day.outbreak.id, NINE)
            for who, celsius in fevers.items()
        ]
        with changing(cast.captain):
            hold_plans([home.area])
            follow_fevers(cast.captain, home.area, some)

    with clock.fixed(NINE):
        told(first=38.0, second=38.6)
        (line,) = asked(cast)
        assert (line.subject_kind, line.area, line.urgency) == ("household", home.area, "urgent")
        assert line.said.text.startswith("自报体温 38.6℃，家里 2 人都发热，")
        told(first=38.2, second=38.6, third=37.9)
        one, other = sorted(asked(cast), key=lambda one: one.subject_kind)
        assert (one.said, other.subject_kind) == (line.said, "resident")
        assert other.said.text.startswith("自报体温 37.9℃，")
        # Whether they stand already is asked as often for two of a home as for one of it.
        with CaptureQueriesContext(connection) as of_one:
            told(first=38.2)
        with CaptureQueriesContext(connection) as of_two:
            told(first=38.2, second=38.6)
        assert len(of_two) == len(of_one)
        settle.cannot(cast.captain, _temperature_of(cast, first), "unwell")
        assert len(asked(cast)) == 2
        assert audit(cast.operator).clean


def _temperature_of(cast: Cast, who: UUID) -> DutyKey:
    keys = [read_key(one.key) for one in duty_lines(cast.clerk, clock.today())]
    return next(one for one in keys if one.what == "temperature" and one.subject == str(who))


def test_a_need_heard_at_a_knock_is_a_request_and_once(cast: Cast, day: Street) -> None:
    home = day.households["1/1/202"].id
    with clock.fixed(NINE):
        for _ in range(2):
            knock(cast.captain, home, Result.NEEDS, "胰岛素只够今天")
        (line,) = asked(cast)
        assert (line.said.text, line.urgency, line.area) == ("胰岛素只够今天", "urgent", AUNT)
        assert line.said.passed_on_by == "李楼长（楼长）"
        assert line.owner is not None
        assert line.owner.role == "secretary"
        assert audit(cast.operator).clean
    # Within the hour it is the same, though no slip of the thumb.
    with clock.fixed(at(1, 10, 10)):
        knock(cast.captain, home, Result.NEEDS, "胰岛素只够今天")
        assert len(asked(cast)) == 1
        knock(cast.captain, home, Result.NEEDS, "还要血糖试纸")
        assert len(asked(cast)) == 2


def test_a_need_without_words_is_asked_about_and_no_other_result_asks(
    cast: Cast, day: Street
) -> None:
    home = day.households["1/1/202"].id
    with clock.fixed(NINE):
        for result in (Result.SPOKEN, Result.NOBODY_HOME, Result.REFUSED):
            knock(cast.captain, home, result, "要药")
        assert asked(cast) == []
        knock(cast.captain, home, Result.NEEDS)
        assert "请问清楚要什么" in asked(cast)[0].said.text


def test_a_knock_without_an_outbreak_is_noted_all_the_same(cast: Cast, street: Street) -> None:
    with acting(cast.operator):
        Outbreak.objects.update(closed_at=clock.now())
    knock(cast.captain, street.households["1/1/202"].id, Result.NEEDS, "要药")
    assert asked(cast) == []


def test_a_room_that_is_unwell_is_one_urgent_matter_of_its_home(cast: Cast, day: Street) -> None:
    with clock.fixed(NINE):
        # Four people live behind 201, and one home is one matter.
        walked(cast, "201:unwell", "202:nobody_home")
        walked(cast, "201:unwell")
        (line,) = asked(cast)
        assert (line.urgency, line.area, line.subject_kind) == (
            "urgent",
            f"{PATH}1/1/201/",
            "household",
        )
        assert line.due_at == at(1, 10, 11)
        assert audit(cast.operator).clean


def test_somebody_unwell_is_one_matter_with_her_fever_whichever_comes_first(
    cast: Cast, day: Street
) -> None:
    with clock.fixed(NINE):
        key = read_key(of_aunt(cast, "temperature").key)
        settle.cannot(cast.captain, key, "unwell")
        settle.cannot(cast.captain, key, "unwell")
        walked(cast, "202:unwell")
        (line,) = asked(cast)
        assert (line.urgency, line.subject_kind) == ("urgent", "resident")
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, clock.today())
        settle.cannot(cast.captain, read_key(of_aunt(cast, "temperature").key), "unwell")
        assert len(asked(cast)) == 2


def test_a_fever_of_hers_makes_no_second_matter_of_unwell(cast: Cast, street: Street) -> None:
    aunt = opened(cast, street)
    with clock.fixed(at(1, 10, 8)):
        report_temperatures_of(aunt, {street.aunt_zhang.id: "38.1"})
        settle.cannot(cast.captain, read_key(of_aunt(cast, "temperature").key), "unwell")
        walked(cast, "202:unwell")
        assert len(asked(cast)) == 1


def test_a_note_of_a_visit_asks_where_it_is_ticked_or_a_life_hangs_on_it(
    cast: Cast, day: Street
) -> None:
    with clock.fixed(NINE):
        first, second, third = [
            read_key(one.key)
            for one in duty_lines(cast.clerk, clock.today(), area=f"{PATH}1/1/201")
            if (one.what, one.win) == ("temperature", "am")
        ][:3]
        settle.do(cast.captain, first, "measured", {"celsius": 36.5, "note": "降压药按时吃"})
        assert asked(cast) == []
        settle.do(cast.captain, second, "measured", {"celsius": 36.5, "note": "他说胸口疼"})
        settle.do(
            cast.captain, third, "measured", {"celsius": 36.5, "note": "缺降压药", "wanted": True}
        )
        life, urgent = asked(cast)
        assert (life.said.text, life.urgency) == ("他说胸口疼", "life")
        assert (urgent.said.text, urgent.urgency) == ("缺降压药", "urgent")
        assert life.subject_kind == urgent.subject_kind == "resident"
        assert audit(cast.operator).clean


def test_how_a_request_went_asks_for_nothing_anew(cast: Cast, day: Street) -> None:
    with clock.fixed(NINE):
        knock(cast.captain, day.households["1/1/202"].id, Result.NEEDS, "胸口疼")
        (line,) = asked(cast)
        assert line.duty is not None
        settle.do(cast.captain, read_key(line.duty.key), evidence={"note": "胸口疼，送医院了"})
        assert asked(cast) == []


def test_why_nothing_could_be_done_may_be_danger_to_life(cast: Cast, day: Street) -> None:
    with clock.fixed(NINE):
        settle.cannot(cast.captain, read_key(of_aunt(cast, "temperature").key), "叫不醒，没反应")
        (line,) = asked(cast)
        assert (line.urgency, line.said.text) == ("life", "叫不醒，没反应")


def test_what_was_said_on_the_telephone_asks_where_it_is_ticked_or_a_life_hangs_on_it(
    cast: Cast, day: Street
) -> None:
    with clock.fixed(NINE):
        new = NewList("问候", COMPOUND, Source.PASTED, "13800000001\n外地 13900000009")
        made = make_list(cast.clerk, new)
        known, other = sorted(call_list(cast.clerk, made.id).entries, key=lambda one: one.place)
        note_call(cast.clerk, known.id, CallResult.REACHED, "一切都好，药够吃")
        assert asked(cast) == []
        note_call(cast.clerk, known.id, CallResult.REACHED, "明天要透析没车", wanted=True)
        note_call(cast.clerk, other.id, CallResult.REACHED, "喘不上气")
        life, urgent = asked(cast)
        assert (life.urgency, life.area) == ("life", PATH)
        assert (urgent.urgency, urgent.area, urgent.subject) == ("urgent", AUNT, "张阿姨")
        assert urgent.said.passed_on_by == "孙内勤（内勤）"
        assert urgent.owner is not None
        assert urgent.owner.role == "captain"
        note_call(cast.clerk, known.id, CallResult.REACHED, "明天要透析没车", wanted=True)
        assert len(asked(cast)) == 2


def test_nothing_is_asked_where_the_note_is_refused(cast: Cast, day: Street) -> None:
    with clock.fixed(NINE):
        key = DutyKey(clock.today(), "temperature", str(day.aunt_zhang.id), "never")
        with pytest.raises(Problem, match="duty_unknown"):
            settle.do(cast.captain, key, evidence={"note": "胸口疼"})
        assert asked(cast) == []
