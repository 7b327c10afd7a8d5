"""Parcels in: entered at a kept point, told to groups without telling who isolates, handed over without contact."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import COMPOUND, PATH, Cast
from tests.files import PDF, phone_photo
from tests.street import Street, at, draft, ordered
from wumen.actions.attachments import look_at
from wumen.actions.changes import merge_households, move_household
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.parcels import (
    close_point,
    hand_over_parcels,
    lay_aside,
    read_line,
    register_parcels,
    set_point,
)
from wumen.actions.retention import cut_movements
from wumen.queries.board import board
from wumen.queries.desk_parcels import Lying
from wumen.queries.parcels import batch_page, parcels_page
from wumen.queries.rounds_of_a_day import rounds_of_a_day
from wumen.records import clock
from wumen.records.models import Attachment, DepositPoint, Order, Parcel
from wumen.records.scope import WHOLE, scoped
from wumen.rules.parcels import How
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

LIST = "1-1-101 2件\n2-1-102\n1-1-202\n张阿姨的件"


@pytest.fixture
def shelf(cast: Cast, street: Street) -> DepositPoint:
    return set_point(cast.clerk, COMPOUND, "东门货架", "王强")


def lying_for(viewer: Viewer, area: str | None = None) -> Lying | None:
    """The parcels for some doors, as their rounds of today tell it."""
    return rounds_of_a_day(viewer, clock.today(), area).lying


def isolated(cast: Cast, street: Street) -> Order:
    """张阿姨 of 1-1-202 under an order of her own."""
    one = draft(regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    entered = enter_order(cast.clerk, one, "2022年1月")
    return confirm_order(cast.secretary, entered.number)


def lying(cast: Cast, shelf: DepositPoint) -> list[tuple[str, int, bool]]:
    return [
        (one.area.removeprefix(PATH), one.pieces, one.to_door)
        for one in parcels_page(cast.clerk, shelf.id).homes
    ]


def events(kind: str) -> list[bytes]:
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE kind = %s", [kind])
        return [bytes(body) for (body,) in cursor.fetchall()]


def test_a_list_stands_home_by_home_and_what_is_not_certain_waits_for_a_person(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    batch = register_parcels(cast.clerk, shelf.id, f"{LIST}\n1-1-101")
    assert lying(cast, shelf) == [
        ("1/1/101/", 3, False),
        ("1/1/202/", 1, False),
        ("2/1/102/", 1, False),
    ]
    page = parcels_page(cast.clerk, shelf.id)
    assert [one.text for one in page.unread] == ["张阿姨的件"]
    assert page.point and (page.point.pieces, page.point.homes, page.point.unread) == (5, 3, 1)
    (told,) = events("parcel.registered")
    assert b"\xe5\xbc\xa0" not in told
    assert batch_page(cast.clerk, batch).unread == 1


def test_a_line_is_found_by_its_telephone_too(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, "SF1234567890123 张阿姨 13800000001 2件")
    assert lying(cast, shelf) == [("1/1/202/", 2, False)]


def test_a_line_that_a_person_reads_has_lain_since_it_came_and_gets_a_text_of_its_own(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    first = register_parcels(cast.clerk, shelf.id, LIST)
    (line,) = parcels_page(cast.clerk, shelf.id).unread
    with pytest.raises(Problem, match="parcel_door_unknown"):
        read_line(cast.clerk, line.id, "9-9-999")
    with clock.fixed(clock.now() + timedelta(hours=2)):
        own = read_line(cast.clerk, line.id, "1-1-202")
    page = parcels_page(cast.clerk, shelf.id)
    assert page.unread == []
    aunt = next(one for one in page.homes if one.area == f"{PATH}1/1/202/")
    assert (aunt.pieces, aunt.since) == (2, line.arrived_at)
    assert own != first
    assert "张阿姨" not in repr(batch_page(cast.clerk, own).box)
    with scoped(WHOLE):
        assert not Parcel.objects.exclude(line_sealed=None).exists()
    with pytest.raises(Problem, match="parcel_unknown"):
        read_line(cast.clerk, line.id, "1-1-101")


def test_a_line_that_is_no_parcel_is_laid_aside_and_its_words_are_gone(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, LIST)
    (line,) = parcels_page(cast.clerk, shelf.id).unread
    lay_aside(cast.clerk, line.id)
    assert parcels_page(cast.clerk, shelf.id).unread == []
    with scoped(WHOLE):
        assert Parcel.objects.get(id=line.id).line_sealed is None


def test_the_same_list_at_once_is_a_second_tap_unless_it_is_said_that_it_came_again(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, LIST)
    with pytest.raises(Problem, match="parcels_twice"):
        register_parcels(cast.clerk, shelf.id, LIST)
    register_parcels(cast.clerk, shelf.id, "李阿姨的件")
    register_parcels(cast.clerk, shelf.id, "王阿姨的件")
    register_parcels(cast.clerk, shelf.id, LIST, again=True)
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        register_parcels(cast.clerk, shelf.id, LIST)
    assert sum(pieces for _, pieces, _ in lying(cast, shelf)) == 12


def test_homes_that_may_not_leave_come_first_then_what_has_lain_longest(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ordered(cast, "2")
    ordered(cast, "3", regime="control", document="通告第2号")
    with clock.fixed(at(1, 9, 9)):
        register_parcels(cast.clerk, shelf.id, "3-1-101\n1-1-201")
    register_parcels(cast.clerk, shelf.id, "1-1-101\n2-1-101\n3-1-102")
    with clock.fixed(at(1, 10, 10)):
        page = parcels_page(cast.clerk, shelf.id)
        assert [one.area.removeprefix(PATH) for one in page.to_door] == ["2/1/101/"]
        assert [(one.area.removeprefix(PATH), one.long) for one in page.to_fetch] == [
            ("1/1/201/", True),
            ("3/1/101/", True),
            ("1/1/101/", False),
            ("3/1/102/", False),
        ]


def test_a_group_reads_one_sentence_for_all_and_never_who_isolates(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ordered(cast, "2")
    isolated(cast, street)
    batch = register_parcels(cast.clerk, shelf.id, LIST)
    found = batch_page(cast.clerk, batch)
    assert found.box and found.box.left_out == 1
    texts = [one.text for one in found.box.messages]
    said = "有件到了东门货架，能出门的请戴口罩来取，出不了门的送到您门口"
    assert [text.split("：")[0] for text in texts] == [f"锦绣城 {n}号楼{said}" for n in (1, 2)]
    assert "101" in texts[0]
    assert all("202" not in text and "件" not in text.split("：", 1)[1] for text in texts)
    # The home that the text leaves out stands first on the page of who hands over.
    assert (f"{PATH}1/1/202/", True) in [(one.area, one.to_door) for one in found.homes]
    # Where all others of her building are named, the one that is missing is told.
    batch = register_parcels(cast.clerk, shelf.id, "1-1-101\n1-1-102\n1-1-201")
    refused = batch_page(cast.clerk, batch).refused
    assert refused and refused.code == "group_text_tells"


def test_parcels_are_brought_by_somebody_named_with_a_photo_that_others_do_not_open(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    home = street.households["1/1/101"]
    batch = register_parcels(cast.clerk, shelf.id, LIST, phone_photo(1))
    # The shelf with everybody's labels is its keeper's to look at.
    assert batch_page(cast.clerk, batch).photo
    assert batch_page(cast.captain, batch).photo is None
    # A captain hands over in her own building what lies at a point above it.
    (point,) = parcels_page(cast.captain).points
    assert (point.id, point.mine) == (shelf.id, False)
    n = hand_over_parcels(
        cast.captain, shelf.id, [home.id], How.BROUGHT, " 陈志愿者 ", phone_photo(2)
    )
    assert n == 2
    (line,) = parcels_page(cast.clerk, shelf.id).handed
    assert (line.pieces, line.how, line.carried_by) == (2, How.BROUGHT, "陈志愿者")
    assert line.noted_by == "李楼长"
    assert line.photo
    assert look_at(cast.captain, line.photo).personal
    assert len(events("attachment.looked_at")) == 1
    with pytest.raises(Problem, match="attachment_unknown"):
        look_at(cast.outsider, line.photo)
    (told,) = events("parcel.handed_over")
    assert str(home.id).encode() not in told
    with pytest.raises(Problem, match="parcel_unknown"):
        hand_over_parcels(cast.captain, shelf.id, [home.id], How.BROUGHT, "陈志愿者")


def test_nobody_who_may_not_leave_is_noted_as_having_fetched(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ordered(cast, "2")
    isolated(cast, street)
    register_parcels(cast.clerk, shelf.id, LIST)
    free, locked, alone = (street.households[one].id for one in ("1/1/101", "2/1/102", "1/1/202"))
    for home in (locked, alone):
        with pytest.raises(Problem, match="parcel_to_door"):
            hand_over_parcels(cast.clerk, shelf.id, [free, home], How.FETCHED)
    # All of it or nothing.
    assert len(lying(cast, shelf)) == 3
    with pytest.raises(Problem, match="photo_isolated_door"):
        hand_over_parcels(cast.clerk, shelf.id, [alone], How.BROUGHT, "陈志愿者", phone_photo())
    hand_over_parcels(cast.clerk, shelf.id, [free], How.FETCHED)
    hand_over_parcels(cast.clerk, shelf.id, [locked, alone], How.BROUGHT, "陈志愿者")
    assert lying(cast, shelf) == []


def test_a_tap_without_a_home_and_one_photo_of_two_homes_are_refused(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, LIST)
    two = [street.households[one].id for one in ("1/1/101", "2/1/102")]
    with pytest.raises(Problem, match="parcel_none_ticked"):
        hand_over_parcels(cast.clerk, shelf.id, [], How.BROUGHT, "陈志愿者")
    with pytest.raises(Problem, match="parcel_photo_one_home"):
        hand_over_parcels(cast.clerk, shelf.id, two, How.BROUGHT, "陈志愿者", phone_photo())
    with pytest.raises(Problem, match="photo_needed"):
        hand_over_parcels(cast.clerk, shelf.id, two[:1], How.BROUGHT, "陈志愿者", PDF)
    with pytest.raises(Problem, match="parcel_unknown"):
        hand_over_parcels(cast.clerk, shelf.id, [uuid4()], How.FETCHED)


def test_what_was_noted_by_mistake_is_taken_down_and_counts_nowhere(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    batch = register_parcels(cast.clerk, shelf.id, "1-1-101")
    hand_over_parcels(cast.clerk, shelf.id, [street.households["1/1/101"].id], How.MISTAKE)
    page = parcels_page(cast.clerk, shelf.id)
    assert (page.homes, page.handed, page.batches) == ([], [], [])
    with pytest.raises(Problem, match="parcel_unknown"):
        batch_page(cast.clerk, batch)


def test_a_point_changes_its_keeper_and_is_closed_only_when_nothing_lies_there(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    assert set_point(cast.clerk, COMPOUND, "东门货架", "马丽").id == shelf.id
    (point,) = parcels_page(cast.clerk).points
    assert point.keeper == "马丽"
    register_parcels(cast.clerk, shelf.id, "张阿姨的件")
    with pytest.raises(Problem, match="deposit_point_holds"):
        close_point(cast.clerk, shelf.id)
    (line,) = parcels_page(cast.clerk).unread
    lay_aside(cast.clerk, line.id)
    close_point(cast.clerk, shelf.id)
    assert parcels_page(cast.clerk).points == []
    with pytest.raises(Problem, match="deposit_point_unknown"):
        register_parcels(cast.clerk, shelf.id, "1-1-101")


def test_each_sees_and_changes_what_lies_in_her_own_area(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, LIST)
    assert [one.area for one in parcels_page(cast.captain).homes] == [
        f"{PATH}1/1/101/",
        f"{PATH}1/1/202/",
    ]
    assert parcels_page(cast.captain).unread == []
    assert parcels_page(cast.outsider).points == []
    other = street.households["2/1/102"].id
    with pytest.raises(Problem, match="parcel_unknown"):
        hand_over_parcels(cast.captain, shelf.id, [other], How.BROUGHT, "陈志愿者")
    for viewer in (cast.captain, cast.outsider):
        with pytest.raises(Problem, match="deposit_point_unknown"):
            register_parcels(viewer, shelf.id, "1-1-101")
    with pytest.raises(Problem, match="area_not_yours"):
        set_point(cast.captain, COMPOUND, "西门货架", "王强")
    for refused in (cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            parcels_page(refused)


def test_parcels_go_with_a_household_to_another_door_and_to_who_stays_of_two(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, "1-1-202 2件\n3-1-101")
    home, other = (street.households[one].id for one in ("1/1/202", "3/1/101"))
    move_household(cast.clerk, home, f"{COMPOUND}/3/1/301")
    assert lying(cast, shelf) == [("3/1/101/", 1, False), ("3/1/301/", 2, False)]
    merge_households(cast.clerk, other, home)
    assert lying(cast, shelf) == [("3/1/101/", 3, False)]


def test_after_fourteen_days_what_was_handed_over_is_forgotten_with_its_photos(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    with clock.fixed(at(1, 10, 9)):
        register_parcels(cast.clerk, shelf.id, LIST, phone_photo(1))
        home = street.households["1/1/101"].id
        hand_over_parcels(cast.clerk, shelf.id, [home], How.BROUGHT, "陈志愿者", phone_photo(2))
    with clock.fixed(at(1, 24, 3)):
        assert cut_movements(cast.operator) == {}
    with clock.fixed(at(1, 25, 3)):
        assert cut_movements(cast.operator) == {"parcel": 1, "parcel_line": 1}
        # What lies there still is somebody's, and so is the photo of its arrival.
        assert len(lying(cast, shelf)) == 2
        # A line that nobody read in fourteen days names somebody no more.
        assert parcels_page(cast.clerk).unread == []
    with scoped(WHOLE):
        assert not Parcel.objects.exclude(line_sealed=None).exists()
        sizes = Attachment.objects.filter(purpose="parcel").order_by("made_at", "id")
        assert sorted(len(bytes(one.sealed)) > 0 for one in sizes) == [False, True]


def test_the_database_keeps_what_the_rules_promise(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, "1-1-101")
    wrong: list[dict[str, object]] = [
        {"pieces": 0},
        {"household": None},
        {"how": "brought"},
        {"handed_at": clock.now(), "handed_by": cast.clerk.person, "handing": uuid4(), "how": "brought"},
        {"handed_at": clock.now(), "handed_by": cast.clerk.person, "handing": uuid4(), "how": "lost"},
    ]  # fmt: skip
    with scoped(WHOLE):
        for change in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Parcel.objects.update(**change)
        assert UUID(str(Parcel.objects.get().id))


def test_the_board_says_how_much_lies_since_when_and_at_which_point_the_oldest(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    assert board(cast.clerk).lying is None
    hall = set_point(cast.clerk, f"{COMPOUND}/1", "1号楼大厅", "马丽")
    with clock.fixed(at(1, 9, 9)):
        register_parcels(cast.clerk, hall.id, "1-1-101 2件")
    register_parcels(cast.clerk, shelf.id, "2-1-102\n1-1-101\n张阿姨的件")
    with clock.fixed(at(1, 10, 8)):
        lies = board(cast.clerk).lying
        assert lies
        assert (lies.pieces, lies.homes, lies.unread, lies.points) == (4, 2, 1, 2)
        assert (lies.since, lies.long, lies.point) == (at(1, 9, 9), False, hall.id)
        assert (lies.name, lies.keeper) == ("1号楼大厅", "马丽")
    with clock.fixed(at(1, 10, 9)):
        assert lying_for(cast.clerk, f"{PATH}2/") is not None
        below = lying_for(cast.captain)
        assert below
        # Her own doors; the line that nobody read is the office's to read.
        assert (below.pieces, below.homes, below.unread, below.long) == (3, 1, 0, True)
    for other in (cast.outsider, cast.sampler):
        assert lying_for(other) is None
    assert board(cast.outsider).lying is None


def test_who_carries_usually_is_offered_first_and_who_keeps_a_point_is_known(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, LIST)
    assert parcels_page(cast.clerk, shelf.id).carriers == ["王强", "孙内勤"]
    assert parcels_page(cast.captain, shelf.id).carriers == ["李楼长", "王强"]
    home = street.households["1/1/101"].id
    hand_over_parcels(cast.clerk, shelf.id, [home], How.BROUGHT, "陈志愿者")
    assert parcels_page(cast.clerk, shelf.id).carriers == ["陈志愿者", "王强", "孙内勤"]
    keepers = parcels_page(cast.clerk).keepers
    assert keepers[0] == "王强"
    assert "李楼长" in keepers
    assert "外人" not in keepers
