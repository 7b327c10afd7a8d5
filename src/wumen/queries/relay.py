"""A relay text read against the register: whose entry each is, and which rooms have not answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from wumen.queries.crew import Place
from wumen.queries.homes import place_of
from wumen.queries.looked import looked_today
from wumen.queries.posts import acting
from wumen.queries.relay_asked import Asked, asked_under
from wumen.queries.search import numbered, telephones_of
from wumen.records import clock, sealing
from wumen.records.exchange import asked_of, in_one_go
from wumen.records.models import Area, Household, Relay, RelayEntry, Resident
from wumen.rules.areas import AreaKind, Span, ancestors, code, read_path, span
from wumen.rules.health_words import masked_health
from wumen.rules.homes import HomeState, is_away
from wumen.rules.needs import GRAVEST_FIRST, Urgency
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import (
    Door,
    Doors,
    Dweller,
    Entry,
    Kind,
    Line,
    Look,
    Reading,
    Resolved,
    missing_rooms,
    read_relay,
    resolve,
    why_look,
)
from wumen.rules.relay.asking import danger_lines, stands_nowhere
from wumen.rules.relay.entries import for_many
from wumen.rules.relay.kinds import ASKS_EVERY_HOME
from wumen.rules.relay.places import labelled

_NO_HOME = frozenset({HomeState.EMPTY, HomeState.SHOP})
# The look at a list in its own words, by which it is known again for the day.
WORDS_LOOKED_AT = "relay.words_looked_at"
# A telephone stands under few people; asked in parts, none of many is cut off.
_PHONES_AT_ONCE = 20


@dataclass(frozen=True)
class Understood:
    """A relay text of a group: its entries with their doors, the lines for a person, the missing rooms.

    `danger`: the lines outside every list that tell of danger to life, read as entries.
    """

    place: Place
    reading: Reading
    entries: tuple[tuple[Entry, Resolved], ...]
    missing: tuple[Door, ...]
    danger: tuple[tuple[Entry, Resolved], ...] = ()

    @property
    def looks(self) -> list[Look | None]:
        """Why a person looks at each entry first; None for those that are clear."""
        return [
            why_look(self.reading.kind, entry, found.door, len(found.candidates) > 1)
            for entry, found in self.entries
        ]

    @property
    def to_look(self) -> int:
        """For how many entries and lines a person is needed."""
        return sum(one is not None for one in self.looks) + len(self.reading.unread)

    @property
    def unread(self) -> list[Line]:
        """The lines that are kept for a person, courtesies and empty numbers too, in order."""
        return sorted([*self.reading.unread, *self.reading.aside], key=lambda line: line.at)

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen import relay --json` prints."""
        return {
            "entries": [
                {
                    **entry.as_dict(self.reading.kind),
                    "household": found.door.path if found.door else None,
                    "resolved_by": found.by,
                    "candidates": [] if found.door else [one.path for one in found.candidates],
                }
                for entry, found in self.entries
            ],
            "unread": [{"line": line.at, "text": line.text} for line in self.unread],
            "missing": [door.label for door in self.missing],
        }


def understand(
    viewer: Viewer, text: str, kind: Kind, path: str, registered: bool = True
) -> Understood:
    """Read a relay text of a place; a look by telephones is the caller's to have logged.

    A place that must not be `registered` yet has no doors: its entries are read and stay unresolved.

    Problems: `relay_empty`, `relay_too_long`, `relay_not_text`, `path_unreadable`, `area_not_yours`,
    `area_unknown`, `right_missing`.
    """
    try:
        place = place_of(viewer, path)
    except Problem as problem:
        if registered or problem.code != "area_unknown":
            raise
        place = place_at(read_path(path))
    with acting(viewer):
        reading = read_relay(text, kind, _building_of(place))
        doors = doors_of(place)
        both = resolved((*reading.entries, *danger_lines(reading)), doors, place)
    entries, danger = both[: len(reading.entries)], both[len(reading.entries) :]
    missing = missing_of(kind, reading.building, entries, doors)
    return Understood(place, reading, entries, missing, danger)


def place_at(path: str) -> Place:
    """A place by its path alone, for what needs none of its words."""
    return Place(path, "", "", "")


def entry_of(row: RelayEntry) -> Entry:
    """What a kept entry says."""
    content = sealing.unseal("relay_entry", row.id, row.body_sealed)
    return msgspec.json.decode(content or "", type=Entry)


