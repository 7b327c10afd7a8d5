"""The options that many commands share, each read the same way everywhere."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wumen.cli.standing import Needs, Standing
from wumen.rules.problems import Problem

if TYPE_CHECKING:
    from wumen.rules.posts import Viewer

Verbs = Any
Handler = Callable[[argparse.Namespace, Standing], int | None]


def command(
    verbs: Verbs,
    name: str,
    run: Handler,
    help_: str,
    needs: Needs = Needs.INSTALLATION,
) -> argparse.ArgumentParser:
    """A command that runs `run`; each can answer in JSON."""
    made: argparse.ArgumentParser = verbs.add_parser(
        name, help=help_, description=help_, allow_abbrev=False
    )
    made.add_argument("--json", action="store_true", help="回答为 JSON")
    made.set_defaults(run=run, needs=needs)
    return made


def group(verbs: Verbs, name: str, help_: str) -> Verbs:
    """A word that takes another: `crew add`."""
    made = verbs.add_parser(name, help=help_, description=help_, allow_abbrev=False)
    return made.add_subparsers(dest="verb", required=True, metavar="VERB")


def typed_in(file: Path | None) -> str:
    """What stands in a file that a secret is handed over in; a command line is seen by everyone on the machine."""
    try:
        return file.read_text(encoding="utf-8") if file else ""
    except (OSError, UnicodeDecodeError):
        raise Problem("file_missing") from None


def me() -> "Viewer":
    """The operator of the installation, who acts on the command line."""
    from wumen.queries.posts import operator

    return operator()
