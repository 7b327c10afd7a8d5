"""A household's consent: of which homes neighbours may be told, by their own recorded word."""

from django.db.models import Exists, OuterRef, QuerySet

from wumen.records.models import Household, Resident


def consents() -> Exists:
    """Whether a household consented and somebody of it still lives there: who moved in since has said nothing."""
    return Exists(
        Resident.objects.filter(household=OuterRef("pk"), since__lte=OuterRef("consent_at"))
    )


def consenting(homes: QuerySet[Household]) -> set[str]:
    """The doors of those of some homes of which neighbours may be told; inside the running scope."""
    return set(homes.filter(consents()).values_list("area", flat=True))
