"""Masks: what of a number may be shown where nobody asked for the whole."""


def mask_identity_number(number: str) -> str:
    """Keep the first three and the last two characters: 410*************1X."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def mask_telephone(number: str) -> str:
    """Keep the first three and the last two digits: 138******02."""
    return number[:3] + "*" * max(len(number) - 5, 0) + number[-2:]
