"""Daily partitions stand ahead of time, and rows outside of them are reported."""

from datetime import date

import psycopg

from wumen.actions.reach import Reached
from wumen.records import partitions


def test_partitions_stand_from_62_days_back_to_13_months_ahead(own_database: Reached) -> None:
    day = date(2022, 1, 10)
    with psycopg.connect(own_database.owner_url) as owner:
        partitions.ensure(owner, "duty", day - partitions.BEFORE, day + partitions.AFTER)
        names = {
            name
            for (name,) in owner.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits"
                " WHERE inhparent = 'duty'::regclass"
            )
        }
    assert {"duty_20211109", "duty_20220110", "duty_20230210", "duty_default"} <= names


def test_making_them_again_makes_nothing(own_database: Reached) -> None:
    day = date(2022, 1, 10)
    with psycopg.connect(own_database.owner_url) as owner:
        partitions.ensure(owner, "duty", day, day)
        assert partitions.ensure(owner, "duty", day, day) == 0


def test_a_row_outside_the_partitions_lands_in_the_default_one(own_database: Reached) -> None:
    with psycopg.connect(own_database.owner_url) as owner:
        owner.execute(
            "INSERT INTO duty (day, what, subject, win, subdistrict, area, opens_at, due_at, state,"
            " basis) VALUES ('2030-01-01', 'temperature', gen_random_uuid(), 'am', '', '4/',"
            " '2030-01-01', '2030-01-02', 'open', '{}')"
        )
        (where,) = owner.execute("SELECT tableoid::regclass::text FROM duty").fetchone() or ("",)
    assert where == "duty_default"
