"""A photo is kept sealed with time, place, matter and hand, is asked for where a rule says so, and is seen by few."""

from datetime import date

import pytest
from django.db import connection

from tests import cast as the_cast
from tests.cast import COMPOUND, PATH, Cast
from tests.files import PDF, phone_photo
from tests.street import OUTBREAK, Street, at, draft, noticed, ordered
from wumen.actions.attachments import look_at
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.instructions import give
from wumen.actions.knocks import knock
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.photos import take_down, take_photo
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.photos import of_day, of_duty, of_given, of_home
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Attachment, Photo
from wumen.records.scope import WHOLE, scoped
from wumen.rules.attachments import read_file
from wumen.rules.duties import DutyKey, read_key
from wumen.rules.instructions import InstructionDraft
from wumen.rules.knocks import Result
from wumen.rules.photo_metadata import without_metadata
from wumen.rules.photos import Moment, OfDuty, OfGiven, OfKnock, OfRound
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
NOW = at(1, 10, 10)
SHOWN_BY_PHOTO = {
    "clauses": [
        {
            "regime": "lockdown",
            "what": "disinfection",
            "subject": "stairwell",
            "windows": ["day"],
            "role": "captain",
            "grades": ["measured", "declared"],
            "photo": True,
            "does_zh": "扶手、按钮擦拭消毒",
        }
    ]
}
FLAW = InstructionDraft(
    "superior",
    "1单元门口垃圾桶没有盖",
    "市检查组",
    at(1, 10, 9),
    at(1, 10, 18),
    "captain",
    path=f"{COMPOUND}/1/1",
    document="1月10日现场检查",
    photos=True,
)


@pytest.fixture
def morning(cast: Cast, street: Street) -> Cast:
    """Building 1 is locked down, and a notice of the office asks for a photo of each disinfected stairwell."""
    with clock.fixed(at(1, 10, 6)):
        ordered(cast, "1")
        noticed(cast, "1", rules=SHOWN_BY_PHOTO)
        plan_day(cast.operator, DAY)
    return cast


def stairwell(cast: Cast) -> DutyLine:
    """The disinfection of the one stairwell."""
    (line,) = [one for one in duty_lines(cast.operator, DAY) if one.what == "disinfection"]
    return line


def key(cast: Cast) -> DutyKey:
    """The key of that duty."""
    return read_key(stairwell(cast).key)


def test_a_photo_tells_when_where_of_what_and_by_whom(morning: Cast) -> None:
    with clock.fixed(NOW):
        take_photo(morning.captain, OfDuty(key(morning)), phone_photo())
        (line,) = of_duty(morning.clerk, key(morning))
    assert (line.taken_at, line.by, line.role) == (NOW, "李楼长", "captain")
    assert (line.place, line.what, line.moment) == (
        "锦绣城 1号楼 1单元",
        "disinfection",
        Moment.SHOWN,
    )
    assert not line.at_door
    assert not line.mine


def test_its_picture_lies_sealed_without_what_the_camera_wrote(morning: Cast) -> None:
    with clock.fixed(NOW):
        row = take_photo(morning.captain, OfDuty(key(morning)), phone_photo())
        with acting(morning.captain):
            kept = Attachment.objects.get(about=row.id)
        picture = without_metadata(read_file(phone_photo())).content
        assert picture not in bytes(kept.sealed)
        assert look_at(morning.captain, kept.id).file.content == picture
    assert b"GPS" not in picture


def test_what_a_rule_wants_shown_is_done_only_with_a_photo(morning: Cast) -> None:
    with clock.fixed(NOW):
        with pytest.raises(Problem, match="photo_missing"):
            do(morning.captain, key(morning), "measured")
        do(morning.captain, key(morning), "measured", photo=phone_photo())
        assert stairwell(morning).state == "done"
        assert len(of_duty(morning.captain, key(morning))) == 1
    with clock.fixed(NOW):
        assert audit(morning.operator).clean


