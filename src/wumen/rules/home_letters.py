"""The letter from home (家书): how somebody is addressed, the community's words, whom to ring, and what is outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wumen.rules.guarded_text import check_group_text
from wumen.rules.help_numbers import HelpKind, HelpLine
from wumen.rules.problems import Problem
from wumen.rules.surnames import COMPOUND_OF_NAMES
from wumen.rules.time import day_zh

# As many characters fit on the sheet above the numbers, in a size that is read without glasses.
LONGEST = 400
# Until a community writes its own.
WORDS = (
    "这些天您和家里人待在家里，给大家帮了大忙，您辛苦了。\n"
    "菜、药、日用品缺什么，垃圾什么时候收，心里闷了想找人说说话，都请告诉我们。您不用一个人扛着，我们就在楼下。\n"
    "请按时吃饭、睡好觉，多开窗。等这段日子过去，咱们院里再见。"
)
_CLOSING_APART = "隔离不隔爱，关怀暖人心。"
_CLOSING = "人在家，情在门口，关怀暖人心。"
# From this age on people here are called aunt and uncle by whoever comes to the door; 60 is old by the law of 2012.
_ELDER = 60
_CHILD = 14
_CALLED = ("阿姨", "叔叔", "奶奶", "爷爷", "大爷", "大妈", "先生", "女士", "小朋友", "老师")
# So many of a home are called by name; a larger one is greeted as a whole.
_NAMED = 3


@dataclass(frozen=True)
class Addressee:
    """Somebody as far as a greeting goes; `sex` is 男, 女 or empty, `born` None where nobody knows."""

    name: str
    sex: str = ""
    born: date | None = None


def _age(born: date | None, day: date) -> int | None:
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def addressed(who: Addressee, day: date) -> str:
    """How somebody is addressed on a day: 张阿姨, 李叔叔 from sixty on, 王芳女士, 小明小朋友; else by the name."""
    if who.name.endswith(_CALLED):
        return who.name
    age = _age(who.born, day)
    if age is not None and age < _CHILD:
        return f"{who.name}小朋友"
    if who.sex not in ("男", "女"):
        return who.name
    if age is not None and age >= _ELDER:
        surname = who.name[:2] if who.name.startswith(COMPOUND_OF_NAMES) else who.name[:1]
        return surname + ("阿姨" if who.sex == "女" else "叔叔")
    return who.name + ("女士" if who.sex == "女" else "先生")


def greeting(people: Sequence[Addressee], day: date) -> str:
    """The first line: who lives there, each once as she is addressed; a home without names is greeted as a home."""
    called = list(dict.fromkeys(addressed(one, day) for one in people))
    if not called:
        return "您好："
    more = "和家里人" if len(called) > _NAMED else ""
    return "、".join(called[:_NAMED]) + more + ("：大家好！" if called[1:] else "：您好！")


def check_words(text: str) -> str:
    """The community's words, as they are printed for every home.

    Problems: `home_letter_empty`, `home_letter_long`; those of `check_group_text`, for one text goes to all homes.
    """
    said = "\n".join(one.strip() for one in text.strip().splitlines() if one.strip())
    if not said:
        raise Problem("home_letter_empty")
    if len(said) > LONGEST:
        raise Problem("home_letter_long", most=LONGEST)
    check_group_text(said)
    return said


@dataclass(frozen=True)
class Numbers:
    """Whom the letter says to ring: the community's service, and whom to tell what is wrong; empty is a blank line."""

    service: str
    supervision: str


def numbers_of(lines: Iterable[HelpLine]) -> Numbers:
    """The numbers of a letter from those over a home: the desk serves, the city's hotline supervises."""
    known = {one.kind: one.telephone for one in reversed(list(lines))}
    return Numbers(known.get(HelpKind.DESK, ""), known.get(HelpKind.HOTLINE, ""))


@dataclass(frozen=True)
class Letter:
    """A letter: what stands inside, and `outside` where it is folded, which tells the door and who writes alone."""

    outside: tuple[str, ...]
    greeting: str
    paragraphs: tuple[str, ...]
    numbers: Numbers
    signed: str
    day: str


def letter(
    home: tuple[str, Sequence[Addressee]],
    words: str,
    numbers: Numbers,
    signed: str,
    day: date,
    *,
    apart: bool,
) -> Letter:
    """The letter of one home, given by its door and who lives there.

    `apart`: somebody there isolates, which stands inside and never outside.
    """
    door, people = home
    closing = _CLOSING_APART if apart else _CLOSING
    paragraphs = (*filter(None, (words or WORDS).splitlines()), closing)
    return Letter(
        ("家书", door, signed), greeting(people, day), paragraphs, numbers, signed, day_zh(day)
    )
