"""Carries out what was decided: the mark, then the keys, then the rows with the certificate; again after a restore."""

from uuid import UUID

import msgspec
from django.conf import settings

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.closing import closing_of, read_certificate
from wumen.queries.posts import operator
from wumen.queries.reports import heads_of
from wumen.records import clock, fates, field_keys, keys_of_outbreaks, moments, personal
from wumen.records.installation import erased
from wumen.records.models import CrewMember, Outbreak, OutbreakClosing
from wumen.rules.closing import Certificate, Rows, Who
from wumen.rules.problems import Problem


def carry_out(outbreak: UUID) -> Certificate:
    """Bring what was decided to its end: the mark, then the keys, then the rows with the certificate.

    Each step may be done again without harm, so that whatever breaks off goes on at the next try; the keys lie in no
    database and come before what is committed there. Of one that is done the certificate. Problems:
    `closing_not_asked`, `certificate_unreadable`.
    """
    with changing(operator()):
        closing = closing_of(outbreak)
        if closing is None or not closing.decided:
            raise Problem("closing_not_asked")
        decided = read_certificate(closing)
        if decided is None:
            raise Problem("certificate_unreadable")
    if decided.erased_at is not None:
        return decided
    erased.mark(settings.WUMEN.home, outbreak, msgspec.json.encode(decided))
    moments.passing(moments.MARKED)
    keys_of_outbreaks.destroy(outbreak)
    field_keys.forget_sessions()
    moments.passing(moments.KEYS_GONE)
    return _erase(outbreak, decided)


def _erase(outbreak: UUID, decided: Certificate) -> Certificate:
    """Erase the rows, once by one of those who try at a time, and certify what is left."""
    viewer = operator()
    with changing(viewer):
        personal.hold(outbreak)
        row = Outbreak.objects.get(id=outbreak)
        closing = OutbreakClosing.objects.select_for_update().get(outbreak=row, dropped_at=None)
        kept = read_certificate(closing) if closing.erased_at else None
        if kept is not None:
            # Somebody else was quicker; the mark may have been put back to what was decided since.
            erased.mark(settings.WUMEN.home, outbreak, msgspec.json.encode(kept))
            return kept
        _rows_gone(row, decided)
        left = personal.counts(fates.ERASED, outbreak, decided.before)
        done = msgspec.structs.replace(
            decided,
            rows=tuple(Rows(one.table, one.before, left[one.table]) for one in decided.rows),
            sealed=personal.counts(personal.SEALED, outbreak, decided.before),
            heads=heads_of(""),
            erased_at=clock.now(),
        )
        _keep(closing, row, done)
        log(viewer, "outbreak.erased", "", outbreak=outbreak, certificate=done.digest())
        # Last: what is marked as done stands in the database a moment later, or is done again.
        erased.mark(settings.WUMEN.home, outbreak, msgspec.json.encode(done))
        moments.passing(moments.ROWS_GONE)
    return done


def _rows_gone(row: Outbreak, decided: Certificate) -> None:
    alone = not Outbreak.objects.exclude(id=row.id).filter(erased_at=None).exists()
    personal.erase(row.id, decided.before, alone)


def _keep(closing: OutbreakClosing, row: Outbreak, certificate: Certificate) -> None:
    closing.certificate = msgspec.to_builtins(certificate)
    closing.erased_at = row.erased_at = certificate.erased_at
    closing.save(update_fields=["certificate", "erased_at"])
    row.save(update_fields=["erased_at"])


def erase_again() -> list[str]:
    """Erase what a restored database brought back of outbreaks that were erased before; their names.

    Inside the restore, for the operator: the marks in the installation's folder say which.
    """
    names = []
    for outbreak, content in erased.marks(settings.WUMEN.home).items():
        certificate = msgspec.json.decode(content, type=Certificate)
        with changing(operator()):
            row = Outbreak.objects.filter(id=outbreak, erased_at=None).first()
            if row is None:
                continue
            _decide_as_marked(row, certificate)
        keys_of_outbreaks.destroy(outbreak)
        if certificate.erased_at is None:
            carry_out(outbreak)
        else:
            _erase_as_certified(row, certificate)
        names.append(row.name)
    return names


def _decide_as_marked(row: Outbreak, marked: Certificate) -> None:
    """Let it stand in the restored database as it was decided; people whom it does not know yet are on the mark."""
    OutbreakClosing.objects.filter(outbreak=row, confirmed_at=None, dropped_at=None).update(
        dropped_at=clock.now()
    )
    if closing_of(row.id) is None:
        by, second = (_crew(one) for one in (marked.by, marked.second))
        known = by is not None and second is not None
        OutbreakClosing.objects.create(
            outbreak=row,
            reason=marked.reason,
            by_rule=not known,
            entered_by=by if known else None,
            confirmed_by=second if known else None,
            entered_at=marked.decided_at,
            confirmed_at=marked.decided_at,
            certificate=msgspec.to_builtins(marked),
        )
    row.closed_at = marked.closed_at
    row.save(update_fields=["closed_at"])


def _crew(who: Who | None) -> CrewMember | None:
    return CrewMember.objects.filter(number=who.number).first() if who else None


def _erase_as_certified(row: Outbreak, certificate: Certificate) -> None:
    """Erase once more what was certified as erased; the certificate stays what it was."""
    viewer = operator()
    with changing(viewer):
        closing = OutbreakClosing.objects.select_for_update().get(outbreak=row, dropped_at=None)
        _rows_gone(row, certificate)
        _keep(closing, row, certificate)
        digest = certificate.digest()
        log(viewer, "outbreak.erased", "", outbreak=row.id, certificate=digest, again=True)
