"""The world of the tests: a private cluster, one template database, each test rolled back."""

import gc
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test.client import ClientHandler

from tests import cast as the_cast
from tests import street as the_street
from tests.browsers import chromium, launched_chromium, playwright
from tests.clients import load_once
from tests.closings import over, own_home
from tests.databases import (
    INSTALLED,
    SIX,
    TEMPLATE,
    Beginnings,
    alone,
    copied,
    in_database,
    make_template,
    template_name,
    use,
)
from tests.memory import SERVERS, folder_of_a_run, servers
from wumen.actions.reach import Reached
from wumen.records import clock, sealing
from wumen.records.installation.cluster import Cluster
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.swap import drop_database
from wumen.rules.problems import Problem

__all__ = [
    "SIX",
    "chromium",
    "in_database",
    "launched_chromium",
    "over",
    "own_home",
    "playwright",
    "use",
]

# A password of the tests need not withstand anybody: the real cost is a tenth of a second each.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64

ClientHandler.load_middleware = load_once

# What takes tens of seconds begins first, in this order, so that no worker is left alone with it at the end.
LONG = (
    "acceptance/test_skeleton",
    "cli/",
    "web/browser/test_thumb",
    "acceptance/",
    "january/",
    "actions/test_plan_any",
    "actions/test_demo",
    "actions/test_field_kills",
    "actions/test_first_shape",
    "actions/test_changes_undo",
    "jobs/",
    "web/test_statements",
)
# Marks of a few files, which say so in their text: whoever asks for one need not load all the others.
RARE = ("browser", "smoke")

# The beginnings in which the cast stands, the fullest first: what a test asks for holds what it asks for beside.
PEOPLED = ("over", "under_lockdown", "street", "cast")


def pytest_configure(config: pytest.Config) -> None:
    """Let a run stand in memory; who says where it is to stand (`--basetemp`), or only asks, is heeded."""
    if hasattr(config, "workerinput") or config.option.basetemp or config.option.collectonly:
        return
    made = folder_of_a_run()
    if made:
        config.option.basetemp = made / "run"
        os.environ[SERVERS] = str(made / "servers")
        config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))


def speaks_of(file: Path, mark: str) -> bool:
    """Whether a file of tests gives any of them that mark."""
    return f"pytest.mark.{mark}" in file.read_text(encoding="utf-8")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out whole files in which nothing bears the rare mark that is asked for."""
    asked = config.option.markexpr
    if asked not in RARE or not collection_path.match("test_*.py"):
        return None
    return not speaks_of(collection_path, asked) or None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Refuse a rare mark that stands in no file's text: asked for by it, the test would not be found."""
    for mark in RARE:
        if item.get_closest_marker(mark) and not speaks_of(item.path, mark):
            raise pytest.UsageError(f"{item.nodeid}: its file does not say pytest.mark.{mark}")


