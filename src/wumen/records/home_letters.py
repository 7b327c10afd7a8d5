"""Letters from home (家书): the community's words in one place, and which homes were given one."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class HomeLetterWords(models.Model):
    """What a place writes to its homes; the nearest place over a home speaks."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(unique=True)
    text = models.TextField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One text a place."""

        db_table = "home_letter_words"

    def __str__(self) -> str:
        """The words."""
        return self.text


class HomeLetter(models.Model):
    """That a home was given its letter on a day."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    household = models.UUIDField()
    area = PathField(db_index=True)
    given_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Found by its home."""

        db_table = "home_letter"
        indexes = (models.Index(fields=["household", "given_at"], name="home_letter_home"),)

    def __str__(self) -> str:
        """The id: a home stands in no log."""
        return str(self.id)
