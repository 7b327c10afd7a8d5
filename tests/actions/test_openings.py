"""After a lifting the gate is owed as open: with a photo, and confirmed by somebody who lives there."""

import pytest

from tests.cast import COMPOUND, PATH, Cast, person
from tests.files import JPEG, PDF
from tests.street import AUTHORITY, Street, at
from wumen.actions.attachments import look_at
from wumen.actions.changes import split_compound
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.openings import confirm_open, open_door, still_closed
from wumen.actions.orders import change_order, confirm_order, enter_order, open_outbreak
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.openings import OpeningLine, not_open, opening_lines, resident_at
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.rules.duties import DutyKey
from wumen.rules.openings import Opening
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.problems import Problem
from wumen.rules.time import business_day

NOON = at(1, 10, 12)


def lifted(cast: Cast) -> DutyKey:
    """The compound was watched and is lifted at noon; the duty of its gate."""
    open_outbreak(cast.duty_officer, "诺如", "norovirus")
    draft = OrderDraft(
        regime="watched",
        authority=AUTHORITY,
        document="疾控第1号",
        ground="小区出现聚集性呕吐腹泻",
        begins=at(1, 10, 5),
        ends=at(1, 20),
        paths=(COMPOUND,),
        residents=(),
    )
    number = confirm_order(cast.secretary, enter_order(cast.clerk, draft, "诺如").number).number
    plan_day(cast.clerk, business_day(NOON))
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "疾控第3号", "三天没有新病人")
    change_order(cast.operator, number, lift, cast.clerk.crew_no, cast.secretary.crew_no)
    plan_day(cast.clerk, business_day(NOON))
    return gate(cast).key


def gate(cast: Cast) -> OpeningLine:
    """The one gate that is to be opened."""
    (line,) = opening_lines(cast.clerk)
    return line


def state(cast: Cast) -> str:
    """How its duty stands in the ledger."""
    (line,) = [
        one for one in duty_lines(cast.operator, business_day(NOON)) if one.what == "opening"
    ]
    return line.state


def test_lifting_owes_an_open_gate_with_an_owner_until_who_lives_there_confirms_it(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        assert gate(cast).owner is not None
        assert gate(cast).stands is Opening.WAITING
        with pytest.raises(Problem, match="opening_not_opened"):
            confirm_open(cast.clerk, key, street.aunt_zhang.id)
        step = open_door(cast.clerk, key, JPEG)
        assert gate(cast).stands is Opening.OPENED
        assert state(cast) == "open"
        photo = gate(cast).steps[0].photo
        assert photo
        assert look_at(cast.clerk, photo).file.content == JPEG
        assert step.by_id == cast.clerk.person
        confirm_open(cast.clerk, key, street.aunt_zhang.id, by=cast.secretary.crew_no)
        said = gate(cast).steps[-1]
        assert (said.by, said.resident, said.at) == (
            "周书记",
            "锦绣城 1号楼 1单元 202 张阿姨",
            NOON,
        )
        assert state(cast) == "done"
        assert not_open(cast.clerk) == []
        assert audit(cast.operator).clean


def test_the_photo_of_a_gate_opens_inside_the_place_whose_gate_it_is_alone(
    cast: Cast, street: Street
) -> None:
    neighbour = person(cast.operator, "何书记", "community_worker", "secretary", f"{COMPOUND}/2")
    with clock.fixed(NOON):
        open_door(cast.clerk, lifted(cast), JPEG)
        photo = gate(cast).steps[0].photo
        assert photo
        assert look_at(cast.duty_officer, photo).file.content == JPEG
        # Below the gate's compound, and in another community.
        for viewer in (cast.captain, neighbour, cast.outsider):
            with pytest.raises(Problem, match="attachment_unknown"):
                look_at(viewer, photo)


def test_no_word_alone_opens_a_gate(cast: Cast, street: Street) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        for grade in ("reported", "declared"):
            with pytest.raises(Problem, match="grade_not_accepted"):
                settle.do(cast.clerk, key, grade, {"note": "开了"})
        with pytest.raises(Problem, match="opening_unconfirmed"):
            settle.do(cast.clerk, key, "measured", {"note": "开了"})
        open_door(cast.clerk, key, JPEG)
        with pytest.raises(Problem, match="opening_unconfirmed"):
            settle.do(cast.clerk, key, "measured", {"note": "开了"})
        with pytest.raises(Problem, match="photo_needed"):
            open_door(cast.clerk, key, PDF)
        with pytest.raises(Problem, match="file_empty"):
            open_door(cast.clerk, key, b"")
        assert state(cast) == "open"


def test_only_who_lives_there_confirms_it(cast: Cast, street: Street) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        open_door(cast.clerk, key, JPEG)
        elsewhere = register_household(
            cast.operator, "410102013001/x/1/1/101", [NewResident(name="别处的人")]
        )
        with acting(cast.operator):
            other = Resident.objects.get(household=elsewhere).id
        with pytest.raises(Problem, match="opening_resident_unknown"):
            confirm_open(cast.operator, key, other)
        found = resident_at(cast.clerk, f"{PATH}", "1-1-202", "张阿姨")
        assert found == street.aunt_zhang.id
        for door, name in (("203", "张阿姨"), ("202", "张"), ("", "张阿姨")):
            with pytest.raises(Problem, match="opening_resident_unknown"):
                resident_at(cast.clerk, PATH, door, name)


def test_a_residents_word_that_it_is_closed_brings_it_back(cast: Cast, street: Street) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        open_door(cast.clerk, key, JPEG)
        confirm_open(cast.clerk, key, street.aunt_zhang.id)
    with clock.fixed(at(1, 11, 9)):
        with pytest.raises(Problem, match="reason_needed"):
            still_closed(cast.clerk, key, " ")
        still_closed(cast.clerk, key, "小区东门又锁上了", street.aunt_zhang.id)
        line = gate(cast)
        assert (line.stands, line.overdue) == (Opening.STILL_CLOSED, True)
        assert state(cast) == "open"
        assert [one.key for one in not_open(cast.clerk)] == [key]
        with pytest.raises(Problem, match="opening_not_opened"):
            confirm_open(cast.clerk, key, street.aunt_zhang.id)
        open_door(cast.clerk, key, JPEG)
        confirm_open(cast.clerk, key, street.aunt_zhang.id)
        assert state(cast) == "done"
        assert audit(cast.operator).clean
    # A fortnight later it is still on the list of nobody: it was confirmed.
    with clock.fixed(at(1, 24)):
        assert opening_lines(cast.clerk) == []


def test_what_nobody_opened_stays_on_the_board_for_days(cast: Cast, street: Street) -> None:
    with clock.fixed(NOON):
        lifted(cast)
    with clock.fixed(at(1, 17, 9)):
        (line,) = not_open(cast.secretary)
        assert line.overdue
        assert line.owner is not None
    gatekeeper = person(cast.operator, "门岗", "property", "gate", COMPOUND)
    with clock.fixed(NOON), pytest.raises(Problem, match="right_missing"):
        open_door(gatekeeper, line.key, JPEG)
    with clock.fixed(NOON), pytest.raises(Problem, match="duty_unknown"):
        open_door(cast.outsider, line.key, JPEG)


def test_a_gate_is_remembered_when_its_compound_is_split(cast: Cast, street: Street) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        open_door(cast.clerk, key, JPEG)
        split_compound(cast.clerk, COMPOUND, [f"{COMPOUND}/3"], COMPOUND, "锦绣城南区")
        assert any(one.stands is Opening.OPENED for one in opening_lines(cast.clerk))
