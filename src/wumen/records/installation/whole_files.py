"""Files that appear whole or not at all, and are on the disk when they do."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(file: Path, place: Callable[[Path], None] | None = None) -> Iterator[BinaryIO]:
    """A file to be written beside its place, its owner's alone; once it is on the disk it takes that place.

    `place` puts it there; without it, it goes over a former one. Where anything fails nothing of it is left.
    """
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            os.fchmod(out.fileno(), 0o600)
            yield out
            out.flush()
            os.fsync(out.fileno())
        if place is None:
            part.replace(file)
        else:
            place(part)
            part.unlink()
        # Only then: no second name of a key is left for a machine that stops.
        sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let what a folder names be on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
