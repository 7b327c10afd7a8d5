"""What a need is about and how soon somebody must act: dangers first, then what cannot wait, then the rest."""

from collections.abc import Mapping
from enum import StrEnum


class Urgency(StrEnum):
    """How soon somebody must act: it comes from the thing that is asked, never from the word 急."""

    LIFE = "life"
    URGENT = "urgent"
    NORMAL = "normal"


# The order in which a person looks at what was asked, by these words: of an entry as of a request.
GRAVEST_FIRST: Mapping[str, int] = {one: place for place, one in enumerate(Urgency)}


class NeedKind(StrEnum):
    """What somebody writes about; those before MEDICINE may be a danger."""

    ILLNESS = "illness"
    BIRTH = "birth"
    FIRE = "fire"
    GAS = "gas"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    LIFT = "lift"
    EXIT = "exit"
    ALONE = "alone"
    HUNGER = "hunger"
    UNCLEAR = "unclear"
    MEDICINE = "medicine"
    TREATMENT = "treatment"
    UTILITY = "utility"


# Whoever tells of one of these is looked at by a person; medicines, treatment and power are asked for daily.
DANGERS: Mapping[NeedKind, None] = dict.fromkeys(
    one for one in NeedKind if one not in (NeedKind.MEDICINE, NeedKind.TREATMENT, NeedKind.UTILITY)
)
