"""What duties are about, by their ids: people, homes and facilities in one statement."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from django.db.models import TextField, Value

from wumen.records.models import Facility, Household, Resident
from wumen.rules.areas import is_common_part


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


def elsewhere(gone: Mapping[UUID, str]) -> dict[UUID, tuple[str, str]]:
    """Kind and name of what does not stand at its door: the stairwell or gate itself, or who has moved since.

    A resident or household that left the register since keeps nothing of its duties on a card.
    """
    moved = [one for one, door in gone.items() if not is_common_part(door)]
    found = {one: ("place", "") for one, door in gone.items() if is_common_part(door)}
    if moved:
        people = Resident.objects.filter(id__in=moved).order_by("place", "name", "id")
        found |= {one: ("resident", name) for one, name in people.values_list("id", "name")}
        homes = Household.objects.filter(id__in=moved).values_list("id", flat=True)
        found |= dict.fromkeys(homes, ("household", ""))
    return found
