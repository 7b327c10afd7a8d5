"""The keys of outbreaks where they lie: made, kept, read out for their keeper, destroyed and put back."""

import hashlib
import os
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from wumen.records import sealing
from wumen.records.installation.keys import KeyStore


def make(outbreak: UUID) -> None:
    """Make the key of an outbreak; to destroy it is to destroy all that it wraps."""
    KeyStore(settings.WUMEN.home / "keys").write(f"outbreak-{outbreak}", os.urandom(32))


def keep(outbreak: UUID, name: str, content: bytes) -> None:
    """Keep a further key of an outbreak beside its own, under whose name it is found and destroyed with it."""
    KeyStore(settings.WUMEN.home / "keys").write(f"outbreak-{outbreak}.{name}", content)


def all_of(outbreak: UUID) -> dict[str, bytes]:
    """All keys of an outbreak by their names: its own, and those of phones."""
    store, own = KeyStore(settings.WUMEN.home / "keys"), f"outbreak-{outbreak}"
    names = [one for one in store.names() if one == own or one.startswith(f"{own}.")]
    return {one: store.read(one) for one in names}


def names_of(outbreak: UUID) -> list[str]:
    """The names of all keys of an outbreak that lie here, and of halves that a break-off left."""
    return KeyStore(settings.WUMEN.home / "keys").names_of(f"outbreak-{outbreak}")


def destroy(outbreak: UUID) -> None:
    """Destroy all keys of an outbreak: what they seal opens to nobody any more, in no copy. Again it is no error."""
    KeyStore(settings.WUMEN.home / "keys").destroy_of(f"outbreak-{outbreak}")
    sealing.forget_keys()


def fingerprint(key: bytes) -> str:
    """By what a copy of a key is known again, and which tells nothing of it."""
    return hashlib.sha256(b"wumen key" + key).hexdigest()[:32]


def put_back(keys: Mapping[str, bytes]) -> int:
    """Put keys of an outbreak where they are missing; how many. One that stands is never written over."""
    store = KeyStore(settings.WUMEN.home / "keys")
    return sum(store.write_new(name, key) for name, key in keys.items())
