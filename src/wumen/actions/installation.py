"""Makes an installation and keeps it: database, role, keys, clock, operator, partitions, backup."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings

from wumen.actions import accounts, schema, status
from wumen.queries.posts import operator
from wumen.records import clock, sealing
from wumen.records.installation.keys import RECOVERY, KeyStore
from wumen.records.models import Account, CrewMember, Installation, Post
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_time

OPERATOR = "operator"


@dataclass(frozen=True)
class Made:
    """What `init` has to say: whether it was the first time, the recovery key once, the operator's link."""

    first: bool
    recovery_key: str
    link: str


def _start_clock(owner_url: str, drill: datetime | None, demo: str) -> bool:
    """Write the installation's row once; whether this was the first time. Problem `drill_fixed`."""
    standing = Installation.objects.filter(pk=1).first()
    if standing is not None:
        check_clock(drill)
        return False
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "INSERT INTO installation (id, made_at, drill_from, demo) VALUES (1, %s, %s, %s)",
            [clock.real_now(), drill, demo],
        )
    clock.forget_drill()
    return True


def check_clock(drill: datetime | None) -> None:
    """Problem `drill_fixed` when WUMEN_NOW says something else than the installation's clock."""
    standing = Installation.objects.filter(pk=1).first()
    if drill is not None and (standing is None or standing.drill_from != drill):
        raise Problem("drill_fixed")


def _make_operator() -> Viewer:
    """The account that acts on the command line; it stands over everything."""
    with suppress(Problem):
        return operator()
    person = CrewMember.objects.create(number=OPERATOR, name="系统操作员", profession=OPERATOR)
    account = Account(login=OPERATOR, person=person)
    account.set_unusable_password()
    account.save()
    Post.objects.create(person=person, role=OPERATOR, area="", from_at=clock.now())
    return operator()


def initialise(owner_url: str, app_url: str, now: str, demo: str) -> Made:
    """Make the installation, or bring an old one up to date; `now` starts a drill for good.

    Problems: `owner_url_missing`, `drill_fixed`, `time_unreadable`, and what the database says.
    """
    if not owner_url:
        raise Problem("owner_url_missing")
    drill = read_time(now) if now else None
    keys = KeyStore(settings.WUMEN.home / "keys")
    recovery_key = keys.make()
    try:
        first, link = _make(owner_url, app_url, drill, demo)
    except BaseException:
        # A recovery key that nobody was shown opens nothing: the next try makes another.
        if recovery_key:
            keys.destroy(RECOVERY)
        raise
    status.remember(home(), drill=clock.is_drill())
    return Made(first, recovery_key, link)


def _make(owner_url: str, app_url: str, drill: datetime | None, demo: str) -> tuple[bool, str]:
    """Schema, clock, partitions and operator; whether it was the first time, and her link."""
    sealing.forget_keys()
    schema.migrate(owner_url, app_url)
    first = _start_clock(owner_url, drill, demo)
    schema.renew_partitions(owner_url)
    schema.check_role()
    with scoped(WHOLE):
        viewer = _make_operator()
    link = accounts.make_link(viewer, OPERATOR).token if first else ""
    return first, link


def home() -> Path:
    """The folder of the installation."""
    return Path(settings.WUMEN.home)
