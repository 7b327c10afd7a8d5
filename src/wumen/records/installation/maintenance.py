"""Connections of the owner: to its database, and beside it for what concerns the whole cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wumen.rules.problems import Problem

CONNECT_SECONDS = 10
BESIDE = ("postgres", "template1")


def database_of(url: str) -> str:
    """The database's name in a libpq URL or connection string."""
    parts = conninfo_to_dict(url)
    return str(parts.get("dbname") or parts.get("user") or "")


def with_database(url: str, name: str) -> str:
    """The same connection to another database of the cluster."""
    return make_conninfo(url, dbname=name)


@contextmanager
def connected(url: str, *, autocommit: bool = True) -> Iterator[psycopg.Connection]:
    """A connection of its own. Problem: database_unreachable."""
    try:
        connection = psycopg.connect(url, autocommit=autocommit, connect_timeout=CONNECT_SECONDS)
    except psycopg.OperationalError:
        raise Problem("database_unreachable", database=database_of(url)) from None
    with connection:
        yield connection


@contextmanager
def beside(owner_url: str) -> Iterator[psycopg.Connection]:
    """The owner in the cluster's maintenance database, where locks hold for the whole cluster.

    Advisory locks belong to one database, so whatever concerns roles or databases takes them here.
    Problem: database_unreachable.
    """
    for name in BESIDE:
        try:
            connection = psycopg.connect(
                with_database(owner_url, name), autocommit=True, connect_timeout=CONNECT_SECONDS
            )
        except psycopg.OperationalError:
            continue
        with connection:
            yield connection
        return
    raise Problem("database_unreachable", database=BESIDE[0])
