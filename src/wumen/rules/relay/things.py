"""What a home asks for, thing by thing."""

import re

from wumen.rules.needs import MEDICINE
from wumen.rules.relay.fields import GAP
from wumen.rules.relay.words import HASTE

_BETWEEN = re.compile(
    r"[、，,;；。+＋/|【】\[\]\n\x1f]+|\s{1,}|(?<=[\w)])(?:和|及|以及|还有|跟)(?=[\u4e00-\u9fff]{2})"
)
_ASKING = re.compile(
    r"^(?>[:：\-.!！~]+|我家|我们家|家里|本户|麻烦|请|帮忙|帮|代|想|还|急|另外|需要?|要|求购?|买|购买?|带|订|预订|送|缺少?|没有了?|来|申请|登记|需求|物品|药名|药品|备注|室|号|户|的|一下|:)++(?=[^\s])"
)
_ENDING = re.compile(r"(?:[:：.!！~。,，-]+|谢+|哦|呢|啊|吧|了|哈|🙏+)$")
_QUANTITY = re.compile(
    r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十半]+)\s*(?:mg|ml|kg|g|L|毫升|毫克|升|个|斤|公斤|克|份|袋|盒|瓶|桶|包|箱|片|颗|粒|提|卷|只|条|支|板|罐|段|号|件|双|块|把|根|捆|枚|听|组|套|元)?(?:装)?"
    r"|[SMLX]{1,4}号?|[×xX*][0-9]+|[0-9]+(?:段|号)|\([^()]*\)|周[一二三四五六日天、]+|[一-鿿]{0,6}医院"
)
_UNWANTED = re.compile(r"(?:不要|不吃|别放|不能吃|不用)[^\s,，、;；]*")
_WORD = re.compile(r"\w")
_NOBODYS = re.compile(r"(?:我|我家|我们家?|家里|本户|本人|请|麻烦|需要?|要|想要|您好|你好|大家好)+")
_GOODS = re.compile(
    r"[米面油盐菜肉蛋奶粉果纸药糖茶酱豆瓜葱姜蒜鱼虾鸡鸭牛羊猪卡费锅池灯罩液精皂膏巾布袋桶盆杯饼饭汤水酒烟醋笋薯芋枣梨桃橙莓蕉柚柠檬芹韭芦笛猫狗粮砂尿巢膜棒棉签贴素片丸胶囊剂霜露刷梳针线剪刀碗筷勺壶炉气电]"
)


def read_items(text: str) -> tuple[list[str], str | None]:
    """The things that are asked for, as written with their quantities, and what is said not to want."""
    unwanted = [one[0] for one in _UNWANTED.finditer(text)]
    items: list[str] = []
    for token in _tokens(HASTE.sub(GAP, _UNWANTED.sub(GAP, text))):
        if items and _QUANTITY.fullmatch(token):
            items[-1] = _joined(items[-1], token)
        else:
            items.append(token)
    return items, "，".join(unwanted) or None


def is_goods(text: str) -> bool:
    """Whether a word could be a thing to buy, so that it is nobody's name."""
    return bool(_GOODS.search(text) or MEDICINE.search(text))


def _tokens(text: str) -> list[str]:
    found = []
    for piece in _split(text):
        token = _ASKING.sub("", piece.strip(" :：-·"))
        token = _ENDING.sub("", token).strip(" :：-·!！")
        if token.startswith("(") and token.endswith(")"):
            token = token[1:-1]
        if _WORD.search(token) and not _NOBODYS.fullmatch(token):
            found.append(token)
    return found


def _split(text: str) -> list[str]:
    """Cut at signs and blanks, never inside brackets."""
    held = re.sub(r"\([^()]*\)", lambda one: _BETWEEN.sub("\x00", one[0]), text)
    return [piece.replace("\x00", "、") for piece in _BETWEEN.split(held) if piece]


def _joined(thing: str, quantity: str) -> str:
    """A quantity that stands apart belongs to the thing before it; a blank keeps foreign units apart."""
    apart = bool(re.match(r"[0-9]+(?:mg|ml|g|kg)|周|[一-鿿]+医院", quantity))
    return f"{thing} {quantity}" if apart else thing + quantity
