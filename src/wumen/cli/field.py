"""Commands of field events: keys of outbreaks, and the replay that proves what they brought."""

import argparse
from pathlib import Path
from typing import Any

from wumen.cli.options import command, group, me, typed_in
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing

SHOWN = 50


def commands(verbs: Any) -> None:
    """Register the commands."""
    command(verbs, "replay", _replay, "用手机的记录重算一遍，和现有登记比对")
    keys = group(verbs, "keys", "疫情的钥匙")
    command(keys, "rotate", _rotate, "给手机换一把新钥匙，旧的照样打得开")
    export = command(keys, "export", _export, "把疫情的钥匙封好，交给一位保管人")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--custodian", required=True, metavar="CREW_NO")
    export.add_argument("--outbreak", default="", metavar="NAME")
    back = command(keys, "import", _import, "把保管人的钥匙放回来，已有的不覆盖")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--opens-with-file", type=Path, required=True, metavar="F")


def _replay(args: argparse.Namespace, _: Standing) -> int:
    from wumen.actions.field.replaying import replay

    found = replay(me())
    lines = [
        f"重算 {found.events} 条手机记录、{found.duties} 件事项、{found.records} 条登记："
        + (f"{len(found.differences)} 处不同。" if found.differences else "全部一样。")
    ]
    if found.closed:
        lines.append(f"{found.closed} 条没有钥匙，打不开，没有比。")
    if found.differences:
        rows = [(one["of"], one["stands"], one["replayed"]) for one in found.differences[:SHOWN]]
        lines.append(table(("哪里", "现在", "重算"), rows))
    answer(args.json, found.as_dict(), "\n".join(lines))
    return 1 if found.differences else 0


def _rotate(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.field.keys import rotate

    names = rotate(me())
    text = f"已换新钥匙：{'、'.join(names)}。手机下次联网就用新的。"
    answer(args.json, {"outbreaks": names}, text)


def _export(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.field.keys import export

    made = export(me(), args.file, args.custodian, args.outbreak)
    text = (
        f"{made.keys} 把钥匙已封好，写入 {args.file}，交 {made.custodian} 保管。\n"
        f"打开它的口令，只显示这一次，请另外抄好：\n  {made.opens_with}\n"
        "疫情结束时，请把这份文件和口令一起销毁。"
    )
    answer(args.json, {"file": str(args.file), **vars(made)}, text)


def _import(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.field.keys import take_back

    made = take_back(me(), args.file, typed_in(args.opens_with_file))
    text = (
        f"“{made.outbreak}”：放回 {made.keys} 把钥匙"
        + (f"，{made.stood} 把本来就有" if made.stood else "")
        + "。正在运行的系统马上就能用，不用重启；wumen replay 可以重算一遍比对。"
    )
    answer(args.json, {"file": str(args.file), **vars(made)}, text)
