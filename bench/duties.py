"""How fast a day is planned: against a bare copy of the same rows into an identical table."""

import statistics
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import psycopg

from bench.result import Part, Result, goals, machine
from bench.town import Town, town

RUNS = 5
MOVES = 20
FIRST = date(2022, 1, 10)
# When the first two orders are over: on it the new zone alone owes.
ZONE_DAY = date(2022, 3, 10)
ZONE = 30_000


@dataclass
class Times:
    """Seconds, run by run."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    copy: list[float] = field(default_factory=list)
    move: list[float] = field(default_factory=list)
    drawn: float = 0
    rows: int = 0


def identical_table(owner_url: str, app_url: str) -> None:
    """A table like `duty`: its partitions, indexes, constraints, policy and rights, and no rows."""
    role = psycopg.conninfo.conninfo_to_dict(app_url)["user"]
    with psycopg.connect(owner_url) as owner:
        owner.execute("CREATE TABLE twin (LIKE duty INCLUDING ALL) PARTITION BY RANGE (day)")
        days = owner.execute(
            "SELECT substr(inhrelid::regclass::text, 6)::date FROM pg_inherits"
            " WHERE inhparent = 'duty'::regclass AND inhrelid::regclass::text <> 'duty_default'"
        ).fetchall()
        for (day,) in days:
            owner.execute(
                f"CREATE TABLE twin_{day:%Y%m%d} PARTITION OF twin"
                f" FOR VALUES FROM ('{day}') TO ('{day + timedelta(days=1)}')"
            )
        owner.execute("CREATE TABLE twin_default PARTITION OF twin DEFAULT")
        (policy,) = owner.execute(
            "SELECT 'USING (' || qual || ') WITH CHECK (' || with_check || ')' FROM pg_policies"
            " WHERE tablename = 'duty'"
        ).fetchone() or ("",)
        owner.execute("ALTER TABLE twin ENABLE ROW LEVEL SECURITY")
        owner.execute(f"CREATE POLICY by_area ON twin {policy}")
        owner.execute(f'GRANT SELECT, INSERT, UPDATE ON twin TO "{role}"')


def things(owner_url: str) -> None:
    """What the whole plan speaks of beside people: units, facilities, who is away and who has which needs."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "INSERT INTO area (area, kind, name) SELECT b.area || u || '/', 'unit', u || '单元'"
            " FROM area b, generate_series(1, 4) AS u WHERE b.kind = 'building'"
        )
        owner.execute(
            "INSERT INTO facility (id, area, kind, name, floor, assumed)"
            " SELECT gen_random_uuid(), u.area, k.kind, k.kind || coalesce(f::text, ''), f, true"
            " FROM area u, (VALUES ('lift', 0), ('stair_rail', 0), ('door_handle', 0),"
            " ('corridor', 11)) AS k (kind, floors)"
            " LEFT JOIN LATERAL generate_series(1, nullif(k.floors, 0)) AS f ON true"
            " WHERE u.kind = 'unit'"
        )
        owner.execute(
            "UPDATE resident SET away_since = '2022-01-05', away_until = '2022-02-10'"
            " WHERE get_byte(uuid_send(id), 0) < 8"
        )


def needs(operator: Any) -> None:
    """One in thirteen has a need, a few of each kind."""
    from wumen.queries.posts import acting
    from wumen.records import sealing
    from wumen.records.models import Resident

    words = ("独居", "高血压", "婴儿", "透析", "孕晚期", "坐轮椅")
    with acting(operator):
        some = [one for one in Resident.objects.order_by("id") if one.id.int % 13 == 0]
        for n, one in enumerate(some):
            one.needs_sealed = sealing.seal_list("needs", one.id, [words[n % len(words)]])
        Resident.objects.bulk_update(some, ["needs_sealed"], batch_size=2000)


def isolated(operator: Any, second: Any, draft: Any) -> None:
    """One order that lets two hundred people stay at home, each bound by it on her own."""
    from dataclasses import replace

    from wumen.actions.orders import confirm_order, enter_order
    from wumen.queries.posts import acting
    from wumen.records.models import Resident

    with acting(operator):
        some = [str(one) for one in Resident.objects.order_by("id").values_list("id", flat=True)]
    own = replace(
        draft, regime="home_isolation", paths=(), residents=tuple(some[:200]), longer=True
    )
    confirm_order(second, enter_order(operator, own).number)


def orders(operator: Any) -> None:
    """Lockdown and control over the whole sub-district, and people isolated at home: overlapping orders."""
    from wumen.actions.crew import add_crew, grant_post
    from wumen.actions.orders import confirm_order, enter_order, open_outbreak
    from wumen.queries.posts import viewers_of
    from wumen.rules.orders import OrderDraft
    from wumen.rules.time import read_time

    member = add_crew(operator, "第二人", "seconded")
    grant_post(operator, member.number, "duty_officer", "410102003")
    second = viewers_of(member.number)[0]
    open_outbreak(operator, "bench", "community-2021-09", ["morning-sampling"])
    for regime in ("lockdown", "control"):
        draft = OrderDraft(
            regime=regime,
            authority="中原区疫情防控指挥部",
            document=f"通告 {regime}",
            ground="bench",
            begins=read_time("2022-01-08"),
            ends=read_time("2022-03-08"),
            paths=("410102003",),
        )
        confirm_order(second, enter_order(operator, draft).number)
    isolated(operator, second, draft)


