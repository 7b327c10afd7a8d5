"""Commands of sampling points: added, listed, and what their leads ring in."""

import argparse
from typing import TYPE_CHECKING, Any

from wumen.cli.options import command, group, me
from wumen.cli.speaking import answer, table
from wumen.cli.standing import Standing
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import (
    POINT_STATES,
    QUEUES,
    TUBES_ALARM,
    read_count,
    read_hours,
    read_queue,
)
from wumen.rules.time import local

if TYPE_CHECKING:
    from wumen.queries.sampling_points import PointLine


def commands(verbs: Any) -> None:
    """Register the commands."""
    point = group(verbs, "point", "采样点")
    add = command(point, "add", _add, "加一个采样点，给出点号")
    add.add_argument("number", type=int, metavar="NUMBER")
    add.add_argument("--area", required=True, metavar="PATH")
    add.add_argument("--name", required=True)
    add.add_argument("--directions", default="", metavar="TEXT")
    add.add_argument("--desks", type=int, default=1)
    add.add_argument("--hours", default="07:00-16:00", metavar="HH:MM-HH:MM")
    add.add_argument("--alarm", type=int, default=TUBES_ALARM)
    add.add_argument("--lead", default="", metavar="CREW_NO")
    add.add_argument("--serves", action="append", default=[], metavar="PATH")
    listed = command(point, "list", _list, "采样点现在怎样")
    listed.add_argument("--area", metavar="PATH")
    say = command(point, "say", _say, "记下点长打电话报来的数")
    say.add_argument("number", type=int, metavar="NUMBER")
    say.add_argument("--area", metavar="PATH", help="几个街道有同一点号时写街道")
    what = say.add_mutually_exclusive_group(required=True)
    what.add_argument("--queue", metavar="20|50|100|100+")
    what.add_argument("--sampled", metavar="N")
    what.add_argument("--tubes", metavar="N")


def _add(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.sampling_points.keeping import NewPoint, add_point

    opens, closes = read_hours(*args.hours.partition("-")[::2])
    new = NewPoint(
        *(args.number, args.name, args.area, opens, closes, args.directions, args.desks),
        *(args.lead, args.serves),
        alarm=args.alarm,
    )
    row = add_point(me(), new)
    answer(args.json, {"number": row.number, "id": row.id, "area": row.area}, str(row.number))


def _list(args: argparse.Namespace, _: Standing) -> None:
    from wumen.queries.sampling_points import point_lines

    lines = point_lines(me(), args.area)
    rows = [
        (
            one.now.number,
            one.now.name,
            POINT_STATES[one.now.state][0] if not one.withdrawn else "已撤",
            f"{QUEUES[one.now.queue][0]}（{local(one.now.queue_at):%H:%M}）"
            if one.now.queue and one.now.queue_at
            else "—",
            "—" if one.now.sampled is None else one.now.sampled,
            "—" if one.now.tubes is None else f"{one.now.tubes}{' !' if one.now.short else ''}",
            one.lead or "—",
        )
        for one in lines
    ]
    text = table(("点号", "名称", "现在", "排队", "已采", "采样管", "点长"), rows)
    answer(args.json, lines, text)


def _meant(number: int, area: str | None) -> "PointLine":
    """The one point of that number; Problem `point_unknown` for none or several."""
    from wumen.queries.sampling_points import point_lines

    found = [one for one in point_lines(me(), area) if one.now.number == number]
    if len(found) != 1:
        raise Problem("point_unknown")
    return found[0]


def _say(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.sampling_points import day

    ident = _meant(args.number, args.area).now.id
    if args.queue is not None:
        now = day.say_queue(me(), ident, read_queue(args.queue))
    elif args.sampled is not None:
        now = day.say_sampled(me(), ident, read_count(args.sampled))
    else:
        now = day.say_tubes(me(), ident, read_count(args.tubes))
    answer(args.json, now, f"{now.number} 已记")
