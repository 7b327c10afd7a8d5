"""Duties and their tally; the tables themselves are made by sql/duties.sql, for they are partitioned."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wumen.records.areas import PathField


class Duty(models.Model):
    """One owed thing: what × subject × window of a day."""

    pk = models.CompositePrimaryKey("day", "what", "subject", "win")
    day = models.DateField()
    what = models.TextField()
    subject = models.UUIDField()
    win = models.TextField()
    subdistrict = models.TextField()
    area = PathField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.TextField()
    owner_post = models.UUIDField(null=True)
    basis = models.JSONField()
    grade = models.TextField(null=True)  # noqa: DJ001 - absent until there is evidence
    reason = models.TextField(null=True)  # noqa: DJ001 - absent until something stood in the way
    evidence = models.TextField(null=True)  # noqa: DJ001 - the event that settled it: day/writer/seq
    taken_by = models.UUIDField(null=True)
    tried = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        """The table of design section 5."""

        db_table = "duty"
        managed = False

    def __str__(self) -> str:
        """The key."""
        return f"{self.day}/{self.what}/{self.subject}/{self.win}"


class Tally(models.Model):
    """A change of a count: summed it is what stands, folded it is one row."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    area = PathField()
    what = models.TextField()
    win = models.TextField()
    state = models.TextField()
    grade = models.TextField()
    due_at = models.DateTimeField()
    owner_post = models.UUIDField(null=True)
    n = models.BigIntegerField()

    class Meta:
        """The table of design section 5."""

        db_table = "tally"
        managed = False

    def __str__(self) -> str:
        """What is counted."""
        return f"{self.day} {self.area} {self.what} {self.state} {self.n}"
