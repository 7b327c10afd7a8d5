"""The structure of the command: bodies with who leads them, roles with their duties, and the way of escalation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.contacts import telephone_of
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import ForceBody, ForceMember, ForceRole, Outbreak, Post
from wumen.rules.areas import ancestors, span
from wumen.rules.masks import mask_telephone
from wumen.rules.playbooks import Body, CrewRole, Playbook, Team
from wumen.rules.posts import CHAIN, Right, Viewer


@dataclass(frozen=True)
class RoleLine:
    """A role of a set with what it is to do: in the place's own words, else the document's, else nothing."""

    role: CrewRole
    duties: str
    own: bool
    people: int


def _open_books() -> list[Playbook]:
    """The rules of every open outbreak, inside the present scope."""
    going_on = {
        str(one)
        for one in Outbreak.objects.filter(closed_at__isnull=True).values_list("id", flat=True)
    }
    return [book for ident, book in facts.outbreaks().items() if ident in going_on]


def templates(
    viewer: Viewer,
) -> tuple[Mapping[str, CrewRole], Mapping[str, Team], Mapping[str, Body]]:
    """The roles, teams and bodies that the rules in force know, by their keys."""
    with acting(viewer):
        books = _open_books()
    return (
        {one.key: one for book in books for one in book.crew_roles},
        {one.key: one for book in books for one in book.teams},
        {one.key: one for book in books for one in book.bodies},
    )


def role_sets(viewer: Viewer) -> list[tuple[CrewRole, list[RoleLine]]]:
    """The sets of roles (五员) with their duties here, and how many people hold each; `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    roles = templates(viewer)[0]
    with acting(viewer):
        written = dict(
            ForceRole.objects.filter(area__in=[*viewer.above, viewer.area])
            .order_by("area")
            .values_list("role", "duties")
        )
        held = ForceMember.objects.filter(left_at__isnull=True).values_list("roles", flat=True)
        many: dict[str, int] = {}
        for some in held:
            for key in some:
                many[key] = many.get(key, 0) + 1
    sets: dict[str, list[RoleLine]] = {}
    for one in roles.values():
        said = written.get(one.key, "")
        line = RoleLine(one, said or "；".join(one.duties_zh), bool(said), many.get(one.key, 0))
        sets.setdefault(one.set_zh, []).append(line)
    return [(lines[0].role, lines) for lines in sets.values()]


@dataclass(frozen=True)
class BodyLine:
    """A body of the structure, with who leads it."""

    id: UUID
    kind: str
    name: str
    answers_for: str
    colour: str
    place: str
    area: str
    head: str
    head_no: str
    telephone: str


@dataclass(frozen=True)
class Step:
    """A step of the chain: who answers in a role over a place, and after whom."""

    role: str
    name: str
    place: str
    telephone: str


def bodies(viewer: Viewer) -> list[BodyLine]:
    """The structure of the viewer's place and of those above it, as it was set up."""
    held = viewer.span
    with acting(viewer):
        rows = list(
            ForceBody.objects.select_related("head")
            .filter(Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=viewer.above))
            .filter(ended_at__isnull=True)
            .order_by("area", "place", "made_at")
        )
        said = spoken_places({row.area for row in rows})
    return [
        BodyLine(
            row.id,
            row.kind,
            row.name,
            row.answers_for,
            row.colour,
            said.get(row.area, ""),
            row.area,
            row.head.name if row.head else "",
            row.head.number if row.head else "",
            mask_telephone(telephone_of(row.head)) if row.head else "",
        )
        for row in rows
    ]


def chain(viewer: Viewer, path: str = "") -> list[list[Step]]:
    """Who answers for a place, step by step upward as escalation goes; several in a role stand together."""
    place = path or viewer.area
    held, now = span(place), clock.now()
    with acting(viewer):
        rows = list(
            Post.objects.select_related("person")
            .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), role__in=CHAIN)
            .filter(Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(place)))
            .order_by("area", "from_at")
        )
        said = spoken_places({row.area for row in rows if row.area})
    found: Sequence[tuple[str, list[Post]]] = [
        (role, [row for row in rows if row.role == role]) for role in CHAIN
    ]
    return [
        [
            Step(
                role,
                row.person.name,
                said.get(row.area, ""),
                mask_telephone(telephone_of(row.person)),
            )
            for row in some
        ]
        for role, some in found
        if some
    ]
