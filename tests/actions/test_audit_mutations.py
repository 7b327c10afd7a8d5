"""The audit finds what was changed behind its back, and what a wrong plan would have made."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_plan_subjects import everything
from tests.cast import COMPOUND, PATH, Cast
from tests.databases import Beginnings, use
from tests.street import OUTBREAK, Street, at, ordered
from wumen.actions.changes import move_household
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.instructions import give
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.reach import Reached
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.records import clock, planning
from wumen.records.models import Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.instructions import InstructionDraft

DAY = date(2022, 1, 10)
ONE = "(day, what, subject, win) IN (SELECT day, what, subject, win FROM duty WHERE {} LIMIT 1)"
OPEN = ONE.format("state = 'open' AND win = 'pm'")
DONE = ONE.format("state = 'done'")
EXTRA = (
    "INSERT INTO duty SELECT day, what, gen_random_uuid(), win, subdistrict, area, opens_at, due_at,"
    " state, owner_post, basis FROM duty WHERE state = 'open' LIMIT 1"
)


def found(cast: Cast) -> set[str]:
    """The kinds of all differences."""
    return {one.kind for one in audit(cast.operator).differences}


def behind_its_back(statement: str) -> None:
    """What somebody with the application's password could do."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def measure_one(cast: Cast) -> None:
    """One temperature of building 1 is measured."""
    keys = [one.key for one in duty_lines(cast.captain, DAY) if one.what == "temperature"]
    settle.do(cast.captain, read_key(keys[0]), "measured", {"celsius": 36.5})


def a_day(holds: dict[str, Any]) -> None:
    """A planned day on which one duty is done and the audit is clean."""
    cast = holds["cast"]
    ordered(cast, "1", "2")
    plan_day(cast.clerk, DAY)
    measure_one(cast)
    assert found(cast) == set()


@pytest.fixture
def worked(
    request: pytest.FixtureRequest, django_db_setup: Reached, beginnings: Beginnings
) -> Cast:
    """Somebody on that day, whose work is undone again."""
    beginnings.begin("worked", "street", a_day)
    request.getfixturevalue("db")
    cast: Cast = beginnings.held("cast")
    return cast


@pytest.fixture
def owned(
    django_db_setup: Reached, beginnings: Beginnings, django_db_blocker: Any
) -> Iterator[Reached]:
    """A copy of that day, with the URL of its owner."""
    with django_db_blocker.unblock():
        beginnings.begin("worked", "street", a_day)
        with beginnings.copied() as made:
            use(made.app_url)
            try:
                yield made
            finally:
                use(django_db_setup.app_url)


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        (f"UPDATE duty SET win = 'night' WHERE {OPEN}", {"missing", "unwanted", "count_differs"}),
        (f"UPDATE duty SET what = 'waste' WHERE {OPEN}", {"missing", "unwanted", "count_differs"}),
        (
            f"UPDATE duty SET subject = gen_random_uuid() WHERE {OPEN}",
            {"missing", "nobody"},
        ),
        (f"UPDATE duty SET area = area || '9/' WHERE {OPEN}", {"wrong_place"}),
        (f"UPDATE duty SET owner_post = NULL WHERE {OPEN}", {"wrong_owner", "count_differs"}),
        (
            f"UPDATE duty SET owner_post = gen_random_uuid() WHERE {OPEN}",
            {"wrong_owner", "count_differs"},
        ),
        (
            f"UPDATE duty SET basis = jsonb_set(basis, '{{orders}}', '[]') WHERE {OPEN}",
            {"wrong_grounds"},
        ),
        (
            f"UPDATE duty SET due_at = due_at + interval '1 hour' WHERE {OPEN}",
            {"wrong_window", "count_differs"},
        ),
        (
            f"UPDATE duty SET opens_at = opens_at - interval '1 hour' WHERE {OPEN}",
            {"wrong_window"},
        ),
        (f"UPDATE duty SET state = 'withdrawn' WHERE {OPEN}", {"missing", "count_differs"}),
        (
            f"UPDATE duty SET state = 'done', grade = 'declared', evidence ="
            f" '2022-01-10/00000000-0000-0000-0000-000000000000/1' WHERE {OPEN}",
            {"no_evidence", "count_differs"},
        ),
        (f"UPDATE duty SET state = 'taken' WHERE {OPEN}", {"count_differs"}),
        (f"UPDATE duty SET grade = 'declared' WHERE {DONE}", {"count_differs"}),
        (f"UPDATE duty SET state = 'open' WHERE {DONE}", {"count_differs"}),
        (EXTRA, {"nobody", "count_differs"}),
        ("UPDATE tally SET n = n + 1 WHERE id = (SELECT min(id) FROM tally)", {"count_differs"}),
        ("UPDATE tally SET state = 'done' WHERE state = 'open'", {"count_differs"}),
        ("DELETE FROM tally WHERE id = (SELECT max(id) FROM tally)", {"count_differs"}),
        ("UPDATE resident SET area = area || '9/' WHERE name = '张阿姨'", {"wrong_place"}),
        ("UPDATE writer SET head = '\\x00' WHERE next_seq > 1", {"chain_broken"}),
    ],
)
def test_a_change_behind_its_back_is_found(worked: Cast, statement: str, kinds: set[str]) -> None:
    behind_its_back(statement)
    assert found(worked) == kinds


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE duty SET subdistrict = '410102013' WHERE {OPEN}",
        pytest.param(
            "UPDATE duty SET evidence = (SELECT arrived_on || '/' || writer || '/' || seq FROM"
            " event WHERE kind = 'plan.made' LIMIT 1) WHERE state = 'done'",
            id="the evidence of something else",
        ),
    ],
)
def test_a_change_that_hides_well_is_found_too(worked: Cast, statement: str) -> None:
    behind_its_back(statement)
    assert found(worked) != set()


