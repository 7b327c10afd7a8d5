"""A town to measure on: a private durable cluster with a sub-district of many residents."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

RESIDENTS_A_BUILDING = 350
DOORS_A_BUILDING = 124

_BUILDINGS = """
    INSERT INTO area (area, kind, name)
    SELECT '410102/410102003/410102003' || lpad((b / 30 + 1)::text, 3, '0') || '/c/' || b || '/',
        'building', b || '号楼'
    FROM generate_series(1, %(buildings)s) AS b
"""
_ABOVE = """
    INSERT INTO area (area, kind, name)
    SELECT '410102/', 'district', '中原区' UNION ALL
    SELECT '410102/410102003/', 'subdistrict', '棉纺路街道' UNION ALL
    SELECT DISTINCT regexp_replace(area, '[^/]+/[^/]+/$', ''), 'community', '社区'
    FROM area WHERE kind = 'building' UNION ALL
    SELECT DISTINCT regexp_replace(area, '[^/]+/$', ''), 'compound', '小区'
    FROM area WHERE kind = 'building'
"""
_HOUSEHOLDS = """
    INSERT INTO household (id, area, state, registered_at)
    SELECT gen_random_uuid(), b.area || (d %% 4 + 1) || '/' || (d / 4 / 3 + 1) || '0' || (d / 4 %% 3 + 1)
        || '/', 'owned', '2022-01-01'
    FROM area b, generate_series(0, %(doors)s - 1) AS d WHERE b.kind = 'building'
"""
_RESIDENTS = """
    INSERT INTO resident (id, household_id, area, place, name, relation, sex, since)
    SELECT gen_random_uuid(), h.id, h.area, p, '住户' || p, '', '', '2022-01-01'
    FROM (SELECT id, area, row_number() OVER (PARTITION BY regexp_replace(area, '[^/]+/[^/]+/$', '')
        ORDER BY area) AS n FROM household) h
    CROSS JOIN generate_series(0, 2) AS p
    WHERE p < 2 OR h.n <= %(thirds)s
"""
_CAPTAINS = """
    WITH people AS (
        INSERT INTO crew (id, number, name, profession)
        SELECT gen_random_uuid(), 'b' || row_number() OVER (ORDER BY area), '楼长', 'volunteer'
        FROM area WHERE kind = 'building' RETURNING id, number
    ), numbered AS (
        SELECT area, 'b' || row_number() OVER (ORDER BY area) AS number FROM area
        WHERE kind = 'building'
    )
    INSERT INTO post (id, person_id, role, area, from_at, by_hand)
    SELECT gen_random_uuid(), p.id, 'captain', n.area, '2022-01-01', true
    FROM people p JOIN numbered n USING (number)
"""


@dataclass(frozen=True)
class Town:
    """The database of the measurement, as its owner and as the application."""

    owner_url: str
    app_url: str
    residents: int


def _fill(owner_url: str, residents: int) -> int:
    values = {
        "buildings": max(residents // RESIDENTS_A_BUILDING, 1),
        "doors": DOORS_A_BUILDING,
        "thirds": RESIDENTS_A_BUILDING - 2 * DOORS_A_BUILDING,
    }
    with psycopg.connect(owner_url) as owner:
        owner.execute(_BUILDINGS, values)
        owner.execute(_ABOVE)
        owner.execute(_HOUSEHOLDS, values)
        owner.execute(_RESIDENTS, values)
        owner.execute(_CAPTAINS)
        (many,) = owner.execute("SELECT count(*) FROM resident").fetchone() or (0,)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return many


@contextmanager
def town(residents: int) -> Iterator[Town]:
    """Start a cluster, make a town in it, and leave nothing behind."""
    from wumen.records.installation.cluster import Cluster

    folder = Path(tempfile.mkdtemp(prefix="wumen-bench-"))
    folder.chmod(0o755)
    os.environ["WUMEN_HOME"] = str(folder)
    cluster = Cluster(folder)
    try:
        with cluster:
            os.environ["WUMEN_DATABASE_URL"] = cluster.app_url
            os.environ["DJANGO_SETTINGS_MODULE"] = "wumen.config.settings"
            import django

            django.setup()
            from django.conf import settings

            from wumen.actions import installation

            installation.initialise(cluster.owner_url, cluster.app_url, "2022-01-10T06:00", "none")
            # Django was set up before the installation had a key; what is served reads the one it has now.
            settings.SECRET_KEY = (folder / "keys" / "secret").read_text().strip()
            many = _fill(cluster.owner_url, residents)
            yield Town(cluster.owner_url, cluster.app_url, many)
        cluster.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
