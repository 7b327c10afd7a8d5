"""Outbreaks are opened under a playbook with its overlays."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.playbooks import playbook
from wumen.records import clock, keys_of_outbreaks
from wumen.records.models import Outbreak
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def open_outbreak(viewer: Viewer, name: str, key: str, overlays: Sequence[str] = ()) -> Outbreak:
    """Open an outbreak under a playbook, with overlays; its key is made now and dies with it.

    Problems: `name_empty`, `outbreak_known`, `playbook_unknown`, and what the checker says of the rules.
    """
    viewer.must(Right.OPEN_OUTBREAK)
    playbook(key, tuple(overlays))
    if not name.strip():
        raise Problem("name_empty")
    with changing(viewer):
        if Outbreak.objects.filter(name=name.strip()).exists():
            raise Problem("outbreak_known", name=name.strip())
        outbreak = Outbreak(
            name=name.strip(), playbook=key, overlays=list(overlays), opened_at=clock.now()
        )
        # The key lies outside the database: one that is left over by a failure here opens nothing.
        keys_of_outbreaks.make(outbreak.id)
        outbreak.save()
        log(viewer, "outbreak.opened", viewer.area, outbreak=outbreak.id, playbook=key)
    return outbreak


def chosen_outbreak(name: str) -> Outbreak:
    """The open outbreak of that name, or the only one; Problems `outbreak_*`."""
    standing = Outbreak.objects.filter(closed_at__isnull=True)
    if name:
        found = standing.filter(name=name).first()
        if found is None:
            raise Problem("outbreak_unknown", name=name)
        return found
    few = list(standing[:2])
    if not few:
        raise Problem("outbreak_closed" if Outbreak.objects.exists() else "outbreak_not_open")
    if len(few) > 1:
        raise Problem("outbreak_which", known="、".join(one.name for one in standing))
    return few[0]


def must_be_open(outbreak: UUID) -> Outbreak:
    """An outbreak in which work goes on, kept from being closed until the transaction ends.

    Problem `outbreak_closed`: thirty days after its last order it can be looked at alone.
    """
    row = Outbreak.objects.select_for_update(no_key=True).get(id=outbreak)
    if row.closed_at is not None:
        raise Problem("outbreak_closed")
    return row


def must_any_be_open() -> None:
    """Problem `outbreak_closed` where every outbreak is over; without one nothing is said."""
    rows = Outbreak.objects.all()
    if rows.exists() and not rows.filter(closed_at=None).exists():
        raise Problem("outbreak_closed")


def last_outbreak() -> Outbreak | None:
    """The open outbreak that began last, for what follows by rule where nobody is asked; None without one."""
    return Outbreak.objects.filter(closed_at__isnull=True).order_by("-opened_at").first()
