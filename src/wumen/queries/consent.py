"""A household's consent: of which homes neighbours may be told, by their own recorded word."""

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from wumen.records.models import Household

# That a resident's home consented holds for her while she lives there since: who moved in later has said nothing.
CONSENTED = "resident.since <= household.consent_at"
_CONSENTING = f"""EXISTS (
    SELECT FROM resident WHERE resident.household_id = household.id AND {CONSENTED})"""


def consenting(homes: QuerySet[Household]) -> set[str]:
    """The doors of those of some homes of which neighbours may be told; inside the running scope.

    A home consents while somebody lives there who did.
    """
    consents = RawSQL(_CONSENTING, (), BooleanField())
    return set(homes.filter(consents).values_list("area", flat=True))
