"""Who comes when to which point in a round: proposed, proposed anew, and moved by hand for one place."""

from dataclasses import replace
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.sampling_rounds.organisations import organisation_heads
from wumen.queries.sampling_rounds.places import points_around, proposal
from wumen.queries.sampling_rounds.standing import counted, held_below, round_row, slot_of
from wumen.records import clock
from wumen.records.models import SamplingRound, SamplingRoundScope, SamplingSlot
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import RoundDraft, check_draft, read_team
from wumen.rules.sampling_rounds.slotting import Heads, Proposed, Slot, moved, team_hour
from wumen.rules.time import Interval


def held_open(viewer: Viewer, ident: UUID) -> SamplingRound:
    """The round, locked, if it is open and the viewer's whole; Problems `round_unknown`, `round_closed`, …"""
    viewer.must(Right.PLAN)
    row = round_row(viewer, ident)
    viewer.must(Right.PLAN, row.area)
    row = SamplingRound.objects.select_for_update().get(id=row.id)
    if row.closed_at is not None:
        raise Problem("round_closed", number=row.number)
    return row


def propose(row: SamplingRound, anew: bool = False) -> Proposed:
    """Write down who comes when, in the place of what stood; inside a transaction in the viewer's scope.

    What was moved by hand stays as it was told, unless all is made `anew`.
    """
    hours = Interval(row.begins_at, row.ends_at)
    heads = [
        Heads(area, one.due - one.door, one.door) for area, one in counted(row).items() if one.due
    ]
    heads += organisation_heads(row)
    rows = SamplingSlot.objects.filter(round=row).select_related("point")
    stood = {slot_of(one).key: slot_of(one) for one in rows}
    people = {one.key: one.people for one in heads}
    kept = [
        replace(one, heads=people[one.key])
        for one in stood.values()
        if one.by_hand and not anew and people.get(one.key)
    ]
    found = proposal(heads, row.area, row.day, hours, row.per_desk, row.cap, kept).proposed
    SamplingSlot.objects.filter(round=row).delete()
    SamplingSlot.objects.bulk_create(_row(row, one, stood.get(one.key)) for one in found.slots)
    return found


def _row(row: SamplingRound, one: Slot, stood: Slot | None) -> SamplingSlot:
    """A slot as it is kept; told at the same hours at the same point as before, it was told then."""
    same = stood and (stood.point, stood.hours, stood.waves) == (one.point, one.hours, one.waves)
    return SamplingSlot(
        round=row,
        area=one.area,
        organisation_id=one.organisation,
        point_id=one.point,
        heads=one.heads,
        begins_at=one.begins,
        ends_at=one.ends,
        waves=[wave.isoformat() for wave in one.waves],
        late=one.late,
        by_hand=one.by_hand,
        set_at=stood.set_at if stood and same else clock.now(),
    )


def propose_again(
    viewer: Viewer, ident: UUID, per_desk: int, cap: int, anew: bool = False
) -> Proposed:
    """Propose anew, by the points as they are now and other figures; what was told before is replaced.

    Times that were moved by hand stand, unless all is made `anew`. Problems: `round_unknown`, `round_closed`,
    `round_figures`, `right_missing`, `area_not_yours`.
    """
    with changing(viewer):
        row = held_open(viewer, ident)
        row.per_desk, row.cap = per_desk, cap
        check_draft(_as_draft(row), row.begins_at)
        row.save(update_fields=["per_desk", "cap"])
        found = propose(row, anew)
        log(viewer, "sampling_round.slotted", row.area, number=row.number, slots=len(found.slots))
    return found


def _as_draft(row: SamplingRound) -> RoundDraft:
    return RoundDraft(
        *(row.number, row.begins_at, row.ends_at, row.pool, (row.area,), row.ordered_by),
        per_desk=row.per_desk,
        cap=row.cap,
    )


def move_slot(viewer: Viewer, ident: UUID, area: str, point: UUID, begins: str) -> Slot:
    """Set by hand when one place comes to which point; nobody else's time changes, and its group is to be told again.

    The same once more changes nothing. Problems: `slot_unknown`, `slot_point`, `slot_hours`, `hour_unreadable`,
    `round_unknown`, `round_closed`, `right_missing`, `area_not_yours`.
    """
    path = read_path(area)
    with changing(viewer):
        row = held_open(viewer, ident)
        tally = counted(row, held_below(row, path)).get(path)
        return _move(
            viewer, row, Heads(path, tally.due - tally.door if tally else 0), point, begins
        )


def move_organisation(
    viewer: Viewer, ident: UUID, organisation: UUID, point: UUID, begins: str
) -> Slot:
    """Set by hand when the roster of an organisation comes to which point; no team goes there then.

    Problems: `organisation_unknown`, and as `move_slot`.
    """
    with changing(viewer):
        row = held_open(viewer, ident)
        scope = _scope(row, organisation)
        if scope.team_at is not None:
            scope.team_at, scope.team = None, ""
            scope.save(update_fields=["team_at", "team"])
        (one,) = [each for each in organisation_heads(row) if each.organisation == organisation]
        return _move(viewer, row, one, point, begins)


def send_team(viewer: Viewer, ident: UUID, organisation: UUID, begins: str, team: str) -> None:
    """Let a team go to an organisation at an hour; it comes to no point then.

    Problems: `organisation_unknown`, `round_team_unsaid`, `slot_hours`, `hour_unreadable`, `round_unknown`,
    `round_closed`, `right_missing`, `area_not_yours`.
    """
    with changing(viewer):
        row = held_open(viewer, ident)
        scope = _scope(row, organisation)
        scope.team = read_team(team)
        scope.team_at = team_hour(begins, Interval(row.begins_at, row.ends_at))
        scope.save(update_fields=["team_at", "team"])
        SamplingSlot.objects.filter(round=row, organisation=organisation).delete()
        log(viewer, "sampling_round.team_sent", scope.area, number=row.number, at=scope.team_at)


def _scope(row: SamplingRound, organisation: UUID) -> SamplingRoundScope:
    """An organisation in a round; Problem `organisation_unknown`."""
    scope = SamplingRoundScope.objects.filter(round=row, organisation=organisation).first()
    if scope is None:
        raise Problem("organisation_unknown")
    return scope


def _move(viewer: Viewer, row: SamplingRound, one: Heads, point: UUID, begins: str) -> Slot:
    """Set the time of who comes, in a transaction that holds the round."""
    if one.people < 1:
        raise Problem("slot_unknown")
    points = points_around(row.area, Interval(row.begins_at, row.ends_at), row.day)
    there = next((each for each in points if each.id == point), None)
    if there is None or there.hours.begins >= there.hours.ends:
        raise Problem("slot_point")
    found = moved(there, one, begins, row.begins_at, row.per_desk, row.cap)
    held = SamplingSlot.objects.filter(round=row, area=one.area, organisation=one.organisation)
    known = held.select_related("point").first()
    stood = slot_of(known) if known else None
    if stood and stood.by_hand and (stood.point, stood.hours) == (found.point, found.hours):
        return stood
    fresh = _row(row, replace(found, by_hand=True), stood)
    if known:
        fresh.id = known.id
    fresh.save(force_update=known is not None, force_insert=known is None)
    log(viewer, "sampling_round.slot_moved", one.area, number=row.number, point=there.number)
    return found
