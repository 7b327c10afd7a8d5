"""Takes the fields out of an entry one after the other: telephones, people, temperatures, days, names."""

import re

from wumen.rules.temperatures import HIGHEST, LOWEST

# What was taken leaves this sign, so that words on both sides of it never join.
GAP = "\x1f"

_MOBILE = re.compile(r"(?<![0-9])(?:\+?86-?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9])\(?(0[0-9]{2,3})\)?[- ]([2-9][0-9]{6,7})(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9Xx])")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{8,}(?![0-9])")
_NUMERALS = {"两": 2, "俩": 2, **{sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}}
_COUNT = r"[0-9]{1,2}|[一二两三四五六七八九十]"
_BIG_SMALL = re.compile(rf"({_COUNT})(?:个)?大人?({_COUNT})(?:个)?小(?:孩)?")
_PEOPLE = re.compile(
    rf"(?:一家|全家|家里|家中|共|总共|一共|共计)?\s*(?<![0-9.])({_COUNT})\s*(?:个人|口人|人(?!份|民|间|工)|口(?!罩|服)|位(?!置))(?:都|均|全)?"
)
_AFTER_ROOM = re.compile(
    r"^[-,，、 ~]*([0-9]{1,2})(?![0-9.:/%\-]|\s*[大人口位月号楼栋单年度点个斤袋盒份瓶岁天℃°#])"
)
_TEMPERATURE = re.compile(
    r"(?<![0-9.\-])(3[4-9]|4[0-3])(?:\s*[.。·点]\s*([0-9]{1,2})(?![0-9])|度([0-9])?|\s*°C|[,，]([0-9])(?![0-9]))\s*(?:°C|度)?"
)
# Whole degrees of a fever, 全家38 or 体温39: behind a word or alone, and no age, count, room or day.
_WHOLE_FEVER = re.compile(
    rf"(?<![0-9.\-:/年月楼栋号])(3[89]|4[0-2])(?=\s*(?:[,，。;；!！、{GAP}]|了|多|$)|\s+(?![岁人口个位号楼栋室单年月日天]))"
)
_IN_WORDS = re.compile(r"三十([四五六七八九])度(?:([一二三四五六七八九])(?!十))?")
_DAY = re.compile(
    r"(?:[0-9]{4}[-/.年])?(?<![0-9.])(?:1[0-2]|0?[1-9])(?:月|[-/.])(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:日|号)?(?!楼)|(?<![0-9])(?:3[01]|[12][0-9]|[1-9])(?:日|号)(?!楼|院|栋|单元|线)"
    r"|今[天日早晚]|明[天日早晚]|大?后天|昨[天日晚]|大?前天|(?:上上|下下|[上下这本])?个?(?:周|星期|礼拜)[一二三四五六日天末]|大年[初三除][一二三四五六七八九十夕]?|年后|节后|正月[初十廿]?[一二三四五六七八九十]+"
)
_CLOCK = re.compile(
    r"(?:凌晨|早上|上午|中午|下午|晚上|夜里)?\s*(?:[01]?[0-9]|2[0-3])[:点时](?:[0-5][0-9]|半)?分?(?:左右|前后)?|凌晨|早上|上午|中午|下午|晚上"
)
_TRANSPORT = re.compile(
    r"(?:高铁|动车|火车|列车|飞机|航班|车次|大巴|汽车)?\s*(?<![A-Za-z0-9])(?:[GDCKTZYL][0-9]{1,4}(?:次)?|[A-Z]{2}[0-9]{3,4}|[0-9][A-Z][0-9]{4}|"
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6})(?![A-Za-z0-9])|自驾|开车|高铁|火车|飞机|大巴|动车|顺风车"
)
_SHIFT = re.compile(
    r"(?:早晚|全天|白天|白班|早班|中班|晚班|夜班|大夜|上午班?|下午班?|晚上|早上|晚(?![\u4e00-\u9fff])|早(?![\u4e00-\u9fff]))(?:都行|都可以|均可|也行|可以|都可)?"
    r"|(?:[01]?[0-9]|2[0-4]):[0-5][0-9]\s*[-~至到]\s*(?:[01]?[0-9]|2[0-4]):[0-5][0-9]|都行|都可以|随时|机动"
)
_DAYS_LEFT = re.compile(
    r"(?:只|还|就|大概|大约|约|仅)?\s*(?:剩下?|有|够吃?|能吃|够用|能用|可用|可吃)\s*(?:不到|大概|约)?\s*([0-9]{1,3}|[一二两三四五六七八九十])\s*(天|日|周)(?:左右)?(?:的?(?:药|量|了)?)?"
)
_HEADS = re.compile(r"(?:联系)?(?:电话|手机号?|手机|联系方式|电联|tel|TEL|Tel|☎|📞)\s*[:：]?")


