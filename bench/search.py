"""How fast people are found while somebody types: 1,000,000 residents, as captain up to city."""

import random
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg

from bench.result import Part, Result, goals, machine
from bench.town import Town, town

RESIDENTS = 1_000_000
QUERIES = 500
FIRST_NAMES = 3000
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔"
    "向汤单仇解查盖翟乐尉区朴缪艾穆"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国红玉兰文辉力志永健世广义兴良海山仁波宁贵福生龙元"
    "全胜学祥才发武新利清飞彬富顺信子峰昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承"
    "雪梅琴素云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉晨宇轩浩梓涵欣怡诗雨泽俊乐行"
)
WANTED = ("captain", "unit_lead", "community", "subdistrict", "city")

_PEOPLE = """
    UPDATE resident AS r SET name = p.name
    FROM (SELECT id, (hashtextextended(id::text, %(seed)s) & 2147483647) / 2147483648.0 AS at
        FROM resident) s
    JOIN pool p ON p.n = floor(power(s.at, 1.6) * %(pool)s)::int
    WHERE r.id = s.id
"""
_KEYS = """
    INSERT INTO search_key (token, area, subject)
    SELECT t.token, r.area, r.id FROM resident r JOIN pool_token t USING (name)
    UNION
    SELECT t.token, h.area, h.id FROM household h
    JOIN door_token t ON t.door = substr(h.area, length('410102/410102003/410102003001/') + 1)
    ORDER BY 1, 2, 3
"""


def pool(seed: int) -> list[str]:
    """A few thousand names, the frequent surnames first, so that few are borne by many."""
    drawn = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < FIRST_NAMES:
        surname = SURNAMES[min(int(drawn.expovariate(1 / 14)), len(SURNAMES) - 1)]
        given = drawn.sample(GIVEN, 1 if drawn.random() < 0.15 else 2)
        found[surname + "".join(given)] = None
    return list(found)


def fill(place: Town, seed: int) -> list[str]:
    """Name the residents from the pool and write the keys of all of them, as the owner."""
    from wumen.rules.search import door_tokens, name_tokens

    names = pool(seed)
    with psycopg.connect(place.owner_url) as owner:
        owner.execute("CREATE TEMPORARY TABLE pool (n int PRIMARY KEY, name text)")
        owner.execute("CREATE TEMPORARY TABLE pool_token (name text, token text)")
        owner.execute("CREATE TEMPORARY TABLE door_token (door text, token text)")
        with owner.cursor().copy("COPY pool FROM STDIN") as copy:
            for row in enumerate(names):
                copy.write_row(row)
        with owner.cursor().copy("COPY pool_token FROM STDIN") as copy:
            for name in names:
                for token in name_tokens(name):
                    copy.write_row((name, token))
        owner.execute(_PEOPLE, {"seed": seed, "pool": len(names)})
        doors = owner.execute(
            "SELECT DISTINCT substr(area, length('410102/410102003/410102003001/') + 1)"
            " FROM household"
        ).fetchall()
        with owner.cursor().copy("COPY door_token FROM STDIN") as copy:
            for (door,) in doors:
                for token in door_tokens(f"410102/410102003/410102003001/{door}"):
                    copy.write_row((door, token))
        owner.execute("ANALYZE pool_token")
        owner.execute("ANALYZE door_token")
        owner.execute("SET LOCAL work_mem = '256MB'")
        owner.execute(_KEYS)
    return names


def telephones(place: Town, many: int) -> dict[UUID, str]:
    """Give some residents a telephone, sealed and findable, and say which."""
    from wumen.records import sealing
    from wumen.records.search import telephone_word

    with psycopg.connect(place.owner_url) as owner:
        rows = owner.execute(
            "SELECT id, area FROM resident TABLESAMPLE SYSTEM (1) REPEATABLE (1) LIMIT %s", [many]
        ).fetchall()
        given = {row[0]: f"138{at:08d}" for at, row in enumerate(rows)}
        for subject, area in rows:
            number = given[subject]
            owner.execute(
                "UPDATE resident SET telephones_sealed = %s WHERE id = %s",
                [sealing.seal_list("telephones", subject, [number]), subject],
            )
            owner.execute(
                "INSERT INTO search_key VALUES (%s, %s, %s)",
                [telephone_word(number), area, subject],
            )
    return given


