"""What happens at a home makes each thing owed once after it: at once, by its own hours, until it is withdrawn."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.test_whole_plan import DAY, TRAITS, WHOLE_PLAN, clean, drawn, standing
from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.facilities import add_facility
from wumen.actions.homes import note_away
from wumen.actions.occurrences import foreseen, note, withdraw
from wumen.actions.orders import open_outbreak
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine
from wumen.queries.occurrences import arising as planner
from wumen.queries.occurrences.lines import made, occurrence_line, occurrences
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.homes import Away
from wumen.rules.occurrences import OccurrenceDraft, occurrence_of
from wumen.rules.playbooks import HAPPENING_NAMES, Happening
from wumen.rules.problems import Problem

DOOR = f"{COMPOUND}/1/1/101"
TAKEN = OccurrenceDraft("transfer", DOOR, at(1, 10, 5), "区疾控电话")
CHAIN = {
    ("disinfection", "1/1/101/"): 1,
    ("visit", "1/1/101/"): 1,
    ("contact", "1/1/101/"): 1,
    ("support", "1/1/101/"): 1,
    ("disinfection", "1/1/0-p/"): 2,
}
# What follows a positive wherever it is found: told, who was near, how she is moved; stairwell and lift.
POSITIVE = {
    ("contact", "1/1/101/"): 1,
    ("symptoms", "1/1/101/"): 1,
    ("support", "1/1/101/"): 1,
    ("disinfection", "1/1/0-p/"): 2,
}


@pytest.fixture
def locked(cast: Cast, street: Street) -> Street:
    """Building 1 and 2 under lockdown by the whole plan, with a lift each in 1-1 and 2-1, planned for the day."""
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    add_facility(cast.clerk, f"{COMPOUND}/1/1", "lift", "电梯")
    add_facility(cast.clerk, f"{COMPOUND}/2/1", "lift", "电梯")
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/1", f"{COMPOUND}/2"))
    plan_day(cast.clerk, DAY)
    return street


def noted(cast: Cast, draft: OccurrenceDraft = TAKEN, **changes: object) -> int:
    """The number of what the clerk noted."""
    return note(cast.clerk, replace(draft, **changes), WHOLE_PLAN).number  # type: ignore[arg-type]


def after(cast: Cast, day: date = DAY) -> list[DutyLine]:
    """What stands because something happened."""
    return [one for one in standing(cast, "", day) if occurrence_of(one.win)]


def counted(cast: Cast) -> dict[tuple[str, str], int]:
    """How often each thing is owed where."""
    return Counter((one.what, one.area.removeprefix(PATH)) for one in after(cast))


def somebody(cast: Cast, street: Street, door: str = "1/1/101") -> UUID:
    """The first of those who live at a door."""
    with acting(cast.clerk):
        return Resident.objects.filter(household=street.households[door]).order_by("place")[0].id


def test_a_transfer_makes_the_whole_chain_owed_at_once_and_a_second_plan_changes_nothing(
    cast: Cast, locked: Street
) -> None:
    noted(cast, resident=str(somebody(cast, locked)))
    assert counted(cast) == CHAIN
    assert clean(cast)


def test_it_is_due_within_the_hours_of_the_clause_from_when_it_was_noted(
    cast: Cast, locked: Street
) -> None:
    noted(cast)
    due = {one.basis["clause"]: one.due_at - one.opens_at for one in after(cast)}
    assert due["lockdown-after-visit"] == timedelta(hours=2)
    assert due["lockdown-after-home"] == timedelta(hours=24)
    assert {one.opens_at for one in after(cast)} == {clock.now()}


def test_a_positive_disinfects_stairwell_and_lift_but_the_home_only_after_she_has_left(
    cast: Cast, locked: Street
) -> None:
    noted(cast, kind="positive")
    assert counted(cast) == POSITIVE
    noted(cast)
    assert counted(cast)["disinfection", "1/1/101/"] == 1
    assert clean(cast)


def test_two_occurrences_at_one_home_stay_apart_by_their_numbers(
    cast: Cast, locked: Street
) -> None:
    numbers = {noted(cast), noted(cast)}
    assert {occurrence_of(one.win) for one in after(cast)} == numbers
    assert counted(cast) == {key: 2 * many for key, many in CHAIN.items()}
    assert clean(cast)


def test_who_lived_alone_leaves_only_rooms_behind(cast: Cast, locked: Street) -> None:
    aunt = somebody(cast, locked, "1/1/202")
    noted(cast, path=f"{COMPOUND}/1/1/202", resident=str(aunt))
    assert counted(cast) == {("disinfection", "1/1/202/"): 1, ("disinfection", "1/1/0-p/"): 2}
    assert clean(cast)


def test_a_home_coming_owes_a_visit(cast: Cast, locked: Street) -> None:
    noted(cast, kind="home_coming")
    assert counted(cast) == {("visit", "1/1/101/"): 1}
    assert clean(cast)


def test_a_place_owes_what_lies_in_it_and_no_home_does(cast: Cast, locked: Street) -> None:
    noted(cast, kind="positive", path=f"{COMPOUND}/1/1")
    assert counted(cast) == {("disinfection", "1/1/0-p/"): 2}
    assert clean(cast)


def test_where_no_order_holds_nothing_is_owed_until_one_is_drawn(
    cast: Cast, locked: Street
) -> None:
    noted(cast, kind="medical_trip", path=f"{COMPOUND}/3/1/101")
    assert after(cast) == []
    assert clean(cast)
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/3",), document="通告第2号")
    plan_day(cast.clerk, DAY)
    assert ("visit", "3/1/101/") in counted(cast)
    assert clean(cast)


@pytest.mark.parametrize("isolated", [False, True])
def test_a_positive_outside_of_every_zone_is_followed_all_the_same(
    cast: Cast, street: Street, isolated: bool
) -> None:
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    add_facility(cast.clerk, f"{COMPOUND}/1/1", "lift", "电梯")
    who = str(somebody(cast, street))
    if isolated:
        drawn(cast, "home_isolation", residents=(who,))
    plan_day(cast.operator, DAY)
    seen = foreseen(cast.clerk, replace(TAKEN, kind="positive", resident=who), WHOLE_PLAN)
    noted(cast, kind="positive", resident=who)
    assert counted(cast) == POSITIVE
    assert len(seen) == sum(POSITIVE.values())
    assert {one.owner.role for one in after(cast) if one.owner} == {"captain", "secretary"}
    assert clean(cast)
    # And when she is moved: the rooms, and who stays behind.
    noted(cast, resident=who)
    assert counted(cast)["disinfection", "1/1/101/"] == 1
    assert counted(cast)["visit", "1/1/101/"] == 1
    assert clean(cast)


def test_it_is_told_as_it_was_really_arranged(cast: Cast, locked: Street) -> None:
    number = noted(cast, kind="positive", path=f"{COMPOUND}/3/1/101")
    assert {(one.what, one.many) for one in made(cast.clerk, number)} == {
        *(("contact", 1), ("symptoms", 1), ("support", 1), ("disinfection", 1)),
    }
    withdraw(cast.clerk, number, "报错了")
    assert made(cast.clerk, number) == []


def test_noted_late_it_is_due_from_then_on_and_on_no_other_day(cast: Cast, locked: Street) -> None:
    noted(cast, at=at(1, 8, 12))
    assert counted(cast) == CHAIN
    plan_day(cast.clerk, DAY + timedelta(days=1))
    assert after(cast, DAY + timedelta(days=1)) == []
    assert clean(cast)


def test_a_day_not_planned_yet_is_planned_when_something_happens(
    cast: Cast, street: Street
) -> None:
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/1",))
    noted(cast)
    assert counted(cast)["visit", "1/1/101/"] == 1
    assert clean(cast)
    assert any(one.what == "temperature" for one in standing(cast))


def test_withdrawn_its_open_duties_go_and_what_is_done_stays(cast: Cast, locked: Street) -> None:
    number = noted(cast)
    (visit,) = [one for one in after(cast) if one.what == "visit"]
    do(cast.captain, read_key(visit.key), "measured")
    withdraw(cast.clerk, number, "报错楼号")
    assert [(one.what, one.state) for one in after(cast)] == [("visit", "done")]
    assert clean(cast)
    line = occurrence_line(cast.clerk, number)
    assert (line.withdrawn_why, line.withdrawn_by, line.settled) == ("报错楼号", "孙内勤", 1)
    assert [one.number for one in occurrences(cast.clerk)] == []
    assert [one.number for one in occurrences(cast.clerk, withdrawn=True)] == [number]


def test_a_home_that_moves_takes_its_visit_along_and_the_stairwell_stays(
    cast: Cast, locked: Street
) -> None:
    noted(cast)
    move_household(cast.clerk, locked.households["1/1/101"].id, f"{COMPOUND}/2/1/301")
    there = counted(cast)
    assert there["visit", "2/1/301/"] == there["contact", "2/1/301/"] == 1
    assert there["disinfection", "1/1/0-p/"] == 2
    assert not any(area.startswith("2/1/0-p") for _what, area in there)
    assert clean(cast)


def test_while_all_are_away_nobody_is_visited(cast: Cast, locked: Street) -> None:
    noted(cast)
    with acting(cast.clerk):
        people = list(Resident.objects.filter(household=locked.households["1/1/101"]))
    home = locked.households["1/1/101"].id
    note_away(cast.clerk, home, [one.id for one in people], Away(DAY, None))
    assert ("visit", "1/1/101/") not in counted(cast)
    assert counted(cast)["disinfection", "1/1/101/"] == 1
    assert clean(cast)


def test_before_it_is_noted_the_clerk_sees_what_will_be_arranged(
    cast: Cast, locked: Street
) -> None:
    seen = foreseen(cast.clerk, TAKEN, WHOLE_PLAN)
    assert after(cast) == []
    noted(cast)
    assert sorted((one.what, one.due_at) for one in seen) == sorted(
        (one.what, one.due_at) for one in after(cast)
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "fire"}, "occurrence_kind_unknown"),
        ({"at": at(1, 10, 7)}, "occurrence_ahead"),
        ({"at": at(1, 10, 5).replace(year=2021)}, "occurrence_too_old"),
        ({"told_by": " "}, "occurrence_needs_source"),
        ({"path": f"{COMPOUND}/9"}, "occurrence_nobody_lives"),
        ({"path": COMMUNITY}, "occurrence_nobody_lives"),
        ({"resident": "somebody"}, "occurrence_nobody_lives"),
        ({"path": f"{COMPOUND}/1", "resident": str(UUID(int=1))}, "occurrence_nobody_lives"),
        ({"path": "410102013001"}, "area_not_yours"),
    ],
)
def test_what_cannot_be_noted_is_refused(
    cast: Cast, locked: Street, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        noted(cast, **changes)
    assert refused.value.code == code
    assert occurrences(cast.clerk) == []


def test_somebody_of_another_home_is_refused(cast: Cast, locked: Street) -> None:
    with pytest.raises(Problem, match="occurrence_nobody_lives"):
        noted(cast, resident=str(somebody(cast, locked, "2/1/101")))


def test_withdrawing_needs_a_reason_and_happens_once(cast: Cast, locked: Street) -> None:
    number = noted(cast)
    with pytest.raises(Problem, match="occurrence_needs_reason"):
        withdraw(cast.clerk, number, " ")
    withdraw(cast.clerk, number, "报错了")
    with pytest.raises(Problem, match="occurrence_withdrawn"):
        withdraw(cast.clerk, number, "报错了")
    with pytest.raises(Problem, match="occurrence_unknown"):
        withdraw(cast.clerk, number + 1, "报错了")


def test_who_does_not_keep_the_register_notes_and_sees_nothing(cast: Cast, locked: Street) -> None:
    number = noted(cast)
    for who in (cast.captain, cast.sampler, cast.volunteer):
        for attempt in (
            lambda: note(who, TAKEN, WHOLE_PLAN),  # noqa: B023 - called at once
            lambda: withdraw(who, number, "报错了"),  # noqa: B023
            lambda: occurrences(who),  # noqa: B023
        ):
            with pytest.raises(Problem, match="right_missing"):
                attempt()
    assert occurrences(cast.outsider) == []
    with pytest.raises(Problem, match="occurrence_unknown"):
        withdraw(cast.outsider, number, "报错了")


def test_nothing_of_what_happened_stands_in_duty_count_or_log(cast: Cast, locked: Street) -> None:
    number = noted(cast, kind="positive", document="阳性报告第9号")
    withdraw(cast.clerk, noted(cast), "其实是复阴")
    told = [*TRAITS, *Happening, *(one.zh for one in HAPPENING_NAMES.values())]
    told += ["阳性报告", "复阴", "区疾控"]
    with scoped(WHOLE), connection.cursor() as cursor:
        rows = []
        for statement in (
            "SELECT basis::text, win, what FROM duty",
            "SELECT what, win FROM tally",
            "SELECT kind, convert_from(body, 'UTF8') FROM event WHERE kind LIKE 'occurrence.%'",
        ):
            cursor.execute(statement)
            rows += [str(row) for row in cursor.fetchall()]
        cursor.execute("SELECT said_sealed, withdrawn_why_sealed FROM occurrence")
        rows += [str(bytes(cell)) for row in cursor.fetchall() for cell in row if cell]
    assert len(rows) > number
    assert [word for word in told for row in rows if f"{word}" in row] == []


def found(cast: Cast) -> set[str]:
    """The kinds of all differences."""
    return {one.kind for one in audit(cast.operator).differences}


_ONE = "(subject, win) IN (SELECT subject, win FROM duty WHERE win LIKE 'e%' LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        (f"UPDATE duty SET win = 'e99' WHERE {_ONE}", {"missing", "unwanted", "count_differs"}),
        (f"UPDATE duty SET area = area || '9/' WHERE {_ONE}", {"wrong_place"}),
        (f"UPDATE duty SET opens_at = opens_at - interval '1 hour' WHERE {_ONE}", {"wrong_window"}),
        (
            f"UPDATE duty SET due_at = due_at + interval '1 hour' WHERE {_ONE}",
            {"wrong_window", "count_differs"},
        ),
        (
            f"UPDATE duty SET owner_post = NULL WHERE {_ONE}",
            {"wrong_owner", "count_differs"},
        ),
        (
            f"UPDATE duty SET basis = jsonb_set(basis, '{{clause}}', '\"x\"') WHERE {_ONE}",
            {"wrong_grounds"},
        ),
        (f"UPDATE duty SET state = 'withdrawn' WHERE {_ONE}", {"missing", "count_differs"}),
    ],
)
def test_the_audit_finds_what_was_changed_behind_its_back(
    cast: Cast, locked: Street, statement: str, kinds: set[str]
) -> None:
    noted(cast)
    assert found(cast) == set()
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    assert found(cast) == kinds


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("anybody_stays", lambda *_given: False),
        ("of_place", lambda *_given: False),
        ("of_place", lambda *_given: True),
        ("owed_after", lambda *_given: ()),
        ("occurred", lambda *_given: []),
        ("common_part", lambda place, _floor=None: f"{place}9-p/"),
        ("_numbers", lambda held, _one: sorted(held.orders)),
        ("_numbers", lambda _held, _one: []),
        ("_people", lambda *_given: iter(())),
        ("_things", lambda *_given: iter(())),
    ],
)
def test_a_wrong_plan_is_found_by_the_audits_own_way(
    cast: Cast, locked: Street, monkeypatch: pytest.MonkeyPatch, name: str, wrong: object
) -> None:
    monkeypatch.setattr(planner, name, wrong)
    # The compound's own door is nobody's stairwell, and building 3 lies under the milder order alone.
    add_facility(cast.clerk, COMPOUND, "door_handle", "大门")
    drawn(cast, "control", paths=(COMPOUND,), document="通告第2号")
    noted(cast)
    noted(cast, path=f"{COMPOUND}/3/1/101")
    plan_day(cast.clerk, DAY)
    assert found(cast)
