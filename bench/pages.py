"""How fast the pages are in a city of 1,000,000: board, rounds, round, home, search, list; as captain and office."""

import http.client
import multiprocessing
import random
import socket
import statistics
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, perf_counter, sleep
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import psycopg
from django.db.backends.utils import CursorWrapper

from bench.duties import FIRST, needs, orders, things
from bench.result import Part, Result, goals, machine
from bench.search import fill, p95, timed
from bench.serving import APPLICATION, serving
from bench.town import Town, town

RESIDENTS = 1_000_000
SMALL = 10_000
LOOKS = 60
CLIENTS = 8
SECRET = "bench-only-7391"
# What one page shows at most; the bare query reads as many rows of one table in the order of a key.
ROWS = 200
_BARE = """
    SELECT what, subject, win, area, opens_at, due_at, state, owner_post FROM duty
    WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s ORDER BY area, what, subject LIMIT %(rows)s
"""
# What an exchange says of itself is no statement of a page: scope and planner.
_SETTING = ("SET LOCAL ", "SELECT set_config(")


@dataclass(frozen=True)
class Look:
    """One page as somebody asks for it; `typed` is sent in the body."""

    page: str
    path: str
    typed: str = ""


@dataclass
class Seen:
    """What the looks of one person cost, page by page: statements, and milliseconds of each message to the database."""

    statements: dict[str, int]
    database: dict[str, list[list[float]]]
    bare: list[float]
    kept: list[float]


@dataclass(frozen=True)
class Figures:
    """All that one town told; `answers` are milliseconds of whole answers over HTTP."""

    duties: int
    captain: Seen
    office: Seen
    answers: Sequence[float]


def people(operator: Any, building: str, captain: str) -> dict[str, Any]:
    """The captain of a building by her number, and a secretary of its community."""
    from wumen.actions.crew import add_crew, grant_post
    from wumen.queries.posts import viewers_of

    member = add_crew(operator, "office", "community_worker")
    grant_post(operator, member.number, "secretary", "/".join(building.split("/")[:3]) + "/")
    return {"captain": viewers_of(captain)[0], "office": viewers_of(member.number)[0]}


def signed_in(operator: Any, viewer: Any) -> Any:
    """A client whose session is the viewer's."""
    from django.test import Client

    from wumen.actions import accounts

    client = Client(HTTP_HOST="127.0.0.1")
    token = accounts.make_link(operator, viewer.crew_no).token
    reply = client.post(f"/link/{token}/", {"password": SECRET, "again": SECRET})
    assert reply.status_code == 302, reply.content.decode()
    return client


def looks(place: Town, building: str, names: Sequence[str], seed: int) -> dict[str, list[Look]]:
    """What the two look at, drawn by `seed`, in turn."""
    drawn = random.Random(seed)
    with psycopg.connect(place.owner_url) as owner:
        homes = owner.execute(
            "SELECT id FROM household WHERE area >= %s AND area < %s ORDER BY area",
            [building, building[:-1] + "0"],
        ).fetchall()
    found: dict[str, list[Look]] = {"captain": [], "office": []}
    for _turn in range(LOOKS):
        unit, (home,) = drawn.randint(1, 4), drawn.choice(homes)
        both = [
            Look("rounds", "/rounds/"),
            Look("round", f"/rounds/{FIRST}/am/{building}{unit}/"),
            Look("home", f"/register/home/{home}/"),
            Look("search", "/search/", drawn.choice(names)),
            Look("list", "/register/lists/?" + urlencode({"list": "households", "area": building})),
        ]
        found["captain"] += both
        found["office"] += [Look("board", "/board/"), *both[1:]]
    return found


