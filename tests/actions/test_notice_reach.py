"""A notice reaches people: groups, sheets with photos, loudspeaker; who is left is given to somebody, alone first."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo as photo
from tests.street import Street, ordered
from wumen.actions.calls import close_list, note_call
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.group_text import tick_sent
from wumen.actions.loudspeaker import NewPlay, drop_play, keep_sound, note_played, plan_play
from wumen.actions.notice_reach import ask_to_tell, hang_sheet, note_told, take_back_told
from wumen.actions.register import NewResident, register_household
from wumen.actions.stairwell_notices import compose_notice
from wumen.queries.loudspeaker import loudspeaker_page
from wumen.queries.notice_reach import reach_page
from wumen.queries.posts import acting
from wumen.queries.stairwell_notices import matter_of
from wumen.records import clock
from wumen.records.models import CallEntry, Duty, Instruction
from wumen.rules.calls import CallResult
from wumen.rules.duties import DutyKey
from wumen.rules.instructions import win_of
from wumen.rules.notice_reach import First, Means, Way
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText

ONE = f"{PATH}1/"


def composed(cast: Cast, path: str = PATH, groups: str = "2") -> UUID:
    """A notice of tomorrow's sampling."""
    return compose_notice(
        cast.clerk, NoticeText(path, "明天全员采样", "明早 7:00 起，叫到再下楼。", groups)
    )


READS = f"{COMPOUND}/1/1/301"


@pytest.fixture(autouse=True)
def reader(cast: Cast, street: Street) -> UUID:
    """A home whose telephone the register knows; of the twelve others 张阿姨 alone has one, and she lives alone."""
    home = register_household(
        cast.clerk, READS, [NewResident("钱先生", telephones=("13800000002",))]
    )
    return home.id


def test_each_home_counts_once_and_the_aunt_is_not_thought_to_read_the_group(
    cast: Cast, street: Street, reader: UUID
) -> None:
    notice = composed(cast)
    before = reach_page(cast.clerk, notice).whole
    assert (before.homes, before.known, before.left) == (13, 0, 13)
    tick_sent(cast.clerk, PATH, matter_of(notice), 1)
    assert reach_page(cast.clerk, notice).whole.known == 0, "one of two groups is not all of them"
    tick_sent(cast.clerk, PATH, matter_of(notice), 2)
    found = reach_page(cast.clerk, notice)
    assert (found.whole.told[Means.GROUP], found.whole.left) == (1, 12)
    note_told(cast.captain, notice, reader, Means.VISIT)
    again = reach_page(cast.clerk, notice).whole
    assert (again.told[Means.GROUP], again.told[Means.VISIT], again.left) == (0, 1, 12)


def test_the_group_of_one_building_is_ticked_for_itself(cast: Cast, street: Street) -> None:
    notice = composed(cast)
    tick_sent(cast.captain, ONE, matter_of(notice), 1)
    found = reach_page(cast.clerk, notice)
    assert [one.sent is not None for one in found.buildings] == [True, False, False]
    assert found.buildings[0].reach.told[Means.GROUP] == 1


def test_a_captain_sees_what_came_from_above_and_her_own_building(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast)
    for group in (1, 2):
        tick_sent(cast.clerk, PATH, matter_of(notice), group)
    found = reach_page(cast.captain, notice)
    assert (found.whole.homes, found.at, found.whole.told[Means.GROUP]) == (5, ONE, 1)
    with pytest.raises(Problem, match="notice_text_unknown"):
        reach_page(cast.outsider, notice)
    with pytest.raises(Problem, match="area_not_yours"):
        reach_page(cast.captain, notice, f"{PATH}2/") and hang_sheet(
            cast.captain, notice, f"{PATH}2/", photo()
        )


def test_a_sheet_counts_with_its_photo_and_not_where_nobody_may_go_out(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast)
    with pytest.raises(Problem, match="file_empty"):
        hang_sheet(cast.captain, notice, ONE, b"")
    hang_sheet(cast.captain, notice, ONE, photo())
    found = reach_page(cast.clerk, notice, ONE)
    # 张阿姨 lives alone: a sheet that hangs does not take her off the list.
    assert found.whole.told[Means.SHEET] == 4
    assert "张阿姨" in found.left[0].names
    assert found.sheets[0].photo is not None
    ordered(cast, "1")
    assert reach_page(cast.clerk, notice).whole.told[Means.SHEET] == 0


