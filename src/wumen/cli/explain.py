"""Says why something is asked: of a place in one line, of a resident whole."""

import argparse
from dataclasses import fields
from typing import Any

from wumen.cli.options import command, me
from wumen.cli.speaking import answer
from wumen.cli.standing import Standing
from wumen.rules.time import read_time


def commands(verbs: Any) -> None:
    """Register the command; it takes a place or a resident."""
    explain = command(verbs, "explain", _explain, "为什么这样要求，到什么时候")
    asked = explain.add_mutually_exclusive_group(required=True)
    asked.add_argument("path", nargs="?", metavar="PATH")
    asked.add_argument("--resident", metavar="ID")
    explain.add_argument("--at", default="", metavar="TIME")


def _explain(args: argparse.Namespace, _: Standing) -> None:
    from wumen.actions.explain import look_up
    from wumen.queries.explain import explain_place
    from wumen.queries.movement import may_go_for

    at = read_time(args.at) if args.at else None
    if not args.resident:
        line = explain_place(me(), args.path, at)
        answer(args.json, line, f"{line.zh}\n{line.en}")
        return
    whole = look_up(me(), args.resident, at)
    value = {one.name: getattr(whole, one.name) for one in fields(whole)}
    if at is None:
        going = may_go_for(me(), args.resident)
        value["may_go"] = {purpose: one.as_dict() for purpose, one in going.items()}
    answer(args.json, value, f"{_text(whole, 'zh')}\n\n{_text(whole, 'en')}")


def _text(whole: Any, language: str) -> str:
    """The parts of an answer, each question above its lines."""
    return "\n".join(
        "\n".join(
            [
                getattr(part.question, language),
                *(f"  {getattr(one, language)}" for one in part.lines),
            ]
        )
        for part in whole.parts
    )
