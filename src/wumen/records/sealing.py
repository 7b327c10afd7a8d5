"""Seals personal fields: what lies in the database opens only with keys that do not lie there."""

import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid4

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from wumen.records import clock
from wumen.records.installation.keys import KeyStore
from wumen.records.models import DataKey, Outbreak
from wumen.rules.problems import Problem

_REGISTER = b"\x00" * 16
_NONCE = 12


# Keys that were read, by their names.
_keys: dict[str, bytes] = {}


def _key(name: str) -> bytes:
    found = _keys.get(name)
    if found is None:
        found = _keys[name] = KeyStore(settings.WUMEN.home / "keys").read(name)
    return found


def _outbreak_key(outbreak: UUID, under: str = "") -> bytes:
    """A key of an outbreak; one that was destroyed is gone for a process that remembers it, too."""
    name = f"outbreak-{outbreak}{under}"
    if not (settings.WUMEN.home / "keys" / name).exists():
        _forget_outbreak(outbreak)
        raise Problem("key_missing", name=name)
    return _key(name)


def _forget_outbreak(outbreak: UUID) -> None:
    """Remember no key of an outbreak any more; those of others stay: phones may send into an erased one for days."""
    own = f"outbreak-{outbreak}"
    # Others may be reading and forgetting beside.
    names = [one for one in list(_keys) if f"{one}.".startswith(f"{own}.")]
    days = [place for place in list(_data_keys) if place[0] == outbreak]
    for name in names:
        _keys.pop(name, None)
    for place in days:
        _data_keys.pop(place, None)
    if names or days:
        # Ciphers are found by their keys and hold them.
        _cipher.cache_clear()


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    """The cipher of a key: to make it costs as much as to seal a number with it."""
    return AESGCM(key)


def forget_keys() -> None:
    """Read the keys anew at their next use."""
    _keys.clear()
    _cipher.cache_clear()
    forget_data_keys()


def forget_data_keys() -> None:
    """Look anew for the keys that a database wraps: another has others."""
    _data_keys.clear()


def keyed(kind: str, text: str) -> bytes:
    """The keyed hash by which a complete number, a person or a subject is found again (32 bytes)."""
    return hmac.digest(_key("lookup"), f"{kind}:{text}".encode(), "sha256")


def person_key(person: UUID) -> str:
    """The keyed hash under which a crew member stands in the log and on phones."""
    return keyed("person", str(person)).hex()


def subject_key(subject: UUID) -> str:
    """The keyed hash under which a resident or household stands in the log."""
    return keyed("subject", str(subject)).hex()


def keyed_content(content: bytes) -> bytes:
    """The keyed hash by which the same file is found again (32 bytes)."""
    return hmac.digest(_key("lookup"), b"file:" + content, "sha256")


