"""The last net: words about a body, an exit, a fire, a smell, a blow or hunger that no sign knows; a person asks."""

from collections.abc import Mapping

from wumen.rules.needs.kinds import NeedKind
from wumen.rules.shapes import Shape

# Said of every day: nobody coughs, nothing aches.
_WELL = Shape(
    r"(?<![是不会])(?:不|没有?|无|未)(?:再|怎么|有)?(?:发热|发烧|咳嗽?|头[疼痛晕]|腹泻|乏力|流涕|不适|症状|疼|痛|痒|肿|晕|吐|难受)了?"
)
_CLAUSES = Shape(r"[。；;!！?？\n、,，:\s]+")
_BODY = (
    r"(?:[头脑额眼睛耳鼻嘴唇舌牙喉嗓咽脖颈肩胸肋心肺肚腹胃肠肝肾胆腰臀胯臂肘腕趾膝踝腿脚骨筋血脸脉咳吐泻汗尿屎疹痒肿胀麻瘫疮脓痰疼痛晕昏喘憋闷]"
    r"|手(?!续|机|工)|后背|背上|胳膊|指甲|皮肤|身(?:上|子|体)|全身|浑身|便秘|大便|小便|呼吸|血压|血糖|精神)"
)
_TROUBLE = (
    r"(?:了|着|得|嘞|咧|不(?!用|要|急|知道|客气)|没(?!事|问题)|冇|像|流|化|鼓|哭|闹|发|红|裂|掉|老是|一直|"
    r"特别|厉害|有点|有些|要命|天|夜|周|突然|忽然|难|伤|坏|感觉|觉得|重|\d{2,3})"
)
_PERSON = (
    r"(?:人|老人|老头|老太|老伴|爸|妈|爹|娘|爷|奶|姥|公公|婆婆|"
    r"他|她|孩子|娃|宝宝|闺女|儿子|女儿|媳妇|老公|丈夫|妻子|邻居|大爷|大妈|阿姨|室友)"
)
_STRANGE = (
    r"(?:突然|忽然|不(?:动|吭|说话|哭|睡|吃饭|吃东西|喝|醒|理|认|对|行|省)|没(?:声|动静|反应|劲|气)|怪怪|"
    r"奇怪|害怕|可怕|躺|栽|趴|撞|流着|出事|危险|严重|要命|变了|糊涂|恍惚|疯|犯|缩|僵|凉了)"
)
_SAID: Mapping[NeedKind, Shape] = {
    NeedKind.ILLNESS: Shape(
        rf"(?=.*{_BODY}).*{_TROUBLE}|{_PERSON}.{{0,8}}?{_STRANGE}|感觉.{{0,3}}(?:不|难|要)|痒|疼|痛|恍惚|发作|恶心|中暑|过敏|吃啥吐啥"
    ),
    NeedKind.EXIT: Shape(
        r"(?:门(?!口|禁卡|诊)|锁|出口|通道|楼梯|围挡|铁皮|铁丝|钥匙).{0,8}?(?:锁|堵|封|焊|围|拦|钉|不开|不了|出不|进不|掉了|坏|断|没|丢|死)|逃|困(?:在|住)"
    ),
    NeedKind.FIRE: Shape(
        r"(?:火|炸|爆|焦|烧)(?!腿|锅|车|烤|饼|鸡|酒|肉).{0,4}?(?:了|着|得|大|味|起|不|没|响)|烟(?!酒|草|盒|灰).{0,4}?(?:大|多|味|呛|起|进)"
    ),
    NeedKind.GAS: Shape(
        r"(?:怪|臭|呛|难闻|刺鼻|异).{0,2}味|气味|味儿?(?:很|好|太|特别|越来越)(?:大|重|冲|呛)"
    ),
    NeedKind.VIOLENCE: Shape(
        r"(?<!想)打(?:我|他|她|人|孩|老|得|起|了我)(?!电话)|骂|砍|持刀|欺|威胁|救(?!济|助金)|求你|喊叫|哭着|哭声|害怕|不敢|危险|出人命|出事|来人"
    ),
    NeedKind.HUNGER: Shape(
        r"饿|没.{0,2}吃"
        r"(?!.{0,3}(?:肉|水果|菜|零食|鱼|虾|蛋|鸡|糖|好))|(?:只|就|光)(?:剩|够)|断(?:粮|顿|奶)"
    ),
}
# Fewer signs say nothing of their own: 我家1号.
_SHORTEST = 4
# A statement about people or their home that is neither a wish nor a question nor of every day.
_ABOUT = Shape(
    r"[我俺他她谁人孩娃爸妈爷爹娘弟姐妹哥叔姨嫂姑舅婆仨俩]|奶奶|公公|家里|屋|老(?:人|头|太|两口|伴|弟|爷)|门|楼|邻居|隔壁|对门|阳台|厕所|厨房|卫生间|电梯|梯"
)
_TOLD = Shape(r"[了着啦嘞过被把得不没在都]|塌|掉")
_EVERYDAY = Shape(
    r"想(?!不)|需要|[要买]|帮|能不能|能否|可以|可不可|怎么|咋(?:办|弄)|什么时候|啥时|几点|多少|哪|吗|呢|请问|麻烦|谢|辛苦|收到|加油|支持|平安|很好|都好|挺好|正常|健康|没事|没问题|"
    r"[网灯菜狗猫车票钱]|花(?!板)|宽带|无线|wifi|WiFi|信号|暖气|电视|广场舞|音乐|快递|外卖|物业|打印|作业|网课|流量|垃圾|垃圾桶|核酸|采样|做过?了|下楼|志愿|解封|隔离|口罩|菜包|套餐|外面|回家|回来|上班|上学|打工|出差|出门|"
    r"在家(?!没|一个|自)|(?:\d+|[一两二三四五六])(?:口|个)?人$|证明|租|空|搬|订|天天|休息|点赞|理发|演练|好了$|是快递|给别人|住(?:了|着|在)?$|家里没有(?:老|孩|人)|没有(?:老|孩)|我们俩|哈|笑|冻(?:成|了)|泪|感动|看(?:哭|电视|书|看)|(?:好|真|太|这么|得)(?:冷|热|困|累|馋|香|甜|美|好|不行)|睡了$|(?:冷|热|困|累|馋|香|甜|美)(?:死|$)|拼命|学校|课本|单位|窗户|装修|太吵|声音|音响|跑$|扫码|通知|有没有|多余|借|手机|吃不[了完]|抢到|勿念|周末|月亮|天气"
)
_GOODS = Shape(
    r"[米面油盐肉蛋奶粉果纸糖茶酱豆瓜葱姜蒜鱼虾鸡鸭牛羊猪卡费锅池灯罩液精皂膏巾布袋桶盆杯饼饭汤水酒烟醋笋薯芋枣梨桃橙莓蕉柚柠檬芹韭芦笛粮砂膜棒棉签贴素霜露刷梳针线剪刀碗筷勺壶炉电帽鞋袜衣裤被枕伞笔书本棋牌机器表带绳套箱料]|各一"
    r"|[0-9一二两三四五六七八九十半]+\s?(?:个|斤|公斤|克|份|袋|盒|瓶|桶|包|片|提|卷|只|条|支|板|罐|段|件|双|块|把|根|捆|套|元|号)|[A-Za-z]"
)


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
    return (
        len(clause.replace("·", "")) >= _SHORTEST
        and _EVERYDAY.search(clause) is None
        and (_GOODS.search(clause) is None or bool(_ABOUT.search(clause) and _TOLD.search(clause)))
    )