def doors_of(place: Place) -> Doors:
    """The doors of a place with who lives there and is at home, inside the present scope."""
    held, today = span(place.area), clock.today()
    live = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).order_by("place", "id")
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi).order_by("area")
    with in_one_go():
        known = asked_of(_kinds(held, place.area))
        living = asked_of(
            live.values_list("id", "household_id", "name", "away_since", "away_until")
        )
        rows = asked_of(homes.values_list("id", "area", "state"))
    people: dict[UUID, list[Dweller]] = {}
    for ident, household, name, since, until in living():
        dweller = Dweller(ident, name, is_away(since, until, today))
        people.setdefault(household, []).append(dweller)
    kinds: dict[str, str] = dict(known())
    return Doors(
        _door(ident, area, HomeState(state), people.get(ident, []), kinds)
        for ident, area, state in rows()
    )


def resolved(
    entries: Iterable[Entry], doors: Doors, place: Place
) -> tuple[tuple[Entry, Resolved], ...]:
    """Every entry with its door, by telephone, name and room, inside the present scope."""
    given = tuple(entries)
    phones = list(dict.fromkeys(one.phone for one in given if one.phone))
    held = span(place.area)
    by_phone: dict[str, list[str]] = {}
    for start in range(0, len(phones), _PHONES_AT_ONCE):
        asked = phones[start : start + _PHONES_AT_ONCE]
        for row in numbered("", asked):
            for phone in set(asked) & set(telephones_of(row)) if held.holds(row.area) else ():
                paths = by_phone.setdefault(phone, [])
                if row.area not in paths:
                    paths.append(row.area)
    return tuple((entry, resolve(entry, doors, by_phone)) for entry in given)


def missing_of(
    kind: Kind,
    building: int | str | None,
    entries: Sequence[tuple[Entry, Resolved]],
    doors: Doors,
) -> tuple[Door, ...]:
    """The rooms that have not answered, where every home is asked: of the head's building, if it names one."""
    if kind not in ASKS_EVERY_HOME:
        return ()
    answered = {found.door.path for entry, found in entries if found.door and not entry.cancelled}
    asked = [
        door
        for door in doors.all
        if building is None or labelled(door.building) == building or door.building == building
    ]
    return tuple(missing_rooms(asked, answered))


def _building_of(place: Place) -> int | str | None:
    """The building that a group belongs to, where its place is a building or one of its units."""
    if place.kind == AreaKind.BUILDING:
        return labelled(code(place.area))
    if place.kind == AreaKind.UNIT:
        return labelled(code(ancestors(place.area)[-1]))
    return None


def _kinds(held: Span, place: str) -> QuerySet[Area, tuple[str, str]]:
    here = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(place))
    kinds = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.GROUP, AreaKind.LANE)
    return Area.objects.filter(here, kind__in=kinds).values_list("area", "kind")


def _door(
    ident: Any, area: str, state: HomeState, people: Sequence[Dweller], kinds: dict[str, str]
) -> Door:
    named = [(kinds[one], code(one)) for one in ancestors(area) if one in kinds]
    upper = [said for kind, said in named if kind != AreaKind.UNIT]
    units = [said for kind, said in named if kind == AreaKind.UNIT]
    return Door(
        household=ident,
        path=area,
        building=upper[0] if upper else "",
        unit=units[0] if units else (upper[1] if len(upper) > 1 else ""),
        room=code(area),
        people=tuple(people),
        asked=state not in _NO_HOME and any(not one.away for one in people),
    )


@dataclass(frozen=True)
class EntryLine:
    """A kept entry as a page shows it: what it says, its door, what a person may choose from, its state.

    `look` says why a person looks at it while it waits for one; `asked` is the request as which it stands.
    """

    id: UUID
    entry: Entry
    door: Door | None
    by: str
    candidates: tuple[Door, ...]
    look: Look | None
    change: str
    state: str
    asked: Asked | None = None


def _pressing_first(lines: Iterable[EntryLine]) -> list[EntryLine]:
    return sorted(
        lines,
        key=lambda one: (GRAVEST_FIRST[one.entry.priority], one.look is not Look.DANGER),
    )


