"""The databases of the tests: one template a run, and for each worker the beginnings that its tests start from."""

import fcntl
import pickle
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from tests import cast as the_cast
from tests import street as the_street
from tests.clients import enter
from tests.filled_past import fill_past
from wumen.actions import demo, schema
from wumen.actions.duties.plan import plan_day
from wumen.actions.reach import Reached
from wumen.records import clock, partitions, sealing
from wumen.records.installation.maintenance import database_of
from wumen.records.installation.swap import drop_database
from wumen.rules.time import BUSINESS_ZONE, business_day

SIX = datetime(2022, 1, 10, 6, tzinfo=BUSINESS_ZONE)
# The hour at which the demo stands.
DEMO = datetime(2022, 1, 10, 10, 6, tzinfo=BUSINESS_ZONE)
FEW = timedelta(days=3)
# In the folder that the workers of a run share: that the template is made; the files of an installation.
TEMPLATE, INSTALLED = "template.done", "installed"


def in_database(url: str, name: str) -> str:
    """The same URL for another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def template_name(owner_url: str) -> str:
    """The template's own name on its server: another run, ended half-way by its machine, cannot stand in its way."""
    return f"{database_of(owner_url)}_template"


def use(app_url: str) -> None:
    """Point Django at a database."""
    connections["default"].close()
    _stand(app_url, connections.create_connection("default"))


def _stand(app_url: str, connection: Any) -> None:
    # In place: what asks for a connection in another thread reads the same settings.
    connections.databases["default"].update(settings.DATABASE_ENTRY(app_url))
    connections["default"] = connection
    # What was wrapped in one database opens nothing in another that grew from the same street.
    sealing.forget_data_keys()


@contextmanager
def alone(folder: Path, what: str = "template") -> Iterator[None]:
    """One worker at a time."""
    with (folder / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_template(reached: Reached) -> None:
    """The migrated database that every test's database is a copy of."""
    owner_url, app_url = (
        in_database(url, template_name(reached.owner_url))
        for url in (reached.owner_url, reached.app_url)
    )
    use(app_url)
    schema.migrate(owner_url, app_url)
    real_day = business_day(clock.real_now())
    with psycopg.connect(owner_url) as owner:
        partitions.ensure(owner, "duty", date(2022, 1, 7), date(2022, 1, 24))
        partitions.ensure(owner, "event", real_day - FEW, real_day + FEW)
        owner.execute("INSERT INTO installation (id, made_at, demo) VALUES (1, %s, 'none')", [SIX])
    connections["default"].close()


@contextmanager
def copied(reached: Reached, shared: Path, original: str = "") -> Iterator[Reached]:
    """A copy of the template, or of another database that nobody uses now; dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(reached.owner_url, autocommit=True) as owner:
        with alone(shared):
            owner.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name),
                    sql.Identifier(original or template_name(reached.owner_url)),
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


@dataclass(frozen=True)
class Begun:
    """A database that a worker's tests start from, and who and what stands in it."""

    reached: Reached
    connection: Any
    holds: dict[str, bytes]


def _cast(holds: dict[str, Any]) -> None:
    holds["cast"] = the_cast.make()


def _street(holds: dict[str, Any]) -> None:
    holds["street"] = the_street.make(holds["cast"])


def _under_lockdown(holds: dict[str, Any]) -> None:
    the_street.ordered(holds["cast"], "1")
    plan_day(holds["cast"].clerk, clock.today())


def _over(holds: dict[str, Any]) -> None:
    the_street.ordered(holds["cast"], "1")
    fill_past(holds["cast"], holds["street"])
    plan_day(holds["cast"].clerk, clock.today())


def _accounts(holds: dict[str, Any]) -> None:
    holds["sessions"] = {
        viewer.crew_no: enter(holds["cast"], viewer).cookies
        for viewer in vars(holds["cast"]).values()
    }


def _hanghai(holds: dict[str, Any]) -> None:
    with clock.fixed(DEMO):
        holds["operator"] = the_cast.operator()
        demo.story(holds["operator"], ["zhongyuan", "hanghai"])


# What is done in a beginning, with what stands there; what it makes is put beside.
Step = Callable[[dict[str, Any]], None]
# What each is a copy of, and what is done in it.
_STEPS: dict[str, tuple[str, Step | None]] = {
    "db": ("", None),
    "hanghai": ("db", _hanghai),
    "cast": ("db", _cast),
    "street": ("cast", _street),
    "under_lockdown": ("street", _under_lockdown),
    "over": ("street", _over),
    "cast_signed_in": ("cast", _accounts),
    "street_signed_in": ("street", _accounts),
    "under_lockdown_signed_in": ("under_lockdown", _accounts),
    "over_signed_in": ("over", _accounts),
}


class Beginnings:
    """What a worker's tests start from: nothing, the cast, the street, under lockdown, or over; each a database.

    Those with people stand there a second time with everybody's account open.

    Made at the first need and committed; every test is rolled back in its own transaction. Their
    connections stay open, so that to go from one to the other costs nothing.
    """

    def __init__(self, template: Reached, shared: Path) -> None:
        """Databases are copied from the template of this run; `shared` is the folder of all its workers."""
        self._template, self._shared = template, shared
        self._made: dict[str, Begun] = {}
        self._databases = ExitStack()
        self.name = ""

    def begin(self, name: str, source: str = "", step: Step | None = None) -> Reached:
        """Let Django stand on one of them; one that a single file needs says itself how it is made."""
        if step:
            _STEPS[name] = (source, step)
        made = self._made.get(name) or self._make(name)
        self.name = name
        _stand(made.reached.app_url, made.connection)
        return made.reached

    def back(self) -> None:
        """Let Django stand on the empty one again, after a test on a database of its own.

        By the connection that is kept for it: a second one would be in the way when it is copied.
        """
        connections["default"].close()
        self.begin("db")

    @contextmanager
    def copied(self) -> Iterator[Reached]:
        """A database of a test's own, a copy of that on which Django stands: for what must really commit."""
        begun = self._made[self.name]
        begun.connection.close()
        with copied(self._template, self._shared, database_of(begun.reached.owner_url)) as made:
            yield made

    def held(self, what: str) -> Any:
        """What stands where Django stands; a copy of its own for each test, which may change it in memory."""
        return pickle.loads(self._made[self.name].holds[what])

    def close(self) -> None:
        """Drop them all."""
        for one in self._made.values():
            one.connection.close()
        self._databases.close()

    def _make(self, name: str) -> Begun:
        source, step = _STEPS[name]
        holds: dict[str, bytes] = {}
        original = ""
        if source:
            begun = self._made.get(source) or self._make(source)
            holds, original = dict(begun.holds), database_of(begun.reached.owner_url)
            # A database is copied while nobody is in it.
            begun.connection.close()
        reached = self._databases.enter_context(copied(self._template, self._shared, original))
        use(reached.app_url)
        if step:
            known = {one: pickle.loads(content) for one, content in holds.items()}
            with clock.fixed(SIX):
                step(known)
            holds = {one: pickle.dumps(content) for one, content in known.items()}
        self._made[name] = Begun(reached, connections["default"], holds)
        return self._made[name]
