"""Commands of the register: places, the ledger, the export of residents."""

import argparse
from pathlib import Path
from typing import Any

from wumen.cli import relay
from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, say, say_lines, table
from wumen.cli.standing import Standing


def commands(verbs: Any) -> None:
    """Register the commands."""
    area = group(verbs, "area", "地方：区、街道、社区、小区、楼栋……")
    add = command(area, "add", _add_area, "登记一个地方，缺的上级一并登记")
    add.add_argument("path", metavar="PATH")
    add.add_argument("--kind", required=True)
    add.add_argument("--name", required=True)
    take = group(verbs, "import", "导入")
    relay.commands_of_import(take)
    ledger = command(take, "ledger", _import_ledger, "导入台账")
    ledger.add_argument("file", type=Path, metavar="FILE")
    ledger.add_argument("--compound", required=True, metavar="PATH")
    ledger.add_argument("--dry-run", action="store_true", help="只看，不写入")
    ledger.add_argument(
        "--outcome", type=Path, metavar="OUT.xlsx", help="原表加上每行的导入结果和原因"
    )
    hand_out = group(verbs, "export", "导出")
    residents = command(hand_out, "residents", _export_residents, "导出住户，不写用途则号码打码")
    residents.add_argument("--area", metavar="PATH")
    residents.add_argument("--purpose", default="", help="用途；会记入日志")
    inspection = command(hand_out, "inspection", _export_inspection, "导出一天的迎检包（.zip）")
    inspection.add_argument("--date", required=True, metavar="D")
    inspection.add_argument("--area", metavar="PATH")
    inspection.add_argument("--purpose", required=True, help="做什么用、给谁；会记入日志")
    inspection.add_argument("--homes", default="", metavar="sample|all", help="抽查（默认）或全部")
    inspection.add_argument("--out", required=True, type=Path, metavar="FILE")
    residents.add_argument("--xlsx", type=Path, metavar="FILE", help="写成 Excel，须写明用途")


def _add_area(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.register import add_area

    area = add_area(me(), args.path, args.kind, args.name)
    answer(args.json, {"area": area.area, "kind": area.kind, "name": area.name}, area.area)


def _import_ledger(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.ledger import look_at_ledger, take_ledger

    act = look_at_ledger if args.dry_run else take_ledger
    outcome = act(me(), args.file, args.compound, args.outcome)
    said = outcome.as_dict()
    counts = (
        ("读到", "rows"),
        ("录入", "taken"),
        ("更新", "changed"),
        ("未变", "unchanged"),
        ("合并", "merged"),
        ("未收", "refused"),
        ("跳过", "skipped"),
        ("户", "households"),
        ("人", "residents"),
    )
    lines = ["只是试读，没有写入。"] if args.dry_run else []
    lines.append("  ".join(f"{word} {said[key]}" for word, key in counts))
    if outcome.missing_count:
        lines.append(f"登记着、台账里没有的 {outcome.missing_count} 人，没有删除。")
    told = [*outcome.problems, *outcome.to_check]
    rows = [(one.sheet, one.row, one.field, one.message_zh) for one in told]
    lines += [table(("表", "行", "栏", "问题"), rows)] if rows else []
    answer(args.json, said, "\n".join(lines))


def _export_inspection(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.inspection import take_inspection
    from wumen.actions.lists import write_export
    from wumen.rules.inspection import read_choice
    from wumen.rules.time import read_day

    day, choice = read_day(args.date), read_choice(args.homes)
    taken = take_inspection(me(), day, args.area, args.purpose, choice)
    write_export(taken.content, args.out)
    told = {"number": taken.number, "homes": taken.homes, "photos": taken.photos}
    said = f"已导出 {args.out}：第 {taken.number} 号，{taken.homes} 户档案，{taken.photos} 张照片"
    answer(args.json, told, said)


def _export_residents(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.export import export_residents

    if args.xlsx:
        _export_workbook(args)
        return
    lines = export_residents(me(), args.area, args.purpose)
    if args.json:
        say_lines(lines)
        return
    rows = [
        (
            one.building,
            one.unit,
            one.room,
            one.name,
            one.identity_number or "",
            " ".join(one.phones),
        )
        for one in lines
    ]
    say(table(("楼", "单元", "房号", "姓名", "证件号码", "电话"), rows))


def _export_workbook(args: argparse.Namespace) -> None:
    from wumen.actions.lists import take_list, write_export

    taken = take_list(me(), "residents", args.area, args.purpose, complete=True)
    write_export(taken.content, args.xlsx)
    said = {"file": args.xlsx, "number": taken.number, "count": taken.count}
    answer(args.json, said, f"导出第 {taken.number} 号：{taken.count} 人，{args.xlsx}")
