"""What comes to a sampling point in the rounds of today and tomorrow, for its lead: buildings, hours and heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wumen.queries.doors import Doors
from wumen.queries.rules_in_force import keeping_home
from wumen.queries.sampling_points import PointPage, of_whole_places
from wumen.queries.sampling_rounds.organisations import sums_of
from wumen.queries.sampling_rounds.standing import slot_of
from wumen.records import clock, scope
from wumen.records.models import PointService, SamplingRoundScope, SamplingSlot
from wumen.records.orders import binding
from wumen.rules.areas import ancestors, office_over, span
from wumen.rules.sampling_rounds.slotting import Slot


@dataclass(frozen=True)
class SlotHere:
    """A building or organisation that comes, in words, and when; `stays`: by now nobody there may leave home.

    Nobody is called there then; an organisation is asked to stay by the order, not by its point.
    """

    words: str
    slot: Slot
    stays: bool


@dataclass(frozen=True)
class RoundHere:
    """A round at a point: who comes by their hours; organisations that it serves and that were given none."""

    number: int
    day: date
    slots: tuple[SlotHere, ...]
    organisations: tuple[tuple[str, int], ...] = ()

    @property
    def heads(self) -> int:
        """How many come, those of organisations among them."""
        homes = sum(one.slot.heads for one in self.slots if not one.stays)
        return homes + sum(many for _, many in self.organisations)


def slots_at(page: PointPage) -> list[RoundHere]:
    """Who comes to a point today and tomorrow, the next round first; whoever has its page may see it.

    By the sub-district's own sight, for a building may lie beyond the point's place: how many come from which
    building, and of nobody anything.
    """
    point, today = page.line.now.id, clock.today()
    place = office_over(page.line.now.area)
    with scope.scoped(scope.of_place(place)):
        rows = SamplingSlot.objects.filter(_coming(today), point=point)
        found = list(rows.select_related("round", "point", "organisation").order_by("begins_at"))
        words = Doors.of(one.area for one in found)
        stays = _kept_in({one.area for one in found})
        rounds: dict[tuple[int, date], list[SlotHere]] = {}
        for one in found:
            key = (one.round.number, one.round.day)
            called = one.organisation.name if one.organisation else words.short(one.area)
            here = SlotHere(called, slot_of(one), one.area in stays)
            rounds.setdefault(key, []).append(here)
        at_work = _at_work(point, today)
    return [
        RoundHere(*key, tuple(rounds.get(key, ())), tuple(at_work.get(key, ())))
        for key in sorted({*rounds, *at_work}, key=lambda one: (one[1], one[0]))
    ]


def _coming(today: date) -> Q:
    """Of what belongs to rounds: those of today and tomorrow that are not closed."""
    days = (today, today + timedelta(days=1))
    return Q(round__day__in=days, round__closed_at=None, round__outbreak__closed_at=None)


def _at_work(point: UUID, today: date) -> dict[tuple[int, date], list[tuple[str, int]]]:
    """The organisations of the rounds of today and tomorrow that a point serves and that have no hour, nor a team."""
    served = PointService.objects.filter(point=point, organisation__isnull=False)
    scopes = SamplingRoundScope.objects.filter(
        _coming(today), organisation__in=served.values("organisation")
    ).select_related("round", "organisation")
    timed = SamplingSlot.objects.filter(
        round=OuterRef("round"), organisation=OuterRef("organisation")
    )
    scopes = scopes.filter(~Exists(timed), team_at=None)
    found = list(scopes.order_by("round__begins_at", "organisation__name"))
    sums = sums_of({one.round_id for one in found}) if found else {}
    shown: dict[tuple[int, date], list[tuple[str, int]]] = {}
    for one in found:
        assert one.organisation is not None
        told = sums.get(one.round_id, {}).get(one.organisation.id)
        here = (one.organisation.name, told.others if told else 0)
        shown.setdefault((one.round.number, one.round.day), []).append(here)
    return shown


def _kept_in(buildings: Iterable[str]) -> set[str]:
    """Those of some buildings at which nobody leaves home now, whoever lives there; one statement for all of them."""
    rows = binding(clock.now()).filter(keeping_home(), of_whole_places())
    kept = set(rows.values_list("area", flat=True))
    return {
        one
        for one in buildings
        if kept & {*ancestors(one), one} or any(span(one).holds(place) for place in kept)
    }
