"""What pages may know of the installation itself."""

from datetime import datetime

from wumen.records import clock
from wumen.records.models import Installation


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
