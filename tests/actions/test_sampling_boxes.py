"""Boxes of a round: packed, handed over and received; keyed in twice once; counts compared; nobody's name in them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held_at_a_point
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.field.told import tube_key
from wumen.actions.sampling_points.day import change_state, tick
from wumen.actions.sampling_rounds.box_handing import Told, move_on
from wumen.actions.sampling_rounds.box_words import (
    explain_box,
    explain_made,
    say_made,
    set_limits,
    withdraw_box,
)
from wumen.actions.sampling_rounds.boxes import BoxDraft, note_box
from wumen.actions.sampling_rounds.opening import close_round
from wumen.queries.board import board
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.boxes import boxes_page
from wumen.records import clock
from wumen.records.models import FieldRecord, SamplingBox
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import CHECKLIST
from wumen.rules.sampling_points.standing import PointAct
from wumen.rules.sampling_rounds.boxes import Step

NINE = at(1, 10, 9)


@pytest.fixture(autouse=True)
def nine(street: Street) -> Iterator[datetime]:
    """Nine o'clock: the round is on since seven."""
    with clock.fixed(NINE) as now:
        yield now


def draft(where: object, number: str = "A1", seal: str = "F1", **said: Any) -> BoxDraft:
    """Thirty tubes, the first swabbed at 7:05."""
    return BoxDraft(str(where), number, seal, **({"tubes": "30", "first": "7:05"} | said))


@pytest.fixture
def place(cast: Cast) -> tuple[UUID, UUID, Viewer]:
    """A round, and a point of it with its lead."""
    row, point, lead = held_at_a_point(cast)
    return row.id, point.id, lead


Place = tuple[UUID, UUID, Viewer]


