"""Whole numbers as somebody typed them, or as a forged form sends them: thousands of digits are none."""


def whole(text: str, most: int) -> int | None:
    """The whole number from nought up to `most` that plain digits write; None for anything else.

    Digits are counted before they are read: Python refuses to read more than some thousands, and is slow at fewer.
    """
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()):
        return None
    digits = plain.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        return None
    return number if (number := int(digits)) <= most else None
