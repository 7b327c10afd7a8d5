"""The command of relay texts: what a group wrote, read against the register, and taken."""

import argparse
import sys
from pathlib import Path
from typing import Any

from wumen.cli.options import command, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.problems import Problem


def commands_of_import(take: Any) -> None:
    """Register `import relay` under `import`."""
    relay = command(take, "relay", _import, "读入微信群接龙")
    relay.add_argument("file", type=Path, metavar="FILE")
    relay.add_argument("--kind", required=True)
    relay.add_argument("--compound", required=True, metavar="PATH")
    relay.add_argument("--dry-run", action="store_true", help="只看，不写入")


def read_text(file: Path) -> str:
    """The text of a file, of standard input for `-`, in UTF-8 or GB18030.

    Problems: `relay_file_missing`, `relay_not_text`, `relay_too_long`.
    """
    from wumen.rules.relay.lines import LONGEST

    # A sign of the texts takes four bytes at most.
    largest = LONGEST * 4
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(largest + 1)
        else:
            with file.open("rb") as source:
                content = source.read(largest + 1)
    except OSError:
        raise Problem("relay_file_missing") from None
    if len(content) > largest:
        raise Problem("relay_too_long", most=LONGEST)
    for encoding in (
        "utf-8-sig",
        "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030",
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("relay_not_text")


def _import(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.relay import import_relay, look_at_relay
    from wumen.rules.relay import read_kind

    kind = read_kind(args.kind)
    act = look_at_relay if args.dry_run else import_relay
    found = act(me(), read_text(args.file), kind, args.compound)
    said = found.as_dict()
    lines = ["只是试读，没有写入。"] if args.dry_run else []
    lines.append(f"看懂 {len(found.entries)} 条，{found.to_look} 条请你看。")
    rows = [
        (
            entry.line,
            " ".join(str(part) for part in (entry.building, entry.unit, entry.room) if part),
            entry.name or "",
            "" if one.door is None else one.door.label,
            " ".join(door.label for door in one.candidates) if one.door is None else "",
        )
        for entry, one in found.entries
    ]
    lines.append(table(("序号", "写的", "姓名", "哪一户", "可能是"), rows))
    lines += [f"第 {line.at} 行没有读懂：{line.text}" for line in found.reading.unread]
    if found.missing:
        lines.append("还差这些房号：" + " ".join(said["missing"]))
    answer(args.json, said, "\n".join(lines))
