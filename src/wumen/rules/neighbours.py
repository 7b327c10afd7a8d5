"""What neighbours are told of homes in isolation: how many in a building, never below three, and whom to ring.

Uniform for all (统一告知), so that nobody has to ask in a group chat which home it is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from wumen.rules.isolated_homes import Unified
from wumen.rules.masks import HIDDEN_BELOW

# What is said of the care for these homes stands there only where it is planned today.
_CARED: Mapping[Unified, str] = {
    Unified.FOOD: "吃的用的由社区送上门",
    Unified.WASTE: "垃圾单独收走",
    Unified.MEDICAL: "体温和核酸有人上门做",
    Unified.COUNSEL: "每天有人联系",
}


@dataclass(frozen=True)
class Told:
    """How many homes isolate in each building of a compound that may be named, by the building's name.

    `total`: the sum with those in buildings that may not; None where it would give one of them away.
    """

    named: Mapping[str, int]
    total: int | None


def told(homes: Mapping[str, int]) -> Told:
    """What may be told of the homes in isolation, building by building.

    A building with fewer than three is not named, and what is told is the same whether one such building holds any
    or not: the sum is told only where three or more are left out, in at least two buildings.
    """
    named = {name: many for name, many in homes.items() if many >= HIDDEN_BELOW}
    left = [many for many in homes.values() if 0 < many < HIDDEN_BELOW]
    safe = len(left) > 1 and sum(left) >= HIDDEN_BELOW
    return Told(named, sum(homes.values()) if safe else None)


def text_for(place: str, homes: Mapping[str, int], planned: Collection[Unified], ring: str) -> str:
    """The text for the groups of a compound, in Chinese; empty where nothing may be told.

    `planned`: which of the four unified are owed today; `ring`: the number of the community's desk, empty without.
    """
    said = told(homes)
    if not said.named and said.total is None:
        return ""
    counts = [f"{name} {many} 户" for name, many in said.named.items()]
    rest = "其余楼栋没有或者不足三户，不写明" if counts else "各楼都不足三户，不写明"
    whole = f"目前居家隔离共 {said.total} 户" if said.total is not None else "目前居家隔离"
    numbers = "，".join([*counts, rest])
    cared = "，".join(["他们不出门", *(words for one, words in _CARED.items() if one in planned)])
    number = f"有困难、有情况请打 {ring}。" if ring else "有困难、有情况请找社区。"
    return (
        f"【{place}】各位邻居：{whole}：{numbers}。{cared}。"
        f"是哪一户不公布，请不要打听、不要在群里写房号和姓名。{number}"
    )
