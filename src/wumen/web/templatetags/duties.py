"""Words of duties in templates: what, grade, reason, the label of a door, Chinese inside a line."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wumen.rules.areas import SHARED_LEVELS, is_common_part, parent
from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.playbooks import GRADE_NAMES, WHAT_NAMES, Grade, What
from wumen.rules.rounds import ERASED, ERASED_NAME
from wumen.rules.sampling_rounds.standing import REASONS_SAID
from wumen.web.templatetags.wumen import in_language, is_english

register = template.Library()

_CHINESE = re.compile(r"([\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)")


@register.filter
def what_name(key: str) -> str:
    """The name of what is owed: 量体温, temperature."""
    return in_language(WHAT_NAMES[What(key)])


@register.filter
def grade_name(key: str) -> str:
    """The name of a grade of evidence: 实测, 自报, 代报."""
    return in_language(GRADE_NAMES[Grade(key)])


@register.filter
def reason_name(said: str) -> str:
    """A known reason by its name; one that was written out as it was written."""
    if said == ERASED:
        return in_language(ERASED_NAME)
    return (
        in_language(REASONS_SAID[said])
        if said in REASONS_SAID
        else format_html('<span lang="zh">{}</span>', masked_health(said, MASK_ON_PAPER))
    )


@register.filter
def reason_in_full(said: str) -> str:
    """A reason as it was written, on a page whose opening is logged."""
    return reason_name(said) if said in {*REASONS_SAID, ERASED} else said


@register.filter
def room_name(room: str) -> str:
    """A room by its number; a common part by its words."""
    return _("公共部位") if is_common_part(room) else room


@register.filter
def place_of(path: str) -> str:
    """A door, or for a common part the place that it belongs to."""
    return parent(path) if is_common_part(path) else path


@register.filter
def door(path: str) -> str:
    """A door as the committee says it: 1-2-301, building, unit, room; a common part by its place."""
    codes = place_of(path).strip("/").split("/")
    shown = "-".join(codes[SHARED_LEVELS:] or codes[-1:])
    return f"{shown} {_('公共部位')}" if is_common_part(path) else shown


@register.filter
def mark_chinese(line: str) -> SafeString:
    """A line with its runs of Chinese marked as such where the page is English."""
    if not is_english():
        return conditional_escape(line)
    parts = [
        format_html('<span lang="zh">{}</span>', part) if place % 2 else conditional_escape(part)
        for place, part in enumerate(_CHINESE.split(line))
    ]
    return mark_safe("".join(parts))


@register.filter
def at_key(mapping: dict[object, object] | str, key: object) -> object:
    """The value of a mapping at a key; nothing where either is absent."""
    return mapping.get(key, "") if isinstance(mapping, dict) else ""
