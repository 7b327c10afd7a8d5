"""What a household does on its own page: report temperatures, ask, say who is away, correct a telephone."""

from collections.abc import Mapping
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.raised import fevers_standing
from wumen.actions.homes import Corrected, correct_resident
from wumen.actions.instructions import give
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.actions.relay.reporting import report_readings
from wumen.queries.door_codes import door_words
from wumen.queries.explain import over
from wumen.records import clock
from wumen.records.models import Household, Resident
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.playbooks import Grade
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import By, fevers_draft
from wumen.rules.resident_page import ASKED_NAMES, Request, read_request, read_temperatures


def report_temperatures_of(viewer: Viewer, typed: Mapping[UUID, str]) -> int:
    """Settle today's temperatures as reported by the household; how many of them have a fever.

    A fever settles nothing: it stays open as unwell, and becomes an urgent matter of the captain at
    once. Problems: `temperature_unlikely`, `door_says_nothing`, `resident_unknown`.
    """
    viewer.must(Right.SETTLE)
    found = read_temperatures(typed)
    with changing(viewer):
        home = _home(viewer)
        at_home = set(home.residents.values_list("id", flat=True))
        if not {*found.normal, *found.fever} <= at_home:
            raise Problem("resident_unknown")
        now, by = clock.now(), By(door_words(viewer.area))
        standing = fevers_standing(set(found.fever))
        fevers = {one: celsius for one, celsius in found.fever.items() if one not in standing}
        if fevers:
            _give(viewer, fevers_draft(str(home.id), fevers, Grade.REPORTED, by, now, now))
        report_readings(viewer, viewer.area, found.normal, found.fever)
    return len(found.fever)


def ask(viewer: Viewer, kind: str, text: str) -> Request:
    """Ask for something: it stands as a request that the captain answers for, seen on the board.

    Problems: `door_says_nothing`, `door_says_much`, `outbreak_not_open`.
    """
    viewer.must(Right.GIVE)
    now = clock.now()
    asked = read_request(kind, text, now)
    with changing(viewer):
        said = f"{ASKED_NAMES[asked.kind].zh}：{asked.said}"
        _give(
            viewer,
            InstructionDraft(
                origin=Origin.RESIDENT,
                asked_by=door_words(viewer.area),
                said=said,
                household=str(_home(viewer).id),
                opens=now,
                due=asked.due,
                role="captain",
                urgency=asked.urgency,
            ),
        )
    return asked


def set_telephone(viewer: Viewer, resident: UUID, typed: str) -> None:
    """Correct the telephone of one of the household; Problems of `correct_resident`."""
    with changing(viewer):
        home = _home(viewer)
        row = Resident.objects.filter(id=resident, household=home).first()
        if row is None:
            raise Problem("resident_unknown")
        said = Corrected(name=row.name, relation=row.relation, telephones=typed)
        correct_resident(viewer, home.id, resident, said)


def _home(viewer: Viewer) -> Household:
    row = Household.objects.filter(area=viewer.area).first()
    if row is None:
        raise Problem("door_closed")
    return row


def _give(viewer: Viewer, draft: InstructionDraft) -> None:
    """Enter it under the outbreak of what binds the door, else under the one that was opened last."""
    bound = next(iter(over(viewer.area, clock.now(), None)), None)
    last = last_outbreak()
    name = bound.order.outbreak.name if bound else last.name if last else ""
    give(viewer, draft, name)
