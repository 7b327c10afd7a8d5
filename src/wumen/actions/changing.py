"""One action is one transaction: all of it or nothing, also when a page has opened one around it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from wumen.queries.posts import acting
from wumen.records.sealing import one_act
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


@contextmanager
def changing(viewer: Viewer) -> Iterator[None]:
    """A transaction in the viewer's scope that undoes itself when a Problem leaves it.

    A page that shows the Problem goes on in its own transaction, so the action needs a savepoint there.
    Problem `changed_at_once` where somebody else made the same thing a moment ago: what the database says
    of it would name a person, and goes into no log.
    """
    with acting(viewer), one_act():
        try:
            with transaction.atomic():
                yield
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            raise Problem("changed_at_once") from None