def test_a_notice_of_one_unit_is_headed_by_it_and_its_photo_names_it(
    cast: Cast, street: Street
) -> None:
    page = reach_page(cast.clerk, composed(cast, f"{ONE}1/"))
    assert page.here is not None
    assert page.here.name == "锦绣城 1号楼 1单元"
    assert [one.full for one in page.sheets] == ["锦绣城 1号楼 1单元"]
    whole = reach_page(cast.clerk, composed(cast), ONE)
    assert whole.here is not None
    assert whole.here.name == "锦绣城 1号楼"


def test_a_sheet_hangs_where_people_come_past_inside_the_place_of_its_notice(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast, f"{PATH}2/")
    for elsewhere in (PATH, f"{PATH}3/", f"{PATH}2/101/"):
        with pytest.raises(Problem, match="notice_sheet_elsewhere"):
            hang_sheet(cast.clerk, notice, elsewhere, photo())


def test_one_tap_gives_all_who_are_left_to_somebody_the_aunt_first(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast)
    ordered(cast, "")
    plan_day(cast.clerk, clock.today())
    given = ask_to_tell(cast.clerk, notice, PATH)
    assert (given.rung, given.doors, given.more) == (2, 11, 0)
    with acting(cast.clerk):
        asked = list(Instruction.objects.order_by("number"))
        entries = list(CallEntry.objects.filter(call_list=given.calls).order_by("place"))
    assert [one.area for one in asked] == sorted(one.area for one in asked)
    assert {one.role for one in asked} == {"captain"}
    with acting(cast.clerk):
        # Each stands as a duty today, once.
        owed = Duty.objects.filter(day=clock.today(), win__in=[win_of(one.number) for one in asked])
        assert owed.count() == len(asked) == 11
    with pytest.raises(Problem, match="notice_nobody_left"):
        ask_to_tell(cast.clerk, notice, PATH)
    assert entries[0].resident == street.aunt_zhang.id
    note_call(cast.clerk, entries[0].id, CallResult.REACHED)
    assert reach_page(cast.clerk, notice).whole.told[Means.TELEPHONE] == 1


def test_who_is_left_stands_in_turn_with_how_to_tell_her(cast: Cast, street: Street) -> None:
    notice = composed(cast)
    left = reach_page(cast.clerk, notice, ONE).left
    assert (left[0].names, left[0].first, left[0].way) == (("张阿姨",), First.ALONE, Way.TELEPHONE)
    assert [one.first for one in left] == [First.ALONE, *[First.OTHERS] * 4]
    assert [one.way for one in left[1:]] == [*[Way.DOOR] * 3, Way.TELEPHONE]
    # A sampler may see homes and not correct them: she reads doors alone.
    assert {one.names for one in reach_page(cast.sampler, notice, ONE).left} == {()}


def test_a_request_that_is_done_tells_and_one_that_ended_is_asked_anew(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast, ONE)
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    given = ask_to_tell(cast.clerk, notice, ONE)
    assert given.calls
    with acting(cast.clerk):
        first = Instruction.objects.order_by("number")[0]
        duty = Duty.objects.get(day=clock.today(), win=win_of(first.number))
    do(cast.captain, DutyKey(duty.day, duty.what, str(duty.subject), duty.win))
    assert reach_page(cast.clerk, notice).whole.told[Means.VISIT] == 1
    close_list(cast.clerk, given.calls)
    again = ask_to_tell(cast.clerk, notice, ONE)
    assert (again.rung, again.doors) == (2, 0)


def test_a_home_that_was_told_asks_nobody_to_go_there_and_is_taken_back(
    cast: Cast, street: Street
) -> None:
    notice = composed(cast, ONE)
    ask_to_tell(cast.clerk, notice, ONE)
    home = street.households["1/1/101"].id
    note_told(cast.captain, notice, home, Means.VISIT)
    with acting(cast.clerk):
        assert Instruction.objects.get(household=home).closed_as == "cancelled"
    assert [who for who, _ in reach_page(cast.captain, notice).told] == [home]
    take_back_told(cast.captain, notice, home)
    found = reach_page(cast.captain, notice)
    assert (found.whole.left, found.waiting, found.told) == (5, 1, ())
    with pytest.raises(Problem, match="notice_home_elsewhere"):
        take_back_told(cast.captain, notice, home)


