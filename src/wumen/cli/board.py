"""The board on the command line: what stands today, what is overdue and whose."""

import argparse
from typing import Any

from wumen.cli import words
from wumen.cli.options import command, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.time import local


def commands(verbs: Any) -> None:
    """Register the command."""
    board = command(verbs, "board", _board, "今日总览")
    board.add_argument("--area", metavar="PATH")


def _board(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.board import board

    seen = board(me(), args.area)
    names = words.windows()
    measures = [
        (
            words.what(one.what),
            names.get(one.win, one.win),
            f"{local(one.due_at):%H:%M}",
            one.count.standing,
            one.count.done,
            one.count.open,
            one.count.overdue,
        )
        for one in seen.measures
    ]
    total = seen.total
    by_grade = f"（{words.grades(total.by_grade)}）" if total.by_grade else ""
    lines = [
        f"{seen.day} {local(seen.now):%H:%M}  应办 {total.standing}  已办 {total.done}{by_grade}  "
        f"未办 {total.open}  超时 {total.overdue}",
        table(("措施", "时段", "截止", "应办", "已办", "未办", "超时"), measures),
    ]
    late = [
        (
            " ".join(one.names),
            words.what(one.what),
            names.get(one.win, one.win),
            one.n,
            one.owner.name if one.owner else "—",
            f"{one.answers.who.name}（{local(one.answers.since):%H:%M} 起）"
            if one.answers
            else "—",
        )
        for one in seen.overdue
    ]
    if late:
        lines += ["", table(("超时在", "措施", "时段", "件", "责任人", "已升级到"), late)]
    answer(args.json, seen, "\n".join(lines))
