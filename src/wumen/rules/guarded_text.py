"""What may not stand in a text that others read: numbers of people, results, illnesses, isolated rooms, names."""

import re
import unicodedata
from collections.abc import Iterable

from wumen.rules.guarded_homes import names_a_door, names_a_house, tells_a_home, tells_few
from wumen.rules.health_words import names_illness, names_medicine
from wumen.rules.problems import Problem
from wumen.rules.seen import Signs, as_seen
from wumen.rules.shapes import Shape
from wumen.rules.surnames import COMPOUND
from wumen.rules.telephones import AREA_CODE, LANDLINE, LOCAL

_CHINESE = str.maketrans(
    "〇零○一幺二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸", "0001123456789123456789236"
)
# The numbers that everybody is to ring in need are no rooms.
_EMERGENCY = Shape(r"(?:打|拨|叫|电话|热线)\s*(?:110|119|120|122|12320|12345)(?!\d)")
# Nor is a number with its area code, beside which stands who is asked for: 有事请打 0371-67170001 找孙内勤.
_WITH_AREA_CODE = Shape(rf"(?<![\d\-])\(?{AREA_CODE}\)?[\-—– ]?{LOCAL}(?![\d\-])")
_DIGITS = Shape(r"\d(?:[ \-.]?\d)*[ \-.]?[Xx]?")
_LONG = frozenset({11, 15, 18})
# As people write a number apart; 、 stands between rooms.
_APART = r"[^0-9A-Za-z\u3400-\u9fff、]{0,3}"
_MOBILE = Shape(rf"(?<!\d)(?:0{{0,2}}86{_APART}|0{_APART})?(1[3-9](?:{_APART}\d){{9}})(?!\d)")
_IDENTITY = Shape(rf"(?<!\d)(\d{{6}}{_APART}(?:18|19|20)(?:{_APART}\d){{9}}{_APART}[\dXx])(?!\d)")
# Hours and rooms beside each other, 18:00–20:00 301, are in more pieces than a number.
_PIECES = {_MOBILE: 3, _IDENTITY: 5}
_RESULTS = (
    "阳性", "阴性", "陽性", "陰性", "初筛", "复核结果", "检测结果", "核酸结果", "阳了", "羊了", "阳人", "两道杠",
    "positive", "negative", "test result",
)  # fmt: skip
# Beside the names of illnesses (rules/health_words.py): what a body feels, and English words.
_AILMENTS = (
    "疑似", "发热", "发烧", "高烧", "低烧", "症状", "dialysis", "cancer", "pregnan", "diabet", "disab", "insulin",
    "schizophren", "depress",
)  # fmt: skip
_ISOLATED = (
    "隔离", "密接", "次密", "接触者", "红码", "黄码", "居家观察", "医学观察", "健康监测", "封条", "封门",
    "方舱", "isolat", "contact of a case",
)  # fmt: skip
# Goods are taken somewhere too; people by the same word, and then it is a result.
_GOODS = "箱|样|核酸|标本|物资|垃圾|货|快递"
_AILING = "|".join((*(one for one in _ISOLATED if not one.isascii()), "转运"))
_TAKEN_AWAY = rf"(?<!样本)(?<!标本)(?<!物资)(?<!垃圾)转\s?运(?!{_GOODS})"
# Surnames that are hardly ever anything else; others are known by the names that are given.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎潘杜戴钟"
    "汪姜范姚谭廖邹熊陆孔崔康邱秦史顾侯邵孟薄龚"
)
# Words that only begin like a name.
_NO_NAME = (
    "周[一二三四五六日天末边围内期知到]|张[贴口纸表卡票单床桌图]|黄码|陆续|谢谢|戴[口好上着]|何[时人处种]|范围|程[序度]|康复|"
    "曾[经在]|顾[客虑]|郑重|苏醒|钟[头点]|罗列|杜绝|徐徐|胡同|孙[子女]|史上|江苏"
)
_SURNAME = rf"(?:{'|'.join(COMPOUND)}|(?!{_NO_NAME})[{_SURNAMES}])"
_HAN = r"[\u4e00-\u9fff]"
# Surnames that are words as well: believed where only a name is likely, behind 户主 or in brackets beside a room.
_RARE = (
    "高林马方任石金白毛万安常武乔贺赖文牛成尚温单包柴路向古花房尹易段雷龙陶黎洪翁倪严芦苗齐关葛喻冉符鲁盛桂"
    "靳鲍耿祝甘霍宁申屈兰辛欧翟殷游阮解丁于余樊桑俞梅蒙裴骆庞聂岳闫焦左柳涂凌冷吉晏娄饶管车景郎简封童庄窦"
    "项滕宫柯蔺瞿冀晁穆阿买吐艾热"
)
_NO_RARE = (
    "高[龄层低处峰考中速]|马[上路]|方[便法向案形]|任[务何意]|金[额水]|白[天色班菜]|万[一元]|安[全静装排置检]|"
    "常[住见规用客]|文[明件化]|牛[奶肉]|成[人员年功]|尚[未可]|温[度馨]|单[人元位独间双管采]|包[括裹子户保]|路[口边过]|"
    "向[阳北南东西]|古|花[园店]|房[东主间屋门租]|于[是]|余[下]|严[格禁]|关[门闭爱好]|申[请报领]|解[除封]|游[客]|管[家理控道]|"
    "车[位库主牌里在]|简[单]|封[控闭存]|童[车装]|项[目]|左[边手侧右]|凌晨|冷[藏库链]|热[水饭线]|阿[姨]|买[菜药的到]|"
    "武[装]|易[拉]|段[时]|安好|毛巾|花盆|梅花|石板|龙头|雷雨|景[观]|欧式|辛苦|欢"
)
_RARER = rf"(?:{_SURNAME}|(?!{_NO_RARE})[{_RARE}])"
_LABEL = "户主|业主|住户|租户|租客|承租人|户名|姓名|联系人"
_OPENS, _CLOSES = r"[(\[{{<【〔「『《“‘\"']", r"[)\]}}>】〕」』》”’\"']"
# Three or four digits that count nothing, 1-2-301, or the word; as they are spoken too: 五〇一, 五百零一, 5楼东.
_COUNTS = "户人层个套份年元"
_ROOM_WORDS = (
    rf"(?<!\d)\d{{3,4}}(?![\d{_COUNTS}])|\d\s{{0,3}}[-－—]\s{{0,3}}\d|\d室"
    rf"|[一二三四五六七八九]百[〇零][一二三四五六七八九](?![{_COUNTS}])"
    rf"|(?<![〇零○一幺二三四五六七八九])[一二三四五六七八九][〇零○一二三四五六七八九]{{2,3}}"
    rf"(?![〇零○一二三四五六七八九{_COUNTS}])"
    r"|(?:\d|[一二三四五六七八九十])\s*[楼层]\s*[东西南北中]户?|[东西南北中]户"
    # What may be a count or a day of the month is none with a person behind it.
    rf"|\d{{3,5}}户(?:主|(?={_SURNAME}|\s?{_OPENS}\s?(?:{_LABEL})?[:是]?\s?{_RARER}{_HAN}))|\d号(?={_SURNAME}{_HAN})"
    # A count of homes says so, 共301户; five digits are a room where they are like one.
    rf"|(?<![\d共计有约达超])(?:\d{{3,4}}户|\d{{5}}户?)(?=[^\d，。；,;!?\n]{{0,4}}(?:{_AILING}))"
    rf"|(?<!\d)\d{{5}}(?=室|房|户主|号?{_SURNAME}{_HAN}|{_OPENS})"
)
_ROOM = Shape(_ROOM_WORDS)
_NAMED = Shape(
    rf"(?:(?<!{_HAN})|(?<=[的叫找是])){_SURNAME}{_HAN}{{1,2}}(?!{_HAN})|{_SURNAME}某"
    rf"|{_SURNAME}{_HAN}{{0,2}}(?:先生|女士|阿姨|大爷|大妈|奶奶|爷爷|叔叔|老师|师傅)"
    # Straight behind a room, whatever follows.
    rf"|(?:{_ROOM_WORDS})[室房户号的]*(?:住户|业主|户主|居民|家的?)?[\s()，,:]*{_SURNAME}\s?{_HAN}{{1,2}}"
)
# A name that is known by where it stands: in brackets beside a room, before a room in brackets, behind 户主是.
_PLACED = Shape(
    rf"(?:{_ROOM_WORDS})[室房户号]?\s?{_OPENS}\s?(?:{_LABEL}|找|是|叫)?[:是]?\s?"
    rf"(?:{_RARER}{_HAN}{{1,3}}|[阿买吐艾热穆]{_HAN}{{2,5}}|{_HAN}{{1,6}}·{_HAN}{{1,8}})\s?{_CLOSES}"
    rf"|(?<!{_HAN}){_RARER}{_HAN}{{2}}\s?{_OPENS}\s?(?:{_ROOM_WORDS})"
    rf"|(?:{_LABEL})(?:[是叫为:]|叫做)\s?{_RARER}{_HAN}{{1,2}}(?!{_HAN})"
)
# 501阳, and no balcony, no sun and no compound of that name.
_SUN = Shape(
    rf"(?:{_ROOM_WORDS}|(?<!\d)\d{{5}})[室房户号]?\s?(?:家|的)?[是又也已都刚还]{{0,2}}\s?[阳羊](?![台光面春])"
)
# A car may be for whomever; one that a room stands before is hers.
_TAKEN = Shape(rf"{_TAKEN_AWAY}(?!车)|(?:{_ROOM_WORDS})[^，。；,;\n]{{0,8}}{_TAKEN_AWAY}")