class Body:
    """The words of an entry of which one field after the other is taken."""

    def __init__(self, text: str) -> None:
        """Begin with the whole text."""
        self.left = text

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take the first match out; None where there is none."""
        found = pattern.search(self.left)
        if found:
            self.cut(found.start(), found.end())
        return found

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Take every match out, in order."""
        found = list(pattern.finditer(self.left))
        self.left = pattern.sub(GAP, self.left)
        return found

    def cut(self, start: int, end: int) -> None:
        """Take what stands from `start` up to `end`."""
        self.left = self.left[:start] + GAP + self.left[end:]


def take_phone(body: Body) -> tuple[str | None, bool]:
    """The first telephone of an entry; whether a long number stands there that is none."""
    body.take_all(_IDENTITY)
    mobiles = body.take_all(_MOBILE)
    landlines = body.take_all(_LANDLINE)
    wrong = bool(body.take_all(_LONG_NUMBER))
    if mobiles or landlines or wrong:
        body.take_all(_HEADS)
    if mobiles:
        return "".join(mobiles[0].groups()), False
    if landlines:
        return f"{landlines[0][1]}-{landlines[0][2]}", False
    return None, wrong


def take_people(body: Body) -> int | None:
    """How many people an entry says: 2人, 两口, 三口人, 2大1小."""
    families = body.take(_BIG_SMALL)
    if families:
        return number(families[1]) + number(families[2])
    found = body.take(_PEOPLE)
    return number(found[1]) if found and 0 < number(found[1]) <= 30 else None


def take_count_after(body: Body, at: int) -> int | None:
    """A bare number right behind a room counts its people: 1301，2, 905- 2, 2201 4."""
    rest = body.left[at:].lstrip(GAP)
    found = _AFTER_ROOM.match(rest)
    if not found or not 0 < int(found[1]) <= 20:
        return None
    start = len(body.left) - len(rest)
    body.cut(start, start + found.end())
    return int(found[1])


def take_temperatures(body: Body) -> tuple[float, ...]:
    """The temperatures of an entry in degrees Celsius: 36.4, 36度5, 36.2/36.5/36.7℃."""
    read = []
    for one in body.take_all(_TEMPERATURE):
        tenths = one[2] or one[3] or one[4] or "0"
        read.append((one.start(), float(f"{one[1]}.{tenths}")))
    for one in body.take_all(_IN_WORDS):
        read.append((one.start(), 30.0 + number(one[1]) + number(one[2] or "") / 10))
    return tuple(value for _, value in sorted(read) if LOWEST <= value <= HIGHEST)


def take_whole_fever(body: Body) -> tuple[float, ...]:
    """The whole degrees of a fever, 全家38, where an entry of temperatures says no other; the door is taken before.

    Whole degrees below are not read: nobody is normal by a number that may be something else.
    """
    return tuple(float(one[1]) for one in body.take_all(_WHOLE_FEVER))


def take_when(body: Body) -> str | None:
    """The day, with the hour where it is said, as it is written: 1月8号, 1.7, 明天下午."""
    day = body.take(_DAY)
    hour = body.take(_CLOCK)
    said = "".join(one[0].strip() for one in (day, hour) if one)
    return said or None


def take_transport(body: Body) -> str | None:
    """The train, the flight, the plate or how one travels, as it is written."""
    found = body.take_all(_TRANSPORT)
    return " ".join(one[0].strip() for one in found) or None


def take_shifts(body: Body) -> tuple[str, ...]:
    """When a volunteer can come, as it is written."""
    return tuple(dict.fromkeys(one[0].strip() for one in body.take_all(_SHIFT)))


def take_days_left(body: Body) -> int | None:
    """For how many days a medicine lasts: 剩2天, 还有5天的, 够一周."""
    found = body.take(_DAYS_LEFT)
    return number(found[1]) * (7 if found[2] == "周" else 1) if found else None


def number(text: str) -> int:
    """A number in digits or as one Chinese numeral; 0 for nothing."""
    return int(text) if text.isascii() and text.isdigit() else _NUMERALS.get(text, 0)
