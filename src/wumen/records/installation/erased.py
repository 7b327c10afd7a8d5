"""Marks of outbreaks that were erased, in the installation's folder: what a restore must erase again."""

import re
from pathlib import Path
from uuid import UUID

from wumen.records.installation.keys import KeyStore

_NAME = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json")


def _store(home: Path) -> KeyStore:
    """They lie as keys do: in a private folder, each whole or not at all."""
    return KeyStore(home / "erased")


def _name(outbreak: UUID) -> str:
    return f"{outbreak}.json"


def mark(home: Path, outbreak: UUID, content: bytes) -> None:
    """Keep a mark, whole or not at all, over a former one: it is on the disk when this returns."""
    _store(home).write(_name(outbreak), content)


def is_marked(home: Path, outbreak: UUID) -> bool:
    """Whether an outbreak has its mark."""
    return _name(outbreak) in _store(home).names()


def marks(home: Path) -> dict[UUID, bytes]:
    """All marks by their outbreaks."""
    store = _store(home)
    named = ((_NAME.fullmatch(name), name) for name in store.names())
    return {UUID(found[1]): store.read(name) for found, name in named if found}
