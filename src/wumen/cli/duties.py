"""Commands of duties: plan a day, list it, and settle one of it for the crew member who did it."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wumen.cli import words
from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, say, say_lines, table
from wumen.cli.standing import Standing
from wumen.rules.duties import DutyKey, read_key
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_day

if TYPE_CHECKING:
    from wumen.queries.duties import DutyLine


def commands(verbs: Any) -> None:
    """Register the commands."""
    plan = command(verbs, "plan", _plan, "排一天的事项")
    plan.add_argument("--date", required=True, metavar="D")
    listed = command(verbs, "duties", _list, "一天的事项清单")
    listed.add_argument("--date", required=True, metavar="D")
    listed.add_argument("--state", metavar="S")
    listed.add_argument("--area", metavar="PATH")
    duty = group(verbs, "duty", "办一件事项")
    for name, run, help_ in (
        ("done", _done, "登记办好"),
        ("cannot", _cannot, "登记办不了的原因，事项仍未完成"),
        ("waive", _waive, "写明原因免办"),
    ):
        one = command(duty, name, run, help_)
        one.add_argument("key", metavar="KEY")
        one.add_argument("--by", required=True, metavar="CREW_NO")
        if name == "done":
            one.add_argument("--grade", choices=("measured", "reported", "declared"))
            one.add_argument("--evidence", default="", metavar="JSON")
            one.add_argument("--photo", type=Path, metavar="FILE", help="现场照片")
        else:
            one.add_argument("--why", default="", metavar="TEXT")


def _plan(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.duties.plan import plan_day

    said = plan_day(me(), read_day(args.date)).as_dict()
    by_what = said["by_what"]
    kinds = words.whats(by_what)  # type: ignore[arg-type]
    text = (
        f"{said['day']}：新增 {said['made']}，变动 {said['moved']}，恢复 {said['revived']}，"
        f"撤下 {said['withdrawn']}，现有 {said['standing']}" + (f"（{kinds}）" if kinds else "")
    )
    answer(args.json, said, text)


def _state(one: "DutyLine") -> str:
    return words.STATES["overdue" if one.overdue else one.state]


def _list(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.duties import duty_lines

    lines = duty_lines(me(), read_day(args.date), args.state, args.area)
    if args.json:
        say_lines(lines)
        return
    names = words.windows()
    rows = [
        (
            one.key,
            words.what(one.what),
            names.get(one.win, one.win),
            _state(one),
            words.grade(one.grade),
            f"{local(one.due_at):%H:%M}",
            one.owner.name if one.owner else "—",
        )
        for one in lines
    ]
    say(table(("事项", "措施", "时段", "状态", "凭据", "截止", "责任人"), rows))


def _who(args: argparse.Namespace, right: Right, key: DutyKey) -> Viewer:
    """Who did it, in the post of hers that may do it at that door."""
    from wumen.queries.duties import duty_area
    from wumen.queries.posts import viewer_by

    return viewer_by(args.by, right, [duty_area(me(), key)])


def _evidence(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text or "{}")
    except ValueError:
        raise Problem("evidence_unreadable") from None
    if not isinstance(said, dict):
        raise Problem("evidence_unreadable")
    return said


def _done(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.duties import settle
    from wumen.actions.photos import photo_file

    key, evidence = read_key(args.key), _evidence(args.evidence)
    photo = photo_file(args.photo) if args.photo else b""
    settle.do(me(), key, args.grade, evidence, by=_who(args, Right.SETTLE, key), photo=photo)
    _said(args, ("done", "已登记办好。"))


def _cannot(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.duties import settle
    from wumen.rules.rounds import read_reason

    key, why = read_key(args.key), read_reason(args.why)
    settle.cannot(me(), key, why, by=_who(args, Right.SETTLE, key))
    _said(args, ("open", "已登记原因，事项仍未完成。"))


def _waive(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.duties import settle

    key = read_key(args.key)
    settle.waive(me(), key, args.why, by=_who(args, Right.WAIVE, key))
    _said(args, ("waived", "已登记免办。"))


def _said(args: argparse.Namespace, state: Sequence[str]) -> None:
    answer(args.json, {"key": args.key, "state": state[0]}, state[1])
