"""Copies outside of the installation: that they were destroyed is noted by name; a former database goes here."""

from datetime import date

from wumen.actions.changing import changing
from wumen.actions.closing.deciding import over_all
from wumen.actions.log import log
from wumen.queries.closing import chosen, closing_of, former_databases, read_certificate
from wumen.queries.posts import operator
from wumen.records import clock
from wumen.records.installation.swap import drop_former
from wumen.records.models import CopyGone
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def note_copy_gone(viewer: Viewer, name: str, copy: str, who: str, on: date) -> None:
    """Note that a copy outside of the installation's reach was destroyed, by whom and on which day.

    Only who stands over all of it may. Problems: `outbreak_unknown`, `outbreak_not_erased`, `copy_unknown`,
    `copy_gone_noted`, `copy_gone_by_whom`, `copy_gone_later`, `area_not_yours`, `right_missing`.
    """
    viewer.must(Right.OPEN_OUTBREAK)
    with changing(operator()):
        row = chosen(name)
        over_all(viewer, Right.OPEN_OUTBREAK, row)
        closing = closing_of(row.id)
        certificate = read_certificate(closing) if closing and row.erased_at else None
        if closing is None or certificate is None:
            raise Problem("outbreak_not_erased")
        if copy not in {one.key for one in certificate.copies}:
            raise Problem("copy_unknown")
        if CopyGone.objects.filter(closing=closing, copy=copy).exists():
            raise Problem("copy_gone_noted")
        if not who.strip():
            raise Problem("copy_gone_by_whom")
        if on > clock.today():
            raise Problem("copy_gone_later")
        CopyGone.objects.create(
            closing=closing, copy=copy, who=who.strip(), on=on,
            noted_by_id=viewer.person, noted_at=clock.now(),
        )  # fmt: skip
        log(viewer, "outbreak.copy_gone", viewer.area, outbreak=row.id, copy=copy)


def drop_former_databases(owner_url: str) -> list[str]:
    """Drop what a restore left aside and an erasure asks for, as the owner, and note it; the databases' names.

    Without the owner's URL nothing is done: the certificate goes on naming them.
    """
    viewer, dropped = operator(), []
    asked = former_databases() if owner_url else []
    for outbreak, name in asked:
        drop_former(owner_url, name)
        note_copy_gone(viewer, outbreak, name, viewer.name, clock.today())
        dropped.append(name)
    return dropped
