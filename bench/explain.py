"""How fast a resident's whole answer is: orders, conditions, whom to ring, beside bare look-ups by key."""

import random
from typing import Any
from uuid import uuid4

import psycopg

from bench.result import Part, Result, goals, machine
from bench.search import p95, timed, viewers
from bench.town import Town, town

RESIDENTS = 1_000_000
ASKED = 400
WANTED = ("captain", "community", "subdistrict")

_ORDERS = """
    INSERT INTO orders (id, number, outbreak_id, area, regime, authority, document, ground, from_at,
        until_at, entered_by_id, entered_at, confirmed_by_id, confirmed_at)
    SELECT gen_random_uuid(), row_number() OVER (ORDER BY area)::text, %(outbreak)s, area, %(regime)s,
        '中原区指挥部', '通告第' || row_number() OVER (ORDER BY area) || '号', '发现阳性感染者',
        '2022-01-08', '2022-01-22', %(by)s, '2022-01-08', %(second)s, '2022-01-08'
    FROM area WHERE kind = %(kind)s
"""
_SCOPES = """
    INSERT INTO order_scope (id, order_id, area) SELECT gen_random_uuid(), id, area FROM orders
"""


def fill(place: Town) -> None:
    """Every building under lockdown and every compound under control: two orders over each home."""
    from wumen.records import sealing

    outbreak = uuid4()
    with psycopg.connect(place.owner_url) as owner:
        by, second = (
            ident for (ident,) in owner.execute("SELECT id FROM crew ORDER BY number LIMIT 2")
        )
        owner.execute(
            "INSERT INTO outbreak (id, name, playbook, overlays, opened_at)"
            " VALUES (%s, '2022年1月', 'community-2021-09', '{}', '2022-01-04')",
            [outbreak],
        )
        for kind, regime in (("building", "lockdown"), ("compound", "control")):
            given = {"outbreak": outbreak, "by": by, "second": second}
            start = owner.execute("SELECT count(*) FROM orders").fetchone() or (0,)
            statement = _ORDERS.replace(
                "row_number() OVER (ORDER BY area)",
                f"({start[0]} + row_number() OVER (ORDER BY area))",
            )
            owner.execute(statement, {**given, "kind": kind, "regime": regime})
        owner.execute(_SCOPES)
        for (person,) in owner.execute("SELECT id FROM crew").fetchall():
            sealed = sealing.seal("telephone", person, "13900000001")
            owner.execute("UPDATE crew SET telephone_sealed = %s WHERE id = %s", [sealed, person])
    with psycopg.connect(place.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def residents(viewer: Any, many: int, seed: int) -> list[str]:
    """Some residents of a viewer's area."""
    from wumen.queries.posts import acting
    from wumen.records.models import Resident

    with acting(viewer):
        rows = list(Resident.objects.values_list("id", flat=True)[: many * 20])
    drawn = random.Random(seed)
    return [str(one) for one in drawn.sample(rows, min(many, len(rows)))]


def measure(place: Town, seed: int) -> tuple[dict[str, list[float]], list[float]]:
    """Milliseconds of every answer of every viewer, and of bare look-ups by primary key between them."""
    from wumen.queries.explain import explain_resident
    from wumen.queries.posts import acting
    from wumen.records.models import Resident

    fill(place)
    found: dict[str, list[float]] = {}
    bare: list[float] = []
    known = viewers(place)
    for one in WANTED:
        viewer = known[one]
        asked = residents(viewer, ASKED, seed)
        for ident in asked[:20]:
            explain_resident(viewer, ident)
        found[one] = []
        for ident in asked:
            with timed(found[one]):
                explain_resident(viewer, ident)
            with timed(bare), acting(viewer):
                Resident.objects.filter(id=ident).first()
    return found, bare


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark: 1,000,000 residents × `scale`, those asked for drawn by `seed`; seconds has no part in it."""
    with town(int(RESIDENTS * scale)) as place:
        found, bare = measure(place, seed)
    goal = goals("explain")["p95_ms_at_most"]
    parts = tuple(
        Part(f"p95 as {one}", round(figure, 1), "ms", goal, figure <= goal)
        for one, figure in ((one, p95(found[one])) for one in WANTED)
    )
    worst, limit = max(part.figure for part in parts), p95(bare)
    return Result(
        name="explain",
        figure=worst,
        unit="ms p95 of the slowest viewer",
        limit=round(limit, 2),
        ratio=round(limit / worst, 3),
        goal=0,
        holds=all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench explain --scale {scale:g} --seed {seed}",
        parts=parts,
    )
