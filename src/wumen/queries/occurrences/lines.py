"""Occurrences as the office sees them: what one would make owed, and all that was noted with how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min

from wumen.queries import facts
from wumen.queries.occurrences.arising import arising
from wumen.queries.occurrences.facts import Said, fact_of, said_of
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Area, CrewMember, Duty, Facility, Household, Resident
from wumen.records.occurrences import Occurrence as Row
from wumen.rules.areas import ancestors, code, in_order, span
from wumen.rules.duties import PENDING
from wumen.rules.homes import in_words
from wumen.rules.occurrences import win_of
from wumen.rules.playbooks import Happening
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


@dataclass(frozen=True)
class Arranged:
    """One thing that will be owed: what, of what, from when, until when, by which role."""

    what: str
    does_zh: str
    does_en: str
    subject: str
    place: str
    opens_at: datetime
    due_at: datetime
    role: str


def _words(paths: Sequence[str]) -> dict[str, str]:
    """Places as people say them, from the compound down."""
    chains = {path: [*ancestors(path), path] for path in paths}
    wanted = {one for chain in chains.values() for one in chain}
    known = {
        area: (kind, name)
        for area, kind, name in Area.objects.filter(area__in=wanted).values_list(
            "area", "kind", "name"
        )
    }
    above = ("district", "subdistrict", "community")
    found = {}
    for path, chain in chains.items():
        levels = [known.get(one, ("", code(one))) for one in chain]
        found[path] = in_words(level for level in levels if level[0] not in above)
    return found


def arranged(row: Row, kind: Happening) -> list[Arranged]:
    """What will be owed today after something that is not noted yet, the first due first.

    Inside the scope of the running transaction.
    """
    books, day = facts.books(), clock.today()
    # The compound around it, for its gate.
    chain = [*ancestors(row.area), row.area]
    within = span(chain[min(3, len(chain) - 1)])
    some = arising(day, within, books, [fact_of(row, kind)])
    places = _words([one.area for one in some])
    things = dict(
        Facility.objects.filter(id__in=[one.ident for one in some]).values_list("id", "name")
    )
    people = dict(
        Resident.objects.filter(id__in=[one.ident for one in some]).values_list("id", "name")
    )
    result = []
    for one in sorted(
        some, key=lambda each: (each.owed.due_at, each.owed.what, in_order(each.area))
    ):
        clause = books[one.owed.outbreak].clause(one.owed.clause)
        result.append(
            Arranged(
                what=str(one.owed.what),
                does_zh=clause.does_zh,
                does_en=clause.does_en,
                subject=things.get(one.ident, "") or people.get(one.ident, ""),
                place=places[one.area],
                opens_at=one.owed.opens_at,
                due_at=one.owed.due_at,
                role=one.owed.role,
            )
        )
    return result


@dataclass(frozen=True)
class Made:
    """What stands because of one occurrence: what, how many, the first hour by which one of them is due."""

    what: str
    many: int
    due_at: datetime


def made(viewer: Viewer, number: int) -> list[Made]:
    """What an occurrence has really made owed, by what, the first due first; Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        duties = Duty.objects.filter(day__gte=clock.today(), win=win_of(number))
        some = duties.exclude(state="withdrawn").values("what")
        rows = some.annotate(many=Count("subject"), due=Min("due_at")).order_by("due", "what")
        return [Made(row["what"], row["many"], row["due"]) for row in rows]


@dataclass(frozen=True)
class OccurrenceLine:
    """One occurrence in the list: what, where, to whom, when, who said so and noted it, and what became of it.

    `open`, `late` and `settled` count what it made owed; `withdrawn_why` is empty while it stands.
    """

    number: int
    kind: Happening
    said: Said
    place: str
    household: UUID | None
    resident: str
    happened_at: datetime
    noted_by: str
    noted_at: datetime
    day: date
    open: int
    late: int
    settled: int
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str


def _counts(rows: Sequence[Row], now: datetime) -> Mapping[str, tuple[int, int, int]]:
    """How many of its duties are open, overdue and settled, by their window."""
    found: dict[str, list[int]] = {}
    since = min((row.noted_at for row in rows), default=now)
    duties = Duty.objects.filter(
        day__gte=business_day(since), win__in=[win_of(row.number) for row in rows]
    ).exclude(state="withdrawn")
    for win, state, due_at in duties.values_list("win", "state", "due_at"):
        count = found.setdefault(win, [0, 0, 0])
        count[2 if state not in PENDING else 1 if due_at <= now else 0] += 1
    return {win: (some[0], some[1], some[2]) for win, some in found.items()}


def occurrences(viewer: Viewer, withdrawn: bool = False) -> list[OccurrenceLine]:
    """What was noted in a viewer's area, the latest first; or what was withdrawn. Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        rows = Row.objects.filter(withdrawn_at__isnull=not withdrawn)
        return _lines(list(rows.order_by("-noted_at", "-number")[:300]))


def occurrence_line(viewer: Viewer, number: int) -> OccurrenceLine:
    """One occurrence; Problems `right_missing`, `occurrence_unknown`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        row = Row.objects.filter(number=number).first()
        if row is None:
            raise Problem("occurrence_unknown", number=number)
        return _lines([row])[0]


def _why(row: Row) -> str:
    """Why it was withdrawn; empty while it stands."""
    sealed = row.withdrawn_why_sealed
    return sealing.unseal_occurred(row.outbreak_id, row.id, bytes(sealed)) if sealed else ""


def _lines(rows: Sequence[Row]) -> list[OccurrenceLine]:
    now = clock.now()
    places, counts = _words([row.area for row in rows]), _counts(rows, now)
    names = dict(
        Resident.objects.filter(id__in=[row.resident for row in rows if row.resident]).values_list(
            "id", "name"
        )
    )
    crew = dict(
        CrewMember.objects.filter(
            id__in={one for row in rows for one in (row.noted_by_id, row.withdrawn_by_id) if one}
        ).values_list("id", "name")
    )
    result = []
    for row in rows:
        said = said_of(row)
        open_, late, settled = counts.get(win_of(row.number), (0, 0, 0))
        result.append(
            OccurrenceLine(
                number=row.number,
                kind=said.kind,
                said=said,
                place=places[row.area],
                household=row.household,
                resident=names.get(row.resident, "") if row.resident else "",
                happened_at=row.happened_at,
                noted_by=crew.get(row.noted_by_id, ""),
                noted_at=row.noted_at,
                day=business_day(row.noted_at),
                open=open_,
                late=late,
                settled=settled,
                withdrawn_at=row.withdrawn_at,
                withdrawn_by=crew.get(row.withdrawn_by_id, "") if row.withdrawn_by_id else "",
                withdrawn_why=_why(row),
            )
        )
    return result


@dataclass(frozen=True)
class Where:
    """Where something happened: a home with its people, or a place."""

    path: str
    words: str
    household: UUID | None
    people: tuple[tuple[UUID, str], ...]


def where(viewer: Viewer, path: str) -> Where:
    """The home or place at a path; Problems `area_not_yours`, `occurrence_nobody_lives`."""
    viewer.must(Right.KEEP_REGISTER, path)
    with acting(viewer):
        home = Household.objects.filter(area=path).first()
        if home is None and not Area.objects.filter(area=path).exists():
            raise Problem("occurrence_nobody_lives")
        people = home.residents.order_by("place", "id") if home else Resident.objects.none()
        return Where(
            path,
            _words([path])[path],
            home.id if home else None,
            tuple(people.values_list("id", "name")),
        )
