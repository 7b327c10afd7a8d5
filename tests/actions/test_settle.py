"""A duty is done with evidence of a grade it accepts, left open with a reason, or waived in somebody's name."""

from datetime import date

import pytest
from django.db import connection, transaction

from tests.cast import COMPOUND, Cast
from tests.street import Street, at, ordered
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do, waive
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.records import clock, event_log, sealing
from wumen.records.event_log import LoggedEvent
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import DutyKey, read_key
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)


def aunts(cast: Cast, street: Street, what: str = "temperature") -> DutyLine:
    """What 张阿姨 owes in the morning."""
    return next(
        one
        for one in duty_lines(cast.clerk, DAY)
        if (one.subject, one.what, one.win) == (street.aunt_zhang.id, what, "am")
    )


def planned(cast: Cast, street: Street, what: str = "temperature") -> DutyKey:
    """An order in force, its day planned, and the key of what 张阿姨 owes."""
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    return read_key(aunts(cast, street, what).key)


def settled() -> list[LoggedEvent]:
    """The settlements in the log."""
    with scoped(WHOLE):
        return [one for one in event_log.unread("test") if one.kind == "duty.settled"]


@pytest.mark.parametrize("grade", ["measured", "reported", "declared"])
def test_a_temperature_is_done_with_any_grade_that_its_clause_accepts(
    cast: Cast, street: Street, grade: str
) -> None:
    do(cast.captain, planned(cast, street), grade, {"celsius": 36.5})
    line = aunts(cast, street)
    assert (line.state, line.grade, line.reason) == ("done", grade, None)
    found = audit(cast.operator)
    assert found.clean
    assert found.by_grade == {grade: 1}


@pytest.mark.parametrize("grade", ["declared", "reported", "guessed"])
def test_a_sampling_is_done_by_measuring_only(cast: Cast, street: Street, grade: str) -> None:
    key = planned(cast, street, "sampling")
    with pytest.raises(Problem, match="grade_not_accepted"):
        do(cast.captain, key, grade)
    assert aunts(cast, street, "sampling").state == "open"
    assert settled() == []


def test_without_a_grade_the_weakest_that_counts_is_taken(cast: Cast, street: Street) -> None:
    do(cast.captain, planned(cast, street))
    assert aunts(cast, street).grade == "declared"
    do(cast.captain, read_key(aunts(cast, street, "sampling").key))
    assert aunts(cast, street, "sampling").grade == "measured"


def test_what_is_settled_is_not_settled_again(cast: Cast, street: Street) -> None:
    key, other = planned(cast, street), read_key(aunts(cast, street, "sampling").key)
    do(cast.captain, key, "measured")
    waive(cast.secretary, other, "当天已在医院采样")
    for again, code in ((key, "duty_already_done"), (other, "duty_already_waived")):
        with pytest.raises(Problem, match=code):
            do(cast.captain, again, "measured")
        with pytest.raises(Problem, match=code):
            cannot(cast.captain, again, "家里没人")
        with pytest.raises(Problem, match=code):
            waive(cast.secretary, again, "已转院")
    assert len(settled()) == 2
    assert audit(cast.operator).clean


def test_what_cannot_be_done_stays_open_with_its_reason_and_is_done_later(
    cast: Cast, street: Street
) -> None:
    key = planned(cast, street)
    cannot(cast.captain, key, " 家里没人 ")
    line = aunts(cast, street)
    assert (line.state, line.reason, line.grade) == ("open", "家里没人", None)
    assert audit(cast.operator).clean
    do(cast.captain, key, "measured", {"celsius": 36.4})
    assert (aunts(cast, street).state, aunts(cast, street).reason) == ("done", None)
    assert audit(cast.operator).clean


def test_to_waive_needs_the_right_and_a_reason(cast: Cast, street: Street) -> None:
    key = planned(cast, street)
    for who in (cast.captain, cast.clerk):
        with pytest.raises(Problem, match="right_missing"):
            waive(who, key, "不需要")
    with pytest.raises(Problem, match="right_missing"):
        waive(cast.operator, key, "不需要", by=cast.captain)
    for why in ("", "  "):
        with pytest.raises(Problem, match="reason_needed"):
            waive(cast.secretary, key, why)
        with pytest.raises(Problem, match="reason_needed"):
            cannot(cast.captain, key, why)
    waive(cast.secretary, key, "住院")
    assert (aunts(cast, street).state, aunts(cast, street).reason) == ("waived", "住院")
    assert audit(cast.operator).clean


