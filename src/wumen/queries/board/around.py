"""What the rows of the board are told with: names of places, owners of posts, how urgent something was asked for."""

from collections.abc import Iterable
from datetime import datetime

from wumen.queries.desk import Beside, Row, Told, number_asked
from wumen.queries.duties import Owner
from wumen.queries.escalation import Posts
from wumen.records.kept import Kept
from wumen.rules.areas import Span, ancestors, code

# The names of places, who stands in some posts or, where something is late, over the place, and how urgent
# some instructions are: one statement.
_AROUND = Kept(
    """
    SELECT area, name, NULL, NULL::uuid, NULL, NULL AS since FROM area WHERE area = ANY(%(paths)s)
    UNION ALL SELECT p.area, c.name, p.role, p.id, c.number, p.from_at
    FROM post p JOIN crew c ON c.id = p.person_id WHERE p.id = ANY(%(owners)s)
    UNION ALL SELECT p.area, c.name, p.role, p.id, c.number, p.from_at
    FROM post p JOIN crew c ON c.id = p.person_id
    WHERE %(late)s AND ((p.area >= %(lo)s AND p.area < %(hi)s) OR p.area = ANY(%(above)s))
        AND p.from_at <= %(now)s AND (p.until_at IS NULL OR p.until_at > %(now)s)
    UNION ALL SELECT NULL, urgency, NULL, NULL, number::text, NULL FROM instruction
    WHERE number = ANY(%(numbers)s)
    ORDER BY since DESC, 4 DESC
    """,
    "paths text[], owners uuid[], late boolean, lo text, hi text, above text[], now timestamptz, numbers bigint[]",
    binary=True,
)


def around(paths: set[str], rows: Iterable[Row], held: Span, now: datetime) -> tuple[Beside, Posts]:
    """Names, owners and urgencies for some rows; and the posts over the place where one of them is late."""
    named = [one for one in rows if one.told not in (Told.SUM, Told.ORDER)]
    chains = {path: [*ancestors(path), path][2:] for path in paths}
    numbers = {number for one in named if (number := number_asked(one)) is not None}
    late = any(one.told in (Told.LATE, Told.EMPTY) and one.due_at <= now for one in named)
    found = _AROUND.rows(
        paths=sorted({one for chain in chains.values() for one in chain}),
        owners=list({one.owner_post for one in named if one.owner_post}),
        numbers=list(numbers),
        above=["", *(ancestors(held.lo) if held.lo else ())],
        late=late,
        lo=held.lo,
        hi=held.hi,
        now=now,
    )
    known = {area: name for area, name, _, post, number, _ in found if post is number is None}
    people = [
        Owner(post, role, area, number, name) for area, name, role, post, number, _ in found if post
    ]
    urgency = {int(number): said for _, said, _, post, number, _ in found if number and not post}
    names = {
        path: tuple(known.get(one, code(one)) for one in chain) for path, chain in chains.items()
    }
    # Of several the one that was first, which comes last here.
    standing = {(one.role, one.area): one for one in people} if late else {}
    return Beside(names, {one.post: one for one in people}, urgency), standing
