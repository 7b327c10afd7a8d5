"""What pages may know of the installation itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wumen.records import clock
from wumen.records.models import Installation

# So long after a restore somebody may still wonder why her phone is not known.
_TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Restored:
    """When the installation was restored, and to which instant, by the office's clock."""

    at: datetime
    to: datetime


def restored_lately() -> Restored | None:
    """The last restore from a backup, as long as people must know of it."""
    row, now = Installation.objects.get(pk=1), clock.real_now()
    if row.restored_at is None or row.restored_to is None or now - row.restored_at > _TOLD_FOR:
        return None
    ahead = clock.now() - now
    return Restored(row.restored_at + ahead, row.restored_to + ahead)


def restored_at() -> datetime | None:
    """When the installation was put back from a backup last, by the real clock."""
    return Installation.objects.values_list("restored_at", flat=True).get(pk=1)


def is_drill() -> bool:
    """Whether this installation is a drill for good; read once a process."""
    return clock.is_drill()


def demo() -> str:
    """The demo that the installation was made with; `none` for an office's own."""
    row = Installation.objects.filter(pk=1).first()
    return row.demo if row else "none"


def made_at() -> datetime:
    """When the installation began on the office's clock: of what was before it nothing is on record."""
    row = Installation.objects.get(pk=1)
    return row.drill_from or row.made_at
