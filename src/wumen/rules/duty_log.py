"""The duty log (值班日志): which events of the day stand in it, in which words and under what; what is typed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from wumen.rules.guarded_text import holds_long_number
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh, local, read_clock, whole_day

LONGEST = 300


class Part(StrEnum):
    """Under what an entry stands."""

    ASKED = "asked"
    ORDERS = "orders"
    REFUSED = "refused"
    ALARMS = "alarms"
    EXITS = "exits"
    POSITIVE = "positive"
    SAMPLING = "sampling"
    HANDED = "handed"
    SENT = "sent"


PARTS: Mapping[Part, Named] = {
    Part.ASKED: Named(zh="来电、交办", en="calls and requests"),
    Part.ORDERS: Named(zh="通告、决定", en="orders"),
    Part.REFUSED: Named(zh="拒绝、不配合", en="refusals"),
    Part.ALARMS: Named(zh="告警", en="alarms"),
    Part.EXITS: Named(zh="出口被堵", en="blocked exits"),
    Part.POSITIVE: Named(zh="阳性、转运（不写人）", en="positives and transfers, nobody named"),
    Part.SAMPLING: Named(zh="采样点", en="sampling points"),
    Part.HANDED: Named(zh="交接班", en="hand-overs"),
    Part.SENT: Named(zh="上报、导出", en="sent upward, taken out"),
}


@dataclass(frozen=True)
class Kind:
    """How events of a kind stand in the log: under what, in which words; `each`: one by one with what `told` of them.

    What is told are numbers that the office gave and hours; a reason only where it is of a point, and of nobody.
    """

    part: Part
    name: Named
    each: bool = False
    told: tuple[str, ...] = ()


def _kind(part: Part, zh: str, en: str, *told: str, each: bool = False) -> Kind:
    return Kind(part, Named(zh=zh, en=en), each or bool(told), told)


KINDS: Mapping[str, Kind] = {
    "instruction.given": _kind(
        Part.ASKED, "记下交办、反映", "something asked for", "number", "urgency"
    ),
    "instruction.ended": _kind(Part.ASKED, "办结、撤销", "closed", "number"),
    "calls.listed": _kind(Part.ASKED, "建打电话名单", "call list made"),
    "calls.closed": _kind(Part.ASKED, "打电话名单打完", "call list closed"),
    "neighbour_report.received": _kind(Part.ASKED, "收到监督与反映", "feedback received"),
    "objection.received": _kind(Part.ASKED, "收到异议申请", "objection received"),
    "objection.decided": _kind(Part.ASKED, "异议有了答复", "objection answered"),
    "order.entered": _kind(Part.ORDERS, "录入通告、决定", "order entered", "number"),
    "order.confirmed": _kind(Part.ORDERS, "通告、决定经第二人确认", "order confirmed", "number"),
    "order.extend": _kind(Part.ORDERS, "延长", "order extended", "number"),
    "order.step-down": _kind(Part.ORDERS, "降级", "order stepped down", "number"),
    "order.except": _kind(Part.ORDERS, "部分解除、调出", "lifted for some", "number"),
    "order.lift": _kind(Part.ORDERS, "解除", "order lifted", "number"),
    "order.dropped": _kind(Part.ORDERS, "通告、决定作废", "order dropped", "number"),
    "notice.entered": _kind(Part.ORDERS, "录入本地通告", "local notice entered", "number"),
    "notice.confirmed": _kind(
        Part.ORDERS, "本地通告经第二人确认", "local notice confirmed", "number"
    ),
    "notice.withdrawn": _kind(Part.ORDERS, "撤回通知", "notice taken back"),
    "release.step": _kind(Part.ORDERS, "解除走了一步", "a step of a release"),
    "sampling_round.spoken": _kind(
        Part.REFUSED, "不愿意采样，已劝", "spoke to who would not be sampled"
    ),
    "exit.told": _kind(Part.EXITS, "有人报出口被堵", "a blocked exit was told", "number"),
    "exit.opened": _kind(Part.EXITS, "出口打开、拍了照", "exit opened with a photo", "number"),
    "exit.confirmed": _kind(Part.EXITS, "出口核实已打开", "exit confirmed as open", "number"),
    "exit.still_closed": _kind(Part.EXITS, "出口还堵着", "exit still blocked", "number"),
    "occurrence.noted": _kind(
        Part.POSITIVE, "登记发生的事（阳性、转运等）", "something noted of a home"
    ),
    "occurrence.withdrawn": _kind(Part.POSITIVE, "撤回登记", "withdrawn"),
    "transfer.noted": _kind(Part.POSITIVE, "安排转运", "transfer arranged"),
    "tube.asked": _kind(Part.POSITIVE, "申请查一管", "a look at a tube asked for", each=True),
    "tube.agreed": _kind(
        Part.POSITIVE, "第二人同意查一管", "a look at a tube agreed to", each=True
    ),
    "point.opened": _kind(Part.SAMPLING, "开点", "point opened", "number", "why"),
    "point.paused": _kind(Part.SAMPLING, "暂停", "point paused", "number", "why"),
    "point.closed": _kind(Part.SAMPLING, "收点", "point closed", "number"),
    "point.gap": _kind(Part.ALARMS, "开点前缺东西", "missing before a point opens", "number"),
    "point.tubes_sent": _kind(Part.ALARMS, "调采样管", "tubes sent", "number", "to", "tubes"),
    "app.down": _kind(
        Part.ALARMS, "市里程序用不了，应急登记", "the city's app is down", "number", "why"
    ),
    "app.back": _kind(Part.ALARMS, "市里程序恢复", "the city's app is back", "number"),
    "app.registered": _kind(Part.SAMPLING, "应急登记", "registered here"),
    "app.list_uploaded": _kind(
        Part.SENT, "应急登记补传市里", "list uploaded to the city", "people"
    ),
    "box.packed": _kind(Part.SAMPLING, "样本装箱", "boxes packed"),
    "box.handed": _kind(Part.SAMPLING, "样本交接", "boxes handed over"),
    "box.received": _kind(Part.SAMPLING, "实验室收到", "received at the laboratory"),
    "hand_over.noted": _kind(Part.HANDED, "值守点换班交接", "change of guard"),
    "shift.handed_over": _kind(Part.HANDED, "交班留言", "words left at the end of a shift"),
    "report.sent": _kind(Part.SENT, "上报", "report sent", "sort"),
    "form.withdrawn": _kind(Part.SENT, "撤回上级的表", "the superior's form taken back"),
    "list.exported": _kind(Part.SENT, "导出名单", "list taken out", "number", "count"),
}
# What a word of an entry means, for those whose number is not enough.
WORDS: Mapping[str, Named] = {
    "number": Named(zh="第 {said} 号", en="no. {said}"),
    "why": Named(zh="{said}", en="{said}"),
    "urgency": Named(zh="{said}", en="{said}"),
    "to": Named(zh="到 {said} 号点", en="to point {said}"),
    "tubes": Named(zh="{said} 支", en="{said} tubes"),
    "people": Named(zh="{said} 人", en="people: {said}"),
    "count": Named(zh="{said} 行", en="rows: {said}"),
    "sort": Named(zh="{said}", en="{said}"),
}
_CALLED: Mapping[str, Named] = {
    "life": Named(zh="危及生命", en="danger to life"),
    "urgent": Named(zh="急", en="urgent"),
    "normal": Named(zh="", en=""),
    "daily": Named(zh="日报", en="daily"),
    "hourly": Named(zh="小时报", en="hourly"),
    "form": Named(zh="上级的表", en="a form"),
}


@dataclass(frozen=True)
class Happened:
    """An event as the log is made of it: of which kind, when, where in words, what it told; many at once as `times`."""

    kind: str
    at: datetime
    place: str
    body: Mapping[str, Any]
    times: int = 1


@dataclass(frozen=True)
class Entry:
    """An entry that was made by itself: since when, under what, in which words, at how many places, how often."""

    at: datetime
    part: Part
    name: Named
    said: Named
    place: str
    times: int


@dataclass(frozen=True)
class Hour:
    """An hour of the log with its entries in the order in which they happened."""

    hour: int
    entries: tuple[Entry, ...]


def _told(kind: Kind, body: Mapping[str, Any]) -> Named:
    """What is told of an event beside its number; a long number is never told."""
    zh, en = [], []
    for key in kind.told:
        value = body.get(key)
        if key == "number" or value in (None, "") or holds_long_number(str(value)):
            continue
        named = _CALLED.get(str(value)) if key in ("sort", "urgency") else None
        words = WORDS[key]
        zh.append(words.zh.format(said=named.zh if named else value))
        en.append(words.en.format(said=named.en if named else value))
    return Named(zh=" ".join(zh).strip(), en=" ".join(en).strip())


def _together(kind: Kind, some: Sequence[Happened]) -> Entry:
    """One entry of what happened alike at once: its numbers, what was told of each, the place if it is one."""
    told, words = _told(kind, some[0].body), WORDS["number"]
    numbers = sorted({n for one in some if isinstance(n := one.body.get("number"), int)})
    if numbers and "number" in kind.told:
        said = "、".join(map(str, numbers))
        told = Named(
            zh=f"{words.zh.format(said=said)} {told.zh}".strip(),
            en=f"{words.en.format(said=said.replace('、', ', '))} {told.en}".strip(),
        )
    places, times = {one.place for one in some}, sum(one.times for one in some)
    place = places.pop() if len(places) == 1 else ""
    return Entry(some[0].at, kind.part, kind.name, told, place, times)


def by_hour(events: Iterable[Happened]) -> list[Hour]:
    """The entries of a day by the hour: single ones with their numbers, what is many as one line with how many.

    What happened alike in the same minute, 27 points opened, is one entry with all of their numbers.
    """
    alike: dict[tuple[int, str, int, str], list[Happened]] = {}
    for one in sorted(events, key=lambda one: one.at):
        kind = KINDS.get(one.kind)
        if kind is None:
            continue
        when = local(one.at)
        minute, told = (when.minute, _told(kind, one.body).zh) if kind.each else (-1, "")
        alike.setdefault((when.hour, one.kind, minute, told), []).append(one)
    hours: dict[int, list[Entry]] = {}
    for (hour, key, _minute, _words), some in alike.items():
        hours.setdefault(hour, []).append(_together(KINDS[key], some))
    return [
        Hour(hour, tuple(sorted(entries, key=lambda one: one.at)))
        for hour, entries in sorted(hours.items())
    ]


def check_day(day: date, today: date) -> date:
    """A day of which there is a log; Problem `log_day_ahead` for one that has not come."""
    if day > today:
        raise Problem("log_day_ahead", day=day_zh(day), day_en=f"{day:%-d %B %Y}")
    return day


def read_line(text: str) -> str:
    """What a duty officer adds; Problems `log_line_empty`, `log_line_number` for a telephone or identity number."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise Problem("log_line_empty", most=LONGEST)
    if holds_long_number(said):
        raise Problem("log_line_number")
    return said


def read_at(text: str, now: datetime, day: date) -> datetime:
    """Of which hour of a day a line tells, nothing typed is now, or the end of a day that is over.

    Problems: `hour_unreadable`, `log_hour_ahead`.
    """
    hours = whole_day(day)
    last = hours.ends - timedelta(minutes=1)
    if not text.strip():
        return min(now, last)
    shown = read_clock(text)
    if shown is None:
        raise Problem("hour_unreadable", said=text.strip()[:20])
    # What happened at 24:00 stands in the log of the day that ends then, under its last minute.
    then = min(hours.begins + shown, last)
    if then > now:
        raise Problem("log_hour_ahead", said=text.strip()[:20])
    return then


def digest_of(entries: int, lines: Sequence[str]) -> str:
    """What a sign-off puts its name to: how many entries, and the lines as they stood, in one short mark."""
    told = "\n".join([str(entries), *lines])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
