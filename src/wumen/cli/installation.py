"""Commands of the installation itself: init, backup, restore."""

import argparse
from pathlib import Path
from typing import Any

from wumen.cli.options import command, me, typed_in
from wumen.cli.speaking import answer
from wumen.cli.standing import Needs, Standing
from wumen.rules.problems import Problem


def commands(verbs: Any) -> None:
    """Register the commands."""
    init = command(verbs, "init", _init, "初始化，或更新到新版本", Needs.DATABASE)
    init.add_argument("--demo", choices=("story", "none"), default="none")
    backup = command(verbs, "backup", _backup, "做一份加密备份")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command(verbs, "restore", _restore, "从备份恢复", Needs.DATABASE)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--recovery-key-file", type=Path, metavar="F")


def _init(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.installation import initialise

    made = initialise(where.owner_url, where.app_url, where.now, args.demo)
    if args.demo == "story":
        _make_story(made.first)
    link = f"http://127.0.0.1:{where.port}/link/{made.link}/" if made.link else ""
    lines = ["已经初始化完成。" if made.first else "这里已经初始化过，数据未动。"]
    if link:
        lines += ["", "系统操作员的登录链接（先运行 wumen up 再打开，7 天内有效）：", f"  {link}"]
    if made.recovery_key:
        lines += ["", "恢复密钥，只显示这一次，请打印后锁好："]
        lines += [f"  {made.recovery_key}", "换了电脑，没有它就打不开备份。"]
    answer(
        args.json,
        {
            "first": made.first,
            "link": link,
            "recovery_key": made.recovery_key,
            "home": str(where.home),
        },
        "\n".join(lines),
    )


def _make_story(first: bool) -> None:
    """The demo belongs to an installation that was made for it; a broken-off one is completed."""
    from wumen.actions.demo import story
    from wumen.queries.installation import demo

    if not first and demo() != "story":
        raise Problem("demo_only_at_first")
    story(me())


def _backup(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.keeping import backup

    kept = backup(me(), where.owner_url, args.file)
    text = f"备份已写入 {args.file}：{kept.tables} 张表，{kept.rows} 行，{kept.chains} 条记录链。"
    answer(args.json, {"file": str(args.file), **vars(kept)}, text)


def _restore(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.keeping import REGISTER, restore

    typed = typed_in(args.recovery_key_file)
    kept = restore(where.owner_url, where.app_url, args.file, typed)
    text = (
        f"已恢复并逐表核对：{kept.tables} 张表，{kept.rows} 行，{kept.chains} 条记录链，"
        f"备份做于 {kept.made_at:%Y-%m-%d %H:%M}（世界时）。原来的数据库另名保留。"
    )
    if kept.erased_again:
        gone = "、".join(f"“{one}”" for one in kept.erased_again)
        text += f"\n备份以后已经销毁的疫情，又销毁了一遍：{gone}。"
    if kept.unreadable:
        names = {REGISTER: "居民的证件号和电话"}
        closed = "、".join(names.get(one, f"“{one}”的办理凭据和附件") for one in kept.unreadable)
        text += f"\n本机的钥匙打不开：{closed}。其余都能用。"
        if kept.unreadable != (REGISTER,):
            text += (
                "\n疫情的：请保管人拿来钥匙文件，运行 wumen keys import FILE --opens-with-file F。"
            )
        text += "\n原来那台电脑还在的，把它 WUMEN_HOME/keys 里的文件拷到本机同一位置，重新启动就都能看。"
    text += (
        "\n手机会自己补传备份以后的记录和照片；备份以后才登记的，手机上会写着要重新登记："
        "队伍 → 入户手机，再给一个登记码。"
    )
    answer(args.json, {"file": str(args.file), **vars(kept)}, text)
