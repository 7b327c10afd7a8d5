"""What is said of meals: a point's crew, heads more or fewer, who hands out, what was ordered; no person who eats."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class MealWord(models.Model):
    """One word about the meals of a day at a place; who eats there is read off rosters and stands nowhere.

    `place` is a station or sampling point, nothing for the place of the tree itself. Without a `meal` it holds for
    all of the day. `diets` are counts by diet.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    place = models.UUIDField(null=True)
    day = models.DateField()
    meal = models.TextField(blank=True, default="")
    kind = models.TextField()
    heads = models.IntegerField(default=0)
    diets = models.JSONField(default=dict)
    who = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Read by day; a correction says why, who hands out has a name, and nothing else is below nought."""

        db_table = "meal_word"
        indexes = (models.Index(fields=["day", "area"], name="meal_word_of_day"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="extra") & ~models.Q(why="") & ~models.Q(heads=0)
                | models.Q(kind__in=["crew", "ordered"], why="", heads__gte=0)
                | models.Q(kind="hands", why="", heads=0),
                name="meal_word_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="hands") & ~models.Q(who="")
                | ~models.Q(kind="hands") & models.Q(who=""),
                name="meal_word_hands_named",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["extra", "ordered"]) & ~models.Q(meal="")
                | models.Q(kind__in=["crew", "hands"], meal=""),
                name="meal_word_of_meal",
            ),
        )

    def __str__(self) -> str:
        """Of which day and meal, and what."""
        return f"{self.day} {self.meal} {self.kind}"
