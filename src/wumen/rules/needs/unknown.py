"""The last net: words about a body, an exit, a fire, a smell, a blow or hunger that no sign knows; a person asks.

A text is read clause by clause. One that holds the words of a kind (`_SAID`) is of that kind; where none does, a
statement about people or their home that is of no thing to buy and not of every day is unclear, and looked at too.
"""

from collections.abc import Mapping

from wumen.rules.needs.kinds import NeedKind
from wumen.rules.shapes import Shape


def _any(*words: str) -> str:
    """One of these words, each an expression of its own."""
    return f"(?:{'|'.join(words)})"


# Said of every day: nobody coughs, nothing aches.
_NOT = r"(?<![是不会])(?:不|没有?|无|未)(?:再|怎么|有)?"
_AILS = _any(
    *("发热", "发烧", "咳嗽?", "头[疼痛晕]", "腹泻", "乏力", "流涕", "不适", "症状"),
    *("疼", "痛", "痒", "肿", "晕", "吐", "难受"),
)
_WELL = Shape(rf"{_NOT}{_AILS}了?")
_CLAUSES = Shape(r"[。；;!！?？\n、,，:\s]+")

# A body, and what is wrong with it somewhere in the same clause.
_PARTS = "头脑额眼睛耳鼻嘴唇舌牙喉嗓咽脖颈肩胸肋心肺肚腹胃肠肝肾胆腰臀胯臂肘腕趾膝踝腿脚骨筋血脸脉"
_COMPLAINTS = "咳吐泻汗尿屎疹痒肿胀麻瘫疮脓痰疼痛晕昏喘憋闷"
_BODY = _any(
    rf"[{_PARTS}{_COMPLAINTS}]",
    r"手(?!续|机|工)",
    *("后背", "背上", "胳膊", "指甲", "皮肤", "身(?:上|子|体)", "全身", "浑身"),
    *("便秘", "大便", "小便", "呼吸", "血压", "血糖", "精神"),
)
_TROUBLE = _any(
    *("了", "着", "得", "嘞", "咧", "冇", "不(?!用|要|急|知道|客气)", "没(?!事|问题)"),
    *("像", "流", "化", "鼓", "哭", "闹", "发", "红", "裂", "掉", "难", "伤", "坏", "重"),
    *("老是", "一直", "特别", "厉害", "有点", "有些", "要命", "突然", "忽然", "感觉", "觉得"),
    *("天", "夜", "周", r"\d{2,3}"),
)
# Somebody, and close behind her what is strange about her.
_PERSON = _any(
    *(
        "人",
        "老人",
        "老头",
        "老太",
        "老伴",
        "爸",
        "妈",
        "爹",
        "娘",
        "爷",
        "奶",
        "姥",
        "公公",
        "婆婆",
    ),
    *("他", "她", "孩子", "娃", "宝宝", "闺女", "儿子", "女儿", "媳妇", "老公", "丈夫", "妻子"),
    *("邻居", "大爷", "大妈", "阿姨", "室友"),
)
_STRANGE = _any(
    r"不(?:动|吭|说话|哭|睡|吃饭|吃东西|喝|醒|理|认|对|行|省)",
    r"没(?:声|动静|反应|劲|气)",
    *("突然", "忽然", "怪怪", "奇怪", "变了", "糊涂", "恍惚", "疯", "犯", "缩", "僵", "凉了"),
    *("害怕", "可怕", "出事", "危险", "严重", "要命"),
    *("躺", "栽", "趴", "撞", "流着"),
)
_FEELS = _any(
    *(
        r"感觉.{0,3}(?:不|难|要)",
        "痒",
        "疼",
        "痛",
        "恶心",
        "恍惚",
        "发作",
        "中暑",
        "过敏",
        "吃啥吐啥",
    ),
)
_DOOR = _any(
    *("门(?!口|禁卡|诊)", "锁", "钥匙", "出口", "通道", "楼梯", "围挡", "铁皮", "铁丝"),
)
_SHUT = _any(
    *("锁", "堵", "封", "焊", "围", "拦", "钉", "不开", "不了", "出不", "进不"),
    *("掉了", "坏", "断", "没", "丢", "死"),
)
_BURNS = r"(?:火|炸|爆|焦|烧)(?!腿|锅|车|烤|饼|鸡|酒|肉).{0,4}?(?:了|着|得|大|味|起|不|没|响)"
_SMOKE = r"烟(?!酒|草|盒|灰).{0,4}?(?:大|多|味|呛|起|进)"
_SMELLS = _any(
    r"(?:怪|臭|呛|难闻|刺鼻|异).{0,2}味",
    "气味",
    r"味儿?(?:很|好|太|特别|越来越)(?:大|重|冲|呛)",
)
_BLOWS = _any(
    r"(?<!想)打(?:我|他|她|人|孩|老|得|起|了我)(?!电话)",
    *("骂", "砍", "持刀", "欺", "威胁", "救(?!济|助金)", "求你", "喊叫", "哭着", "哭声"),
    *("害怕", "不敢", "危险", "出人命", "出事", "来人"),
)
_STARVES = _any(
    "饿",
    r"没.{0,2}吃(?!.{0,3}(?:肉|水果|菜|零食|鱼|虾|蛋|鸡|糖|好))",
    r"(?:只|就|光)(?:剩|够)",
    r"断(?:粮|顿|奶)",
)
_SAID: Mapping[NeedKind, Shape] = {
    NeedKind.ILLNESS: Shape(rf"(?=.*{_BODY}).*{_TROUBLE}|{_PERSON}.{{0,8}}?{_STRANGE}|{_FEELS}"),
    NeedKind.EXIT: Shape(rf"{_DOOR}.{{0,8}}?{_SHUT}|逃|困(?:在|住)"),
    NeedKind.FIRE: Shape(f"{_BURNS}|{_SMOKE}"),
    NeedKind.GAS: Shape(_SMELLS),
    NeedKind.VIOLENCE: Shape(_BLOWS),
    NeedKind.HUNGER: Shape(_STARVES),
}

