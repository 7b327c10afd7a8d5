"""The words under which a person, a door or a telephone is found, and what a person means who types some."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

from wumen.rules.addresses import code_of_label, plain, read_address, read_label
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone

# Characters below the letters and digits begin the tokens that no name may run into.
_DOOR = "#"
_TELEPHONE = "+"
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[·•・‧∙⋅.]\s*(?=[{_HAN}])")
_PADDING = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_RUNS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}_]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_LONGEST_NAME = 40
_MOST_VARIANTS = 4

_LONGEST_TYPED = 80
_MOST_WORDS = 6
_LONGEST_ROOM = 5
_IDENTITY_DIGITS = 18
_ANY = "0"
_NUMBER_GAPS = re.compile(r"\s+")
_ONLY_NUMBER = re.compile(r"[0-9][0-9-]{5,}X?")
_BETWEEN_WORDS = re.compile(r"[\s,，、;；。]+")
_DASHES = re.compile(r"[‐‑‒–—―−~_/\\-]+")
_CODE = re.compile(r"(?=.*[0-9])[0-9a-z]{1,8}")
_ROOM_ENDING = re.compile("(?:室|号房|号|户|房)$")
_LABEL = (
    "[0-9]{1,4}[A-Za-z]?|[A-Za-z][0-9]{0,3}|[一二三四五六七八九十]{1,3}|[东西南北中前后新老]{1,2}"
)
_PART_OF_HOUSE = re.compile(
    rf"(?:(?P<building>(?:{_LABEL})(?:号楼|号栋|号幢|#楼|栋|幢|座|楼|#)))?"
    rf"(?:(?P<unit>(?:{_LABEL})(?:单元|门栋|门)))?"
)
# A name stands before a door or behind one without a blank between them.
_NAME_THEN_DOOR = re.compile(r"([^\W\d_]{2,}|[\u3400-\u9fff])([0-9].*)")
_DOOR_THEN_NAME = re.compile(
    r"((?:.*[0-9].*)?(?:[0-9]|楼|栋|幢|座|单元|室))([\u3400-\u9fff]{1,6}|[A-Za-z]{2,})"
)

# The dictionary gives a character's commonest reading; as a surname these are read otherwise, or both ways.
_SURNAMES = {
    "乐": ("yue", "le"),
    "乜": ("nie", "mie"),
    "仇": ("qiu", "chou"),
    "任": ("ren",),
    "俞": ("yu", "shu"),
    "冼": ("xian",),
    "区": ("ou", "qu"),
    "华": ("hua",),
    "单": ("shan", "dan"),
    "卜": ("bu", "bo"),
    "召": ("shao", "zhao"),
    "句": ("gou", "ju"),
    "员": ("yun", "yuan"),
    "哈": ("ha",),
    "宁": ("ning",),
    "宓": ("mi", "fu"),
    "尉": ("wei", "yu"),
    "尹": ("yin",),
    "幺": ("yao",),
    "应": ("ying",),
    "折": ("she", "zhe"),
    "撒": ("sa",),
    "晟": ("cheng", "sheng"),
    "曲": ("qu",),
    "曾": ("zeng", "ceng"),
    "术": ("zhu", "shu"),
    "朴": ("piao", "pu"),
    "查": ("zha", "cha"),
    "柏": ("bai", "bo"),
    "洗": ("xian", "xi"),
    "沈": ("shen", "chen"),
    "燕": ("yan",),
    "牟": ("mou", "mu"),
    "盖": ("ge", "gai"),
    "盛": ("sheng", "cheng"),
    "相": ("xiang",),
    "石": ("shi",),
    "祭": ("zhai", "ji"),
    "秘": ("bi", "mi"),
    "种": ("chong", "zhong"),
    "繁": ("po", "fan"),
    "纪": ("ji",),
    "缪": ("miao", "mou"),
    "翟": ("zhai", "di"),
    "莘": ("shen", "xin"),
    "葛": ("ge",),
    "薄": ("bo", "bao"),
    "藏": ("zang", "cang"),
    "覃": ("qin", "tan"),
    "解": ("xie", "jie"),
    "谌": ("chen", "shen"),
    "贾": ("jia",),
    "车": ("che", "ju"),
    "过": ("guo",),
    "逄": ("pang",),
    "郇": ("xun", "huan"),
    "郗": ("xi", "chi"),
    "都": ("du", "dou"),
    "长": ("zhang", "chang"),
    "阚": ("kan",),
    "阿": ("a",),
    "隗": ("wei", "kui"),
    "黑": ("he", "hei"),
}
_GIVEN = {
    "乐": ("le", "yue"),
    "传": ("chuan", "zhuan"),
    "兴": ("xing",),
    "强": ("qiang",),
    "晟": ("sheng", "cheng"),
    "朝": ("chao", "zhao"),
    "盛": ("sheng", "cheng"),
    "行": ("xing", "hang"),
    "茜": ("qian", "xi"),
    "莎": ("sha", "suo"),
    "重": ("chong", "zhong"),
    "长": ("chang", "zhang"),
}
_COMPOUND_SURNAMES = {
    "万俟": ("mo", "qi"),
    "尉迟": ("yu", "chi"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
}


@lru_cache(maxsize=65536)
def name_tokens(name: str) -> tuple[str, ...]:
    """Every word under which a name is found by its beginning, each once.

    王小明: all its tails, theirs in pinyin without tones, and the initials of those of two or more
    characters. Names in letters: their words in lower case.
    """
    found: dict[str, None] = {}
    for run in _runs(_PADDING.sub("", name[:_LONGEST_NAME])):
        found.update(dict.fromkeys(_tails(run) if _IS_HAN.match(run) else (run,)))
    return tuple(found)


@lru_cache(maxsize=65536)
def door_tokens(path: str) -> tuple[str, ...]:
    """The words under which the door at a path is found: `#1-2-301`, `#2-301`, `#301` and `#1-301`."""
    codes = codes_below_compound(path)
    tails = ["-".join(codes[start:]) for start in range(len(codes))]
    if len(codes) > 2:
        tails.append(f"{codes[-3]}-{codes[-1]}")
    return tuple(_DOOR + tail for tail in dict.fromkeys(tails))


def telephone_token(keyed: bytes) -> str:
    """The word under which a complete telephone is found, from its keyed hash."""
    return _TELEPHONE + keyed[:16].hex()


def codes_below_compound(path: str) -> list[str]:
    """The codes from the building down; a compound is named in letters and stands in no address."""
    codes = path.split("/")[:-1]
    below = next((at + 1 for at, code in enumerate(codes) if len(code) == 12), min(3, len(codes)))
    codes = codes[below:]
    return codes[1:] if len(codes) > 1 and codes[0].isalpha() else codes


def _runs(text: str) -> list[str]:
    """Chinese runs and words in letters or digits, half width, lower case; a dot inside a name parts nothing."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _RUNS.findall(_DOTS.sub("", text.lower()))


