"""The reach of a notice in templates: how many by one means, and what a reason is called."""

from collections.abc import Mapping

from django import template

from wumen.rules.notice_reach import Means
from wumen.rules.playbooks import Named
from wumen.web.templatetags.wumen import in_language

register = template.Library()


@register.filter
def of_means(told: Mapping[Means, int], key: str) -> int:
    """How many homes were told by that means."""
    return told.get(Means(key), 0)


@register.filter
def named(words: Mapping[str, Named], key: str) -> str:
    """What that key is called, in the language of the page."""
    return in_language(words[key])
