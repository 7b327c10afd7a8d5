"""Whether a text tells whose home is isolated without a room: a village door, a floor, that family, one or two."""

import re
from collections.abc import Iterable

from wumen.rules.seen import as_seen
from wumen.rules.shapes import Shape

_N = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})"
# A group of a village, a lane, a row; numbered, for 建设街5号 is where a whole compound stands.
_LANE = rf"(?:第?{_N}(?:村民小组|村民组|小组|组|生产队|队)|{_N}(?:巷|排|胡同|弄))"
# The day of a month and what else is numbered there is no door: 2组5号上午采样, 2组3号采样点.
_NO_DOOR = (
    r"(?!楼|线|门(?!牌|口|里|户)|卡|桌|台|文|令|通告|采样|核酸|点|上午|下午|早|晚|中午|凌晨|起|前|后|开始|"
    r"至|到|之|\d|[（(]?(?:周|星期)|、\d{1,2}号(?:上|下|早|晚))"
)
HOUSE = Shape(
    rf"{_LANE}(?:[，,、的\-－— ]?{_LANE}|[\u4e00-\u9fff]{{1,3}}(?:胡同|巷|街|弄))?[\-－—的 ]?第?{_N}"
    rf"(?:附\d{{1,3}})?(?:号院子?|院|家(?![长人庭属])|号{_NO_DOOR})"
)
# A named lane is a door where it is said who is isolated there: 文化巷8号, 东头第三家.
_NAMED_HOUSE = (
    rf"(?:[\u4e00-\u9fff]{{1,4}}(?:胡同|巷|弄)[\-－— ]?{_N}号{_NO_DOOR}|[东西南北村]头?(?:第?{_N}|头)家|"
    rf"第{_N}家)"
)
# Where people stand is no home: 1楼大厅.
_FLOOR = (
    rf"(?:(?<![\d\-~－—至到号第每各]){_N}(?:层|楼)(?!梯|道|栋|长|宇|以[上下]|大厅|大堂|门厅|门口|集合|平台|会议|办公|服务|药店|\d|手套|口罩|衣)"
    r"|顶[楼层]|底[楼层]|[东西南北中]户|[东西南北](?:屋|厢房))"
)
_BESIDE = r"(?:楼上|楼下|隔壁|对门|对面|前院|后院|斜对面|左邻|右舍)(?:的)?(?:那|这)?(?:一)?(?:家|户|邻居|人家|院)?"
_THAT = r"(?:那|这|某|该)(?:一)?(?:家|户|个人|名|位|口子)"
# 隔离服, 隔离点, 隔离的要求 are no home's state; goods are taken somewhere too.
_STATE = (
    r"(?:隔\s?离(?!服|衣|带|栏|墩|网|板|桩|点|酒店|宾馆|病房|间|区|餐|措施|政策|要求|规定|期|须知|告知|知识|通知|垃圾|工作|专班|管理|管控|标准|指南|时间|有困难|的?(?:要求|请|需)|物)"
    r"|密\s?接|次密|密切接触|接触者|红码|黄码|居家观察|医学观察|居家健康|健康监测(?!点)|封条|封门|方舱(?!医院建|建设)|(?<!样本)(?<!标本)(?<!物资)(?<!垃圾)转\s?运(?!车|箱|样|核酸|标本|物资|垃圾|货|快递|人员|组|专班|司机|工作|点|专线|路线)"
    r"|isolat(?!ion (?:rules|gown|site|point)))"
)
_ILL = r"(?:阳性|阳了|感染者?|确诊|病例|疑似)"
_ANY = rf"(?:{_STATE}|{_ILL})"
_GAP = r"[^，。；,;！!？?\n]"
_HOME = Shape(
    rf"(?:{HOUSE.pattern}|{_NAMED_HOUSE}|{_FLOOR}){_GAP}{{0,12}}?{_STATE}|{_STATE}{_GAP}{{0,8}}?(?:{HOUSE.pattern}|{_NAMED_HOUSE}|{_FLOOR})"
    rf"|{_BESIDE}{_GAP}{{0,5}}?{_STATE}|{_THAT}{_GAP}{{0,6}}?{_STATE}|{_STATE}的?(?:就)?(?:是)?{_THAT}"
)
# One or two homes or people; 每户, 第2户 and 一户一策 count nobody.
_UNIT = r"(?:户|家|人|名|位|例|个人|个家庭|口|对|位居民)"
_FEW = (
    rf"(?<![\d.每各第同统])(?:(?:仅|只|就|只有)?(?:[12]|一|二|两|俩|壹|贰)){_UNIT}"
    r"(?![一1两2]|以上|以下|及以上|同行|为单位|一组|值守|负责|上门|都可|可|陪|代|下楼|出(?!现)|去|领|签|填|管|联系|包|人民|长|属|庭作业)"
)
_WHO = (
    r"(?:居民|住户|人家|夫妻|夫妇|母女|母子|父子|老两口|从[^，,。]{1,8}回来?的?|家庭|人员|同志|邻居|孩子|小孩|老人|学生|业主|租户|返\S{1,2}人员|(?:[一二两三四五六]|"
    r"\d)口(?:人|子)?|[12一二两]人|,|，|\()"
)
_BEING = (
    r"(?:目前|现在?|已经?|正在?|在|被|需要?|要|应|实行|执行|进行|开始|按|是|为|属于|均|都|确定|判定|列为|"
    r"集中|居家|健康|新增|处于|接受|的)"
)
_FEW_ARE = Shape(rf"(?:{_FEW}|有(?:个|户|家|名|位)(?!别))(?:{_WHO}|{_BEING}){{0,5}}{_ANY}")
_ARE_FEW = Shape(
    rf"{_ANY}(?:家庭|住户|户数|户|人员|人数|居民|者|对象|的|中|情况|性感染者)?(?:走了?|了|目前|现|共计?|共有|有|新增|仅有?|只有|还有|剩余?|为|是|:|：|\(|（){{0,3}}{_FEW}"
)
# Where they are said to be; a text for a group says the place by whom it is sent to.
_PLACED = Shape(
    rf"{_N}(?:号楼|栋|幢|座|号院|单元|层|楼|组|队|巷|排|门洞|网格|号)|[A-Za-z]座"
    r"|(?:本|咱们?|我们?|这|该|全)(?:楼|栋|单元|小区|院|组|村|社区|片|网格|门洞|区)|小区|社区|[村院苑园]|胡同|巷"
)
_BEFORE, _BEHIND = 60, 8
_SAID_TO_BE = Shape(r"有|新增|现有|出现|发现|共|仅|只|确定|转运|增加|:|：")


