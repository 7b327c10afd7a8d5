"""Looks up what binds a resident: an order on her alone is hers to know, so the look stands in the log."""

from datetime import datetime
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.explain import door_of, explain_resident
from wumen.rules.areas import parent
from wumen.rules.explanation import Whole
from wumen.rules.posts import Viewer


def look_up(viewer: Viewer, resident: str, at: datetime | None = None) -> Whole:
    """All that binds a resident, once it is written down who looked; Problems as `explain_resident`."""
    with changing(viewer):
        found = explain_resident(viewer, resident, at)
        ident = UUID(resident)
        place = parent(door_of(viewer, ident))
        log(viewer, "explanation.looked_at", place, subject=subject_key(ident))
    return found
