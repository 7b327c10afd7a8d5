"""The requests as which entries of relay texts stand: at which door, how urgent, whose, what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from wumen.queries.instructions import InstructionLine, instructions, said_of, shown_to_many
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Duty, Instruction, Post
from wumen.rules.areas import in_order
from wumen.rules.instructions import CLOSED_NAMES, GIVEN, Closed, Origin, day_due, number_of, win_of
from wumen.rules.needs import GRAVEST_FIRST, Urgency
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.relay.asking import Stands, asks_samplers, parts_of

_NOBODY = ("", "")


@dataclass(frozen=True)
class Asked:
    """A request by its number: how urgent, until when, how it was closed, whose it is; `said` where it is shown."""

    number: int
    area: str
    urgency: Urgency
    due_at: datetime
    closed: Named | None
    role: str
    owner: str
    said: str = ""

    @property
    def overdue(self) -> bool:
        """Whether its hour is over and nobody has closed it."""
        return self.closed is None and self.due_at <= clock.now()


def standing_at(doors: Iterable[str]) -> dict[str, list[Stands]]:
    """What is asked for and open at some doors or places, in the words it was asked; inside the present scope."""
    rows = Instruction.objects.filter(area__in=list(doors), closed_as="")
    found: dict[str, list[Stands]] = {}
    for row in rows.exclude(origin=Origin.SUPERIOR).order_by("number"):
        one = Stands(row.number, Urgency(row.urgency), parts_of(said_of(row).text))
        found.setdefault(row.area, []).append(one)
    return found


def asked_under(numbers: Iterable[int | None]) -> dict[int | None, Asked]:
    """Requests by their numbers; one that is gone with its outbreak is left out."""
    wanted = [one for one in numbers if one is not None]
    if not wanted:
        return {}
    return {one.number: one for one in _asked(Instruction.objects.filter(number__in=wanted), False)}


def asked_at_home(viewer: Viewer, door: str) -> list[Asked]:
    """What is asked for and open at a door, with its words as lists show them, the gravest first.

    Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.CORRECT_HOMES, door)
    with acting(viewer):
        rows = Instruction.objects.filter(area=door, closed_as="").order_by("due_at", "number")
        return sorted(_asked(rows, True), key=lambda one: GRAVEST_FIRST[one.urgency])


def home_sampling_asked(viewer: Viewer, area: str = "") -> list[InstructionLine]:
    """The open requests of homes that asked a group for the samplers, door by door. Problems as `instructions`."""
    lines = [one for one in instructions(viewer, area) if asks_samplers(one.said.text)]
    return sorted(lines, key=lambda one: in_order(one.area))


def _asked(rows: Iterable[Instruction], words: bool) -> list[Asked]:
    some = list(rows)
    whose = _owners(some)
    return [
        Asked(
            number=row.number,
            area=row.area,
            urgency=Urgency(row.urgency),
            due_at=row.due_at,
            closed=CLOSED_NAMES[Closed(row.closed_as)] if row.closed_as else None,
            role=whose.get(row.number, _NOBODY)[0],
            owner=whose.get(row.number, _NOBODY)[1],
            said=shown_to_many(row, said_of(row)).text if words else "",
        )
        for row in some
    ]


def _owners(rows: list[Instruction]) -> dict[int | None, tuple[str, str]]:
    """Role and name of who owes each open request: by its duty of today, or of the day to come on which it is due."""
    today = clock.today()
    days = {
        win_of(row.number): max(today, day_due(row.due_at)) for row in rows if not row.closed_as
    }
    if not days:
        return {}
    post = Post.objects.filter(id=OuterRef("owner_post"))
    duties = Duty.objects.filter(day__in=set(days.values()), what__in=GIVEN, win__in=list(days))
    known = duties.annotate(
        role=Subquery(post.values("role")), name=Subquery(post.values("person__name"))
    ).values_list("win", "day", "role", "name")
    return {
        number_of(win): (role, name) for win, day, role, name in known if name and days[win] == day
    }
