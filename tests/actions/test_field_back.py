"""Phones that come back at once, in a small form: all is taken within its time, and the board is there meanwhile."""

from datetime import timedelta
from random import Random

from tests import cast as the_cast
from tests.soak.field import bodies, come_back, people, phone_of  # noqa: F401 - the fixture
from wumen.actions.field.replaying import replay
from wumen.queries import chains
from wumen.records.scope import WHOLE, scoped

PHONES, EVENTS = 8, 60


def test_phones_that_come_back_at_once_are_taken_and_the_board_is_readable(
    people: the_cast.Cast,  # noqa: F811
) -> None:
    said, chance = bodies(), Random(7)
    phones = [phone_of(people) for _ in range(PHONES)]
    for phone in phones:
        for _ in range(EVENTS):
            phone.make(*chance.choice(said), ago=timedelta(minutes=chance.randint(0, 50)))
    report = come_back(people, phones)
    # A thirtieth of 108 phones with four hours each, so in a thirtieth of their five minutes, and then some.
    assert report["seconds"] <= 60
    with scoped(WHOLE):
        assert list(chains.verify().broken) == []
    assert replay(people.operator).differences == []
    assert all(one.proof()["writers"][0]["next_seq"] == EVENTS + 1 for one in phones)
