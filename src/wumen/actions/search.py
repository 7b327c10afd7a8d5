"""Looking for people: a look by a complete number is noted, a search by name or door is not."""

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.duplicates import Twin, twins
from wumen.queries.search import Found, find
from wumen.records import sealing
from wumen.rules.areas import counted_in
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.posts import Viewer
from wumen.rules.search import read_typed
from wumen.rules.telephones import read_telephone


def look(viewer: Viewer, typed: str, limit: int = 20) -> Found:
    """Find as `queries.search.find`, and note how many a complete number found, under its keyed hash."""
    words = read_typed(typed)
    if not words.identity and not words.telephone:
        return find(viewer, typed, limit)
    with changing(viewer):
        found = find(viewer, typed, limit)
        kind = "identity" if words.identity else "telephone"
        _note(viewer, kind, words.identity or words.telephone, len(found.lines))
    return found


def compare(
    viewer: Viewer, name: str = "", identity_number: str = "", telephone: str = "", door: str = ""
) -> list[Twin]:
    """Who may be the person typed in, as `queries.duplicates.twins`; a number that somebody bears is noted."""
    with changing(viewer):
        found = twins(viewer, name, identity_number, telephone, door)
        told = {
            "identity": read_identity_number(identity_number).value or "",
            "telephone": " ".join(read_telephone(telephone).value),
        }
        for kind, number in told.items():
            if bearers := sum(one.why == kind for one in found):
                _note(viewer, kind, number, bearers)
    return found


def _note(viewer: Viewer, kind: str, number: str, found: int) -> None:
    """Note that a viewer looked for a complete number, and how many she was shown."""
    hashed = sealing.keyed(kind, number).hex()
    log(viewer, "search.by_number", counted_in(viewer.area), subject=hashed, by_what=kind, n=found)
