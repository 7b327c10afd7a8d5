"""The superior's forms that an office keeps, with how many cells of each are pointed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from wumen.queries.group_text import Sent
from wumen.queries.posts import acting
from wumen.records.models import Report, SuperiorForm
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class FormLine:
    """A kept form in the list; `withdrawn`: by whom and when it was taken back; `sent`: how many were sent of it."""

    id: UUID
    name: str
    points: int
    kept_at: datetime
    withdrawn: Sent | None
    sent: int


def form_lines(viewer: Viewer) -> Sequence[FormLine]:
    """The forms of the viewer's own office by name, those that were taken back after them; Problem `right_missing`."""
    viewer.must(Right.REPORT)
    with acting(viewer):
        rows = SuperiorForm.objects.filter(area=viewer.area).defer("blank_sealed")
        known = rows.select_related("withdrawn_by").order_by("withdrawn_at", "name", "kept_at")
        of_form = Report.objects.filter(form__in=[one.id for one in known]).values_list("form")
        sent = dict(of_form.annotate(n=Count("id")))
        return [_line(one, sent.get(one.id, 0)) for one in known]


def _line(row: SuperiorForm, sent: int) -> FormLine:
    back = Sent.of(row.withdrawn_by, row.withdrawn_at)
    return FormLine(row.id, row.name, len(row.points), row.kept_at, back, sent)
