"""Commands of the force: who serves, who is missing, sign-up by a group's text, gaps of the rosters."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wumen.cli.options import command, group, me
from wumen.cli.relay import read_text
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.posts import PROFESSIONS, ROLES
from wumen.rules.problems import Problem
from wumen.rules.time import local

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from wumen.queries.stations import StationLine
    from wumen.rules.posts import Viewer
    from wumen.rules.stations import Gap

_WEEK, _MOST_DAYS = 7, 28


def commands(verbs: Any) -> None:
    """Register the commands."""
    force = group(verbs, "force", "防控力量")
    listed = command(force, "list", _list, "名单：谁、住哪里、在哪个岗位、现在能不能来")
    listed.add_argument("--area", metavar="PATH", default="")
    missing = command(force, "missing", _missing, "还缺谁：楼长、三人小组、值守")
    missing.add_argument("--area", required=True, metavar="PATH", help="小区")
    sign_up = command(force, "sign-up", _sign_up, "读入群里的报名接龙")
    sign_up.add_argument("file", type=Path, metavar="FILE", help="文件，或 - 从标准输入")
    sign_up.add_argument("--area", required=True, metavar="PATH")
    gaps = command(force, "gaps", _gaps, "班表的缺口：哪里、几点到几点、缺几个人")
    gaps.add_argument("--area", metavar="PATH")
    gaps.add_argument("--days", type=int, default=_WEEK, metavar="N")


def _list(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.force import members

    lines = members(me(), args.area)
    said = [
        {
            "crew_no": one.crew_no,
            "name": one.name,
            "profession": one.serving.profession,
            "people": one.serving.people,
            "area": one.area,
            "lives": one.lives,
            "posts": [{"role": role, "place": place} for role, place in one.posts],
            "skills": one.serving.skills,
            "wishes": one.serving.wishes,
            "can_serve": one.confirmed and not one.serving.held,
            "rest_until": one.serving.rest_until,
            "confirmed": one.confirmed,
        }
        for one in lines
    ]
    rows = [
        (
            one.crew_no,
            one.name if one.serving.people == 1 else f"{one.name}（{one.serving.people} 人）",
            PROFESSIONS[one.serving.profession][0],
            one.lives_in or one.place,
            "、".join(f"{place} {ROLES[role].zh}" for role, place in one.posts) or "—",
            _state(one.serving.held, one.confirmed),
        )
        for one in lines
    ]
    text = table(("工号", "姓名", "身份", "住", "岗位", "现在"), rows)
    answer(args.json, said, text if rows else "还没有人。")


def _state(held: str, confirmed: bool) -> str:
    if not confirmed:
        return "等确认"
    # Never why: whom an order holds is the business of those who look after her.
    return "现在不能来" if held else "可以来"


def _missing(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries import facts
    from wumen.queries.captains import captains
    from wumen.queries.stations import stations, uncovered

    viewer = me()
    seats = [
        {
            "area": one.area,
            "words": one.words,
            "role": one.role,
            "ask": [a.crew_no for a in one.ask],
        }
        for one in captains(viewer, args.area).seats
        if one.sitting is None or one.sitting.bar
    ]
    homes = _incomplete(viewer, args.area)
    found = uncovered(viewer, facts.today(), _WEEK, args.area)
    gaps = _said(stations(viewer, args.area), found)
    lines = [f"{one['words']} 缺{ROLES[str(one['role'])].zh}" for one in seats]
    lines += [f"{one['door']} 的小组缺 {len(one['missing'])} 人" for one in homes]
    lines += [_line(one) for one in gaps]
    said = {"seats": seats, "homes": homes, "gaps": gaps}
    answer(args.json, said, "\n".join(lines) or "都齐了。")


def _incomplete(viewer: "Viewer", area: str) -> list[dict[str, Any]]:
    """The homes in isolation whose team lacks somebody; without an outbreak none has a team."""
    from wumen.queries.teams import teams

    try:
        homes = teams(viewer, area).homes
    except Problem as problem:
        if problem.code != "team_template_none":
            raise
        return []
    return [
        {"door": one.door, "missing": [place.key for place in one.missing]}
        for one in homes
        if one.missing
    ]


def _said(
    lines: "Sequence[StationLine]", found: "Mapping[UUID, Sequence[Gap]]"
) -> list[dict[str, Any]]:
    """Gaps with their station, in the order of the stations."""
    return [
        {
            "station": one.id,
            "name": one.whole_name,
            "area": one.area,
            "begins": gap.interval.begins,
            "ends": gap.interval.ends,
            "missing": gap.missing,
        }
        for one in lines
        for gap in found.get(one.id, ())
    ]


def _line(gap: "Mapping[str, Any]") -> str:
    begins, ends = local(gap["begins"]), local(gap["ends"])
    return f"{gap['name']} {begins:%m-%d %H:%M} 到 {ends:%m-%d %H:%M} 缺 {gap['missing']} 人"


def _gaps(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries import facts
    from wumen.queries.desk_stations import fell_now
    from wumen.queries.stations import stations, uncovered

    if not 1 <= args.days <= _MOST_DAYS:
        raise Problem("roster_days_unreadable")
    viewer = me()
    found = uncovered(viewer, facts.today(), args.days, args.area)
    gaps, fell = _said(stations(viewer, args.area), found), fell_now(viewer, args.area)
    lines = [
        f"{one.who} 的 {one.many} 个班空了，最早 {local(one.first):%m-%d %H:%M}" for one in fell
    ]
    lines += [_line(one) for one in gaps]
    said = {"gaps": gaps, "fell": fell}
    answer(args.json, said, "\n".join(lines) or "每一分钟都有人。")


def _sign_up(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.relay import import_relay
    from wumen.queries.force import members
    from wumen.rules.relay import Kind

    viewer = me()
    before = {one.member for one in members(viewer, args.area)}
    found = import_relay(viewer, read_text(args.file), Kind.VOLUNTEERS, args.area)
    now = members(viewer, args.area)
    new = [one.crew_no for one in now if one.member not in before]
    said = {
        "read": len(found.entries),
        "to_look": found.to_look,
        "unread": [line.text for line in found.reading.unread],
        "new": new,
        "force": len(now),
    }
    text = f"看懂 {said['read']} 条，{said['to_look']} 条请你看；新登记 {len(new)} 人，共 {said['force']} 人。"
    answer(args.json, said, text)
