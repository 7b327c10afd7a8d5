"""Outbreaks, the orders that put areas or people under a regime, and the one way of asking whom they bind."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce, Least

from wumen.records.areas import PathField
from wumen.records.decisions import Decided, ending, grounded
from wumen.rules.areas import ancestors


class Outbreak(models.Model):
    """What orders, rounds, cases, keys and retention hang on.

    `closed_at`: since when it is read-only; `erased_at`: when its personal data was destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    name = models.TextField(unique=True)
    playbook = models.TextField()
    overlays = ArrayField(models.TextField(), default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """The table of design section 5."""

        db_table = "outbreak"
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="outbreak_is_named"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(closed_at__isnull=False),
                name="outbreak_closed_before_erased",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class Order(Decided):
    """An authority's decision that puts its scope under a regime."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.TextField(unique=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="orders")
    regime = models.TextField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """The table of design section 5: no restriction without grounds, an end and two people.

        `ended_at`: when the authority's own document ended it before `until_at`. `follows`: the order
        that stepped down to this one.
        """

        db_table = "orders"
        indexes = (models.Index(fields=["area"], name="orders_area"),)
        constraints = (
            *ending("order"),
            *grounded("order"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__lte=models.F("until_at")),
                name="order_ends_early_only",
            ),
        )

    def __str__(self) -> str:
        """The number."""
        return self.number


class OrderScope(models.Model):
    """One place, or one resident, under an order.

    `excepted_at`: from when a later document of the authority takes it out, while the order goes on for the
    others; `exception_known_at`: when the office had that document confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="scopes")
    area = PathField()
    resident = models.UUIDField(null=True)
    excepted_at = models.DateTimeField(null=True)
    exception_known_at = models.DateTimeField(null=True)

    class Meta:
        """The table of design section 5; whom it binds, and how long, is asked of `binding` alone."""

        db_table = "order_scope"
        indexes = (models.Index(fields=["area"], name="order_scope_area"),)
        constraints = (
            models.UniqueConstraint(
                fields=["order", "area", "resident"],
                nulls_distinct=False,
                name="order_scope_once",
            ),
            models.CheckConstraint(
                condition=models.Q(excepted_at__isnull=True, exception_known_at__isnull=True)
                | models.Q(excepted_at__isnull=False, exception_known_at__isnull=False),
                name="order_scope_excepted_by_a_document",
            ),
        )

    def __str__(self) -> str:
        """The place."""
        return self.area

    def again(self, order: UUID, area: str) -> "OrderScope":
        """The same under another order or at another place, not saved: who is out of the one is out of the other."""
        return OrderScope(
            order_id=order,
            area=area,
            resident=self.resident,
            excepted_at=self.excepted_at,
            exception_known_at=self.exception_known_at,
        )


class _Over(TypedDict):
    """What the rows of `ever_bound` and of what builds on it say besides: when each is free again."""

    over_at: datetime


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    BoundScope = WithAnnotations[OrderScope, _Over]


class ChangeKind(models.TextChoices):
    """What an authority's later document does to an order."""

    EXTENDED = "extended"
    STEPPED_DOWN = "stepped_down"
    LIFTED = "lifted"
    EXCEPTED = "excepted"


# The later documents that end an order for all whom it binds.
ENDING = (ChangeKind.LIFTED, ChangeKind.STEPPED_DOWN)


