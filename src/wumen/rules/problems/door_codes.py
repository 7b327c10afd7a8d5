"""The problems of the codes at doors and of the resident's page."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "door_code_unknown": Sentence(
        zh="这个二维码不能用了，或者网址不完整。",
        en="This code is no longer in use, or the address is not complete.",
        next_zh="请重新扫门上或信封里的二维码；还是不行，请给社区打电话，会给您换新的。",
        next_en="Scan the code at the door or in the envelope again, or ring the community for a new one.",
    ),
    "door_pin_wrong": Sentence(
        zh="密码不对。",
        en="The PIN is not right.",
        next_zh="请看信封里的卡片，密码是 6 位数字；找不到卡片请给楼长或社区打电话，会给您换新的。",
        next_en="It has six digits and stands on the card in the envelope. Without the card, ring your captain.",
    ),
    "door_locked": Sentence(
        zh="试的次数太多了，请过 {minutes} 分钟再来。",
        en="Too many tries. Please come back in {minutes} min.",
        next_zh="着急的事请直接打电话给楼长或社区；危及生命请拨 120。",
        next_en="If it is urgent, ring your captain or the community; where life is in danger, 120.",
    ),
    "door_closed": Sentence(
        zh="为了安全，您的页面已经关上。",
        en="For your safety your page has been closed.",
        next_zh="请重新扫信封里的二维码，再输一次密码。",
        next_en="Scan the code in the envelope again and type the PIN.",
    ),
    "door_says_nothing": Sentence(
        zh="还没有写内容。",
        en="Nothing has been written yet.",
        next_zh="请写一句，或者直接打电话。",
        next_en="Write a sentence, or simply ring.",
    ),
    "door_says_much": Sentence(
        zh="写得太长了，最多 {most} 个字。",
        en="This is too long: {most} signs at most.",
        next_zh="请先写要紧的，其余的打电话说。",
        next_en="Write what matters most, and tell the rest by telephone.",
    ),
    "door_cards_none": Sentence(
        zh="这里没有可以做卡片的门。",
        en="There is no door here for which a card could be made.",
        next_zh="请选有住户的楼栋或单元。",
        next_en="Choose a building or unit with households.",
    ),
    "door_cards_many": Sentence(
        zh="一次最多印 {most} 张。",
        en="One print holds {most} cards at most.",
        next_zh="请按楼栋或单元分开印。",
        next_en="Print building by building, or unit by unit.",
    ),
}
