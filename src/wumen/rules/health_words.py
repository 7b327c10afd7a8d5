"""Names of medicines and illnesses in what somebody wrote: found in whatever spelling, and masked where others read."""

import re

from wumen.rules.health_names import (
    HEALTH_OF_KIND,
    ILLNESS_NAMES,
    MEDICINE_NAMES,
    TREATMENT_NAMES,
)
from wumen.rules.seen import in_one_script
from wumen.rules.shapes import Shape

# They say no more than that it is about health, and by their own words it is urgent still.
_OWN = "用药看病的需要"
MASK = f"{_OWN}（点开看）"
MASK_ON_PAPER = f"{_OWN}（打电话问户上）"
_MEDICINE = Shape(MEDICINE_NAMES, re.IGNORECASE)
_ILLNESS = Shape(
    "|".join((ILLNESS_NAMES, *HEALTH_OF_KIND.values(), TREATMENT_NAMES)), re.IGNORECASE
)
# Beside a medicine that is known, a dose is one that nobody has listed.
_DOSES = Shape(
    r"药|针剂|胶囊|缓释|肠溶|毫克|(?<![A-Za-z])mg(?![A-Za-z])|[0-9一二两三四五六七八九十半]\s?(?:支|粒|片|单位|针|板)",
    re.IGNORECASE,
)
_BETWEEN = Shape(r"([。；;：:！!？?，,、（）()\n]+)")


def names_medicine(text: str) -> bool:
    """Whether a text names a medicine, one of its kinds (降压药) or what only the ill use; 药 alone is none."""
    return any(_MEDICINE.search(one) for one in _readings(text))


def names_illness(text: str) -> bool:
    """Whether a text names an illness, a treatment that tells of one, a pregnancy or a disability."""
    return any(_ILLNESS.search(one) for one in _readings(text))


def tells_health(text: str) -> bool:
    """Whether a text names a medicine or an illness."""
    return names_medicine(text) or names_illness(text)


def masked_health(text: str, mask: str = MASK) -> str:
    """A text as others read it: what names a medicine or an illness is masked to the next comma, all else stands.

    A part that tells a dose is masked with it: the names that are listed are never all there are. A text that
    names none comes back sign by sign; masked twice it is what it was. Source: design, guards: helpers see the
    need, not the diagnosis, and names of medicines are for who runs the errand.
    """
    if not tells_health(text):
        return text
    parts = _BETWEEN.split(text)
    shown: list[str] = []
    for said, sign in zip(parts[::2], [*parts[1::2], ""], strict=True):
        # What was masked before is not masked again for the word in it.
        hides = said != _OWN and (tells_health(said) or _DOSES.search(said) is not None)
        if hides and len(shown) > 1 and shown[-2] == mask:
            # One after another is one.
            shown[-1] = sign
            continue
        shown += [mask if hides else said, sign]
    told = "".join(shown)
    # A name may be spelt across a comma: then nothing of it is shown.
    return mask if tells_health(told) else told


def _readings(text: str) -> tuple[str, str]:
    """A text in one script, and the same with the blanks between its signs taken out."""
    plain = in_one_script(text)
    return plain, re.sub(r"[^\S\n]+", "", plain)
