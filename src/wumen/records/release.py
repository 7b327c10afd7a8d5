"""What was attested for the end of an order, and the steps of its application."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.attachments import Attachment
from wumen.records.crew import CrewMember
from wumen.records.orders import Order, OrderChange


class Attested(models.Model):
    """A fact for the release of an order that a named person stands for with a document."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="attested")
    area = PathField(db_index=True)
    fact = models.TextField()
    on = models.DateField()
    holds = models.BooleanField()
    document = models.TextField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A slip is withdrawn, never rewritten."""

        db_table = "attested"
        constraints = (
            models.CheckConstraint(condition=~models.Q(document=""), name="attested_by_document"),
        )

    def __str__(self) -> str:
        """The fact."""
        return self.fact


class ReleaseStep(models.Model):
    """One step of an application for release: who took it, when, on which document."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="release_steps")
    area = PathField(db_index=True)
    number = models.IntegerField()
    step = models.TextField()
    said = models.TextField(blank=True, default="")
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        """The steps of an order are numbered without a gap."""

        db_table = "release_step"
        constraints = (
            models.UniqueConstraint(fields=["order", "number"], name="release_step_once"),
        )

    def __str__(self) -> str:
        """The step."""
        return self.step


def stand_at(order: Order, area: str) -> None:
    """Let an order stand at another place, with the documents, facts and steps that belong to it."""
    if area == order.area:
        return
    order.area = area
    order.save(update_fields=["area"])
    documents = [order.id]
    for belonging in (OrderChange, Attested, ReleaseStep):
        rows = belonging.objects.filter(order=order)
        documents += rows.values_list("id", flat=True)
        rows.update(area=area)
    Attachment.objects.filter(about__in=documents).update(area=area)
