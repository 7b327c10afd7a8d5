"""Keys of outbreaks: made anew for phones, handed to one named custodian in a file, and taken back from it."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import msgspec

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.queries.posts import looking_around
from wumen.records import clock, field_keys, keys_of_outbreaks, sealing
from wumen.records.installation.keys import KEY_BYTES, printable, recovery_key_bytes
from wumen.records.models import CrewMember, Outbreak
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_PLACE = "wumen outbreak keys"
_HEX = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NAME = re.compile(rf"outbreak-({_HEX})(?:\.field-{_HEX})?")


@dataclass(frozen=True)
class Exported:
    """What was exported: how many keys, to whom, and the key that opens the file, shown this once."""

    keys: int
    custodian: str
    opens_with: str


@dataclass(frozen=True)
class Imported:
    """What came back: of which outbreak, how many keys were missing, how many stood already."""

    outbreak: str
    keys: int
    stood: int


def rotate(viewer: Viewer) -> list[str]:
    """Let phones seal to a fresh key in every open outbreak; what they sealed before goes on opening. Their names.

    Problem `right_missing`, `outbreak_not_open`.
    """
    viewer.must(Right.INSTALLATION)
    with changing(viewer):
        rows = list(Outbreak.objects.filter(closed_at__isnull=True).order_by("opened_at"))
        if not rows:
            raise Problem("outbreak_not_open")
        for row in rows:
            key = field_keys.make_key(row.id)
            log(viewer, "keys.rotated", viewer.area, outbreak=row.id, key=key.id)
    return [row.name for row in rows]


def export(viewer: Viewer, file: Path, custodian: str, outbreak: str = "") -> Exported:
    """Write the keys of an outbreak, sealed, to a file for one named person; closing asks for its destruction.

    Problems: `right_missing`, `crew_unknown`, `outbreak_*`, `file_missing`, `file_exists`.
    """
    viewer.must(Right.INSTALLATION)
    with changing(viewer), looking_around():
        person = CrewMember.objects.filter(number=custodian).first()
        if person is None:
            raise Problem("crew_unknown", crew_no=custodian)
        row = chosen_outbreak(outbreak)
        keys = keys_of_outbreaks.all_of(row.id)
        content = {name: base64.b64encode(key).decode() for name, key in keys.items()}
        fresh = sealing.fresh(KEY_BYTES)
        sealed = sealing.seal_with(fresh, _PLACE, msgspec.json.encode(content))
        _write(file, sealed)
        log(
            viewer,
            "keys.exported",
            viewer.area,
            subject=person_key(person.id),
            outbreak=row.id,
            keys=len(keys),
            at=clock.now(),
        )
    return Exported(len(keys), person.name, printable(fresh))


def take_back(viewer: Viewer, file: Path, opens_with: str) -> Imported:
    """Put the keys of a custodian's file where they are missing; what they seal opens at once, without a restart.

    All or none, and none over one that stands. Problems: `right_missing`, `file_missing`, `keys_mistyped`,
    `keys_damaged`, `keys_foreign`, `outbreak_erased`, `keys_differ`, `keys_present`.
    """
    viewer.must(Right.INSTALLATION)
    try:
        sealed = file.read_bytes()
    except OSError:
        raise Problem("file_missing") from None
    keys = opened(sealed, opens_with)
    with changing(viewer), looking_around():
        row = _whose(keys)
        here = keys_of_outbreaks.all_of(row.id)
        other = sorted(name for name in keys.keys() & here.keys() if keys[name] != here[name])
        if other:
            raise Problem("keys_differ", outbreak=row.name, files=", ".join(other))
        if keys.keys() <= here.keys():
            raise Problem("keys_present", outbreak=row.name)
        put = keys_of_outbreaks.put_back(keys)
        field_keys.know_again(row.id)
        log(viewer, "keys.imported", viewer.area, outbreak=row.id, keys=put, at=clock.now())
    return Imported(row.name, put, len(keys) - put)


def _whose(keys: Mapping[str, bytes]) -> Outbreak:
    """The outbreak of this installation whose keys these are, by their names and by what they open."""
    named = [_NAME.fullmatch(name) for name in keys]
    whose = {UUID(found[1]) for found in named if found}
    row = Outbreak.objects.filter(id__in=whose).first()
    if row is None or len(whose) > 1 or not all(named):
        raise Problem("keys_foreign")
    if row.erased_at is not None:
        raise Problem("outbreak_erased")
    own = keys.get(f"outbreak-{row.id}")
    opens = own is None or sealing.outbreak_opens_with(row.id, own)
    if not opens or not field_keys.fit(row.id, field_keys.secrets_of(row.id, keys)):
        raise Problem("keys_foreign")
    return row


def opened(content: bytes, opens_with: str) -> dict[str, bytes]:
    """The keys in a custodian's file, by name; Problems `keys_mistyped`, `keys_damaged`."""
    try:
        key = recovery_key_bytes(opens_with)
    except Problem:
        raise Problem("keys_mistyped") from None
    try:
        plain = sealing.open_with(key, _PLACE, content)
        return msgspec.json.decode(plain, type=dict[str, bytes])
    except (Problem, ValueError):
        raise Problem("keys_damaged") from None


def _write(file: Path, content: bytes) -> None:
    """A file that only its owner reads, and that overwrites no other."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(content)
    except FileExistsError:
        raise Problem("file_exists", file=file.name) from None
    except OSError:
        raise Problem("file_missing") from None
