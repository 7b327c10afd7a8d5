"""Common parts at the desk: the stairwells of today, ticking all but the missed ones, the card on paper."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.actions.test_plan_subjects import everything
from tests.cast import PATH, Cast
from tests.conftest import SIX
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.queries.common_parts import points_of
from wumen.records import clock
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
KEY = RoundKey(DAY, "am", f"{PATH}2/1/")
ONE = f"/common-parts/{KEY}/"


@pytest.fixture
def desk(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """A clerk on a day on which everything is owed."""
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    return signed_in(cast.clerk)


def points(cast: Cast) -> list[str]:
    """The ids of the points of the stairwell."""
    return [str(one.subject) for one in points_of(cast.clerk, KEY).points]


def test_a_stairwell_is_ticked_but_for_what_was_missed(cast: Cast, desk: Client) -> None:
    listed = desk.get("/common-parts/").content.decode()
    assert ONE in listed
    assert f"还差 {len(points(cast))} / {len(points(cast))} 处：" in listed
    missed, *done = points(cast)
    with clock.fixed(SIX + timedelta(hours=3)):
        sent = {"done": done, "agent": "84消毒液 500 mg/L", "went": cast.clerk.crew_no}
        page = desk.post(ONE, sent, follow=True).content.decode()
    assert f"已记下，{len(done)} 处做完。" in page
    assert "还差 1 处" in page
    assert f'value="{missed}"' in page
    assert f'value="{done[0]}"' not in page
    # The next tap notes nothing that was just said to be missed.
    assert f'value="{missed}" checked' not in page
    assert f'value="{missed}" checked' in desk.get(ONE).content.decode()


def test_a_refused_card_keeps_what_was_ticked_and_typed(cast: Cast, desk: Client) -> None:
    missed, *done = points(cast)
    with clock.fixed(SIX + timedelta(hours=3)):
        sent = {"done": done, "agent": "", "went": cast.clerk.crew_no}
        answer = desk.post(ONE, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "没有写用的什么药" in page
    assert f'value="{done[0]}" checked' in page
    assert f'value="{missed}" checked' not in page


def test_the_card_bears_the_code_of_its_stairwell_and_a_line_a_point(
    cast: Cast, desk: Client
) -> None:
    page = desk.get(ONE).content.decode()
    card = page[page.index("points-sheet") :]
    assert "<svg" in card
    assert card.count("<tr><td") == len(points(cast))
    assert "手碰的地方" in card


def test_a_stairwell_without_points_is_said_so(desk: Client) -> None:
    answer = desk.get(f"/common-parts/{DAY}/am/{PATH}9/9/")
    assert answer.status_code == 404
    assert "公共部位" in answer.content.decode()


def test_in_english_nothing_is_left_in_chinese(cast: Cast, desk: Client) -> None:
    desk.cookies["django_language"] = "en"
    for address in ("/common-parts/", ONE):
        assert chinese_outside(desk.get(address).content.decode()) == []