def pytest_collection_finish() -> None:
    """Set apart what is loaded and stays: no search for garbage goes through it again, and few are made at all."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


def place_in_queue(item: pytest.Item) -> int:
    """By which of the long ones it stands; behind all of them the others."""
    path = item.path.relative_to(Path(__file__).parent).as_posix()
    return next((nth for nth, long in enumerate(LONG) if path.startswith(long)), len(LONG))


def dealt(long: Sequence[Any], rest: Sequence[Any], workers: int) -> list[Any]:
    """One queue of few tests, which is cut into equal parts: each worker begins with its share of the long ones.

    Of few tests what takes long would not be taken over in time.
    """
    queue: list[Any] = []
    many = len(long) + len(rest)
    for nth in range(workers):
        part = (many - len(queue)) // (workers - nth)
        own = long[nth::workers]
        beside = max(0, part - len(own))
        queue += [*own, *rest[:beside]]
        rest = rest[beside:]
    return queue


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let what takes long begin first; among equals the order of the files stays."""
    items.sort(key=place_in_queue)
    if config.option.markexpr in RARE:
        many = sum(place_in_queue(one) < len(LONG) for one in items)
        workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
        items[:] = dealt(items[:many], items[many:], workers)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What the workers of a run shared is gone with it, on a server that was given as well."""
    config, given = session.config, settings.WUMEN.owner_database_url
    if hasattr(config, "workerinput"):
        return
    folder = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    shutil.rmtree(folder / INSTALLED, ignore_errors=True)
    if given and (folder / TEMPLATE).exists():
        with psycopg.connect(given, autocommit=True) as owner:
            drop_database(owner, template_name(given))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def home(shared: Path) -> Path:
    """WUMEN_HOME of the tests, with its keys."""
    folder = shared / "home"
    KeyStore(folder / "keys").make()
    settings.WUMEN = replace(settings.WUMEN, home=folder)
    sealing.forget_keys()
    return folder


@pytest.fixture(scope="session")
def reached(home: Path) -> Iterator[Reached]:
    """The launcher's cluster; WUMEN_DATABASE_URL with its owner's URL where they are given."""
    given = settings.WUMEN
    if given.database_url and given.owner_database_url:
        yield Reached(given.database_url, given.owner_database_url, own_cluster=False)
        return
    cluster = Cluster(home, durable=False, elsewhere=servers())
    with cluster:
        yield Reached(cluster.app_url, cluster.owner_url, own_cluster=True)
    with suppress(Problem):
        cluster.remove()


@pytest.fixture(scope="session")
def template(reached: Reached, shared: Path, django_db_blocker: object) -> Reached:
    """The template, made by the first worker that needs it."""
    with alone(shared), django_db_blocker.unblock():  # type: ignore[attr-defined]
        done, name = shared / TEMPLATE, template_name(reached.owner_url)
        with psycopg.connect(reached.owner_url, autocommit=True) as owner:
            # A worker that had nothing left took the cluster with it, and its mark stayed.
            known = owner.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
            if done.exists() and known is not None:
                return reached
            drop_database(owner, name)
        make_template(reached)
        done.touch()
    return reached


@pytest.fixture(scope="session")
def beginnings(template: Reached, shared: Path, django_db_blocker: object) -> Iterator[Beginnings]:
    """The worker's own databases, as the application's role."""
    made = Beginnings(template, shared)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield made
        made.close()


@pytest.fixture(scope="session")
def django_db_setup(beginnings: Beginnings) -> Reached:
    """The worker's empty database; pytest-django rolls each test back."""
    return beginnings.begin("db")


@pytest.fixture(autouse=True)
def beginning(request: pytest.FixtureRequest) -> None:
    """A test begins on the database that holds what it asks for, before pytest-django opens its transaction."""
    asked = request.fixturenames
    name = next((one for one in (*PEOPLED, "hanghai", "db") if one in asked), None)
    if name:
        request.getfixturevalue("django_db_setup")
        accounts = "_signed_in" if name in PEOPLED and "signed_in" in asked else ""
        request.getfixturevalue("beginnings").begin(name + accounts)


@pytest.fixture
def own_database(template: Reached, shared: Path) -> Iterator[Reached]:
    """A database of a test's own, for what must really commit."""
    with copied(template, shared) as made:
        yield made


@pytest.fixture
def committed(
    own_database: Reached,
    django_db_setup: Reached,
    beginnings: Beginnings,
    django_db_blocker: object,
) -> Iterator[Reached]:
    """Django on a database of the test's own: what it does is committed, other threads see it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        use(own_database.app_url)
        try:
            yield own_database
        finally:
            beginnings.back()


@pytest.fixture(autouse=True)
def six_in_the_morning() -> Iterator[None]:
    """Every test begins on 2022-01-10 at 06:00, Asia/Shanghai."""
    with clock.fixed(SIX):
        yield


@pytest.fixture
def cast(db: None, beginnings: Beginnings) -> the_cast.Cast:
    """张阿姨, 李楼长, 王医生, 陈志愿者, 外人 and the two who enter and confirm."""
    return beginnings.held("cast")


@pytest.fixture
def street(db: None, beginnings: Beginnings) -> the_street.Street:
    """The small street: one compound, three buildings, twelve households."""
    return beginnings.held("street")


@pytest.fixture
def under_lockdown(db: None, beginnings: Beginnings) -> the_street.Street:
    """The small street, building 1 under lockdown and the day planned; nothing is done."""
    return beginnings.held("street")


# Two cores shared by many workers: how long one example takes says nothing. The suite draws the same
# examples every time, so that a change fails by what it changed; `--hypothesis-profile=search` draws new ones.
hypothesis.settings.register_profile("wumen", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("wumen")
