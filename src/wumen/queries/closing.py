"""Outbreaks towards their end: how far each is, what is missing, what was certified, and whether it still is so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from wumen.queries.posts import looking_around
from wumen.records import clock, personal, sealing
from wumen.records.installation import erased
from wumen.records.models import (
    CopyGone,
    CrewMember,
    Objection,
    Order,
    OrderChange,
    Outbreak,
    OutbreakClosing,
)
from wumen.rules.closing import (
    SOURCE,
    Certificate,
    Condition,
    Copy,
    Found,
    Reach,
    Stage,
    Standing,
    conditions,
    due_erased,
    proof,
    reach,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Its events are asked for by kind alone, once in the life of an outbreak: all days are looked at.
_COPIES = """
    SELECT kind, subject, made_at, body FROM event
    WHERE area = '' AND kind IN ('keys.exported', 'backup.made', 'backup.restored') AND made_at >= %s ORDER BY made_at
"""
_ERASED = """
    SELECT convert_from(body, 'UTF8')::jsonb->'body'->>'certificate' FROM event
    WHERE area = '' AND kind = 'outbreak.erased'
        AND convert_from(body, 'UTF8')::jsonb->'body'->>'outbreak' = %s
    ORDER BY arrived_at DESC LIMIT 1
"""
_FORMER = (
    "SELECT datname FROM pg_database WHERE starts_with(datname, current_database() || '_before_')"
)


@dataclass(frozen=True)
class CopyLine:
    """A copy that is to be destroyed, and by whom it was, and when, as far as that was told."""

    copy: Copy
    gone_by: str = ""
    gone_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """That somebody asked for an outbreak's erasure and a second person is waited for."""

    by: UUID
    name: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ClosingLine:
    """How far an outbreak is, what is missing, and what was certified once it is erased."""

    id: UUID
    name: str
    opened_at: datetime
    stage: Stage
    closed_at: datetime | None
    standing: Standing
    conditions: tuple[Condition, ...]
    places: tuple[str, ...]
    asked: Asked | None
    certificate: Certificate | None
    copies: tuple[CopyLine, ...]


def chosen(name: str) -> Outbreak:
    """The outbreak of that name, or without one the only one that is not erased; Problems `outbreak_*`."""
    if name.strip():
        found = Outbreak.objects.filter(name=name.strip()).first()
        if found is None:
            raise Problem("outbreak_unknown", name=name)
        return found
    few = list(Outbreak.objects.filter(erased_at=None).order_by("opened_at"))
    if not few:
        raise Problem("outbreak_erased" if Outbreak.objects.exists() else "outbreak_not_open")
    if len(few) > 1:
        raise Problem("outbreak_which", known="、".join(one.name for one in few))
    return few[0]


def standing_of(outbreak: UUID) -> Standing:
    """What decides whether an outbreak may be erased, inside a scope that sees all its orders."""
    orders = Order.objects.filter(outbreak=outbreak, dropped_at=None)
    ends = Coalesce("ended_at", "until_at")
    bound = orders.filter(confirmed_at__isnull=False).annotate(over=ends)
    changes = OrderChange.objects.filter(
        order__outbreak=outbreak, confirmed_at=None, dropped_at=None
    )
    waiting = {*orders.filter(confirmed_at=None).values_list("number", flat=True)}
    waiting |= {*changes.values_list("order__number", flat=True)}
    return Standing(
        tuple(bound.filter(over__gt=clock.now()).order_by("over").values_list("number", flat=True)),
        tuple(sorted(waiting, key=lambda one: (len(one), one))),
        bound.aggregate(last=Max("over"))["last"],
        Objection.objects.filter(order__outbreak=outbreak, decided_at=None).count(),
    )


def places_of(outbreak: UUID) -> list[str]:
    """Where the orders of an outbreak stood: who has it erased must stand over all of it."""
    rows = Order.objects.filter(outbreak=outbreak, confirmed_at__isnull=False)
    return sorted(set(rows.values_list("area", flat=True)))


def stage_of(row: Outbreak, decided: bool) -> Stage:
    """How far an outbreak is."""
    if row.erased_at is not None:
        return Stage.ERASED
    if decided:
        return Stage.ERASING
    return Stage.OPEN if row.closed_at is None else Stage.READ_ONLY


def closing_of(outbreak: UUID) -> OutbreakClosing | None:
    """The erasure that was asked for or decided of an outbreak."""
    rows = OutbreakClosing.objects.select_related("entered_by", "confirmed_by")
    return rows.filter(outbreak=outbreak, dropped_at=None).first()


def reach_of(row: Outbreak) -> Reach:
    """Which rows go with an outbreak that belong to none by name."""
    others = Outbreak.objects.exclude(id=row.id).filter(erased_at=None)
    return reach(row.closed_at or clock.now(), others.values_list("opened_at", flat=True))


def read_certificate(closing: OutbreakClosing) -> Certificate | None:
    """The certificate as it is kept; None for one that cannot be read: somebody changed it."""
    try:
        return msgspec.convert(closing.certificate, Certificate)
    except msgspec.ValidationError:
        return None


def closing_lines(viewer: Viewer) -> Sequence[ClosingLine]:
    """All outbreaks, the newest first. Problem `right_missing`."""
    viewer.must(Right.ENTER_ORDER)
    with looking_around():
        return [_line(row) for row in Outbreak.objects.order_by("-opened_at")]


def closing_line(viewer: Viewer, outbreak: UUID) -> ClosingLine:
    """One outbreak; Problems `outbreak_unknown`, `right_missing`."""
    viewer.must(Right.ENTER_ORDER)
    with looking_around():
        row = Outbreak.objects.filter(id=outbreak).first()
        if row is None:
            raise Problem("outbreak_unknown", name="")
        return _line(row)


