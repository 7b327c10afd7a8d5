"""The audit on the command line: what should stand, subject by subject, against what stands."""

import argparse
from typing import Any

from wumen.cli.options import command, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing

SHOWN = 50


def commands(verbs: Any) -> None:
    """Register the command."""
    command(verbs, "audit", _audit, "核对·查漏")


def _audit(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.audit import audit

    found = audit(me())
    said = found.as_dict()
    lines = [
        f"核对 {found.subjects} 人、{found.duties} 件事项、{found.chains_checked} 条记录链："
        + ("全部相符。" if found.clean else f"{len(found.differences)} 处不符。")
    ]
    if not found.clean:
        rows = [(one["key"], one["next_zh"]) for one in said["differences"][:SHOWN]]
        lines.append(table(("哪里", "怎么办"), rows))
    answer(args.json, said, "\n".join(lines))