_OF_ANY_SCRIPT = Signs(lambda one: str(unicodedata.digit(one, one)))


def plain_of(text: str) -> str:
    """A text as it is read: one form of each sign, none unseen, digits of any script."""
    return as_seen(text).translate(_OF_ANY_SCRIPT)


def holds_long_number(text: str) -> bool:
    """Whether a text holds as many digits as a telephone or an identity number has, however they are written."""
    plain = plain_of(text)
    return any(map(_long, (plain, plain.translate(_CHINESE))))


def _long(plain: str) -> bool:
    for found in _DIGITS.finditer(plain):
        marks = "".join(filter(str.isalnum, found[0]))
        # An office's own with its area code, 010-62170001, is as long as a mobile's.
        if LANDLINE.fullmatch(marks):
            continue
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
    return bool(_ROOM.search(_WITH_AREA_CODE.sub("", _EMERGENCY.sub("", plain_of(text)))))


def check_group_text(
    text: str,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    doors: Iterable[str] = (),
    *,
    of_stock: bool = False,
) -> None:
    """Refuse a text that may not go to a group chat.

    `names` are people whom the office knows, `places` names of places, which may look like a person's, `doors`
    how doors without a number are called there (北院), `of_stock`: it tells of what is kept for teams, where a box of
    布洛芬 is nobody's illness. Problems: `group_text_number` for 11, 15 or 18 digits,
    `group_text_result`, `group_text_illness`, `group_text_medicine`, `group_text_isolated` for a room, a village's
    door, a floor or one family that is isolated, `group_text_few` for one or two of them, `group_text_name` for a
    name with a room.
    """
    plain = plain_of(text)
    # A word is the same word with a blank in it.
    small = plain.lower() + "\n" + "".join(plain.lower().split())
    if holds_long_number(text):
        raise Problem("group_text_number")
    if any(word in small for word in _RESULTS) or _SUN.search(plain):
        raise Problem("group_text_result")
    if not of_stock and names_medicine(text):
        raise Problem("group_text_medicine")
    if any(word in small for word in _AILMENTS) or names_illness(text):
        raise Problem("group_text_illness")
    if tells_a_home(plain):
        raise Problem("group_text_isolated")
    if tells_few(plain):
        raise Problem("group_text_few")
    if not (names_a_room(text) or names_a_house(plain) or names_a_door(plain, doors)):
        return
    if any(word in small for word in _ISOLATED) or _TAKEN.search(small):
        raise Problem("group_text_isolated")
    if names_somebody(plain, names, places):
        raise Problem("group_text_name")


def read_reason(text: str, missing: str, most: int) -> str:
    """What somebody typed as a reason, blanks joined; others read it, so it is held to the same words.

    Problems: the one called `missing` where nothing is said or more than `most` signs, those of `check_group_text`.
    """
    said = " ".join(text.split())
    if not said or len(said) > most:
        raise Problem(missing, most=most)
    check_group_text(said)
    return said


def names_somebody(text: str, names: Iterable[str] = (), places: Iterable[str] = ()) -> bool:
    """Whether a text holds one of these names, or what is written like one and is no place."""
    plain = plain_of(text)
    for place in sorted(filter(None, places), key=len, reverse=True):
        plain = plain.replace(plain_of(place), "，")
    close = "".join(plain.split())
    said = _NAMED.search(plain) or _PLACED.search(plain)
    return bool(said) or any(one in close for one in names if len(one) > 1)
