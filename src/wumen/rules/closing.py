"""When an outbreak is read-only and when its personal data goes: thirty and sixty days after its last order ended.

Design, section 6; the law behind it: personal information is kept no longer than its purpose needs and is erased
once the purpose is reached (个人信息保护法, articles 19 and 47).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from wumen.rules.problems import Problem
from wumen.rules.reports import Head
from wumen.rules.time import local

READ_ONLY_AFTER = timedelta(days=30)
ERASED_AFTER = timedelta(days=60)
# What stands as the reason where nobody asked.
BY_RULE = "最后一份通告结束满60天"
SOURCE = (
    "《个人信息保护法》第十九条、第四十七条",
    "Personal Information Protection Law, articles 19 and 47",
)


class Stage(StrEnum):
    """How far an outbreak is: work goes on, it can be looked at alone, it is being erased, it is erased."""

    OPEN = "open"
    READ_ONLY = "read_only"
    ERASING = "erasing"
    ERASED = "erased"


@dataclass(frozen=True)
class Standing:
    """What decides whether an outbreak may be erased.

    `holding`: the numbers of its orders in force or still to come; `waiting`: of those on which something waits
    for a second person; `last_end`: when the last of its orders ended or will, None where it never had one;
    `objections`: how many are not answered.
    """

    holding: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    last_end: datetime | None = None
    objections: int = 0

    @property
    def read_only_from(self) -> datetime | None:
        """From when on it is read-only, and may be erased by two people; None where no order ever bound anybody."""
        return self.last_end and self.last_end + READ_ONLY_AFTER

    @property
    def erased_from(self) -> datetime | None:
        """When the installation erases it by itself; None where no order ever bound anybody: then people do."""
        return self.last_end and self.last_end + ERASED_AFTER


@dataclass(frozen=True)
class Condition:
    """One thing that must be so before two people may have an outbreak erased, and whether it is."""

    key: str
    met: bool


def conditions(standing: Standing, now: datetime) -> tuple[Condition, ...]:
    """All that must be so, in the order in which it is asked."""
    since = standing.read_only_from
    return (
        Condition("no_order_holds", not standing.holding),
        Condition("none_waits", not standing.waiting),
        Condition("thirty_days", since is None or since <= now),
        Condition("objections_answered", not standing.objections),
    )


def check_closing(standing: Standing, now: datetime, reason: str) -> str:
    """The reason, where two people may have an outbreak erased now.

    Problems: `outbreak_order_holds`, `outbreak_order_waits`, `outbreak_too_soon`, `outbreak_objections_open`,
    `reason_needed`.
    """
    refused = {
        "no_order_holds": Problem("outbreak_order_holds", numbers="、".join(standing.holding)),
        "none_waits": Problem("outbreak_order_waits", numbers="、".join(standing.waiting)),
        "thirty_days": Problem("outbreak_too_soon", at=_said(standing.read_only_from)),
        "objections_answered": Problem("outbreak_objections_open", many=standing.objections),
    }
    for one in conditions(standing, now):
        if not one.met:
            raise refused[one.key]
    if not reason.strip():
        raise Problem("reason_needed")
    return reason.strip()


def _said(instant: datetime | None) -> str:
    return f"{local(instant):%Y-%m-%d %H:%M}" if instant else ""


def due_read_only(standing: Standing, now: datetime) -> bool:
    """Whether thirty days are over: then nothing new is taken up in it."""
    since = standing.read_only_from
    return since is not None and since <= now and not standing.holding


def due_erased(standing: Standing, now: datetime) -> bool:
    """Whether sixty days are over: then it is erased, whoever forgot to."""
    at = standing.erased_from
    return at is not None and at <= now and not standing.holding


def due_since(now: datetime) -> tuple[datetime, datetime]:
    """Before which instants a last order must have ended for its outbreak to be due: read-only, erased."""
    return now - READ_ONLY_AFTER, now - ERASED_AFTER


@dataclass(frozen=True)
class Reach:
    """Which rows go that belong to no outbreak by name: those from before an instant.

    `shared_since`: when the first other outbreak began that is not erased, if that is why it reaches no further.
    """

    before: datetime
    shared_since: datetime | None = None


def reach(closed_at: datetime, others: Iterable[datetime]) -> Reach:
    """What was noted from the opening of another outbreak on is needed there, and goes with the last of them.

    `others`: when the others that are not erased were opened. What is noted after the end belongs to none.
    """
    first = min(others, default=None)
    if first is not None and first < closed_at:
        return Reach(first, first)
    return Reach(closed_at)


class Who(msgspec.Struct, frozen=True):
    """One of the two who stood for it, by number and name."""

    number: str
    name: str


class Rows(msgspec.Struct, frozen=True):
    """How many rows of a table spoke of persons before, and after."""

    table: str
    before: int
    after: int = 0


class KeyGone(msgspec.Struct, frozen=True):
    """A key that was destroyed: its name, and by which print a copy of it is known again."""

    name: str
    fingerprint: str


class Copy(msgspec.Struct, frozen=True):
    """Something outside of the installation's reach that still holds what was erased: asked to be destroyed.

    `kind`: custodian (the keys that were exported, to `who`), backup (files, `many` of them, made up to `at`) or
    former_database (what a restore left aside, by name in `who`).
    """

    key: str
    kind: str
    who: str
    at: datetime | None
    many: int = 1


class Certificate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was destroyed, how much, by whom, when and under which rule; `rows` after are 0 where all is well.

    `sealed`: rows that stay because the log is never rewritten, and that open to nobody any more; `heads`: of the
    log of each post, as they stood then.
    """

    outbreak: str
    name: str
    playbook: str
    opened_at: datetime
    closed_at: datetime
    decided_at: datetime
    reason: str
    by_rule: bool = False
    by: Who | None = None
    second: Who | None = None
    before: datetime
    shared_since: datetime | None = None
    rows: tuple[Rows, ...] = ()
    sealed: dict[str, int] = {}
    keys: tuple[KeyGone, ...] = ()
    data_keys: dict[str, int] = {}
    heads: tuple[Head, ...] = ()
    copies: tuple[Copy, ...] = ()
    erased_at: datetime | None = None

    def digest(self) -> str:
        """One hash over all that it says, which the log names beside it."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


@dataclass(frozen=True)
class Found:
    """What an audit finds of an outbreak that was erased.

    `keys`: names of its keys that lie here; `rows`: by table; `certified` and `logged`: the digests of the certificate
    that is kept and of the one that the log names; `mark`: whether that lies in the installation's folder by which a
    restore erases again.
    """

    keys: Sequence[str]
    rows: Mapping[str, int]
    certified: str
    logged: str
    mark: bool


def proof(certificate: Certificate, found: Found) -> list[tuple[str, str, object, object]]:
    """Every difference from what a certificate says: kind, of what, what is certified, what was found."""
    name = certificate.name
    wrong: list[tuple[str, str, object, object]] = [
        ("erased_key_here", f"{name} {key}", "destroyed", "here") for key in found.keys
    ]
    certified = {one.table: one.after for one in certificate.rows}
    wrong += [
        ("erased_rows_here", f"{name} {table}", certified.get(table, 0), many)
        for table, many in sorted(found.rows.items())
        if many != certified.get(table, 0)
    ]
    if found.certified != found.logged:
        wrong.append(("certificate_differs", name, found.logged, found.certified))
    if not found.mark:
        wrong.append(("erased_mark_gone", name, "here", "gone"))
    return wrong
