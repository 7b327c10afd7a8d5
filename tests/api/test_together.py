"""Batches of several phones in one transaction: each is judged on what stands, kept to its place, spoiled by none."""

from uuid import UUID, uuid4

import pytest

from tests.api.conftest import BUILDING, NewPhone
from tests.api.test_events import again, key, measured, temperature, whole
from tests.cast import COMPOUND, PATH, Cast, person
from tests.conftest import SIX
from tests.phone import Phone
from tests.street import Street, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import projecting, receiving
from wumen.actions.field.batches import Receipt, read_batch
from wumen.actions.field.receiving import Asked
from wumen.queries.devices import token_key
from wumen.queries.field import who
from wumen.records import clock
from wumen.records.models import Post
from wumen.records.sealing import person_key
from wumen.rules.problems import Problem

SECOND = f"{PATH}2/"


def asked(phone: Phone) -> Asked:
    """All that a phone holds, as one batch."""
    return Asked(token_key(phone.token), *read_batch(phone.batch(phone.outbox)))


def codes(receipt: Receipt | BaseException) -> list[str]:
    """The problem of each event; empty for what counts."""
    assert isinstance(receipt, Receipt), receipt
    return [one.problem["code"] if one.problem else "" for one in receipt.results]


@pytest.fixture
def both(cast: Cast, street: Street, new_phone: NewPhone) -> tuple[Phone, Phone]:
    """Two buildings locked down, each with a phone in its captain's hand."""
    ordered(cast, "1")
    ordered(cast, "2")
    plan_day(cast.clerk, clock.today())
    with clock.fixed(SIX):
        other = person(cast.operator, "赵楼长", "volunteer", "captain", f"{COMPOUND}/2")
    second = new_phone(SECOND).as_(other.post, person_key(other.person))
    return new_phone(BUILDING), second


def test_each_counts_and_is_answered_as_if_it_came_alone(
    both: tuple[Phone, Phone], street: Street
) -> None:
    first, second = both
    one = temperature(street, area__startswith=BUILDING)
    other = temperature(street, area__startswith=SECOND)
    first.make("field.duty", measured(one))
    second.make("field.duty", measured(other))
    second.make("field.note", {"text": "楼道灯坏了"})
    receipts = receiving._take([asked(first), asked(second)])
    assert [codes(receipt) for receipt in receipts] == [[""], ["", ""]]
    assert [again(one).state, again(other).state] == ["done", "done"]
    assert receiving._take([asked(second), asked(first)])[1].head == receipts[0].head
    whole()


def test_a_phone_reaches_no_further_than_its_place_in_whatever_company(
    both: tuple[Phone, Phone], street: Street
) -> None:
    first, second = both
    other = temperature(street, area__startswith=SECOND)
    first.make("field.duty", measured(other))
    second.make("field.note", {"text": "楼道灯坏了"})
    receipts = receiving._take([asked(first), asked(second)])
    assert [codes(receipt) for receipt in receipts] == [["field_duty_unknown"], [""]]
    assert again(other).state == "open"


