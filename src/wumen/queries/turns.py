"""Who of a home went out lately: what the list of outings and the gates noted, for the rule of turns."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.field.evidence import opened_all
from wumen.queries.passages_twice import sealed_said
from wumen.records import clock, field_told, sealing
from wumen.records.models import Outing as Noted
from wumen.records.models import Passage
from wumen.rules.areas import ancestors, called_by, span
from wumen.rules.field.bodies import PassageBody
from wumen.rules.movement import CARE, EMERGENCIES, Purpose
from wumen.rules.passages import Decision, PassageSaid
from wumen.rules.passages import Way as GateWay
from wumen.rules.posts import Viewer
from wumen.rules.search import codes_below_compound
from wumen.rules.time import at, business_day
from wumen.rules.turns import Outing, is_of, once_at_gate, takes_turn, told_once

# More entries than a busy gate has within the days of any rule; the latest are read.
_MOST = 4000


def compound_of(door: str) -> str:
    """The compound of a door, or its village: the place whose gate a home goes out by."""
    return called_by(door)[0]


def noted_of(
    viewer: Viewer, door: str, household: UUID, days: int
) -> tuple[list[Outing] | None, bool]:
    """What was noted of a home within some days, and whether the viewer sees all that is noted of its compound.

    None where nobody noted anything of anybody there: then nothing is known. Inside the viewer's scope.
    """
    compound = compound_of(door)
    begins = at(clock.today() - timedelta(days=days - 1), time())
    desk, kept = _desk(compound, household, begins)
    gate, passed = _gates(compound, door, begins)
    noted, typed = _noted(compound, door, begins)
    some = told_once(desk, once_at_gate(gate, noted))
    known = some if some or kept or passed or typed else None
    return known, viewer.span.holds(compound)


def _desk(compound: str, household: UUID, begins: datetime) -> tuple[list[Outing], bool]:
    """The home's outings on the list, and whether the list is kept there at all."""
    held = span(compound)
    rows = Noted.objects.filter(area__gte=held.lo, area__lt=held.hi, left_at__gte=begins)
    found = list(rows.values_list("id", "household", "resident", "left_at", "said_sealed"))
    hers = [
        Outing(
            business_day(left),
            at=left,
            errand=takes_turn(sealing.unseal("outing", ident, said) or ""),
            who=resident,
        )
        for ident, home, resident, left, said in found
        if home == household
    ]
    return hers, bool(found)


def _noted(compound: str, door: str, begins: datetime) -> tuple[list[Outing], bool]:
    """Who was let out at a gate as the office's machine or a gate sheet says, and whether anybody notes so there."""
    held = span(compound)
    here = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(compound))
    out = {"direction": GateWay.OUT, "decision": Decision.PASSED, "at__gte": begins}
    # A pass that goes along with an outing: that stands on the desk's list, and takes a turn or none by its words.
    with_outing = Q(shown__outing__isnull=False)
    rows = Passage.objects.filter(here, ~with_outing, **out).order_by("-at")
    found = list(rows.values_list("id", "area", "at", "said_sealed")[:_MOST])
    codes, hers = codes_below_compound(door), []
    for ident, gate, left, sealed in found:
        said = sealed_said(ident, sealed)
        # A number may be another compound's, where nobody found the door when it was written.
        sure = said.door == door
        if sure or (not said.door and is_of(said.words, codes)):
            turn = _takes_turn(said) if sure or held.holds(gate) else None
            hers.append(Outing(business_day(left), at=left, errand=turn, gate=True))
    return hers, bool(found)


def _takes_turn(said: PassageSaid) -> bool | None:
    """Whether an entry takes its home's turn, by what it is for where that was said, else by its words."""
    if not said.purpose:
        return takes_turn(said.words)
    purpose = Purpose(said.purpose)
    return purpose not in CARE and purpose not in EMERGENCIES and purpose is not Purpose.TRANSFER


def _gates(compound: str, door: str, begins: datetime) -> tuple[list[Outing], bool]:
    """Who was let out at a gate under this door's number, and whether phones note there at all.

    At a gate of more than this compound the same number may be another compound's: then it is asked.
    """
    held = span(compound)
    rows = field_told.gone_out(held.lo, held.hi, ancestors(compound), begins, _MOST)
    events = field_told.events(event for event, _, _ in rows)
    own = {key: one for key, one in events.items() if one.device is not None}
    said = dict(zip(own, opened_all([(one.body, one.device) for one in own.values()]), strict=True))
    codes, hers = codes_below_compound(door), []
    for event, gate, left in rows:
        body = said.get(event)
        if isinstance(body, PassageBody) and is_of(body.who, codes):
            turn = takes_turn(f"{body.who} {body.reason}") if held.holds(gate) else None
            out = Outing(business_day(left), at=left, errand=turn, gate=True, by_phone=True)
            hers.append(out)
    return hers, bool(rows)