def _tails(run: str) -> Iterator[str]:
    """A Chinese name's tails, their pinyin and their initials, in each way its surname may be read."""
    for start in range(len(run)):
        yield run[start:]
    for syllables in _read_aloud(run):
        for start in range(len(syllables)):
            tail = syllables[start:]
            if all(tail):
                yield "".join(tail)
                if len(tail) > 1:
                    yield "".join([syllable[0] for syllable in tail])


def _read_aloud(run: str) -> list[tuple[str, ...]]:
    """The syllables of a Chinese name, '' for a character that no dictionary knows."""
    if run[:2] in _COMPOUND_SURNAMES:
        start: list[tuple[str, ...]] = [(syllable,) for syllable in _COMPOUND_SURNAMES[run[:2]]]
    else:
        start = [_SURNAMES.get(run[0]) or _reading(run[0])]
    rest = [_GIVEN.get(char) or _reading(char) for char in run[len(start) :]]
    # Back to front, so that the surname is read in all its ways first.
    variants = islice(product(*reversed([*start, *rest])), _MOST_VARIANTS)
    return [syllables[::-1] for syllables in variants]


@cache
def _reading(char: str) -> tuple[str]:
    """The commonest reading of a character without its tone; ü is v, as it is typed."""
    from pypinyin.constants import PINYIN_DICT  # a tenth of a second that only a search should cost

    spelt = unicodedata.normalize("NFD", PINYIN_DICT.get(ord(char), "").partition(",")[0])
    spelt = spelt.replace("u\u0308", "v")
    return ("".join(letter for letter in spelt if "a" <= letter <= "z"),)


@dataclass(frozen=True)
class DoorWord:
    """A door or a part of one as somebody typed it, in the codes of paths.

    `tail`: codes that follow each other down to the room; the last one counts by its beginning
    as long as it is not `complete`. `building` and `unit` must stand at their own level.
    """

    tail: tuple[str, ...] = ()
    building: str = ""
    unit: str = ""
    complete: bool = False

    @property
    def token(self) -> str:
        """The beginning of a door's token from which a search sets out."""
        parts = [part for part in (self.building, self.unit, *self.tail) if part]
        return _DOOR + "-".join(parts) + ("" if self.tail else "-")

    def holds(self, path: str) -> bool:
        """Whether the door at the path is one of those that were meant."""
        codes = codes_below_compound(path)
        unit = codes[-2] if len(codes) > 2 else ""
        building = codes[-3] if unit else codes[0] if len(codes) > 1 else ""
        if (self.building and self.building != building) or (self.unit and self.unit != unit):
            return False
        typed = "-".join(self.tail) + ("-" if self.complete else "")
        if self.building or self.unit:
            return f"{codes[-1]}-".startswith(typed)
        # The same as its tokens, said in one line: each tail, and building-room.
        return f"-{typed}" in f"-{'-'.join(codes)}-/-{building}-{codes[-1]}-"


@dataclass(frozen=True)
class Typed:
    """What somebody who typed looks for: a complete number, or names and doors that must all hold."""

    identity: str = ""
    telephone: str = ""
    names: tuple[str, ...] = ()
    doors: tuple[DoorWord, ...] = ()


