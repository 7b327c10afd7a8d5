"""Waste that is handed on (垃圾交接): of which class, how many bags, how heavy, to whom; two classes never mixed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wumen.rules.numbers import typed_number
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

_MOST_BAGS = 999
_MOST_KG = Decimal(5000)
_LONGEST = 120
# Said of waste of isolated homes that came out of no bin, where one stands.
NO_BIN = "none"
_KG = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


class WasteClass(StrEnum):
    """Of homes that are isolated or positive, handled as medical waste; and of all other homes."""

    MEDICAL = "medical"
    HOUSEHOLD = "household"


WASTE_NAMES: Mapping[WasteClass, Named] = {
    WasteClass.MEDICAL: Named(
        zh="涉疫（双层黄袋、喷洒消毒）", en="waste of isolated homes (yellow, double bag, sprayed)"
    ),
    WasteClass.HOUSEHOLD: Named(zh="普通生活垃圾", en="household waste"),
}


@dataclass(frozen=True)
class WasteDraft:
    """What is noted of one collection that was handed on.

    `bin`: the id of the bin that it came out of, `NO_BIN` where it came out of none; `done_at`: the hour as on
    paper, nothing for now.
    """

    path: str
    kind: str
    bags: str
    kg: str
    handed_to: str
    done_at: str = ""
    sprayed: bool = False
    bin: str = ""


@dataclass(frozen=True)
class Load:
    """A collection as it counts: its class, bags, weight in kilograms."""

    kind: WasteClass
    bags: int
    kg: Decimal


def check_waste(draft: WasteDraft) -> Load:
    """What a collection counts for.

    Problems: `waste_kind_unknown`, `waste_bags_wrong`, `waste_weight_wrong`, `waste_to_nobody`, `bin_not_medical`; and
    `waste_not_sprayed`: waste of isolated homes leaves disinfected and in double bags (plan of 2021-09).
    """
    if draft.kind not in set(WasteClass):
        raise Problem("waste_kind_unknown")
    bags, kg = typed_number(draft.bags), typed_number(draft.kg)
    if not (bags.isascii() and bags.isdecimal() and 1 <= int(bags) <= _MOST_BAGS):
        raise Problem("waste_bags_wrong", most=_MOST_BAGS)
    if not _KG.fullmatch(kg) or not 0 < Decimal(kg) <= _MOST_KG:
        raise Problem("waste_weight_wrong", most=_MOST_KG)
    if not draft.handed_to.strip() or len(draft.handed_to) > _LONGEST:
        raise Problem("waste_to_nobody")
    kind = WasteClass(draft.kind)
    if draft.bin not in ("", NO_BIN) and kind is not WasteClass.MEDICAL:
        raise Problem("bin_not_medical")
    if kind is WasteClass.MEDICAL and not draft.sprayed:
        raise Problem("waste_not_sprayed")
    return Load(kind, int(bags), Decimal(kg))


def totals(loads: Iterable[Load]) -> dict[WasteClass, Load]:
    """Bags and weight of each class; a class of which nothing was handed on counts none."""
    found = {kind: Load(kind, 0, Decimal(0)) for kind in WasteClass}
    for one in loads:
        so_far = found[one.kind]
        found[one.kind] = Load(one.kind, so_far.bags + one.bags, so_far.kg + one.kg)
    return found