def _seal(key: bytes, key_id: bytes, place: str, content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return key_id + nonce + _cipher(key).encrypt(nonce, content, place.encode())


def _open(key: bytes, place: str, sealed: bytes) -> bytes:
    nonce, rest = sealed[16 : 16 + _NONCE], sealed[16 + _NONCE :]
    try:
        return _cipher(key).decrypt(nonce, rest, place.encode())
    # Too short to have ever been sealed is broken, too.
    except (InvalidTag, ValueError):
        raise Problem("seal_broken", place=place.partition(":")[0]) from None


def seal_bytes(column: str, row: UUID, content: bytes) -> bytes:
    """Seal a file under the register's key; it opens only in the same column of the same row."""
    return _seal(_key("register"), _REGISTER, f"{column}:{row}", content)


def unseal_bytes(column: str, row: UUID, sealed: bytes | memoryview) -> bytes:
    """Open a file that `seal_bytes` sealed; Problem `seal_broken`."""
    return _open(_key("register"), f"{column}:{row}", bytes(sealed))


def seal(column: str, row: UUID, text: str) -> bytes:
    """Seal a field of the register; it opens only in the same column of the same row."""
    return seal_bytes(column, row, text.encode())


def unseal(column: str, row: UUID, sealed: bytes | memoryview | None) -> str | None:
    """Open a field of the register; None stays None. Problem `seal_broken`."""
    return None if sealed is None else unseal_bytes(column, row, sealed).decode()


def seal_list(column: str, row: UUID, texts: Sequence[str]) -> bytes | None:
    """Seal a list of texts; an empty list needs no seal."""
    return seal(column, row, msgspec.json.encode(list(texts)).decode()) if texts else None


def unseal_list(column: str, row: UUID, sealed: bytes | memoryview | None) -> list[str]:
    """Open a list of texts; None is the empty list."""
    text = unseal(column, row, sealed)
    return msgspec.json.decode(text, type=list[str]) if text else []


def fresh(size: int) -> bytes:
    """So many bytes that nobody can guess."""
    return os.urandom(size)


def outbreak_secret(outbreak: UUID, name: str) -> bytes:
    """A further key of an outbreak; Problem `key_missing`."""
    return _outbreak_key(outbreak, f".{name}")


def seal_with(key: bytes, place: str, content: bytes) -> bytes:
    """Seal under a key that whoever calls keeps: nonce first."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def open_with(key: bytes, place: str, sealed: bytes) -> bytes:
    """Open what `seal_with` sealed; Problem `seal_broken`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except InvalidTag:
        raise Problem("seal_broken", place=place) from None


def register_opens(column: str, row: UUID, sealed: bytes | memoryview) -> bool:
    """Whether a field of the register opens with the key of this place."""
    try:
        unseal_bytes(column, row, sealed)
    except Problem:
        return False
    return True


def outbreak_opens(outbreak: UUID) -> bool:
    """Whether this place holds the key of an outbreak, and it opens what the outbreak's key wraps."""
    try:
        return outbreak_opens_with(outbreak, _outbreak_key(outbreak))
    except Problem:
        return False


def outbreak_opens_with(outbreak: UUID, key: bytes) -> bool:
    """Whether a key opens what an outbreak's key wraps; so does any where nothing is wrapped yet."""
    row = DataKey.objects.filter(outbreak_id=outbreak).first()
    if row is None:
        return True
    wrapped = bytes(row.wrapped)
    try:
        AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], row.matter.encode())
    except (InvalidTag, ValueError):
        return False
    return True


_data_keys: dict[tuple[UUID, str, date], tuple[bytes, bytes]] = {}


def _data_key(outbreak: UUID, matter: str, day: date) -> tuple[bytes, bytes]:
    """Id and key for one matter of one day of an outbreak, made at its first use.

    It is remembered once its row is committed: a key whose row was rolled back would open nothing later.
    Problems `key_missing`; `outbreak_closed`, for nothing new is sealed in an outbreak that is over.
    """
    place, own = (outbreak, matter, day), _outbreak_key(outbreak)
    known = _data_keys.get(place)
    if known is not None:
        return known
    outer = AESGCM(own)
    row = DataKey.objects.filter(outbreak_id=outbreak, matter=matter, day=day).first()
    if row is None:
        row = _new_data_key(outer, outbreak, matter, day)
    wrapped = bytes(row.wrapped)
    found = row.id.bytes, outer.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], matter.encode())
    transaction.on_commit(lambda: _data_keys.update({place: found}))
    return found


