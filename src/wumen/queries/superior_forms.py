"""The superior's forms that an office keeps, with how many cells of each are pointed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.posts import acting
from wumen.records.models import SuperiorForm
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class FormLine:
    """A kept form in the list."""

    id: UUID
    name: str
    points: int
    kept_at: datetime


def form_lines(viewer: Viewer) -> Sequence[FormLine]:
    """The forms of the viewer's own office by name; Problem `right_missing`."""
    viewer.must(Right.REPORT)
    with acting(viewer):
        rows = SuperiorForm.objects.filter(area=viewer.area).defer("blank_sealed")
        return [
            FormLine(one.id, one.name, len(one.points), one.kept_at)
            for one in rows.order_by("name", "kept_at")
        ]
