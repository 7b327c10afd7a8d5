"""What a group reads back of its list: until when it is somebody's matter, on the day on which that is."""

from datetime import datetime, timedelta

import pytest

from wumen.rules.relay import Kind
from wumen.rules.relay.asking import answer_text
from wumen.rules.time import BUSINESS_ZONE

TEN_AT_NIGHT = datetime(2022, 1, 10, 22, tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (timedelta(hours=1, minutes=59, seconds=59), "最晚 1月10日 23:59 前"),
        (timedelta(hours=2), "最晚 1月10日 24:00 前"),
        (timedelta(hours=2, seconds=30), "最晚 1月10日 24:00 前"),
        (timedelta(hours=2, minutes=1), "最晚 1月11日 00:01 前"),
    ],
)
def test_the_latest_hour_is_said_on_its_own_day(after: timedelta, says: str) -> None:
    assert says in answer_text(Kind.NEEDS, 2, TEN_AT_NIGHT + after, "")
