"""What an order still lacks before it may end: conditions, attested facts, and how far the application is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Attested, Order, ReleaseStep
from wumen.records.orders import in_force
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import Span, ancestors, span
from wumen.rules.playbooks import Fact, Release
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.release import (
    Attestation,
    ConditionState,
    ReleaseFacts,
    Step,
    conditions,
    next_steps,
)
from wumen.rules.time import Interval


@dataclass(frozen=True)
class AttestedLine:
    """A fact on record, with who stands for it."""

    id: UUID
    fact: Fact
    on: date
    holds: bool
    document: str
    by: str
    noted_at: datetime


@dataclass(frozen=True)
class StepLine:
    """A step that was taken."""

    step: Step
    said: str
    by: str
    taken_at: datetime


@dataclass(frozen=True)
class ReleaseLine:
    """The end of an order as it stands; `then` is `lifted` or the regime that follows."""

    number: str
    then: str
    conditions: tuple[ConditionState, ...]
    facts: tuple[Fact, ...]
    attested: tuple[AttestedLine, ...]
    steps: tuple[StepLine, ...]
    next: tuple[Step, ...]


def release_line(viewer: Viewer, number: str) -> ReleaseLine:
    """What an order still lacks before it may end; Problems `right_missing`, `order_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        order = Order.objects.select_related("outbreak").filter(number=number).first()
        if order is None or not sees(viewer, order):
            raise Problem("order_unknown", number=number)
        release = _release(order)
        rows = _standing(order)
        steps = ReleaseStep.objects.select_related("by").filter(order=order).order_by("number")
        return ReleaseLine(
            number=order.number,
            then=release.then,
            conditions=tuple(judged(order)),
            facts=tuple(
                dict.fromkeys(
                    one.fact
                    for one in release.conditions
                    if one.fact not in (Fact.OTHERS_LIFTED, Fact.PERIOD_OVER)
                )
            ),
            attested=tuple(
                AttestedLine(
                    *(row.id, Fact(row.fact), row.on, row.holds),
                    *(row.document, row.by.name, row.noted_at),
                )
                for row in rows
            ),
            steps=tuple(
                StepLine(Step(one.step), one.said, one.by.name, one.taken_at) for one in steps
            ),
            next=next_steps(last_step(order)),
        )


def judged(order: Order) -> Sequence[ConditionState]:
    """The conditions of an order's release now, inside a running scope."""
    held = Interval(order.from_at, order.ended_at or order.until_at)
    release = _release(order)
    rows = _standing(order)
    attested = tuple(
        Attestation(Fact(row.fact), row.on, row.holds, row.by.name, row.document) for row in rows
    )
    others, follows = _others(order, release), order.follows_id is not None
    return conditions(release, ReleaseFacts(clock.now(), held, attested, others, follows))


def last_step(order: Order) -> Step | None:
    """The last step of an order's application, None before the first."""
    last = ReleaseStep.objects.filter(order=order).order_by("-number").first()
    return Step(last.step) if last else None


def _standing(order: Order) -> QuerySet[Attested]:
    """The facts on record for an order, those that were withdrawn left out."""
    rows = Attested.objects.select_related("by").filter(order=order, withdrawn_at=None)
    return rows.order_by("noted_at")


def sees(viewer: Viewer, order: Order) -> bool:
    """Whether the order touches the viewer's area; of one on residents alone, whether she sees one."""
    scopes = order.scopes.all()
    over = [viewer.area, *ancestors(viewer.area)]
    return any(
        viewer.span.holds(one.area) or (one.resident is None and one.area in over) for one in scopes
    )


def _release(order: Order) -> Release:
    """How the playbook says that the order's regime ends; Problem `regime_unknown`."""
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    for one in rules.releases:
        if one.regime == order.regime:
            return one
    raise Problem("regime_unknown", regime=order.regime, known=" ".join(rules.regimes))


def _others(order: Order, release: Release) -> dict[str, tuple[str, ...]]:
    """The documents of the district's zones that a release waits for, whoever may see them.

    An order on people alone is no zone, and its document may say who they are: this hangs at stairwells.
    """
    wanted = {regime for one in release.conditions for regime in one.regimes}
    if not wanted:
        return {}
    district: Span = span(order.area.split("/")[0] + "/")
    found: dict[str, tuple[str, ...]] = dict.fromkeys(wanted, ())
    with scoped(WHOLE):
        rows = in_force(clock.now()).filter(
            outbreak=order.outbreak, regime__in=wanted, area__gte=district.lo, area__lt=district.hi
        )
        for row in rows.filter(scopes__resident=None).exclude(id=order.id).distinct():
            found[row.regime] = (*found[row.regime], row.document)
    return found