def closing_named(viewer: Viewer, name: str) -> ClosingLine:
    """The outbreak of that name, or without one the one that was erased last; Problem `outbreak_unknown`."""
    viewer.must(Right.ENTER_ORDER)
    with looking_around():
        rows = Outbreak.objects.filter(name=name.strip()) if name.strip() else Outbreak.objects
        row = rows.order_by(F("erased_at").desc(nulls_last=True), "-opened_at").first()
        if row is None:
            raise Problem("outbreak_unknown", name=name)
        return _line(row)


def certificate_said(line: ClosingLine) -> dict[str, Any]:
    """A certificate as `wumen outbreak close --json` prints it: tables by name, copies with who destroyed them.

    Problem `outbreak_not_erased`.
    """
    if line.certificate is None:
        raise Problem("outbreak_not_erased")
    said: dict[str, Any] = msgspec.to_builtins(line.certificate)
    names = {one.table: one for one in (*personal.ERASED, *personal.SEALED)}
    said["rows"] = [
        one | {"zh": names[one["table"]].zh, "en": names[one["table"]].en} for one in said["rows"]
    ]
    said["copies"] = [
        msgspec.to_builtins(one.copy)
        | {"gone_by": one.gone_by, "gone_on": one.gone_on and one.gone_on.isoformat()}
        for one in line.copies
    ]
    said["rule"] = dict(zip(("zh", "en"), SOURCE, strict=True))
    said["digest"] = line.certificate.digest()
    return said


def _line(row: Outbreak) -> ClosingLine:
    closing, standing = closing_of(row.id), standing_of(row.id)
    decided = closing is not None and closing.confirmed_at is not None
    certificate = read_certificate(closing) if closing and row.erased_at else None
    return ClosingLine(
        row.id,
        row.name,
        row.opened_at,
        stage_of(row, decided),
        row.closed_at,
        standing,
        conditions(standing, clock.now()),
        tuple(places_of(row.id)),
        _asked(closing) if closing and not decided else None,
        certificate,
        tuple(_with_gone(closing, certificate)) if closing and certificate else (),
    )


def _asked(closing: OutbreakClosing) -> Asked | None:
    by = closing.entered_by
    return Asked(by.id, by.name, closing.entered_at, closing.reason) if by else None


def _with_gone(closing: OutbreakClosing, certificate: Certificate) -> Iterator[CopyLine]:
    gone = {one.copy: one for one in CopyGone.objects.filter(closing=closing)}
    for one in certificate.copies:
        told = gone.get(one.key)
        yield CopyLine(one, told.who if told else "", told.on if told else None)


def copies_of(row: Outbreak) -> tuple[Copy, ...]:
    """What lies outside of the installation's reach and holds what is erased, as far as the log tells of it."""
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [row.opened_at])
        events = cursor.fetchall()
        cursor.execute(_FORMER)
        aside = [name for (name,) in cursor.fetchall()]
    names = {sealing.person_key(one.id): one.name for one in CrewMember.objects.all()}
    found = [
        Copy(f"custodian-{place}", "custodian", names.get(subject, ""), made_at)
        for place, (kind, subject, made_at, body) in enumerate(events)
        if kind == "keys.exported" and _of(bytes(body), row.id)
    ]
    # That a backup was made is not in it: what was restored from stands for that.
    backups = [made_at for kind, _, made_at, _ in events if kind.startswith("backup.")]
    if backups:
        found.append(Copy("backups", "backup", "", backups[-1], len(backups)))
    found += [Copy(name, "former_database", name, None) for name in aside]
    return tuple(found)


def _of(body: bytes, outbreak: UUID) -> bool:
    said: dict[str, Any] = msgspec.json.decode(body)["body"]
    return said.get("outbreak") == str(outbreak)


def not_as_certified() -> Iterator[tuple[str, str, object, object]]:
    """Every difference of what was erased from its certificate as `proof` says it, in a scope that sees all."""
    for row in Outbreak.objects.filter(erased_at__isnull=False):
        closing = closing_of(row.id)
        certificate = read_certificate(closing) if closing else None
        if certificate is None:
            yield "certificate_differs", row.name, None, None
        else:
            yield from proof(certificate, _found(row.id, certificate))


def _found(outbreak: UUID, certificate: Certificate) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_ERASED, [str(outbreak)])
        logged = cursor.fetchone()
    return Found(
        sealing.outbreak_key_names(outbreak),
        personal.counts(personal.ERASED, outbreak, certificate.before),
        certificate.digest(),
        logged[0] if logged else "",
        erased.is_marked(settings.WUMEN.home, outbreak),
    )


def unfinished() -> list[str]:
    """The names of outbreaks that were to be erased and are not: decided and broken off, or overdue by the rule."""
    decided = OutbreakClosing.objects.filter(confirmed_at__isnull=False, dropped_at=None)
    broken = decided.filter(Q(erased_at=None) | Q(outbreak__erased_at=None))
    names = {*broken.values_list("outbreak__name", flat=True)}
    for row in Outbreak.objects.filter(erased_at=None):
        if due_erased(standing_of(row.id), clock.now()):
            names.add(row.name)
    return sorted(names)


def former_databases() -> list[tuple[str, str]]:
    """What restores left aside and certificates ask to be destroyed, not noted yet: outbreak and database."""
    found = []
    with looking_around():
        for closing in OutbreakClosing.objects.filter(erased_at__isnull=False):
            certificate = read_certificate(closing)
            if certificate is None:
                continue
            for one in _with_gone(closing, certificate):
                if one.copy.kind == "former_database" and not one.gone_by:
                    found.append((certificate.name, one.copy.key))
    return found
