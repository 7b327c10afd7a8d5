"""Where a command stands: the settings as read, the database as reached, Django set up or not yet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from wumen.rules.problems import Problem


class Needs(Enum):
    """What a command needs before it may begin."""

    NOTHING = "nothing"  # status, down: neither starts a database
    DATABASE = "database"  # init, restore: the database as it is, or not yet
    INSTALLATION = "installation"  # all else: made before, the right role, the right clock


@dataclass(frozen=True)
class Standing:
    """The installation that a command works in."""

    home: Path
    port: int
    now: str
    given_url: str
    app_url: str = ""
    owner_url: str = ""
    own_cluster: bool = False


def read_settings() -> Standing:
    """The settings, from the environment; Problems `setting_unknown`, `setting_unreadable`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "wumen.config.settings"
    from django.conf import settings

    wumen = settings.WUMEN
    return Standing(wumen.home, wumen.port, wumen.now, wumen.database_url)


def _set_up(app_url: str) -> None:
    """Point Django at the database that was reached, before anything looks at it."""
    import django
    from django.conf import settings

    settings.DATABASES["default"] = settings.DATABASE_ENTRY(app_url)
    django.setup()


def _check(now: str) -> None:
    """Refuse what may not work here: no database, too strong a role, nothing made yet, another clock."""
    from django.db import OperationalError, connection

    from wumen.actions.installation import check_clock
    from wumen.actions.schema import check_role
    from wumen.rules.time import read_time

    try:
        check_role()
    except OperationalError:
        name = connection.settings_dict["NAME"]
        raise Problem("database_unreachable", database=name) from None
    check_clock(read_time(now) if now else None)


@contextmanager
def standing(needs: Needs) -> Iterator[Standing]:
    """Reach what a command needs and hold it while the command runs.

    Problems: what reaching says, `not_initialised`, `role_too_strong`, `drill_fixed`.
    """
    read = read_settings()
    if needs is Needs.NOTHING:
        yield read
        return
    from django.conf import settings

    from wumen.actions.reach import reach

    with reach(read.home, read.given_url, settings.WUMEN.owner_database_url) as reached:
        _set_up(reached.app_url)
        from django.db import connections

        try:
            if needs is Needs.INSTALLATION:
                _check(read.now)
            yield Standing(
                read.home,
                read.port,
                read.now,
                read.given_url,
                reached.app_url,
                reached.owner_url,
                reached.own_cluster,
            )
        finally:
            connections.close_all()
