"""The board tells which notices were not sent to all of their groups, until they are, or are taken back, or are old."""

from datetime import timedelta

from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo
from tests.street import Street, at
from wumen.actions.group_text import tick_sent
from wumen.actions.notice_reach import hang_sheet
from wumen.actions.stairwell_notices import compose_notice, take_back_notice
from wumen.queries.board import board
from wumen.queries.stairwell_notices import matter_of
from wumen.records import clock
from wumen.rules.stairwell_notices import NoticeText

TEXT = NoticeText(PATH, "明天全员采样", "明早 7:00 起，叫到再下楼。", "2")


def test_a_notice_stands_on_the_board_until_all_of_its_groups_are_ticked(
    cast: Cast, street: Street
) -> None:
    notice = compose_notice(cast.clerk, TEXT)
    (one,) = board(cast.secretary).unsent
    assert (one.id, one.heading, one.groups, one.sent) == (notice, "明天全员采样", 2, 0)
    assert one.names[-1] == "锦绣城"
    tick_sent(cast.clerk, PATH, matter_of(notice), 2)
    assert [told.sent for told in board(cast.secretary).unsent] == [1]
    tick_sent(cast.clerk, PATH, matter_of(notice), 1)
    assert board(cast.secretary).unsent == ()


def test_what_buildings_did_of_themselves_stands_beside_it(cast: Cast, street: Street) -> None:
    notice = compose_notice(cast.clerk, TEXT)
    for building in (1, 2):
        tick_sent(cast.clerk, f"{PATH}{building}/", matter_of(notice), 1)
    tick_sent(cast.clerk, f"{PATH}1/", matter_of(notice), 2)
    hang_sheet(cast.clerk, notice, f"{PATH}1/", phone_photo())
    (one,) = board(cast.secretary).unsent
    assert (one.sent, one.buildings, one.hung) == (0, 2, 1)


def test_the_latest_stands_first_and_what_is_a_day_old_no_longer(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(at(1, 9, 20)):
        compose_notice(cast.clerk, TEXT)
    with clock.fixed(at(1, 10, 9)):
        compose_notice(cast.clerk, NoticeText(PATH, "停水", "今天 14:00 到 16:00 停水。", "1"))
        assert [one.heading for one in board(cast.secretary).unsent] == ["停水", "明天全员采样"]
    with clock.fixed(at(1, 10, 20) + timedelta(seconds=1)):
        assert [one.heading for one in board(cast.secretary).unsent] == ["停水"]


def test_what_is_taken_back_is_no_work_and_others_see_nothing_of_it(
    cast: Cast, street: Street
) -> None:
    notice = compose_notice(cast.clerk, TEXT)
    assert board(cast.outsider).unsent == ()
    take_back_notice(cast.clerk, notice)
    assert board(cast.secretary).unsent == ()


def test_a_part_of_the_place_shows_only_its_own_notices(cast: Cast, street: Street) -> None:
    compose_notice(cast.clerk, TEXT)
    assert board(cast.secretary, f"{COMPOUND}/1/").unsent == ()
    assert len(board(cast.secretary, PATH).unsent) == 1
