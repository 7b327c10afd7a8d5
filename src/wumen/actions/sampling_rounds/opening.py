"""Opens a sampling round and closes it; what it asks stands as duties, and who comes when is proposed at once."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_day, plan_places
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.actions.sampling_rounds.at_door import put
from wumen.actions.sampling_rounds.refusals import erase_of
from wumen.actions.sampling_rounds.slots import held_open, propose
from wumen.queries import facts
from wumen.queries.sampling_rounds.at_door import to_propose
from wumen.queries.sampling_rounds.standing import places_held, round_row
from wumen.records import clock
from wumen.records.models import (
    Area,
    Organisation,
    SamplingRound,
    SamplingRoundScope,
)
from wumen.rules.areas import AreaKind, ancestors, common, read_path, subdistrict
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import RoundDraft, check_draft, check_pool


def open_round(
    viewer: Viewer, draft: RoundDraft, outbreak: str = "", at_door: bool = False
) -> SamplingRound:
    """Open a round: everybody who is there owes one sample in it, who comes when is proposed at once.

    `outbreak`: its name where several are open; `at_door`: whom the register, knocks and requests say to be unable to
    come down are sampled at their doors. Problems: those of `check_draft` and `check_pool`,
    `round_number_taken`, `round_places_apart`, `round_meets_another`, `area_unknown`, `organisation_unknown`,
    `area_not_yours`, `right_missing`, `outbreak_not_open`, …
    """
    viewer.must(Right.PLAN)
    check_draft(draft, clock.now())
    with changing(viewer):
        row = _row(viewer, draft, outbreak)
        scopes = _scopes(viewer, row, draft)
        row.area = common([one.area for one in scopes])
        row.subdistrict = subdistrict(row.area)
        if not row.subdistrict:
            raise Problem("round_places_apart")
        # A plan takes its lock first and logs last, and so must all.
        hold_plans([one.area for one in scopes])
        _check_others(row, scopes)
        row.save(force_insert=True)
        SamplingRoundScope.objects.bulk_create(scopes)
        if at_door:
            put(viewer, row, to_propose(row))
        _plan(viewer, row)
        propose(row)
        log(
            *(viewer, "sampling_round.opened", row.area),
            number=row.number,
            day=row.day,
            pool=row.pool,
            document=row.document,
            places=len(scopes),
        )
    return row


def _row(viewer: Viewer, draft: RoundDraft, outbreak: str) -> SamplingRound:
    held = chosen_outbreak(outbreak)
    pool = check_pool(draft.pool, facts.outbreaks()[str(held.id)])
    return SamplingRound(
        number=draft.number,
        outbreak=held,
        day=draft.day,
        begins_at=draft.begins,
        ends_at=draft.ends,
        pool=pool.key,
        size=pool.size or 1,
        per_desk=draft.per_desk,
        cap=draft.cap,
        ordered_by=draft.ordered_by.strip(),
        document=draft.document.strip(),
        opened_by_id=viewer.person,
        opened_at=clock.now(),
    )


def _scopes(viewer: Viewer, row: SamplingRound, draft: RoundDraft) -> list[SamplingRoundScope]:
    """Where it is held: places, and organisations at theirs."""
    paths = sorted({read_path(one) for one in draft.paths})
    for path in paths:
        viewer.must(Right.PLAN, path)
    known = dict(Area.objects.filter(area__in=paths).values_list("area", "kind"))
    for path in paths:
        if path not in known:
            raise Problem("area_unknown", path=path)
        # What a round says of its places stays when an outbreak is erased: it names no home.
        if known[path] == AreaKind.HOUSEHOLD:
            raise Problem("round_needs_place")
    rows = Organisation.objects.filter(id__in=draft.organisations, closed_at=None)
    held = [one for one in rows if viewer.span.holds(one.area)]
    if len(held) < len(set(draft.organisations)):
        raise Problem("organisation_unknown")
    return [
        *(SamplingRoundScope(round=row, area=path) for path in paths),
        *(
            SamplingRoundScope(
                round=row, area=one.area, organisation=one, single=one.id in draft.singles
            )
            for one in held
        ),
    ]


def _check_others(row: SamplingRound, scopes: Sequence[SamplingRoundScope]) -> None:
    """No other round bears its number, none is held at the same hours in the same place."""
    same = SamplingRound.objects.filter(subdistrict=row.subdistrict, number=row.number)
    if any(one.outbreak_id == row.outbreak_id or one.day == row.day for one in same):
        raise Problem("round_number_taken", number=row.number)
    others = SamplingRound.objects.filter(
        begins_at__lt=row.ends_at, ends_at__gt=row.begins_at, closed_at=None
    )
    held = SamplingRoundScope.objects.filter(round__in=others, organisation=None)
    for theirs, number in held.values_list("area", "round__number"):
        for mine in scopes:
            if mine.organisation_id is None and _meet(theirs, mine.area):
                raise Problem("round_meets_another", number=number)


def _meet(one: str, other: str) -> bool:
    return one in {*ancestors(other), other} or other in ancestors(one)


def _plan(viewer: Viewer, row: SamplingRound) -> None:
    """Let what the round asks stand now; a day of which nothing is planned yet is planned whole."""
    if row.day not in facts.planned_days(clock.today()):
        plan_day(viewer, row.day)
        return
    plan_places(places_held(row), row.day)


def close_round(viewer: Viewer, ident: UUID) -> SamplingRound:
    """Close a round: who is missing stays so and is seen; who refused is remembered no longer as such.

    Closed before it began, it asks nobody for anything. Problems: `round_unknown`, `round_closed`,
    `right_missing`, `area_not_yours`.
    """
    with changing(viewer):
        paths = places_held(round_row(viewer, ident))
        hold_plans(paths)
        row = held_open(viewer, ident)
        row.closed_at, row.closed_by_id = clock.now(), viewer.person
        row.save(update_fields=["closed_at", "closed_by"])
        plan_places(paths, row.day)
        erase_of(row)
        log(viewer, "sampling_round.closed", row.area, number=row.number)
    return row
