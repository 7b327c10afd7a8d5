"""One entry of a relay text as a careful clerk reads it; what is not written is None."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from wumen.rules.health_words import masked_health
from wumen.rules.needs import Urgency
from wumen.rules.relay.kinds import Kind


@dataclass(frozen=True)
class Entry:
    """One entry: `line` is its number in the list, or that of its line in the text where it bears none.

    `building` and `unit` may come from the head of the list; `at` is where in the text it stands.
    `confidence` from 0 to 1: below SURE a person looks first. `says_no`: not done, not here, not well.
    """

    line: int
    text: str
    confidence: float
    name: str | None = None
    building: int | str | None = None
    unit: int | str | None = None
    room: str | None = None
    phone: str | None = None
    buildings: tuple[int | str, ...] = ()
    items: tuple[str, ...] = ()
    people: int | None = None
    why: str | None = None
    urgent: bool = False
    priority: Urgency = Urgency.NORMAL
    medicine: bool = False
    days_left: int | None = None
    temperatures: tuple[float, ...] = ()
    origin: str | None = None
    when: str | None = None
    transport: str | None = None
    shifts: tuple[str, ...] = ()
    cancelled: bool = False
    says_no: bool = False
    at: int = 0

    def as_dict(self, kind: Kind) -> dict[str, Any]:
        """The form of the command: the fields of every kind, and those that this kind adds."""
        every = asdict(self)
        shown = {name: every[name] for name in _FIELDS}
        return shown | {name: every[name] for name in _ADDED.get(kind, ())}


def told_in(items: tuple[str, ...], why: str | None) -> str:
    """What an entry tells once door, name and telephone are taken out of it."""
    return "，".join(filter(None, (*items, why)))


def for_many(entry: Entry) -> Entry:
    """An entry as it is read by more people than who pasted its list; danger to life stands in its own words."""
    if entry.priority is Urgency.LIFE:
        return entry
    return replace(
        entry,
        text=masked_health(entry.text),
        items=tuple(dict.fromkeys(map(masked_health, entry.items))),
        why=masked_health(entry.why) if entry.why else entry.why,
    )


SURE = 0.8
_FIELDS = (
    *("line", "text", "confidence", "name", "building", "unit", "room", "phone", "buildings"),
    *("items", "people", "why", "urgent", "priority"),
)
_ADDED: dict[Kind, tuple[str, ...]] = {
    Kind.NEEDS: ("medicine", "days_left"),
    Kind.TEMPERATURE: ("temperatures",),
    Kind.ABSENT: ("when",),
    Kind.ARRIVALS: ("origin", "when", "transport"),
    Kind.VOLUNTEERS: ("shifts",),
}
