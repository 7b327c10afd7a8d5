"""Reaches the database: the one that the settings name, else the installation's own cluster."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wumen.records.installation.cluster import Cluster


@dataclass(frozen=True)
class Reached:
    """How the database is reached: as the application, and as its owner where we may."""

    app_url: str
    owner_url: str
    own_cluster: bool


@contextmanager
def reach(home: Path, database_url: str, owner_database_url: str) -> Iterator[Reached]:
    """Hold the database for the time of the block; the own cluster stops with its last user."""
    if database_url:
        yield Reached(database_url, owner_database_url, own_cluster=False)
        return
    with Cluster(home) as cluster:
        yield Reached(cluster.app_url, cluster.owner_url, own_cluster=True)
