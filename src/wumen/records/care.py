"""Special needs (特殊需求) of residents, with what they ask for; all that tells of health is sealed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class SpecialNeed(models.Model):
    """One special need of a resident: kind and details are sealed together."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    resident = models.UUIDField(db_index=True)
    area = PathField(db_index=True)
    need_sealed = models.BinaryField()
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A need stays when it has ended: what was true in its time."""

        db_table = "special_need"

    def __str__(self) -> str:
        """The id: a kind tells of health."""
        return str(self.id)
