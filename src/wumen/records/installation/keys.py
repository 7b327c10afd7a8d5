"""The keys of an installation as files of one private folder, and the printed recovery key."""

import base64
import binascii
import hashlib
import os
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from wumen.records.installation.whole_files import sync_folder, whole_file
from wumen.rules.problems import Problem

KEY_BYTES = 32
SEALING = ("register", "lookup", "local")
SECRET = "secret"
RECOVERY = "recovery.pub"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,120}")
_CHECK_BYTES = 3
_GROUP = 4
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B", " ": None, "-": None, "\n": None})


class KeyStore:
    """One folder (0700) of keys, a file (0600) each; what is written is on the disk."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before the first write."""
        self.folder = folder

    def make(self) -> str:
        """Make every missing key; return the printable private recovery key, once.

        A later call keeps what is there and returns "". The private half is kept nowhere.
        """
        for name in SEALING:
            self.write_new(name, secrets.token_bytes(KEY_BYTES))
        self.write_new(SECRET, secrets.token_urlsafe(50).encode())
        private, public = _recovery_pair()
        return printable(private) if self.write_new(RECOVERY, public) else ""

    def read(self, name: str) -> bytes:
        """The key's bytes. Problem: key_missing."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise Problem("key_missing", name=name) from None

    def write(self, name: str, content: bytes) -> None:
        """Put a key in place at once, over a former one."""
        with whole_file(self._made(name)) as out:
            out.write(content)

    def write_new(self, name: str, content: bytes) -> bool:
        """Put a key in place unless there is one; tell whether it was put."""
        if self._path(name).exists():
            return False
        file = self._made(name)
        try:
            with whole_file(file, file.hardlink_to) as out:
                out.write(content)
        except FileExistsError:
            return False
        return True

    def destroy(self, name: str) -> None:
        """Overwrite and remove a key; a key that is already gone is no error."""
        self._destroy(self._path(name))

    def _destroy(self, path: Path) -> None:
        try:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
        except FileNotFoundError:
            return
        path.unlink(missing_ok=True)
        sync_folder(self.folder)

    def names_of(self, owner: str) -> list[str]:
        """The names of a key and of those kept under it, as `owner.…`; halves that a break-off left count too."""
        if not self.folder.is_dir():
            return []
        found = (path.name for path in self.folder.iterdir())
        return sorted(one for one in found if f"{one.removeprefix('.')}.".startswith(f"{owner}."))

    def destroy_of(self, owner: str) -> None:
        """Overwrite and remove a key and all that are kept under it, its own first: it wraps others."""
        for name in sorted(self.names_of(owner), key=lambda one: (one != owner, one)):
            self._destroy(self.folder / name)

    def names(self) -> list[str]:
        """The names of all keys, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name))

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a key's name: {name!r}")
        return self.folder / name

    def _made(self, name: str) -> Path:
        """Where a key goes, its folder made."""
        file = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.chmod(0o700)
        return file


def recovery_key_bytes(text: str) -> bytes:
    """The private recovery key from what a person typed. Problem: recovery_key_mistyped."""
    try:
        raw = base64.b32decode(text.strip().upper().translate(_MISREAD))
    except (binascii.Error, ValueError):
        raise Problem("recovery_key_mistyped") from None
    private, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(private) != KEY_BYTES or check != _check(private):
        raise Problem("recovery_key_mistyped")
    return private


def _recovery_pair() -> tuple[bytes, bytes]:
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def _check(private: bytes) -> bytes:
    return hashlib.sha256(b"wumen recovery key" + private).digest()[:_CHECK_BYTES]


def printable(private: bytes) -> str:
    """A key as it is written down: groups of four, the last of which tell a slip of the pen."""
    text = base64.b32encode(private + _check(private)).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
