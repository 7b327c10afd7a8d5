"""Who stands in a name cell: one person or several, with what is written beside a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from wumen.rules.ledger.sheets import Cell, cell_text, raw_text, says_nothing

_KIN = (
    "户主|业主|房主|产权人|本人|配偶|妻子|妻|丈夫|夫|爱人|老伴|儿子|儿|长子|次子|三子|子|女儿|女|长女|次女|三女|"
    "子女|孩子|父亲|父|母亲|母|爸爸|妈妈|公公|婆婆|岳父|岳母|儿媳|媳妇|媳|女婿|婿|孙子|孙|孙女|外孙|外孙女|"
    "爷爷|奶奶|姥爷|姥姥|外公|外婆|祖父|祖母|哥哥|弟弟|姐姐|妹妹|兄|弟|姐|妹|哥|侄子|侄女|外甥|亲属|亲戚|"
    "成员|家庭成员|其他成员|保姆|住家保姆|护工|租户|租客|承租人|房客|合租|朋友|同事|室友|同住人|家属|之妻|之夫|之子|之女|之父|之母"
)
_BETWEEN = re.compile(
    r"[、,;/\\|\n\r\t&+。]+|(?:^|(?<=[\s、,;]))[0-9]{1,2}[.)](?=\D)"
    r"|(?<=[\u4e00-\u9fff)])(?<!等)(?<!共)[0-9](?=[\u4e00-\u9fff])(?![人口岁])"
    r"|(?<=[\u4e00-\u9fff)])\s*[0-9]{1,2}[.)](?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff]{2})[-—–](?=[\u4e00-\u9fff]{2})"
)
_PAIR = re.compile(r"([\u4e00-\u9fff]{2,3})(?:[和与及]|\s+[和与及]\s+)([\u4e00-\u9fff]{2,3})")
_ENUMERATION = re.compile(r"[(]?[0-9]{1,2}[.、):]\s*(?=[^0-9\s])|[①-⑳]")
_LEADING_DIGITS = re.compile(r"[0-9]{1,2}(?=[\u4e00-\u9fff])")
_REMARK = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^】]*)】")
_CALLED = re.compile(rf"(?P<kin>{_KIN})\s*[:：]\s*(?P<name>.+)")
# 张三-妻 is 张三, the wife; a dash between two names parts them before this is asked.
_KIN_AFTER = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,4}})[-—–](?P<kin>{_KIN})")
_CALLED_GAP = re.compile(rf"({_KIN})\s*[:：]\s*")
_KIN_WORDS = frozenset(_KIN.split("|"))
_DIGITS = re.compile(r"[0-9][0-9Xx \-]{5,}[0-9Xx]")
_AND_OTHERS = re.compile(
    r"(?P<name>.{2,}?)(?:等|一家|全家)(?:[0-9一二三四五六七八九十]+)?(?:口人|[人口])?"
)
# What is written behind a name with a comma between: 张三，男，30岁.
_AGE = r"[0-9]{1,3}周?岁"
_BESIDE = re.compile(rf"男|女|{_AGE}")
_AGE_BEHIND = re.compile(rf"(?P<name>[\u4e00-\u9fff·]{{2,}}),?(?P<age>{_AGE})")
# 配偶李四, with or without a colon; a sign of one letter calls somebody only among others.
_KIN_BEFORE = re.compile(
    r"(?P<kin>户主|业主|房主|产权人|配偶|妻子|丈夫|爱人|老伴|儿子|长子|次子|三子|女儿|长女|次女|三女|子女|孩子|"
    r"父亲|母亲|爸爸|妈妈|公公|婆婆|岳父|岳母|儿媳|女婿|孙子|孙女|外孙女|外孙|爷爷|奶奶|姥爷|姥姥|外公|外婆|"
    r"祖父|祖母|哥哥|弟弟|姐姐|妹妹|侄子|侄女|外甥|保姆|租户|租客|承租人)(?P<name>[\u4e00-\u9fff]{2,4})"
)
_SIGN_BEFORE = re.compile(r"(?P<kin>[妻夫子女父母媳婿])(?P<name>[\u4e00-\u9fff]{2,3})")
_NO_NAME = re.compile(r"[0-9]+\s*(?:口人|[人口户个])?")
# What stands in a place, not what somebody is called.
_PLACE = re.compile(r"[0-9](?:号|单元|栋|幢|室|楼|层|门)")
_LETTER = re.compile(r"[^\W\d_]")
# What a clerk writes of a home where nobody was met; nobody is called so.
_NOT_MET = re.compile(
    r"(家中|家里|屋内|敲门|入户)?(不在家?|没在家|无人(应答|在家|应)?|没人(应|在家)?|未在家)"
    r"|(拒访|拒绝|拒绝登记|拒不配合|不配合|未登记|待登记|待核实|待核查|待补充|未联系上?|联系不上|失联|"
    r"外出|外出务工|外地|已搬走|搬走|已搬离|搬离|已搬|不详|不清楚|同上|保密|查无此人|锁门|已迁出|迁出|"
    r"姓名不详|无名氏|暂缺|缺|商铺|门面|仓库|车库|办公室|物业用房|开发商)"
)
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# A sentence in the name column is about somebody; its parts are nobody's names.
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{6}|搬|租|空置|联系|电话|无人|没人|不在|外地|老家|已|住户")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SEX = frozenset("男女")
_KIN_SIGNS = frozenset("妻夫子儿女父母婿媳兄弟姐妹男")
_IN_REMARK = re.compile(r"[、,;/]")
# Hidden signs lie in a plane of which no font has a letter.
_ABOVE_ALL_SIGNS = 0xF0000
# What is hidden there for a while; any other sign of that plane is the ledger's own.
_HIDES = re.compile(r"[0-9]|" + _BETWEEN.pattern)
_FULL_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a cell, and what is written beside it; '' and () where nothing is."""

    name: str
    relation: str = ""
    sex: str = ""
    numbers: tuple[str, ...] = ()
    note: str = ""


