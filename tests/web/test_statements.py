"""How many statements a page costs in a community of 10,000: session, account, scope and all."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.clients import PASSWORD
from tests.databases import Beginnings
from tests.street import draft
from wumen.actions import accounts
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.register import add_area
from wumen.actions.stairwell_notices import compose_notice
from wumen.records import clock
from wumen.records.models import Area, Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.stairwell_notices import NoticeText

BUILDINGS = 10
UNITS = 4
FLOORS = 25
DOORS = 5
BEHIND_A_DOOR = 2
AT_MOST = 12


def doors() -> Iterator[str]:
    """The paths of all doors: ten buildings of four units."""
    for building in range(1, BUILDINGS + 1):
        for unit in range(1, UNITS + 1):
            for floor in range(1, FLOORS + 1):
                for door in range(1, DOORS + 1):
                    yield f"{PATH}{building}/{unit}/{floor}0{door}/"


def fill(cast: Cast) -> None:
    """10,000 residents, put in as rows: what is counted here is reading, not registering."""
    for building in range(4, BUILDINGS + 1):
        add_area(cast.operator, f"{COMPOUND}/{building}", "building", f"{building}号楼")
    since = clock.now() - timedelta(days=1)
    with scoped(WHOLE):
        Area.objects.bulk_create(
            Area(area=f"{PATH}{building}/{unit}/", kind="unit", name=str(unit))
            for building in range(1, BUILDINGS + 1)
            for unit in range(1, UNITS + 1)
        )
        households = [Household(area=path, registered_at=since) for path in doors()]
        Area.objects.bulk_create(
            Area(area=one.area, kind="household", name=one.area.split("/")[-2])
            for one in households
        )
        Household.objects.bulk_create(households)
        Resident.objects.bulk_create(
            Resident(
                id=uuid4(), household=one, area=one.area, place=place, name="住户", since=since
            )
            for one in households
            for place in range(BEHIND_A_DOOR)
        )


def community(holds: dict[str, Any]) -> None:
    """A community of 10,000 under lockdown, planned."""
    cast = holds["cast"]
    fill(cast)
    open_outbreak(cast.duty_officer, "2022年1月", "community-2021-09", ["morning-sampling"])
    confirm_order(cast.secretary, enter_order(cast.clerk, draft("")).number)
    plan_day(cast.clerk, clock.today())


@pytest.fixture
def big(django_db_setup: object, beginnings: Beginnings) -> Cast:
    """That community, where what is done is really committed: a page is asked for with all that belongs to it."""
    beginnings.begin("big", "cast", community)
    cast: Cast = beginnings.held("cast")
    return cast


def statements(client: Client, path: str) -> list[str]:
    """All that the database is asked for one page, BEGIN and COMMIT with it."""
    with CaptureQueriesContext(connection) as asked:
        reply = client.get(path)
    assert reply.status_code == 200
    said = [one["sql"] for one in asked.captured_queries]
    assert said.count("BEGIN") == said.count("COMMIT") == 1
    return said


def test_board_and_round_take_at_most_twelve_statements_at_10_000_residents(big: Cast) -> None:
    client = Client()
    token = accounts.make_link(big.operator, big.secretary.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    # The first look of a process reads whether this is a drill.
    client.get("/board/")
    for path in ("/board/", f"/rounds/2022-01-10/am/{PATH}1/1/"):
        for instant in (clock.now(), clock.now() + timedelta(hours=5)):
            with clock.fixed(instant):
                asked = statements(client, path)
            assert len(asked) <= AT_MOST, "\n".join(asked)


def test_a_captain_takes_at_most_twelve_for_each_of_her_rounds(big: Cast) -> None:
    client = Client()
    token = accounts.make_link(big.operator, big.captain.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    listed = client.get("/rounds/").content.decode()
    rounds = sorted(set(re.findall(r'href="(/rounds/2022[^"]+)"', listed)))
    assert {"am", "day"} <= {one.split("/")[3] for one in rounds}
    for path in ("/rounds/", *rounds):
        asked = statements(client, path)
        assert len(asked) <= AT_MOST, "\n".join(asked)


def test_no_page_of_a_building_of_500_homes_takes_more_than_twelve_statements(big: Cast) -> None:
    client = Client()
    token = accounts.make_link(big.operator, big.secretary.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    client.get("/board/")
    with scoped(WHOLE):
        home = Household.objects.get(area=f"{PATH}1/2/1203/")
    notice = compose_notice(big.clerk, NoticeText(PATH, "明天采样", "七点起。"))
    for path in (
        f"/register/building/{PATH}1/",
        f"/register/knocks/{PATH}1/",
        "/register/",
        f"/register/home/{home.id}/",
        f"/stairwell-notices/{notice}/reach/",
        f"/stairwell-notices/{notice}/reach/?at={PATH}1/",
        f"/register/lists/?list=households&area={PATH}1/",
        "/register/lists/?list=households",
    ):
        asked = statements(client, path)
        assert len(asked) <= AT_MOST, "\n".join(asked)


def test_what_is_asked_first_on_every_page_is_one_statement(big: Cast) -> None:
    client = Client()
    token = accounts.make_link(big.operator, big.captain.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    client.get("/rounds/")
    session, first = [
        one for one in statements(client, "/rounds/") if one not in ("BEGIN", "COMMIT")
    ][:2]
    assert "django_session" in session
    assert "posts_held" in session
    # The scope goes with what the page asks itself.
    assert first.startswith("SELECT set_config('wumen.lo'")
    assert f"'{big.captain.area}'" in first
    assert "FROM duty" in first


# A day is a partition, and of some hundred only that of the day may be planned for.
_PARTITION = re.compile(r"\b(duty|event)_(?:\d{8}|default)\b(?!_)")


def partitions(asked: str) -> list[str]:
    """The partitions into which the kept plans look that were asked for in one message, once each."""
    plan = ""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements"
            " WHERE strpos(%s, statement) > 0 AND statement ~ 'FROM (duty|event)'",
            [asked],
        )
        known = cursor.fetchall()
        cursor.execute("SET LOCAL plan_cache_mode TO force_generic_plan")
        for name, values in known:
            given = f"({', '.join(['NULL'] * values)})" if values else ""
            cursor.execute(f"EXPLAIN EXECUTE {name}{given}")
            plan += " ".join(line for (line,) in cursor.fetchall())
    return sorted({found.group(0) for found in _PARTITION.finditer(plan)})


def test_a_page_is_planned_for_the_partition_of_one_day(big: Cast) -> None:
    client = Client()
    token = accounts.make_link(big.operator, big.secretary.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    with scoped(WHOLE):
        home = Household.objects.get(area=f"{PATH}1/2/1203/")
    pages = (
        "/board/",
        "/rounds/",
        f"/rounds/2022-01-10/am/{PATH}1/1/",
        f"/register/home/{home.id}/",
    )
    for path in pages:
        client.get(path)
    read = [
        partitions(asked)
        for path in pages
        for asked in statements(client, path)
        if re.search(r"\bFROM (duty|event)\b", asked)
    ]
    assert len(read) >= len(pages)
    for one in read:
        tables = [name.split("_")[0] for name in one]
        assert one
        assert len(tables) == len(set(tables)), one
