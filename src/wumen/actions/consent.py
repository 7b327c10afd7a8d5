"""A household's consent: neighbours may be told that somebody should look in on it, until it says otherwise."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.homes import held_home
from wumen.actions.log import log, subject_key
from wumen.records import clock
from wumen.rules.areas import counted_at
from wumen.rules.posts import Viewer


def say_consent(viewer: Viewer, household: UUID, agrees: bool) -> None:
    """Note what a household said, on its own page or to whoever came; the same again is no news.

    Problems: `right_missing`, `household_unknown`.
    """
    with changing(viewer):
        home = held_home(viewer, household)
        if agrees == (home.consent_at is not None):
            return
        home.consent_at = clock.now() if agrees else None
        home.save(update_fields=["consent_at"])
        kind = "household.consent_given" if agrees else "household.consent_withdrawn"
        log(viewer, kind, counted_at(home.area), subject=subject_key(home.id))
