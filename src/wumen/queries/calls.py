"""Call lists as people look at them: all of a place, one with its entries, and a caller's own next ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.reached import ToldHome, reached, told_homes
from wumen.queries.search import by_telephone, telephones_of
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    Call,
    CallEntry,
    CallList,
    CrewMember,
    Duty,
    Instruction,
    Post,
    Resident,
    SpecialNeed,
)
from wumen.rules.areas import ancestors, code, span
from wumen.rules.calls import MOST, NextCall, Source, Step, lines_to_ring, next_call
from wumen.rules.duties import PENDING
from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.instructions import Closed, win_of
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import EARLY


@dataclass(frozen=True)
class Listed:
    """Somebody who goes on a list: where, who if the register knows, numbers, what was said of her."""

    area: str
    resident: UUID | None
    telephones: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True)
class CallLine:
    """A call as it is shown."""

    called_at: datetime
    result: str
    by: str
    back_at: datetime | None
    said: str


@dataclass(frozen=True)
class AskedKnock:
    """That somebody was asked to knock at her door: the number under which it stands, who owes it, its end."""

    number: int
    owner: str
    closed_as: str


@dataclass(frozen=True)
class EntryLine:
    """Somebody on a list: door and name where the register knows them, what is next, and the calls so far.

    `numbers` says how many telephones there are; the numbers themselves are shown one by one, and logged.
    """

    id: UUID
    place: int
    door: str
    name: str
    household: UUID | None
    said: str
    numbers: int
    caller: UUID | None
    caller_name: str
    next: NextCall
    calls: tuple[CallLine, ...]
    knock: AskedKnock | None = None
    area: str = ""
    told: ToldHome | None = None


@dataclass(frozen=True)
class ListLine:
    """A list with how many are on it and how many were reached."""

    id: UUID
    purpose: str
    place_name: str
    source: str
    made_at: datetime
    made_by: str
    due_at: datetime | None
    closed: bool
    entries: int
    reached: int
    undealt: int
    mine: int
    area: str


@dataclass(frozen=True)
class WholeList:
    """A list with all its entries, and how many stand at which step."""

    line: ListLine
    entries: tuple[EntryLine, ...]
    steps: Mapping[str, int]

    @property
    def area(self) -> str:
        """The place of the list."""
        return self.line.area


@dataclass(frozen=True)
class Caller:
    """Somebody who could ring, with how many are left in her share."""

    id: UUID
    name: str
    left: int


def people_for(
    viewer: Viewer, area: str, source: Source, pasted: str, what: str, left_out: int = 0
) -> list[Listed]:
    """Whom a source puts on a list, in the order of doors, only people with a telephone.

    `left_out`: how many pasted lines without one are left out knowingly.
    Inside the viewer's scope. Problems: `call_list_empty`, `call_list_long`, `call_lines_unread`.
    """
    if source is Source.PASTED:
        return _pasted(area, pasted, left_out)
    held = span(area)
    rows = Resident.objects.filter(
        area__gte=held.lo, area__lt=held.hi, telephones_sealed__isnull=False
    )
    if source is Source.SPECIAL_CARE:
        needs = SpecialNeed.objects.filter(ended_at__isnull=True).values("resident")
        rows = rows.filter(Q(id__in=needs) | Q(needs_sealed__isnull=False))
    else:
        # What opens later in the day nobody has missed yet.
        duties = Duty.objects.filter(
            day=clock.today(), area__gte=held.lo, area__lt=held.hi, state__in=PENDING
        ).filter(opens_at__lte=clock.now() + EARLY)
        rows = _who_owes(rows, duties, what)
    found = list(rows.order_by("area", "place", "id")[: MOST + 1])
    if len(found) > MOST:
        raise Problem("call_list_long", most=MOST)
    return [Listed(row.area, row.id, tuple(telephones_of(row))) for row in found]


def in_special_care(who: Resident) -> bool:
    """Whether somebody is in special care."""
    needs = SpecialNeed.objects.filter(resident=who.id, ended_at__isnull=True)
    return who.needs_sealed is not None or needs.exists()


def _who_owes(rows: QuerySet[Resident], duties: QuerySet[Duty], what: str) -> QuerySet[Resident]:
    """Of whom something is open; what a home owes as one is asked of those in special care there, else of anybody."""
    if not what:
        return rows.filter(id__in=duties.values("subject"))
    owed = duties.filter(what=what).values("subject")
    needs = SpecialNeed.objects.filter(ended_at__isnull=True).values("resident")
    in_care = Resident.objects.filter(telephones_sealed__isnull=False).filter(
        Q(id__in=needs) | Q(needs_sealed__isnull=False)
    )
    at_home = rows.filter(household__in=owed)
    of_homes = at_home.exclude(household__in=in_care.values("household")) | at_home.filter(
        id__in=in_care.values("id")
    )
    return rows.filter(Q(id__in=owed) | Q(id__in=of_homes.values("id")))


def _pasted(area: str, text: str, left_out: int) -> list[Listed]:
    """The lines of a pasted list; whoever's number the register knows stands at her door."""
    lines = lines_to_ring(text, left_out)
    held = span(area)
    known = {
        number: row
        for number, rows in by_telephone([one for line in lines for one in line.telephones]).items()
        for row in rows
        if held.holds(row.area)
    }
    result = []
    for line in lines:
        who = next((known[number] for number in line.telephones if number in known), None)
        place, ident = (who.area, who.id) if who else (area, None)
        result.append(Listed(place, ident, line.telephones, line.said))
    return sorted(result, key=lambda one: (one.resident is None, one.area))


