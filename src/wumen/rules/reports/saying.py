"""The daily and the hourly report in sentences, in both languages, from figures alone: no name, no room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.figures import Group, Value, day_of
from wumen.rules.lists import MESSAGE_LENGTH
from wumen.rules.masks import HIDDEN_BELOW
from wumen.rules.playbooks import WHAT_NAMES, Named, What
from wumen.rules.posts import ROLES
from wumen.rules.reports.comparing import signed
from wumen.rules.reports.told import Kind, Said, Told, hour_en, hour_zh
from wumen.rules.sampling_rounds.standing import REASONS_COUNTED
from wumen.rules.time import day_zh, local

# A place's name may be long; the sentence after it must still fit.
_LONGEST_PLACE = 60


@dataclass(frozen=True)
class _Item:
    """A figure in a sentence: `{n}` is its number, `{s}` and `{people}` follow it in English; `quiet` ones
    are left out while they are 0."""

    key: str
    zh: str
    en: str
    quiet: bool = False


def _number(told: Told, item: _Item, compare: bool) -> tuple[str, str] | None:
    value = told.value(item.key)
    if value is None or (item.quiet and not value):
        return None
    one = value == 1
    zh = item.zh.format(n=value)
    en = item.en.format(n=value, s="" if one else "s", people="person" if one else "people")
    grown = told.grown.get(item.key)
    if compare and grown:
        zh, en = f"{zh}（比昨天{signed(grown)}）", f"{en} ({signed(grown)} since yesterday)"
    return zh, en


# What stands where no figure of a paragraph is known: unknown is said, and never 0.
_LOST = ("当时的数没有留下", "not kept for that hour")


def _sentence(
    told: Told, items: Iterable[_Item], compare: bool = True, between: str = "，"
) -> tuple[str, str]:
    all_of = tuple(items)
    parts = [part for item in all_of if (part := _number(told, item, compare))]
    if not parts and any(told.value(item.key) is None for item in all_of):
        return _LOST
    return between.join(zh for zh, _ in parts), ", ".join(en for _, en in parts)


_REGISTER = (
    _Item("buildings", "楼栋{n}栋", "{n} building{s}", quiet=True),
    _Item("households", "住户{n}户", "{n} home{s}"),
    _Item("residents", "居民{n}人", "{n} resident{s}"),
    _Item("away", "外出{n}人", "{n} away"),
    _Item("homes_empty", "空置{n}户", "{n} home{s} empty", quiet=True),
    _Item("homes_let", "出租{n}户", "{n} let", quiet=True),
)
_KNOCKS = (
    _Item("knocks.visits", "今天敲门{n}次", "{n} knock{s} today"),
    _Item("knocks.homes", "到了{n}户", "at {n} home{s}"),
    _Item("knocks.nobody", "家里没人{n}户", "{n} with nobody home", quiet=True),
)
_ORDERS = (
    _Item("orders.in_force", "生效中的通告/决定{n}份", "{n} order{s} in force"),
    _Item("orders.ending", "24时前到期{n}份", "{n} ending before midnight"),
    _Item("release.ready", "解除条件都已满足{n}份", "{n} ready for release", quiet=True),
    _Item("release.lacking", "解除条件还差{n}份", "{n} with conditions lacking", quiet=True),
    _Item("release.unknown", "解除条件还说不清{n}份", "{n} with conditions unknown", quiet=True),
)


def _settled(
    key: str, owed: tuple[str, str], done: tuple[str, str], left: tuple[str, str]
) -> tuple[_Item, ...]:
    """How something owed stands, the grades of evidence apart."""
    return (
        _Item(f"{key}.owed", *owed),
        _Item(f"{key}.done", *done),
        _Item(f"{key}.measured", "其中实测{n}", "of these {n} measured", quiet=True),
        _Item(f"{key}.reported", "自报{n}", "{n} reported by the homes", quiet=True),
        _Item(f"{key}.declared", "代报{n}", "{n} declared", quiet=True),
        _Item(f"{key}.waived", "免办{n}", "{n} not needed", quiet=True),
        _Item(f"{key}.open", *left),
        _Item(f"{key}.overdue", "超时{n}", "{n} overdue", quiet=True),
        _Item(f"{key}.missed", "漏办{n}", "{n} missed", quiet=True),
    )


_TODAY = _settled(
    "duties", ("应办{n}件", "{n} due"), ("已办{n}件", "{n} done"), ("未办{n}件", "{n} not done")
)
_SAMPLING = _settled(
    "sampling",
    ("应检{n}人次", "{n} to be sampled"),
    ("已检{n}人次", "{n} sampled"),
    ("未检{n}人次", "{n} not"),
)


def _why_not() -> tuple[_Item, ...]:
    return tuple(
        _Item(f"sampling.why.{key}", name.zh + "{n}", name.en + " {n}", quiet=True)
        for key, name in REASONS_COUNTED.items()
    )


_AT_WORK = (
    _Item(
        "sampling.work.owed", "另有单位名册应检{n}人次", "at organisations {n} to be sampled", True
    ),
    _Item("sampling.work.done", "已检{n}人次", "{n} sampled"),
    _Item("sampling.work.open", "未检{n}人次", "{n} not"),
)


_CARE = (
    _Item("care.homes", "重点关爱住户{n}户", "{n} home{s} in special care"),
    _Item("care.people", "{n}人", "{n} {people}"),
    _Item("contact.done", "今天已联系{n}", "{n} contacted today", quiet=True),
    _Item("contact.open", "今天还没联系上{n}", "{n} not reached today", quiet=True),
    _Item("care.transport", "要用车{n}户", "{n} for a car", quiet=True),
    _Item("care.medicine", "要配药{n}户", "{n} for medicine", quiet=True),
    _Item("care.home_sampling", "要上门采样{n}户", "{n} for sampling at home", quiet=True),
    _Item("care.visit", "要上门看望{n}户", "{n} for a visit", quiet=True),
)


def _crew() -> tuple[_Item, ...]:
    roles = [one for one in ROLES if one != "operator"]
    named = [
        _Item(f"crew.{one}", ROLES[one].zh + "{n}人", f"{ROLES[one].en} {{n}}", quiet=True)
        for one in roles
    ]
    return (_Item("crew.people", "工作人员{n}人", "{n} {people} at work"), *named)


def _regime_keys(told: Told) -> dict[str, Named]:
    """The regimes of the figures, in their order, with their names before 户数."""
    found: dict[str, Named] = {}
    for one in told.known:
        if one.group is Group.REGIMES and one.key.endswith(".homes"):
            regime = one.key.split(".")[1]
            found[regime] = Named(
                zh=one.name.zh.removesuffix("户数"), en=one.name.en.rsplit(":", 1)[0]
            )
    return found


def _regimes(told: Told, for_group: bool = False) -> tuple[str, str]:
    """Who is under which regime; for a group a count below three is hidden."""
    zh: list[str] = []
    en: list[str] = []
    regimes = _regime_keys(told)
    if regimes and all(told.value(f"regime.{key}.homes") is None for key in regimes):
        return _LOST
    for key, name in regimes.items():
        counts = [told.value(f"regime.{key}.{part}") for part in ("homes", "people")]
        if counts == [0, 0] and not any(
            told.grown.get(f"regime.{key}.{part}") for part in ("homes", "people")
        ):
            continue
        if for_group and counts[0] is not None and counts[0] < HIDDEN_BELOW:
            zh.append(f"{name.zh}不足{HIDDEN_BELOW}户")
            en.append(f"{name.en}: fewer than {HIDDEN_BELOW} homes")
            continue
        said_zh, said_en = _sentence(
            told,
            (
                _Item(f"regime.{key}.buildings", "整栋{n}栋", "{n} whole building{s}", quiet=True),
                _Item(f"regime.{key}.homes", "{n}户", "{n} home{s}"),
                _Item(f"regime.{key}.people", "{n}人", "{n} {people}"),
            ),
            between="、",
        )
        zh.append(f"{name.zh}{said_zh}")
        en.append(f"{name.en}: {said_en}")
    return "；".join(zh) or "没有在管控的住户", "; ".join(en) or "nobody is under a regime"


def _measures(told: Told) -> tuple[str, str]:
    zh: list[str] = []
    en: list[str] = []
    for what in What:
        if what is What.SAMPLING or not told.value(f"{what}.owed"):
            continue
        name = WHAT_NAMES[what]
        said_zh, said_en = _sentence(
            told,
            (
                _Item(f"{what}.owed", "应办{n}", "{n} due"),
                _Item(f"{what}.done", "已办{n}", "{n} done"),
                _Item(f"{what}.overdue", "超时{n}", "{n} overdue", quiet=True),
            ),
            compare=False,
            between="、",
        )
        zh.append(f"{name.zh}{said_zh}")
        en.append(f"{name.en} {said_en}")
    return "；".join(zh), "; ".join(en)


def _sampling(told: Told) -> tuple[str, str]:
    work = _sentence(told, _AT_WORK) if told.value("sampling.work.owed") else None
    if told.value("sampling.owed") == 0:
        return work or ("今天没有核酸采样", "no sampling today")
    zh, en = _sentence(told, _SAMPLING)
    whys = _sentence(told, _why_not(), compare=False)
    if told.value("sampling.open") and whys[0]:
        zh, en = f"{zh}；未检原因：{whys[0]}", f"{en}; why not: {whys[1]}"
    return (f"{zh}；{work[0]}", f"{en}; {work[1]}") if work else (zh, en)


def _knocks(told: Told) -> tuple[str, str]:
    if told.value("knocks.visits") == 0:
        return "今天还没有敲门", "nobody knocked at a door yet today"
    return _sentence(told, _KNOCKS)


def _paragraphs(told: Told) -> list[tuple[str, str, tuple[str, str]]]:
    """Title in both languages, and the sentence."""
    today, measures = _sentence(told, _TODAY), _measures(told)
    if measures[0]:
        today = (f"{today[0]}。按措施：{measures[0]}", f"{today[1]}. By measure: {measures[1]}")
    return [
        ("底数", "Who lives here", _sentence(told, _REGISTER)),
        ("管控情况", "Regimes", _regimes(told)),
        ("今日事项", "Today", today),
        ("核酸采样", "Sampling", _sampling(told)),
        ("重点关爱", "Special care", _sentence(told, _CARE)),
        ("敲门走访", "Knocks", _knocks(told)),
        ("通告/决定与解除", "Orders and release", _sentence(told, _ORDERS)),
        ("队伍", "Crew", _sentence(told, _crew(), compare=False)),
    ]


_NUMERALS = "一二三四五六七八九十"


def _since_zh(told: Told) -> str:
    if told.before is None or all(one is None for one in told.grown.values()):
        return "昨天同一时间的数没有留下，不作比较。"
    source = "昨天报出的数" if told.sent_before else "昨天同一时间的记录"
    lost = [
        key for key, grown in told.grown.items() if grown is None and told.value(key) is not None
    ]
    return f"“比昨天”是与{source}相比" + (
        "；没有标出的，是没有变化或昨天的数没有留下。" if lost else "；没有标出的没有变化。"
    )


def _since_en(told: Told) -> str:
    if told.before is None or all(one is None for one in told.grown.values()):
        return "Yesterday’s figures of this hour were not kept; nothing is compared."
    source = "yesterday’s report" if told.sent_before else "the records of the same hour yesterday"
    lost = [
        key for key, grown in told.grown.items() if grown is None and told.value(key) is not None
    ]
    rest = "is the same, or was not kept" if lost else "is the same"
    return f"Compared with {source}; what bears no mark {rest}."


def _minute(at: datetime) -> datetime:
    return local(at).replace(second=0, microsecond=0)


def _counted(told: Told) -> tuple[str, str]:
    """Figures for 20:00 that were counted at 19:31, or again at 21:00, say so."""
    if _minute(told.counted_at) == _minute(told.at):
        return "", ""
    zh, en = hour_zh(told.counted_at), hour_en(told.counted_at)
    if told.counted_at > told.at:
        return f"（含{zh}前补录的）", f" (with what was keyed in by {en})"
    return f"（数据统计到{zh}）", f" (counted at {en})"


def _or(value: Value, unknown: str) -> str:
    return unknown if value is None else str(value)


def _correction(told: Told) -> tuple[list[str], list[str]]:
    if told.version == 1:
        return [], []
    names = {one.key: one.name for one in told.known}
    pairs = [(names[one.key], one) for one in told.changed if one.key in names]
    zh = "；".join(
        f"{name.zh} {_or(one.before, '未知')}→{_or(one.after, '未知')}" for name, one in pairs
    )
    en = "; ".join(
        f"{name.en} {_or(one.before, 'unknown')}→{_or(one.after, 'unknown')}" for name, one in pairs
    )
    return (
        [f"更正第{told.version}版。原因：{told.why}。改动：{zh or '数字没有变'}。"],
        [f"Correction, version {told.version}. Why: {told.why}. Changed: {en or 'no figure'}."],
    )


def _sealed(told: Told) -> tuple[list[str], list[str]]:
    if not told.seal:
        return [], []
    zh = f"记录校验：{told.writers}个岗位{told.entries}条记录，校验码 {told.seal}"
    en = f"Log: {told.entries} entries of {told.writers} posts, check {told.seal}"
    return [zh], [en]


def _lost(told: Told) -> tuple[list[str], list[str]]:
    """Which figures nobody knows for that hour, where the rest of their paragraph is known."""
    paragraphs = (_REGISTER, _TODAY, _SAMPLING, _KNOCKS, _ORDERS, _CARE)
    lost: set[str] = set()
    for items in paragraphs:
        unknown = {item.key for item in items if told.value(item.key) is None}
        lost |= unknown if len(unknown) < len(items) else set()
    names = [one.name for one in told.known if one.key in lost]
    if not names:
        return [], []
    zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
    return [f"当时没有留下的数：{zh}。"], [f"Not kept for that hour: {en}."]


def daily(told: Told) -> Said:
    """The daily report: title, instant, numbered paragraphs, what is compared, the log's heads."""
    drill_zh, drill_en = ("【演练】", "[drill] ") if told.drill else ("", "")
    counted_zh, counted_en = _counted(told)
    day = day_of(told.at)
    zh = [f"{drill_zh}{told.place}疫情防控日报", day_zh(day)]
    en = [f"{drill_en}{told.place}: daily report", f"{day:%a %-d %b %Y}"]
    corrected = _correction(told)
    zh += [*corrected[0], f"截至{hour_zh(told.at)}{counted_zh}："]
    en += [*corrected[1], f"As of {hour_en(told.at)}{counted_en}:"]
    for place, (title_zh, title_en, (said_zh, said_en)) in enumerate(_paragraphs(told)):
        zh.append(f"{_NUMERALS[place]}、{title_zh}。{said_zh}。")
        en.append(f"{place + 1}. {title_en}: {said_en}.")
    lost, sealed = _lost(told), _sealed(told)
    zh += lost[0]
    en += lost[1]
    zh += [_since_zh(told), *sealed[0]]
    en += [_since_en(told), *sealed[1]]
    return Said("\n".join(zh), "\n".join(en))


