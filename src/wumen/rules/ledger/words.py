"""The words of headers: what offices call a field, and how a word says whose field it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wumen.rules.addresses import plain
from wumen.rules.ledger.sheets import Cell, numeral

# Every field a column may hold, with its name in both languages, as a page offers the choice.
FIELDS: Mapping[str, tuple[str, str]] = {
    "name": ("姓名", "Name"),
    "identity_number": ("身份证号", "Identity number"),
    "phone": ("电话", "Telephone"),
    "relation": ("与户主关系", "Relation to the head"),
    "sex": ("性别", "Sex"),
    "needs": ("特殊需求", "Special needs"),
    "address": ("住址", "Address"),
    "group": ("村民组", "Village group"),
    "lane": ("街巷", "Lane"),
    "building": ("楼栋", "Building"),
    "unit": ("单元", "Unit"),
    "room": ("房号", "Room"),
    "level": ("楼层", "Floor"),
    "state": ("房屋状态", "State of the home"),
    "count": ("人数", "Number of people"),
    "number": ("序号", "Serial number"),
    "note": ("备注", "Remarks"),
    "other": ("其他（不用）", "Something else (not used)"),
}
PERSON_FIELDS = frozenset(("name", "identity_number", "phone", "relation", "sex", "needs"))
# The columns that the import itself adds to an outcome file, in this order.
OUTCOME_WORDS = ("导入结果", "原因")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORDS: Mapping[str, str] = {
    "number": "序号 编号 户序号 户编号 No NO 顺序号 序列号 行号 户数 户次",
    "address": (
        "住址 现住址 现居住址 家庭住址 家庭地址 居住地址 现居住地址 现居住地 居住地 住宅地址 住房地址 "
        "详细地址 详细住址 居住详址 现住详址 现住地 现住地址 常住地址 实际居住地址 实际居住地 居住住址 "
        "地址 房屋地址 门牌 门牌号 门牌号码 门牌地址 小区地址 小区住址 住所 房屋坐落 房屋位置 房产地址 "
        "楼栋单元房号 楼栋房号 楼栋门牌 楼栋门牌号 单元门牌 单元门牌号 具体住址 具体地址 楼门号 "
        "楼号房号 楼室号 楼房号 房屋 户址 院号 宅号 楼栋单元 楼栋单元号 楼栋单元室 homeaddr address 家庭详细地址 "
        "小区楼栋房号 楼号单元房号 楼号单元号房号 楼栋号单元号房号 居住楼栋 房屋编号 房间地址 住宅 房产 "
        "物业地址 房屋名称 房产名称 单元楼号 所住楼栋 居住房号 楼层房号 完整房号 房屋全称 房间编号 现居地址 现居地 房源"
    ),
    "group": "村民组 村民小组 小组 组 组别 组名 组号 生产队 队别 队 所在组 所属组 自然村组 村组",
    "lane": "街巷 街 巷 胡同 街巷名 街巷名称 巷名 胡同名 胡同名称 道路 街道巷 所在街巷 弄 里弄 弄堂",
    "building": (
        "楼栋 楼栋号 楼号 栋 栋号 幢 幢号 楼 楼幢 楼幢号 楼宇 座 座号 所在楼栋 栋别 栋数 楼座 楼栋名称 "
        "楼名 大楼 楼宇号 楼栋编号 幢别 座栋 座别 栋座 楼宇名称 所属楼栋 所属楼宇 几号楼 号楼 building"
    ),
    "unit": "单元 单元号 门栋 门栋号 所在单元 单元名称 梯号 梯 门洞 门洞号 楼门 单元门 几单元 所属单元 单元名 unit",
    "room": (
        "房号 户号 室 室号 房间 房间号 房间号码 房屋号 户室号 户 房 门号 房门号 房室号 室号房号 "
        "单元房号 单元室号 房屋号码 户门号 户室 住房号 所属房间 居室 门户号 房门 房间名称 几室 room"
    ),
    "level": "楼层 层 层号 所在楼层 居住楼层 楼层号 floor",
    "count": (
        "人数 人口 人口数 家庭人数 家庭人口 家庭人口数 户内人数 常住人数 常住人口 居住人数 实住人数 "
        "总人数 户人数 户人口 居住人口 实有人口 实有人数 同住人数 成员数 家庭成员数 家庭成员人数 现住人数 "
        "家庭成员数量 人口总数 本户人数 实住人口"
    ),
    "name": (
        "姓名 业主姓名 住户姓名 居民姓名 家庭成员姓名 成员姓名 人员姓名 居住人姓名 居住人 全名 "
        "住户 业主 户主姓名 户主 名字 家庭成员 name 产权人 产权人姓名 房主 房主姓名 业主名称 户主名字 "
        "居住人员 居住人员姓名 常住人员 常住人员姓名 住户名称 姓名全称 人员 人员名单 名单 成员 居民 "
        "租户 租户姓名 承租人 承租人姓名 租客 租客姓名 租住人 租住人姓名 入住人 入住人姓名 实际居住人 "
        "实际居住人姓名 使用人 使用人姓名 其他成员 其他家庭成员 其余成员 同住人 同住人员 同住人姓名 "
        "同住人员姓名 同住成员 共同居住人 共同居住人员 共同居住人姓名 共同居住人员姓名 共住人员 "
        "家庭成员名单 家庭成员名字 其他成员姓名 其他家庭成员姓名 家庭其他成员 家庭其他成员姓名 "
        "户内成员 家属 家属姓名 家人 家人姓名 被采样人 受检人 "
        "被登记人 人名 户内人员 居住者 入户人员 村民 申报人 房屋使用人 常住人 中文名 登记人姓名 常住人口"
    ),
    "contact": "联系人 联系人姓名",
    "relation": (
        "关系 与户主关系 同户主关系 户主关系 家庭关系 与业主关系 与房主关系 成员关系 身份 "
        "与户主的关系 和户主关系 与户主之关系 与本人关系 与业主的关系 与承租人关系 与户主 relation 称谓"
    ),
    "sex": "性别 男女 性別 男/女 sex gender",
    "identity_number": (
        "身份证 身份证号 身份证号码 证件号 证件号码 有效证件号 有效证件号码 居民身份证号 居民身份证 "
        "居民身份证号码 公民身份号码 公民身份证号 公民身份证号码 公民身份证 身份号码 身份证件号码 id 身份证件号 "
        "二代身份证号 二代身份证 身份证编号 证件编号 证号 证件 idcard 身份证信息 身份证件"
    ),
    "phone": (
        "电话 电话号码 联系电话 联系号码 联系方式 手机 手机号 手机号码 本人电话 联系手机 移动电话 "
        "固定电话 固话 座机 家庭电话 备用电话 其他电话 tel 联系电话号码 联系手机号 联系手机号码 "
        "手机电话 常用电话 通讯号码 通讯方式 宅电 住宅电话 座机号 座机号码 移动电话号码 备用号码 第二电话 "
        "其它电话 phone mobile 本人手机 本人手机号 电话联系方式 联络电话 联络方式 电话号"
    ),
    "needs": (
        "特殊需求 需求 特殊情况 健康状况 健康情况 身体状况 重点人群 重点人员 重点关爱 重点关注 "
        "关爱对象 特殊人群 特殊群体 特殊人员 人群分类 人员类别 人群类别 基础疾病 特殊困难 困难 "
        "重点人群类别 重点人群类型 特殊人群类别 特殊人群类型 人群类型 人员类型 人员分类 身体情况 "
        "基础病 慢性病 病史 基础病史 既往病史 健康 重点关爱对象 关爱人群 困难情况 特殊关爱 特殊照顾"
    ),
    "state": (
        "状态 房屋状态 住房状态 居住状态 居住情况 入住情况 入住状态 房屋情况 房屋性质 住房性质 "
        "房屋类型 是否空置 是否居住 户类型 居住类型 居住性质 房屋使用情况 房屋使用状态 住房情况 "
        "房屋用途 租住情况 是否出租 是否入住 自住/出租 自住或出租 房屋现状 使用情况 在住情况 是否在住 "
        "居住状况 房屋属性 住房类型 房屋使用性质 租住/自住 自有/租赁"
    ),
    "note": "备注 说明 备注说明 其他 其它 备注栏 备注信息 补充说明 其他情况 其它情况 其他说明 补充 备 注",
    "other": (
        "年龄 出生日期 出生年月 出生年月日 生日 民族 文化程度 学历 政治面貌 婚姻状况 婚姻 职业 职务 "
        "工作单位 单位 就读学校 学校 户籍 户籍地 户籍地址 户籍所在地 籍贯 国籍 户口 户口性质 户口所在地 "
        "户口类型 户口地址 疫苗 疫苗接种 疫苗接种情况 接种情况 接种针次 健康码 行程码 体温 面积 建筑面积 "
        "房屋面积 楼长 单元长 楼栋长 网格员 网格 网格号 网格名称 网格长 小区 小区名称 社区 社区名称 村 村名 "
        "行政村 自然村 街道 乡镇 办事处 日期 登记日期 填表日期 登记时间 填报时间 车牌 车牌号 车牌号码 "
        "到郑时间 返郑时间 返程时间 回来时间 来源地 证件类型 证件种类 入住时间 入住日期 租期 签名 签字 "
        "微信 微信号 微信名 邮箱 层数 户型 核酸 采样 采样情况 采样时间 结果 检测结果 "
        "物业费 产权证号 房产证号 紧急联系人 紧急联系人姓名 监护人 监护人姓名 房东 房东姓名 出租人 包联人 "
        "包联干部 包保干部 包保人 责任人 负责人 登记人 填表人 党员 是否党员 职称 服务处所 血型 宗教信仰"
    ),
    "": "基本 人员基本 住房 个人 家庭基本 人口基本 房屋基本 成员基本 居住 基本资料 联系",
}
_FIELD_OF_WORD: Mapping[str, str] = {
    word.lower(): field for field, words in _WORDS.items() for word in words.split()
} | dict.fromkeys(OUTCOME_WORDS, "other")
# Header words that also stand in cells below a header.
_WEAK = _set(
    "户主 业主 房主 户 房 室 楼 街 巷 组 队 栋 幢 座 层 村 其他 其它 困难 说明 党员 健康 租户 租客 "
    "家属 家人 成员 居民 住户 配偶 楼长 单元长 楼栋长 网格员 网格长 疫苗 核酸 采样 人员 男女 承租人 "
    "关系 联系人"
)
_HEADS = "户主|业主|产权人|房主"
_MEMBERS = _set(
    "家庭成员 成员 其他成员 其他家庭成员 其余成员 同住人 同住人员 同住成员 共同居住人 共同居住人员 "
    "家属 家人 共住人员 家庭成员名单 家庭其他成员 户内成员 家庭成员姓名 成员姓名 其他成员姓名 "
    "其他家庭成员姓名 家庭其他成员姓名 同住人姓名 同住人员姓名 家属姓名 家人姓名 同住人员名单 名单"
)
_KIN = (
    "配偶|妻子|丈夫|爱人|儿子|女儿|子女|孩子|父亲|母亲|爷爷|奶奶|儿媳|女婿|孙子|孙女|保姆|"
    "租户|租客|承租人|租住人|房客|共有人|产权共有人|岳父|岳母|公公|婆婆|女婿"
)
_STRANGERS = (
    "紧急联系人|紧急联络人|监护人|房东|出租人|网格员|网格长|楼长|楼栋长|单元长|包联人|包联干部|包联|"
    "包保人|包保干部|责任人|负责人|登记人|填表人|民警|医生|志愿者|物业|单位|工作单位|社区|中介|户籍"
)
_NUMERAL = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_OWNER = re.compile(rf"(?P<who>{_HEADS})(?:本人)?的?(?P<rest>.*)")
_KINSMAN = re.compile(rf"(?P<who>(?:{_KIN})(?:{_NUMERAL})?)的?(?P<rest>.*)")
_STRANGER = re.compile(rf"(?:{_STRANGERS})的?(.*)")
_PEOPLE = "成员|人员|住户|居民|家属|同住人员?|居住人员?|共同居住人员?|人"
_NUMBERED = re.compile(
    rf"(?:家庭|其他|同住)*(?:{_PEOPLE})(?P<number>{_NUMERAL}|[甲乙丙丁戊])[:.、_-]?的?(?P<rest>.*)"
)
_MEMBER = re.compile(
    r"(?:其他|其余)?(?:家庭成员|成员|同住人员?|同住成员|共同居住人员?|家属|家人)的?(?P<rest>.+)"
)
_ORDINAL = re.compile(
    rf"第(?P<number>{_NUMERAL})(?:位|个|名)?(?:{_PEOPLE})?[:.、_-]?的?(?P<rest>.*)"
)
# Words that no list has, read by what they are about; a title or an address column ends otherwise.
_LOOSER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("relation", re.compile(r"(?:与|和|同).{2,8}关系")),
    (
        "identity_number",
        re.compile(r".{0,6}(?:身份证|身分证|证件)(?:号码?|编号)?(?:[/或]护照号?码?)?(?:no)?"),
    ),
    (
        "name",
        re.compile(
            r"(?:村民|居民|人口|人员|住户|家庭|户内|常住|本户|居住|登记|户籍).{0,6}(?:姓名|名称)"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?:可|备用|其他|其它|现用|有效|第[一二三]|常用)+联?系?(?:电话|手机|方式)(?:号码?)?"
        ),
    ),
    (
        "needs",
        re.compile(
            r"(?!是否|.*(?:码|岗|工种|行业|单位|学校|职|疫苗|电话|联系|责任|包保|干部|时间|日期|地|区|"
            r"行程|接触|风险|监测|核酸|隔离|编号|姓名))"
            r".{0,6}(?:特殊|重点|关爱|关注|困难|帮扶|特需|疾病|病种|患病|照顾|就医|用药).{0,8}"
        ),
    ),
)
_TRAILING = re.compile(rf"(?P<word>.*?[^0-9一二三四五六七八九十._-])[._-]?(?P<number>{_NUMERAL})")
_LEADING = re.compile(r"\(?[0-9]{1,2}[.、)]\s*(?=[^0-9])")
_ADJECTIVES = re.compile(
    r"^(?:居民|住户|人员|本人|常住|实际|实|现|租住|居住|入住|在住|小区|详细|真实|有效|个人|主要|常用|"
    r"现用|最新|目前|当前|登记|家庭|被登记人|受检人|业务|客户|同住|18位|填写|请填)"
)
_ENDINGS = re.compile(r"(?:信息|情况|资料|一栏|栏|必填|选填|明细)$")
_ENDING_NUMBER = re.compile(rf"\(({_NUMERAL})\)$")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|<[^<>]*>")
_SEVERAL = re.compile(r"[/、,;及和或与+&|-]")
_DOOR_WORDS = frozenset(("building", "unit", "room", "address", "lane", "group"))
_LONGEST = 60
_PATTERNS = (
    _MEMBER,
    _NUMBERED,
    _ORDINAL,
    _KINSMAN,
    _OWNER,
    _STRANGER,
    _ADJECTIVES,
    _ENDINGS,
    _SEVERAL,
    *(pattern for _, pattern in _LOOSER),
)
_SIGNS = "".join(
    sorted(
        set("".join(_FIELD_OF_WORD))
        | {sign for pattern in _PATTERNS for sign in pattern.pattern if sign >= "\u3400"}
    )
)
_FOREIGN = re.compile(
    rf"[0-9]{{3}}|[^\x00-\xa0\xad\ufeff\u2000-\u33ff\uff00-\uffef{re.escape(_SIGNS)}]"
)
_BRACKET = re.compile(r"[(（\[【<＜]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header cell says: the field ('' when it only groups columns), and whose it is.

    `person`: '' unsaid, digits for a numbered person, 'members' for those beside the head, else the
    word of the header: 户主 or 业主 for the head, 配偶, 租户 and the like.
    """

    field: str
    person: str = ""
    weak: bool = False


