"""A text as it is seen: one form of each sign, and none that stands unseen between letters or turns them around."""

import unicodedata

_UNSEEN = frozenset({"Cf", "Mn", "Me"})


def as_seen(text: str) -> str:
    """The text in one form of each sign, without those that nobody sees."""
    return "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if unicodedata.category(one) not in _UNSEEN
    )
