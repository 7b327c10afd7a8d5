"""Relay texts that were pasted, entry by entry, and which texts for a group were marked as sent."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField

# The group of a text whose words were cut after fourteen days: no paste follows it.
CUT = b"cut"


class Relay(models.Model):
    """One paste of a group's relay text: the text is sealed, `group_key` finds the next paste of the same."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    group_key = models.BinaryField()
    text_sealed = models.BinaryField()
    pasted_at = models.DateTimeField()
    by = models.UUIDField()
    follows = models.UUIDField(null=True)

    class Meta:
        """A paste is never changed; the next one follows it."""

        db_table = "relay"

    def __str__(self) -> str:
        """The kind."""
        return self.kind


class RelayState(models.TextChoices):
    """What became of an entry."""

    OPEN = "open"
    TAKEN = "taken"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class RelayChange(models.TextChoices):
    """What an entry is against the paste before."""

    FIRST = "first"
    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"


class RelayEntry(models.Model):
    """One entry of a paste; what it says is sealed, the door is found again by its household.

    `asked`: the number of the request as which it stands; of a changed one that nobody confirmed yet, the request
    of what stood there before.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    relay = models.ForeignKey(Relay, on_delete=models.PROTECT, related_name="entries")
    area = PathField(db_index=True)
    place = models.IntegerField()
    body_sealed = models.BinaryField()
    household = models.UUIDField(null=True, db_index=True)
    resolved_by = models.TextField(blank=True, default="")
    change = models.TextField(choices=RelayChange.choices, default=RelayChange.FIRST)
    state = models.TextField(choices=RelayState.choices, default=RelayState.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    asked = models.BigIntegerField(null=True)

    class Meta:
        """Who decided and when stand together; what was taken belongs to a household or to none at all."""

        db_table = "relay_entry"
        constraints = (
            models.UniqueConstraint(fields=["relay", "place"], name="relay_entry_place_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=RelayState.values)
                & models.Q(change__in=RelayChange.values),
                name="relay_entry_words",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="relay_entry_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The state."""
        return self.state


class GroupSent(models.Model):
    """A text for a group that was ticked as sent: which list, which group, who and when."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    matter = models.TextField()
    group = models.SmallIntegerField()
    sent_at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        """One tick a matter and group; another tick of the same is no news."""

        db_table = "group_sent"
        constraints = (
            models.UniqueConstraint(fields=["area", "matter", "group"], name="group_sent_once"),
        )

    def __str__(self) -> str:
        """The matter."""
        return self.matter
