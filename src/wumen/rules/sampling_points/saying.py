"""Texts about sampling points to be copied: the report on the hour, and a building asked to come down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wumen.rules.sampling_points.standing import (
    QUEUES,
    HourLine,
    PointNow,
    PointState,
    is_old,
    totals,
)
from wumen.rules.time import local


def _numbers_zh(points: Sequence[PointNow]) -> str:
    return "、".join(f"{one.number}号" for one in points)


def _last_hour(hours: Sequence[HourLine]) -> HourLine | None:
    """The last full hour that has one before it: what was sampled between the two is known."""
    full = [one for one in hours if one.at == one.at.replace(minute=0, second=0, microsecond=0)]
    return full[-1] if len(full) > 1 else None


def hourly_zh(
    place: str, now: datetime, points: Sequence[PointNow], hours: Sequence[HourLine]
) -> str:
    """The report on the hour as an office sends it; no names, no doors, every gap said."""
    here, seen = local(now), totals(points, now)
    state = seen.by_state
    said = sum(one.sampled is not None for one in points)
    lines = [
        f"{place}核酸采样 {here.month}月{here.day}日 {here:%H:%M}",
        f"采样点{seen.points}个：开放{state[PointState.OPEN]}个，暂停{state[PointState.PAUSED]}个，"
        f"未开{state[PointState.SET_UP]}个，已收{state[PointState.CLOSED]}个。",
        f"今天累计采样{seen.sampled}人（{said}个点的点长报数）。",
    ]
    last = _last_hour(hours)
    if last:
        until = local(last.at)
        told = f"采样{last.more}人" if last.said else "没有点报数"
        lines.append(f"{until - timedelta(hours=1):%H:%M}—{until:%H:%M}{told}。")
    if seen.not_told:
        lines.append(f"还没有报人数：{_numbers_zh(seen.not_told)}。")
    if seen.crowded:
        lines.append(f"排队100人以上：{_numbers_zh(seen.crowded)}。")
    if seen.short:
        lines.append(f"采样管不足：{'；'.join(map(_short_zh, seen.short))}。")
    return "\n".join(lines)


def _short_zh(point: PointNow) -> str:
    coming = f"，路上{point.coming}支" if point.coming else ""
    return f"{point.number}号剩{point.tubes}支{coming}"


def found_at(name: str, where: str) -> str:
    """Where a point is, for people: its name and what is beside it; 地下车库入口旁 is to be found in many compounds."""
    return where if name in where else f"{name} {where}"


def call_zh(point: PointNow, where: str, whom: str, now: datetime) -> str:
    """The line by which a building's people are asked down; an old queue is not said."""
    said = point.queue is not None and point.queue_at and not is_old(point.queue_at, now)
    queue = f"现在排队{QUEUES[point.queue][0]}。" if said and point.queue else ""
    return (
        f"{point.number}号采样点（{found_at(point.name, where)}）：请{whom}的居民现在下来采样。{queue}"
        "请您戴好口罩，带身份证，前后隔一米。下不了楼的请告诉楼长，我们上门；"
        "居家隔离的请在家等，我们上门。看病、急事先去，不用等采样。"
    )
