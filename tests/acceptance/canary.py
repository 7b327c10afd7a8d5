"""A canary person: where her name, number and telephone must stand nowhere, all of it is read."""

from pathlib import Path

import psycopg

from tests.acceptance.office import Office
from wumen.records.installation.cluster import Cluster

# The first person of ledger-merged.xlsx, who is invented.
CANARY = ("金怡", "410198199010262898", "15769079081")
# Everything that machines write about their work; the names of residents stand in `resident` alone.
_MACHINE_TABLES = (
    "SELECT args::text FROM procrastinate_jobs",
    "SELECT convert_from(body, 'UTF8') FROM event",
    "SELECT session_data FROM django_session",
    "SELECT path_info || user_agent || username FROM axes_accessattempt",
)
_SEALED = "SELECT coalesce(telephones_sealed, '') || coalesce(identity_sealed, '') FROM resident"


def logs(office: Office) -> str:
    """Every line that any process of the installation wrote."""
    home = office.cli.home
    folders = (home / "log", Cluster(home).data / "log")
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert any(file.name == "web.log" for file in files)
    return "\n".join(file.read_text(errors="replace") for file in files)


def machine_rows(office: Office) -> str:
    """What jobs, events, sessions and failed sign-ins hold."""
    with psycopg.connect(Cluster(office.cli.home).owner_url) as owner:
        return "\n".join(str(row[0]) for query in _MACHINE_TABLES for row in owner.execute(query))


def sealed_bytes(office: Office) -> bytes:
    """The sealed fields of all residents, as they lie in the database."""
    with psycopg.connect(Cluster(office.cli.home).owner_url) as owner:
        return b"".join(bytes(row[0]) for row in owner.execute(_SEALED))


def error_pages(office: Office) -> str:
    """What pages say that fail: a refusal, a page that is not there."""
    page = office.contexts[0].pages[0]
    said = ""
    for path in (f"/explain/?resident={CANARY[1]}", f"/nowhere/{CANARY[1]}/", "/rounds/x/y/z/"):
        office.go(page, path)
        said += page.content()
    return said


def backup_bytes(office: Office, folder: Path) -> bytes:
    """A backup as it lies on the disk."""
    office.cli.ok("backup", str(folder / "backup.wumen"))
    return (folder / "backup.wumen").read_bytes()
