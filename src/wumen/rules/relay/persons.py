"""Finds the name in what is left of an entry; who is not surely called so is nobody."""

import re

from wumen.rules.relay.fields import Body
from wumen.rules.relay.things import is_goods
from wumen.rules.relay.words import REASON, is_name, is_surname, is_town

_TOKEN = re.compile(r"[^\s\x1f,，、;；:：|+()\[\]【】。.!！?？/~\-]+")
_HAN = re.compile(r"[\u4e00-\u9fff·]+")
_EMOJI = re.compile(r"[^\w\u4e00-\u9fff·]+")
# Where the third sign begins a reason, as in 钱文坐轮椅, the name has two.
_NAME_SIZES = (2, 3, 4)


def take_name(
    body: Body,
    *,
    goods: bool = False,
    reasons: bool = False,
    towns: bool = False,
    at: int | None = None,
) -> str | None:
    """Take the first name out of the words that are left.

    `goods`: other words may be things, so a name must stand before the door (`at`) or beside another
    thing. `reasons`: a reason may follow a name without any sign between, as in 文宇孕晚期. `towns`: the
    entry may say where somebody is or comes from.
    """
    tokens = list(_TOKEN.finditer(body.left))
    for place, token in enumerate(tokens):
        word = _EMOJI.sub("", token[0])
        last = place == len(tokens) - 1
        if goods and (is_goods(word) or (last and not (at is not None and token.start() < at))):
            continue
        if towns and is_town(word):
            continue
        if is_name(word) or (is_surname(word) and (not last or (place == 0 and not goods))):
            body.cut(token.start(), token.end())
            return word
        found = _glued(word) if reasons else None
        if found:
            start = token.start() + token[0].find(found)
            body.cut(start, start + len(found))
            return found
        if goods and _HAN.search(word):
            return None
    return None


def _glued(word: str) -> str | None:
    """The name at the beginning of a word whose rest says a reason."""
    for size in _NAME_SIZES:
        name, rest = word[:size], word[size:]
        if rest and is_name(name) and REASON.match(rest):
            return name
    return None