def test_no_tap_for_a_floor_declares_what_must_be_shown(morning: Cast) -> None:
    with clock.fixed(NOW):
        done = floor_done(morning.captain, RoundKey(DAY, "day", f"{PATH}1/1/"), 1)
        assert done.left == {"disinfection": 1}
        assert stairwell(morning).state == "open"


def test_a_refused_photo_settles_nothing(morning: Cast) -> None:
    with clock.fixed(NOW):
        with pytest.raises(Problem, match="photo_needed"):
            do(morning.captain, key(morning), "measured", photo=PDF)
        assert stairwell(morning).state == "open"


def test_the_same_photo_of_the_same_thing_stands_once_and_never_for_another(morning: Cast) -> None:
    with clock.fixed(NOW):
        first = take_photo(morning.captain, OfDuty(key(morning)), phone_photo())
        assert take_photo(morning.captain, OfDuty(key(morning)), phone_photo()).id == first.id
        with pytest.raises(Problem, match="photo_used"):
            take_photo(
                morning.captain, OfRound(RoundKey(DAY, "am", f"{PATH}1/1/"), 1), phone_photo()
            )


def test_a_floor_of_a_round_has_photos_of_its_common_parts(morning: Cast) -> None:
    walk = RoundKey(DAY, "am", f"{PATH}1/1/")
    with clock.fixed(NOW):
        take_photo(morning.captain, OfRound(walk, 2), phone_photo())
        ((line,), more) = of_day(morning.clerk, DAY)
        assert (line.floor, line.round, more) == (2, str(walk), 0)
        with pytest.raises(Problem, match="photo_round_unknown"):
            take_photo(morning.captain, OfRound(walk, 9), phone_photo(1))


def test_a_slip_at_a_door_is_shown_after_a_knock_and_each_look_is_logged(
    morning: Cast, street: Street
) -> None:
    home = street.households["1/1/202"]
    with clock.fixed(NOW):
        with pytest.raises(Problem, match="photo_knock_first"):
            take_photo(morning.captain, OfKnock(home.id), phone_photo())
        knock(morning.captain, home.id, Result.NOBODY_HOME)
        take_photo(morning.captain, OfKnock(home.id), phone_photo())
        (line,) = of_home(morning.clerk, home.area, DAY)
        assert line.at_door
        look_at(morning.clerk, line.file)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE kind = 'attachment.looked_at'")
        assert cursor.fetchone()[0] == 1


def test_at_the_door_of_who_is_isolated_at_home_no_photo_is_taken(
    morning: Cast, street: Street
) -> None:
    home = street.households["1/1/202"]
    bound = draft(regime="home_isolation", residents=(str(street.aunt_zhang.id),), paths=())
    with clock.fixed(NOW):
        confirm_order(morning.secretary, enter_order(morning.clerk, bound, OUTBREAK).number)
        knock(morning.captain, home.id, Result.NOBODY_HOME)
        with pytest.raises(Problem, match="photo_isolated_door"):
            take_photo(morning.captain, OfKnock(home.id), phone_photo())


def test_who_works_elsewhere_or_without_the_right_neither_takes_nor_sees_one(morning: Cast) -> None:
    with clock.fixed(NOW):
        row = take_photo(morning.captain, OfDuty(key(morning)), phone_photo())
        with scoped(WHOLE):
            file = Attachment.objects.get(about=row.id).id
        with pytest.raises(Problem, match="right_missing"):
            take_photo(morning.volunteer, OfDuty(key(morning)), phone_photo(1))
        with pytest.raises(Problem, match="duty_unknown"):
            take_photo(morning.outsider, OfDuty(key(morning)), phone_photo(1))
        with pytest.raises(Problem, match="attachment_unknown"):
            look_at(morning.outsider, file)
        other = the_cast.person(morning.operator, "赵楼长", "volunteer", "captain", f"{COMPOUND}/2")
        assert of_day(other, DAY) == ([], 0)
        with pytest.raises(Problem, match="attachment_unknown"):
            look_at(other, file)


