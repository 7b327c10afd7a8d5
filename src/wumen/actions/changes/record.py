"""Records what a change does, row by row and sealed, so that it can be taken back as it was."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from django.db import transaction
from django.db.models import Max

from wumen.actions.duties.plan import hold_plans, plan_place
from wumen.queries import facts
from wumen.records import clock, following, planning, repointing, scope, sealing, search
from wumen.records.following import DutyChange
from wumen.records.models import Household, RegisterChange, Resident
from wumen.records.planning import Changes
from wumen.records.repointing import Images, RowChange
from wumen.rules.areas import common, span, subdistrict
from wumen.rules.changes import ChangeKind, Touched
from wumen.rules.posts import Viewer

NO_DUTIES = Changes(0, 0, 0, 0)


@dataclass(frozen=True)
class Change:
    """A change that was made: its id, by which it is undone, and what became of the duties."""

    id: UUID
    duties: Changes


class Body(msgspec.Struct, frozen=True):
    """What the sealed body of a change holds: what it touched, what to show, and every row before and after."""

    residents: list[UUID]
    households: list[UUID]
    places: list[str]
    names: list[str]
    way: list[str]
    owing: list[UUID] = []
    rows: list[RowChange] = []
    duties: list[DutyChange] = []
    made_places: list[str] = []
    paths: dict[str, str] = {}
    scopes: list[UUID] = []
    posts: list[UUID] = []

    @property
    def touched(self) -> Touched:
        """What the change touched."""
        return Touched(
            frozenset(self.residents), frozenset(self.households), frozenset(self.places)
        )


def open_body(change: RegisterChange) -> Body:
    """The body of a change, unsealed."""
    content = sealing.unseal_bytes("register_change", change.id, change.body_sealed)
    return msgspec.json.decode(content, type=Body)


def keep_body(kind: ChangeKind, viewer: Viewer, body: Body) -> UUID:
    """Write a change down, later than every other; its id."""
    ident, now = uuid4(), clock.now()
    latest: datetime | None = RegisterChange.objects.aggregate(at=Max("made_at"))["at"]
    RegisterChange.objects.create(
        id=ident,
        kind=kind,
        area=common(body.places),
        # Of two changes one is always the later, also where the clock stands still.
        made_at=max(now, latest + timedelta(microseconds=1)) if latest else now,
        made_by=viewer.person,
        body_sealed=sealing.seal_bytes("register_change", ident, msgspec.json.encode(body)),
    )
    return ident


def hold(places: Collection[str], past: Iterable[date] = ()) -> None:
    """Keep plans and other changes away from some places until the transaction ends; plans first.

    `past`: days that are over, whose duties an undo puts back.
    """
    with scope.scoped(scope.WHOLE):
        for day in sorted(past):
            planning.lock(day, map(subdistrict, places))
        hold_plans(places)


def hold_more(held: Collection[str], places: Collection[str]) -> None:
    """Hold plans off where people are now as well, if they moved to another sub-district meanwhile."""
    if not set(map(subdistrict, places)) <= set(map(subdistrict, held)):
        hold(places)


def days_to_come() -> list[date]:
    """The planned days whose duties follow a change: today and later ones."""
    return facts.planned_days(clock.today())


def find_anew(before: Images, after: Images) -> None:
    """Let people and doors be found by the words that hold after a change, and no more by those before it."""
    search.remove_residents(_words(before, after))
    search.remove_doors(_doors(before, after))
    search.add_residents(_words(after, before))
    search.add_doors(_doors(after, before))


def _words(rows: Images, others: Images) -> Iterator[tuple[UUID, str, str, list[str]]]:
    """By what residents are found whose words differ from those of another look."""
    for (table, ident), row in rows.items():
        other = others.get((table, ident), {})
        if table == "resident" and any(row[name] != other.get(name) for name in _FOUND_BY):
            sealed = row["telephones_sealed"]
            telephones = bytes.fromhex(sealed.removeprefix("\\x")) if sealed else None
            resident = UUID(ident)
            numbers = sealing.unseal_list("telephones", resident, telephones)
            yield resident, row["area"], row["name"], numbers


def _doors(rows: Images, others: Images) -> Iterator[tuple[UUID, str]]:
    for (table, ident), row in rows.items():
        other = others.get((table, ident), {})
        if table == "household" and row["area"] != other.get("area"):
            yield UUID(ident), row["area"]


_OWE = frozenset({"resident", "former_resident", "household", "former_household"})
_FOUND_BY = ("area", "name", "telephones_sealed")


@contextmanager
def found_doors_anew(paths: Mapping[str, str]) -> Iterator[None]:
    """Let every door in places that get other paths be found by its new one."""
    search.remove_doors(_doors_in(paths))
    yield
    search.add_doors(_doors_in(paths.values()))


def _doors_in(places: Iterable[str]) -> Iterator[tuple[UUID, str]]:
    for place in places:
        held = span(place)
        rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
        yield from rows.values_list("id", "area").iterator(chunk_size=5000)


def plan_people(viewer: Viewer, subjects: Collection[UUID], rows: Images) -> Changes:
    """Reconcile what some people and homes owe, those gone too, each at the door that the rows say."""
    owing, at_door = set(map(str, subjects)), dict[str, list[UUID]]()
    for (table, ident), row in rows.items():
        if ident in owing and table in _OWE:
            at_door.setdefault(row["area"], []).append(UUID(ident))
    total = NO_DUTIES
    for door, some in sorted(at_door.items()):
        total = _sum(total, plan_place(viewer, door, some))
    return total


def _sum(one: Changes, other: Changes) -> Changes:
    return Changes(
        one.made + other.made,
        one.moved + other.moved,
        one.revived + other.revived,
        one.withdrawn + other.withdrawn,
    )


def record(
    viewer: Viewer,
    kind: ChangeKind,
    touched: Touched,
    people: Sequence[Resident],
    way: Sequence[str],
    work: Callable[[], Sequence[str]],
) -> Change:
    """Do the work, let duties and search words follow, and keep every row as it was and as it is.

    Inside an open transaction that holds the plans of the places. The duties of the `people` follow, who
    are touched besides only bears a number of theirs. `way`: the doors to show, whence first and whither
    last. `work` returns the places that it added to the tree.
    What is kept of the touched may lie anywhere: an order on a person, a roster elsewhere.
    """
    residents, households = touched.residents, touched.households
    owing = sorted(one.id for one in people)
    names = [one.name for one in people]
    with scope.scoped(scope.WHOLE):
        days = days_to_come()
        before = repointing.images(residents, households)
        duties = following.images(days, owing)
        made_places = work()
        after = repointing.images(residents, households)
        find_anew(before, after)
        plan = plan_people(viewer, {*owing, *households}, after)
        body = Body(
            residents=sorted(residents),
            households=sorted(households),
            places=sorted(touched.places),
            names=names,
            way=list(dict.fromkeys(way)),
            owing=owing,
            rows=repointing.differences(before, after),
            duties=following.differences(duties, following.images(days, owing)),
            made_places=list(made_places),
        )
        return Change(keep_body(kind, viewer, body), plan)


class _Looked(Exception):  # noqa: N818 - nothing went wrong: it carries what was seen out of a savepoint
    def __init__(self, duties: Changes) -> None:
        self.duties = duties
        super().__init__()


def previewed(work: Callable[[], Change]) -> Changes:
    """What a change would do to the duties: made, and taken back at once. Problems as those of the work."""
    try:
        with transaction.atomic():
            raise _Looked(work().duties)
    except _Looked as looked:
        return looked.duties
