"""Makes, checks and restores sealed backups of the whole database."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wumen.records.installation.envelope import FRAME, Opener, Sealer
from wumen.records.installation.keys import RECOVERY, KeyStore, recovery_key_bytes
from wumen.records.installation.maintenance import beside, connected, database_of, with_database
from wumen.records.installation.manifest import Facts, Manifest, contents
from wumen.records.installation.swap import check_roles, new_database, take_over
from wumen.records.installation.whole_files import whole_file
from wumen.rules.problems import Problem

LOCAL = "local"
_LENGTH = 8


def backup(owner_url: str, file: Path, keys: KeyStore, binaries: Path, facts: Facts) -> Manifest:
    """Write a sealed backup of one instant of the database; `file` appears whole or not at all.

    `binaries` is the bin folder of pg_dump. The plain dump never touches the disk.
    Problems: key_missing, database_unreachable, backup_not_written, backup_tool_failed.
    """
    local_key, recovery = keys.read(LOCAL), keys.read(RECOVERY)
    with connected(owner_url, autocommit=False) as connection, _whole_file(file) as out:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        tables, heads, roles = contents(connection)
        manifest = Manifest(
            wumen_version=facts.wumen_version,
            schema_head=facts.schema_head,
            made_at=facts.made_at,
            tables=tables,
            heads=heads,
            roles=roles,
        )
        sealer = Sealer(out, local_key, recovery)
        text = manifest.to_json()
        sealer.write(len(text).to_bytes(_LENGTH, "big") + text)
        _dump(owner_url, binaries, str(row[0]) if row else "", sealer)
        sealer.finish()
    return manifest


def verify(file: Path, keys: KeyStore, recovery_key: str | None = None) -> Manifest:
    """Read a backup to its end without restoring it; what it says of itself.

    At the place that made it nothing is typed; elsewhere `recovery_key` is the printed one.
    Problems: backup_not_ours, backup_damaged, backup_key_wrong, recovery_key_mistyped.
    """
    with _opened(file, keys, recovery_key) as (manifest, opener):
        for _ in opener.rest():
            pass
    return manifest


def restore(
    owner_url: str, file: Path, keys: KeyStore, binaries: Path, recovery_key: str | None = None
) -> Manifest:
    """Put a backup in the database's place; the former stays as `<name>_before_<UTC time>`.

    The backup is filled into a new database and compared with its manifest first; connections to
    the former are ended only then. Its settings and grants per role are carried over.
    Problems: those of `verify`, backup_role_missing, backup_tool_failed, backup_differs,
    database_unreachable, restore_in_use, owner_too_weak.
    """
    manifest = verify(file, keys, recovery_key)
    with beside(owner_url) as cluster:
        check_roles(cluster, manifest.roles)
        with new_database(cluster, database_of(owner_url)) as name:
            new_url = with_database(owner_url, name)
            with _opened(file, keys, recovery_key) as (_, opener):
                _fill(new_url, binaries, opener)
            _compare(new_url, manifest)
            take_over(owner_url, database_of(owner_url), name)
    return manifest


def _compare(new_url: str, manifest: Manifest) -> None:
    with connected(new_url) as connection:
        connection.execute("ANALYZE")
    with connected(new_url, autocommit=False) as connection:
        tables, heads, _ = contents(connection)
    differing = manifest.differences(tables, heads)
    if differing:
        raise Problem("backup_differs", tables=", ".join(differing))


def _dump(owner_url: str, binaries: Path, snapshot: str, sealer: Sealer) -> None:
    dbname, environment = _tool_connection(owner_url)
    command = [
        str(binaries / "pg_dump"), "--format=custom", "--no-password", f"--snapshot={snapshot}",
        f"--dbname={dbname}",
    ]  # fmt: skip
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        try:
            while content := process.stdout.read(FRAME):
                sealer.write(content)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise Problem("backup_tool_failed", tool="pg_dump", status=process.returncode)


def _fill(new_url: str, binaries: Path, opener: Opener) -> None:
    dbname, environment = _tool_connection(new_url)
    command = [
        str(binaries / "pg_restore"), "--exit-on-error", "--no-owner", "--no-password",
        f"--dbname={dbname}",
    ]  # fmt: skip
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        try:
            for content in opener.rest():
                _write_all(process.stdin.fileno(), content)
        except BrokenPipeError:
            process.wait()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise Problem("backup_tool_failed", tool="pg_restore", status=process.returncode)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _tool_connection(url: str) -> tuple[str, dict[str, str]]:
    # The password goes by the environment, for a command line is seen by everyone on the machine.
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment["LC_ALL"] = "C"
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo(**parts), environment  # type: ignore[arg-type]


@contextmanager
def _opened(
    file: Path, keys: KeyStore, recovery_key: str | None
) -> Iterator[tuple[Manifest, Opener]]:
    local_key = keys.read(LOCAL) if LOCAL in keys.names() else None
    recovery = recovery_key_bytes(recovery_key) if recovery_key else None
    try:
        source = file.open("rb")
    except OSError:
        raise Problem("backup_not_ours") from None
    with source:
        opener = Opener(source, local_key, recovery)
        size = int.from_bytes(opener.read(_LENGTH), "big")
        yield Manifest.from_json(opener.read(size)), opener


@contextmanager
def _whole_file(file: Path) -> Iterator[BinaryIO]:
    try:
        with whole_file(file) as out:
            yield out
    except OSError:
        raise Problem("backup_not_written", file=file.name) from None
