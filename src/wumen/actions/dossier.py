"""Opens a household's dossier: the look stands in the log before anything of it is shown."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.dossier import Dossier, dossier
from wumen.rules.areas import parent
from wumen.rules.posts import Right, Viewer


def open_dossier(viewer: Viewer, household: UUID) -> Dossier:
    """The dossier of a household, its opening logged; Problems `right_missing`, `household_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with changing(viewer):
        found = dossier(viewer, household)
        log(viewer, "dossier.looked_at", parent(found.area), subject=subject_key(household))
    return found
