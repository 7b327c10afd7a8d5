"""The structure of the command: set up from the playbook's template, changed by the office, with its own duties."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.queries.structure import templates
from wumen.records import clock
from wumen.records.models import CrewMember, ForceBody, ForceRole
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

PIONEER_POST = "pioneer_post"
KINDS = ("office", "department", "task_force", "branch", PIONEER_POST, "colour")
_LONGEST, _LONGEST_DUTIES = 60, 1000


def set_up(viewer: Viewer) -> int:
    """Make the bodies that the rules in force know, in the viewer's place; those that stand already stay. How many."""
    viewer.must(Right.KEEP_CREW)
    known = templates(viewer)[2]
    with changing(viewer):
        standing = set(
            ForceBody.objects.filter(area=viewer.area, ended_at__isnull=True).values_list(
                "name", flat=True
            )
        )
        made = [
            ForceBody(
                area=viewer.area,
                kind=one.kind,
                name=one.name_zh,
                answers_for=one.answers_for_zh,
                colour=one.colour,
                place=place,
                made_at=clock.now(),
            )
            for place, one in enumerate(known.values())
            if one.name_zh not in standing
        ]
        ForceBody.objects.bulk_create(made)
        log(viewer, "structure.set_up", viewer.area, bodies=len(made))
    return len(made)


def add_body(viewer: Viewer, kind: str, name: str, answers_for: str = "", colour: str = "") -> UUID:
    """One body or pioneer post more in the viewer's place; Problems `name_empty`, `force_word_unknown`."""
    viewer.must(Right.KEEP_CREW)
    if kind not in KINDS:
        raise Problem("force_word_unknown", word=kind)
    if not name.strip():
        raise Problem("name_empty")
    with changing(viewer):
        row = ForceBody.objects.create(
            area=viewer.area,
            kind=kind,
            name=name.strip()[:_LONGEST],
            answers_for=answers_for.strip()[:_LONGEST],
            colour=colour,
            place=ForceBody.objects.filter(area=viewer.area).count(),
            made_at=clock.now(),
        )
        log(viewer, "structure.added", viewer.area, body=kind)
    return row.id


def lead(viewer: Viewer, body: UUID, crew_no: str) -> None:
    """Let somebody lead a body; nobody where no number is given. Problems `body_unknown`, `crew_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = _body(viewer, body)
        person = CrewMember.objects.filter(number=crew_no).first() if crew_no.strip() else None
        if person is None and crew_no.strip():
            raise Problem("crew_unknown", crew_no=crew_no)
        row.head = person
        row.save(update_fields=["head"])
        subject = person_key(person.id) if person else ""
        log(viewer, "structure.led", row.area, subject=subject, body=row.kind)


def end_body(viewer: Viewer, body: UUID) -> None:
    """End a body; Problem `body_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = _body(viewer, body)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "structure.ended", row.area, body=row.kind)


def _body(viewer: Viewer, ident: UUID) -> ForceBody:
    row = ForceBody.objects.filter(id=ident, ended_at__isnull=True).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("body_unknown")
    return row


def write_duties(viewer: Viewer, role: str, duties: str) -> None:
    """Say in the place's own words what a role of a template is to do; Problem `force_word_unknown`."""
    viewer.must(Right.KEEP_CREW)
    if role not in templates(viewer)[0]:
        raise Problem("force_word_unknown", word=role)
    with changing(viewer):
        ForceRole.objects.update_or_create(
            area=viewer.area,
            role=role,
            defaults={
                "duties": duties.strip()[:_LONGEST_DUTIES],
                "written_at": clock.now(),
                "written_by": viewer.person,
            },
        )
        log(viewer, "structure.duties_written", viewer.area, role=role)