@dataclass(frozen=True)
class RelayPage:
    """A kept relay text: its entries, the lines for a person, the rooms that are missing.

    `cut`: its words were kept for fourteen days and are gone. `masked`: names of medicines and illnesses in it are
    masked, until the viewer opens its words.
    """

    id: UUID
    place: Place
    kind: Kind
    pasted_at: datetime
    reading: Reading
    entries: tuple[EntryLine, ...]
    missing: tuple[Door, ...]
    follows: bool
    cut: bool = False
    masked: bool = False

    @property
    def to_look(self) -> list[EntryLine]:
        """The open entries that a person looks at, danger to life first, and what was confirmed and stands nowhere."""
        return _pressing_first(
            one for one in self.entries if (one.state == "open" and one.look) or self._owed(one)
        )

    @property
    def clear(self) -> list[EntryLine]:
        """The open entries that may be confirmed all at once, what cannot wait first."""
        return _pressing_first(one for one in self.entries if one.state == "open" and not one.look)

    @property
    def unread(self) -> list[Line]:
        """The lines that were not understood; one that tells of danger to life stands among the entries."""
        known = {one.entry.at for one in self.entries}
        return [line for line in self.reading.unread if line.at not in known]

    @property
    def danger(self) -> list[EntryLine]:
        """What may be danger to life and is not over: looked at or not, it stands above everything else."""
        standing = (one for one in self.entries if one.state != "withdrawn")
        life = (one for one in standing if one.entry.priority is Urgency.LIFE)
        return [one for one in life if one.asked is None or one.asked.closed is None]

    @property
    def decided(self) -> list[EntryLine]:
        """The entries that were confirmed, laid aside or withdrawn."""
        return [one for one in self.entries if one.state != "open" and not self._owed(one)]

    def _owed(self, one: EntryLine) -> bool:
        """Whether somebody decided on an entry and what it asks for stands as no request."""
        return stands_nowhere(self.kind, one.entry, one.state, one.asked is not None)

    def changed(self, *changes: str) -> int:
        """How many entries that stand are new or changed against the paste before."""
        return sum(one.change in changes and one.state != "withdrawn" for one in self.entries)

    @property
    def withdrawn(self) -> int:
        """How many entries of the paste before stand no more."""
        return sum(one.state == "withdrawn" for one in self.entries)


def relay_page(viewer: Viewer, relay: UUID) -> RelayPage:
    """One kept relay text. Problems `right_missing`, `relay_unknown` also for one outside the area."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        row = Relay.objects.filter(id=relay).first()
        if row is None:
            raise Problem("relay_unknown")
        place = place_of(viewer, row.area)
        kind = Kind(row.kind)
        text = sealing.unseal("relay", row.id, row.text_sealed) or ""
        # An empty text is one whose words were cut after fourteen days.
        read_it = read_relay(text, kind, _building_of(place)) if text else None
        reading = read_it or Reading(kind, "", None, (), ())
        doors = doors_of(place)
        rows = list(row.entries.order_by("place"))
        read = [entry_of(one) for one in rows]
        found = resolved(read, doors, place)
        asked = asked_under(one.asked for one in rows)
    by_household: dict[UUID | None, Door] = {door.household: door for door in doors.all}
    lines = tuple(
        _entry_line(kind, one, entry, by_household.get(one.household), new, asked.get(one.asked))
        for one, (entry, new) in zip(rows, found, strict=True)
    )
    answered = [(one.entry, Resolved(one.door)) for one in lines if one.state in ("open", "taken")]
    missing = missing_of(kind, reading.building, answered, doors)
    follows = row.follows is not None
    page = RelayPage(row.id, place, kind, row.pasted_at, reading, lines, missing, follows, not text)
    return page if row.by == viewer.person else _as_opened(viewer, page)


def _as_opened(viewer: Viewer, page: RelayPage) -> RelayPage:
    """A page as somebody reads it who did not paste its list: masked, until she has opened its words today."""
    lines = tuple(replace(one, text=masked_health(one.text)) for one in page.reading.lines)
    masked = replace(
        page,
        entries=tuple(replace(one, entry=for_many(one.entry)) for one in page.entries),
        reading=replace(page.reading, lines=lines),
    )
    if masked == page:
        return page
    with acting(viewer):
        opened = looked_today(viewer, WORDS_LOOKED_AT, {words_key(page.id): page.place.area})
    return page if opened else replace(masked, masked=True)


def words_key(relay: UUID) -> str:
    """A list as the log knows it whose words were opened."""
    return sealing.subject_key(relay)


def _entry_line(
    kind: Kind,
    row: RelayEntry,
    entry: Entry,
    door: Door | None,
    found: Resolved,
    asked: Asked | None,
) -> EntryLine:
    candidates = () if door else found.candidates
    # What is decided is read to the last word no more, however long its list.
    waits = row.state == "open" or stands_nowhere(kind, entry, row.state, asked is not None)
    look = why_look(kind, entry, door, len(candidates) > 1) if waits else None
    by, change = row.resolved_by, row.change
    return EntryLine(row.id, entry, door, by, candidates, look, change, row.state, asked)
