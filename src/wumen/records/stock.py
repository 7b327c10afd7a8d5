"""What is kept at deposit points, and every movement of it: who, when, how many; nothing of it is rewritten."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.parcels import DepositPoint
from wumen.records.sets import binding, unnested


class Stock(models.Model):
    """A thing that is kept at a deposit point: how many are `held` there, and how many a head needs where.

    `norms` are numbers by kind of station; a kind that stands not in it is unknown. `held` changes in the statement
    that writes the movement and in no other.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    point = models.ForeignKey(DepositPoint, on_delete=models.PROTECT, related_name="stock")
    name = models.TextField()
    unit = models.TextField()
    held = models.IntegerField(default=0)
    norms = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name stands once at a point; nobody hands out what is not there."""

        db_table = "stock"
        constraints = (
            models.UniqueConstraint(
                fields=["point", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="stock_once",
            ),
            models.CheckConstraint(condition=models.Q(held__gte=0), name="stock_not_below_nought"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(unit=""), name="stock_named"
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class StockMove(models.Model):
    """That something came, went to a team, into a kit or to another point, or was counted: by how many `held` changed.

    Of what went `day` is the day it is for, `team` the place as forms name it with its name of then; `said`: a person
    typed how many the team gets. `why` is from whom it came, or why it is not as it should be. What goes from one
    point to another bears one `transfer` at both: sent there, coming here (`counted` is how many, none of them held
    yet), then arrived here as counted, or back there. A kit names no home.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="moves")
    kind = models.TextField()
    n = models.IntegerField()
    counted = models.IntegerField(null=True)
    day = models.DateField(null=True)
    team = models.TextField(blank=True, default="")
    team_name = models.TextField(blank=True, default="")
    said = models.BooleanField(default=False)
    why = models.TextField(blank=True, default="")
    moved_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    transfer = models.UUIDField(null=True)

    class Meta:
        """What differs has a reason, what comes a source, what goes a place; each step of a transfer is once."""

        db_table = "stock_move"
        indexes = (
            models.Index(fields=["stock", "-moved_at"], name="stock_move_last"),
            models.Index(fields=["day", "stock"], name="stock_move_of_day"),
            # What came on its way is asked for without reading what else moved in years.
            models.Index(
                fields=["stock"],
                condition=models.Q(kind__in=["sent", "coming"]),
                name="stock_move_on_way",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["transfer", "kind"],
                condition=models.Q(transfer__isnull=False),
                name="stock_move_step_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["sent", "coming", "arrived", "back"])
                & models.Q(transfer__isnull=False)
                | ~models.Q(kind__in=["sent", "coming", "arrived", "back"])
                & models.Q(transfer=None),
                name="stock_move_of_transfer",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="received", n__gt=0, counted=None, day=None, team="", said=False
                )
                & ~models.Q(why="")
                | models.Q(
                    kind="issued",
                    n__lt=0,
                    counted=None,
                    day__isnull=False,
                    said=False,
                    why="",
                )
                & ~models.Q(team="")
                | models.Q(kind="issued", counted=None, day__isnull=False, said=True)
                & ~models.Q(team="")
                & ~models.Q(why="")
                | models.Q(kind="counted", counted__gte=0, day=None, team="", said=False)
                & (models.Q(n=0) | ~models.Q(why=""))
                | models.Q(kind="kit", n__lt=0, counted=None, day=None, team="", said=False)
                | models.Q(kind="sent", n__lt=0, counted=None, day=None, said=False, why="")
                & ~models.Q(team="")
                | models.Q(kind="coming", n=0, counted__gt=0, day=None, said=False, why="")
                & ~models.Q(team="")
                | models.Q(kind="arrived", n__gte=0, counted__gt=0, day=None, said=False)
                & (models.Q(n=models.F("counted")) | ~models.Q(why=""))
                | models.Q(kind="back", n__gt=0, counted=None, day=None, said=False)
                & ~models.Q(why=""),
                name="stock_move_kind",
            ),
        )

    def __str__(self) -> str:
        """The kind and how many."""
        return f"{self.kind} {self.n}"


@dataclass(frozen=True)
class Move:
    """A movement to be written, column by column as `_GIVEN` names them."""

    id: UUID
    stock: UUID
    kind: str
    n: int
    moved_at: datetime
    by: UUID
    counted: int | None = None
    day: date | None = None
    team: str = ""
    team_name: str = ""
    said: bool = False
    why: str = ""
    transfer: UUID | None = None


_GIVEN = (
    *(("id", "uuid"), ("stock", "uuid"), ("kind", "text"), ("n", "int")),
    *(("moved_at", "timestamptz"), ("by", "uuid"), ("counted", "int"), ("day", "date")),
    *(("team", "text"), ("team_name", "text"), ("said", "bool"), ("why", "text")),
    ("transfer", "uuid"),
)
_MOVE = f"""
    WITH given AS (SELECT * FROM {unnested(_GIVEN)}),
    moved AS (
        UPDATE stock s SET held = held + sums.n
        FROM (SELECT stock, sum(n)::int AS n FROM given GROUP BY stock) sums
        WHERE s.id = sums.stock RETURNING s.id, s.area
    )
    INSERT INTO stock_move (id, area, stock_id, kind, n, counted, day, team, team_name, said, why, moved_at, by_id,
        transfer)
    SELECT g.id, m.area, g.stock, g.kind, g.n, g.counted, g.day, g.team, g.team_name, g.said, g.why, g.moved_at, g.by,
        g.transfer
    FROM given g JOIN moved m ON m.id = g.stock
"""


def move(moves: Sequence[Move]) -> None:
    """Write movements and what is held after them, in one statement; the rows of their stock are locked already."""
    if moves:
        with binding() as cursor:
            cursor.execute(
                _MOVE, [list(column) for column in zip(*map(astuple, moves), strict=True)]
            )
