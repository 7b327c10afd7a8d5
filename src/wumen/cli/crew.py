"""Commands of the people who work: crew members, their links, their posts."""

import argparse
from typing import Any

from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer
from wumen.cli.standing import Standing
from wumen.rules.devices import as_read, read_lasts
from wumen.rules.time import local


def commands(verbs: Any) -> None:
    """Register the commands."""
    crew = group(verbs, "crew", "工作人员")
    add = command(crew, "add", _add_crew, "登记一位工作人员，给出工号")
    add.add_argument("--name", required=True)
    add.add_argument("--profession", required=True, metavar="KEY")
    add.add_argument("--phone", default="")
    link = command(crew, "link", _link, "打印一次性登录链接")
    link.add_argument("crew_no", metavar="CREW_NO")
    device = command(crew, "device-code", _device_code, "给楼长手机的绑定码，30 分钟内有效，用一次")
    device.add_argument("crew_no", metavar="CREW_NO")
    device.add_argument("--role", default="", metavar="KEY")
    device.add_argument("--area", default="", metavar="PATH")
    device.add_argument("--lasts", default="day", metavar="day|outbreak")
    post = group(verbs, "post", "岗位")
    grant = command(post, "grant", _grant, "安排岗位")
    grant.add_argument("--person", required=True, metavar="CREW_NO")
    grant.add_argument("--role", required=True, metavar="KEY")
    grant.add_argument("--area", required=True, metavar="PATH")


def _add_crew(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.crew import add_crew

    number = add_crew(me(), args.name, args.profession, args.phone).number
    answer(args.json, {"crew_no": number}, number)


def _link(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.accounts import make_link
    from wumen.actions.running import running

    made = make_link(me(), args.crew_no)
    path, found = f"/link/{made.token}/", running(where.home)
    shown = found.address.rstrip("/") + path if found else path
    until = local(made.expires_at)
    answer(
        args.json,
        {"crew_no": args.crew_no, "path": path, "link": shown, "expires_at": made.expires_at},
        f"{shown}\n{until:%Y-%m-%d %H:%M} 前有效，只能用一次。",
    )


def _device_code(args: argparse.Namespace, where: Standing) -> None:
    from wumen.actions.devices import make_code
    from wumen.actions.running import running
    from wumen.queries.devices import post_meant

    meant = post_meant(args.crew_no, args.role, args.area)
    made = make_code(me(), meant.post, read_lasts(args.lasts))
    found = running(where.home)
    page = f"{found.address}device/" if found else "/device/"
    said = {"crew_no": args.crew_no, "code": made.code, "page": page}
    answer(
        args.json,
        {**said, "expires_at": made.expires_at},
        f"{as_read(made.code)}\n在手机上打开 {page} 输入，30 分钟内有效，只能用一次。",
    )


def _grant(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.crew import grant_post

    post = grant_post(me(), args.person, args.role, args.area)
    said = {"post": post.id, "crew_no": args.person, "role": post.role, "area": post.area}
    answer(args.json, said, f"{args.person} {post.role} {post.area}")
