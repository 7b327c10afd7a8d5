"""Notices of a stairwell, looked over before they are kept."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.named import doors_named_in
from wumen.queries.stairwell_notices import signed_by
from wumen.records import clock
from wumen.records.models import (
    Area,
    Resident,
    StairwellNotice,
)
from wumen.rules.areas import read_path, span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText, check_notice


def compose_notice(viewer: Viewer, draft: NoticeText) -> UUID:
    """Keep a notice that may be copied for groups and hung in the stairwell.

    Problems: what `check_notice` says of it, names of people who live there beside rooms included;
    `area_unknown`, rights.
    """
    path = read_path(draft.path)
    viewer.must(Right.KEEP_REGISTER, path)
    with changing(viewer):
        if not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        held, signed = span(path), signed_by(viewer)
        inside = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
        names = inside.values_list("name", flat=True).distinct()
        places = Area.objects.filter(area__gte=held.lo, area__lt=held.hi).exclude(kind="household")
        _, groups = check_notice(
            draft,
            signed,
            names,
            [*places.values_list("name", flat=True), signed],
            doors_named_in(draft.heading + draft.text, [path]),
        )
        row = StairwellNotice.objects.create(
            id=uuid4(),
            area=path,
            heading=draft.heading.strip(),
            text=draft.text.strip(),
            signed=signed,
            groups=groups,
            made_by_id=viewer.person,
            made_at=clock.now(),
        )
        log(viewer, "notice.composed", path, groups=groups)
    return row.id
