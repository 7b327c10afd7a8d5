"""Relay texts (接龙) of WeChat groups: read line by line, compared with the last paste, resolved to doors."""

from wumen.rules.relay.comparing import Difference, compare
from wumen.rules.relay.effects import LOOK_NAMES, Look, why_look
from wumen.rules.relay.entries import Entry
from wumen.rules.relay.kinds import KIND_NAMES, Kind, read_kind
from wumen.rules.relay.lines import Line, Part
from wumen.rules.relay.reading import Reading, read_relay
from wumen.rules.relay.resolving import Door, Doors, Dweller, Resolved, missing_rooms, resolve

__all__ = [
    "KIND_NAMES",
    "LOOK_NAMES",
    "Difference",
    "Door",
    "Doors",
    "Dweller",
    "Entry",
    "Kind",
    "Line",
    "Look",
    "Part",
    "Reading",
    "Resolved",
    "compare",
    "missing_rooms",
    "read_kind",
    "read_relay",
    "resolve",
    "why_look",
]
