"""What somebody needs and how soon: one set of rules for relay texts, phones and the resident's page."""

from wumen.rules.needs.kinds import DANGERS, GRAVEST_FIRST, NeedKind, Urgency
from wumen.rules.needs.known import MEDICINE, SYMPTOM
from wumen.rules.needs.reading import Need, read_need, threatens_life

__all__ = [
    "DANGERS",
    "GRAVEST_FIRST",
    "MEDICINE",
    "SYMPTOM",
    "Need",
    "NeedKind",
    "Urgency",
    "read_need",
    "threatens_life",
]