def names_a_house(plain: str) -> bool:
    """Whether a text names a door of a village by its number: 3组2巷5号, 2巷5号, 5组18号院."""
    return HOUSE.search(plain) is not None


def names_a_door(plain: str, doors: Iterable[str]) -> bool:
    """Whether a text holds one of these doors as they are called in the register."""
    said = close(plain)
    return any(one in said for one in map(close, doors) if len(one) > 1)


def tells_a_home(plain: str) -> bool:
    """Whether a text says of one door, one floor or that one family that it is isolated, a contact, taken away."""
    return any(_HOME.search(one) for one in _readings(plain))


def tells_few(plain: str) -> bool:
    """Whether a text counts one or two homes or people somewhere as isolated, contacts or infected.

    Neighbours know who it is. What says so of nobody (一人隔离全家不出门) is a rule and may stand.
    """
    for one in _readings(plain):
        for found in (*_FEW_ARE.finditer(one), *_ARE_FEW.finditer(one)):
            around = _around(one, found.start(), found.end())
            if _PLACED.search(around) or _SAID_TO_BE.search(around):
                return True
    return False


def _readings(plain: str) -> tuple[str, str]:
    """A text as it stands, and with the blanks between its words taken out."""
    return plain.lower(), re.sub(r"[^\S\n]+", "", plain.lower())


def _around(text: str, start: int, end: int) -> str:
    """What stands before a place of a text in its sentence, and where it goes on to say where."""
    first = max(0, start - _BEFORE)
    begins = max(text.rfind(sign, first, start) for sign in "。！!？?\n;；") + 1
    behind = text[end : end + _BEHIND]
    return text[max(begins, first) : end] + (
        behind if behind.startswith(("在", "住", "是")) else ""
    )


def close(said: str) -> str:
    """A text or the name of a door without blanks and capitals, by which one is found in the other."""
    return "".join(as_seen(said).split()).lower()