class Watch:
    """What statements cost whoever asks: each from its sending to its last row in hand; pages and bare query alike.

    Several statements may go in one message, and one may first send another, which has its own time.
    """

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.statements = 0
        self.spent: list[float] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Time what is done inside."""
        before, begun = sum(self.spent), perf_counter()
        try:
            yield
        finally:
            self.spent.append((perf_counter() - begun) * 1000 - (sum(self.spent) - before))

    @contextmanager
    def over(self, connection: Any) -> Iterator[None]:
        """Watch all cursors of a connection, and what is sent in one go."""
        from wumen.records import exchange

        watch = self

        class Cursor(CursorWrapper):
            """Django's cursor, timed; rows are fetched by its parent's attributes."""

            def execute(self, sql: Any, params: Any = None) -> Any:
                watch.statements += 1
                with watch():
                    return super().execute(sql, params)

            def __getattr__(self, name: str) -> Any:
                found = super().__getattr__(name)
                return _timed(watch, found) if name.startswith("fetch") else found

        together = exchange.ask_all

        def ask_all(asked: Any) -> None:
            watch.statements += sum(not one.statement.startswith(_SETTING) for one in asked)
            with watch():
                together(asked)

        connection.make_cursor = lambda cursor: Cursor(cursor, connection)
        try:
            with patch.object(exchange, "ask_all", ask_all):
                yield
        finally:
            del connection.make_cursor


def _timed(watch: Watch, fetch: Any) -> Any:
    def fetched(*given: Any) -> Any:
        with watch():
            return fetch(*given)

    return fetched


def seen(client: Any, viewer: Any, some: Sequence[Look]) -> Seen:
    """Ask for each page in this process, and between them for the bare keyset query of the viewer's area."""
    from django.db import connection

    from wumen.queries.posts import acting
    from wumen.records.kept import Kept

    found = Seen({}, {}, [], [])
    bare = Kept(_BARE, "day day, lo text, hi text, rows integer")
    for n, one in enumerate(some):
        watch = Watch()
        with watch.over(connection):
            reply = client.post(one.path, {"q": one.typed}) if one.typed else client.get(one.path)
        assert reply.status_code == 200, (one.path, reply.status_code)
        # The first look of a process reads what it then remembers. BEGIN and COMMIT are statements, too.
        if n < len(some) // LOOKS:
            continue
        found.statements[one.page] = max(found.statements.get(one.page, 0), watch.statements + 2)
        found.database.setdefault(one.page, []).append(watch.spent)
        with acting(viewer):
            _bare(viewer, bare, found)
    return found


def _bare(viewer: Any, kept: Any, found: Seen) -> None:
    """Time the bare query with a plan that is kept, as those of the pages are, and without; the faster is the limit."""
    from django.db import connection

    given = {"day": FIRST, "lo": viewer.span.lo, "hi": viewer.span.hi, "rows": ROWS}
    with connection.cursor() as cursor:
        # Left to itself the planner at times sorts a whole community for 200 rows: no limit to be measured by. And
        # the scope goes with the first statement: the query is timed behind it.
        cursor.execute("SET LOCAL enable_sort = off")
    for times, ask in (
        (found.kept, lambda: kept.rows(**given)),
        (found.bare, lambda: _plain(given)),
    ):
        watch = Watch()
        with watch.over(connection):
            ask()
        times.append(sum(watch.spent))


