"""Words for bins of waste in templates."""

from django import template

from wumen.rules.care_bins import EMPTIED_NAMES, STATE_NAMES, BinState, Emptied
from wumen.web.templatetags.wumen import in_language

register = template.Library()


@register.filter
def bin_state(key: str) -> str:
    """How a bin is, in the reader's language."""
    return in_language(STATE_NAMES[BinState(key)])


@register.filter
def bin_emptied(key: str) -> str:
    """Whether a bin was emptied, in the reader's language."""
    return in_language(EMPTIED_NAMES[Emptied(key)])
