"""Texts about a round to be copied: a building asked to its point, rooms still missing, the hour, the boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wumen.rules.sampling_rounds.boxes import Clock, Step, Sums
from wumen.rules.sampling_rounds.slotting import Slot
from wumen.rules.sampling_rounds.standing import AtWork, Tally
from wumen.rules.time import day_zh, local


def hour_zh(instant: datetime, day: date) -> str:
    """An hour of the round's own day; another day is said."""
    shown = local(instant)
    if shown.date() == day:
        return f"{shown:%H:%M}"
    return f"{shown.month}月{shown.day}日 {shown:%H:%M}"


def notice_zh(number: int, day: date, whom: str, where: str, slot: Slot) -> str:
    """What a building's group is told: point and time, who stays at home, that an emergency goes first."""
    begins, ends = hour_zh(slot.begins, day), hour_zh(slot.ends, day)
    waves = "、".join(hour_zh(one, day) for one in slot.waves)
    parts = f"分{len(slot.waves)}批叫：{waves}。" if len(slot.waves) > 1 else ""
    return (
        f"{whom}：第{number}轮核酸，{day_zh(day)}{begins}—{ends}，请到{slot.number}号采样点（{where}）。{parts}"
        "请等楼长叫到再下来，戴好口罩，带身份证，前后隔一米。下不了楼的告诉楼长，我们上门。看病、急事先去，不用等采样。"
    )


def door_notice_zh(number: int, day: date, whom: str, begins: datetime, ends: datetime) -> str:
    """What the group of a building is told whose people are sampled at their doors."""
    hours = f"{hour_zh(begins, day)}—{hour_zh(ends, day)}"
    return (
        f"{whom}：第{number}轮核酸，{day_zh(day)}{hours}上门采样。请您在家等，不用下楼；"
        "敲门后戴好口罩再开门，一户一户来，有事告诉楼长。看病、急事先说，不用等采样。"
    )


def round_notice_zh(number: int, day: date, begins: datetime, ends: datetime) -> str:
    """What everybody of a place is told of a round, in stairwells and by loudspeaker: no building's own hour."""
    hours = f"{hour_zh(begins, day)}—{hour_zh(ends, day)}"
    return (
        f"第{number}轮核酸，{day_zh(day)}{hours}。请等本楼的通知，叫到了再下楼，戴好口罩，带身份证，前后隔一米。"
        "行动不便的，请告诉楼长，有人上门来采。看病、急事先去，不用等采样。"
    )


def organisation_notice_zh(number: int, day: date, whom: str, where: str, slot: Slot) -> str:
    """What an organisation is told whose roster has its own hour at a point: in waves, each person once."""
    begins, ends = hour_zh(slot.begins, day), hour_zh(slot.ends, day)
    waves = "、".join(hour_zh(one, day) for one in slot.waves)
    parts = f"分{len(slot.waves)}批到：{waves}，" if len(slot.waves) > 1 else ""
    return (
        f"{whom}：第{number}轮核酸，{day_zh(day)}{begins}—{ends}，请到{slot.number}号采样点（{where}）。"
        f"名册上{slot.heads}人在这里采，每人一次；{parts}按名册排好队，一批采完再来一批。"
        "戴好口罩，带身份证，前后隔一米。来不了的、已经在别处采的，请告诉我们。看病、急事先去，不用等采样。"
    )


def team_notice_zh(number: int, whom: str, people: int, team: str, at: datetime, day: date) -> str:
    """What an organisation is told to which a team comes: when, what to have ready, each person once."""
    return (
        f"{whom}：第{number}轮核酸，{day_zh(day)}{hour_zh(at, day)}，{team}到您单位采，名册上{people}人，每人一次。"
        "请准备好通风的地方、桌子和名册，按名册排好队，前后隔一米，戴好口罩。"
        "不在的、已经在别处采的，请告诉我们。看病、急事先去，不用等采样。"
    )


