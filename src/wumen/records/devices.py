"""Phones that act in a post without a password: bound once by a code, of which only keyed hashes are kept."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember, Post


class Device(models.Model):
    """A code that was made for a post, and the phone that it bound; all instants by the real clock."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="devices")
    code_key = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    code_until = models.DateTimeField()
    lasts = models.TextField()
    until_at = models.DateTimeField()
    token_key = models.BinaryField(unique=True, null=True)
    bound_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    kind = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A post has at most one phone and one waiting code; a bound phone has its token."""

        db_table = "device"
        constraints = (
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(ended_at__isnull=True, bound_at__isnull=False),
                name="device_one_a_post",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(ended_at__isnull=True, bound_at__isnull=True),
                name="device_one_code_a_post",
            ),
            models.CheckConstraint(
                condition=models.Q(bound_at=None, token_key=None, seen_at=None)
                | models.Q(bound_at__isnull=False, token_key__isnull=False, seen_at__isnull=False),
                name="device_bound_whole",
            ),
        )

    def __str__(self) -> str:
        """The id: code and token are known to nobody here."""
        return str(self.id)
