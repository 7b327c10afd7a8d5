"""The hour of a sheet: past midnight it is the next day's, and one that was keyed wrongly is put right."""

from datetime import datetime, timedelta

import pytest

from tests.actions.test_round_sheets import DAY, MORNING, keyed, standing
from tests.cast import Cast
from tests.street import Street, at
from wumen.actions.round_sheets import print_sheet
from wumen.actions.round_sheets.hours import correct_hour
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.round_sheets import whole_sheet
from wumen.records import clock, event_log
from wumen.records.models import Knock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

SEVEN_THIRTY = at(1, 10, 7) + timedelta(minutes=30)
TWENTY_PAST = at(1, 11, 0) + timedelta(minutes=20)
EVENING = RoundKey(DAY, "pm", MORNING.unit)


def walked(cast: Cast, number: int) -> datetime | None:
    return whole_sheet(cast.clerk, number).line.walked_at


def test_a_round_that_goes_past_midnight_is_keyed_with_the_hour_after_it(
    cast: Cast, under_lockdown: Street
) -> None:
    with clock.fixed(at(1, 10, 19)):
        number = print_sheet(cast.clerk, EVENING)
    with clock.fixed(TWENTY_PAST):
        done = keyed(cast, number, "1a 36.6", walked_at="0:05")
        assert walked(cast, number) == at(1, 11, 0) + timedelta(minutes=5)
    assert (done.read, done.gone) == (1, [])
    lines = [one for one in duty_lines(cast.clerk, DAY) if one.win == "pm"]
    assert {one.state for one in lines if one.what == "temperature"} >= {"done"}


def test_an_hour_before_there_was_any_paper_is_none_and_neither_is_one_to_come(
    cast: Cast, under_lockdown: Street
) -> None:
    with clock.fixed(at(1, 10, 19)):
        number = print_sheet(cast.clerk, EVENING)
    for wrong in ("0:30", "5:00", "8:00"):
        with clock.fixed(TWENTY_PAST), pytest.raises(Problem, match="sheet_hour_wrong"):
            keyed(cast, number, walked_at=wrong)


def test_an_hour_that_was_keyed_wrongly_is_put_right_with_all_that_hangs_on_it(
    cast: Cast, under_lockdown: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 12)):
        keyed(cast, number, "2 没人", walked_at="11:30")
        correct_hour(cast.clerk, number, "7:30")
        assert walked(cast, number) == SEVEN_THIRTY
        (sampling,) = standing(cast, "sampling")["202"]
        assert sampling.opens_at == SEVEN_THIRTY + timedelta(hours=3)
        assert sampling.tried == (SEVEN_THIRTY,)
        with acting(cast.operator):
            assert [one.knocked_at for one in Knock.objects.all()] == [SEVEN_THIRTY]
        assert audit(cast.operator).clean
    with scoped(WHOLE):
        kinds = [one.kind for one in event_log.unread("x")]
    assert kinds.count("round.sheet_hour_corrected") == 1


def test_the_same_hour_again_is_no_correction(cast: Cast, under_lockdown: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 12)):
        keyed(cast, number, "2 没人")
        correct_hour(cast.clerk, number, "900")
    with scoped(WHOLE):
        assert "round.sheet_hour_corrected" not in [one.kind for one in event_log.unread("x")]


def test_an_hour_is_put_right_on_what_was_keyed_inside_its_hours_by_who_may(
    cast: Cast, under_lockdown: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 12)):
        with pytest.raises(Problem, match="sheet_not_keyed"):
            correct_hour(cast.clerk, number, "8:00")
        keyed(cast, number)
        for hour in ("13:00", "5:00"):
            with pytest.raises(Problem, match="sheet_hour_wrong"):
                correct_hour(cast.clerk, number, hour)
        with pytest.raises(Problem, match="round_sheet_unknown"):
            correct_hour(cast.outsider, number, "8:00")


def test_the_same_lines_under_another_hour_leave_the_hour_as_it_was_and_say_so(
    cast: Cast, under_lockdown: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 15)):
        keyed(cast, number, "2 没人；3a 36.5")
        again = keyed(cast, number, "2 没人；3a 36.5", walked_at="14:00")
        assert again.stands == walked(cast, number) == at(1, 10, 9)
        more = keyed(cast, number, "2 没人；3a 36.5；3b 36.6", walked_at="9:00")
    assert more.stands is None
