"""Commands of rounds of doors: which there are, and a floor done with one line."""

import argparse
from typing import Any

from wumen.cli import words
from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.areas import read_path
from wumen.rules.posts import Right
from wumen.rules.rounds import read_exceptions, read_round_key
from wumen.rules.time import local, read_day


def commands(verbs: Any) -> None:
    """Register the commands."""
    listed = command(verbs, "rounds", _list, "一天的入户安排，一趟一行")
    listed.add_argument("--date", required=True, metavar="D")
    listed.add_argument("--area", metavar="PATH")
    one = group(verbs, "round", "一趟")
    done = command(one, "done", _done, "一层全部正常，除了……")
    done.add_argument("key", metavar="KEY")
    done.add_argument("--floor", required=True, type=int, metavar="F")
    done.add_argument("--except", dest="excepted", action="append", default=[], metavar="房号:原因")
    done.add_argument("--by", required=True, metavar="CREW_NO")


def _list(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.rounds_of_a_day import rounds

    day = read_day(args.date)
    lines = rounds(me(), day, args.area)
    rows = [
        (
            one.key,
            f"{local(one.due_at):%H:%M}",
            one.doors + one.parts,
            one.due,
            one.done,
            one.open,
            one.overdue,
        )
        for one in lines
    ]
    text = table(("一趟", "截止", "门", "应办", "已办", "未办", "超时"), rows)
    answer(args.json, {"date": day, "rounds": lines}, text)


def _done(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.rounds import floor_done
    from wumen.queries.posts import viewer_by

    key, excepted = read_round_key(args.key), read_exceptions(args.excepted)
    by = viewer_by(args.by, Right.SETTLE, [read_path(key.unit)])
    said = floor_done(me(), key, args.floor, excepted, by=by).as_dict()
    left = words.whats(said["left"])
    text = f"办好 {said['done']}，例外 {said['excepted']}，早已办好 {said['before']}"
    answer(args.json, said, text + (f"；还要实测：{left}" if left else ""))