def missing_heading_zh(number: int, until: datetime, day: date, slot: Slot | None) -> str:
    """What stands over the rooms of a building that are still missing; the rooms follow, nobody's name."""
    where = f"到{slot.number}号采样点" if slot else "采样"
    return (
        f"第{number}轮核酸还差下面这些房号，请在{hour_zh(until, day)}前{where}；"
        "已经采了的、不在家的、下不了楼的，请告诉楼长"
    )


def hourly_zh(
    place: str,
    number: int,
    now: datetime,
    homes: Tally,
    points: int,
    work: AtWork,
    begins: datetime,
) -> str:
    """The round's line on the hour as an office sends it: measured at tables and doors, nobody's word for others.

    Homes and organisations are told in one sum, as a superior asks for it, and apart. Before the round begins nobody
    is missing for a reason.
    """
    here, whole, day = local(now), work.beside(homes), local(begins).date()
    begun = now >= begins
    whys = "，".join(f"{named.zh}{many}人" for named, many in homes.said) if begun else ""
    door = f"其中上门{whole.door}人，已采{whole.door_done}人。" if whole.door else ""
    waived = f"，免办{whole.waived}人" if whole.waived else ""
    # Of nobody no share is done.
    share = f"（{whole.percent}%）" if whole.due else ""
    return (
        f"{place}第{number}轮核酸 {here.month}月{here.day}日 {here:%H:%M}\n"
        f"采样点{points}个。应检{whole.due}人，已检{whole.done}人{waived}，未检{whole.missing}人{share}。{door}"
        + ("" if begun else f"还没开始，{day.month}月{day.day}日{hour_zh(begins, day)}开始采。")
        + (
            f"\n其中住户应检{homes.due}人、已检{homes.done}人；单位名册应检{work.due}人、已检{work.done}人。"
            if work.due
            else ""
        )
        + (f"\n未检原因：{whys}。" if whys else "")
    )


@dataclass(frozen=True)
class WaitingBox:
    """A box that no laboratory has confirmed: where it was packed, how many tubes, whether a courier has it."""

    where: str
    tubes: int
    handed: bool
    first: datetime
    clock: Clock


def boxes_zh(
    place: str, number: int, day: date, now: datetime, whole: Sums, waiting: Sequence[WaitingBox]
) -> str:
    """The boxes of a round for the group of those who pack and carry: nobody is named, no box by its number.

    Of those that no laboratory has a line a place, with the earliest swab and by when it must be where.
    """
    here = local(now)
    made = f"采了{whole.made}管，" if whole.made is not None else ""
    lines = [
        f"{place}第{number}轮核酸 样本转运 {here.month}月{here.day}日 {here:%H:%M}",
        f"{made}装{whole.boxes}箱{whole.boxed}管，交接{whole.handed_boxes}箱{whole.handed}管，"
        f"实验室收到{whole.received_boxes}箱{whole.received}管。",
    ]
    heaps: dict[tuple[str, bool], list[WaitingBox]] = {}
    for one in sorted(waiting, key=lambda each: each.first):
        heaps.setdefault((one.where, one.handed), []).append(one)
    lines += [_heap_zh(some, day) for some in heaps.values()]
    if whole.boxes and not waiting:
        lines.append("装好的箱子实验室都收到了。")
    return "\n".join(lines)


def _heap_zh(some: Sequence[WaitingBox], day: date) -> str:
    """The boxes of one place that are equally far, the earliest swab first."""
    first = some[0]
    how = "已交接，等实验室确认" if first.handed else "还没交接"
    until = ""
    if first.clock.due_at is not None:
        said = "前要交接" if first.clock.due is Step.HANDED else "前要送到"
        until = f"，{hour_zh(first.clock.due_at, day)}{said}"
    late = "【超时】" if any(one.clock.late for one in some) else ""
    tubes = sum(one.tubes for one in some)
    return f"{late}{first.where}：{len(some)}箱{tubes}管{how}，最早一管{hour_zh(first.first, day)}{until}。"
