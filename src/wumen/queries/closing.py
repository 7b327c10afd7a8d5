"""Outbreaks towards their end: how far each is, what is missing, what was certified, and whether it still is so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wumen.queries.posts import looking_around
from wumen.records import clock, fates, keys_of_outbreaks, personal, sealing
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
    due_since,
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
    SELECT DISTINCT ON (outbreak) outbreak, certificate FROM (
        SELECT said->>'outbreak' AS outbreak, said->>'certificate' AS certificate, arrived_at FROM (
            SELECT convert_from(body, 'UTF8')::jsonb->'body' AS said, arrived_at FROM event
            WHERE area = '' AND kind = 'outbreak.erased'
        ) AS bodies
    ) AS told WHERE outbreak = ANY(%s) ORDER BY outbreak, arrived_at DESC
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
    names = {one.table: one for one in (*fates.ERASED, *personal.SEALED)}
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
    decided = closing is not None and closing.decided
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
    """Every difference of what was erased from its certificate as `proof` says it, in a scope that sees all.

    However many were erased in the years, as many statements as for one.
    """
    rows = list(Outbreak.objects.filter(erased_at__isnull=False).order_by("erased_at", "id"))
    closings = OutbreakClosing.objects.filter(outbreak__in=rows, dropped_at=None)
    kept = {one.outbreak_id: read_certificate(one) for one in closings}
    sound = {outbreak: one for outbreak, one in kept.items() if one is not None}
    counted = personal.counts_of(
        fates.ERASED, {outbreak: one.before for outbreak, one in sound.items()}
    )
    logged = _logged(sound)
    for row in rows:
        certificate = sound.get(row.id)
        if certificate is None:
            yield "certificate_differs", row.name, None, None
            continue
        found = Found(
            keys_of_outbreaks.names_of(row.id),
            counted[row.id],
            certificate.digest(),
            logged.get(str(row.id), ""),
            erased.is_marked(settings.WUMEN.home, row.id),
        )
        yield from proof(certificate, found)


def _logged(outbreaks: Iterable[UUID]) -> dict[str, str]:
    """What the log says of the certificates of some outbreaks, the last of each."""
    wanted = [str(one) for one in outbreaks]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ERASED, [wanted])
        return dict(cursor.fetchall())


def _decided() -> QuerySet[OutbreakClosing]:
    """Erasures that two people or the rule decided."""
    return OutbreakClosing.objects.filter(confirmed_at__isnull=False, dropped_at=None)


def due_now() -> QuerySet[Outbreak]:
    """The outbreaks of which something is due by the rule or was decided and broke off: one question for all.

    What is due is decided by the rule once they are held; nothing is due of any other.
    """
    bound = Order.objects.filter(
        outbreak=OuterRef("id"), dropped_at=None, confirmed_at__isnull=False
    )
    last = bound.values("outbreak").annotate(over=Max(Coalesce("ended_at", "until_at")))
    decided = _decided().filter(outbreak=OuterRef("id"))
    read_only, gone = due_since(clock.now())
    rows = Outbreak.objects.filter(erased_at=None).annotate(last=Subquery(last.values("over")))
    over = Q(closed_at=None, last__lte=read_only) | Q(last__lte=gone)
    return rows.filter(over | Q(Exists(decided)))


def unfinished() -> list[str]:
    """The names of outbreaks that were to be erased and are not: decided and broken off, or overdue by the rule."""
    broken = _decided().filter(Q(erased_at=None) | Q(outbreak__erased_at=None))
    _, gone = due_since(clock.now())
    overdue = due_now().filter(Q(last__lte=gone))
    names = {
        *broken.values_list("outbreak__name", flat=True),
        *overdue.values_list("name", flat=True),
    }
    return sorted(names)


def name_of(viewer: Viewer, outbreak: UUID) -> str:
    """How an outbreak is called; Problems `outbreak_unknown`, `right_missing`."""
    viewer.must(Right.ENTER_ORDER)
    with looking_around():
        row = Outbreak.objects.filter(id=outbreak).only("name").first()
    if row is None:
        raise Problem("outbreak_unknown", name="")
    return row.name


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
