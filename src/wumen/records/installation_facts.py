"""What an installation knows of itself: when it was made, and the drill clock if it is one."""

from uuid import uuid4

from django.db import models


class Installation(models.Model):
    """The single row of an installation; a drill's clock started at `drill_from` when it was `made_at`.

    `restored_at`: when it was put back from a backup last, by the real clock; `restored_to`: when that was made.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    made_at = models.DateTimeField()
    drill_from = models.DateTimeField(null=True)
    demo = models.TextField(default="none")
    restored_at = models.DateTimeField(null=True)
    restored_to = models.DateTimeField(null=True)

    class Meta:
        """The table of design section 5: one row."""

        db_table = "installation"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="installation_one"),)

    def __str__(self) -> str:
        """What it is."""
        return self.demo


class DataKey(models.Model):
    """A key that seals one class of an outbreak's personal data on one day, wrapped by the outbreak's key."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    outbreak = models.ForeignKey("wumen.Outbreak", on_delete=models.PROTECT)
    matter = models.TextField()
    day = models.DateField()
    wrapped = models.BinaryField()

    class Meta:
        """The table of design section 5; it holds no key that opens anything by itself."""

        db_table = "data_key"
        constraints = (
            models.UniqueConstraint(fields=["outbreak", "matter", "day"], name="data_key_once"),
        )

    def __str__(self) -> str:
        """Matter and day."""
        return f"{self.matter} {self.day}"
