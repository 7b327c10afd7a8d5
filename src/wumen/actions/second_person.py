"""The second person of an act for two: on a page whoever is signed in, from paper whom the operator names."""

from uuid import UUID

from wumen.queries.accounts import card_hands
from wumen.rules.posts import Viewer
from wumen.rules.second_person import check_two_people


def second_beside(first: UUID, viewer: Viewer, named: UUID | None = None) -> UUID:
    """Who stands for an act beside the first who did, inside an open transaction.

    `named`: whom the operator names from paper; whose sign-in is whose proves nothing there. Problems of
    `check_two_people`.
    """
    if named:
        check_two_people(first, named)
        return named
    check_two_people(first, viewer.person, card_hands([first, viewer.person]))
    return viewer.person
