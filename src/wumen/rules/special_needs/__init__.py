"""Special needs (特殊需求): what kinds there are, what each asks of the office and when."""

from wumen.rules.special_needs.asks import (
    ASK_NAMES,
    SOON_DAYS,
    Ask,
    AskKind,
    Due,
    Wanted,
    asks,
    fits,
    neutral,
    urgency,
)
from wumen.rules.special_needs.care import Care, care_of
from wumen.rules.special_needs.categories import Category, categories
from wumen.rules.special_needs.kinds import KINDS, Detail, Kind, KindOf, label
from wumen.rules.special_needs.needs import Details, Need, changed, missing, read_kind, read_need
from wumen.rules.special_needs.words import kinds_in, kinds_of, need_of_word, needs_of_words

__all__ = [
    "ASK_NAMES",
    "KINDS",
    "SOON_DAYS",
    "Ask",
    "AskKind",
    "Care",
    "Category",
    "Detail",
    "Details",
    "Due",
    "Kind",
    "KindOf",
    "Need",
    "Wanted",
    "asks",
    "care_of",
    "categories",
    "changed",
    "fits",
    "kinds_in",
    "kinds_of",
    "label",
    "missing",
    "need_of_word",
    "needs_of_words",
    "neutral",
    "read_kind",
    "read_need",
    "urgency",
]
