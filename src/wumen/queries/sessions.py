"""Sessions as they are kept in the database; with a session comes the account that it is likely to name.

A session names its account inside what is signed, which the database cannot read. Whose it was when it was looked
at before is therefore remembered, as a guess: the account is asked for beside it and taken only where the session,
read and verified as always, names this very account. A sign-out holds at once, in every process.
"""

import json
from collections import OrderedDict
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Stored

from wumen.records import clock
from wumen.records.kept import Kept
from wumen.records.models import Account, CrewMember

_MOST = 10_000
_guesses: OrderedDict[str, str] = OrderedDict()
_beside: ContextVar[Account | None] = ContextVar("account_beside", default=None)


# What is known of an account and of who holds it; her telephone alone is read when it is asked for.
_ACCOUNT = ("id", "password", "last_login", "login", "person_id", "is_active")
_PERSON = ("id", "number", "name", "profession")
_COLUMNS = ", ".join([*(f"a.{one}" for one in _ACCOUNT), *(f"c.{one}" for one in _PERSON)])
_SESSION = Kept(
    f"""
    SELECT s.session_data, posts_held(c.id, %(now)s), {_COLUMNS}
    FROM django_session s LEFT JOIN account a ON a.id = %(account)s
        LEFT JOIN crew c ON c.id = (SELECT person_id FROM account WHERE id = %(account)s)
    WHERE s.session_key = %(key)s AND s.expire_date > %(real)s
    """,
    "now timestamptz, account bigint, key text, real timestamptz",
)


def account_beside(ident: object) -> Account | None:
    """The account that came with the session just read, if it is exactly this one; it is given once."""
    account = _beside.get()
    _beside.set(None)
    return account if account is not None and str(account.pk) == str(ident) else None


class SessionStore(Stored):
    """A session in the database, read in one statement with the account that it named before."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing of one that is unknown or over."""
        key = self.session_key or ""
        guess = _guesses.get(key)
        rows = _SESSION.rows(now=clock.now(), account=guess, key=key, real=clock.real_now())
        if not rows:
            _beside.set(None)
            self._session_key = None
            return {}
        said, held, *columns = rows[0]
        found: dict[str, Any] = self.decode(said)
        _beside.set(_account(held, columns) if guess is not None else None)
        _remember(key, found.get(SESSION_KEY))
        return found


def _account(held: str, columns: Sequence[Any]) -> Account | None:
    """The account and its person from the columns of one row, with the posts she holds; None where none was found."""
    if columns[0] is None:
        return None
    account: Any = Account.from_db("default", _ACCOUNT, columns[: len(_ACCOUNT)])
    account.person = CrewMember.from_db("default", _PERSON, columns[len(_ACCOUNT) :])
    account.held = json.loads(held)
    found: Account = account
    return found


def _remember(key: str, account: str | None) -> None:
    if account is None:
        return
    _guesses[key] = account
    while len(_guesses) > _MOST:
        _guesses.popitem(last=False)