def heading_of(cell: Cell) -> Heading | None:
    """The heading that a cell is, None when it is none."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    # Most cells below a header have a sign that no header word has; brackets may hold any.
    if _FOREIGN.search(cell) and not _BRACKET.search(cell):
        return None
    return _heading(header_word(cell))


def header_word(cell: Cell) -> str:
    """A header cell as it is compared: half width, small letters, no blanks, no remarks."""
    if not isinstance(cell, str):
        return ""
    text = "".join(plain(cell).split())
    text = _ENDING_NUMBER.sub(r"\1", text)
    return _REMARK.sub("", text).strip("*:：·.。_-").lower()


@lru_cache(maxsize=4096)
def _heading(word: str) -> Heading | None:
    if not word:
        return None
    return next(filter(None, _readings(word)), None)


def _readings(word: str) -> Iterator[Heading | None]:
    """The ways to read a word, the surest first."""
    yield _exact(word)
    yield _numbered(word)
    yield Heading("relation") if _LOOSER[0][1].fullmatch(word) else None
    yield _of_somebody(word)
    trailing = _TRAILING.fullmatch(word)
    if trailing:
        found, number = _exact(trailing["word"]), numeral(trailing["number"])
        person = "" if number is None else str(number)
        yield Heading(found.field, person) if found and found.field else None
    yield _several(word)
    for shorter in (_LEADING.sub("", word), _ADJECTIVES.sub("", word), _ENDINGS.sub("", word)):
        if shorter and shorter != word:
            found = _heading(shorter)
            ends = shorter == _ENDINGS.sub("", word)
            yield Heading("", found.person) if found and ends and found.field == "name" else found
    yield _loosely(word)


def _loosely(word: str) -> Heading | None:
    """What a word is about that stands on no list, unless it is about somebody else."""
    if _STRANGER.match(word):
        return None
    return next((Heading(f, weak=True) for f, said in _LOOSER if said.fullmatch(word)), None)


def _exact(word: str) -> Heading | None:
    field = _FIELD_OF_WORD.get(word)
    if field is None:
        kin = re.fullmatch(_KIN, word)
        return Heading("name", word, weak=True) if kin else None
    person = ""
    if field == "name":
        owner, kin = _OWNER.fullmatch(word), _KINSMAN.fullmatch(word)
        if owner:
            person = _head(owner["who"])
        elif word in _MEMBERS:
            person = "members"
        elif kin:
            person = kin["who"]
    return Heading(field, person, word in _WEAK)


def _numbered(word: str) -> Heading | None:
    found = _NUMBERED.fullmatch(word) or _ORDINAL.fullmatch(word)
    if not found:
        return None
    number = numeral(found["number"])
    person = str(number if number is not None else "甲乙丙丁戊".index(found["number"]) + 1)
    return _with_person(found["rest"], person)


def _of_somebody(word: str) -> Heading | None:
    stranger = _STRANGER.fullmatch(word)
    if stranger:
        return Heading("other") if _heading(stranger[1]) else None
    owner, kin = _OWNER.fullmatch(word), _KINSMAN.fullmatch(word)
    if owner:
        return _with_person(owner["rest"], _head(owner["who"]))
    if kin:
        return _with_person(kin["rest"], kin["who"])
    member = _MEMBER.fullmatch(word)
    return _with_person(member["rest"], "members") if member else None


def _head(word: str) -> str:
    return "户主" if word == "户主" else "业主"


def _with_person(rest: str, person: str) -> Heading | None:
    if not rest:
        return Heading("name", person)
    if _ENDINGS.fullmatch(rest):
        return Heading("", person)
    found = _heading(rest)
    if not found or (found.person and found.field != "phone"):
        return None
    return Heading(found.field, person)


def _several(word: str) -> Heading | None:
    """A word for two columns in one: `电话/手机` is a telephone, `楼栋/单元/房号` an address."""
    words = [part for part in _SEVERAL.split(word) if part]
    found = [_heading(part) for part in words] if len(words) > 1 else []
    fields = [one.field for one in found if one]
    if not fields or len(fields) < len(words):
        return None
    if {"building", "room"} <= set(fields) <= _DOOR_WORDS:
        return Heading("address")
    if set(fields) <= _DOOR_WORDS and "room" in fields:
        return Heading("room")
    return next((one for one in found if one and one.field not in ("", "other")), found[0])