def may_ring(viewer: Viewer, entry: CallEntry) -> bool:
    """Whether somebody may see and ring an entry: it is in her share, or she keeps the register there."""
    if entry.caller_id == viewer.person:
        return True
    return viewer.may(Right.KEEP_REGISTER) and viewer.span.holds(entry.area)


def _lines(viewer: Viewer, ident: UUID | None = None) -> list[ListLine]:
    rows = CallList.objects.select_related("made_by").annotate(
        many=Count("entries"),
        undealt=Count("entries", filter=Q(entries__caller__isnull=True)),
        mine=Count("entries", filter=Q(entries__caller=viewer.person)),
    )
    rows = rows.filter(id=ident) if ident else rows.order_by("closed_at", "-made_at")[:100]
    found = list(rows)
    done = CallEntry.objects.filter(reached(), call_list__in=[row.id for row in found])
    many = dict(done.values_list("call_list").annotate(n=Count("id")))
    names = dict(
        Area.objects.filter(area__in=[row.area for row in found]).values_list("area", "name")
    )
    return [
        ListLine(
            row.id,
            row.purpose,
            names.get(row.area, code(row.area)),
            row.source,
            row.made_at,
            row.made_by.name,
            row.due_at,
            row.closed_at is not None,
            row.many,
            many.get(row.id, 0),
            row.undealt,
            row.mine,
            row.area,
        )
        for row in found
    ]


def call_lists(viewer: Viewer) -> list[ListLine]:
    """The lists of the viewer's area: all for who keeps the register, else those with a share of hers.

    Open ones first, the newest first.
    """
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        lines = _lines(viewer)
    lines = [one for one in lines if viewer.may(Right.KEEP_REGISTER) or one.mine]
    return sorted(lines, key=lambda one: one.closed)