def zone(operator: Any, residents: int) -> float:
    """Seconds from the draft of a zone of so many people until its duties of the next week's day stand."""
    from wumen.actions.duties.plan import plan_day
    from wumen.actions.orders import confirm_order, enter_order
    from wumen.queries.posts import acting, viewers_of
    from wumen.records.models import Area, CrewMember, Resident
    from wumen.rules.orders import OrderDraft
    from wumen.rules.time import read_time

    with acting(operator):
        paths, held = [], 0
        for path in (
            Area.objects.filter(kind="building").order_by("area").values_list("area", flat=True)
        ):
            if held >= residents:
                break
            held += Resident.objects.filter(area__startswith=path).count()
            paths.append(path)
        second = CrewMember.objects.get(name="第二人").number
    draft = OrderDraft(
        regime="lockdown",
        authority="中原区疫情防控指挥部",
        document="通告 第2号",
        ground="bench",
        begins=read_time("2022-03-09"),
        ends=read_time("2022-03-23"),
        paths=tuple(paths),
    )

    def draw() -> None:
        confirm_order(viewers_of(second)[0], enter_order(operator, draft).number)
        plan_day(operator, ZONE_DAY)

    return timed(draw)


def timed(work: Any) -> float:
    """Seconds that the work takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def copy_day(app: psycopg.Connection, day: date) -> None:
    """The limit: the rows of a day as they stand, into the identical table."""
    with app.transaction():
        app.execute("SELECT set_config('wumen.lo', '', true), set_config('wumen.hi', ':', true)")
        app.execute("INSERT INTO twin SELECT * FROM duty WHERE day = %s", [day])


def move_some(operator: Any, times: Times) -> None:
    """Move households to empty doors of their building, with one planned day standing."""
    from wumen.actions.changes import move_household
    from wumen.queries.posts import acting
    from wumen.records.models import Household

    with acting(operator):
        some = list(Household.objects.order_by("id")[:MOVES])
    for number, household in enumerate(some):
        building = "/".join(household.area.split("/")[:5])
        door = f"{building}/9/{900 + number}"
        times.move.append(
            timed(lambda one=household.id, to=door: move_household(operator, one, to))
        )


def measure(place: Town, zone_of: int) -> Times:
    """Plan, copy and plan again, five days in turn, both as the application's role."""
    from wumen.actions.duties.plan import plan_day
    from wumen.queries.posts import operator as the_operator

    operator = the_operator()
    things(place.owner_url)
    needs(operator)
    orders(operator)
    identical_table(place.owner_url, place.app_url)
    times = Times()
    with psycopg.connect(place.app_url, autocommit=True) as app:
        for run in range(RUNS):
            day = FIRST + timedelta(days=run)
            times.first.append(timed(lambda on=day: plan_day(operator, on)))
            times.copy.append(timed(lambda on=day: copy_day(app, on)))
            times.again.append(timed(lambda on=day: plan_day(operator, on)))
            if run == 0:
                move_some(operator, times)
    times.drawn = zone(operator, zone_of)
    with psycopg.connect(place.owner_url) as owner:
        (times.rows,) = owner.execute(
            "SELECT count(*) FROM duty WHERE day = %s", [FIRST]
        ).fetchone() or (0,)
    return times


def parts_of(times: Times, goal: dict[str, float]) -> tuple[Part, ...]:
    """Each figure beside the main one against its own goal."""
    figures = (
        (
            "unchanged ÷ first",
            round(statistics.median(times.again) / statistics.median(times.first), 3),
            "ratio",
            goal["unchanged_at_most"],
        ),
        (
            "one household moved",
            round(statistics.median(times.move) * 1000, 1),
            "ms",
            goal["household_ms_at_most"],
        ),
        ("a zone of 30,000 drawn", round(times.drawn, 2), "s", goal["zone_s_at_most"]),
    )
    return tuple(
        Part(name, figure, unit, most, figure <= most) for name, figure, unit, most in figures
    )


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark: 100,000 residents × `scale`; seed and seconds have no part in it."""
    with town(int(100_000 * scale)) as place:
        times = measure(place, int(ZONE * min(scale, 1)))
    goal = goals("duties")
    first, copy = statistics.median(times.first), statistics.median(times.copy)
    parts = parts_of(times, goal)
    ratio = copy / first
    holds = ratio >= goal["ratio_at_least"] and all(part.holds for part in parts)
    return Result(
        name="duties",
        figure=round(times.rows / first),
        unit="duties/s",
        limit=round(times.rows / copy),
        ratio=round(ratio, 3),
        goal=goal["ratio_at_least"],
        holds=holds,
        machine=machine(),
        command=f"python -m bench duties --scale {scale:g}",
        parts=parts,
    )