# Fewer signs say nothing of their own: 我家1号.
_SHORTEST = 4
# What makes a clause with goods in it one about people or their home: it names them, and tells what happened.
_ABOUT = Shape(
    _any(
        r"[我俺他她谁人孩娃爸妈爷爹娘弟姐妹哥叔姨嫂姑舅婆仨俩]",
        *("奶奶", "公公", "老(?:人|头|太|两口|伴|弟|爷)", "邻居", "隔壁", "对门"),
        *("家里", "屋", "门", "楼", "阳台", "厕所", "厨房", "卫生间", "电梯", "梯"),
    )
)
_TOLD = Shape(r"[了着啦嘞过被把得不没在都]|塌|掉")
_WISHES = (
    *("想(?!不)", "需要", "[要买]", "帮", "麻烦", "搬", "订", "租", "借", "打印", "证明"),
    *("能不能", "能否", "可以", "可不可", "有没有"),
)
_QUESTIONS = (
    *("怎么", "咋(?:办|弄)", "什么时候", "啥时", "几点", "多少", "哪", "吗", "呢", "请问"),
)
_THANKS = (
    *("谢", "辛苦", "收到", "加油", "支持", "平安", "点赞", "勿念", "志愿", "感动", "泪"),
    *("哈", "笑", "周末", "月亮", "天气"),
)
_ALL_WELL = (
    *("很好", "都好", "挺好", "正常", "健康", "没事", "没问题", "好了$", "睡了$", "休息", "天天"),
    r"家里没有(?:老|孩|人)",
    r"没有(?:老|孩)",
    r"在家(?!没|一个|自)",
    r"(?:\d+|[一两二三四五六])(?:口|个)?人$",
    *("住(?:了|着|在)?$", "我们俩", "空"),
)
_AS_ONE_SAYS = (
    r"(?:好|真|太|这么|得)(?:冷|热|困|累|馋|香|甜|美|好|不行)",
    r"(?:冷|热|困|累|馋|香|甜|美)(?:死|$)",
    *("冻(?:成|了)", "拼命", "太吵", "吃不[了完]", "多余", "抢到", "跑$", "给别人"),
)
_OF_A_HOME = (
    *("[网灯菜狗猫车票钱]", "花(?!板)", "宽带", "无线", "wifi", "WiFi", "信号", "流量", "手机"),
    *("暖气", "电视", "音乐", "声音", "音响", "广场舞", "窗户", "装修", "垃圾", "理发"),
    *("快递", "外卖", "菜包", "套餐", "口罩", "物业", r"看(?:哭|电视|书|看)"),
)
_OF_THESE_DAYS = (
    *("核酸", "采样", "做过?了", "下楼", "解封", "隔离", "扫码", "通知", "演练", "外面"),
    *(
        "回家",
        "回来",
        "出门",
        "出差",
        "上班",
        "上学",
        "打工",
        "单位",
        "学校",
        "网课",
        "作业",
        "课本",
    ),
)
_EVERYDAY = Shape(
    _any(
        *(*_WISHES, *_QUESTIONS, *_THANKS, *_ALL_WELL),
        *(*_AS_ONE_SAYS, *_OF_A_HOME, *_OF_THESE_DAYS),
    )
)
_FOOD = (
    "米面油盐肉蛋奶粉果糖茶酱豆瓜葱姜蒜鱼虾鸡鸭牛羊猪饼饭汤水酒醋笋薯芋枣梨桃橙莓蕉柚柠檬芹韭芦粮"
)
_HOUSEHOLD = "纸卡费锅池灯罩液精皂膏巾布袋桶盆杯烟笛砂膜棒棉签贴素霜露刷梳针线剪刀碗筷勺壶炉电"
_BELONGINGS = "帽鞋袜衣裤被枕伞笔书本棋牌机器表带绳套箱料"
_COUNTED = (
    r"[0-9一二两三四五六七八九十半]+\s?"
    r"(?:个|斤|公斤|克|份|袋|盒|瓶|桶|包|片|提|卷|只|条|支|板|罐|段|件|双|块|把|根|捆|套|元|号)"
)
_GOODS = Shape(_any(rf"[{_FOOD}{_HOUSEHOLD}{_BELONGINGS}]", "各一", _COUNTED, "[A-Za-z]"))


def unknown_danger(text: str) -> tuple[NeedKind, ...]:
    """The kinds of danger that the clauses of a text may be about; `text` without the names of things."""
    clauses = [one for one in _CLAUSES.split(_WELL.sub("", text)) if one]
    found = tuple(
        kind for kind, said in _SAID.items() if any(said.search(clause) for clause in clauses)
    )
    if found or not any(map(_is_statement, clauses)):
        return found
    return (NeedKind.UNCLEAR,)


def _is_statement(clause: str) -> bool:
    """Whether a clause tells of people or their home, and is neither a wish nor a question nor of every day."""
    if len(clause.replace("·", "")) < _SHORTEST or _EVERYDAY.search(clause):
        return False
    return _GOODS.search(clause) is None or bool(_ABOUT.search(clause) and _TOLD.search(clause))