def test_a_lead_packs_hands_over_and_the_office_notes_the_receipt(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    noted = note_box(lead, ident, draft(point))
    assert noted.fresh
    box = noted.box.id
    assert move_on(lead, ident, Step.HANDED, Told("豫A12345", "8:10"), {box: "30"}) == 1
    assert move_on(cast.clerk, ident, Step.RECEIVED, Told("区疾控", "8:50"), {box: "30"}) == 1
    (line,) = boxes_page(cast.clerk, ident).lines
    assert line.box.step is Step.RECEIVED
    assert line.clock.minutes == 105
    assert line.words == "1号点 1号点"
    kinds = [kind for kind in events() if kind.startswith("box.")]
    assert kinds == ["box.packed", "box.handed", "box.received"]


def events() -> list[str]:
    """What stands in the log, by kind."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM event ORDER BY arrived_at, seq")
        return [kind for (kind,) in cursor.fetchall()]


def test_what_was_entered_already_is_keyed_in_from_paper_without_a_second_box(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point))
    paper = draft(
        point,
        handed_to="王师傅",
        handed_at="8:10",
        handed_tubes="30",
        lab="区疾控",
        received_at="8:50",
    )
    assert note_box(cast.clerk, ident, paper).fresh
    before = len(events())
    assert not note_box(cast.clerk, ident, paper).fresh
    assert not note_box(lead, ident, draft(point, number=" a1 ", seal="ｆ1")).fresh
    assert len(events()) == before
    with acting(cast.clerk):
        row = SamplingBox.objects.get()
    assert (row.handed_to, row.handed_tubes, row.lab, row.received_tubes) == (
        *("王师傅", 30),
        *("区疾控", 30),
    )
    # Other words do not slip in; a correction does, and is logged.
    for said in (
        {"tubes": "29"},
        {"first": "7:15"},
        {"handed_to": "李师傅"},
        {"handed_to": "王师傅", "handed_at": "8:20"},
        {"lab": "市二院", "received_at": "8:50"},
    ):
        with pytest.raises(Problem, match="box_said_otherwise"):
            note_box(cast.clerk, ident, draft(point, **said))
    assert note_box(cast.clerk, ident, draft(point, tubes="29"), correcting=True).fresh
    assert [one.box.tubes for one in boxes_page(cast.clerk, ident).lines] == [29]


def test_two_taps_hand_over_once(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    box = note_box(lead, ident, draft(point)).box.id
    told = Told("王师傅", "")
    assert move_on(lead, ident, Step.HANDED, told, {box: "30"}) == 1
    with clock.fixed(NINE + timedelta(minutes=3)):
        assert move_on(lead, ident, Step.HANDED, told, {box: "30"}) == 0
        with pytest.raises(Problem, match="box_said_otherwise"):
            move_on(lead, ident, Step.HANDED, told, {box: "29"})
    assert events().count("box.handed") == 1


def test_the_box_comes_back_and_goes_again_under_another_seal(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point))
    note_box(lead, ident, draft(point, seal="F2", first="8:00"))
    assert boxes_page(lead, ident).whole.boxes == 2
    with pytest.raises(Problem, match="box_seal_taken"):
        note_box(lead, ident, draft(point, number="B7", seal="F2"))
    # Seals without a number close more than one.
    note_box(lead, ident, draft(point, number="B7", seal="无"))
    note_box(lead, ident, draft(point, number="B8", seal="无"))


def test_several_boxes_go_to_one_courier_in_one_event_and_few_statements(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    some = [note_box(lead, ident, draft(point, seal=f"F{n}")).box.id for n in range(12)]

    def asked(ids: list[UUID]) -> int:
        with CaptureQueriesContext(connection) as found:
            move_on(lead, ident, Step.HANDED, Told("王师傅", "8:30"), dict.fromkeys(ids, "30"))
        return len(found)

    assert asked(some[:2]) == asked(some[2:])
    assert events().count("box.handed") == 2


def test_a_count_that_differs_is_kept_shown_and_waits_for_a_word(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    box = note_box(lead, ident, draft(point)).box.id
    move_on(lead, ident, Step.HANDED, Told("王师傅", "8:10"), {box: "29"})
    (told,) = board(cast.secretary).boxes.boxes  # type: ignore[union-attr]
    assert (told.box.unexplained, told.late, told.lead) == (True, False, "1号点长")
    assert [one.id for one in boxes_page(lead, ident).unexplained] == [box]
    explain_box(lead, ident, box, "1支漏液，当场作废")
    assert not board(cast.secretary).boxes
    # Another count wants another word.
    move_on(cast.clerk, ident, Step.RECEIVED, Told("区疾控", "8:50"), {box: "28"})
    assert board(cast.secretary).boxes
    with pytest.raises(Problem, match="box_why_tells"):
        explain_box(lead, ident, box, "张阿姨的管漏了")


def test_nothing_is_explained_that_agrees(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    box = note_box(lead, ident, draft(point)).box.id
    with pytest.raises(Problem, match="box_agrees"):
        explain_box(lead, ident, box, "数错")
    say_made(lead, ident, str(point), "30")
    with pytest.raises(Problem, match="box_agrees"):
        explain_made(lead, ident, str(point), "数错")


def test_a_box_that_is_late_stands_on_the_board_until_a_laboratory_has_it(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    box = note_box(lead, ident, draft(point)).box.id
    with clock.fixed(at(1, 10, 11) + timedelta(minutes=5)):
        assert not board(cast.secretary).boxes
    with clock.fixed(at(1, 10, 11) + timedelta(minutes=6)):
        (told,) = board(cast.secretary).boxes.boxes  # type: ignore[union-attr]
        assert (told.late, told.clock.minutes, told.number) == (True, 241, 5)
        move_on(lead, ident, Step.HANDED, Told("王师傅", "11:00"), {box: ""})
        (told,) = board(cast.secretary).boxes.boxes  # type: ignore[union-attr]
        assert told.box.handed is not None
        move_on(cast.clerk, ident, Step.RECEIVED, Told("区疾控", ""), {box: ""})
        assert not board(cast.secretary).boxes
        # It came too late, and is told so where it stands.
        assert boxes_page(cast.clerk, ident).lines[0].clock.late is Step.RECEIVED


def test_the_office_sets_its_own_limits(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point))
    assert boxes_page(lead, ident).late == []
    set_limits(cast.clerk, ident, "90", "120")
    assert board(cast.secretary).boxes
    assert [one.clock.late for one in boxes_page(lead, ident).late] == [Step.HANDED]
    with clock.fixed(NINE + timedelta(minutes=6)):
        assert [one.clock.late for one in boxes_page(lead, ident).late] == [Step.RECEIVED]
    set_limits(cast.clerk, ident, "", "")
    assert not board(cast.secretary).boxes
    with pytest.raises(Problem, match="right_missing"):
        set_limits(lead, ident, "30", "")


def test_tubes_made_boxed_and_received_are_compared_when_the_point_closes(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    box = note_box(lead, ident, draft(point)).box.id
    say_made(lead, ident, str(point), "31")
    (line,) = boxes_page(lead, ident).places
    assert (line.sums.unboxed, line.sums.differs) == (1, False)
    for item in CHECKLIST:
        tick(lead, point, item, True)
    change_state(lead, point, PointAct.OPEN)
    assert not board(cast.secretary).boxes
    change_state(lead, point, PointAct.CLOSE)
    assert boxes_page(lead, ident).wrong_places
    assert board(cast.secretary).boxes
    explain_made(lead, ident, str(point), "1支漏液，当场作废")
    assert not boxes_page(lead, ident).wrong_places
    # One more box, and the word no longer holds.
    note_box(lead, ident, draft(point, seal="F2", tubes="2"))
    assert boxes_page(lead, ident).wrong_places
    withdraw_box(lead, ident, box, "记错了点")
    say_made(lead, ident, str(point), "2")
    assert not boxes_page(lead, ident).wrong_places


def test_unexplained_tubes_stand_on_the_board_once_the_round_is_over(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    say_made(lead, ident, str(point), "31")
    box = note_box(lead, ident, draft(point)).box.id
    move_on(lead, ident, Step.HANDED, Told("王师傅", "8:30"), {box: ""})
    move_on(lead, ident, Step.RECEIVED, Told("区疾控", "8:50"), {box: ""})
    assert not board(cast.secretary).boxes
    close_round(cast.clerk, ident)
    (told,) = board(cast.secretary).boxes.tubes  # type: ignore[union-attr]
    assert (told.made, told.boxed, told.lead) == (31, 30, "1号点长")
    # What comes back at night is noted though the round is closed.
    explain_made(lead, ident, str(point), "1支漏液")
    assert not board(cast.secretary).boxes


def test_whoever_said_nothing_of_tubes_is_asked_and_never_agrees(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(
        lead,
        ident,
        draft(point, handed_to="王师傅", handed_at="8:00", lab="区疾控", received_at="8:50"),
    )
    with clock.fixed(at(1, 10, 16)):
        page = boxes_page(lead, ident)
        assert page.whole.made is None
        assert not page.whole.agrees
        assert len(page.wrong_places) == 1
        say_made(lead, ident, str(point), "30")
        assert boxes_page(lead, ident).whole.agrees


def test_the_same_tube_stands_in_no_second_box(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    noted = note_box(lead, ident, draft(point, tubes="2", codes="T1\nT2\nT2"))
    assert (noted.scanned, noted.twice) == (2, 1)
    with pytest.raises(Problem, match="box_tube_elsewhere"):
        note_box(lead, ident, draft(point, seal="F2", codes="T2\nT3"))
    # Scanned anew as a correction, and free again when the box is taken back.
    again = draft(point, tubes="2", codes="T1\nT9")
    assert note_box(lead, ident, again, correcting=True).scanned == 2
    assert note_box(lead, ident, draft(point, seal="F2", codes="T2")).fresh
    withdraw_box(lead, ident, noted.box.id, "记错")
    assert note_box(lead, ident, draft(point, seal="F3", codes="T1")).fresh


def test_a_tube_in_a_box_that_the_post_does_not_see_is_refused_all_the_same(
    cast: Cast, place: Place
) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point, codes="T1"))
    other, far = led(cast, 2, f"{COMPOUND}/3")
    with pytest.raises(Problem, match="box_tube_elsewhere"):
        note_box(far, ident, draft(other.id, number="B1", seal="G1", codes="T1"))


def test_no_name_and_no_number_of_a_tube_is_kept_with_a_box(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point, codes="TUBE-4711", handed_to="王师傅", handed_at="8:10"))
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM sampling_box_tube t")
        (tube,) = cursor.fetchone()
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM event WHERE kind LIKE 'box.%%'")
        told = "".join(body for (body,) in cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns WHERE table_name LIKE 'sampling_box%%'"
            " AND column_name IN ('resident', 'household', 'name')"
        )
        (naming,) = cursor.fetchone()
    assert "TUBE-4711" not in tube + told
    assert "王师傅" not in told
    assert naming == 0


def noted_by_phone(street: Street, tube: str) -> None:
    """That a phone noted a tube at seven in building 2."""
    with scoped(WHOLE):
        FieldRecord.objects.create(
            writer=UUID(int=1), seq=1, arrived_on=NINE.date(), area=f"{PATH}2/",
            outbreak=street.outbreak.id, kind="field.sample", happened_at=at(1, 10, 7),
            post=UUID(int=2), tube_key=tube_key(tube),
        )  # fmt: skip


def test_a_phone_that_noted_a_tube_earlier_sets_the_clock(
    cast: Cast, street: Street, place: Place
) -> None:
    ident, point, lead = place
    noted_by_phone(street, "T1")
    paper = draft(point, codes="T1")
    assert note_box(lead, ident, paper).box.first_at == at(1, 10, 7)
    # Keyed in from paper, without the codes and by the later hour, it is the same box.
    assert not note_box(lead, ident, draft(point)).fresh
    assert boxes_page(cast.clerk, ident).phones == (1, 1)


def test_tubes_that_are_scanned_later_may_move_the_clock_back(
    cast: Cast, street: Street, place: Place
) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point))
    noted_by_phone(street, "T1")
    assert note_box(lead, ident, draft(point, codes="T1")).box.first_at == at(1, 10, 7)
    with pytest.raises(Problem, match="box_said_otherwise"):
        note_box(lead, ident, draft(point, first="6:50"))
