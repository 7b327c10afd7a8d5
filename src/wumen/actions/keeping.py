"""Keeps the installation safe: sealed backups with their manifest, restored and compared with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from wumen.actions import running, schema, status
from wumen.actions.changing import changing
from wumen.actions.closing import erase_again
from wumen.actions.log import log
from wumen.queries.posts import operator
from wumen.records import clock, field_keys, sealing
from wumen.records.installation import backup as sealed
from wumen.records.installation.binaries import find_binaries
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.maintenance import connected
from wumen.records.installation.manifest import Facts, Manifest
from wumen.records.models import Outbreak, Resident
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Kept:
    """What a manifest says of a backup: when it was made, by which version, how much is in it."""

    made_at: datetime
    wumen_version: str
    tables: int
    rows: int
    chains: int
    by_table: dict[str, int]
    unreadable: tuple[str, ...] = ()
    erased_again: tuple[str, ...] = ()


# What a restored register says where this place lacks its key.
REGISTER = "register"


def _kept(manifest: Manifest) -> Kept:
    counts = {name: content.count for name, content in manifest.tables.items() if content.count}
    return Kept(
        manifest.made_at,
        manifest.wumen_version,
        len(manifest.tables),
        sum(counts.values()),
        len(manifest.heads),
        counts,
    )


def _keys() -> KeyStore:
    return KeyStore(settings.WUMEN.home / "keys")


def _owner(owner_url: str) -> str:
    if not owner_url:
        raise Problem("owner_url_missing")
    return owner_url


def _schema_head() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return max(name for app, name in applied if app == "wumen")


def backup(viewer: Viewer, owner_url: str, file: Path) -> Kept:
    """Write a sealed backup of one instant; `file` appears whole or not at all.

    Problems: `right_missing`, `owner_url_missing`, and what making a backup says.
    """
    viewer.must(Right.INSTALLATION)
    facts = Facts(version("wumen"), _schema_head(), clock.real_now())
    kept = _kept(sealed.backup(_owner(owner_url), file, _keys(), find_binaries(), facts))
    with changing(viewer):
        log(viewer, "backup.made", viewer.area, tables=kept.tables, rows=kept.rows)
    return kept


def restore(owner_url: str, app_url: str, file: Path, recovery_key: str = "") -> Kept:
    """Put a backup in the database's place once it is proved to be what its manifest says.

    The former database stays aside under another name. `unreadable`: what is there and does not open with the
    keys of this place, the register's numbers or an outbreak by its name; `erased_again`: outbreaks that had been
    erased since the backup, and are so again. Problems: `restore_in_use` while `up` runs,
    `owner_url_missing`, and what restoring says.
    """
    with running.only_one(settings.WUMEN.home) as alone:
        if not alone:
            raise Problem("restore_in_use")
        connection.close()
        binaries = find_binaries()
        manifest = sealed.restore(_owner(owner_url), file, _keys(), binaries, recovery_key or None)
        clock.forget_drill()
        sealing.forget_keys()
        schema.migrate(owner_url, app_url)
        schema.renew_partitions(owner_url)
        _remember_restored(owner_url, manifest.made_at)
        status.remember(settings.WUMEN.home, drill=clock.is_drill())
        gone = tuple(erase_again())
        kept = _kept(manifest)
        viewer = operator()
        with changing(viewer):
            log(viewer, "backup.restored", viewer.area, tables=kept.tables, rows=kept.rows)
            for outbreak in Outbreak.objects.filter(erased_at=None):
                field_keys.know_again(outbreak.id)
            closed = tuple(_unreadable())
    return replace(kept, unreadable=closed, erased_again=gone)


def _remember_restored(owner_url: str, made_at: datetime) -> None:
    """Phones learn by it that what they brought may be missing, and the office why some are not known."""
    with connected(owner_url) as owner:
        owner.execute(
            "UPDATE installation SET restored_at = %s, restored_to = %s",
            [clock.real_now(), made_at],
        )


def _unreadable() -> Iterator[str]:
    """What is sealed and stays so here: keys lie in no backup and come from their own place."""
    one = Resident.objects.filter(telephones_sealed__isnull=False).first()
    sealed_phones = one.telephones_sealed if one else None
    if one and sealed_phones and not sealing.register_opens("telephones", one.id, sealed_phones):
        yield REGISTER
    for outbreak in Outbreak.objects.filter(erased_at=None).order_by("opened_at"):
        if not (sealing.outbreak_opens(outbreak.id) and field_keys.all_here(outbreak.id)):
            yield outbreak.name
