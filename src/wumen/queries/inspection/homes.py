"""A home's dossier as a page for inspectors: what was ordered, visited and done; no care, no readings, no log."""

from collections.abc import Sequence

from wumen.queries.dossier import Dossier, OrderOver, PersonLine
from wumen.queries.inspection.words import State, Windows, pictures
from wumen.queries.past import Done
from wumen.queries.photos import PhotoLine
from wumen.rules.dossier import DUTY_DAYS
from wumen.rules.homes import STATE_NAMES
from wumen.rules.inspection import Page, Table
from wumen.rules.knocks import RESULT_NAMES
from wumen.rules.playbooks import GRADE_NAMES, WHAT_NAMES, Grade, What
from wumen.rules.time import day_zh, instant_zh

_ORDER_STATES = {"coming": "将生效", "in_force": "正在生效", "over": "已结束"}


def home_page(
    number: int, found: Dossier, windows: Windows, photos: Sequence[PhotoLine], now_hour: str
) -> Page:
    """One dossier; whatever asks for care stays in the office, and so does who looked at what."""
    lines = (
        f"住房状态：{STATE_NAMES[found.state].zh}　登记于 {day_zh(found.registered_at.date())}",
        f"现住 {len(found.people)} 人　打印时间 {now_hour}",
    )
    tables = (_people(found.people), _orders(found.orders), _visits(found), _done(found, windows))
    return Page(
        f"homes/{number:03}.html",
        f"{found.words} 一户一档",
        lines,
        tables,
        pictures(photos, windows),
    )


def _people(people: Sequence[PersonLine]) -> Table:
    rows = tuple(
        (one.name, one.relation, one.identity_number, " ".join(one.telephones), _away(one))
        for one in people
    )
    head = ("姓名", "关系", "身份证号", "电话", "外出")
    return Table("现在住的人", head, rows, "没有登记住的人。")


def _away(one: PersonLine) -> str:
    if one.away_since is None:
        return ""
    until = day_zh(one.away_until) if one.away_until else "不清楚"
    return f"{day_zh(one.away_since)} 至 {until}"


def _orders(orders: Sequence[OrderOver]) -> Table:
    rows = tuple(
        (
            one.regime.zh,
            _ORDER_STATES[one.state],
            f"{one.authority} {one.document}",
            f"{instant_zh(one.begins)} 至 {instant_zh(one.ends)}",
            "、".join(one.people),
        )
        for one in orders
    )
    head = ("管控类别", "情况", "机关和文件", "起止", "对谁")
    return Table("通告/决定", head, rows, "没有通告/决定涉及这一户。")


def _visits(found: Dossier) -> Table:
    rows = tuple(
        (instant_zh(one.at), RESULT_NAMES[one.result].zh, "已留条" if one.slip_left else "", one.by)
        for one in found.visits
    )
    return Table("敲门", ("时间", "结果", "留条", "谁去的"), rows, "没有敲门记录。")


def _done(found: Dossier, windows: Windows) -> Table:
    rows = tuple(_duty(one, windows) for one in found.done)
    head = ("日期", "事项", "对谁", "情况", "凭据", "谁办的")
    return Table(f"最近 {DUTY_DAYS.days} 天的事项", head, rows, "这些天没有事项。")


def _duty(one: Done, windows: Windows) -> tuple[str, ...]:
    return (
        f"{day_zh(one.day)} {windows(one.win)}",
        WHAT_NAMES[What(one.what)].zh,
        one.whom or "全户",
        State(one.state).zh,
        GRADE_NAMES[Grade(one.grade)].zh if one.grade else "",
        one.by.name,
    )
