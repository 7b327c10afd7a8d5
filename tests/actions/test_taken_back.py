"""A notice composed again is the same one; a notice or a form of the superior that was wrong is taken back."""

from uuid import UUID

import pytest

from tests.cast import PATH, Cast
from tests.files import phone_photo
from tests.street import Street, at, ordered
from tests.superior_forms import blank
from wumen.actions import stairwell_notices as taking
from wumen.actions.group_text import tick_sent
from wumen.actions.loudspeaker import NewPlay, plan_play
from wumen.actions.notice_reach import ask_to_tell, hang_sheet, note_told
from wumen.actions.register import NewResident, register_household
from wumen.actions.stairwell_notices import compose_notice, take_back_notice
from wumen.actions.superior_forms import (
    fill_given,
    fill_kept,
    keep_form,
    look_at_form,
    point_form,
    send_form,
    take_back_form,
)
from wumen.queries.loudspeaker import loudspeaker_page
from wumen.queries.notice_reach import reach_page, seen_notice
from wumen.queries.posts import acting
from wumen.queries.stairwell_notices import matter_of, stairwell_notice, stairwell_notices
from wumen.queries.superior_forms import form_lines
from wumen.records import clock
from wumen.records.models import CallList, Instruction, LoudspeakerPlay
from wumen.rules.notice_reach import Means
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText

ONE = f"{PATH}1/"
TEXT = NoticeText(PATH, "明天全员采样", "明早 7:00 起，叫到再下楼。", "2")


@pytest.fixture
def notice(cast: Cast, street: Street) -> UUID:
    """A notice for the whole compound."""
    return compose_notice(cast.clerk, TEXT)


def test_the_same_notice_composed_again_on_a_day_is_the_one_that_stands(
    cast: Cast, notice: UUID
) -> None:
    spaced = NoticeText(PATH, " 明天全员采样 ", "明早 7:00 起，叫到再下楼。\n", "2")
    assert compose_notice(cast.clerk, spaced) == notice
    for other in (
        NoticeText(ONE, TEXT.heading, TEXT.text, "2"),
        NoticeText(PATH, TEXT.heading, "明早 8:00 起，叫到再下楼。", "2"),
        NoticeText(PATH, TEXT.heading, TEXT.text, "3"),
    ):
        assert compose_notice(cast.clerk, other) != notice
    assert len(stairwell_notices(cast.clerk)) == 4


def test_a_notice_that_was_taken_back_may_be_composed_again(cast: Cast, notice: UUID) -> None:
    take_back_notice(cast.clerk, notice)
    assert compose_notice(cast.clerk, TEXT) != notice


def test_taken_back_it_stands_as_such_with_who_and_when_and_is_sent_counted_and_read_no_more(
    cast: Cast, notice: UUID
) -> None:
    take_back_notice(cast.clerk, notice)
    (line,) = stairwell_notices(cast.clerk)
    assert line.withdrawn and line.withdrawn.by == cast.clerk.name
    assert line.box.messages == ()
    home = UUID(int=1)
    for act in (
        lambda: reach_page(cast.clerk, notice),
        lambda: loudspeaker_page(cast.captain, notice),
        lambda: ask_to_tell(cast.clerk, notice, PATH),
        lambda: note_told(cast.captain, notice, home, Means.VISIT),
        lambda: hang_sheet(cast.captain, notice, ONE, phone_photo()),
        lambda: plan_play(cast.clerk, notice, NewPlay(PATH, "东门喇叭", clock.now())),
        lambda: take_back_notice(cast.clerk, notice),
    ):
        with pytest.raises(Problem, match="notice_text_withdrawn"):
            act()


def test_the_office_of_its_place_alone_takes_a_notice_back(cast: Cast, notice: UUID) -> None:
    for nobody, code in ((cast.captain, "right_missing"), (cast.outsider, "notice_text_unknown")):
        with pytest.raises(Problem, match=code):
            take_back_notice(nobody, notice)


def test_what_was_asked_for_it_ends_and_the_captain_is_asked_to_take_it_down(
    cast: Cast, street: Street, notice: UUID
) -> None:
    register_household(
        cast.clerk, f"{ONE}1/301", [NewResident("钱先生", telephones=("13800000002",))]
    )
    ordered(cast, "1")
    given = ask_to_tell(cast.clerk, notice, PATH)
    assert given.rung and given.doors
    hang_sheet(cast.captain, notice, ONE, phone_photo())
    plan_play(cast.clerk, notice, NewPlay(PATH, "东门喇叭", clock.now()))
    take_back_notice(cast.clerk, notice)
    with acting(cast.clerk):
        (left,) = Instruction.objects.filter(closed_as="")
        assert not CallList.objects.filter(closed_at=None).exists()
        assert not LoudspeakerPlay.objects.exists()
    assert left.area == ONE


def test_the_groups_to_which_it_went_are_told_that_it_was_taken_back(
    cast: Cast, notice: UUID
) -> None:
    tick_sent(cast.clerk, PATH, matter_of(notice), 2)
    tick_sent(cast.captain, ONE, matter_of(notice), 1)
    take_back_notice(cast.clerk, notice)
    for who, group in ((cast.clerk, 2), (cast.captain, 1)):
        line = stairwell_notice(who, notice)
        (said,) = line.box.messages
        assert (said.group, said.sent) == (group, None)
        assert "撤回了" in said.text
        assert TEXT.text not in said.text
        tick_sent(who, line.box.area, line.box.matter, group)
        assert stairwell_notice(who, notice).box.sent == [group]


def test_a_form_that_was_taken_back_is_filled_no_more_and_what_was_sent_of_it_stays(
    cast: Cast, street: Street
) -> None:
    form = keep_form(cast.clerk, "日报表.xlsx", blank())
    point_form(cast.clerk, form, [one.point for one in look_at_form(cast.clerk, form).guesses])
    send_form(cast.clerk, form, "街道", at(1, 10, 20))
    take_back_form(cast.clerk, form)
    (line,) = form_lines(cast.clerk)
    assert line.withdrawn and line.withdrawn.by == cast.clerk.name
    assert line.sent == 1
    for act in (
        lambda: fill_kept(cast.clerk, form),
        lambda: look_at_form(cast.clerk, form),
        lambda: send_form(cast.clerk, form, "街道"),
        lambda: take_back_form(cast.clerk, form),
    ):
        with pytest.raises(Problem, match="form_withdrawn"):
            act()
    with pytest.raises(Problem, match="form_not_known"):
        fill_given(cast.clerk, blank())


def test_a_form_uploaded_again_is_held_again_with_its_points(cast: Cast, street: Street) -> None:
    form = keep_form(cast.clerk, "日报表.xlsx", blank())
    points = [one.point for one in look_at_form(cast.clerk, form).guesses]
    point_form(cast.clerk, form, points)
    take_back_form(cast.clerk, form)
    assert keep_form(cast.clerk, "日报表.xlsx", blank()) == form
    (line,) = form_lines(cast.clerk)
    assert (line.withdrawn, line.points) == (None, len(points))


def test_of_two_who_take_a_notice_back_at_one_instant_one_is_told_that_it_is_taken_back(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = compose_notice(cast.clerk, TEXT)
    with acting(cast.secretary):
        found = seen_notice(cast.secretary, notice)
    take_back_notice(cast.clerk, notice)
    # The other had read it before.
    monkeypatch.setattr(taking, "seen_notice", lambda *_: found)
    with pytest.raises(Problem, match="notice_text_withdrawn"):
        take_back_notice(cast.secretary, notice)
    back = stairwell_notice(cast.clerk, notice).withdrawn
    assert back
    assert back.by == cast.clerk.name
