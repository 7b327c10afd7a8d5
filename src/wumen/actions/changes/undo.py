"""Takes a change of the register back: everything as it was, or a Problem that says what stands in the way."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wumen.actions.changes.record import (
    Body,
    Change,
    find_anew,
    hold,
    open_body,
    plan_people,
)
from wumen.actions.changes.split import join_again, orders_over_their_scopes
from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records import clock, following, repointing, scope
from wumen.records.following import DutyChange
from wumen.records.models import Household, OrderScope, RegisterChange, Resident
from wumen.records.planning import Changes
from wumen.rules.areas import counted_in
from wumen.rules.changes import KIND_NAMES, ChangeKind, right_to_undo
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import instant_zh


def _check_newest(change: RegisterChange, body: Body) -> None:
    """Problem `change_overtaken` when a later change touched the same; it names the newest of them."""
    later = RegisterChange.objects.filter(undone_at__isnull=True, made_at__gt=change.made_at)
    for one in later.order_by("-made_at").iterator():
        if open_body(one).touched.meets(body.touched):
            name = KIND_NAMES[ChangeKind(one.kind)]
            raise Problem(
                "change_overtaken",
                later_zh=name.zh,
                later_en=name.en,
                when=instant_zh(one.made_at),
            )


def _built_upon(change: RegisterChange) -> Problem:
    return Problem("change_built_upon", place=change.area)


def undo(viewer: Viewer, change_id: UUID) -> Change:
    """Take a change back, the newest first where they overlap; what duties were settled since stays settled.

    Problems: `change_unknown`, `change_undone`, `change_overtaken`, `change_built_upon`, rights.
    """
    with changing(viewer):
        change = RegisterChange.objects.filter(id=change_id).first()
        if change is None:
            raise Problem("change_unknown")
        viewer.must(right_to_undo(change.kind), change.area)
        body = open_body(change)
        past = {day for day in _days(body.duties) if day < clock.today()}
        hold(body.places, past)
        change = RegisterChange.objects.select_for_update().get(id=change_id)
        if change.undone_at is not None:
            raise Problem("change_undone")
        with scope.scoped(scope.WHOLE):
            _check_newest(change, body)
            split = change.kind == ChangeKind.COMPOUND_SPLIT
            plan = join_again(viewer, body) if split else _restore(viewer, change, body)
        change.undone_at, change.undone_by = clock.now(), viewer.person
        change.save(update_fields=["undone_at", "undone_by"])
        log(viewer, "change.undone", counted_in(change.area), change=change_id, what=change.kind)
    return Change(change_id, plan)


def come_back(viewer: Viewer, change_id: UUID) -> Change:
    """Let people who left be residents again, as they were; Problem `change_unknown` for any other change."""
    with changing(viewer):
        known = RegisterChange.objects.filter(id=change_id, kind=ChangeKind.RESIDENTS_LEFT)
        if not known.exists():
            raise Problem("change_unknown")
        return undo(viewer, change_id)


def _restore(viewer: Viewer, change: RegisterChange, body: Body) -> Changes:
    """Put rows, search words and duties back; who came to a touched household since goes with it."""
    members = _lock(body)
    rows = body.rows
    made = [one.id for one in rows if one.table == "household" and one.was is None]
    besides = [one.id for one in rows]
    if repointing.unlike(rows) or any(repointing.named_by(UUID(one), besides) for one in made):
        raise _built_upon(change)
    everybody = {*members, *body.residents}
    before = repointing.images(everybody, body.households)
    try:
        with transaction.atomic():
            repointing.take_back(rows)
    except IntegrityError:
        raise _built_upon(change) from None
    repointing.follow(everybody, body.households)
    bound = OrderScope.objects.filter(resident__in=everybody)
    orders_over_their_scopes(set(bound.values_list("order", flat=True)))
    after = repointing.images(everybody, body.households)
    find_anew(before, after)
    _put_duties_back(body.duties)
    plan = plan_people(viewer, {*members, *body.owing, *body.households}, after)
    repointing.forget_places(body.made_places)
    return plan


def _lock(body: Body) -> set[UUID]:
    """Lock what the change touched, households first; everybody who lives in them now."""
    list(Household.objects.select_for_update().filter(id__in=body.households).order_by("id"))
    people = Resident.objects.select_for_update().order_by("id")
    list(people.filter(id__in=body.residents))
    return {one.id for one in people.filter(household__in=body.households)}


def _days(duties: Sequence[DutyChange]) -> set[date]:
    return {date.fromisoformat(one.now["day"]) for one in duties}


def _put_duties_back(duties: Collection[DutyChange]) -> None:
    """Make duties again what they were, but those that were settled or planned anew since."""
    subjects = {UUID(side["subject"]) for one in duties for side in (one.was, one.now) if side}
    standing = following.images(sorted(_days(list(duties))), subjects)
    said: list[tuple[str, dict[str, Any]]] = []
    for one in duties:
        if one.was is None or standing.get(following.key_of(one.now)) != one.now:
            continue
        free = following.key_of(one.was) not in standing
        if free or one.was["subject"] == one.now["subject"]:
            said.append((one.now["subject"], one.was))
    following.rewrite(said)
