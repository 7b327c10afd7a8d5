"""Whose isolation ends soon: within a day and a half, by all that binds her, with her samples."""

from datetime import datetime, timedelta

from tests.actions.test_whole_plan import WHOLE_PLAN, drawn
from tests.cast import Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.orders import open_outbreak
from wumen.queries.duties import duty_lines
from wumen.queries.ending_soon import ending_soon
from wumen.records import clock
from wumen.rules.duties import read_key

PAGE = "/orders/ending/"


def isolated(cast: Cast, street: Street, ends: datetime) -> str:
    """张阿姨 at home by an order of her own that began on the 8th; its number."""
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    people = (str(street.aunt_zhang.id),)
    return drawn(cast, "home_isolation", paths=(), residents=people, ends=ends)


def test_who_is_free_within_a_day_and_a_half_is_listed_with_her_samples(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = isolated(cast, street, at(1, 11, 12))
    plan_day(cast.clerk, clock.today())
    page = signed_in(cast.clerk).get(PAGE).content.decode()
    assert "锦绣城 1号楼 1-202" in page
    assert "张阿姨" in page
    assert "1月11日 12:00" in page
    assert f"/orders/{number}/sheets/" in page
    (line,) = ending_soon(cast.clerk)
    before = line.sampled
    owed = [one for one in duty_lines(cast.clerk, clock.today()) if one.what == "sampling"]
    for one in owed:
        with clock.fixed(at(1, 10, 10)):
            do(cast.sampler, read_key(str(one.key)), "measured")
    (line,) = ending_soon(cast.clerk)
    assert line.sampled.taken == before.taken + bool(owed)


def test_who_is_kept_longer_by_another_order_is_not_told_that_she_goes(
    cast: Cast, street: Street
) -> None:
    isolated(cast, street, at(1, 11, 12))
    assert len(ending_soon(cast.clerk)) == 1
    people = (str(street.aunt_zhang.id),)
    drawn(cast, "home_isolation", paths=(), residents=people, ends=at(1, 20), document="通告第2号")
    assert ending_soon(cast.clerk) == []


def test_the_hours_are_counted_and_the_place_is_kept(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    isolated(cast, street, at(1, 14))
    assert ending_soon(cast.clerk) == []
    assert "没有住户到期" in signed_in(cast.clerk).get(PAGE).content.decode()
    with clock.fixed(at(1, 14) - timedelta(hours=35)):
        (line,) = ending_soon(cast.clerk)
        assert not line.sampled.complete
        assert ending_soon(cast.outsider) == []
    assert signed_in(cast.volunteer).get(PAGE).status_code == 403


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    isolated(cast, street, at(1, 11, 12))
    plan_day(cast.clerk, clock.today())
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get(PAGE).content.decode()) == []
