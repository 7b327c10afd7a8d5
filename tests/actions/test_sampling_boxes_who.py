"""Boxes by whom: a team at doors, a lead of her own point, nobody elsewhere, nobody once the outbreak is over."""

from uuid import UUID

import pytest

from tests.actions.test_sampling_boxes import NINE, Place, draft
from tests.actions.test_sampling_boxes import nine as nine
from tests.actions.test_sampling_boxes import place as place
from tests.actions.test_sampling_points import described, led
from tests.cast import COMPOUND, PATH, Cast, person
from wumen.actions.sampling_points.keeping import change_point
from wumen.actions.sampling_rounds.box_handing import Told, move_on
from wumen.actions.sampling_rounds.box_words import say_made, set_limits, withdraw_box
from wumen.actions.sampling_rounds.boxes import note_box
from wumen.queries.sampling_rounds.boxes import boxes_page
from wumen.records.models import Outbreak, SamplingBox, SamplingBoxTube
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import Step


def test_a_team_at_doors_has_boxes_of_its_own(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(cast.sampler, ident, draft(f"{COMPOUND}/1", number="D1", seal="G1"))
    say_made(cast.sampler, ident, f"{COMPOUND}/1", "30")
    (line,) = boxes_page(cast.captain, ident).lines
    assert line.words == "上门 锦绣城 1号楼"
    assert boxes_page(cast.clerk, ident).lines[0].box.number == "D1"
    # The lead of a point in the same place has nothing to do with it, nor the team with hers.
    note_box(lead, ident, draft(point))
    assert [one.box.number for one in boxes_page(lead, ident).lines] == ["A1"]
    assert [one.box.number for one in boxes_page(cast.sampler, ident).lines] == ["D1"]
    for viewer, where, code in (
        (cast.sampler, point, "right_missing"),
        (cast.captain, f"{COMPOUND}/2", "area_not_yours"),
        (cast.clerk, "410102013001", "area_not_yours"),
        (cast.clerk, "x", "box_place_unknown"),
        (cast.clerk, UUID(int=5), "box_place_unknown"),
        (lead, f"{COMPOUND}/1", "right_missing"),
        (cast.volunteer, point, "right_missing"),
    ):
        with pytest.raises(Problem, match=code):
            note_box(viewer, ident, draft(where, number="X1", seal="X1"))


def test_a_lead_answers_for_her_own_point_alone(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    _, far = led(cast, 2)
    box = note_box(lead, ident, draft(point)).box.id
    with pytest.raises(Problem, match="point_not_yours"):
        note_box(far, ident, draft(point, seal="F2"))
    with pytest.raises(Problem, match="point_not_yours"):
        move_on(far, ident, Step.HANDED, Told("王师傅", ""), {box: "30"})
    with pytest.raises(Problem, match="point_not_yours"):
        withdraw_box(far, ident, box, "记错")
    with pytest.raises(Problem, match="box_none_ticked"):
        move_on(lead, ident, Step.HANDED, Told("王师傅", ""), {})
    with pytest.raises(Problem, match="box_unknown"):
        move_on(lead, ident, Step.HANDED, Told("王师傅", ""), {UUID(int=9): "1"})
    with pytest.raises(Problem, match="round_unknown"):
        boxes_page(
            person(cast.operator, "外点长", "volunteer", "point_lead", "410102013001"), ident
        )


def test_a_point_that_moves_takes_its_boxes_along(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    note_box(lead, ident, draft(point, codes="T1"))
    say_made(lead, ident, str(point), "30")
    change_point(cast.clerk, point, described(1, f"{COMPOUND}/2", lead=lead.crew_no))
    with scoped(WHOLE):
        assert SamplingBox.objects.get().area == f"{PATH}2/"
        assert SamplingBoxTube.objects.get().area == f"{PATH}2/"


def test_nothing_is_noted_once_the_outbreak_is_over(cast: Cast, place: Place) -> None:
    ident, point, lead = place
    with scoped(WHOLE):
        Outbreak.objects.update(closed_at=NINE)
    for change in (
        lambda: note_box(lead, ident, draft(point)),
        lambda: say_made(lead, ident, str(point), "3"),
        lambda: set_limits(cast.clerk, ident, "", ""),
    ):
        with pytest.raises(Problem, match="outbreak_closed"):
            change()
