"""Opens the words of a list that somebody else pasted: the look stands in the log, and holds for the day."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.relay import WORDS_LOOKED_AT, words_key
from wumen.records.models import Relay
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def open_words(viewer: Viewer, relay: UUID) -> None:
    """Let the viewer read today what a list says of medicines and illnesses.

    Problems: `right_missing`, `relay_unknown` also for one outside her area.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = Relay.objects.filter(id=relay).first()
        if row is None:
            raise Problem("relay_unknown")
        log(viewer, WORDS_LOOKED_AT, row.area, subject=words_key(row.id), relay=row.kind)