@lru_cache(maxsize=16384)
def read_names(text: str) -> tuple[Named, ...] | None:
    """The people that a name cell holds, in half width; None when they cannot be told apart."""
    if is_plain_name(text):
        return (Named(text),)
    if is_kin(text) or _NOT_MET.fullmatch(text):
        return ()
    if _PLACE.search(text):
        return ()
    found: list[Named] = []
    called = ""
    pair = _PAIR.fullmatch(text)
    for part in pair.groups() if pair else _parts(_outside_remarks(text)):
        words = _words(part)
        if words is None:
            return None
        for word in words:
            if found and _BESIDE.fullmatch(word):
                found[-1] = _described(found[-1], word)
                continue
            named = _named(_shown(word), among=bool(found))
            if found and word in _KIN_WORDS and len(word) == 1:
                # 张三，妻，4101…: one sign between names is nobody's name; whose wife it is stays open.
                continue
            if named and is_kin(named.name):
                called = named.name
            elif named and named.name:
                found.append(replace(named, relation=named.relation or called))
                called = ""
            elif named and found:
                found[-1] = _joined(found[-1], named)
    if len(found) > 1 and any("·" not in one.name and _SENTENCE.search(one.name) for one in found):
        return None
    return tuple(found)


def is_plain_name(text: str) -> bool:
    """Whether a text is surely the name of one person and nothing else: two to four signs."""
    return (
        _PLAIN_NAME.fullmatch(text) is not None
        and text not in _KIN_WORDS
        and not says_nothing(text)
        and not _NOT_MET.fullmatch(text)
        and not (len(text) > len("张小三") and _KIN_BEFORE.fullmatch(text))
    )


def could_be_name(text: str) -> bool:
    """Whether a name cell says anything that a person could have meant by it."""
    return not says_nothing(text) and bool(_LETTER.search(text))


def is_kin(text: str) -> bool:
    """Whether a text is no name but a word for somebody of a household, like 户主 or 配偶."""
    return len(text) > 1 and text in _KIN_WORDS


def split_cell(cell: Cell, count: int) -> list[str] | None:
    """The cell's parts, one for each of `count` people in order; None when the counts differ.

    A blank cell has no parts. Lines go before commas, commas before blanks between numbers.
    """
    text = raw_text(cell)
    if says_nothing(cell_text(cell)):
        return []
    for between in (r"\n|\r\n?", r"[、,;，；|/\n\r]+", r"[、，；,;|/\s\u3000]+"):
        parts = [_ENUMERATION.sub("", part.strip()) for part in re.split(between, text)]
        if len(parts) == count:
            return parts
        written = [part for part in parts if part]
        if len(written) == count:
            return written
    return None


def _outside_remarks(text: str) -> str:
    """The text with the separators inside brackets hidden; `_shown` brings them back."""
    return _REMARK.sub(lambda found: _BETWEEN.sub(_hidden, found[0]), text)


def _hidden(found: re.Match[str]) -> str:
    return "".join(chr(_ABOVE_ALL_SIGNS + ord(sign)) for sign in found[0])


def _shown(text: str) -> str:
    """The text with its hidden signs back."""
    return "".join(
        plain_sign
        if ord(sign) >= _ABOVE_ALL_SIGNS
        and _HIDES.fullmatch(plain_sign := chr(ord(sign) - _ABOVE_ALL_SIGNS))
        else sign
        for sign in text
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if part and part.strip()]


