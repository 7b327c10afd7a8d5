"""Masks: what of a number may be shown where nobody asked for the whole."""

# Below this a count points at a household: it goes to no group.
HIDDEN_BELOW = 3


def mask_identity_number(number: str) -> str:
    """Keep the first three and the last two characters: 410*************1X."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_telephone(number: str) -> str:
    """Keep the first three and the last two digits: 138******02."""
    return number[:3] + "*" * max(len(number) - 5, 0) + number[-2:]


def mask_name(name: str) -> str:
    """Keep the first character: 张**, enough at a door and too little on a sheet that was lost."""
    return name[:1] + "*" * max(len(name) - 1, 0)
