"""The sealed form of a backup file: a header that wraps the data key twice, then sealed frames.

File: MAGIC, header length (4 bytes), header (JSON), SHA-256 of all that, then frames of AES-256-GCM
over 1 MiB of plain bytes each; only the last is shorter. The nonce counts the frames; the
associated data is the header's digest and whether the frame is the last, so nothing can be cut,
moved or mixed.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wumen.rules.problems import Problem

MAGIC = b"WUMEN BACKUP 1\n"
FRAME = 1 << 20
TAG = 16
DIGEST = 32
LONGEST_HEADER = 1 << 16
# Every wrapping key is fresh: derived with a random salt or from a one-time key pair.
ONCE = bytes(12)


class Sealer:
    """Writes plain bytes into a sealed file; nothing opens unless `finish` was called."""

    def __init__(self, file: BinaryIO, local_key: bytes, recovery_public: bytes) -> None:
        """Write the header for a new random data key."""
        data_key = secrets.token_bytes(32)
        header = {
            "local": _wrap_local(data_key, local_key),
            "recovery": _wrap_recovery(data_key, recovery_public),
        }
        text = json.dumps(header, sort_keys=True).encode()
        head = MAGIC + struct.pack(">I", len(text)) + text
        self._digest = hashlib.sha256(head).digest()
        self._file = file
        self._cipher = AESGCM(data_key)
        self._count = 0
        self._waiting = bytearray()
        file.write(head + self._digest)

    def write(self, content: bytes) -> None:
        """Take plain bytes of any length."""
        self._waiting += content
        # A full frame waits until more comes, for it may be the last.
        while len(self._waiting) > FRAME:
            self._seal(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]

    def finish(self) -> None:
        """Seal what waits as the last frame."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, content: bytes, *, last: bool) -> None:
        nonce, bound = _binding(self._count, self._digest, last=last)
        self._file.write(self._cipher.encrypt(nonce, content, bound))
        self._count += 1


class Opener:
    """Reads the plain bytes of a sealed file, never one that was not proved genuine."""

    def __init__(self, file: BinaryIO, local_key: bytes | None, recovery: bytes | None) -> None:
        """Read the header. Problems: backup_not_ours, backup_damaged, backup_key_wrong."""
        header, self._digest = _read_header(file)
        try:
            self._cipher = AESGCM(_unwrap(header, local_key, recovery))
        except (KeyError, TypeError, ValueError):
            raise Problem("backup_damaged") from None
        self._file = file
        self._frames = self._open_frames()
        self._left = b""

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Problem: backup_damaged when there are fewer."""
        while len(self._left) < size:
            more = next(self._frames, None)
            if more is None:
                raise Problem("backup_damaged")
            self._left += more
        content, self._left = self._left[:size], self._left[size:]
        return content

    def rest(self) -> Iterator[bytes]:
        """All that follows, piece by piece. Problem: backup_damaged, also at the very end."""
        if self._left:
            yield self._left
            self._left = b""
        yield from self._frames

    def _open_frames(self) -> Iterator[bytes]:
        count = 0
        sealed = self._file.read(FRAME + TAG)
        last = False
        while not last:
            following = self._file.read(FRAME + TAG)
            last = not following
            nonce, bound = _binding(count, self._digest, last=last)
            try:
                content = self._cipher.decrypt(nonce, sealed, bound)
            except (InvalidTag, ValueError):
                raise Problem("backup_damaged") from None
            yield content
            sealed = following
            count += 1


def _binding(count: int, digest: bytes, *, last: bool) -> tuple[bytes, bytes]:
    return count.to_bytes(12, "big"), digest + (b"\1" if last else b"\0")


def _read_header(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        raise Problem("backup_not_ours")
    length = file.read(4)
    size = int.from_bytes(length, "big")
    if len(length) < 4 or size > LONGEST_HEADER:
        raise Problem("backup_damaged")
    text = file.read(size)
    digest = hashlib.sha256(magic + length + text).digest()
    if file.read(DIGEST) != digest:
        raise Problem("backup_damaged")
    return json.loads(text), digest


def _derived(secret: bytes, salt: bytes, use: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=use).derive(secret))


def _wrap_local(data_key: bytes, local_key: bytes) -> dict[str, str]:
    salt = secrets.token_bytes(32)
    wrapped = _derived(local_key, salt, b"wumen backup local").encrypt(ONCE, data_key, MAGIC)
    return {"salt": salt.hex(), "key": wrapped.hex()}


def _wrap_recovery(data_key: bytes, public: bytes) -> dict[str, str]:
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    salt = once.public_key().public_bytes_raw() + public
    wrapped = _derived(shared, salt, b"wumen backup recovery").encrypt(ONCE, data_key, MAGIC)
    return {"salt": salt.hex(), "key": wrapped.hex()}


def _unwrap(header: dict[str, Any], local_key: bytes | None, recovery: bytes | None) -> bytes:
    wrapped = {name: bytes.fromhex(part["key"]) for name, part in header.items()}
    salts = {name: bytes.fromhex(part["salt"]) for name, part in header.items()}
    if local_key is not None:
        cipher = _derived(local_key, salts["local"], b"wumen backup local")
        with suppress(InvalidTag):
            return cipher.decrypt(ONCE, wrapped["local"], MAGIC)
    if recovery is not None:
        once = X25519PublicKey.from_public_bytes(salts["recovery"][:32])
        shared = X25519PrivateKey.from_private_bytes(recovery).exchange(once)
        cipher = _derived(shared, salts["recovery"], b"wumen backup recovery")
        with suppress(InvalidTag):
            return cipher.decrypt(ONCE, wrapped["recovery"], MAGIC)
    raise Problem("backup_key_wrong")
