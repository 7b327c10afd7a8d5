"""The world of the tests: a private cluster, one template database, each test rolled back."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from psycopg import sql

from tests import cast as the_cast
from tests import street as the_street
from wumen.actions import schema
from wumen.actions.reach import Reached
from wumen.records import clock, partitions, sealing
from wumen.records.installation.cluster import Cluster
from wumen.records.installation.keys import KeyStore
from wumen.records.installation.swap import drop_database
from wumen.rules.problems import Problem
from wumen.rules.time import BUSINESS_ZONE, business_day

# A password of the tests need not withstand anybody: the real cost is a tenth of a second each.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64

SIX = datetime(2022, 1, 10, 6, tzinfo=BUSINESS_ZONE)
FEW = timedelta(days=3)

# What takes tens of seconds begins first, so that no worker is left alone with it at the end.
LONG = ("cli/", "january/", "acceptance/", "actions/test_plan_any", "jobs/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes long begin first; among equals the order of the files stays."""
    root = Path(__file__).parent
    items.sort(key=lambda one: not one.path.relative_to(root).as_posix().startswith(LONG))


def in_database(url: str, name: str) -> str:
    """The same URL for another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def template_name(reached: Reached) -> str:
    """The template's own name on its server: another run, ended half-way by its machine, cannot stand in its way."""
    return f"{urlsplit(reached.owner_url).path.lstrip('/')}_template"


def use(app_url: str) -> None:
    """Point Django at a database."""
    entry = settings.DATABASE_ENTRY(app_url)
    connections["default"].close()
    connections["default"].settings_dict.update(entry)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One worker at a time."""
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
    cluster = Cluster(home, durable=False)
    with cluster:
        yield Reached(cluster.app_url, cluster.owner_url, own_cluster=True)
    with suppress(Problem):
        cluster.remove()


def make_template(reached: Reached) -> None:
    """The migrated database that every test's database is a copy of."""
    owner_url, app_url = (
        in_database(url, template_name(reached)) for url in (reached.owner_url, reached.app_url)
    )
    use(app_url)
    schema.migrate(owner_url, app_url)
    real_day = business_day(clock.real_now())
    with psycopg.connect(owner_url) as owner:
        partitions.ensure(owner, "duty", date(2022, 1, 7), date(2022, 1, 24))
        partitions.ensure(owner, "event", real_day - FEW, real_day + FEW)
        owner.execute("INSERT INTO installation (id, made_at, demo) VALUES (1, %s, 'none')", [SIX])
    connections["default"].close()


@pytest.fixture(scope="session")
def template(reached: Reached, shared: Path, django_db_blocker: object) -> Reached:
    """The template, made by the first worker that needs it."""
    with alone(shared), django_db_blocker.unblock():  # type: ignore[attr-defined]
        done = shared / "template.done"
        if not done.exists():
            with psycopg.connect(reached.owner_url, autocommit=True) as owner:
                drop_database(owner, template_name(reached))
            make_template(reached)
            done.touch()
    return reached


@contextmanager
def copy_of_template(reached: Reached, shared: Path) -> Iterator[Reached]:
    """A fresh database, dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(reached.owner_url, autocommit=True) as owner:
        with alone(shared):
            owner.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template_name(reached))
                )
            )
        made = Reached(
            in_database(reached.app_url, name), in_database(reached.owner_url, name), True
        )
        schema.ensure_database_and_role(made.owner_url, made.app_url)
        try:
            yield made
        finally:
            drop_database(owner, name)


@pytest.fixture(scope="session")
def django_db_setup(
    template: Reached, shared: Path, django_db_blocker: object
) -> Iterator[Reached]:
    """The worker's own database, as the application's role; pytest-django rolls each test back."""
    with copy_of_template(template, shared) as made, django_db_blocker.unblock():  # type: ignore[attr-defined]
        use(made.app_url)
        yield made
        connections["default"].close()


@pytest.fixture
def own_database(template: Reached, shared: Path) -> Iterator[Reached]:
    """A database of a test's own, for what must really commit."""
    with copy_of_template(template, shared) as made:
        yield made


@pytest.fixture
def committed(
    own_database: Reached, django_db_setup: Reached, django_db_blocker: object
) -> Iterator[Reached]:
    """Django on a database of the test's own: what it does is committed, other threads see it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        use(own_database.app_url)
        try:
            yield own_database
        finally:
            use(django_db_setup.app_url)


@pytest.fixture(autouse=True)
def six_in_the_morning() -> Iterator[None]:
    """Every test begins on 2022-01-10 at 06:00, Asia/Shanghai."""
    with clock.fixed(SIX):
        yield


@pytest.fixture
def cast(db: None) -> the_cast.Cast:
    """张阿姨, 李楼长, 王医生, 陈志愿者, 外人 and the two who enter and confirm."""
    return the_cast.make()


@pytest.fixture
def street(db: None, cast: the_cast.Cast) -> the_street.Street:
    """The small street: one compound, three buildings, twelve households."""
    return the_street.make(cast)


# Two cores shared by many workers: how long one example takes says nothing. The suite draws the same
# examples every time, so that a change fails by what it changed; `--hypothesis-profile=search` draws new ones.
hypothesis.settings.register_profile("wumen", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile("wumen")