def test_who_may_do_what(cast: Cast, street: Street) -> None:
    notice, home = composed(cast), street.households["2/1/101"].id
    with pytest.raises(Problem, match="right_missing"):
        ask_to_tell(cast.captain, notice, ONE)
    with pytest.raises(Problem, match="household_unknown"):
        note_told(cast.captain, notice, home, Means.VISIT)
    with pytest.raises(Problem, match="right_missing"):
        note_told(cast.sampler, notice, home, Means.VISIT)
    other = composed(cast, ONE)
    with pytest.raises(Problem, match="notice_home_elsewhere"):
        note_told(cast.clerk, other, home, Means.VISIT)


def test_a_playing_is_planned_ticked_and_counts_as_heard_alone(cast: Cast, street: Street) -> None:
    notice, now = composed(cast), clock.now()
    play = plan_play(cast.clerk, notice, NewPlay(PATH, "喇叭车：东门到西门", now))
    assert plan_play(cast.clerk, notice, NewPlay(PATH, "喇叭车：东门到西门", now)) == play
    assert reach_page(cast.clerk, notice).whole.heard == 0
    with pytest.raises(Problem, match="loudspeaker_play_unknown"):
        note_played(cast.captain, play)
    note_played(cast.clerk, play)
    found = reach_page(cast.clerk, notice).whole
    assert (found.heard, found.left, found.known) == (13, 13, 0)
    # The captain below hears it too.
    assert reach_page(cast.captain, notice).whole.heard == 5
    for act in (note_played, drop_play):
        with pytest.raises(Problem, match="loudspeaker_play_unknown"):
            act(cast.clerk, play)


def test_a_playing_lies_in_its_notice_and_near(cast: Cast, street: Street) -> None:
    notice, now = composed(cast, ONE), clock.now()
    for path, when, code in (
        (f"{PATH}2/", now, "notice_home_elsewhere"),
        (f"{ONE}101/", now, "notice_home_elsewhere"),
        (ONE, now.replace(year=now.year + 1), "loudspeaker_hour"),
        (ONE, now.replace(year=now.year - 1), "loudspeaker_hour"),
    ):
        with pytest.raises(Problem, match=code):
            plan_play(cast.clerk, notice, NewPlay(path, "东门喇叭", when))
    play = plan_play(cast.captain, notice, NewPlay(ONE, "东门喇叭", now, played=True))
    assert [one.id for one in loudspeaker_page(cast.clerk, notice).plays if one.played_at] == [play]


def test_a_notice_with_a_residents_name_is_not_read_out(cast: Cast, street: Street) -> None:
    notice = compose_notice(cast.clerk, NoticeText(ONE, "请来领", "请张阿姨到东门领菜。", "1"))
    found = loudspeaker_page(cast.clerk, notice)
    assert found.script is None
    assert found.refused and found.refused.code == "loudspeaker_name"
    with pytest.raises(Problem, match="loudspeaker_name"):
        plan_play(cast.clerk, notice, NewPlay(ONE, "东门喇叭", clock.now()))


def test_a_script_is_checked_without_reading_out_every_name_of_the_place(
    cast: Cast, street: Street
) -> None:
    notice = compose_notice(cast.clerk, NoticeText(PATH, "请来领", "请张 阿姨到东门领菜。", "1"))
    with CaptureQueriesContext(connection) as asked:
        found = loudspeaker_page(cast.clerk, notice)
    assert found.refused and found.refused.code == "loudspeaker_name"
    (names,) = [one["sql"] for one in asked if 'DISTINCT "resident"."name"' in one["sql"]]
    assert "STRPOS" in names


MP3 = b"ID3\x04" + bytes(200)
M4A = b"\x00\x00\x00\x1cftypM4A " + bytes(200)


def test_a_recording_is_kept_sealed_and_the_last_one_is_played(cast: Cast, street: Street) -> None:
    notice = composed(cast)
    for wrong in (b"", b"%PDF-1.4", b"\x00\x00\x00\x1cftypqt  film", b"RIFF....AVI "):
        with pytest.raises(Problem, match="file_"):
            keep_sound(cast.clerk, notice, wrong)
    with pytest.raises(Problem, match="right_missing"):
        keep_sound(cast.captain, notice, MP3)
    keep_sound(cast.clerk, notice, MP3)
    keep_sound(cast.clerk, notice, M4A)
    assert [one.kind for one in loudspeaker_page(cast.captain, notice).sounds] == ["m4a"]
