"""What duties are about, by their ids: people, homes and facilities in one statement."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db.models import TextField, Value

from wumen.records.models import Facility, Household, Resident


def known_subjects(idents: Sequence[UUID]) -> list[tuple[int, int, str, UUID, str, str]]:
    """People, homes and facilities among some subjects, in one statement: order, place, name, id, kind, state."""
    text, number = partial(Value, output_field=TextField()), Value(0)
    people = Resident.objects.filter(id__in=idents).values_list(
        Value(0), "place", "name", "id", text("resident"), "household__state"
    )
    homes = Household.objects.filter(id__in=idents).values_list(
        Value(1), number, text(""), "id", text("household"), "state"
    )
    things = Facility.objects.filter(id__in=idents).values_list(
        Value(2), number, "name", "id", text("facility"), text("")
    )
    return list(people.union(homes, things, all=True))
