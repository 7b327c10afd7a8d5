"""Takes the day's list of risk areas as it is pasted; it holds for the place of whoever pastes and all below."""

from uuid import UUID, uuid4

from wumen.actions.arrivals import log_origins
from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.arrivals import AgainstList, against_list
from wumen.records import clock
from wumen.records.models import RiskDay
from wumen.rules.areas import counted_in
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.risk_areas import RiskList, read_risk_list

# So many of each level, and of those of whom more must be known, are shown; the rest stands on the list of a day.
SHOWN = 100


def take_risk_list(viewer: Viewer, text: str, source: str) -> tuple[UUID, RiskList]:
    """Keep a pasted list as today's; what was read of it, with the lines that nobody could read.

    Problems: `right_missing`, `risk_list_no_source`, those of `read_risk_list`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if not source.strip():
        raise Problem("risk_list_no_source")
    found = read_risk_list(text, clock.today())
    with changing(viewer):
        row = RiskDay.objects.create(
            id=uuid4(),
            area=viewer.area,
            day=clock.today(),
            source=source.strip(),
            areas=[
                {
                    "name": one.name,
                    "level": str(one.level),
                    "since": str(one.since) if one.since else None,
                }
                for one in found.areas
            ],
            pasted_by_id=viewer.person,
            pasted_at=clock.now(),
        )
        log(viewer, "risk_list.taken", counted_in(viewer.area), places=len(found.areas))
    return row.id, found


def look_at_people(viewer: Viewer) -> AgainstList:
    """Who came or comes from where against the list, once it is written down who looked, and at whom.

    The first `SHOWN` of each level are looked at. Problem `right_missing`.
    """
    with changing(viewer):
        found = against_list(viewer)
        levels = [found.ask, *(some for _, some in found.by_level)]
        log_origins(viewer, [line for some in levels for line in some[:SHOWN]])
        people = len(found.ask) + sum(len(some) for _, some in found.by_level)
        log(viewer, "risk_list.people_shown", counted_in(viewer.area), people=people)
    return found