def test_a_duty_is_settled_by_those_over_it_only(cast: Cast, street: Street) -> None:
    ordered(cast, "")
    plan_day(cast.clerk, DAY)
    other = next(one for one in duty_lines(cast.clerk, DAY, area=f"{COMPOUND}/2"))
    for who in (cast.captain, cast.outsider):
        with pytest.raises(Problem, match="duty_unknown"):
            do(who, read_key(other.key), "measured")
    with pytest.raises(Problem, match="area_not_yours"):
        do(cast.operator, read_key(other.key), "measured", by=cast.captain)


def test_tomorrows_duty_is_not_done_today(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, date(2022, 1, 11))
    line = next(iter(duty_lines(cast.clerk, date(2022, 1, 11))))
    with pytest.raises(Problem, match="duty_not_yet"):
        do(cast.captain, read_key(line.key), "measured")


def test_what_was_withdrawn_is_not_done(cast: Cast, street: Street) -> None:
    key = planned(cast, street)
    move_household(cast.clerk, street.households["1/1/202"].id, f"{COMPOUND}/3/1/301")
    with pytest.raises(Problem, match="duty_withdrawn"):
        do(cast.clerk, key, "measured")


@pytest.mark.parametrize("subject", ["nobody", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_not_done(cast: Cast, street: Street, subject: str) -> None:
    planned(cast, street)
    with pytest.raises(Problem, match=r"duty_unknown|duty_key_unreadable"):
        do(cast.clerk, DutyKey(DAY, "temperature", subject, "am"), "measured")


def test_the_log_holds_the_reading_sealed_and_nobody_by_name(cast: Cast, street: Street) -> None:
    key = planned(cast, street)
    do(cast.captain, key, "measured", {"celsius": 38.7})
    (event,) = settled()
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT body, subject, person FROM event WHERE arrived_on = %s AND writer = %s"
            " AND seq = %s",
            [event.ref.arrived_on, event.ref.writer, event.ref.seq],
        )
        body, subject, person = cursor.fetchone()
    text = bytes(body).decode()
    for secret in ("38.7", "celsius", "张阿姨", str(street.aunt_zhang.id), "13800000001", "/202/"):
        assert secret not in text
    assert len(subject) == len(person) == 64
    assert event.area.endswith("/jxc/1/")


def test_what_was_sealed_opens_with_the_key_of_its_outbreak_and_day(
    cast: Cast, street: Street
) -> None:
    from base64 import b64decode

    do(cast.captain, planned(cast, street), "measured", {"celsius": 38.7})
    (event,) = settled()
    sealed = b64decode(event.body["sealed"])
    assert "38.7" in sealing.unseal_evidence(street.outbreak.id, DAY, sealed)
    with pytest.raises(Problem, match="seal_broken"):
        sealing.unseal_evidence(street.outbreak.id, date(2022, 1, 11), sealed)


def test_evidence_opens_after_the_first_attempt_of_the_day_failed(
    cast: Cast, street: Street
) -> None:
    outbreak = street.outbreak.id
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sealing.seal_evidence(outbreak, DAY, "36.5")
        raise ZeroDivisionError
    sealed = sealing.seal_evidence(outbreak, DAY, "36.6")
    sealing.forget_keys()  # the next process
    assert sealing.unseal_evidence(outbreak, DAY, sealed) == "36.6"


def test_a_duty_is_entered_late_as_long_as_its_outbreak_is_open(cast: Cast, street: Street) -> None:
    key = planned(cast, street)
    with clock.fixed(at(1, 12)):
        street.outbreak.closed_at = at(1, 11)
        street.outbreak.save()
        with pytest.raises(Problem, match="outbreak_closed"):
            do(cast.captain, key, "measured")
        street.outbreak.closed_at = None
        street.outbreak.save()
        do(cast.captain, key, "measured")


def test_what_a_former_edition_asked_for_can_still_be_settled(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    import msgspec

    from wumen.queries import facts

    key = planned(cast, street)
    books = {
        ident: msgspec.structs.replace(rules, clauses=rules.clauses[1:])
        for ident, rules in facts.outbreaks().items()
    }
    monkeypatch.setattr(facts, "outbreaks", lambda: books)
    do(cast.captain, key, "measured")


def test_a_refused_registration_inside_a_page_leaves_nothing_half_done(
    cast: Cast, street: Street
) -> None:
    from wumen.queries.posts import acting
    from wumen.records.models import Area

    number = "410198199001010015"
    with acting(cast.clerk):
        before = Area.objects.count()
        twice = [NewResident("甲", number), NewResident("乙", number)]
        with pytest.raises(Problem):
            register_household(cast.clerk, f"{COMPOUND}/1/1/901", twice)
        assert Area.objects.count() == before
