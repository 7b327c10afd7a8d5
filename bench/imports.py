"""How fast a ledger is taken: against reading the same file and one bare insert a table of the same rows."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.ledgers import write_ledger
from bench.result import Part, Result, goals, machine

FILE = Path(__file__).resolve().parent.parent / "tests" / "data" / "ledger-sheets.xlsx"
COMPOUND = "410102003008/jxc"
RUNS = 3
TABLES = ("area", "household", "resident", "search_key")


@dataclass(frozen=True)
class Place:
    """An installation with a compound and nobody in it."""

    home: Path
    owner_url: str
    app_url: str
    operator: Any


@dataclass(frozen=True)
class Command:
    """One run of the command: seconds from cold to commit, and the most memory that it held."""

    seconds: float
    megabytes: float


@contextmanager
def installation() -> Iterator[Place]:
    """Start a cluster, initialise it, and leave nothing behind."""
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
            from wumen.actions import installation as made
            from wumen.actions.register import add_area
            from wumen.queries.posts import operator

            made.initialise(cluster.owner_url, cluster.app_url, "2022-01-10T06:00", "none")
            chief = operator()
            add_area(chief, "410102003008", "community", "锦绣城社区")
            add_area(chief, COMPOUND, "compound", "锦绣城")
            yield Place(folder, cluster.owner_url, cluster.app_url, chief)
        cluster.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(place: Place) -> None:
    """Let nobody live in the compound, as before the first run."""
    with psycopg.connect(place.owner_url) as owner:
        owner.execute("TRUNCATE search_key, resident, household, ledger_job, incoming_file CASCADE")
        owner.execute("DELETE FROM area WHERE kind IN ('building', 'unit', 'household')")
    with psycopg.connect(place.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def command(place: Place) -> Command:
    """`wumen import ledger` as a process of its own."""
    wumen = str(Path(sys.executable).with_name("wumen"))
    outcome = str(place.home / "outcome.xlsx")
    words = [wumen, "import", "ledger", str(FILE), "--compound", COMPOUND, "--outcome", outcome]
    begun = perf_counter()
    child = subprocess.Popen([*words, "--json"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the command failed: {status}")
    return Command(perf_counter() - begun, used.ru_maxrss / 1024)


def take(place: Place) -> float:
    """Rows a second of the same taking in this process, outcome file included."""
    from wumen.actions.ledger import take_ledger

    empty(place)
    begun = perf_counter()
    said = take_ledger(place.operator, FILE, COMPOUND, place.home / "outcome.xlsx")
    return said.rows / (perf_counter() - begun)


def twins(place: Place) -> dict[str, tuple[str, Sequence[tuple[Any, ...]]]]:
    """Empty tables like ours, with indexes, constraints and policy; by table its insert and its rows."""
    role = psycopg.conninfo.conninfo_to_dict(place.app_url)["user"]
    made = {}
    with psycopg.connect(place.owner_url) as owner:
        for table in TABLES:
            owner.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING ALL)")
            owner.execute(f"ALTER TABLE twin_{table} ENABLE ROW LEVEL SECURITY")
            (policy,) = owner.execute(
                "SELECT 'USING (' || qual || ') WITH CHECK (' || with_check || ')'"
                " FROM pg_policies WHERE tablename = %s",
                [table],
            ).fetchone() or ("",)
            owner.execute(f"CREATE POLICY by_area ON twin_{table} {policy}")
            owner.execute(f'GRANT SELECT, INSERT, DELETE, TRUNCATE ON twin_{table} TO "{role}"')
            columns = owner.execute(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
                " ORDER BY attnum",
                [table],
            ).fetchall()
            names = ", ".join(name for name, _ in columns)
            arrays = ", ".join(f"%b::{kind}[]" for _, kind in columns)
            new = "kind IN ('building', 'unit', 'household')" if table == "area" else "true"
            rows = owner.execute(
                f"SELECT {names} FROM {table} WHERE {new} ORDER BY 1, 2"
            ).fetchall()
            insert = f"INSERT INTO twin_{table} ({names}) SELECT * FROM unnest({arrays})"
            made[table] = (insert, rows)
        owner.execute(
            "ALTER TABLE twin_resident ADD FOREIGN KEY (household_id) REFERENCES twin_household (id)"
        )
    return made


def limit(place: Place, made: dict[str, tuple[str, Sequence[tuple[Any, ...]]]]) -> float:
    """Seconds of reading the file, and of one insert a table of the rows as they stand in the end."""
    from python_calamine import CalamineWorkbook

    arrays = {
        table: [list(column) for column in zip(*rows, strict=True)]
        for table, (_, rows) in made.items()
    }
    with psycopg.connect(place.app_url) as app:
        begun = perf_counter()
        book = CalamineWorkbook.from_path(FILE)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
        app.execute("SELECT set_config('wumen.lo', '', true), set_config('wumen.hi', ':', true)")
        for table, (insert, _) in made.items():
            app.execute(insert, arrays[table])
        app.commit()
        seconds = perf_counter() - begun
        app.execute("TRUNCATE twin_area, twin_household, twin_resident, twin_search_key")
    return seconds


def million(place: Place, rows: int, seed: int) -> float:
    """Rows a second of a very long ledger, taken as one job by the job's own function."""
    from wumen.actions.ledger import keep_incoming, run_job, start_taking
    from wumen.queries.ledger import ledger_job

    empty(place)
    file = place.home / "long.xlsx"
    write_ledger(file, rows, seed)
    kept = keep_incoming(place.operator, file.name, file.read_bytes(), COMPOUND)
    job = start_taking(place.operator, kept)
    begun = perf_counter()
    run_job(place.operator, job)
    seconds = perf_counter() - begun
    line = ledger_job(place.operator, job)
    if line.counts.get("taken") != rows:
        raise SystemExit(f"not all rows were taken: {line.state} {line.counts}")
    return rows / seconds


def _parts(first: Command, again: Command, long: float, ours: float) -> tuple[Part, ...]:
    goal = goals("import")
    return (
        _at_most("cold command to commit", first.seconds, "s", goal["cold_s_at_most"]),
        _at_most("unchanged again", again.seconds, "s", goal["unchanged_s_at_most"]),
        _at_most("peak memory", first.megabytes, "MB", goal["peak_mb_at_most"]),
        Part(
            "a million rows ÷ this file, rows/s",
            round(long / ours, 3),
            "ratio",
            goal["million_at_least"],
            long / ours >= goal["million_at_least"],
        ),
    )


def _at_most(name: str, figure: float, unit: str, goal: float) -> Part:
    return Part(name, round(figure, 2), unit, goal, figure <= goal)


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark; `scale` is of the long ledger, seconds have no part in it."""
    with installation() as place:
        empty(place)
        first, again = command(place), command(place)
        take(place)
        ours = statistics.median(take(place) for _ in range(RUNS))
        made = twins(place)
        rows = len(made["resident"][1])
        bare = rows / statistics.median(limit(place, made) for _ in range(RUNS))
        long = million(place, int(1_000_000 * scale), seed)
    parts = _parts(first, again, long, ours)
    goal, ratio = goals("import")["ratio_at_least"], ours / bare
    return Result(
        name="import",
        figure=round(ours),
        unit="rows/s",
        limit=round(bare),
        ratio=round(ratio, 3),
        goal=goal,
        holds=ratio >= goal and all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench import --scale {scale:g} --seed {seed}",
        parts=parts,
    )
