"""Begins and ends every command: reads it, reaches the installation, and turns refusals into exits."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from traceback import format_tb

from wumen.cli.standing import Needs, read_settings, standing
from wumen.rules.problems import Problem

MODULES = (
    "installation",
    "server",
    "register",
    "crew",
    "orders",
    "local_notices",
    "duties",
    "rounds",
    "board",
    "explain",
    "audit",
    "field",
    "reports",
    "sampling_points",
    "force",
)
REFUSED, WRONG_USAGE, FAILED, INTERRUPTED = 1, 2, 3, 130


def parser() -> argparse.ArgumentParser:
    """The whole command, put together from its capabilities."""
    whole = argparse.ArgumentParser(
        prog="wumen", description="五门：街道和社区的疫情防控工作软件", allow_abbrev=False
    )
    verbs = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in MODULES:
        import_module(f"wumen.cli.{name}").commands(verbs)
    return whole


def _forget_data(error: BaseException, number: str) -> None:
    """Keep where something failed in the home's log, without the values that failed."""
    from wumen.actions.running import log_file

    with suppress(Problem, OSError), log_file(read_settings().home, "cli").open("a") as out:
        out.write(f"{number} {type(error).__name__}\n{''.join(format_tb(error.__traceback__))}\n")


def _run(args: argparse.Namespace) -> int:
    with standing(getattr(args, "needs", Needs.INSTALLATION)) as where:
        code = args.run(args, where)
        sys.stdout.flush()
    return code or 0


def _complain(problem: Problem, as_json: bool) -> int:
    from wumen.cli.speaking import complain

    complain(problem, as_json)
    return REFUSED


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0, 1 refused, 2 wrong usage, 3 failed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    args = parser().parse_args(argv)
    as_json = bool(getattr(args, "json", False))
    from wumen.actions.requests import begin

    with begin() as number:
        try:
            return _run(args)
        except Problem as problem:
            return _complain(problem, as_json)
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            # Whoever read us has enough; what Python still holds at its end goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:
            _forget_data(error, number)
            failure = Problem("unexpected")
            from wumen.cli.speaking import note

            note(f"{failure.code}: {failure.text()} [{number}]")
            return FAILED
