"""Whole numbers as somebody typed them, or as a forged form sends them: thousands of digits are none."""

# Full-width signs lie as far from those of a keyboard as the first of them does, and the wide blank by itself.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def typed_number(text: str) -> str:
    """A number as it was typed, its signs as on any keyboard, without blanks around it.

    It is not read yet: whether it is a number at all, and which are taken, says whoever asked for it.
    """
    return text.translate(_WIDE).strip()


def whole(text: str, most: int) -> int | None:
    """The whole number from nought up to `most` that digits write, in full width too; None for anything else.

    Digits are counted before they are read: Python refuses to read more than some thousands, and is slow at fewer.
    """
    plain = typed_number(text)
    if not (plain.isascii() and plain.isdigit()):
        return None
    digits = plain.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        return None
    return number if (number := int(digits)) <= most else None