def _hourly_parts(told: Told) -> list[tuple[str, str]]:
    """What an hourly report tells, the most asked first."""
    parts = [_sentence(told, _TODAY)]
    if told.value("sampling.owed"):
        sampled = _sentence(told, (_SAMPLING[0], _SAMPLING[1], _SAMPLING[6]))
        whys = _sentence(told, _why_not(), compare=False)
        if told.value("sampling.open") and whys[0]:
            sampled = (f"{sampled[0]}（{whys[0]}）", f"{sampled[1]} ({whys[1]})")
        parts.append(sampled)
    if told.value("sampling.work.owed"):
        parts.append(_sentence(told, _AT_WORK, compare=False))
    parts.append(_regimes(told, for_group=True))
    care = _sentence(told, _CARE[3:4], compare=False)
    knocks = _sentence(told, tuple(_Item(one.key, one.zh, one.en, quiet=True) for one in _KNOCKS))
    return [one for one in [*parts, care, knocks] if one[0]]


def _fitting(head: str, parts: Sequence[str], between: str, end: str) -> str:
    """As many whole parts as a message bears; nothing is cut in two."""
    text = head + (parts[0] if parts else "")
    for part in parts[1:]:
        if len(text) + len(between) + len(part) + len(end) > MESSAGE_LENGTH:
            break
        text += between + part
    return text + end


def hourly(told: Told) -> Said:
    """The hourly report: one paragraph of at most 500 characters, fit for a group of the office."""
    place = told.place[:_LONGEST_PLACE]
    drill_zh, drill_en = ("【演练】", "[drill] ") if told.drill else ("", "")
    counted_zh, counted_en = _counted(told)
    fixed_zh = f"更正第{told.version}版。" if told.version > 1 else ""
    fixed_en = f"Version {told.version}. " if told.version > 1 else ""
    parts = _hourly_parts(told)
    zh = f"{drill_zh}{place}小时报，{fixed_zh}截至{hour_zh(told.at)}{counted_zh}："
    en = f"{drill_en}{place}, {fixed_en}as of {hour_en(told.at)}{counted_en}: "
    return Said(
        _fitting(zh, [one for one, _ in parts], "；", "。"),
        _fitting(en, [one for _, one in parts], "; ", "."),
    )


def said(kind: Kind, told: Told) -> Said:
    """The report of that kind."""
    return hourly(told) if kind is Kind.HOURLY else daily(told)
