"""Whether words of a danger are denied, long past, over or only spoken about: 不胸闷了, 去年中风过, 防火演练."""

from wumen.rules.shapes import Shape

_BEFORE = 24
_AFTER = 14
# 是不是, 有没有, 会不会 ask; 不光, 不止 go on to more.
_NO = (
    r"(?:(?<!是)不是|(?<!有)没有?|(?<!有)没有?(?:再|出现|发现|什么|啥|任何|觉得|感觉|感到|过)|无|未见?|并未|从未|从没|(?<!会)不会|(?<!要)不要|不再|不怎么|已不|不(?:太|大|咋)?"
    r"|别|免得|以免|以防|避免|防止|预防|严防|谨防|杜绝|消除)"
)
_SYMPTOMS = (
    r"(?:发热|发烧|高烧|咳嗽|乏力|头痛|头疼|头晕|腹泻|胸闷|胸痛|气短|呕吐|恶心|咽痛|流涕|鼻塞|不适|症状|"
    r"喘|憋气|抽搐|晕倒)"
)
_DENIED = Shape(rf"{_NO}(?:再|有|出现|过)?$")
# A word that denies inside the sign itself: 胸口不疼了; 喘不上气 is what it says.
_INSIDE = Shape(
    r"(?<![是不])(?:不|没有?|无|没再)(?:再|怎么|太|咋)?(?:疼|痛|闷|憋|喘|晕|昏|抽|麻|烧|歪|斜|紫|青|肿|难受|慌|出血|流血|冒烟|漏|打人|打我)"
)
_LISTED = Shape(rf"(?:(?<!有)没有?|无|未见)(?:{_SYMPTOMS}(?:[、/,，和或及也]|\s)*){{1,8}}$")
_PAST = Shape(
    r"(?:去年|前年|大前年|以前|早年|小时候|年轻时候?|曾经?|(?:\d+|[一二两三四五六七八九十几好]+)年(?:多)?前|几年前|(?:20|19)\d\d年)[^。；;,!?\n]{0,12}$"
)
_AGAIN = Shape(r"又|复发|再次|现在也|这会儿|刚才|突然|今天|今早|昨晚")
_TAUGHT = Shape(
    r"(?:预防|防止|避免|怎么防|如何防|谨防|严防|宣传|演练|讲座|培训|知识|科普|课程|小说|电视剧|电影|游戏|新闻(?:上|里|说))[^。；;!?\n]{0,10}$"
)
_TAUGHT_AFTER = Shape(
    r"^[^。；;!?\n]{0,6}(?:演练|讲座|培训|知识|科普|保险|宣传|游戏|电影|电视剧|小说)"
)
_OVER = Shape(
    r"^过?(?:的?(?:情况|症状|感觉|现象|毛病|问题))?[了,，。\s]*(?:现在|已经|已|今天|这会儿?|后来|刚刚|吃了药|一会儿?就?|都|也|全|自己|就){0,3}"
    r"(?:好了(?![吗么没])|好多了|好些了|好转|缓过来了|缓解(?!不)|消失了?|没事了?(?!吧|吗)|退(?:烧)?了|不[疼痛闷喘晕抽烧]了|没了|扑灭|灭了|修好了?|关上了|打开了|开了|出来了|救出|误会|闹着玩|开玩笑)"
)
_SUDDEN = Shape(r"突然|忽然|刚才|刚刚|今天|今早|早上起来|昨晚|昨天|半夜|一下子|现在")


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is denied, over or long past, by the words beside it."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _INSIDE.search(text, start, end):
        return True
    if _DENIED.search(before) or _LISTED.search(before) or _TAUGHT.search(before):
        return True
    if _OVER.match(after) or _TAUGHT_AFTER.match(after):
        return True
    past = _PAST.search(before)
    return past is not None and not _AGAIN.search(text[max(0, start - _BEFORE) : end + _AFTER])


def is_sudden(text: str) -> bool:
    """Whether a text says that it came now, not years ago."""
    return _SUDDEN.search(text) is not None
