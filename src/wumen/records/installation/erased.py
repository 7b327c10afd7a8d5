"""Marks of outbreaks that were erased, in the installation's folder: what a restore must erase again."""

import os
import re
import secrets
from pathlib import Path
from uuid import UUID

_FOLDER = "erased"
_NAME = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json")


def _file(home: Path, outbreak: UUID) -> Path:
    return home / _FOLDER / f"{outbreak}.json"


def mark(home: Path, outbreak: UUID, content: bytes) -> None:
    """Keep a mark, whole or not at all, over a former one: it is on the disk when this returns."""
    file = _file(home, outbreak)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_suffix(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_marked(home: Path, outbreak: UUID) -> bool:
    """Whether an outbreak has its mark."""
    return _file(home, outbreak).is_file()


def marks(home: Path) -> dict[UUID, bytes]:
    """All marks by their outbreaks."""
    folder = home / _FOLDER
    if not folder.is_dir():
        return {}
    named = ((_NAME.fullmatch(one.name), one) for one in sorted(folder.iterdir()))
    return {UUID(found[1]): one.read_bytes() for found, one in named if found}
