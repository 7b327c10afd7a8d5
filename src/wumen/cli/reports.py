"""Says the daily or the hourly report of an instant, and fills the superior's own form."""

import argparse
from pathlib import Path
from typing import Any

from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer
from wumen.cli.standing import Standing
from wumen.rules.time import read_time


def commands(verbs: Any) -> None:
    """Register `report` with its verbs."""
    report = group(verbs, "report", "日报、小时报、填上级的表")
    for kind, help_ in (("daily", "日报"), ("hourly", "小时报")):
        made = command(report, kind, _say, help_)
        made.add_argument("--at", default="", metavar="TIME")
        made.add_argument("--area", metavar="PATH")
        made.add_argument("--text", action="store_true", help="只要文字（默认）")
    fill = command(report, "fill", _fill, "填上级的表")
    fill.add_argument("form", metavar="FORM.xlsx")
    fill.add_argument("--at", default="", metavar="TIME")
    fill.add_argument("--area", metavar="PATH", help="给哪个单位填")
    fill.add_argument("--out", required=True, metavar="FILE")


def _say(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.reports import draft
    from wumen.rules.reports import Kind

    at = read_time(args.at) if args.at else None
    made = draft(me(), Kind(args.verb), args.area, at)
    answer(args.json, made, made.text.zh)


def _fill(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.superior_forms import fill_given, read_blank, write_filled
    from wumen.rules.areas import read_path

    at = read_time(args.at) if args.at else None
    area = read_path(args.area) if args.area else None
    filled = fill_given(me(), read_blank(Path(args.form)), at, area)
    write_filled(filled, Path(args.out))
    empty = [{"sheet": one.sheet, "cell": one.cell, "figure": one.figure} for one in filled.empty]
    told = {"form": filled.name, "place": filled.place, "at": filled.at, "empty": empty}
    left = f"；{len(empty)} 个格子的数现在说不清，没有填" if empty else ""
    answer(args.json, told, f"已填好 {args.out}（{filled.place}）{left}")