def test_a_post_is_asked_of_the_phone_alone_whose_events_name_it(
    both: tuple[Phone, Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both
    for _ in range(3):
        first.make("field.note", {"text": "楼道灯坏了"})
    second.make("field.note", {"text": "楼道灯坏了"})
    # The other's captain on a phone of this building: company makes her no more its own.
    first.as_(UUID(second.post), second.person).make("field.note", {"text": "楼道灯坏了"})
    asked_of: list[tuple[str, str]] = []

    def may_use(row: Post, area: str, only: object) -> bool:
        asked_of.append((row.area, area))
        return who.may_use(row, area, None)

    monkeypatch.setattr(projecting, "may_use", may_use)
    receipts = receiving._take([asked(first), asked(second)])
    assert [codes(receipt) for receipt in receipts] == [["", "", "", "field_person_foreign"], [""]]
    assert sorted(asked_of) == [(BUILDING, BUILDING), (SECOND, BUILDING), (SECOND, SECOND)]


def test_a_floor_is_told_by_its_own_phone_alone(both: tuple[Phone, Phone], street: Street) -> None:
    first, second = both
    first.make("field.round", {"round": f"2022-01-10/am/{SECOND}1", "floor": 1})
    second.make("field.round", {"round": f"2022-01-10/am/{SECOND}1", "floor": 1})
    foreign, own = receiving._take([asked(first), asked(second)])
    assert codes(foreign) != [""]
    assert codes(own) == [""]


def test_another_reading_of_the_same_moment_is_for_a_person_to_decide(
    both: tuple[Phone, Phone], street: Street, new_phone: NewPhone
) -> None:
    first, beside = both[0], new_phone(BUILDING)
    duty = temperature(street, area__startswith=BUILDING)
    first.make("field.duty", measured(duty, 36.5))
    beside.make("field.duty", measured(duty, 36.9))
    receipts = receiving._take([asked(first), asked(beside)])
    assert [codes(receipt) for receipt in receipts] == [[""], ["field_read_otherwise"]]


def test_a_phone_that_is_unknown_holds_up_nobody(both: tuple[Phone, Phone], street: Street) -> None:
    first, second = both
    first.make("field.note", {"text": "楼道灯坏了"})
    second.make("field.note", {"text": "楼道灯坏了"})
    foreign = Asked(b"nobody", *read_batch(second.batch(second.outbox)))
    known, unknown = receiving._take([asked(first), foreign])
    assert codes(known) == [""]
    assert isinstance(unknown, Problem)
    assert unknown.code == "field_token_unknown"


def test_what_breaks_over_one_batch_is_told_to_its_phone_alone(
    both: tuple[Phone, Phone], street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both
    one = temperature(street, area__startswith=BUILDING)
    first.make("field.duty", measured(one))
    second.make("field.duty", {"duty": key(one), "outcome": "cannot", "reason": "later"})
    judge = projecting.Projection._count

    def breaks(self: projecting.Projection, said: projecting.Said) -> None:
        if said.phone.held.area == SECOND:
            raise RuntimeError("broken")
        judge(self, said)

    monkeypatch.setattr(projecting.Projection, "_count", breaks)
    known, broken = receiving._take([asked(first), asked(second)])
    assert codes(known) == [""]
    assert isinstance(broken, RuntimeError)
    assert again(one).state == "done"
    whole()


def test_a_refused_floor_of_one_loses_nothing_of_the_next(
    both: tuple[Phone, Phone], street: Street
) -> None:
    first, second = both
    other = temperature(street, area__startswith=f"{SECOND}1/102/")
    first.make("field.round", {"round": f"2022-01-10/am/{SECOND}1", "floor": 1})
    second.make("field.duty", measured(other))
    second.make("field.round", {"round": f"2022-01-10/am/{SECOND}1", "floor": 1})
    refused, own = receiving._take([asked(first), asked(second)])
    assert codes(refused) != [""]
    assert codes(own)[0] == ""
    assert again(other).state == "done"
    whole()


def test_a_known_phone_with_a_foreign_writer_is_told_so_in_any_company(
    both: tuple[Phone, Phone], street: Street
) -> None:
    first, second = both
    first.make("field.note", {"text": "楼道灯坏了"})
    second.writer = str(uuid4())
    second.make("field.note", {"text": "楼道灯坏了"})
    known, foreign = receiving._take([asked(first), asked(second)])
    assert codes(known) == [""]
    assert isinstance(foreign, Problem)
    assert foreign.code == "field_writer_foreign"


def test_what_cannot_be_written_is_refused_and_holds_up_nothing(
    both: tuple[Phone, Phone], street: Street
) -> None:
    phone, duty = both[0], temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "不在\x00家"})
    phone.make("field.note", {"text": "楼道灯坏了"})
    (receipt,) = receiving._take([asked(phone)])
    assert codes(receipt) == ["field_body_unreadable", ""]
