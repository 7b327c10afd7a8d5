"""Commands of local notices: entered from a file as the document has them, with the two who stand for them."""

import argparse
from pathlib import Path
from typing import Any

from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.problems import Problem


def commands(verbs: Any) -> None:
    """Register the commands; what a notice must name is asked for by the rule, not by the option."""
    notice = group(verbs, "notice", "本地通告：对防控规则的改动")
    add = command(notice, "add", _add, "按文件录入本地通告，一人录入一人确认")
    add.add_argument("file", type=Path, metavar="FILE.toml")
    add.add_argument("--by", default="", metavar="CREW_NO")
    add.add_argument("--second", default="", metavar="CREW_NO")
    add.add_argument("--outbreak", default="", metavar="NAME")
    command(notice, "list", _list, "本地通告和它们改变的措施")


def _add(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.local_notices import issue_notice
    from wumen.rules.local_notices import read_notice

    try:
        text = args.file.read_bytes()
    except OSError:
        raise Problem("file_missing") from None
    made = issue_notice(
        me(), read_notice(text, args.file.name), args.by, args.second, args.outbreak
    )
    said = {
        "number": made.number,
        "area": made.area,
        "from": made.from_at,
        "until": made.until_at,
        "stricter": made.stricter,
    }
    answer(args.json, said, made.number)


def _list(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.local_notices import notice_lines
    from wumen.rules.local_notices import clause_words

    lines = notice_lines(me())
    said = [
        {
            "number": one.number,
            "document": one.document,
            "authority": one.authority,
            "state": one.state,
            "from": one.begins,
            "until": one.ends,
            "stricter": [change.clause for change in one.changes if change.more],
            "changes": [change.clause for change in one.changes],
        }
        for one in lines
    ]
    rows = [
        (
            *(one.number, one.document, _STATES[one.state]),
            "；".join(
                clause_words(one.rules, change.after or change.before)[0]  # type: ignore[arg-type]
                for change in one.changes
            ),
        )
        for one in lines
    ]
    answer(args.json, {"notices": said}, table(("编号", "文件", "现在", "改变的措施"), rows))


_STATES = {
    "waiting": "等第二人确认",
    "in_force": "生效中",
    "coming": "还没有开始",
    "ended": "已提前结束",
    "over": "已到期",
    "dropped": "已撤回",
}
