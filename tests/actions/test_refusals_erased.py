"""A refusal to be sampled at her door dies with its day: read by nobody from midnight on, gone in the night."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do, waive
from wumen.actions.knocks import knock
from wumen.actions.retention import cut_movements
from wumen.actions.round_sheets import KeyedIn, key_sheet, print_sheet
from wumen.actions.round_sheets.rows import KeyedRows, key_list, print_list
from wumen.actions.sampling_rounds.refusals import erase_past_refusals
from wumen.queries.audit import audit
from wumen.queries.dossier import dossier
from wumen.queries.duties import DutyLine, duty_lines
from wumen.records import clock
from wumen.records.models import Knock, Resident, RoundSheetLine
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.knocks import Result
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import Kind
from wumen.rules.rounds import ERASED, RoundKey, is_refusal

DAY = date(2022, 1, 10)


@pytest.fixture
def planned(cast: Cast, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, sampled at the door every morning; no round is held."""
    return under_lockdown


def owed(cast: Cast, subject: UUID, what: str = "sampling") -> DutyLine:
    """What somebody owes first on the day."""
    return next(
        one
        for one in duty_lines(cast.clerk, DAY)
        if (one.subject, one.what) == (subject, what) and one.state != "withdrawn"
    )


def stands(subject: UUID) -> list[tuple[str, str, str | None, bool]]:
    """What the table itself says of the samples and temperatures of the day."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, state, reason, evidence IS NOT NULL FROM duty"
            " WHERE day = %s AND subject = %s AND reason IS NOT NULL ORDER BY what",
            [DAY, subject],
        )
        return cursor.fetchall()


@pytest.mark.parametrize("why", ["refused", "不愿意，说已经做过了", "拒检"])
def test_who_refused_at_her_door_is_named_on_that_day_alone(
    cast: Cast, planned: Street, why: str
) -> None:
    who = planned.aunt_zhang.id
    home = planned.aunt_zhang.household_id
    with clock.fixed(at(1, 10, 7)):
        cannot(cast.sampler, read_key(owed(cast, who).key), why)
        assert owed(cast, who).reason == why
        assert any(one.reason == why for one in dossier(cast.clerk, home).done)
        # The night job of the same day leaves it: who works today has to know.
        assert "refusal" not in cut_movements(cast.operator)
        assert stands(who) == [("sampling", "open", why, True)]
    with clock.fixed(at(1, 11)):
        assert owed(cast, who).reason is None
        assert all(one.reason is None for one in dossier(cast.clerk, home).done)
    with clock.fixed(at(1, 11, 3)):
        assert cut_movements(cast.operator)["refusal"] == 1
        assert stands(who) == []
        assert (owed(cast, who).state, owed(cast, who).evidence) == ("open", None)
        assert "refusal" not in cut_movements(cast.operator)
        plan_day(cast.operator, DAY + timedelta(days=1))
        assert audit(cast.operator).differences == ()


def test_other_reasons_and_what_is_done_stay(cast: Cast, planned: Street) -> None:
    who = planned.aunt_zhang.id
    with scoped(WHOLE):
        other = Resident.objects.exclude(id=who).filter(area__contains="jxc/1/1/").first()
    assert other is not None
    with clock.fixed(at(1, 10, 7)):
        cannot(cast.sampler, read_key(owed(cast, who).key), "nobody_home")
        do(cast.sampler, read_key(owed(cast, other.id).key), "measured")
    with clock.fixed(at(1, 10, 8)):
        cannot(cast.captain, read_key(owed(cast, who, "temperature").key), "refused")
    with clock.fixed(at(1, 11, 3)):
        assert erase_past_refusals(cast.operator) == 0
        assert [row[:3] for row in stands(who)] == [
            ("sampling", "open", "nobody_home"),
            ("temperature", "open", "refused"),
        ]
        assert owed(cast, other.id).state == "done"


def test_who_was_freed_of_it_stays_free_and_nobody_reads_why(cast: Cast, planned: Street) -> None:
    who = planned.aunt_zhang.id
    with clock.fixed(at(1, 10, 7)):
        waive(cast.secretary, read_key(owed(cast, who).key), "拒绝采样，书记已谈")
    with clock.fixed(at(1, 11)):
        assert owed(cast, who).reason == ERASED
    with clock.fixed(at(1, 11, 3)):
        assert erase_past_refusals(cast.operator) == 1
        assert stands(who) == [("sampling", "waived", ERASED, True)]


def test_what_a_knock_remembers_of_a_refusal_goes_with_it(cast: Cast, planned: Street) -> None:
    home = planned.aunt_zhang.household_id
    with clock.fixed(at(1, 10, 9)):
        knock(cast.captain, home, Result.REFUSED)
        assert erase_past_refusals(cast.operator) == 0
    with clock.fixed(at(1, 11, 3)):
        assert erase_past_refusals(cast.operator) == 1
        with scoped(WHOLE):
            assert [one.result for one in Knock.objects.all()] == [Result.SPOKEN]


def test_what_a_keyed_sheet_remembers_of_a_refusal_goes_with_it(
    cast: Cast, planned: Street
) -> None:
    with clock.fixed(at(1, 10, 9)):
        (doors,) = print_list(cast.captain, Kind.KNOCKS, f"{COMPOUND}/1")
        walk = print_sheet(cast.captain, RoundKey(DAY, "am", f"{PATH}1/1/"))
    with clock.fixed(at(1, 10, 11)):
        key_list(cast.clerk, doors, KeyedRows(cast.captain.crew_no, "1000", "1 j；2 m"))
        said = KeyedIn(cast.captain.crew_no, "1000", "1 拒绝，说做过了；2 没人")
        key_sheet(cast.clerk, walk, said)
    with clock.fixed(at(1, 11, 3)):
        erase_past_refusals(cast.operator)
    with scoped(WHOLE):
        left = RoundSheetLine.objects.exclude(said="").values_list("said", flat=True)
        assert {one.partition(" ")[0] for one in left} == {"nobody_home", "normal"}


def test_only_the_installation_erases(cast: Cast, planned: Street) -> None:
    with pytest.raises(Problem, match="right_missing"):
        erase_past_refusals(cast.secretary)


@pytest.mark.parametrize("said", ["nobody_home", "婴儿，不采", "不在家", "不舒服", "later"])
def test_what_is_no_refusal_is_none(said: str) -> None:
    assert not is_refusal(said)
