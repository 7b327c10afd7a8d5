"""Commands of the running system: up, down, status."""

import argparse
import signal
import sys
from collections.abc import Callable
from typing import Any

from wumen.cli.options import command, me
from wumen.cli.speaking import answer, note, say, say_json
from wumen.cli.standing import Needs, Standing
from wumen.rules.problems import Problem


def commands(verbs: Any) -> None:
    """Register the commands."""
    up = command(verbs, "up", _up, "启动系统，留在前台，Ctrl-C 停止")
    up.add_argument("--host", default="127.0.0.1", metavar="NAME")
    command(verbs, "down", _down, "停止系统", Needs.NOTHING)
    command(verbs, "status", _status, "系统是否在运行", Needs.NOTHING)


def _daily(owner_url: str) -> Callable[[], None]:
    """Renew the partitions once a day, as the owner; without the owner's URL that is done elsewhere."""
    from wumen.actions.schema import renew_partitions
    from wumen.queries import facts

    tried = [facts.today()]
    if owner_url:
        renew_partitions(owner_url)

    def renew() -> None:
        if not owner_url or tried[0] == facts.today():
            return
        tried[0] = facts.today()
        try:
            renew_partitions(owner_url)
        except Exception as error:
            # They reach 13 months ahead: one day without is no reason to stop the gates.
            note(f"{tried[0]} partitions: {type(error).__name__}")

    return renew


def _up(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions import running

    running.check_host(args.host)
    with running.only_one(where.home) as alone:
        if not alone:
            found = running.running(where.home)
            raise Problem(
                "up_running",
                pid=found.up.pid if found else "?",
                address=found.address if found else "?",
            )
        running.check_port(where.port)
        daily = _daily(where.owner_url)
        system = running.System(where.home, where.port, where.app_url)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, system.ask_to_stop)
        try:
            system.start()
            _greet(args.json, system.known.address)
            system.watch(daily)
        finally:
            system.end()
    note("已停止。")


def _greet(as_json: bool, address: str) -> None:
    """Say where the system is, and how the operator comes in who never signed in."""
    from wumen.actions.accounts import make_link
    from wumen.queries.accounts import never_signed_in

    link = ""
    if never_signed_in("operator"):
        link = f"{address}link/{make_link(me(), 'operator', keep_former=True).token}/"
    if as_json:
        say_json({"address": address, "link": link})
    else:
        say(f"五门已启动：{address}")
        if link:
            say(f"系统操作员首次登录：{link}")
        say("按 Ctrl-C 停止。")
    sys.stdout.flush()


def _down(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.running import stop

    stopped = stop(where.home)
    answer(args.json, {"stopped": stopped}, "已停止。" if stopped else "系统没有在运行。")


def _status(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.running import status

    now = status(where.home, where.given_url)
    state = f"正在运行：{now['address']}（进程 {now['pid']}）" if now["running"] else "没有运行"
    reached = "能连上" if now["database"]["reachable"] else "没有连上"
    drill = "，演练" if now["drill"] else ""
    text = f"五门 {now['version']} {state}{drill}\n目录 {now['home']}\n数据库{reached}"
    answer(args.json, now, text)
