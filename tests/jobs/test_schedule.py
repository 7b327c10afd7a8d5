"""What runs when: the plan at the day's begin and in the evening, the counts folded every five minutes."""

from datetime import datetime, timedelta

from tests.street import at
from wumen.jobs.schedule import Due, before_today, due


def jobs(former: object, now: object) -> list[tuple[str, str | None]]:
    """What became due, as pairs."""
    return [(one.job, one.day) for one in due(former, now)]  # type: ignore[arg-type]


def test_the_day_is_planned_when_it_begins() -> None:
    midnight = at(1, 10)
    assert jobs(midnight - timedelta(seconds=1), midnight) == [
        ("plan_day", "2022-01-10"),
        ("fold_counts", None),
        ("keep_terms", None),
        ("plan_ended", None),
    ]
    assert jobs(midnight, midnight + timedelta(seconds=1)) == []


def test_the_next_day_is_planned_at_eight_in_the_evening() -> None:
    eight = at(1, 10, 20)
    assert Due("plan_day", "2022-01-11") in due(eight - timedelta(seconds=1), eight)
    assert jobs(eight, eight + timedelta(seconds=1)) == []


def test_the_counts_are_folded_every_five_minutes() -> None:
    start = at(1, 10, 9)
    folded = [
        minute
        for minute in range(1, 21)
        if due(start + timedelta(minutes=minute - 1), start + timedelta(minutes=minute))
    ]
    assert folded == [5, 10, 15, 20]


def test_orders_that_ended_are_looked_for_from_where_the_last_look_ended() -> None:
    start = at(1, 10, 9)
    for former, now, since in (
        (timedelta(minutes=4, seconds=59), timedelta(minutes=5), timedelta()),
        (timedelta(minutes=9, seconds=59), timedelta(minutes=10), timedelta(minutes=5)),
        (timedelta(minutes=7), timedelta(hours=3), timedelta(minutes=5)),
    ):
        (one,) = [one for one in due(start + former, start + now) if one.job == "plan_ended"]
        assert datetime.fromisoformat(str(one.since)) == start + since


def test_a_worker_that_starts_late_still_plans_its_day() -> None:
    late = at(1, 10, 21)
    assert jobs(before_today(late), late) == [
        ("plan_day", "2022-01-10"),
        ("plan_day", "2022-01-11"),
        ("cut_movements", None),
        ("fold_counts", None),
        ("keep_terms", None),
        ("plan_ended", None),
    ]


def test_movements_are_cut_in_the_night() -> None:
    three = at(1, 10, 3)
    assert Due("cut_movements") in due(three - timedelta(seconds=1), three)
    assert Due("cut_movements") not in due(three, three + timedelta(hours=1))
