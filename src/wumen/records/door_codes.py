"""The codes of doors, of which only keyed hashes are kept, and how often somebody guessed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class DoorCode(models.Model):
    """A code that was printed; `people` are those who lived there when it was handed in.

    An inner code holds while its household lives at that door and nobody of these has left it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    household = models.UUIDField(null=True, db_index=True)
    people = ArrayField(models.UUIDField(), default=list)
    code_key = models.BinaryField(unique=True)
    pin_key = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """One code of a kind stands at a door; an inner one belongs to a household and has its PIN."""

        db_table = "door_code"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "kind"],
                condition=models.Q(revoked_at__isnull=True),
                name="door_code_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="outer", household=None, pin_key=None)
                | models.Q(kind="inner", household__isnull=False, pin_key__isnull=False),
                name="door_code_kind",
            ),
        )

    def __str__(self) -> str:
        """The id: the code itself is known to nobody here."""
        return str(self.id)


class DoorGuess(models.Model):
    """How often something was tried since an instant; who tried is a keyed hash."""

    key = models.BinaryField(primary_key=True)
    since = models.DateTimeField()
    many = models.IntegerField()

    class Meta:
        """Lies nowhere: it belongs to an address or a code, not to a place."""

        db_table = "door_guess"

    def __str__(self) -> str:
        """How many."""
        return str(self.many)


@dataclass(frozen=True)
class FoundDoor:
    """The least that an exact code leads to."""

    id: UUID
    kind: str
    area: str


def door_of(code_key: bytes) -> FoundDoor | None:
    """The door of a code that holds, by its exact hash, seen by nobody's post; else None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, area FROM door_of_code(%s)", [code_key])
        row = cursor.fetchone()
    return FoundDoor(*row) if row else None


def holding(codes: Collection[UUID]) -> set[UUID]:
    """Which of some codes still hold, inside the running scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM door_code c WHERE id = ANY(%s::uuid[]) AND door_code_holds(c)",
            [list(codes)],
        )
        return {ident for (ident,) in cursor.fetchall()}


def count_guess(key: bytes, now: datetime, within: timedelta) -> int:
    """Count one try; how many there were since the first of the present while."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM door_guess WHERE since < %s", [now - timedelta(days=1)])
        cursor.execute(
            "INSERT INTO door_guess (key, since, many) VALUES (%(key)s, %(now)s, 1)"
            " ON CONFLICT (key) DO UPDATE SET"
            " many = CASE WHEN door_guess.since <= %(old)s THEN 1 ELSE door_guess.many + 1 END,"
            " since = CASE WHEN door_guess.since <= %(old)s THEN %(now)s ELSE door_guess.since END"
            " RETURNING many",
            {"key": key, "now": now, "old": now - within},
        )
        return int(cursor.fetchone()[0])


def guesses(key: bytes, now: datetime, within: timedelta) -> int:
    """How many tries there were in the present while."""
    row = DoorGuess.objects.filter(key=key, since__gt=now - within).first()
    return row.many if row else 0


def forget_guesses(key: bytes) -> None:
    """Begin to count anew."""
    DoorGuess.objects.filter(key=key).delete()