# The outbreaks that the present act found open; None outside of any act.
_found_open: ContextVar[set[UUID] | None] = ContextVar("found_open", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """Ask no more than once in an act whether an outbreak is open, however much of it is sealed."""
    if _found_open.get() is not None:
        yield
        return
    mark = _found_open.set(set())
    try:
        yield
    finally:
        _found_open.reset(mark)


def _check_open(outbreak: UUID) -> None:
    known = _found_open.get()
    if known is not None and outbreak in known:
        return
    if Outbreak.objects.filter(id=outbreak, closed_at__isnull=False).exists():
        raise Problem("outbreak_closed")
    if known is not None:
        known.add(outbreak)


def _new_data_key(outer: AESGCM, outbreak: UUID, matter: str, day: date) -> DataKey:
    _check_open(outbreak)
    fresh, nonce = os.urandom(32), os.urandom(_NONCE)
    wrapped = nonce + outer.encrypt(nonce, fresh, matter.encode())
    row, _ = DataKey.objects.get_or_create(
        outbreak_id=outbreak,
        matter=matter,
        day=day,
        defaults={"id": uuid4(), "wrapped": wrapped},
    )
    return row


def seal_evidence(outbreak: UUID, day: date, text: str) -> bytes:
    """Seal what was measured or said at a door, under the outbreak's key of that day.

    Of a former day that is entered late, too, as long as the outbreak is open. Problem `outbreak_closed`.
    """
    if day < clock.today():
        _check_open(outbreak)
    key_id, key = _data_key(outbreak, "evidence", day)
    return _seal(key, key_id, "event.evidence", text.encode())


def seal_file(outbreak: UUID, day: date, row: UUID, content: bytes) -> bytes:
    """Seal a scan or photo under the outbreak's key for files of that day; it opens in its own row only."""
    key_id, key = _data_key(outbreak, "file", day)
    return _seal(key, key_id, f"attachment.sealed:{row}", content)


def unseal_file(outbreak: UUID, day: date, row: UUID, sealed: bytes | memoryview) -> bytes:
    """Open what `seal_file` sealed; Problem `seal_broken`."""
    key = _data_key(outbreak, "file", day)[1]
    return _open(key, f"attachment.sealed:{row}", bytes(sealed))


def unseal_evidence(outbreak: UUID, day: date, sealed: bytes) -> str:
    """Open what `seal_evidence` sealed; Problem `seal_broken`."""
    return _open(_data_key(outbreak, "evidence", day)[1], "event.evidence", sealed).decode()


def _seal_of_day(matter: str, outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal what a row says under the outbreak's key of a day, which stands before it."""
    return _seal_all_of_day(matter, outbreak, day, {row: text})[row]


def _seal_all_of_day(
    matter: str, outbreak: UUID, day: date, texts: Mapping[UUID, str]
) -> dict[UUID, bytes]:
    """Seal what many rows say, by their rows: the key of the day is asked for once."""
    key_id, key = _data_key(outbreak, matter, day)
    head = day.isoformat().encode()
    return {
        row: head + _seal(key, key_id, f"{matter}.said:{row}", text.encode())
        for row, text in texts.items()
    }


def _unseal_of_day(matter: str, outbreak: UUID, row: UUID, sealed: bytes) -> str:
    day, rest = date.fromisoformat(sealed[:10].decode()), sealed[10:]
    key = _data_key(outbreak, matter, day)[1]
    return _open(key, f"{matter}.said:{row}", rest).decode()


def seal_given(outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal what an instruction says, under the outbreak's key of the day on which it was given."""
    return _seal_of_day("instruction", outbreak, day, row, text)


def seal_given_all(outbreak: UUID, day: date, texts: Mapping[UUID, str]) -> dict[UUID, bytes]:
    """Seal what many instructions say, by their rows, as `seal_given` does each."""
    return _seal_all_of_day("instruction", outbreak, day, texts)


def unseal_given(outbreak: UUID, row: UUID, sealed: bytes) -> str:
    """Open what `seal_given` sealed; its day stands before it. Problem `seal_broken`."""
    return _unseal_of_day("instruction", outbreak, row, sealed)


def seal_registered(outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal who was registered while the city's app was down, under the outbreak's key of the day."""
    return _seal_of_day("registered", outbreak, day, row, text)


def unseal_registered(outbreak: UUID, day: date, rows: Mapping[UUID, bytes]) -> dict[UUID, str]:
    """Open what `seal_registered` sealed on a day, whose key is asked for once. Problem `seal_broken`."""
    key = _data_key(outbreak, "registered", day)[1]
    return {
        row: _open(key, f"registered.said:{row}", one[10:]).decode() for row, one in rows.items()
    }


def seal_transfer(outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal where somebody is moved to and why, or what a step of it says, under the outbreak's key of a day."""
    return _seal_of_day("transfer", outbreak, day, row, text)


def unseal_transfer(outbreak: UUID, row: UUID, sealed: bytes) -> str:
    """Open what `seal_transfer` sealed; Problem `seal_broken`."""
    return _unseal_of_day("transfer", outbreak, row, sealed)


def seal_contact(outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal what is said of somebody who met a case, under the outbreak's key of the day on which it was said."""
    return _seal_of_day("case_contact", outbreak, day, row, text)


def unseal_contact(outbreak: UUID, row: UUID, sealed: bytes) -> str:
    """Open what `seal_contact` sealed; Problem `seal_broken`."""
    return _unseal_of_day("case_contact", outbreak, row, sealed)


def seal_occurred(outbreak: UUID, day: date, row: UUID, text: str) -> bytes:
    """Seal what happened and who said so, under the outbreak's key of the day on which it was noted."""
    return _seal_of_day("occurrence", outbreak, day, row, text)


def unseal_occurred(outbreak: UUID, row: UUID, sealed: bytes) -> str:
    """Open what `seal_occurred` sealed; Problem `seal_broken`."""
    return _unseal_of_day("occurrence", outbreak, row, sealed)
