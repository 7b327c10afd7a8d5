"""What may not stand in a text that others read: numbers of people, results, illnesses, isolated rooms, names."""

import re
import unicodedata
from collections.abc import Iterable

from wumen.rules.problems import Problem

# Signs that stand between letters unseen, or turn them around: a number is none the less a number.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_CHINESE = str.maketrans(
    "〇零○一幺二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸", "0001123456789123456789236"
)
# The numbers that everybody is to ring in need are no rooms.
_EMERGENCY = re.compile(r"(?:打|拨|叫|电话)\s*(?:110|119|120|122)(?!\d)")
_DIGITS = re.compile(r"\d(?:[ \-.]?\d)*[ \-.]?[Xx]?")
_LONG = frozenset({11, 15, 18})
# As people write a number apart; 、 stands between rooms.
_APART = r"[^0-9A-Za-z\u3400-\u9fff、]{0,3}"
_MOBILE = re.compile(rf"(?<!\d)(?:0{{0,2}}86{_APART})?(1[3-9](?:{_APART}\d){{9}})(?!\d)")
_IDENTITY = re.compile(
    rf"(?<!\d)(\d{{6}}{_APART}(?:18|19|20)(?:{_APART}\d){{9}}{_APART}[\dXx])(?!\d)"
)
# Hours and rooms beside each other, 18:00–20:00 301, are in more pieces than a number.
_PIECES = {_MOBILE: 3, _IDENTITY: 5}
_RESULTS = (
    "阳性", "阴性", "陽性", "陰性", "初筛", "复核结果", "检测结果", "核酸结果", "阳了", "羊了", "阳人", "两道杠",
    "positive", "negative", "test result",
)  # fmt: skip
_ILLNESSES = (
    "确诊", "疑似", "病例", "感染", "发热", "发烧", "高烧", "低烧", "症状", "透析", "肿瘤", "癌", "放疗", "化疗",
    "糖尿病", "高血压", "心脏病", "精神病", "精神障碍", "孕妇", "残疾", "失能", "重病", "新冠", "肺炎", "艾滋",
    "肝炎", "dialysis", "cancer", "pregnan", "diabet", "disab",
)  # fmt: skip
_ISOLATED = (
    "隔离", "密接", "次密", "接触者", "红码", "黄码", "居家观察", "医学观察", "健康监测", "封条", "封门",
    "被转运", "已转运", "isolat", "contact of a case",
)  # fmt: skip
# Surnames that are hardly ever anything else; others are known by the names that are given.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎潘杜戴钟"
    "汪姜范姚谭廖邹熊陆孔崔康邱秦史顾侯邵孟薄龚"
)
_COMPOUND = "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒"
# Words that only begin like a name.
_NO_NAME = (
    "周[一二三四五六日天末边围内期知到]|张贴|黄码|陆续|谢谢|戴[口好上着]|何[时人处种]|范围|程[序度]|康复|"
    "曾[经在]|顾[客虑]|郑重|苏醒|钟[头点]|罗列|杜绝|徐徐|胡同|孙[子女]|史上|江苏"
)
_SURNAME = rf"(?:{_COMPOUND}|(?!{_NO_NAME})[{_SURNAMES}])"
_HAN = r"[\u4e00-\u9fff]"
# Three or four digits that count nothing, 1-2-301, or the word; as they are spoken too: 五〇一, 五百零一, 5楼东.
_COUNTS = "户人层个套份年元"
_ROOM_WORDS = (
    rf"(?<!\d)\d{{3,4}}(?![\d{_COUNTS}])|\d\s{{0,3}}[-－—]\s{{0,3}}\d|\d室"
    rf"|[一二三四五六七八九]百[〇零][一二三四五六七八九](?![{_COUNTS}])"
    rf"|(?<![〇零○一幺二三四五六七八九])[一二三四五六七八九][〇零○一二三四五六七八九]{{2,3}}"
    rf"(?![〇零○一二三四五六七八九{_COUNTS}])"
    r"|(?:\d|[一二三四五六七八九十])\s*[楼层]\s*[东西南北中]户?|[东西南北中]户"
    # What may be a count or a day of the month is none with a person behind it.
    rf"|\d{{3,4}}户(?:主|(?={_SURNAME}))|\d号(?={_SURNAME}{_HAN})"
)
_ROOM = re.compile(_ROOM_WORDS)
_NAMED = re.compile(
    rf"(?:(?<!{_HAN})|(?<=[的叫找是])){_SURNAME}{_HAN}{{1,2}}(?!{_HAN})|{_SURNAME}某"
    rf"|{_SURNAME}{_HAN}{{0,2}}(?:先生|女士|阿姨|大爷|大妈|奶奶|爷爷|叔叔|老师|师傅)"
    # Straight behind a room, whatever follows.
    rf"|(?:{_ROOM_WORDS})[室房户号的]*(?:住户|业主|户主|居民|家的?)?[\s()，,:]*{_SURNAME}\s?{_HAN}{{1,2}}"
)


def _plain(text: str) -> str:
    """A text as it is read: one form of each sign, none unseen, digits of any script."""
    seen = (
        one
        for one in unicodedata.normalize("NFKC", text)
        if unicodedata.category(one) not in _UNSEEN
    )
    return "".join(str(unicodedata.digit(one, one)) for one in seen)


def holds_long_number(text: str) -> bool:
    """Whether a text holds as many digits as a telephone or an identity number has, however they are written."""
    plain = _plain(text)
    return any(map(_long, (plain, plain.translate(_CHINESE))))


def _long(plain: str) -> bool:
    for found in _DIGITS.finditer(plain):
        marks = [one for one in found[0] if one.isalnum()]
        if len(marks) in _LONG or any(
            len(run) in _LONG for run in re.findall(r"\d+[Xx]?", found[0])
        ):
            return True
    return any(
        len(re.findall(r"\d+", found[1])) <= pieces
        for shape, pieces in _PIECES.items()
        for found in shape.finditer(plain)
    )


def names_a_room(text: str) -> bool:
    """Whether a text names a room, as people write or say one."""
    return bool(_ROOM.search(_EMERGENCY.sub("", _plain(text))))


def check_group_text(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> None:
    """Refuse a text that may not go to a group chat.

    `names` are people whom the office knows, `places` names of places, which may look like a person's.
    Problems: `group_text_number` for 11, 15 or 18 digits, `group_text_result`, `group_text_illness`,
    `group_text_isolated` for a room that is isolated, `group_text_name` for a name with a room.
    """
    plain = _plain(text)
    # A word is the same word with a blank in it.
    small = plain.lower() + "\n" + "".join(plain.lower().split())
    if holds_long_number(text):
        raise Problem("group_text_number")
    if any(word in small for word in _RESULTS):
        raise Problem("group_text_result")
    if any(word in small for word in _ILLNESSES):
        raise Problem("group_text_illness")
    if not names_a_room(text):
        return
    if any(word in small for word in _ISOLATED):
        raise Problem("group_text_isolated")
    if names_somebody(plain, names, places):
        raise Problem("group_text_name")


def names_somebody(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> bool:
    """Whether a text holds one of these names, or what is written like one and is no place."""
    plain = _plain(text)
    for place in sorted(filter(None, places), key=len, reverse=True):
        plain = plain.replace(_plain(place), "，")
    close = "".join(plain.split())
    return bool(_NAMED.search(plain)) or any(one in close for one in names if len(one) > 1)
