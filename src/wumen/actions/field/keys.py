"""Keys of outbreaks: made anew for phones, and handed to one named custodian in a file that a printed key opens."""

import base64
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.queries.posts import looking_around
from wumen.records import clock, field_keys, sealing
from wumen.records.models import CrewMember, Outbreak
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_PLACE = "wumen outbreak keys"


@dataclass(frozen=True)
class Exported:
    """What was exported: how many keys, to whom, and the key that opens the file, shown this once."""

    keys: int
    custodian: str
    opens_with: str


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
        keys = sealing.outbreak_keys(row.id)
        content = {name: base64.b64encode(key).decode() for name, key in keys.items()}
        fresh = sealing.fresh(32)
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
    return Exported(len(keys), person.name, _printable(fresh))


def _printable(key: bytes) -> str:
    """A key as it is written down: groups of four."""
    text = base64.b32encode(key).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def opened(content: bytes, opens_with: str) -> dict[str, bytes]:
    """The keys in a custodian's file, by name; Problem `recovery_key_mistyped`."""
    try:
        key = base64.b32decode(opens_with.strip().upper().replace("-", "") + "====")
        plain = sealing.open_with(key, _PLACE, content)
    except ValueError:
        raise Problem("recovery_key_mistyped") from None
    return msgspec.json.decode(plain, type=dict[str, bytes])


def _write(file: Path, content: bytes) -> None:
    """A file that only its owner reads, and that overwrites no other."""
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(content)
    except FileExistsError:
        raise Problem("file_exists", file=file.name) from None
    except OSError:
        raise Problem("file_missing") from None
