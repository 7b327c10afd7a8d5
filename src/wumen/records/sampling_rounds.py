"""Sampling rounds with where they are held, who comes when to which point, and why somebody was not sampled."""

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak
from wumen.records.organisations import Organisation, RosterEntry
from wumen.records.sampling_points import SamplingPoint


class SamplingRound(models.Model):
    """One round: when, how many to a tube, on whose word; `area` is the deepest place over its scopes.

    `size`: how many share a tube by the rules of its day; `per_desk` people a desk and hour, `cap` heads on site.
    `hand_minutes`, `lab_minutes`: the office's own figures from the first swab of a box; None where it set none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    subdistrict = models.TextField()
    number = models.SmallIntegerField()
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pool = models.TextField()
    size = models.SmallIntegerField()
    per_desk = models.IntegerField()
    cap = models.IntegerField()
    hand_minutes = models.SmallIntegerField(null=True)
    lab_minutes = models.SmallIntegerField(null=True)
    ordered_by = models.TextField()
    document = models.TextField(blank=True, default="")
    opened_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    refusals_erased_at = models.DateTimeField(null=True)

    class Meta:
        """A number stands once in its outbreak and sub-district; somebody closes what is closed."""

        db_table = "sampling_round"
        constraints = (
            models.UniqueConstraint(
                fields=["outbreak", "subdistrict", "number"], name="sampling_round_numbered_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at"))
                & models.Q(number__gt=0, size__gte=1, per_desk__gt=0, cap__gt=0)
                & ~models.Q(ordered_by=""),
                name="sampling_round_whole",
            ),
            models.CheckConstraint(
                condition=(models.Q(hand_minutes=None) | models.Q(hand_minutes__gt=0))
                & (models.Q(lab_minutes=None) | models.Q(lab_minutes__gt=0)),
                name="sampling_round_limits",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="sampling_round_closed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The number."""
        return str(self.number)


class SamplingRoundScope(models.Model):
    """A place in which a round is held, or an organisation whose roster is sampled where it works.

    `single`: its people have tubes of their own. `team_at`, `team`: of an organisation to which a team comes, when
    and which; it stands at no point then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="scopes")
    area = PathField(db_index=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    single = models.BooleanField(default=False)
    team_at = models.DateTimeField(null=True)
    team = models.TextField(blank=True, default="")

    class Meta:
        """Each place and organisation once."""

        db_table = "sampling_round_scope"
        constraints = (
            models.UniqueConstraint(
                fields=["round", "area"],
                condition=models.Q(organisation=None),
                name="sampling_round_place_once",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"], name="sampling_round_organisation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(team_at=None, team="")
                | models.Q(team_at__isnull=False, organisation__isnull=False) & ~models.Q(team=""),
                name="sampling_round_team_comes",
            ),
        )

    def __str__(self) -> str:
        """The place."""
        return self.area


class SamplingSlot(models.Model):
    """When the people of a building, lane or site come to which point; `waves` are the times of its parts.

    `organisation`: whose roster comes; it has an hour of its own beside the building that it stands in.

    `set_at`: since when it is told so; `by_hand`: somebody moved it, and it stands as she said.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="slots")
    area = PathField(db_index=True)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    heads = models.IntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    waves = models.JSONField(default=list)
    late = models.BooleanField(default=False)
    set_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        """A place, and an organisation, comes once in a round."""

        db_table = "sampling_slot"
        constraints = (
            models.UniqueConstraint(
                fields=["round", "area"],
                condition=models.Q(organisation=None),
                name="sampling_slot_once",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"], name="sampling_slot_of_organisation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(heads__gt=0, ends_at__gt=models.F("begins_at")),
                name="sampling_slot_of_some",
            ),
        )

    def __str__(self) -> str:
        """The place."""
        return self.area


class NotSampled(models.Model):
    """Why somebody is not sampled in a round; what was said is sealed. A refusal is erased with its round."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="whys")
    area = PathField(db_index=True)
    resident = models.UUIDField(db_index=True)
    why = models.TextField()
    said_sealed = models.BinaryField(null=True)
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """The last word of each."""

        db_table = "not_sampled"
        constraints = (
            models.UniqueConstraint(fields=["round", "resident"], name="not_sampled_once"),
            models.CheckConstraint(
                condition=models.Q(why__in=["away", "sampled_elsewhere", "unfit", "infant"])
                | models.Q(why="refused", said_sealed=None),
                name="not_sampled_why",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class SamplingAtDoor(models.Model):
    """That somebody is sampled at her door in a round, by which ground; never why she cannot come.

    `door`: False where the office took her off, so that nobody proposes her again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="at_door")
    area = PathField(db_index=True)
    resident = models.UUIDField(db_index=True)
    ground = models.TextField()
    door = models.BooleanField(default=True)
    put_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()

    class Meta:
        """Each once a round."""

        db_table = "sampling_at_door"
        constraints = (
            models.UniqueConstraint(fields=["round", "resident"], name="sampling_at_door_once"),
            models.CheckConstraint(
                condition=models.Q(ground__in=["register", "knock", "asked", "before", "hand"]),
                name="sampling_at_door_ground",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class RosterSample(models.Model):
    """That somebody of an organisation's roster who owes no sample at home was sampled in a round."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="samples")
    area = PathField(db_index=True)
    entry = models.ForeignKey(RosterEntry, on_delete=models.PROTECT, related_name="+")
    sampled_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each once a round."""

        db_table = "roster_sample"
        constraints = (
            models.UniqueConstraint(fields=["round", "entry"], name="roster_sample_once"),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class TubeLook(models.Model):
    """That somebody asked who shares a tube, for what, and who agreed; the tube by a keyed hash, nobody by name."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    tube_key = models.BinaryField()
    purpose = models.TextField()
    samples = models.IntegerField()
    asked_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        """Two people stand for it."""

        db_table = "tube_look"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(agreed_at=None, agreed_by__isnull=True)
                | models.Q(agreed_at__isnull=False, agreed_by__isnull=False)
                & ~models.Q(agreed_by=models.F("asked_by")),
                name="tube_look_by_two",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


def rounds_of(day: date) -> models.QuerySet[SamplingRound]:
    """The rounds of a day in open outbreaks, as far as they are seen."""
    return SamplingRound.objects.filter(day=day, outbreak__closed_at__isnull=True)


def places_of(rounds: Collection[UUID]) -> list[tuple[str, UUID]]:
    """The places in which rounds are held, each with the round; organisations stand apart."""
    rows = SamplingRoundScope.objects.filter(round__in=rounds, organisation=None)
    return list(rows.values_list("area", "round_id"))
