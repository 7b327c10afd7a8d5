"""Contacts of cases as they are proposed, confirmed by a named person, contested, taken off; what is said is sealed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


def _who() -> models.ForeignKey[CrewMember | None, CrewMember | None]:
    return models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")


class CaseContact(models.Model):
    """A contact: of what kind, since when and on what ground lies sealed under the outbreak's key; it binds nobody.

    `inquiry`: our number of the list, `occurrence`: the number of the positive, from which it comes. `until`: the day
    with which it ends by itself. `contested`: her own words that it is wrong; `kept`: somebody without a hand in it
    looked, and it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    resident = models.UUIDField(db_index=True)
    inquiry = models.BigIntegerField(null=True)
    occurrence = models.BigIntegerField(null=True)
    said_sealed = models.BinaryField()
    proposed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = _who()
    confirmed_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    contested_sealed = models.BinaryField(null=True)
    contested_at = models.DateTimeField(null=True)
    kept_by = _who()
    kept_at = models.DateTimeField(null=True)
    dropped_by = _who()
    dropped_at = models.DateTimeField(null=True)
    dropped_why_sealed = models.BinaryField(null=True)

    class Meta:
        """One proposal waits of a person; none is confirmed without who confirmed it and a day that ends it."""

        db_table = "case_contact"
        constraints = (
            models.UniqueConstraint(
                fields=["outbreak", "resident"],
                condition=models.Q(confirmed_at__isnull=True, dropped_at__isnull=True),
                name="case_contact_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by__isnull=True, until=None)
                | models.Q(
                    confirmed_at__isnull=False, confirmed_by__isnull=False, until__isnull=False
                ),
                name="case_contact_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    dropped_at=None, dropped_by__isnull=True, dropped_why_sealed=None
                )
                | models.Q(
                    dropped_at__isnull=False,
                    dropped_by__isnull=False,
                    dropped_why_sealed__isnull=False,
                ),
                name="case_contact_dropped_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Its id: who met whom tells of health."""
        return str(self.id)