class OrderChange(Decided):
    """A later document about an order, entered and confirmed like the order itself.

    `effective_at`: when it takes effect; `until_at`: the new end, if it sets one; `regime`: what it steps
    down to; `former_until`: the end that the order had before.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="changes")
    kind = models.TextField(choices=ChangeKind.choices)
    regime = models.TextField(blank=True, default="")
    effective_at = models.DateTimeField()
    until_at = models.DateTimeField()
    former_until = models.DateTimeField()
    scopes = ArrayField(models.UUIDField(), default=list)

    class Meta:
        """One change of an order waits at a time; no change without grounds and two people."""

        db_table = "order_change"
        indexes = (models.Index(fields=["area"], name="order_change_area"),)
        constraints = (
            *grounded("order_change"),
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(confirmed_at__isnull=True, dropped_at__isnull=True),
                name="order_change_waits_once",
            ),
        )

    def __str__(self) -> str:
        """What it does."""
        return self.kind


# When somebody is free again: with the order, or sooner by a document of her own. `least` passes over what is not set.
_OVER_AT = Least("excepted_at", "order__ended_at", "order__until_at")


def ever_bound() -> models.QuerySet["BoundScope"]:
    """Whom and what confirmed orders ever named, with `over_at`, when each is free again."""
    return OrderScope.objects.annotate(over_at=_OVER_AT).filter(order__confirmed_at__isnull=False)


def binding(begins: datetime, ends: datetime | None = None) -> models.QuerySet["BoundScope"]:
    """Whom and what confirmed orders bind at some instant of [begins, ends), or at the instant `begins`.

    Who is free first stands first.
    This, `ever_bound`, `owing` and `BINDING` are the only ways of asking it: an order's own end is not
    everybody's.
    """
    rows = ever_bound().filter(over_at__gt=begins, order__from_at__lt=models.F("over_at"))
    rows = rows.order_by("over_at", "order__number")
    return rows.filter(order__from_at__lt=ends) if ends else rows.filter(order__from_at__lte=begins)


def freed(since: datetime, until: datetime) -> models.QuerySet["BoundScope"]:
    """Whom and what orders set free after one instant, up to and with another."""
    return ever_bound().filter(over_at__gt=since, over_at__lte=until)


def freed_by(order: Order, ends: datetime) -> OrderChange | None:
    """The document that set somebody free of an order at that instant; None where its day did."""
    kinds = (*ENDING, ChangeKind.EXCEPTED)
    rows = order.changes.filter(kind__in=kinds, effective_at=ends, confirmed_at__isnull=False)
    return rows.order_by("-confirmed_at").first()


def owing(begins: datetime, ends: datetime) -> models.QuerySet["BoundScope"]:
    """Whom and what confirmed orders may ask something of between two instants.

    Those bound then, those free as it begins (doors are opened after it), and those of whom it became known
    only then: `end_known_at` is when the document was confirmed that ended it for them before its day.
    """
    ended = OrderChange.objects.filter(
        order=models.OuterRef("order"), kind__in=ENDING, confirmed_at__isnull=False
    ).order_by("-confirmed_at")
    rows = OrderScope.objects.annotate(
        over_at=_OVER_AT,
        end_known_at=models.Case(
            models.When(excepted_at=models.F("over_at"), then="exception_known_at"),
            default=models.Subquery(ended.values("confirmed_at")[:1]),
        ),
    ).filter(order__confirmed_at__isnull=False, order__from_at__lt=models.F("over_at"))
    known_late = models.Q(end_known_at__gte=begins, end_known_at__lt=ends)
    return rows.filter(models.Q(over_at__gte=begins, order__from_at__lt=ends) | known_late)


def over_place(path: str) -> models.Q:
    """The scopes that lie over a place: itself, or a place above it."""
    return models.Q(area__in=[*ancestors(path), path], resident__isnull=True)


def in_force(begins: datetime, ends: datetime | None = None) -> models.QuerySet[Order]:
    """The confirmed orders that hold at some instant of [begins, ends), or at the instant `begins`.

    What ends first stands first; `over_at` is when each ends or ended. An order ends when nobody is left
    under it; of whom it binds, and how long, `binding` tells.
    """
    over = Coalesce("ended_at", "until_at")
    rows = Order.objects.annotate(over_at=over).filter(
        confirmed_at__isnull=False, over_at__gt=begins, from_at__lt=models.F("over_at")
    )
    rows = rows.order_by("over_at", "number")
    return rows.filter(from_at__lt=ends) if ends else rows.filter(from_at__lte=begins)


# Orders in force at one instant, for statements that name the orders `o`.
IN_FORCE = """
    o.confirmed_at IS NOT NULL AND coalesce(o.ended_at, o.until_at) > %(now)s
    AND o.from_at < coalesce(o.ended_at, o.until_at) AND o.from_at <= %(now)s
"""
# When a scope is free again, and the scopes bound at one instant, for statements that name them `s`, their orders `o`.
OVER_AT = "least(s.excepted_at, o.ended_at, o.until_at)"
BINDING = f"""
    o.confirmed_at IS NOT NULL AND {OVER_AT} > %(now)s
    AND o.from_at < {OVER_AT} AND o.from_at <= %(now)s
"""
