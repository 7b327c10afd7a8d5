"""Somebody of a home in isolation goes out at a gate: the office asks after her at once, and the gate is not told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.gate_sheets import KeyedIn, key_gate_sheet, print_gate_sheets
from wumen.actions.instructions import end
from wumen.actions.outings import go_out
from wumen.actions.passages import AtGate, Noted, correct, note
from wumen.queries import doors_apart
from wumen.queries.instructions import InstructionLine, instructions
from wumen.records import clock
from wumen.records.kept import Asked, together
from wumen.records.scope import WHOLE, scoped
from wumen.rules.outings import OutingDraft
from wumen.rules.problems import Problem

NOW = at(1, 10, 10)
HOME = f"{PATH}2/1/101/"


@pytest.fixture(autouse=True)
def ten_oclock() -> Iterator[None]:
    """It is ten in the morning."""
    with clock.fixed(NOW):
        yield


@pytest.fixture
def kept_in(cast: Cast, street: Street) -> None:
    """Home 2-1-101 is in isolation by an order of its own; its building is free."""
    ordered(cast, "2/1/101", regime="home_isolation", ground="密切接触者")


def gate(cast: Cast, way: str, text: str, **more: str) -> Noted:
    return note(cast.volunteer, AtGate(COMPOUND, way, text, **more))


def asked(cast: Cast) -> list[InstructionLine]:
    return instructions(cast.clerk)


def test_who_went_out_is_the_offices_urgent_matter_once_and_the_gate_reads_nothing_of_it(
    cast: Cast, kept_in: None
) -> None:
    noted = gate(cast, "out", "2-1-101 买菜")
    assert noted.judged.answer.order is None
    (line,) = asked(cast)
    assert (line.area, line.urgency, line.role) == (HOME, "urgent", "secretary")
    assert line.said.asked_by == "陈志愿者（门岗值守）"
    assert line.due_at == NOW + timedelta(hours=2)
    with pytest.raises(Problem, match="right_missing"):
        instructions(cast.volunteer)
    gate(cast, "out", "2-1-101 上班")
    assert len(asked(cast)) == 1
    end(cast.clerk, line.number, "cancelled", "打过电话，是送药的家属")
    gate(cast, "out", "2-1-101 买菜")
    assert len(asked(cast)) == 1


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("out", "2-1-102 买菜"),
        ("in", "2-1-101"),
        ("out", "2-1-101 转运"),
        ("out", "2-1-101 护工"),
        ("out", "2-1-101 买菜 t"),
    ],
)
def test_nobody_is_asked_after_who_lives_elsewhere_comes_home_is_moved_or_was_turned_back(
    cast: Cast, kept_in: None, way: str, text: str
) -> None:
    more = {"why": "劝回"} if text.endswith("t") else {}
    gate(cast, way, text, **more)
    assert asked(cast) == []


def test_whom_the_office_noted_as_gone_out_it_does_not_ask_after(
    cast: Cast, street: Street, kept_in: None
) -> None:
    with scoped(WHOLE):
        who = street.households["2/1/101"].residents.first()
        assert who is not None
    go_out(cast.clerk, OutingDraft(str(who.id), NOW, NOW + timedelta(hours=4), "看病就医"))
    gate(cast, "out", "2-1-101 透析")
    assert asked(cast) == []


def test_a_slip_put_right_and_a_sheet_keyed_later_tell_the_office_too(
    cast: Cast, kept_in: None
) -> None:
    slip = gate(cast, "out", "2-1-101 买菜 t", why="劝回")
    correct(cast.volunteer, slip.id, "passed")
    (first,) = asked(cast)
    end(cast.clerk, first.number, "cancelled", "打过电话")
    (number,) = print_gate_sheets(cast.volunteer, COMPOUND, NOW.date())
    said = KeyedIn(cast.volunteer.crew_no, "1 1015 出 2-1-101 买菜\n2 1020 出 2-1-102 买菜")
    with clock.fixed(NOW + timedelta(hours=1)):
        key_gate_sheet(cast.clerk, number, said)
    (line,) = asked(cast)
    assert (line.opens_at, line.said.asked_by) == (
        NOW + timedelta(minutes=15),
        "陈志愿者（门岗值守）",
    )
    end(cast.clerk, line.number, "cancelled", "打过电话")
    with clock.fixed(NOW + timedelta(hours=1)):
        key_gate_sheet(cast.clerk, number, said)
    assert asked(cast) == []


def test_a_sheet_asks_once_which_doors_are_isolated_at_the_hour_of_each_row(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(cast, "2/1/101", "2/1/102", regime="home_isolation", ground="密切接触者")
    (number,) = print_gate_sheets(cast.volunteer, COMPOUND, NOW.date())
    messages: list[int] = []

    def counted(*statements: Asked) -> list[list[tuple[object, ...]]]:
        messages.append(len(statements))
        return together(*statements)

    monkeypatch.setattr(doors_apart, "together", counted)
    rows = "1 950 出 2-1-102 买菜\n2 1015 出 2-1-101 买菜\n3 1020 出 2-1-201 买菜\n4 1025 出 2-1-101 上班"
    with clock.fixed(NOW + timedelta(hours=1)):
        key_gate_sheet(cast.clerk, number, KeyedIn(cast.volunteer.crew_no, rows))
    assert len(messages) == 1
    # At ten to ten nobody at the gate could know of what was confirmed at ten.
    assert [line.area for line in asked(cast)] == [HOME]