def _words(part: str) -> list[str] | None:
    """The names in a part without commas: blanks stand between names, or inside '张 三'."""
    bare = _REMARK.sub(lambda found: found[0].replace(" ", "\1"), _CALLED_GAP.sub(r"\1:", part))
    *before, last = bare.split("(")
    bare = "(".join([*map(str.rstrip, before), last])
    if not _HAN.search(bare):
        return [part]
    words: list[str] = []
    run = ""
    for word in [*_with_kin(bare.split()), ""]:
        if len(word) == 1 and _HAN.match(word):
            run += word
        elif run and word[1:2] == "(":
            words.append(run + word)
            run = ""
        elif len(run) > 3:
            return None
        elif len(run) == 1 and words and not words[-1].endswith(")"):
            words[-1] += run
            words += filter(None, [word])
            run = ""
        elif len(run) == 1:
            words, run = [run + word], ""
        else:
            words += filter(None, [run, word])
            run = ""
    return [word.replace("\1", " ") for word in words]


def _with_kin(words: Sequence[str]) -> Iterator[str]:
    """The words with a sign of kin or sex put to its name: 李四 子, or 妻 张三."""
    called, before = "", ""
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _KIN_SIGNS and len(before) > 1 and not _is_sign(after):
            before = f"{before}({word})"
        elif word in _KIN_SIGNS - _SEX and not before and _FULL_NAME.match(after):
            called = word
        else:
            if before:
                yield before
            before, called = (f"{called}:{word}" if called else word), ""
    if before:
        yield before


def _is_sign(word: str) -> bool:
    return len(word) == 1 and bool(_HAN.match(word)) and word not in _KIN_SIGNS


def _described(one: Named, word: str) -> Named:
    """The one before with her sex, or her age as a remark."""
    if word in _SEX:
        return replace(one, sex=one.sex or word)
    return replace(one, note=" ".join(filter(None, (one.note, word))))


def _named(word: str, among: bool = False) -> Named | None:
    """One name and what stands beside it; a name of '' for a number that belongs to the one before.

    `among`: somebody was named before her in the same cell.
    """
    relation = sex = note = ""
    numbers: list[str] = []
    after = _KIN_AFTER.fullmatch(word)
    if after:
        word, relation = after["name"], after["kin"]
    called = _CALLED.fullmatch(word) or _called_before(word, among)
    if called:
        relation, word = called["kin"], called["name"]
    kept: list[str] = []
    for remark in ("".join(filter(None, groups)) for groups in _REMARK.findall(word)):
        said = remark.strip()
        if len(said) == 1 and said not in _SEX | _KIN_WORDS:
            kept.append(f"({said})")
            continue
        left: list[str] = []
        for part in filter(None, map(str.strip, _IN_REMARK.split(said))):
            if part in _SEX and not relation and sex == "":
                sex = part
            elif part in _KIN_WORDS:
                relation = relation or part
            elif _DIGITS.fullmatch(part):
                numbers.append(part)
            else:
                left.append(part)
        note = " ".join(filter(None, (note, ",".join(left))))
    word = _REMARK.sub("", word)
    word, note = _without_age(word, note)
    numbers += [found.strip() for found in _DIGITS.findall(word)]
    name = _bare_name(_DIGITS.sub("", word))
    others = _AND_OTHERS.fullmatch(name)
    if others:
        name, note = others["name"], " ".join(filter(None, (note, word.strip())))
    if not name and not numbers:
        return None
    return Named(name + "".join(kept) if name else "", relation, sex, tuple(numbers), note)


def _without_age(word: str, note: str) -> tuple[str, str]:
    """The word without an age behind the name, which becomes a remark."""
    aged = _AGE_BEHIND.fullmatch(word)
    return (aged["name"], f"{note} {aged['age']}".strip()) if aged else (word, note)


def _called_before(word: str, among: bool) -> re.Match[str] | None:
    return _KIN_BEFORE.fullmatch(word) or (_SIGN_BEFORE.fullmatch(word) if among else None)


def _bare_name(text: str) -> str:
    name = text.strip(" :：.。,-_*#'`‘’")
    name = name if _NO_NAME.fullmatch(name) else _LEADING_DIGITS.sub("", name, count=1)
    if says_nothing(name) or not _LETTER.search(name) or _NO_NAME.fullmatch(name):
        return ""
    return " ".join(name.split()) if name.isascii() else "".join(name.split())


def _joined(one: Named, more: Named) -> Named:
    note = " ".join(filter(None, (one.note, more.note)))
    return Named(one.name, one.relation, one.sex, one.numbers + more.numbers, note)
