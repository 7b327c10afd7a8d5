"""Decides on entries of a relay text: confirmed with what they mean for the register, or laid aside."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.arrivals import take_arrivals
from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.homes import note_away
from wumen.actions.log import log
from wumen.actions.relay.asking import Said, stand_as_requests
from wumen.actions.relay.reporting import report_contacts, report_temperatures
from wumen.actions.sign_up import take_volunteers
from wumen.queries.relay import doors_of, entry_of, place_at
from wumen.records import clock, sealing
from wumen.records.models import Relay, RelayEntry
from wumen.records.relay import RelayState
from wumen.rules.homes import Away
from wumen.rules.needs import Urgency
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Door, Entry, Kind, Look, read_relay, why_look
from wumen.rules.relay.asking import ASKING, asks, of_no_list, stands_nowhere
from wumen.rules.relay.effects import day_meant, who_is_away
from wumen.rules.relay.resolving import HAND, Doors


def confirm_entry(viewer: Viewer, relay: UUID, entry: UUID, door: str = "") -> None:
    """Confirm one entry that a person looked at; `door` is the path, or the room as written, she chose.

    What it asks for stands as a request then. Problems: `relay_unknown`, `relay_entry_unknown`,
    `relay_door_needed`, `relay_door_unknown`, `outbreak_not_open`.
    """
    with changing(viewer):
        row = _relay(viewer, relay)
        kind = Kind(row.kind)
        said = entry_of(_waiting(row, entry))
        if asks(kind, said) or kind is Kind.TEMPERATURE:
            hold_plans([row.area])
        one = _open(row, entry)
        doors = doors_of(place_at(row.area))
        chosen = _chosen(doors, door) if door.strip() else _standing(doors, one)
        # An emergency never waits for a door to be found in the register.
        waits = kind not in (Kind.VOLUNTEERS, Kind.ARRIVALS) and said.priority is not Urgency.LIFE
        if chosen is None and waits:
            raise Problem("relay_door_needed")
        if chosen and (door.strip() or one.household is None):
            one.household, one.resolved_by = chosen.household, HAND
        _take(viewer, row, [(one, said, chosen)], by_hand=True)
        log(viewer, "relay.entry_confirmed", row.area, relay=row.kind)


def confirm_clear(viewer: Viewer, relay: UUID) -> int:
    """Confirm all entries that need no look, at once; how many. Problems `relay_unknown`, `outbreak_not_open`."""
    with changing(viewer):
        row = _relay(viewer, relay)
        doors, kind = doors_of(place_at(row.area)), Kind(row.kind)
        if kind in ASKING or kind is Kind.TEMPERATURE:
            # A fever is an urgent matter, as is what is asked for.
            hold_plans([row.area])
        clear: list[Said] = []
        for one in row.entries.select_for_update().filter(state=RelayState.OPEN).order_by("place"):
            entry, door = entry_of(one), _standing(doors, one)
            look = why_look(kind, entry, door)
            if look is None:
                clear.append((one, entry, door))
            elif look is Look.FEVER and door:
                # Nobody may declare her normal meanwhile; the entry itself waits for a person.
                report_temperatures(viewer, [(entry, door)])
        _take(viewer, row, clear, by_hand=False)
        if clear:
            log(viewer, "relay.clear_confirmed", row.area, relay=row.kind, entries=len(clear))
    return len(clear)


def drop_entry(viewer: Viewer, relay: UUID, entry: UUID) -> None:
    """Lay one entry aside: it stays to be read and means nothing. Problems as `confirm_entry`."""
    with changing(viewer):
        row = _relay(viewer, relay)
        one = _open(row, entry)
        _decided(viewer, [one], RelayState.DROPPED)
        log(viewer, "relay.entry_dropped", row.area, relay=row.kind)


def _relay(viewer: Viewer, relay: UUID) -> Relay:
    viewer.must(Right.CORRECT_HOMES)
    row = Relay.objects.filter(id=relay).first()
    if row is None:
        raise Problem("relay_unknown")
    viewer.must(Right.CORRECT_HOMES, row.area)
    return row


def _waiting(row: Relay, entry: UUID, held: bool = False) -> RelayEntry:
    """An entry that nobody decided on, or of which nothing came though it asks for something."""
    rows = row.entries.select_for_update() if held else row.entries
    one = rows.filter(id=entry).first()
    if one is None:
        raise Problem("relay_entry_unknown")
    if one.state == RelayState.OPEN:
        return one
    if not stands_nowhere(Kind(row.kind), entry_of(one), one.state, one.asked is not None):
        raise Problem("relay_entry_unknown")
    return one


def _open(row: Relay, entry: UUID) -> RelayEntry:
    return _waiting(row, entry, held=True)


def _chosen(doors: Doors, said: str) -> Door:
    """The door of that path or of that room as people write it; Problem `relay_door_unknown`."""
    found = doors.by_path.get(said) or doors.written(said)
    if found is None:
        raise Problem("relay_door_unknown")
    return found


def _standing(doors: Doors, one: RelayEntry) -> Door | None:
    return (
        next((door for door in doors.all if door.household == one.household), None)
        if one.household
        else None
    )


def _take(
    viewer: Viewer,
    row: Relay,
    some: Sequence[Said],
    by_hand: bool,
) -> None:
    """What confirmed entries mean, kind by kind; sampling never settles by what somebody says herself."""
    kind = Kind(row.kind)
    stand_as_requests(viewer, row, some)
    listed = [(entry, door) for _, entry, door in some if not of_no_list(entry)]
    behind = [(entry, door) for entry, door in listed if door is not None and not entry.cancelled]
    if kind is Kind.TEMPERATURE:
        report_temperatures(viewer, behind, by_hand)
    elif kind is Kind.PRESENT:
        report_contacts(viewer, [door for entry, door in behind if not entry.says_no])
    elif kind is Kind.ABSENT:
        for entry, door in behind:
            _note_away(viewer, entry, door, by_hand)
    elif kind is Kind.VOLUNTEERS and listed and viewer.may(Right.KEEP_CREW):
        take_volunteers(viewer, row.area, listed, _title(row))
    elif kind is Kind.ARRIVALS and listed:
        take_arrivals(viewer, row.area, listed)
    _decided(viewer, [one for one, _, _ in some], RelayState.TAKEN)


def _title(row: Relay) -> str:
    """What the head of a relay says: whose group it is."""
    text = sealing.unseal("relay", row.id, row.text_sealed) or ""
    return read_relay(text, Kind(row.kind)).title


def _note_away(viewer: Viewer, entry: Entry, door: Door, by_hand: bool) -> None:
    people = who_is_away(entry, door, by_hand)
    if people:
        today = clock.today()
        note_away(viewer, door.household, people, Away(today, day_meant(entry.when, today)))


def _decided(viewer: Viewer, rows: Sequence[RelayEntry], state: str) -> None:
    for row in rows:
        row.state, row.decided_by, row.decided_at = state, viewer.person, clock.now()
    RelayEntry.objects.bulk_update(
        rows,
        ["state", "decided_by", "decided_at", "household", "resolved_by", "asked"],
        batch_size=500,
    )
