"""Scans and photos that belong to a record: sealed under the outbreak's key, found by a keyed hash."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class Attachment(models.Model):
    """A sealed file; `purpose` and `about` say of which record, `personal` that it speaks of persons.

    `hash` is keyed: it finds the same content again and tells nobody what it is. `day`: of its key.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField()
    about = models.UUIDField(db_index=True)
    kind = models.TextField()
    size = models.IntegerField()
    hash = models.BinaryField()
    personal = models.BooleanField()
    sealed = models.BinaryField()
    day = models.DateField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The same content stands once at the same record."""

        db_table = "attachment"
        constraints = (
            models.UniqueConstraint(
                fields=["purpose", "about", "hash"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="attachment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=4 * 1024 * 1024), name="attachment_size"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["pdf", "jpeg", "png", "mp3", "m4a", "wav"]),
                name="attachment_kind",
            ),
        )

    def __str__(self) -> str:
        """What it is of."""
        return self.purpose
