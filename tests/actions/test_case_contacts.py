"""Contacts: proposed by one, confirmed by another, ended by their day; nobody is bound by standing among them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from tests.actions.test_inquiries import AUNT, MORNING, note_call, row, taken
from tests.cast import COMPOUND, Cast, person
from tests.street import Street, draft, ordered
from wumen.actions.case_contacts import (
    Proposal,
    confirm,
    contest,
    drop,
    keep,
    propose,
    propose_listed,
    propose_near,
    take_near,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility
from wumen.actions.inquiries import note
from wumen.actions.occurrences import note as note_occurrence
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.special_needs import note_need
from wumen.queries.board import board
from wumen.queries.case_contacts import ContactLine, case_contacts, near_positive
from wumen.queries.explain import explain_resident
from wumen.queries.inquiries import inquiry
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CaseContact, Resident
from wumen.rules.calls import CallResult
from wumen.rules.case_contacts import ContactKind, Ground, State
from wumen.rules.inquiries.standing import Finding
from wumen.rules.isolation import Part
from wumen.rules.occurrences import OccurrenceDraft
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind

LAST = date(2022, 1, 7)
CLOSE = Proposal(ContactKind.CLOSE, LAST, Ground.LIST)


@pytest.fixture(autouse=True)
def morning() -> object:
    """All of it begins at seven."""
    with clock.fixed(MORNING):
        yield


def only(cast: Cast, ended: bool = False) -> ContactLine:
    (found,) = case_contacts(cast.secretary, ended)
    return found


def proposed(cast: Cast, street: Street, what: Proposal = CLOSE) -> UUID:
    assert propose(cast.clerk, [street.aunt_zhang.id], what) == 1
    return only(cast).id


def bound(cast: Cast, who: UUID) -> int:
    """How many reasons hold somebody now, by what she is told herself."""
    return len(explain_resident(cast.clerk, str(who)).reasons)


def duties(cast: Cast) -> int:
    plan_day(cast.clerk, clock.today())
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM duty WHERE state <> 'withdrawn'")
        return int(cursor.fetchone()[0])


def test_one_proposes_another_confirms_and_nobody_is_bound_by_it(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "2")
    before = duties(cast)
    ident = proposed(cast, street)
    with pytest.raises(Problem, match="right_missing"):
        confirm(cast.clerk, ident, ContactKind.CLOSE, LAST)
    until = confirm(cast.secretary, ident, ContactKind.CLOSE, LAST)
    # 14 days in a central place and 7 at home, counted from the day of the last contact.
    assert until - LAST in (timedelta(days=20), timedelta(days=21))
    line = only(cast)
    assert (line.state, line.confirmed_by, line.orders) == (State.CONFIRMED, "周书记", ())
    assert duties(cast) == before
    assert bound(cast, street.aunt_zhang.id) == 0


def test_who_proposed_it_does_not_confirm_it(cast: Cast, street: Street) -> None:
    propose(cast.secretary, [street.aunt_zhang.id], CLOSE)
    with pytest.raises(Problem, match="second_person_needed"):
        confirm(cast.secretary, only(cast).id, ContactKind.CLOSE, LAST)


def test_an_order_of_the_authority_alone_binds_her_and_is_named_beside_it(
    cast: Cast, street: Street
) -> None:
    until = confirm(cast.secretary, proposed(cast, street), ContactKind.CLOSE, LAST)
    own = draft(
        regime="home_isolation",
        paths=(),
        residents=(str(street.aunt_zhang.id),),
        document="告知书",
        ends=MORNING + timedelta(days=3),
    )
    order = confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    assert only(cast).orders == (order.number,)
    assert until


def test_it_ends_by_itself_with_its_day(cast: Cast, street: Street) -> None:
    until = confirm(cast.secretary, proposed(cast, street), ContactKind.CLOSE, LAST)
    with clock.fixed(MORNING + (until - MORNING.date())):
        assert only(cast).state is State.CONFIRMED
    with clock.fixed(MORNING + (until - MORNING.date()) + timedelta(days=1)):
        assert case_contacts(cast.secretary) == []
        assert only(cast, ended=True).state is State.OVER
        with pytest.raises(Problem, match="contact_settled"):
            drop(cast.secretary, only(cast, ended=True).id, "迟了")


def test_without_the_day_of_the_last_contact_it_waits(cast: Cast, street: Street) -> None:
    ident = proposed(cast, street, Proposal(ContactKind.CLOSE, None, Ground.LIST))
    with pytest.raises(Problem, match="contact_day_unknown"):
        confirm(cast.secretary, ident, ContactKind.CLOSE, None)
    assert only(cast).state is State.PROPOSED


def test_who_is_unfit_for_a_central_place_is_proposed_for_home(cast: Cast, street: Street) -> None:
    note_need(cast.clerk, street.aunt_zhang.id, Kind.DIALYSIS, {})
    proposed(cast, street)
    stay = only(cast).advice.stay
    assert stay is not None
    assert [one.part for one in stay.stays] == [Part.HOME]


def test_nobody_is_proposed_twice_but_a_later_contact_counts_anew(
    cast: Cast, street: Street
) -> None:
    who = [street.aunt_zhang.id]
    ident = proposed(cast, street)
    assert propose(cast.clerk, who, CLOSE) == 0
    confirm(cast.secretary, ident, ContactKind.CLOSE, LAST)
    assert propose(cast.clerk, who, CLOSE) == 0
    later = Proposal(ContactKind.CLOSE, LAST + timedelta(days=2), Ground.LIST)
    assert propose(cast.clerk, who, later) == 1


def test_who_says_that_it_is_wrong_is_judged_by_somebody_without_a_hand_in_it(
    cast: Cast, street: Street
) -> None:
    ident = proposed(cast, street)
    confirm(cast.secretary, ident, ContactKind.CLOSE, LAST)
    contest(cast.clerk, ident, "那天我在上海")
    assert only(cast).contested == "那天我在上海"
    assert board(cast.secretary).contacts == 1
    for act in (lambda: keep(cast.secretary, ident), lambda: drop(cast.secretary, ident, "查了")):
        with pytest.raises(Problem, match="second_person_needed"):
            act()
    drop(cast.duty_officer, ident, "票据属实")
    line = only(cast, ended=True)
    assert (line.state, line.dropped_by, line.dropped_why) == (
        State.DROPPED,
        "郑值班长",
        "票据属实",
    )
    assert board(cast.secretary).contacts == 0


def test_what_was_looked_at_and_kept_stands_and_may_be_contested_again(
    cast: Cast, street: Street
) -> None:
    ident = proposed(cast, street)
    confirm(cast.secretary, ident, ContactKind.CLOSE, LAST)
    contest(cast.clerk, ident, "没见过")
    keep(cast.duty_officer, ident)
    assert (only(cast).state, only(cast).kept_by) == (State.CONFIRMED, "郑值班长")
    with pytest.raises(Problem, match="contact_settled"):
        keep(cast.duty_officer, ident)
    with clock.fixed(MORNING + timedelta(hours=1)):
        contest(cast.clerk, ident, "有新的票")
        assert only(cast).state is State.CONTESTED


def test_a_wrong_proposal_is_taken_off_with_a_reason_alone(cast: Cast, street: Street) -> None:
    ident = proposed(cast, street)
    with pytest.raises(Problem, match="contact_needs_reason"):
        drop(cast.clerk, ident, " ")
    drop(cast.clerk, ident, "重名")
    assert propose(cast.clerk, [street.aunt_zhang.id], CLOSE) == 1


def test_who_of_a_list_is_found_here_is_proposed_of_the_kind_that_the_list_says(
    cast: Cast, street: Street
) -> None:
    number = taken(cast.clerk).number
    with pytest.raises(Problem, match="contact_nobody"):
        propose_listed(cast.clerk, number)
    rung = row(cast, number, "张阿姨").rung
    assert rung
    note_call(cast.clerk, rung.id, CallResult.REACHED)
    assert propose_listed(cast.clerk, number) == 1
    line = only(cast)
    assert (line.said.kind, line.said.last, line.inquiry) == (ContactKind.CLOSE, LAST, number)
    # Pressed again it makes nothing new.
    assert propose_listed(cast.clerk, number) == 0


def test_who_stands_twice_on_a_list_is_proposed_as_the_closer_contact(
    cast: Cast, street: Street
) -> None:
    rows = f"姓名\t电话\t类别\n张阿姨\t{AUNT}\t次密接\n张阿姨\t{AUNT}\t密接"
    number = taken(cast.clerk, rows).number
    note(cast.clerk, number, [one.id for one in inquiry(cast.clerk, number).rows], Finding.HERE)
    assert propose_listed(cast.clerk, number) == 1
    assert only(cast).said.kind is ContactKind.CLOSE


def test_neither_captain_nor_another_community_sees_contacts(cast: Cast, street: Street) -> None:
    proposed(cast, street)
    with pytest.raises(Problem, match="right_missing"):
        case_contacts(cast.captain)
    assert case_contacts(cast.outsider) == []
    assert board(cast.outsider).contacts == 0


def test_kind_and_words_lie_sealed_and_the_log_says_only_that_something_was_noted(
    cast: Cast, street: Street
) -> None:
    contest(cast.clerk, proposed(cast, street), "那天我在上海")
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM case_contact c")
        kept = cursor.fetchone()[0]
        cursor.execute(
            "SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event WHERE kind LIKE 'contact.%'"
        )
        said = cursor.fetchone()[0]
    for word in ("close", "household", "那天我在上海", str(LAST)):
        assert word not in kept
        assert word not in said


def positive(cast: Cast, path: str = f"{COMPOUND}/1/1/101") -> tuple[int, Resident]:
    """A positive of 1-1-101, three of whom live there."""
    return positive_at(cast, MORNING, path)


def positive_at(
    cast: Cast, when: datetime, path: str = f"{COMPOUND}/1/1/101"
) -> tuple[int, Resident]:
    with acting(cast.clerk):
        who = Resident.objects.filter(area__endswith="jxc/1/1/101/").order_by("place")[0]
    said = OccurrenceDraft("positive", path, when, "区疾控电话", str(who.id))
    return note_occurrence(cast.clerk, said).number, who


def test_who_lives_with_a_positive_and_in_her_unit_is_counted_from_what_is_known(
    cast: Cast, street: Street
) -> None:
    add_facility(cast.clerk, f"{COMPOUND}/1/1", "lift", "电梯")
    number, who = positive(cast)
    home, tube, unit = near_positive(cast.clerk, number).groups
    assert (home.ground, home.kind, len(home.people)) == (
        Ground.HOUSEHOLD,
        ContactKind.CLOSE,
        2,
    )
    assert who.id not in {one.resident for one in home.people}
    # Whether who shares a stairwell is a contact, those who trace say; of a tube nothing is told without a look.
    assert (unit.kind, len(unit.people), unit.homes, unit.lifts) == (None, 7, 3, 1)
    assert (tube.kind, tube.people) == (None, ())
    assert who.name not in repr(near_positive(cast.clerk, number))
    with pytest.raises(Problem, match="right_missing"):
        near_positive(cast.captain, number)
    with pytest.raises(Problem, match="contact_no_positive"):
        near_positive(cast.outsider, number)


def test_who_lives_with_her_is_proposed_and_confirmed_like_anybody(
    cast: Cast, street: Street
) -> None:
    number, _ = positive(cast)
    home = near_positive(cast.clerk, number).groups[0]
    people = [one.resident for one in home.people]
    what = Proposal(ContactKind.CLOSE, MORNING.date(), Ground.HOUSEHOLD, occurrence=number)
    assert propose_near(cast.clerk, number, people, what) == 2
    again = near_positive(cast.clerk, number).groups[0]
    assert [one.state for one in again.people] == [State.PROPOSED, State.PROPOSED]
    with acting(cast.clerk):
        assert CaseContact.objects.filter(confirmed_at__isnull=False).count() == 0


def test_whose_contact_is_over_or_earlier_may_be_proposed_of_a_later_one(
    cast: Cast, street: Street
) -> None:
    until = confirm(cast.secretary, proposed(cast, street), ContactKind.CLOSE, LAST)
    later = MORNING + timedelta(days=2)
    with clock.fixed(later):
        again = f"姓名\t电话\t类别\t最后接触日期\n张阿姨\t{AUNT}\t密接\t{later:%Y-%m-%d}"
        number = taken(cast.clerk, again, number="协查20号", due_at=later).number
        note(cast.clerk, number, [inquiry(cast.clerk, number).rows[0].id], Finding.HERE)
        assert inquiry(cast.clerk, number).proposable == 1
    over = MORNING + (until - MORNING.date()) + timedelta(days=1)
    with clock.fixed(over):
        ident, _ = positive_at(cast, over)
        (aunt,) = [
            one for one in near_positive(cast.clerk, ident).groups[2].people if one.name == "张阿姨"
        ]
        assert aunt.state is None
        assert propose(cast.clerk, [aunt.resident], replace(CLOSE, last=over.date())) == 1
        (aunt,) = [
            one for one in near_positive(cast.clerk, ident).groups[2].people if one.name == "张阿姨"
        ]
        assert aunt.state is State.PROPOSED


def test_what_is_no_positive_has_nobody_near_it(cast: Cast, street: Street) -> None:
    said = OccurrenceDraft("home_coming", f"{COMPOUND}/1/1/101", MORNING, "家属")
    number = note_occurrence(cast.clerk, said).number
    with pytest.raises(Problem, match="contact_no_positive"):
        near_positive(cast.clerk, number)


def sheet(content: bytes) -> list[list[str]]:
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return [list(map(str, line)) for line in rows]


def test_those_who_trace_get_a_list_with_a_purpose_a_mark_and_without_the_positive(
    cast: Cast, street: Street
) -> None:
    number, who = positive(cast)
    with pytest.raises(Problem, match="purpose_too_short"):
        take_near(cast.clerk, number, [Ground.HOUSEHOLD], "给")
    with pytest.raises(Problem, match="contact_nobody"):
        take_near(cast.clerk, number, [Ground.TUBE], "交区疾控流调组")
    file = take_near(cast.clerk, number, [Ground.HOUSEHOLD, Ground.UNIT], "交区疾控流调组")
    rows = sheet(file.content)
    assert file.count == 9
    assert sum("由流调判定" in line for line in rows) == 7
    assert all(who.name not in line for line in rows)
    assert any(AUNT in line for line in rows)
    assert "用途：交区疾控流调组" in rows[1][0]
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM event WHERE kind = 'list.exported'")
        (said,) = cursor.fetchone()
    assert '"count":9' in said
    assert AUNT not in said
    with pytest.raises(Problem, match="right_missing"):
        take_near(cast.captain, number, [Ground.HOUSEHOLD], "交区疾控流调组")


def test_an_officer_of_elsewhere_confirms_nothing(cast: Cast, street: Street) -> None:
    ident = proposed(cast, street)
    stranger = person(cast.operator, "别处", "seconded", "duty_officer", "410102013")
    with pytest.raises(Problem, match="contact_unknown"):
        confirm(stranger, ident, ContactKind.CLOSE, LAST)