def _plain(given: Mapping[str, Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BARE, given)
        cursor.fetchall()


@contextmanager
def served(place: Town) -> Iterator[int]:
    """The pages as `wumen up` serves them, on a free port."""
    from django.conf import settings

    from wumen.actions.running import child_environment
    from wumen.rules.phones import Access

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = child_environment(place.app_url, settings.WUMEN.home, "web", Access())
    with serving(APPLICATION, port, environment):
        yield port


def ask(port: int, client: Any, some: Sequence[Look], seconds: float) -> list[float]:
    """One person at her screen: a request each second, as her browser would send it."""
    cookies = {name: one.value for name, one in client.cookies.items()}
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    head = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    found: list[float] = []
    begun = monotonic()
    for n, one in enumerate(some * 100):
        if (wait := begun + n - monotonic()) > 0:
            sleep(wait)
        if monotonic() - begun > seconds:
            break
        with timed(found):
            if one.typed:
                body = urlencode({"q": one.typed, "csrfmiddlewaretoken": token})
                form = {**head, "Content-Type": "application/x-www-form-urlencoded"}
                line.request("POST", one.path, body, form)
            else:
                line.request("GET", one.path, headers=head)
            reply = line.getresponse()
            reply.read()
        assert reply.status == 200, (one.path, reply.status)
    return found


def answers(
    place: Town, clients: Mapping[str, Any], some: Mapping[str, Sequence[Look]], seconds: float
) -> list[float]:
    """Whole answers of eight people at once, half captains and half offices; the first look of each is left out."""
    found: list[float] = []
    with served(place) as port:
        for one, client in clients.items():
            ask(port, client, some[one][:6], 6)

        def person(n: int) -> None:
            sleep(n / CLIENTS)
            who = ("captain", "office")[n % 2]
            own = [*some[who][n * 5 :], *some[who][: n * 5]]
            found.extend(ask(port, clients[who], own, seconds))

        threads = [threading.Thread(target=person, args=[n]) for n in range(CLIENTS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    return found


def in_a_town(residents: int, seed: int, seconds: float) -> Figures:
    """Make a town, plan its day and look at its pages; to be called in a process of its own."""
    with town(residents) as place:
        from wumen.actions.duties.plan import plan_day
        from wumen.queries.posts import operator as the_operator

        operator = the_operator()
        names = fill(place, seed)
        things(place.owner_url)
        needs(operator)
        orders(operator)
        plan_day(operator, FIRST)
        with psycopg.connect(place.owner_url, autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
            building, captain = owner.execute(
                "SELECT p.area, c.number FROM post p JOIN crew c ON c.id = p.person_id"
                " WHERE p.role = 'captain' ORDER BY p.area OFFSET"
                " (SELECT count(*) / 2 FROM post WHERE role = 'captain') LIMIT 1"
            ).fetchone() or ("", "")
            (duties,) = owner.execute(
                "SELECT count(*) FROM duty WHERE day = %s", [FIRST]
            ).fetchone() or (0,)
        known = people(operator, building, captain)
        clients = {one: signed_in(operator, viewer) for one, viewer in known.items()}
        some = looks(place, building, names, seed)
        both = {one: seen(clients[one], known[one], some[one]) for one in known}
        told = answers(place, clients, some, seconds)
    return Figures(duties, both["captain"], both["office"], told)


def apart(residents: int, seed: int, seconds: float) -> Figures:
    """The same in a process of its own: two towns are two clusters and two settings."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(in_a_town, (residents, seed, seconds))


def _middle(seen_by: Seen) -> dict[str, float]:
    """Milliseconds of each page: the median of what its looks cost."""
    return {
        page: statistics.median(sum(one) for one in looks)
        for page, looks in seen_by.database.items()
    }


def parts_of(large: Figures, small: Figures, goal: Mapping[str, float]) -> Iterator[Part]:
    """Each promise of a page, the worst page of it named."""

    def worst(name: str, unit: str, most: float, found: Mapping[str, float]) -> Part:
        page = max(found, key=lambda one: found[one])
        return Part(f"{name}, {page}", round(found[page], 2), unit, most, found[page] <= most)

    whose = {"captain": large.captain, "office": large.office}
    yield worst(
        *("statements", "at most", goal["statements_at_most"]),
        {f"{page} as {who}": n for who, one in whose.items() for page, n in one.statements.items()},
    )
    for who, one in whose.items():
        bare = min(statistics.median(one.bare), statistics.median(one.kept))
        share = {page: ms / bare for page, ms in _middle(one).items()}
        most = goal["database_times_at_most"]
        for page, ratio in share.items():
            name = f"in the database ÷ bare keyset query, {page} as {who}"
            yield Part(name, round(ratio, 2), "ratio", most, ratio <= most)
    for who, few in (("captain", small.captain), ("office", small.office)):
        then, now = _middle(few), _middle(whose[who])
        grown = {page: now[page] / then[page] for page in now}
        yield worst(f"1,000,000 ÷ 10,000 as {who}", "ratio", goal["growth_at_most"], grown)
    captain, office = _middle(large.captain), _middle(large.office)
    both = {page: captain[page] / office[page] for page in captain.keys() & office.keys()}
    yield worst("captain ÷ office", "ratio", goal["captain_at_most"], both)


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark: 1,000,000 residents × `scale` beside 10,000, looked at for `seconds` over HTTP."""
    begun = perf_counter()
    small = apart(SMALL, seed, min(seconds, 10))
    large = apart(int(RESIDENTS * scale), seed, seconds)
    for who, one in (("captain", large.captain), ("office", large.office)):
        limits = [round(statistics.median(times), 2) for times in (one.bare, one.kept)]
        pages = {page: round(ms, 2) for page, ms in _middle(one).items()}
        print(f"{who}: bare {limits[0]} ms, kept {limits[1]} ms, {pages}", file=sys.stderr)
    print(f"{large.duties} duties of the day; {perf_counter() - begun:.0f} s", file=sys.stderr)
    goal = goals("pages")
    parts = tuple(parts_of(large, small, goal))
    figure, limit = p95(large.answers), goal["p95_ms_at_most"]
    return Result(
        name="pages",
        figure=round(figure, 1),
        unit="ms p95 over HTTP",
        limit=limit,
        ratio=round(limit / figure, 3),
        goal=1,
        holds=figure <= limit and all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench pages --scale {scale:g} --seed {seed} --seconds {seconds:g}",
        parts=parts,
    )
