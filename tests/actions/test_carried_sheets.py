"""Kits and transfers on paper: numbered lines for who carries or goes with the bus, keyed back once at their hours."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.test_kits import held, store
from tests.actions.test_list_sheets import events, keyed
from tests.actions.test_occurrences import after, locked, somebody
from tests.actions.test_transfers import called
from tests.cast import PATH, Cast
from tests.street import Street, at
from wumen.actions.arrivals import announce, came, hand_kit
from wumen.actions.round_sheets.rows import print_list
from wumen.actions.transfers import note_step
from wumen.queries.audit import audit
from wumen.queries.posts import acting
from wumen.queries.round_sheets.rows import whole_rows
from wumen.queries.transfers import transfer
from wumen.records import clock
from wumen.records.models import Arrival, TransferStep
from wumen.rules.arrivals import ArrivalDraft
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import Kind
from wumen.rules.transfers import IN_ORDER, Step

__all__ = ["locked"]
MONDAY = at(1, 10).date()
HALF = at(1, 10, 9) + timedelta(minutes=30)


def back_home(cast: Cast, *doors: str) -> list[UUID]:
    """Somebody came back to each of some doors and has no kit yet."""
    idents = []
    for nr, door in enumerate(doors):
        draft = ArrivalDraft(f"{PATH}{door}/", "周九", f"1380000111{nr}", "洛阳", MONDAY)
        idents.append(announce(cast.clerk, draft))
        came(cast.clerk, idents[-1])
    return idents


def given(cast: Cast) -> list[tuple[str, object, object]]:
    with acting(cast.operator):
        rows = Arrival.objects.order_by("area").values_list("area", "kit_at", "kit_by")
        return [(area.split("/")[-2], at, by) for area, at, by in rows]


def test_a_kit_keyed_from_paper_is_hers_who_carried_it_at_her_hour_and_out_of_stock_once(
    cast: Cast, street: Street
) -> None:
    store(cast, 医用口罩=100)
    back_home(cast, "1/1/101", "1/1/202")
    (number,) = print_list(cast.captain, Kind.KITS)
    assert print_list(cast.captain, Kind.KITS) == [number]
    whole = whole_rows(cast.clerk, number)
    assert [(one.line, one.door) for one in whole.rows] == [(1, "1-1-101"), (2, "1-1-202")]
    assert all(one.things for one in whole.rows)
    done = keyed(cast, number, "1 x；2 送到 9:40")
    assert (done.noted, done.look) == ({"done": 2}, [])
    forty = HALF + timedelta(minutes=10)
    assert given(cast) == [
        ("101", HALF, cast.captain.person),
        ("202", forty, cast.captain.person),
    ]
    left = held()["医用口罩"]
    assert left < 100
    assert keyed(cast, number, "1 x；2 送到 9:40").same == 2
    assert held()["医用口罩"] == left
    bodies = [one.body for one in events("arrival.kit")]
    assert [(one["sheet"], one["line"]) for one in bodies] == [(number, 1), (number, 2)]
    with clock.fixed(at(1, 10, 12)):
        assert audit(cast.operator).clean


def test_a_kit_that_was_ticked_by_phone_is_no_news_and_only_what_is_written_was_brought(
    cast: Cast, street: Street
) -> None:
    one, _, _ = back_home(cast, "1/1/101", "1/1/102", "1/1/202")
    (number,) = print_list(cast.captain, Kind.KITS)
    hand_kit(cast.captain, one)
    done = keyed(cast, number, "1 2 x")
    assert (done.before, done.noted) == ([1], {"done": 1})
    assert [when is None for _, when, _ in given(cast)] == [False, False, True]
    with pytest.raises(Problem, match="sheet_lines_unread"):
        keyed(cast, number, "3 x 要奶粉")
    assert keyed(cast, number, "", rest=True).noted == {"done": 1}


def boarding(cast: Cast, street: Street) -> tuple[UUID, int]:
    """A transfer of who lives at 101, and the sheet of its nine steps."""
    ident = called(cast, somebody(cast, street))
    with clock.fixed(at(1, 10, 8)):
        (number,) = print_list(cast.clerk, Kind.TRANSFERS)
    return ident, number


def noted(cast: Cast, ident: UUID) -> dict[str, object]:
    with acting(cast.operator):
        rows = TransferStep.objects.filter(transfer=ident)
        return dict(rows.values_list("step", "happened_at"))


def test_each_step_of_a_transfer_is_a_line_and_is_keyed_back_with_its_hour_and_who_did_it(
    cast: Cast, locked: Street
) -> None:
    ident, number = boarding(cast, locked)
    whole = whole_rows(cast.clerk, number)
    steps = [one.step.step for one in whole.rows if one.step]
    assert steps == list(IN_ORDER)
    assert [one.begins for one in whole.rows] == [True] + [False] * 8
    assert after(cast) == []
    done = keyed(cast, number, "1 x 8:20；3 x 无；5 x 物业；6 x 9:10")
    assert (done.noted, done.look) == ({"done": 4}, [])
    assert noted(cast, ident) == {
        "told": at(1, 10, 8) + timedelta(minutes=20),
        "carer": HALF,
        "keys": HALF,
        "on_bus": at(1, 10, 9) + timedelta(minutes=10),
    }
    shown = {one.step: one for one in transfer(cast.clerk, ident).steps}
    assert (shown[Step.KEYS].by, shown[Step.KEYS].said) == ("李楼长", "物业")
    assert "disinfection" in {one.what for one in after(cast)}
    again = keyed(cast, number, "1 x 8:20；3 x 无；5 x 物业；6 x 9:10；7 x 10:30")
    assert (again.same, again.noted) == (4, {"done": 1})
    assert len(noted(cast, ident)) == 5


def test_what_no_bus_may_do_is_told_by_its_line_and_the_other_steps_are_noted(
    cast: Cast, locked: Street
) -> None:
    ident, number = boarding(cast, locked)
    done = keyed(cast, number, "6 x；2 x；3 x")
    assert done.noted == {"done": 1}
    assert [(line, one.code) for line, one in done.look] == [
        (3, "transfer_says_nothing"),
        (6, "transfer_not_told"),
    ]
    assert list(noted(cast, ident)) == ["packed"]


def test_a_step_that_stands_with_another_hour_or_other_words_is_told_and_stays_as_it_is(
    cast: Cast, locked: Street
) -> None:
    ident, number = boarding(cast, locked)
    with clock.fixed(HALF):
        note_step(cast.captain, ident, Step.TOLD, at(1, 10, 9))
        note_step(cast.captain, ident, Step.KEYS, HALF, "物业")
    done = keyed(cast, number, "1 x 10:40；2 x；5 x 邻居")
    assert [(line, one.code) for line, one in done.look] == [
        (1, "sheet_row_stands"),
        (5, "sheet_row_words_differ"),
    ]
    assert noted(cast, ident)["told"] == at(1, 10, 9)
    assert keyed(cast, number, "1 x 9:05").before == [1]


def test_what_is_left_of_one_transfer_prints_by_itself_and_nothing_of_it_is_shown_to_others(
    cast: Cast, locked: Street
) -> None:
    ident, number = boarding(cast, locked)
    note_step(cast.captain, ident, Step.TOLD, clock.now())
    (other,) = print_list(cast.captain, Kind.TRANSFERS, about=ident)
    assert other != number
    assert [one.step.step for one in whole_rows(cast.captain, other).rows if one.step] == list(
        IN_ORDER[1:]
    )
    assert whole_rows(cast.captain, other).rows[0].words == ()
    assert whole_rows(cast.clerk, other).rows[0].words == ("市六院",)
    with pytest.raises(Problem, match="round_sheet_unknown"):
        whole_rows(cast.outsider, other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM event WHERE kind LIKE 'round.%'")
        assert "市六院" not in str(cursor.fetchall())
