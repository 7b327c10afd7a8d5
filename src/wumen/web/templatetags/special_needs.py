"""How asks of special needs are shown: the word and the colour of how each stands today."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from wumen.rules.special_needs import Due

register = template.Library()

_DUE = {
    Due.OVERDUE: (_("已过"), "late"),
    Due.TODAY: (_("今天"), "late"),
    Due.UNKNOWN: (_("请补充"), "care"),
    Due.SOON: (_("7天内"), "hold"),
}


@register.filter
def due_words(due: Due) -> tuple[Any, str] | None:
    """The word and the class of a chip; None for what stands every day or lies further off."""
    return _DUE.get(due)
