"""The rules in force as facts: of every outbreak, and with the local notices that lie over them.

Every function here looks inside the scope of the running transaction and sees nothing without one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from wumen.queries.playbooks import playbook
from wumen.records import clock
from wumen.records.kept import Asked, Kept
from wumen.records.local_notices import LocalNotice, holding
from wumen.records.models import LocalNoticeScope, Outbreak
from wumen.rules.local_notices import NoticeInForce, read_rules, source_of, whole
from wumen.rules.playbooks import Leave, Playbook
from wumen.rules.time import Interval, whole_day


@dataclass(frozen=True)
class NoticeFacts:
    """The local notices that hold on a day, by number, and where each holds."""

    notices: Mapping[str, NoticeInForce]
    places: Sequence[tuple[str, str]]


def outbreaks() -> dict[str, Playbook]:
    """The outbreaks by id, each with its rules; closed ones too, for what was owed under them."""
    rows = Outbreak.objects.all()
    return {str(row.id): playbook(row.playbook, tuple(row.overlays)) for row in rows}


def keeping_home() -> Q:
    """Of scopes of orders those of which the regime lets nobody leave home."""
    kept = Q(pk__in=[])
    for outbreak, book in outbreaks().items():
        regimes = [key for key, one in book.regimes.items() if one.leave is Leave.NOBODY]
        kept |= Q(order__outbreak=outbreak, order__regime__in=regimes)
    return kept


def book_of(basis: Mapping[str, object]) -> str:
    """Which of the `books` made a duty: its outbreak's, or that with a local notice laid over it."""
    notice = basis.get("notice")
    return f"{basis['outbreak']}/{notice}" if notice else str(basis["outbreak"])


@dataclass(frozen=True)
class NoticeBrief:
    """A confirmed local notice in a line: which outbreak's, from when until when, and whether it asks more."""

    number: str
    document: str
    outbreak: str
    begins: datetime
    ends: datetime
    stricter: bool


@dataclass(frozen=True)
class Ruled:
    """The rules of all outbreaks with their local notices; `in_force` are those that hold now."""

    books: Mapping[str, Playbook]
    in_force: Sequence[NoticeBrief]


def books() -> Mapping[str, Playbook]:
    """The rules of every outbreak by its id, and beside them with each local notice by id/number.

    Those that are over too, for what was owed under them.
    """
    return ruled().books


_RULED = Kept(
    """
    SELECT b.id, b.name, b.playbook, b.overlays, b.closed_at, n.number, n.document, n.from_at, n.until_at,
        n.ended_at, n.stricter, n.confirmed_at, n.authority, n.rules
    FROM outbreak b LEFT JOIN local_notice n ON n.outbreak_id = b.id
    """
)


def ruled() -> Ruled:
    """The `books`, and the notices that hold now, what ends first first; one statement for both."""
    return read_ruled(_RULED.rows())


def rules_asked() -> Asked:
    """The statement of `ruled`, to be asked together with others."""
    return _RULED.asked()


def read_ruled(rows: Iterable[tuple[Any, ...]]) -> Ruled:
    """What `rules_asked` found."""
    found: dict[str, Playbook] = {}
    held: list[NoticeBrief] = []
    now = clock.now()
    for ident, name, key, overlays, closed, number, document, *rest in rows:
        begins, until, ended, stricter, confirmed_at, authority, rules = rest
        base = found.setdefault(str(ident), playbook(key, tuple(overlays)))
        if confirmed_at is None:
            continue
        source = source_of(authority, document)
        found[f"{ident}/{number}"] = whole(base, read_rules(json.loads(rules)), source, number)
        if closed is None and begins <= now < (ended or until):
            held.append(NoticeBrief(number, document, name, begins, ended or until, stricter))
    return Ruled(found, sorted(held, key=lambda one: (one.ends, one.number)))


def in_force(row: LocalNotice) -> NoticeInForce:
    """A confirmed notice as rules read it."""
    return NoticeInForce(
        number=row.number,
        outbreak=str(row.outbreak_id),
        authority=row.authority,
        document=row.document,
        interval=Interval(row.from_at, row.ended_at or row.until_at),
        known_at=row.confirmed_at or row.entered_at,
        rules=read_rules(row.rules),
    )


def notice_facts(day: date) -> NoticeFacts:
    """What local notices hold on a day, as far as they are seen: confirmed ones of open outbreaks."""
    held = whole_day(day)
    notices = {row.number: in_force(row) for row in holding(held.begins, held.ends)}
    if not notices:
        return NoticeFacts({}, ())
    scopes = LocalNoticeScope.objects.filter(notice__number__in=list(notices))
    return NoticeFacts(notices, list(scopes.values_list("area", "notice__number")))
