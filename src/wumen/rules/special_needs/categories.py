"""Care by category (人文关怀分类管): which kinds of household one is, by who lives there."""

from collections.abc import Collection, Sequence
from enum import Enum

from wumen.rules.special_needs.kinds import Kind


class Category(Enum):
    """A kind of household with its names; the key is what an address of a page carries."""

    ELDERLY_ALONE = ("elderly_alone", "老人独居", "older person alone")
    INFANT = ("infant", "有婴幼儿", "with an infant")
    PREGNANT = ("pregnant", "有孕产妇", "with a pregnancy")
    TREATMENT = ("treatment", "有定期就医", "with regular treatment")
    MEDICINE = ("medicine", "有慢病用药", "with lasting medicine")
    OTHER_CARE = ("other_care", "有其他重点关爱", "with other special care")
    PLAIN = ("plain", "普通", "plain")

    def __init__(self, key: str, zh: str, en: str) -> None:
        """The names of the category."""
        self.key, self.zh, self.en = key, zh, en


_OF_KIND = {
    Kind.INFANT: Category.INFANT,
    Kind.PREGNANT: Category.PREGNANT,
    Kind.DIALYSIS: Category.TREATMENT,
    Kind.CHEMOTHERAPY: Category.TREATMENT,
    Kind.LASTING_MEDICINE: Category.MEDICINE,
}
_OLD = frozenset({Kind.VERY_OLD, Kind.EMPTY_NEST})


def categories(people: Sequence[Collection[Kind]]) -> tuple[Category, ...]:
    """What a household is, given the kinds of each who lives there: all that holds, else plain.

    Somebody old is alone when nobody else lives there, whatever the ledger called her.
    """
    kinds = {kind for one in people for kind in one}
    found = {_OF_KIND.get(kind, Category.OTHER_CARE) for kind in kinds}
    if Kind.LIVING_ALONE in kinds or (len(people) == 1 and kinds & _OLD):
        found.add(Category.ELDERLY_ALONE)
        if kinds <= _OLD | {Kind.LIVING_ALONE}:
            found.discard(Category.OTHER_CARE)
    return tuple(one for one in Category if one in found) or (Category.PLAIN,)
