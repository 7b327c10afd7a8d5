"""Whom an order holds stands nowhere: her coming places fall empty at once and somebody is told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from wumen.actions.log import log, person_key
from wumen.queries.held import Held, held
from wumen.queries.posts import looking_around
from wumen.records import clock
from wumen.records.models import ForceMember, Order, Roster, Shift
from wumen.records.rosters import published, write_places
from wumen.rules.areas import span
from wumen.rules.posts import Right, Viewer
from wumen.rules.time import Interval

# What changes with whose a place is.
FELL = ("person", "by_hand", "block", "was", "fell_at")


def give_to(row: Shift, person: UUID | None, *, by_hand: bool = False, block: bool = False) -> None:
    """Let a place be somebody's, or nobody's; not saved by this.

    Of a published place that somebody had it is kept who had it: somebody is told until it is filled.
    """
    if person is not None:
        row.was_id, row.fell_at = None, None
    elif row.person_id is not None and row.roster.published_at is not None:
        row.was_id, row.fell_at = row.person_id, clock.now()
    row.person_id = person
    row.by_hand = by_hand and person is not None
    row.block = block and person is not None


def lock_rosters() -> None:
    """Lock what stands of rosters, always in the same order, inside an open transaction.

    Whoever gives places locks the roster and then reads whom an order holds: either that happened before an order
    and its place is found, or it waits and finds the order. Before the event log, which whoever gives places writes
    with the roster in hand.
    """
    with looking_around():
        rows = Roster.objects.filter(dropped_at__isnull=True, shifts__ends_at__gt=clock.now())
        ids = rows.order_by().values("id").distinct()
        locked = Roster.objects.select_for_update().filter(id__in=ids).order_by("id")
        list(locked.values_list("id", flat=True))


def free_of_order(viewer: Viewer, order: Order) -> int:
    """Let the places of those whom an order holds fall empty; how many. Inside an open transaction.

    An order binds wherever she serves: the places are found whoever may see them.
    """
    with looking_around():
        scopes = list(order.scopes.all())
        wanted = Q(resident__in=[one.resident for one in scopes if one.resident])
        for one in scopes:
            if one.resident is None:
                whole = span(one.area)
                wanted |= Q(lives__gte=whole.lo, lives__lt=whole.hi)
        return _free(viewer, ForceMember.objects.filter(wanted, left_at__isnull=True))


def free_held(viewer: Viewer) -> int:
    """Let the places of all whom an order holds by now fall empty: after moves and corrections; how many."""
    viewer.must(Right.INSTALLATION)
    with looking_around():
        return _free(viewer, ForceMember.objects.filter(left_at__isnull=True))


def _free(viewer: Viewer, members: Iterable[ForceMember]) -> int:
    lock_rosters()
    kept = held(members)
    if not kept:
        return 0
    people = {row.person_id: kept[row.id] for row in members if row.id in kept}
    rows = (
        published()
        .select_for_update(of=("self",))
        .select_related("roster")
        .filter(person__in=list(people), ends_at__gt=clock.now())
        .order_by("begins_at", "id")
    )
    gone: list[Shift] = []
    there: list[Shift] = []
    for row in rows:
        if row.person_id is not None and _meets(row, people[row.person_id]):
            (gone if row.came_at is None else there).append(row)
    _tell(viewer, [*gone, *there])
    for row in gone:
        give_to(row, None)
    for row in there:
        row.went_at = clock.now()
    write_places(gone)
    Shift.objects.bulk_update(there, ["went_at"])
    return len(gone) + len(there)


def _meets(row: Shift, one: Held) -> bool:
    """Whether she cannot stand there: who has come goes when an order holds her now, a coming place as it meets one."""
    if row.came_at is not None:
        return bool(one.regime) and row.went_at is None
    hours = Interval(row.begins_at, row.ends_at)
    return any(kept.meets(hours) for kept in one.kept)


def _tell(viewer: Viewer, rows: Sequence[Shift]) -> None:
    """One event for each person and roster."""
    many = Counter((row.roster, row.person_id) for row in rows if row.person_id)
    for (roster, person), places in many.items():
        log(
            viewer,
            "shift.fell_empty",
            roster.area,
            subject=person_key(person),
            number=roster.number,
            places=places,
        )
