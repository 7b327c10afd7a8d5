"""Random networks: whatever is dropped, delayed, doubled, mixed up or cut, each event counts once; chains hold."""

from random import Random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import BUILDING, NewPhone
from tests.api.test_events import key, measured
from tests.network import History
from wumen.actions.field.replaying import replay
from wumen.queries import chains
from wumen.queries.posts import operator
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.usefixtures("planned")


def bodies() -> list[tuple[str, dict[str, object]]]:
    """What a phone may say: right things, contradictions, a floor, a door, notes."""
    with scoped(WHOLE):
        duties = list(
            Duty.objects.filter(area__startswith=BUILDING, win="am").order_by("subject", "what")[:6]
        )
    some: list[tuple[str, dict[str, object]]] = [("field.note", {"text": "一切正常"})]
    for duty in duties:
        some.append(("field.duty", measured(duty, 36.5)))
        some.append(("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "later"}))
    some.append(("field.duty", measured(duties[0], 38.5)))
    some.append(("field.round", {"round": f"2022-01-10/am/{BUILDING}1", "floor": 1}))
    door = {"door": f"{BUILDING}1/202/", "day": "2022-01-10", "win": "am"}
    some.append(("field.door", door | {"outcome": "nobody_home"}))
    return some


@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=2), steps=st.integers(4, 14))
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_through_any_network_each_event_counts_once(
    new_phone: NewPhone, seeds: list[int], steps: int
) -> None:
    said = bodies()
    some = [History(new_phone(), Random(seed), said) for seed in seeds]
    for one in some:
        one.live(steps)
    for one in some:
        one.proven()
    with scoped(WHOLE), connection.cursor() as cursor:
        assert list(chains.verify().broken) == []
        cursor.execute("SELECT count(*) FROM held WHERE why = 'early'")
        assert cursor.fetchone() == (0,)
    assert replay(operator()).differences == []