def test_evidence_that_is_no_reference_is_a_difference(worked: Cast) -> None:
    behind_its_back("UPDATE duty SET evidence = 'because' WHERE state = 'done'")
    assert found(worked) == {"no_evidence"}


# What only the owner of the database can do: rows that are gone, and a log that was rewritten.
@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("DELETE FROM duty WHERE what = 'sampling'", {"missing", "count_differs"}),
        ("DELETE FROM event WHERE kind = 'order.confirmed'", {"chain_broken"}),
        ("DELETE FROM event WHERE kind = 'duty.settled'", {"chain_broken", "no_evidence"}),
        (
            "UPDATE event SET body = convert_to(replace(convert_from(body, 'UTF8'), 'pm', 'am'),"
            " 'UTF8') || ' ' WHERE kind = 'duty.settled'",
            {"chain_broken"},
        ),
        (
            "UPDATE event SET kind = 'note' WHERE kind = 'duty.settled'",
            {"chain_broken", "no_evidence"},
        ),
        ("UPDATE event SET area = area || '9/' WHERE kind = 'duty.settled'", {"chain_broken"}),
        ("DELETE FROM verdict", {"chain_broken", "no_evidence"}),
        ("UPDATE verdict SET state = 'refused'", {"no_evidence"}),
        pytest.param(
            "UPDATE event SET person = 'somebody else' WHERE kind = 'duty.settled'",
            {"chain_broken"},
        ),
        pytest.param(
            "UPDATE event SET made_at = made_at - interval '1 day' WHERE kind = 'duty.settled'",
            {"chain_broken"},
        ),
    ],
)
def test_what_the_owner_of_the_database_changes_is_found(
    owned: Reached, beginnings: Beginnings, statement: str, kinds: set[str]
) -> None:
    with psycopg.connect(owned.owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        assert owner.execute(statement).rowcount > 0
    assert found(beginnings.held("cast")) == kinds


# A plan with one mistake in it: each is put in its place of the planner's SQL.
MUTATIONS = [
    ("_WANTED", "AND r.id <> ALL(%(apart)s::uuid[])", ""),
    (
        "_WANTED",
        "WHERE d.kind = 'resident' AND d.due_at > r.since AND {here} AND {only_residents}",
        "WHERE false AND {here} AND {only_residents}",
    ),
    ("_WANTED", 'AND r.area COLLATE "C" < d.hi COLLATE "C"', ""),
    ("_WANTED", 'ON r.area COLLATE "C" >= d.lo', 'ON r.area COLLATE "C" > d.hi'),
    ("_WANTED", "d.grp IS NULL AND d.due_at > r.since", "d.win <> 'pm' AND d.grp IS NULL"),
    ("_WANTED", "JOIN member m ON m.grp = d.grp", "JOIN member m ON m.grp <> d.grp"),
    ("_HERE", "r.away_since > %(day)s", "r.away_since >= %(day)s"),
    ("_HERE", "r.away_until <= %(day)s", "r.away_until < %(day)s"),
    ("_HERE", "r.away_since IS NULL", "true"),
    ("_ATTENDED", "bool_or(", "bool_and("),
    ("_ATTENDED", "h.state <> 'empty' AND", ""),
    ("_ATTENDED", "coalesce(p.here, h.state <> 'shop')", "coalesce(p.here, true)"),
    ("_ATTENDED", "coalesce(p.here, h.state <> 'shop')", "coalesce(p.here, false)"),
    (
        "_WANTED",
        "SELECT d.*, r.id AS subject, r.area",
        "SELECT d.*, r.household_id AS subject, r.area",
    ),
    ("_HOUSEHOLDS", "AND h.id <> ALL(%(apart)s::uuid[])", ""),
    ("_HOUSEHOLDS", "JOIN member m ON m.grp = d.grp", "JOIN member m ON false"),
    ("_HOUSEHOLDS", "JOIN household h ON h.id = m.subject", "JOIN household h ON false"),
    ("_FACILITIES", "f.kind = d.facility AND", ""),
    ("_FACILITIES", "AND f.closed_at IS NULL", ""),
    ("_FACILITIES", "coalesce(f.floor || '00', '0')", "'0'"),
    ("_PLACES", "AND NOT EXISTS (", "AND EXISTS ("),
    ("_PLACES", "WHEN 'compound' THEN d.kind = 'gate'", "WHEN 'compound' THEN false"),
    ("_RECONCILE", "d.owner_post ELSE w.owner END AS owner", "d.owner_post ELSE NULL END AS owner"),
    (
        "_RECONCILE",
        "coalesce({opens}, d.opens_at) AS opens_at",
        "coalesce(w.due_at - interval '1 minute', d.opens_at) AS opens_at",
    ),
    (
        "_RECONCILE",
        "coalesce(w.area, %(door)s::text, d.area) AS area",
        "coalesce(d.area, w.counted) AS area",
    ),
    ("_RECONCILE", "coalesce(w.basis, d.basis) AS basis", "coalesce(d.basis, w.basis) AS basis"),
    (
        "_RECONCILE",
        "owner, basis\n        FROM joined WHERE missing\n",
        "owner, basis\n        FROM joined WHERE missing AND what <> 'sampling'\n",
    ),
    ("_RECONCILE", "OR d.basis <> w.basis END", "END"),
    ("_RECONCILE", "OR d.owner_post IS DISTINCT FROM w.owner", ""),
    ("_RECONCILE", "OR d.area <> w.area", ""),
    (
        "_RECONCILE",
        "THEN d.state <> 'withdrawn' OR d.area <> coalesce(%(door)s::text, d.area)",
        "THEN false",
    ),
    (
        "_RECONCILE",
        "ELSE d.state = 'withdrawn' OR d.area <> w.area",
        "ELSE d.state <> 'withdrawn' AND d.area <> w.area",
    ),
    ("_RECONCILE", "THEN 'withdrawn'\n", "THEN 'open'\n"),
    ("_RECONCILE", "old_owner AS owner, -1 AS n", "old_owner AS owner, 0 AS n"),
    ("_RECONCILE", "state, due_at, owner, count(*)", "state, due_at, owner, count(*) + 1"),
    ("_GIVEN", "WHERE d.kind = 'given' AND", "WHERE false AND"),
    ("_GIVEN", "m.subject, d.lo FROM", "m.subject, d.counted FROM"),
    ("_OPENS", "greatest(w.opens_at,", "least(w.opens_at,"),
    ("_DUE", "THEN greatest(w.due_at, w.until)", "THEN w.due_at"),
    (
        "_RECONCILE",
        "SELECT %(day)s::date, counted, what, win, state",
        "SELECT %(day)s::date, counted, win, what, state",
    ),
]


def who_is_away(cast: Cast, street: Street) -> None:
    """One of a home is away from today, one is back today; a shop and a home in which nobody is registered."""
    with acting(cast.clerk):
        first, second = street.households["3/1/101"].residents.order_by("place")[:2]
        Resident.objects.filter(id=first.id).update(away_since=DAY)
        Resident.objects.filter(id=second.id).update(away_since="2022-01-07", away_until=DAY)
        for door, state in (("3/1/301", "shop"), ("3/1/302", "owned")):
            Household.objects.create(area=f"{PATH}{door}/", state=state, registered_at=at(1, 8))


def everybody(holds: dict[str, Any]) -> None:
    """Before any plan: an outbreak whose rules speak of households, facilities, stairwells and gates."""
    everything(holds["cast"], holds["street"])
    who_is_away(holds["cast"], holds["street"])


@pytest.fixture
def unplanned(
    request: pytest.FixtureRequest, django_db_setup: Reached, beginnings: Beginnings
) -> tuple[Cast, Street]:
    """The street before any plan, with all that a plan must look at; what a test plans is undone again."""
    beginnings.begin("unplanned", "street", everybody)
    request.getfixturevalue("db")
    return beginnings.held("cast"), beginnings.held("street")


def a_days_work(cast: Cast, street: Street) -> None:
    """Every turn that a plan can take: made, moved, withdrawn, revived, one resident under her own order."""
    ordered(cast, "1")
    plan_day(cast.operator, DAY)
    own = the_street.draft(
        regime="control", paths=(), residents=(str(street.aunt_zhang.id),), document="告知书"
    )
    confirm_order(cast.secretary, enter_order(cast.clerk, own, OUTBREAK).number)
    ordered(cast, "2")
    plan_day(cast.operator, DAY)
    ordered(cast, "1/1/101", regime="control")
    the_cast.person(cast.operator, "钱楼长", "volunteer", "captain", f"{COMPOUND}/2")
    plan_day(cast.operator, DAY)
    move_household(cast.clerk, street.households["1/1/201"].id, f"{COMPOUND}/3/1/401")
    move_household(cast.clerk, street.households["1/1/102"].id, f"{COMPOUND}/3/1/402")
    move_household(cast.clerk, street.households["2/1/202"].id, f"{COMPOUND}/2/1/302")
    with clock.fixed(at(1, 10, 7)):
        move_household(cast.clerk, street.households["1/1/102"].id, f"{COMPOUND}/1/1/102")
        move_household(cast.clerk, street.households["2/1/101"].id, f"{COMPOUND}/1/1/301")
    people_ask_and_nobody_is_home(cast, street)


def people_ask_and_nobody_is_home(cast: Cast, street: Street) -> None:
    """What somebody asked for at a door and of a place, and a visit at a door that met nobody."""
    asked = InstructionDraft("resident", "送药", "本人", at(1, 10, 6), at(1, 10, 20), "captain")
    give(cast.clerk, replace(asked, resident=str(street.aunt_zhang.id)), OUTBREAK)
    give(cast.clerk, replace(asked, path=COMPOUND), OUTBREAK)
    with clock.fixed(at(1, 10, 8)):
        lines = duty_lines(cast.sampler, DAY)
        open_ = [one.key for one in lines if one.what == "sampling" and one.state == "open"]
        # A plan that lost its sampling has nothing to visit for: the audit must find that.
        for key in open_[:1]:
            settle.cannot(cast.sampler, read_key(key), "nobody_home")
        plan_day(cast.operator, DAY)


def test_a_days_work_with_the_right_plan_is_clean(unplanned: tuple[Cast, Street]) -> None:
    cast, street = unplanned
    a_days_work(cast, street)
    assert audit(cast.operator).differences == ()


@pytest.mark.parametrize(
    ("text_of", "there", "instead"), MUTATIONS, ids=[str(n) for n in range(len(MUTATIONS))]
)
def test_a_mistake_in_the_plan_is_found(
    unplanned: tuple[Cast, Street],
    monkeypatch: pytest.MonkeyPatch,
    text_of: str,
    there: str,
    instead: str,
) -> None:
    cast, street = unplanned
    text = getattr(planning, text_of)
    assert text.count(there) == 1
    monkeypatch.setattr(planning, text_of, text.replace(there, instead))
    try:
        a_days_work(cast, street)
    except Exception as refused:
        # The database's own constraints may refuse before the audit must.
        said = str(refused)
        assert "duty" in said or "unique" in said or "a second time" in said
        return
    assert not audit(cast.operator).clean
