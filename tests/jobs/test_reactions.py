"""What follows from what happened: once, for somebody's post, and with nothing personal in it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.cast import COMMUNITY, COMPOUND, Cast
from tests.closings import SIXTY, THIRTY
from tests.street import Street, at, ordered
from wumen.actions import reacting
from wumen.actions.duties.plan import plan_day
from wumen.actions.register import NewResident, register_household
from wumen.jobs import reactions, worker
from wumen.queries.audit import audit
from wumen.queries.closing import closing_line
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.rules.closing import Stage
from wumen.rules.problems import Problem

BOTH = ["410102/410102003/", "410102/410102013/"]
DAY = at(1, 10).date()
PERSON = NewResident("金丝雀", identity_number="410198195503071231", telephones=("13800009876",))


def deferred() -> list[tuple[str, dict[str, object]]]:
    """The jobs that stand, with their arguments."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [
            (name, json.loads(args) if isinstance(args, str) else args)
            for name, args in cursor.fetchall()
        ]


def react() -> int:
    """Let the reactor look once."""
    return reacting.react(reactions.defer_consequences)


def work_off() -> None:
    """Do the jobs that stand, as the worker would."""
    known: dict[str, Any] = {
        "plan_areas": reactions.plan_areas,
        "plan_day": reactions.plan_day,
        "fold_counts": reactions.fold_counts,
        "plan_ended": reactions.plan_ended,
        "cut_movements": reactions.cut_movements,
        "keep_terms": reactions.keep_terms,
    }
    for name, args in deferred():
        known[name](**args)


def test_a_confirmed_order_is_planned_by_itself(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    assert react() > 0
    [(name, args)] = deferred()
    assert (name, args["areas"], args["viewer"]) == ("plan_areas", BOTH, str(cast.operator.post))
    work_off()
    assert len(list(duty_lines(cast.clerk, DAY))) == 30
    assert audit(cast.operator).clean


def test_what_happened_is_read_exactly_once(cast: Cast, street: Street) -> None:
    react()
    ordered(cast, "1")
    before = len(deferred())
    assert react() == 2
    assert react() == 0
    [(_, args)] = deferred()[before:]
    assert args["areas"] == ["410102/410102003/"]
    assert len(args["events"]) == 1  # type: ignore[arg-type]


def test_a_reaction_that_fails_is_not_forgotten(cast: Cast, street: Street) -> None:
    react()
    ordered(cast, "1")

    def fail(*_: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        reacting.react(fail)
    assert react() == 2


def test_what_changes_nothing_that_is_owed_starts_no_job(cast: Cast, street: Street) -> None:
    react()
    before = len(deferred())
    plan_day(cast.operator, DAY)
    assert react() == 1
    assert len(deferred()) == before


def test_a_post_that_is_granted_takes_over_what_is_owed(cast: Cast, street: Street) -> None:
    from tests.cast import person

    ordered(cast, "2")
    plan_day(cast.operator, DAY)
    react()
    captain = person(cast.operator, "王楼长", "volunteer", "captain", f"{COMPOUND}/2")
    react()
    work_off()
    assert {one.owner and one.owner.crew_no for one in duty_lines(captain, DAY)} >= {
        captain.crew_no
    }
    assert audit(cast.operator).clean


@pytest.mark.parametrize("viewer", [None, "", "nobody", "00000000-0000-4000-8000-000000000000"])
def test_a_job_without_a_viewer_refuses_to_run(cast: Cast, viewer: str | None) -> None:
    for refused in (
        lambda: reactions.plan_areas(viewer=viewer, areas=[COMMUNITY], events=[]),
        lambda: reactions.plan_day(viewer=viewer, day="2022-01-10"),
        lambda: reactions.fold_counts(viewer=viewer),
        lambda: reactions.plan_ended(viewer=viewer, since="2022-01-10T06:00:00+08:00"),
    ):
        with pytest.raises(Problem, match="job_without_viewer"):
            refused()


def test_no_job_holds_a_name_a_number_or_a_telephone(cast: Cast, street: Street) -> None:
    register_household(cast.clerk, f"{COMPOUND}/1/1/501", [PERSON])
    ordered(cast, "1")
    react()
    said = json.dumps(deferred(), ensure_ascii=False)
    assert deferred()
    for secret in (PERSON.name, str(PERSON.identity_number), *PERSON.telephones, "/501"):
        assert secret not in said


def test_a_failing_job_leaves_a_line_without_data(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Problem):
        reactions.plan_day(viewer=PERSON.name, day="2022-01-10")
    assert "plan_day failed: Problem job_without_viewer" in caplog.text
    assert PERSON.name not in caplog.text


def test_the_schedule_is_kept_for_the_operator(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    worker.keep_schedule(at(1, 9, 23))
    assert [name for name, _ in deferred()] == [
        *("plan_day", "cut_movements", "fold_counts", "keep_terms", "plan_ended")
    ]
    work_off()
    assert len(list(duty_lines(cast.clerk, DAY))) == 30
    with clock.fixed(at(1, 10, 20)):
        worker.keep_schedule(at(1, 10, 19))
    assert ("plan_day", "2022-01-11") in [(name, args.get("day")) for name, args in deferred()]


def test_folding_leaves_the_counts_as_they_were(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, DAY)
    ordered(cast, "2")
    plan_day(cast.operator, DAY)
    reactions.fold_counts(viewer=str(cast.operator.post))
    assert audit(cast.operator).clean


def test_without_an_open_outbreak_nothing_is_planned_and_nothing_fails(cast: Cast) -> None:
    reactions.plan_day(viewer=str(cast.operator.post), day="2022-01-10")
    reactions.plan_areas(viewer=str(cast.operator.post), areas=[""], events=[])
    assert list(duty_lines(cast.clerk, DAY)) == []


def test_when_its_days_are_over_an_outbreak_is_read_only_and_then_erased(
    cast: Cast, street: Street, own_home: Path
) -> None:
    ordered(cast, "1")
    stages = []
    for when in (THIRTY - timedelta(minutes=1), THIRTY, SIXTY):
        with clock.fixed(when):
            reactions.keep_terms(viewer=str(cast.operator.post))
            stages.append(closing_line(cast.clerk, street.outbreak.id).stage)
    assert stages == [Stage.OPEN, Stage.READ_ONLY, Stage.ERASED]
