"""Grids (网格): what they belong to, what they hold, and how many homes one worker should have."""

from wumen.rules.areas import AreaKind

# A grid is a community's or a village's.
GRID_OF = frozenset({AreaKind.COMMUNITY, AreaKind.VILLAGE})
# Buildings and lanes; in a village also its groups and courtyards, on a site its barracks.
HELD_BY_GRIDS = frozenset(
    {AreaKind.GROUP, AreaKind.LANE, AreaKind.COMPOUND, AreaKind.SITE, AreaKind.BUILDING}
)
# The usual size of a grid, in households; it is a guideline and binds nobody.
GUIDELINE = range(300, 501)


def is_too_large(households: int) -> bool:
    """Whether a grid has more homes than the guideline says."""
    return households >= GUIDELINE.stop
