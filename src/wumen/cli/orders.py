"""Commands of outbreaks and orders: entered from paper, with the two people who stand for them."""

import argparse
from typing import Any

from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing

_CHANGES = {
    "extend": "按文件延长一份通告",
    "step-down": "按文件调整为更宽松的类别，得到新的录入号",
    "lift": "按文件解除一份通告",
    "except": "按文件把点到的住户或地方调出一份通告，其余照旧",
}


def commands(verbs: Any) -> None:
    """Register the commands; what an order must name is asked for by the rule, not by the option."""
    outbreak = group(verbs, "outbreak", "疫情")
    opened = command(outbreak, "open", _open, "登记一起疫情")
    opened.add_argument("--name", required=True)
    opened.add_argument("--playbook", required=True, metavar="KEY")
    opened.add_argument("--overlay", action="append", default=[], metavar="KEY")
    closed = command(outbreak, "close", _close, "疫情结束30天后，两人销毁它的个人信息，出销毁证明")
    closed.add_argument("--name", default="", metavar="NAME")
    closed.add_argument("--why", default="", metavar="TEXT", help="原因")
    closed.add_argument("--by", default="", metavar="CREW_NO")
    closed.add_argument("--second", default="", metavar="CREW_NO")
    order = group(verbs, "order", "通告")
    issue = command(order, "issue", _issue, "按文件录入通告，一人录入一人确认")
    issue.add_argument("--regime", default="", metavar="KEY")
    issue.add_argument("--scope", action="extend", nargs="+", default=[], metavar="PATH")
    issue.add_argument("--resident", action="extend", nargs="+", default=[], metavar="ID")
    for name in ("authority", "document", "ground"):
        issue.add_argument(f"--{name}", default="", metavar="TEXT")
    issue.add_argument("--from", dest="begins", default="", metavar="TIME")
    issue.add_argument("--until", dest="ends", default="", metavar="TIME")
    issue.add_argument(
        "--longer", action="store_true", help="文书写的就是这么久，比规则里最长的隔离还长"
    )
    issue.add_argument("--by", default="", metavar="CREW_NO")
    issue.add_argument("--second", default="", metavar="CREW_NO")
    issue.add_argument("--outbreak", default="", metavar="NAME")
    _later(order)


def _later(order: Any) -> None:
    """What happens to an order that stands: its end is prepared, a later document changes it."""
    release = command(order, "release", _release, "离解除还差什么")
    release.add_argument("number", metavar="ORDER_NO")
    fact = command(order, "attest", _attest, "登记一项解除所需的事实")
    fact.add_argument("number", metavar="ORDER_NO")
    fact.add_argument("--fact", required=True, metavar="KEY")
    fact.add_argument("--on", required=True, metavar="DATE")
    fact.add_argument("--not", dest="holds", action="store_false", help="查明不符合")
    fact.add_argument("--document", default="", metavar="TEXT")
    fact.add_argument("--by", default="", metavar="CREW_NO")
    for kind, help_ in _CHANGES.items():
        change = command(order, kind, _change, help_)
        change.add_argument("number", metavar="ORDER_NO")
        change.set_defaults(kind=kind, ends="", regime="", scope=[], resident=[])
        for name in ("authority", "document", "ground"):
            change.add_argument(f"--{name}", default="", metavar="TEXT")
        change.add_argument("--at", default="", metavar="TIME", help="何时生效，不写为现在")
        if kind in ("extend", "step-down"):
            change.add_argument("--until", dest="ends", default="", metavar="TIME")
        if kind == "step-down":
            change.add_argument("--regime", default="", metavar="KEY")
        if kind == "except":
            change.add_argument("--scope", action="extend", nargs="+", metavar="PATH")
            change.add_argument("--resident", action="extend", nargs="+", metavar="ID")
        change.add_argument("--by", default="", metavar="CREW_NO")
        change.add_argument("--second", default="", metavar="CREW_NO")


def _open(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.orders import open_outbreak

    opened = open_outbreak(me(), args.name, args.playbook, args.overlay)
    said = {"outbreak": opened.name, "playbook": opened.playbook, "overlays": opened.overlays}
    answer(args.json, said, opened.name)


def _close(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.closing import close_outbreak, drop_former_databases
    from wumen.queries.closing import certificate_said, closing_named

    close_outbreak(me(), args.name, args.why, args.by, args.second)
    drop_former_databases(where.owner_url)
    line = closing_named(me(), args.name)
    said = certificate_said(line)
    rows = [(one["zh"], one["before"], one["after"]) for one in said["rows"] if one["before"]]
    left = [one for one in said["copies"] if not one["gone_by"]]
    keys = len(said["keys"]) + sum(said["data_keys"].values())
    text = f"“{line.name}”的个人信息已销毁，{keys} 把钥匙都毁了。"
    text += "\n" + table(("内容", "之前", "现在"), rows)
    if left:
        text += f"\n外面还有 {len(left)} 份副本要销毁，登记在：通告 → 疫情 → 销毁证明。"
    answer(args.json, said, text)


def _issue(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.orders import issue_order
    from wumen.rules.orders import OrderDraft
    from wumen.rules.time import read_time

    draft = OrderDraft(
        regime=args.regime,
        authority=args.authority,
        document=args.document,
        ground=args.ground,
        begins=read_time(args.begins) if args.begins else None,
        ends=read_time(args.ends) if args.ends else None,
        paths=tuple(args.scope),
        residents=tuple(args.resident),
        longer=args.longer,
    )
    order = issue_order(me(), draft, args.by, args.second, args.outbreak)
    answer(args.json, _said(order), order.number)


def _change(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.orders import change_order
    from wumen.rules.orders import Changed, ChangeDraft
    from wumen.rules.time import read_time

    draft = ChangeDraft(
        kind=Changed(args.kind),
        authority=args.authority,
        document=args.document,
        ground=args.ground,
        at=read_time(args.at) if args.at else None,
        ends=read_time(args.ends) if args.ends else None,
        regime=args.regime,
        paths=tuple(args.scope),
        residents=tuple(args.resident),
    )
    order = change_order(me(), args.number, draft, args.by, args.second)
    answer(args.json, _said(order), order.number)


def _said(order: Any) -> dict[str, object]:
    return {
        "number": order.number,
        "regime": order.regime,
        "area": order.area,
        "from": order.from_at,
        "until": order.ended_at or order.until_at,
    }


def _release(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.release import release_line

    line = release_line(me(), args.number)
    words = {True: "已满足", False: "未满足", None: "未知"}
    rows = [
        (one.zh, words[one.met], "；".join(zh for zh, _ in one.blockers)) for one in line.conditions
    ]
    said = {"conditions": [one.as_dict() for one in line.conditions]}
    answer(args.json, said, table(("条件", "现在", "还差什么"), rows))


def _attest(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.release import attest
    from wumen.rules.time import read_day

    row = attest(
        me(), args.number, args.fact, read_day(args.on), args.holds, args.document, args.by
    )
    said = {"fact": row.fact, "on": row.on, "holds": row.holds, "document": row.document}
    answer(args.json, said, f"{row.fact} {row.on}")
