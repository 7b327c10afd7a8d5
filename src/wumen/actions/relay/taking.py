"""Takes a pasted relay text: kept sealed whole, its entries with what changed since the paste before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log
from wumen.actions.relay.asking import ask_at_once
from wumen.actions.relay.deciding import confirm_clear
from wumen.queries.relay import Understood, entry_of, understand
from wumen.records import clock, sealing
from wumen.records.models import Relay, RelayEntry
from wumen.records.relay import RelayChange, RelayState
from wumen.rules.areas import read_path
from wumen.rules.needs import Urgency
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Entry, Kind, Resolved, compare
from wumen.rules.relay.asking import ASKING
from wumen.rules.relay.kinds import ASKS_EVERY_HOME
from wumen.rules.time import business_day

# What is asked every day anew never follows yesterday's list; other lists grow for days.
_SAME_GROUP = timedelta(days=7)


@dataclass(frozen=True)
class Taken:
    """A relay text that was taken: its id and how it was understood."""

    relay: UUID
    found: Understood


def look_at_relay(viewer: Viewer, text: str, kind: Kind, path: str) -> Understood:
    """Read a relay text and keep nothing; a place that is not registered yet has no doors to find.

    The look by complete telephones is logged. Problems as `understand`.
    """
    with changing(viewer):
        found = understand(viewer, text, kind, path, registered=False)
        log(viewer, "relay.looked", found.place.area, relay=str(kind), entries=len(found.entries))
    return found


def import_relay(viewer: Viewer, text: str, kind: Kind, path: str) -> Understood:
    """Take a relay text and with it every entry that is clear; without an open outbreak what asks for something waits.

    Problems as `take_relay`.
    """
    with changing(viewer):
        # To confirm holds the plans, and taking has logged by then.
        hold_plans([read_path(path)])
        taken = take_relay(viewer, text, kind, path)
        try:
            confirm_clear(viewer, taken.relay)
        except Problem as problem:
            if problem.code != "outbreak_not_open":
                raise
    return taken.found


def take_relay(viewer: Viewer, text: str, kind: Kind, path: str) -> Taken:
    """Keep a relay text with its entries; what stood in the last paste of the same group stays decided.

    Danger to life stands as a request at once, in a list of any kind, before anybody confirms it. The same text
    again changes nothing else. Problems: `right_missing`, and those of `understand`.
    """
    viewer.must(Right.CORRECT_HOMES, read_path(path))
    with changing(viewer):
        found = understand(viewer, text, kind, path)
        key = _group_key(kind, found)
        said = (*found.entries, *found.danger)
        if kind in ASKING or any(one.priority is Urgency.LIFE for one, _ in said):
            # A plan takes its lock first and logs last, and so must all.
            hold_plans([found.place.area])
        before = _before(found.place.area, kind, key)
        if before and sealing.unseal("relay", before.id, before.text_sealed) == text:
            _ask_what_nobody_could(viewer, before, found)
            return Taken(before.id, found)
        row = Relay(
            id=uuid4(),
            area=found.place.area,
            kind=kind,
            group_key=key,
            pasted_at=clock.now(),
            by=viewer.person,
            follows=before.id if before else None,
        )
        row.text_sealed = sealing.seal("relay", row.id, text)
        row.save(force_insert=True)
        rows = _entries(row, said, before)
        _ask_danger(viewer, row, rows, found)
        RelayEntry.objects.bulk_create(rows, batch_size=500)
        changes = {change: sum(one.change == change for one in rows) for change in RelayChange}
        log(viewer, "relay.taken", row.area, relay=str(kind), entries=len(rows), changes=changes)
    return Taken(row.id, found)


def _ask_danger(
    viewer: Viewer, row: Relay, entries: Sequence[RelayEntry], found: Understood
) -> list[RelayEntry]:
    """Let danger to life among open entries stand as requests, each that stands as none yet."""
    doors = {one.door.household: one.door for _, one in (*found.entries, *found.danger) if one.door}
    waiting = []
    for one in entries:
        said = entry_of(one)
        new = one.asked is None or one.change == RelayChange.CHANGED
        if one.state == RelayState.OPEN and said.priority is Urgency.LIFE and new:
            waiting.append((one, said, doors.get(one.household) if one.household else None))
    return ask_at_once(viewer, row, waiting)


def _ask_what_nobody_could(viewer: Viewer, row: Relay, found: Understood) -> None:
    """The same paste again: danger to life for which no outbreak was open when it came."""
    rows = list(row.entries.select_for_update().filter(state=RelayState.OPEN, asked=None))
    asked = _ask_danger(viewer, row, rows, found)
    RelayEntry.objects.bulk_update(asked, ["asked"], batch_size=500)


def _group_key(kind: Kind, found: Understood) -> bytes:
    """By what the next paste of the same group is known: its kind and its title."""
    return sealing.keyed("relay", f"{kind}:{found.reading.title}")


def _before(area: str, kind: Kind, key: bytes) -> Relay | None:
    """The last paste of the same group, locked; of what is asked daily only today's."""
    now = clock.now()
    rows = Relay.objects.select_for_update().filter(area=area, kind=kind, group_key=key)
    row = rows.filter(pasted_at__gt=now - _SAME_GROUP).order_by("-pasted_at").first()
    if row and kind in ASKS_EVERY_HOME and business_day(row.pasted_at) != business_day(now):
        return None
    return row


def _entries(
    row: Relay, entries: Iterable[tuple[Entry, Resolved]], before: Relay | None
) -> list[RelayEntry]:
    given = list(entries)
    former = (
        list(before.entries.exclude(state=RelayState.WITHDRAWN).order_by("place")) if before else []
    )
    read = [entry_of(one) for one in former]
    stood = {id(entry): one for entry, one in zip(read, former, strict=True)}
    difference = compare(read, [entry for entry, _ in given])
    kept = {id(now): stood[id(was)] for was, now in difference.kept}
    changed = {id(now): stood[id(was)] for was, now in difference.changed}
    rows: list[RelayEntry] = []
    for entry, found in given:
        made = _row(row, len(rows), entry)
        made.household = found.door.household if found.door else None
        made.resolved_by = found.by or ""
        if before:
            made.change = RelayChange.CHANGED if id(entry) in changed else RelayChange.ADDED
        was = kept.get(id(entry))
        if stands := was or changed.get(id(entry)):
            made.asked = stands.asked
        if was:
            made.change, made.state = RelayChange.SAME, was.state
            made.household, made.resolved_by = (
                was.household or made.household,
                was.resolved_by or made.resolved_by,
            )
            made.decided_by, made.decided_at = was.decided_by, was.decided_at
        rows.append(made)
    for entry in difference.withdrawn:
        made, was = _row(row, len(rows), entry), stood[id(entry)]
        made.household, made.resolved_by, made.asked = was.household, was.resolved_by, was.asked
        made.change, made.state = RelayChange.CHANGED, RelayState.WITHDRAWN
        rows.append(made)
    return rows


def _row(row: Relay, place: int, entry: Entry) -> RelayEntry:
    made = RelayEntry(id=uuid4(), relay=row, area=row.area, place=place)
    content = msgspec.json.encode(entry).decode()
    made.body_sealed = sealing.seal("relay_entry", made.id, content)
    return made
