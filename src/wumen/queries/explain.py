"""Explains a place or a resident: which orders bind there at an instant, why, and how they end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.contacts import Contacts
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.queries.release import judged
from wumen.records import clock
from wumen.records.models import Area, Household, Order, Post, Resident
from wumen.records.orders import binding, over_place
from wumen.rules.areas import AreaKind, ancestors, called_by, code, read_path
from wumen.rules.explanation import (
    Contact,
    Explanation,
    Grounds,
    Reason,
    Whole,
    explain,
    explain_whole,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Named
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.release import ConditionState
from wumen.rules.time import Interval

# So many people to ring stand in an answer.
_CALL = 3


@dataclass(frozen=True)
class Over:
    """An order over a place or on a resident, until when it binds there; `personal`: her alone, not the place."""

    order: Order
    ends: datetime
    personal: bool


def over(path: str, at: datetime, resident: UUID | None) -> list[Over]:
    """The confirmed orders that bind a place, or a resident, at an instant; what ends first stands first."""
    wanted = over_place(path)
    if resident:
        wanted |= Q(resident=resident)
    found: dict[UUID, Over] = {}
    for row in binding(at).filter(wanted).select_related("order__outbreak"):
        known = found.get(row.order_id)
        ends = max(row.over_at, known.ends) if known else row.over_at
        alone = row.resident is not None and (known is None or known.personal)
        found[row.order_id] = Over(row.order, ends, alone)
    return sorted(found.values(), key=lambda one: (one.ends, one.order.number))


def grounds_over(path: str, at: datetime, resident: UUID | None) -> list[Grounds]:
    """What binds a place, or a resident, at an instant; inside the viewer's scope."""
    return _grounds(over(path, at, resident), at)


def _grounds(rows: Sequence[Over], at: datetime) -> list[Grounds]:
    """What the orders say of themselves."""
    return [
        Grounds(
            OrderInForce(
                one.order.number,
                str(one.order.outbreak_id),
                one.order.regime,
                Interval(one.order.from_at, one.ends),
                one.order.confirmed_at or at,
            ),
            one.order.authority,
            one.order.document,
            one.order.ground,
        )
        for one in rows
    ]


def _reason(one: Over) -> Reason:
    """An order whole, with what would end it before its day."""
    row = one.order
    rules = playbook(row.outbreak.playbook, tuple(row.outbreak.overlays))
    regime, edition = rules.regimes[row.regime], rules.playbook
    return Reason(
        order=row.number,
        regime=Named(zh=regime.name_zh, en=regime.name_en),
        movement=Named(zh=regime.movement_zh, en=regime.movement_en),
        strictness=regime.strictness,
        authority=row.authority,
        document=row.document,
        ground=row.ground,
        edition=Named(zh=edition.name_zh, en=edition.name_en),
        begins=row.from_at,
        ends=one.ends,
        personal=one.personal,
        conditions=_conditions(row),
    )


def _conditions(row: Order) -> tuple[ConditionState, ...]:
    """What would end an order early; nothing where its rules name no way, for that is no answer's fault."""
    try:
        return tuple(judged(row))
    except Problem:
        return ()


def whole_at(path: str, at: datetime, resident: UUID | None) -> Whole:
    """The whole answer for a place or a resident, inside a running scope; it names the door, not her."""
    rows = over(path, at, resident)
    name = _place(path)
    line = explain(name, name, _grounds(rows, at), facts.outbreaks(), whom_to_ask(path))
    return explain_whole(
        line, [_reason(one) for one in rows], Contacts([path]).answering(path)[:_CALL]
    )


def _place(path: str) -> str:
    """A place by the names from its compound or village down, or by its own."""
    shown = called_by(path)
    known = dict(Area.objects.filter(area__in=shown).values_list("area", "name"))
    return "".join(known.get(one, code(one)) for one in shown)


def whom_to_ask(path: str) -> tuple[str, str]:
    """Whom to ask about a place: the nearest post that answers for it, by name."""
    chain = [path, *reversed(ancestors(path))]
    posts = Post.objects.filter(
        area__in=chain, until_at__isnull=True, role__in=["captain", "secretary", "duty_officer"]
    ).select_related("person")
    nearest = max(posts, key=lambda post: len(post.area), default=None)
    if nearest is None:
        return "请联系社区值班室", "ask the community's desk"
    role = ROLES[nearest.role]
    return f"请找{role.zh}{nearest.person.name}", f"ask {role.en} {nearest.person.name}"


def whom_to_ring(viewer: Viewer, path: str) -> tuple[Contact, ...]:
    """Who answers for a place, with telephones, as it is printed on what is handed out there."""
    full = read_path(path)
    viewer.must(Right.SEE_REGISTER, full)
    with acting(viewer):
        return tuple(Contacts([full]).answering(full)[:_CALL])


def must_see_doors(viewer: Viewer, path: str) -> None:
    """Problem `right_missing` at a single door for who does not see the register, as a gate: it tells of a home.

    Inside the scope of the viewer.
    """
    if Area.objects.filter(area=path, kind=AreaKind.HOUSEHOLD).exists():
        viewer.must(Right.SEE_REGISTER, path)


def explain_place(viewer: Viewer, path: str, at: datetime | None = None) -> Explanation:
    """Why what is asked at a place is asked; Problems `area_unknown`, `area_not_yours`, those of `must_see_doors`."""
    full = read_path(path)
    if not viewer.span.holds(full):
        raise Problem("area_not_yours", path=full)
    when = at or clock.now()
    with acting(viewer):
        if not Area.objects.filter(area=full).exists():
            raise Problem("area_unknown", path=full)
        must_see_doors(viewer, full)
        grounds = grounds_over(full, when, None)
        name = _place(full)
        return explain(name, name, grounds, facts.outbreaks(), whom_to_ask(full))


def home_at(viewer: Viewer, path: str) -> UUID | None:
    """The household of a door, for whoever sees the register; None where the place is no door of hers."""
    if not viewer.may(Right.SEE_REGISTER):
        return None
    with acting(viewer):
        return Household.objects.filter(area=read_path(path)).values_list("id", flat=True).first()


def explain_resident(viewer: Viewer, resident: str, at: datetime | None = None) -> Whole:
    """All that binds a resident, whole; it names her door, not her, and nobody else. `resident_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    try:
        ident = UUID(resident)
    except ValueError:
        raise Problem("resident_unknown") from None
    with acting(viewer):
        area = Resident.objects.filter(id=ident).values_list("area", flat=True).first()
        if area is None:
            raise Problem("resident_unknown")
        return whole_at(area, at or clock.now(), ident)


def explain_home(viewer: Viewer, household: UUID, at: datetime | None = None) -> Whole:
    """All that binds a home as a place, whole; what binds one person alone is hers. `household_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        home = Household.objects.filter(id=household).first()
        if home is None:
            raise Problem("household_unknown")
        return whole_at(home.area, at or clock.now(), None)


def door_of(viewer: Viewer, resident: UUID) -> str:
    """The door at which a resident lives; Problems `right_missing`, `resident_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        area = Resident.objects.filter(id=resident).values_list("area", flat=True).first()
        if area is None:
            raise Problem("resident_unknown")
        return str(area)


def people_of(viewer: Viewer, household: UUID) -> list[tuple[UUID, str]]:
    """Who lives in a home, for the choice of whose answer is shown; Problem `household_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = Resident.objects.filter(household=household).order_by("place", "id")
        return list(rows.values_list("id", "name"))
