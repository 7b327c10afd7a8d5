"""Reads what somebody wrote as a need: which kind, how soon, and whether a person must look at it at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wumen.rules.needs import known
from wumen.rules.needs.denying import is_denied, is_sudden
from wumen.rules.needs.kinds import DANGERS, NeedKind, Urgency
from wumen.rules.needs.signs import SIGNS, Sign
from wumen.rules.needs.things import THINGS
from wumen.rules.needs.unknown import unknown_danger
from wumen.rules.seen import in_one_script
from wumen.rules.shapes import Shape

# Nobody's need is longer; what is pasted by mistake is not searched to its end.
_READ = 2000
_HAN = r"[\u4e00-\u9fff]"
_SPELT = Shape(rf"(?<!{_HAN})({_HAN})\s+(?={_HAN}(?!{_HAN}))")
_CRY = re.compile(r"🆘|(?<![A-Za-z])SOS(?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Need:
    """What somebody wrote, understood: how soon, the kinds by how much they matter, those that threaten life.

    `look`: a person looks at it before anything else becomes of it, whatever its priority.
    """

    priority: Urgency
    kinds: tuple[NeedKind, ...] = ()
    life: tuple[NeedKind, ...] = ()
    look: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it names a danger, known or not, so that nobody waits until she comes to it."""
        return any(one in DANGERS and one is not NeedKind.UNCLEAR for one in self.kinds)


_KNOWN: tuple[Sign, ...] = (
    Sign(NeedKind.MEDICINE, Urgency.URGENT, known.MEDICINE),
    Sign(NeedKind.TREATMENT, Urgency.URGENT, known.TREATMENT),
    Sign(NeedKind.ILLNESS, Urgency.URGENT, known.AILING),
    Sign(NeedKind.UTILITY, Urgency.URGENT, known.UTILITY),
    Sign(NeedKind.GAS, Urgency.URGENT, known.GAS),
    Sign(NeedKind.EXIT, Urgency.URGENT, known.SHUT),
    Sign(NeedKind.HUNGER, Urgency.URGENT, known.HUNGER),
)
# Which kind an old word of danger tells of; every other of them is an illness.
_OLD_LIFE: tuple[tuple[NeedKind, Shape], ...] = (
    (NeedKind.FIRE, Shape(r"着火|起火|火灾|失火")),
    (NeedKind.LIFT, Shape(r"电梯")),
    (NeedKind.SELF_HARM, Shape(r"自杀|轻生|割腕|跳楼|不想活")),
    (NeedKind.BIRTH, Shape(r"羊水|破水|要生|临产|宫缩|见红")),
)


def read_need(text: str, net: bool = True) -> Need:
    """What a text asks for, as a careful neighbour reads it: what may be a danger is one until somebody asked.

    What is denied or over (不胸闷了) is no danger, but whoever writes so is asked the same day. What no sign knows
    and is neither a thing, a wish, a question nor of every day is urgent, and looked at; without `net` it is not:
    in a list that asks for temperatures every line is a number and a name.
    """
    plain = _plain(text[:_READ])
    bare = THINGS.sub("·", plain)
    found = list(_found(plain, bare))
    life = {kind for kind, level, denied in found if level is Urgency.LIFE and not denied}
    kinds = {kind for kind, _, denied in found if not denied}
    over = {kind for kind, level, denied in found if denied and level is Urgency.LIFE}
    if net and not kinds & DANGERS.keys():
        kinds |= set(unknown_danger(bare))
    kinds |= over
    return Need(
        Urgency.LIFE if life else Urgency.URGENT if kinds else Urgency.NORMAL,
        tuple(one for one in NeedKind if one in kinds),
        tuple(one for one in NeedKind if one in life),
        look=bool(kinds & DANGERS.keys()),
    )


def threatens_life(text: str) -> bool:
    """Whether a text that gives a reason tells of danger now: how somebody has been for years is none."""
    plain = _plain(text[:_READ])
    if known.LIFE.search(known.CHRONIC.sub("", plain)):
        return True
    sudden, bare = is_sudden(plain), THINGS.sub("·", plain)
    return any(
        _stands(sign, bare)
        for sign in SIGNS
        if sign.priority is Urgency.LIFE and (sudden or not sign.chronic)
    )


def _found(plain: str, bare: str) -> Iterator[tuple[NeedKind, Urgency, bool]]:
    """Every sign of a text: its kind, its level, and whether it is only denied; `bare`: without names of things."""
    for hit in known.LIFE.finditer(plain):
        kind = next((kind for kind, said in _OLD_LIFE if said.search(hit[0])), NeedKind.ILLNESS)
        yield kind, Urgency.LIFE, is_denied(plain, hit.start(), hit.end())
    for sign in _KNOWN:
        # Their own words say what denies them.
        if sign.words.search(plain):
            yield sign.kind, sign.priority, False
    for sign in SIGNS:
        hits = [is_denied(bare, one.start(), one.end()) for one in sign.words.finditer(bare)]
        if hits:
            yield sign.kind, sign.priority, all(hits)


def _stands(sign: Sign, bare: str) -> bool:
    return any(not is_denied(bare, one.start(), one.end()) for one in sign.words.finditer(bare))


def _plain(text: str) -> str:
    """A text as it is read: in one script, words that were spelt apart joined."""
    return _SPELT.sub(r"\1", in_one_script(_CRY.sub("救命", text)))
