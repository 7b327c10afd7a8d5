"""Commands of the running system: up, down, status."""

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wumen.cli.options import command, me
from wumen.cli.speaking import answer, note, say, say_json
from wumen.cli.standing import Needs, Standing
from wumen.rules.phones import Access, in_groups
from wumen.rules.problems import Problem
from wumen.rules.time import local

if TYPE_CHECKING:
    from wumen.actions.phones import Asked
    from wumen.actions.running import Running


def commands(verbs: Any) -> None:
    """Register the commands."""
    up = command(verbs, "up", _up, "启动系统，留在前台，Ctrl-C 停止")
    up.add_argument(
        "--host", default="127.0.0.1", metavar="NAME", help="让手机连上来：这台电脑的名称或地址"
    )
    up.add_argument("--certificate", type=Path, metavar="FILE", help="公开名称的证书")
    up.add_argument("--key", type=Path, metavar="FILE", help="公开名称的证书的私钥")
    command(verbs, "down", _down, "停止系统", Needs.NOTHING)
    command(verbs, "status", _status, "系统是否在运行", Needs.NOTHING)


def _daily(owner_url: str) -> Callable[[], None]:
    """Once a day, as the owner, renew the partitions and drop former databases that an erasure asks for.

    Without the owner's URL that is done elsewhere.
    """
    from wumen.actions.schema import renew_partitions
    from wumen.queries import facts

    tried = [facts.today()]
    if owner_url:
        renew_partitions(owner_url)
        _drop_former(owner_url)

    def renew() -> None:
        if not owner_url or tried[0] == facts.today():
            return
        tried[0] = facts.today()
        try:
            renew_partitions(owner_url)
        except Exception as error:
            # They reach 13 months ahead: one day without is no reason to stop the gates.
            note(f"{tried[0]} partitions: {type(error).__name__}")
        _drop_former(owner_url)

    return renew


def _drop_former(owner_url: str) -> None:
    """Drop the former databases that an erasure asks for; what cannot be dropped yet keeps nobody from beginning."""
    from wumen.actions.closing import drop_former_databases

    try:
        drop_former_databases(owner_url)
    except Exception as error:
        note(f"former databases: {type(error).__name__}")


def _renewing(where: Standing, asked: "Asked", known: Access) -> Callable[[], Access | None]:
    """Look whether phones need another certificate or address; a failure is noted, not the end of the day."""
    from wumen.actions.phones import prepare

    def renew() -> Access | None:
        nonlocal known
        if not known.address:
            return None
        try:
            access, certified = prepare(where.home, where.port, asked)
        except (Problem, OSError) as error:
            note(f"certificate: {type(error).__name__}")
            return None
        same = access == known and not (certified and certified.renewed)
        known = access
        return None if same else access

    return renew


def _asked(args: argparse.Namespace) -> "Asked":
    """The host, and both files of a public name or none; Problem `certificate_unfit`."""
    from wumen.actions.phones import Asked

    if bool(args.certificate) is not bool(args.key):
        raise Problem("certificate_unfit", host=args.host)
    return Asked(args.host, args.certificate, args.key)


def _up(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions import running, status
    from wumen.actions.phones import prepare
    from wumen.queries.installation import is_drill

    asked = _asked(args)
    with running.only_one(where.home) as alone:
        if not alone:
            found = running.running(where.home)
            raise Problem(
                "up_running",
                pid=found.up.pid if found else "?",
                address=found.address if found else "?",
            )
        access, certified = prepare(where.home, where.port, asked)
        running.check_ports(where.port, access)
        status.remember(where.home, drill=is_drill())
        daily, renew = _daily(where.owner_url), _renewing(where, asked, access)
        system = running.System(where.home, where.port, where.app_url, access)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, system.ask_to_stop)
        try:
            system.start()
            _greet(args.json, system.known)
            if certified and certified.made_authority:
                note("证书是新做的：每部手机要按安装说明装一次，装过旧证书的也要重装。")
            system.watch(daily, renew)
        finally:
            system.end()
    note("已停止。")


def _greet(as_json: bool, known: "Running") -> None:
    """Say where the system is, and how the operator comes in who never signed in."""
    from wumen.actions.accounts import make_link
    from wumen.queries.accounts import never_signed_in

    link = ""
    if never_signed_in("operator"):
        made = make_link(me(), "operator", keep_former=True)
        link = f"{known.local}link/{made.token}/"
    access = known.access
    if as_json:
        reached = {"address": known.address, "local": known.local, "level": access.level.value}
        say_json({**reached, "install_sheet": access.sheet or None, "link": link})
    else:
        say(f"五门已启动：{known.local}")
        if access.address:
            say(f"手机打开：{access.address}")
        if access.sheet:
            say(f"手机第一次用，先打开安装说明：{access.sheet}")
        if link:
            say(f"系统操作员首次登录：{link}")
        say("按 Ctrl-C 停止。")
    sys.stdout.flush()


def _down(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.running import stop

    stopped = stop(where.home)
    answer(args.json, {"stopped": stopped}, "已停止。" if stopped else "系统没有在运行。")


def _status(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.status import status

    now = status(where.home, where.given_url)
    state = f"正在运行：{now['local']}（进程 {now['pid']}）" if now["running"] else "没有运行"
    reached = "能连上" if now["database"]["reachable"] else "没有连上"
    drill = "，演练" if now["drill"] else ""
    text = f"五门 {now['version']} {state}{drill}\n目录 {now['home']}\n数据库{reached}"
    answer(args.json, now, f"{text}\n{_phones(now)}")


def _phones(now: dict[str, Any]) -> str:
    """How phones come, and the certificate that was last served."""
    lines = [f"手机接入 {now['level']}"]
    if now["host"]:
        lines[0] += f"：{now['address']}"
    if now["install_sheet"]:
        lines.append(f"安装说明 {now['install_sheet']}")
    kept = now["certificate"]
    if kept:
        ours = (
            "到期前自动换新"
            if kept["fingerprint"]
            else "到期前请换上新的证书文件，半小时内自动读入"
        )
        lines.append(f"证书到 {local(kept['until']):%Y-%m-%d %H:%M}，{ours}")
        if kept["fingerprint"]:
            until = local(kept["authority_until"])
            lines.append(
                f"手机上装的根证书到 {until:%Y-%m-%d}，指纹 {in_groups(kept['fingerprint'])}"
            )
    return "\n".join(lines)
