"""What comes to a sampling point in the rounds of today and tomorrow, for its lead: buildings, hours and heads."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.rules_in_force import keeping_home
from wumen.queries.sampling_points import PointPage, of_whole_places
from wumen.queries.sampling_rounds.organisations import Sums, asked_sums
from wumen.queries.sampling_rounds.standing import SLOT, slot_from
from wumen.records import clock, scope
from wumen.records.exchange import asked_of, in_one_go, seeing
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

    Inside a running transaction, by the sub-district's own sight, for a building may lie beyond the point's place:
    how many come from which building, and of nobody anything.
    """
    point, today = page.line.now.id, clock.today()
    sight = scope.of_place(office_over(page.line.now.area))
    kept = binding(clock.now()).filter(keeping_home(), of_whole_places()).values_list("area")
    with in_one_go(), seeing(sight):
        slots, at_work = asked_of(_slots(point, today)), asked_of(_work(point, today))
        stays = asked_of(kept)
    found = [(number, day, name, slot_from(rest)) for number, day, name, *rest in slots()]
    work = [_Work(*one) for one in at_work()]
    with in_one_go(), seeing(sight):
        words = Doors.asked_of(slot.area for *_, slot in found)
        sums = asked_sums({one.round for one in work})
    staying = _kept_in({slot.area for *_, slot in found}, {area for (area,) in stays()})
    rounds = _by_round(found, words(), staying)
    organisations = _by_organisation(work, sums())
    return [
        RoundHere(*key, tuple(rounds.get(key, ())), tuple(organisations.get(key, ())))
        for key in sorted({*rounds, *organisations}, key=lambda one: (one[1], one[0]))
    ]


def _coming(today: date) -> Q:
    """Of what belongs to rounds: those of today and tomorrow that are not closed."""
    days = (today, today + timedelta(days=1))
    return Q(round__day__in=days, round__closed_at=None, round__outbreak__closed_at=None)


class _Work(NamedTuple):
    """An organisation that a point serves in a round."""

    round: UUID
    number: int
    day: date
    organisation: UUID
    name: str


def _slots(point: UUID, today: date) -> QuerySet[SamplingSlot, tuple[Any, ...]]:
    """The slots at a point today and tomorrow, each behind number and day of its round and whose roster it is."""
    rows = SamplingSlot.objects.filter(_coming(today), point=point).order_by("begins_at")
    return rows.values_list("round__number", "round__day", "organisation__name", *SLOT)


def _work(point: UUID, today: date) -> QuerySet[SamplingRoundScope, tuple[Any, ...]]:
    """The organisations of the rounds of today and tomorrow that a point serves and that have no hour, nor a team."""
    served = PointService.objects.filter(point=point, organisation__isnull=False)
    rows = SamplingRoundScope.objects.filter(
        _coming(today), organisation__in=served.values("organisation")
    )
    timed = SamplingSlot.objects.filter(
        round=OuterRef("round"), organisation=OuterRef("organisation")
    )
    rows = rows.filter(~Exists(timed), team_at=None)
    return rows.order_by("round__begins_at", "organisation__name").values_list(
        *("round_id", "round__number", "round__day", "organisation_id", "organisation__name")
    )


def _by_round(
    found: Iterable[tuple[int, date, str | None, Slot]], words: Doors, staying: Set[str]
) -> dict[tuple[int, date], list[SlotHere]]:
    rounds: dict[tuple[int, date], list[SlotHere]] = {}
    for number, day, organisation, slot in found:
        here = SlotHere(organisation or words.short(slot.area), slot, slot.area in staying)
        rounds.setdefault((number, day), []).append(here)
    return rounds


def _by_organisation(
    work: Iterable[_Work], sums: Mapping[UUID, Mapping[UUID, Sums]]
) -> dict[tuple[int, date], list[tuple[str, int]]]:
    """How many of each organisation come, by round."""
    shown: dict[tuple[int, date], list[tuple[str, int]]] = {}
    for one in work:
        told = sums.get(one.round, {}).get(one.organisation)
        here = (one.name, told.others if told else 0)
        shown.setdefault((one.number, one.day), []).append(here)
    return shown


def _kept_in(buildings: Iterable[str], kept: Set[str]) -> set[str]:
    """Those of some buildings at which nobody leaves home now, whoever lives there."""
    return {
        one
        for one in buildings
        if kept & {*ancestors(one), one} or any(span(one).holds(place) for place in kept)
    }