def vacuum(place: Town) -> None:
    """What autovacuum has done long before a town is this large."""
    with psycopg.connect(place.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def viewers(place: Town) -> dict[str, Any]:
    """Somebody in each kind of post, the captain and the unit lead in the middle of the town."""
    from wumen.rules.posts import ROLES, Viewer

    with psycopg.connect(place.owner_url) as owner:
        (building,) = owner.execute(
            "SELECT area FROM area WHERE kind = 'building' ORDER BY area"
            " OFFSET (SELECT count(*) / 2 FROM area WHERE kind = 'building') LIMIT 1"
        ).fetchone() or ("",)
        person, post = owner.execute("SELECT person_id, id FROM post LIMIT 1").fetchone() or (
            "",
            "",
        )
    codes = building.split("/")
    areas = {
        "captain": ("captain", building),
        "unit_lead": ("unit_lead", f"{building}2/"),
        "community": ("clerk", "/".join(codes[:3]) + "/"),
        "subdistrict": ("duty_officer", "/".join(codes[:2]) + "/"),
        "city": ("operator", ""),
    }
    return {
        one: Viewer(person, one, one, post, role, area, ROLES[role].rights)
        for one, (role, area) in areas.items()
    }


def queries(names: Sequence[str], numbers: Sequence[str], seed: int) -> list[str]:
    """What 500 people type: letters, initials, names and parts of them, doors, misses, telephones."""
    from wumen.rules.search import name_tokens

    drawn = random.Random(seed + 1)
    made: list[str] = []
    while len(made) < QUERIES:
        name = drawn.choice(names)
        tokens = name_tokens(name)
        spelt = next(token for token in tokens if token.isascii())
        room = f"{drawn.randint(1, 11)}0{drawn.randint(1, 3)}"
        unit, building = drawn.randint(1, 4), drawn.randint(1, 30)
        made += [
            drawn.choice("abcdefghjklmnpqrstwxyz"),
            drawn.choice(
                [token for token in tokens if token.isascii() and len(token) <= 3] or [spelt]
            ),
            name[0],
            name[1:],
            name,
            spelt,
            spelt[: drawn.randint(2, 5)],
            room,
            f"{unit}-{room}",
            f"{building}-{unit}-{room}",
            f"{building}号楼{room}",
            f"{name[0]} {building}号楼",
            f"{spelt[:3]} {room}",
            f"{building}-{unit} {name[0]}",
            drawn.choice(["欧阳修远", "zzz", "qqx", "99-9-9901", "王龘", "xyzw"]),
            drawn.choice(numbers),
        ]
    return made[:QUERIES]


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Add the milliseconds of what happens inside."""
    begun = perf_counter()
    yield
    into.append((perf_counter() - begun) * 1000)


def p95(times: Sequence[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(times, n=100)[94]


def measure(place: Town, seed: int) -> tuple[dict[str, list[tuple[float, str]]], list[float]]:
    """Milliseconds of every query of every viewer, and of bare look-ups by primary key between them."""
    from wumen.queries.posts import acting
    from wumen.queries.search import find
    from wumen.records.models import Resident

    names = fill(place, seed)
    numbers = telephones(place, 200)
    vacuum(place)
    wanted = queries(names, list(numbers.values()), seed)
    found: dict[str, list[tuple[float, str]]] = {}
    bare: list[float] = []
    ids = list(numbers)
    for one, viewer in viewers(place).items():
        for text in wanted[:20]:
            find(viewer, text)
        found[one] = []
        for at, text in enumerate(wanted):
            spent: list[float] = []
            with timed(spent):
                find(viewer, text)
            found[one].append((spent[0], text))
            with timed(bare), acting(viewer):
                Resident.objects.filter(id=ids[at % len(ids)]).first()
    return found, bare


def run(scale: float, seed: int, seconds: float) -> Result:
    """The benchmark: 1,000,000 residents × `scale`, the names drawn by `seed`; seconds has no part in it."""
    with town(int(RESIDENTS * scale)) as place:
        found, bare = measure(place, seed)
    goal = goals("search")["p95_ms_at_most"]
    parts = tuple(
        Part(f"p95 as {one}", round(figure, 1), "ms", goal, figure <= goal)
        for one, figure in ((one, p95([ms for ms, _ in found[one]])) for one in WANTED)
    )
    worst, limit = max(part.figure for part in parts), p95(bare)
    return Result(
        name="search",
        figure=worst,
        unit="ms p95 of the slowest viewer",
        limit=round(limit, 2),
        ratio=round(limit / worst, 3),
        goal=0,
        holds=all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench search --scale {scale:g} --seed {seed}",
        parts=parts,
    )
