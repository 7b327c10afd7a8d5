"""The `wumen` command: what an operator does at the keyboard, one module for each capability."""

from wumen.cli.entry import main

__all__ = ["main"]
