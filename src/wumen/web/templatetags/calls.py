"""Words of calls in templates."""

from collections.abc import Mapping

from django import template

from wumen.rules.playbooks import Named
from wumen.web.templatetags.wumen import in_language

register = template.Library()


@register.filter
def result_of(result: str, names: Mapping[str, Named]) -> str:
    """What a call found, in the language of the page."""
    return in_language(names[result])
