"""What people do with relay texts: look, take, decide entry by entry or all clear ones at once."""

from wumen.actions.relay.deciding import confirm_clear, confirm_entry, drop_entry
from wumen.actions.relay.looking import open_words
from wumen.actions.relay.taking import import_relay, look_at_relay, take_relay

__all__ = [
    "confirm_clear",
    "confirm_entry",
    "drop_entry",
    "import_relay",
    "look_at_relay",
    "open_words",
    "take_relay",
]
