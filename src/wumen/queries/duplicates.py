"""People who may be one and the same: while somebody is typed in, and those who stand twice already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wumen.queries.posts import acting
from wumen.queries.search import FoundLine, hits_of, lines_of, numbered
from wumen.records import scope, sealing
from wumen.records.models import Area, Resident, SearchKey
from wumen.rules.areas import AreaKind, ancestors, counted_at, parent, read_path, span
from wumen.rules.identity_numbers import birth_date, read_identity_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.search import sound_alike, whole_name_tokens
from wumen.rules.telephones import read_telephone

_MOST = 6
_NAMESAKES = 200
_NEIGHBOURS = 2000
_COMMUNITY_DIGITS = 12
_ABOVE_A_HOUSE = frozenset(AreaKind) - {AreaKind.UNIT, AreaKind.HOUSEHOLD}


@dataclass(frozen=True)
class Twin:
    """Somebody who may be meant: `why` is identity, telephone, birthday or name.

    Outside the viewer's area there is no line, only the office to ask.
    """

    why: str
    line: FoundLine | None
    ask: str = ""


def twins(
    viewer: Viewer, name: str = "", identity_number: str = "", telephone: str = "", door: str = ""
) -> list[Twin]:
    """Who in the register may be the person that somebody types in, the surest first; at most six.

    Incomplete or unsound numbers find nobody; `door` is the path of a door or of the building.
    A number that somebody bears is the caller's to have noted (`actions.search.compare`).
    """
    viewer.must(Right.CORRECT_HOMES)
    identity = read_identity_number(identity_number).value or ""
    telephones = read_telephone(telephone).value
    with acting(viewer):
        found: dict[object, tuple[str, Resident]] = {}
        for why, rows in (
            ("identity", numbered(identity, ())),
            ("telephone", numbered("", telephones)),
            ("birthday", _born_alike(viewer, name, identity)),
            ("name", _neighbours(viewer, name, door)),
        ):
            for row in rows:
                found.setdefault(row.id, (why, row))
        first = list(found.values())[:_MOST]
        lines = lines_of(viewer, hits_of(row for _, row in first))
    seen = [Twin(why, line) for (why, _), line in zip(first, lines, strict=True)]
    if not identity or (seen and seen[0].why == "identity"):
        return seen
    return [*_elsewhere(identity), *seen]


def _elsewhere(identity: str) -> list[Twin]:
    """The one thing told of somebody outside: that she is registered, and which office knows her."""
    with scope.scoped(scope.WHOLE):
        rows = numbered(identity, ())
        paths = [one for row in rows[:1] for one in ancestors(row.area)]
        offices = [
            one for one in paths if len(one.rstrip("/").rsplit("/", 1)[-1]) == _COMMUNITY_DIGITS
        ]
        names = Area.objects.filter(area__in=offices or paths[-1:]).values_list("name", flat=True)
        return [Twin("identity", None, ask=name) for name in names]


def _born_alike(viewer: Viewer, name: str, identity: str) -> list[Resident]:
    """Who is called alike and was born on the same day, as far as numbers tell."""
    born = birth_date(identity) if identity else None
    if born is None or not name.strip():
        return []
    held = viewer.span
    keys = SearchKey.objects.filter(
        token__in=whole_name_tokens(name), area__gte=held.lo, area__lt=held.hi
    ).values_list("subject", flat=True)[:_NAMESAKES]
    alike = []
    for row in Resident.objects.filter(id__in=list(keys), identity_sealed__isnull=False):
        number = sealing.unseal("identity", row.id, row.identity_sealed) or ""
        if birth_date(number) == born and sound_alike(name, row.name):
            alike.append(row)
    return alike


def _neighbours(viewer: Viewer, name: str, door: str) -> list[Resident]:
    """Who is called alike in the same building."""
    if not name.strip() or not door.strip():
        return []
    try:
        building = _building(read_path(door))
        viewer.must(Right.CORRECT_HOMES, building)
    except Problem:
        # A door that cannot be read yet has no neighbours; the form says so when it is sent.
        return []
    held = span(building)
    rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).order_by("area", "place")
    named = rows.values_list("id", "name")[:_NEIGHBOURS]
    alike = [one for one, other in named if sound_alike(name, other)]
    return list(rows.filter(id__in=alike[:_MOST]))


def _building(path: str) -> str:
    kind = Area.objects.filter(area=path).values_list("kind", flat=True).first()
    if kind in _ABOVE_A_HOUSE:
        return path
    return parent(path) if kind == AreaKind.UNIT else counted_at(path)


@dataclass(frozen=True)
class Group:
    """Residents who may be one, the longest registered first; `whys` are identity, door, telephone.

    `outside`: the number is shared with somebody who does not live in the viewer's area.
    """

    whys: tuple[str, ...]
    lines: tuple[FoundLine, ...]
    outside: bool


_GROUPS = """
    WITH shared AS (
        SELECT id, identity_key, area, since FROM resident
        WHERE identity_shared AND area >= %(lo)s AND area < %(hi)s
    ), bearing AS (
        SELECT * FROM shared UNION
        SELECT r.id, r.identity_key, r.area, r.since FROM shared s
        JOIN resident r ON r.identity_key = s.identity_key AND NOT r.identity_shared
        WHERE r.area >= %(lo)s AND r.area < %(hi)s
    ), found AS (
        SELECT 'identity' AS why, array_agg(id ORDER BY since, area, id) AS people,
            min(area) AS area
        FROM bearing GROUP BY identity_key
        UNION ALL
        SELECT 'door', array_agg(id ORDER BY since, area, id), area
        FROM resident WHERE area >= %(lo)s AND area < %(hi)s
        GROUP BY household_id, area, name HAVING count(*) > 1
        UNION ALL
        SELECT 'telephone', array_agg(r.id ORDER BY r.since, r.area, r.id), min(r.area)
        FROM search_key k JOIN resident r ON r.id = k.subject
        WHERE k.token >= '+' AND k.token < ',' AND k.area >= %(lo)s AND k.area < %(hi)s
        GROUP BY k.token, r.name HAVING count(*) > 1
    )
    SELECT array_agg(DISTINCT why), people FROM found
    GROUP BY people ORDER BY min(area) COLLATE "C", people LIMIT %(most)s OFFSET %(skip)s
"""


def groups(viewer: Viewer, skip: int = 0, most: int = 20) -> Sequence[Group]:
    """Residents of the viewer's area who share a number, a name and a door, or a name and a telephone.

    Sorted by their doors, `most` of them after the first `skip`; Problem `right_missing`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = viewer.span
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"lo": held.lo, "hi": held.hi, "most": most, "skip": skip})
        rows = cursor.fetchall()
        people = Resident.objects.in_bulk([one for _, ids in rows for one in ids])
        lines = dict(zip(people, lines_of(viewer, hits_of(people.values())), strict=True))
    return [
        Group(tuple(whys), tuple(lines[one] for one in ids), outside=len(ids) == 1)
        for whys, ids in rows
    ]