def test_a_wrong_photo_is_taken_down_and_its_picture_is_gone_for_good(morning: Cast) -> None:
    with clock.fixed(NOW):
        row = take_photo(morning.captain, OfDuty(key(morning)), phone_photo())
        with pytest.raises(Problem, match="photo_not_yours"):
            take_down(morning.clerk, row.id)
        take_down(morning.captain, row.id)
        assert of_duty(morning.captain, key(morning)) == []
        with scoped(WHOLE):
            kept = Attachment.objects.get(about=row.id)
            assert bytes(kept.sealed) == b""
            assert Photo.objects.get(id=row.id).taken_down_at == NOW
        with pytest.raises(Problem, match="attachment_unknown"):
            look_at(morning.captain, kept.id)
        with pytest.raises(Problem, match="photo_unknown"):
            take_down(morning.captain, row.id)


def test_the_photo_on_which_a_done_duty_stands_is_replaced_first(morning: Cast) -> None:
    with clock.fixed(NOW):
        do(morning.captain, key(morning), "measured", photo=phone_photo())
        (line,) = of_duty(morning.captain, key(morning))
        with pytest.raises(Problem, match="photo_holds"):
            take_down(morning.captain, line.id)
        take_photo(morning.captain, OfDuty(key(morning)), phone_photo(1))
        take_down(morning.captain, line.id)
        assert stairwell(morning).state == "done"


def test_the_check_finds_what_is_done_without_the_photo_that_is_asked_for(morning: Cast) -> None:
    with clock.fixed(NOW):
        do(morning.captain, key(morning), "measured", photo=phone_photo())
        _, line = flaw(morning, 5)
        do(morning.captain, read_key(line.key), "measured", photo=phone_photo(6))
        assert audit(morning.operator).clean
        with scoped(WHOLE):
            Photo.objects.exclude(moment="before").update(taken_down_at=NOW)
        found = audit(morning.operator).differences
    assert {one.kind for one in found} == {"no_photo"}
    assert {one.what for one in found} == {line.key, str(key(morning))}


def flaw(cast: Cast, mark: int = 0) -> tuple[int, DutyLine]:
    """A flaw that inspectors found, entered with how it looks now, and its duty."""
    number = give(cast.clerk, FLAW, before=phone_photo(mark)).number
    (line,) = [one for one in duty_lines(cast.operator, DAY) if one.win == f"r{number}"]
    return number, line


def test_a_flaw_is_entered_with_a_photo_of_before_and_done_with_one_of_after(morning: Cast) -> None:
    with clock.fixed(NOW):
        with pytest.raises(Problem, match="photo_before_missing"):
            give(morning.clerk, FLAW)
        number, line = flaw(morning)
        with pytest.raises(Problem, match="photo_after_missing"):
            do(morning.captain, read_key(line.key), "measured")
        do(morning.captain, read_key(line.key), "measured", photo=phone_photo(1))
        shown = of_given(morning.captain, [number])[number]
        assert [one.moment for one in shown] == [Moment.BEFORE, Moment.AFTER]
        assert audit(morning.operator).clean


def test_a_flaw_keeps_its_photo_of_before_on_the_day_on_which_it_is_put_right(
    morning: Cast,
) -> None:
    with clock.fixed(NOW):
        number, _ = flaw(morning)
    with clock.fixed(at(1, 11, 9)):
        plan_day(morning.operator, date(2022, 1, 11))
        (line,) = [
            one
            for one in duty_lines(morning.operator, date(2022, 1, 11))
            if one.win == f"r{number}"
        ]
        take_photo(morning.captain, OfGiven(number), phone_photo(1))
        do(morning.captain, read_key(line.key), "measured")
        shown = of_given(morning.captain, [number])[number]
        assert [(one.day.day, one.moment) for one in shown] == [(10, "before"), (11, "after")]
        assert audit(morning.operator).clean
