"""The words by which ledgers tell of special needs: 透析, 独居, 孕晚期, 85岁老人, 坐轮椅."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from wumen.rules.addresses import plain
from wumen.rules.health_names import HEALTH_OF_KIND
from wumen.rules.shapes import Shape
from wumen.rules.special_needs.kinds import Kind
from wumen.rules.special_needs.needs import Details, Need

# 无残疾, 未怀孕 and 没有透析 say the contrary.
_NOT = r"(?<![无非未没不])(?<!没有)"
_MEANS: Mapping[Kind, str] = {
    **{Kind(kind): words for kind, words in HEALTH_OF_KIND.items()},
    Kind.LIVING_ALONE: "独居|孤寡|孤老",
    Kind.EMPTY_NEST: "空巢|留守老人",
    Kind.VERY_OLD: r"高龄|(?<!\d)(?:[89]\d|1[0-2]\d)(?:多|几)?岁|[八九]十[一二三四五六七八九多几]?岁",
    Kind.INFANT: "婴|新生儿|幼儿(?!园)",
    Kind.CHILD_WITHOUT_PARENT: "困境儿童|留守儿童|孤儿|无人照看|父母.*(?:转运|隔离)",
    Kind.NO_SMARTPHONE: "(?:无|没有?|不会用)智能?手?机|(?:无|没有?|不会用)手机|老年机|老人机",
    Kind.INTERPRETER: "外籍|外国|翻译|语言不通|不会说?(?:中文|汉语)",
    Kind.HOMEBOUND: "行动不[便变]|行动困难|轮椅|骨折|腿脚不|拄拐|不能下楼|下不了楼|上门采样|上门核酸",
}
_PATTERNS = {kind: Shape(f"{_NOT}(?:{_MEANS[kind]})") for kind in Kind}
# What such a word already tells whoever comes to the door.
_ADVICE: Mapping[str, str] = {
    "聋|听障|听力[障残]|失聪": "听不见：请发文字，敲门用力些",
    "哑": "说话不便：请用文字",
    "(?<![色文])盲|失明|视障|视力[障残]": "看不见：请先出声，说明是谁",
    "轮椅": "坐轮椅",
}


@lru_cache(maxsize=4096)
def kinds_in(word: str) -> tuple[Kind, ...]:
    """The kinds that a word of a ledger means; none for a word that is not understood."""
    text = plain(word)
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))


def kinds_of(words: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds that somebody's words mean together, each once, in the order of the kinds."""
    found = {kind for word in words for kind in kinds_in(word)}
    return tuple(kind for kind in Kind if kind in found)


def need_of_word(kind: Kind, words: Iterable[str]) -> Need:
    """The need that words of a ledger tell of: without dates, with what they say to who comes."""
    text = "、".join(words)
    if kind not in (Kind.DISABLED, Kind.HOMEBOUND):
        return Need(kind)
    own = [
        said
        for pattern, said in _ADVICE.items()
        if re.search(_NOT + f"(?:{pattern})", text)
        and (kind is Kind.HOMEBOUND) == (pattern == "轮椅")
    ]
    return Need(kind, Details(advice="；".join(own)))


@lru_cache(maxsize=4096)
def needs_of_words(words: tuple[str, ...]) -> Mapping[Kind, Need]:
    """The needs that somebody's words tell of, one of each kind."""
    return {
        kind: need_of_word(kind, [word for word in words if kind in kinds_in(word)])
        for kind in kinds_of(words)
    }
