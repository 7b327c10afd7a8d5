"""Notes what happened, so that what is owed after it stands at once; takes back what was noted wrongly."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.duties.given import withdraw_standing
from wumen.actions.duties.plan import hold_plans, plan_day, plan_place
from wumen.actions.log import log_numbered
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.queries import facts
from wumen.queries.occurrences.facts import Said
from wumen.queries.occurrences.lines import Arranged, arranged
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Area, CrewMember, Household, Occurrence, Outbreak, Resident
from wumen.rules.areas import counted_at, is_administrative, parent, read_path
from wumen.rules.occurrences import OccurrenceDraft, check_draft, win_of
from wumen.rules.playbooks import Happening, SubjectKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('occurrence_number')")
        return int(cursor.fetchone()[0])


def _resident(home: Household | None, text: str) -> UUID:
    """Who of the home; Problem `occurrence_nobody_lives`."""
    try:
        ident = UUID(text)
    except ValueError:
        raise Problem("occurrence_nobody_lives") from None
    if home is None or not Resident.objects.filter(id=ident, household=home).exists():
        raise Problem("occurrence_nobody_lives")
    return ident


def _row(
    viewer: Viewer, draft: OccurrenceDraft, outbreak: Outbreak, by: UUID | None
) -> tuple[Occurrence, Happening]:
    """The row of a draft without its number, and its kind, which is sealed in it."""
    path, now = read_path(draft.path), clock.now()
    viewer.must(Right.KEEP_REGISTER, path)
    kind = check_draft(draft, now)
    home = Household.objects.filter(area=path).first()
    if home is None and (is_administrative(path) or not Area.objects.filter(area=path).exists()):
        raise Problem("occurrence_nobody_lives")
    row = Occurrence(
        id=uuid4(),
        outbreak=outbreak,
        area=path,
        household=home.id if home else None,
        resident=_resident(home, draft.resident) if draft.resident else None,
        happened_at=draft.at,
        noted_by=CrewMember.objects.get(id=by or viewer.person),
        noted_at=now,
    )
    said = Said(kind, draft.told_by.strip(), draft.document.strip())
    content = msgspec.json.encode(said).decode()
    row.said_sealed = sealing.seal_occurred(outbreak.id, clock.today(), row.id, content)
    return row, kind


def foreseen(viewer: Viewer, draft: OccurrenceDraft, outbreak_name: str = "") -> Sequence[Arranged]:
    """What will be owed today if that is noted, nothing noted yet; Problems as of `note`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        row, kind = _row(viewer, draft, chosen_outbreak(outbreak_name), None)
        row.number = 0
        return arranged(row, kind)


def _planned_around(viewer: Viewer, row: Occurrence) -> str:
    """The place to plan anew: the building, or all around it where a gate may owe something."""
    book = facts.books()[str(row.outbreak_id)]
    building = counted_at(row.area) if row.household else row.area
    wide = any(one.on_event and one.subject is SubjectKind.GATE for one in book.clauses)
    above = parent(building)
    return above if wide and above and viewer.span.holds(above) else building


def note(
    viewer: Viewer, draft: OccurrenceDraft, outbreak_name: str = "", by: UUID | None = None
) -> Occurrence:
    """Note what happened at a home or place: what is owed after it stands at once, today and on days that are planned.

    `by` is who noted it when the viewer types it for her. Problems: what `check_draft` says,
    `area_not_yours`, `path_unreadable`, `occurrence_nobody_lives`, `outbreak_*`.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row, _kind = _row(viewer, draft, chosen_outbreak(outbreak_name), by)
        # A plan takes its lock first and logs last, and so must all.
        hold_plans([row.area])
        row.number = _number()
        row.save(force_insert=True)
        _plan(viewer, row)
        log_numbered(viewer, "occurrence.noted", row, by)
    return row


def _plan(viewer: Viewer, row: Occurrence) -> None:
    """Let what is owed after it stand now; a day of which nothing is planned yet is planned whole.

    Where no order holds no day is: what happens there must not wait for one.
    """
    if clock.today() not in facts.planned_days(clock.today()):
        plan_day(viewer, clock.today())
        return
    plan_place(viewer, _planned_around(viewer, row), None)


def withdraw(viewer: Viewer, number: int, why: str, by: UUID | None = None) -> None:
    """Take back what was noted wrongly, with a reason, in the viewer's name.

    What it made owed and is open is withdrawn; what is done stays. Problems: `occurrence_unknown`,
    `occurrence_withdrawn`, `occurrence_needs_reason`, rights.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        place = Occurrence.objects.filter(number=number).values_list("area", flat=True).first()
        if place is None:
            raise Problem("occurrence_unknown", number=number)
        viewer.must(Right.KEEP_REGISTER, place)
        if not why.strip():
            raise Problem("occurrence_needs_reason")
        hold_plans([place])
        row = Occurrence.objects.select_for_update().get(number=number)
        if row.withdrawn_at is not None:
            raise Problem("occurrence_withdrawn", number=number)
        row.withdrawn_by = CrewMember.objects.get(id=by or viewer.person)
        row.withdrawn_at = clock.now()
        row.withdrawn_why_sealed = sealing.seal_occurred(
            row.outbreak_id, clock.today(), row.id, why.strip()
        )
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why_sealed"])
        withdraw_standing(win_of(number), clock.today())
        log_numbered(viewer, "occurrence.withdrawn", row, by)
