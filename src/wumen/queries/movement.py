"""May somebody of the register go out now: the facts for the rule; nothing is stored and nothing logged."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from wumen.queries import facts
from wumen.queries.explain import grounds_over, whom_to_ask
from wumen.queries.posts import acting
from wumen.queries.special_needs import open_need, words_of
from wumen.queries.turns import noted_of
from wumen.records import clock, sealing
from wumen.records.models import Resident, SpecialNeed
from wumen.rules.identity_numbers import birth_date
from wumen.rules.isolation import DEPENDENT
from wumen.rules.movement import (
    EMERGENCIES,
    Answer,
    Asked,
    MovementFacts,
    Purpose,
    days_of_turns,
    is_minor,
    may_go_out,
)
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import kinds_of
from wumen.rules.turns import before

# One question of each sort that rules answer alike; the JSON of `explain` tells these.
_TOLD = (Purpose.ILLNESS, Purpose.DOCTOR, Purpose.GOODS, Purpose.WORK)


def may_go(viewer: Viewer, resident: str, asked: Asked) -> Answer:
    """May she go out now. Problems `right_missing`, `resident_unknown`.

    In an emergency nothing is looked up: it is not even asked who she is.
    """
    if asked.purpose in EMERGENCIES:
        return may_go_out(asked, MovementFacts(clock.now(), ()), {})
    known, playbooks = movement_facts(viewer, resident)
    return may_go_out(asked, known, playbooks)


def may_go_for(viewer: Viewer, resident: str) -> dict[str, Answer]:
    """The answers inside the zone for one purpose of each sort, by purpose. Problems as `may_go`."""
    known, playbooks = movement_facts(viewer, resident)
    return {one.value: may_go_out(Asked(one), known, playbooks) for one in _TOLD}


def movement_facts(viewer: Viewer, resident: str) -> tuple[MovementFacts, Mapping[str, Playbook]]:
    """What the rule looks at for somebody, and the rules of the outbreaks. Problems as `may_go`."""
    viewer.must(Right.SEE_REGISTER)
    try:
        ident = UUID(resident)
    except ValueError:
        raise Problem("resident_unknown") from None
    with acting(viewer):
        row = Resident.objects.filter(id=ident).first()
        if row is None:
            raise Problem("resident_unknown")
        now = clock.now()
        orders, books = [one.order for one in grounds_over(row.area, now, ident)], facts.outbreaks()
        days = days_of_turns(orders, now, books)
        # Nothing is looked up of who is bound by no turn.
        gone, whole = noted_of(viewer, row.area, row.household_id, days) if days else (None, True)
        known = MovementFacts(
            now=now,
            orders=orders,
            outings=gone and before(gone, now, ident),
            whole=whole,
            dependent=depends_on_care(row, clock.today()),
            ask=whom_to_ask(row.area),
        )
        return known, books


def depends_on_care(row: Resident, today: date) -> bool:
    """Whether somebody is a minor by her identity number, or is known to depend on care."""
    number = (
        sealing.unseal("identity", row.id, row.identity_sealed) if row.identity_sealed else None
    )
    if number and is_minor(birth_date(number), today):
        return True
    noted = SpecialNeed.objects.filter(resident=row.id, ended_at__isnull=True)
    kinds = {open_need(one).kind for one in noted} | set(kinds_of(words_of(row)))
    return not DEPENDENT.isdisjoint(kinds)
