"""A cluster that these tests share, in a folder that the server's user reaches."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from wumen.records.installation.cluster import Cluster
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.maintenance import with_database
from wumen.records.installation.roles import ensure_database_and_role


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user of the machine may pass, which pytest's own is not."""
    yield from _folder()


@pytest.fixture(scope="session")
def shared_cluster() -> Iterator[Cluster]:
    """One running cluster for all tests that only need a database."""
    for folder in _folder():
        with Cluster(folder / "home", durable=False, elsewhere=folder / "elsewhere") as cluster:
            yield cluster


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home whose cluster is made and stopped: to be copied, for making one takes a second."""
    for folder in _folder():
        with Cluster(folder / "home", durable=False, elsewhere=folder / "elsewhere"):
            pass
        yield folder / "home"


@pytest.fixture
def database(shared_cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The owner's and the application's URL of a database of the test's own."""
    name = f"d{abs(hash(request.node.nodeid)) % 10**9}"
    owner_url = with_database(shared_cluster.owner_url, name)
    app_url = with_database(shared_cluster.app_url, name)
    ensure_database_and_role(owner_url, app_url)
    yield owner_url, app_url
    with psycopg.connect(shared_cluster.owner_url, autocommit=True) as owner:
        for (found,) in owner.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [name]
        ).fetchall():
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(found)))


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    """An empty key store."""
    return KeyStore(tmp_path / "keys")


def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wumen-test-", dir="/tmp"))
    if os.geteuid() == 0:
        folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