def call_list(viewer: Viewer, ident: UUID) -> WholeList:
    """One list with the entries that the viewer may ring; Problem `call_list_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        lines = _lines(viewer, ident)
        calls = Call.objects.select_related("by").order_by("called_at")
        rows = list(
            CallEntry.objects.filter(call_list=ident)
            .select_related("caller")
            .prefetch_related(Prefetch("calls", calls))
            .order_by("place")
        )
        rows = [row for row in rows if may_ring(viewer, row)]
        if not lines or not rows:
            raise Problem("call_list_unknown")
        entries = entry_lines(rows, told_homes(rows))
    order = {Step.CALL: 0, Step.WAIT: 1, Step.KNOCK: 2, Step.DONE: 3}
    entries.sort(key=lambda one: (order[one.next.step], one.place))
    return WholeList(lines[0], tuple(entries), Counter(one.next.step.value for one in entries))


def entry_lines(
    rows: Sequence[CallEntry], told: Mapping[UUID, ToldHome] = MappingProxyType({})
) -> list[EntryLine]:
    """Entries with what is next and their calls, which stand fetched with them; inside the running scope.

    `told`: of a notice's list those whose home was told in person.
    """
    now = clock.now()
    people = {one.id: one for one in Resident.objects.filter(id__in=[row.resident for row in rows])}
    doors = door_codes({one.area for one in people.values()})
    knocks = _knocks([row.knock for row in rows if row.knock])
    made = []
    for row in rows:
        who = people.get(row.resident) if row.resident else None
        calls = list(row.calls.all())
        asked = knocks.get(row.knock) if row.knock else None
        made.append(
            EntryLine(
                id=row.id,
                place=row.place,
                door=doors.get(who.area, "") if who else "",
                name=who.name if who else "",
                household=who.household_id if who else None,
                said=_words("said", row.id, row.said_sealed),
                numbers=len(sealing.unseal_list("telephones", row.id, row.telephones_sealed)),
                caller=row.caller_id,
                caller_name=row.caller.name if row.caller else "",
                next=_next(calls, now, asked, told.get(row.id)),
                calls=tuple(_call(one) for one in calls),
                knock=asked,
                area=row.area,
                told=told.get(row.id),
            )
        )
    return made


def _next(
    calls: Sequence[Call], now: datetime, asked: AskedKnock | None, told: ToldHome | None
) -> NextCall:
    """What is next; who was met at her door is reached, too, and who was told in person needs no call."""
    step = next_call(calls, now)
    met = step.step is Step.KNOCK and asked and asked.closed_as == Closed.DONE
    if met or told:
        return NextCall(Step.DONE, step.tries)
    return step


def _knocks(numbers: Sequence[int]) -> dict[int, AskedKnock]:
    """The knocks that were asked for, with the name of who owes each."""
    rows = list(Instruction.objects.filter(number__in=numbers))
    duties = Duty.objects.filter(day__gte=clock.today(), win__in=[win_of(one) for one in numbers])
    posts = dict(duties.exclude(state="withdrawn").values_list("win", "owner_post"))
    names = dict(
        Post.objects.filter(id__in=[one for one in posts.values() if one]).values_list(
            "id", "person__name"
        )
    )
    owners = {win: names.get(post, "") for win, post in posts.items() if post}
    return {
        row.number: AskedKnock(row.number, owners.get(win_of(row.number), ""), row.closed_as)
        for row in rows
    }


def _call(one: Call) -> CallLine:
    said = _words("said", one.id, one.said_sealed)
    return CallLine(one.called_at, one.result, one.by.name, one.back_at, said)


def _words(name: str, ident: UUID, sealed: bytes | memoryview | None) -> str:
    """What stands on a list that several callers share: names of medicines and illnesses are asked for by ringing."""
    return masked_health(sealing.unseal(name, ident, sealed) or "", MASK_ON_PAPER)


# Where a compound stands in the chain of a door: after district, sub-district and community.
_COMPOUND = 3


def door_codes(paths: Iterable[str]) -> dict[str, str]:
    """Doors as the committee writes them: building-unit-room by their codes; of several compounds each is named."""
    chains = {path: [*ancestors(path), path] for path in paths}
    compounds = {chain[_COMPOUND] for chain in chains.values() if len(chain) > _COMPOUND + 1}
    words = Doors.of(compounds if len(compounds) > 1 else ())
    said = {one: f"{words.place(one)} " for one in compounds if len(compounds) > 1}
    return {
        path: "".join(said.get(one, "") for one in chain)
        + "-".join(code(one) for one in chain[_COMPOUND + 1 :])
        for path, chain in chains.items()
    }


def people_over(area: str) -> QuerySet[CrewMember]:
    """Who stands over the whole of a place now and may see its register; inside the running scope.

    She sees every door of it; a captain would not see her share.
    """
    now = clock.now()
    # Who may see no register could not open the list.
    roles = [key for key, role in ROLES.items() if Right.SEE_REGISTER in role.rights]
    posts = Post.objects.filter(
        area__in=[*ancestors(area), area], role__in=roles, from_at__lte=now
    ).filter(Q(until_at__isnull=True) | Q(until_at__gt=now))
    return CrewMember.objects.filter(posts__in=posts).distinct().order_by("name")


def callers(viewer: Viewer, ident: UUID) -> list[Caller]:
    """Whose post covers the list's place, with how many of the list are left to each; `call_list_unknown`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        made = CallList.objects.filter(id=ident).first()
        if made is None:
            raise Problem("call_list_unknown")
        people = people_over(made.area)
        left = dict(made.entries.exclude(reached()).values_list("caller").annotate(n=Count("id")))
        return [Caller(one.id, one.name, left.get(one.id, 0)) for one in people]