@lru_cache(maxsize=1024)
def read_typed(text: str) -> Typed:
    """Understand what was typed; Problem `number_incomplete`, or what is wrong with an identity number.

    `wang 1号楼`, `1-2 张`, `3栋2门501`, `138 0000 0001`: the last word may still be unfinished.
    Of more than six words the first six count.
    """
    text = plain(text)[:_LONGEST_TYPED]
    number = _number(_NUMBER_GAPS.sub("", text).upper())
    if number:
        return number
    names: list[str] = []
    doors: list[DoorWord] = []
    words = [part for word in _BETWEEN_WORDS.split(text) for part in _name_and_door(word)]
    for at, word in enumerate(words[:_MOST_WORDS]):
        door = _door(word, last=at == len(words) - 1)
        if door:
            doors.append(door)
        else:
            names += _runs(_spelling(word))
    return Typed(names=tuple(names), doors=tuple(doors))


def is_named(words: Sequence[str], name: str) -> bool:
    """Whether each of the words begins one of the words under which the name is found."""
    tokens = name_tokens(name)
    return all(any(token.startswith(word) for token in tokens) for word in words)


def begins(words: Sequence[str], name: str) -> bool:
    """Whether one of the words begins the whole name, as written, in pinyin or in its initials."""
    return any(whole.startswith(word) for whole in _wholes(name) for word in words)


@lru_cache(maxsize=65536)
def _wholes(name: str) -> tuple[str, ...]:
    reads = [read for read in _whole(name) if not _IS_HAN.match(read[0])]
    initials = ["".join([syllable[0] for syllable in read]) for read in reads]
    return (*_runs(name)[:1], *("".join(read) for read in reads), *initials)


def sound_alike(one: str, other: str) -> bool:
    """Whether two names are the same, or are read the same in one of their readings."""
    return bool(_whole(one) & _whole(other))


def whole_name_tokens(name: str) -> list[str]:
    """The words of a whole name among its tokens: in pinyin each way it is read; in letters, each word."""
    whole = {"".join(read) for read in _whole(name)} | set(_runs(name))
    return [token for token in name_tokens(name) if token in whole]


def _whole(name: str) -> set[tuple[str, ...]]:
    runs = _runs(_PADDING.sub("", name[:_LONGEST_NAME]))
    if len(runs) == 1 and _IS_HAN.match(runs[0]):
        return {read for read in _read_aloud(runs[0]) if all(read)} | {(runs[0],)}
    return {tuple(runs)} if runs else set()


def _number(text: str) -> Typed | None:
    """The complete number that the whole text is; None for what is a name or a door."""
    if not _ONLY_NUMBER.fullmatch(text):
        return None
    digits = text.replace("-", "")
    telephone = read_telephone(digits if text.startswith("1") else text)
    if telephone.value and (len(digits) > 8 or "-" not in text):
        return Typed(telephone=telephone.value[0])
    if "-" in text or len(digits) <= _LONGEST_ROOM:
        return None
    identity = read_identity_number(digits)
    if identity.value:
        return Typed(identity=identity.value)
    whole = len(digits) == _IDENTITY_DIGITS
    raise Problem(identity.code if whole and identity.code else "number_incomplete")


def _name_and_door(word: str) -> list[str]:
    """张1-2 and 1号楼张 are two words each; what holds a door only, or a name only, is one."""
    if not word or _door(word, last=True):
        return [word] if word else []
    found = _NAME_THEN_DOOR.fullmatch(word) or _DOOR_THEN_NAME.fullmatch(word)
    return list(found.groups()) if found else [word]


def _spelling(word: str) -> str:
    """Letters as the tokens spell them: ü and the yu of a passport (LYU) are v, no apostrophe."""
    spelt = re.sub("['’`]", "", unicodedata.normalize("NFC", word.lower())).replace("ü", "v")
    return re.sub("([ln])yu", r"\1v", spelt)


def _door(word: str, last: bool) -> DoorWord | None:
    """The door that a word names; None for a name."""
    finished = bool(_ROOM_ENDING.search(word)) or not last
    address = read_address(word)
    if address:
        room, unit = code_of_label(address.room), _code(address.unit)
        return DoorWord((room,), code_of_label(address.building), unit, finished)
    inside = read_address(word, _ANY) if "单元" in word or "门" in word else None
    if inside:
        return DoorWord((code_of_label(inside.room),), "", _code(inside.unit), finished)
    part = _PART_OF_HOUSE.fullmatch(word)
    if part:
        building, unit = (_code(read_label(part[name] or "")) for name in ("building", "unit"))
        return DoorWord((), building, unit)
    codes = [code for code in _DASHES.split(_ROOM_ENDING.sub("", word.lower())) if code]
    if not codes or not all(_CODE.fullmatch(code) for code in codes):
        return None
    ended = finished or bool(_DASHES.fullmatch(word[-1]))
    return DoorWord(tuple(_code(code) for code in codes), complete=ended)


def _code(label: str) -> str:
    return code_of_label(label) if label else ""
