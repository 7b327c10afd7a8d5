"""Words of stock in templates."""

from collections.abc import Iterable

from django import template

from wumen.rules.stock.lasting import KINDS, TEAM_KINDS, Kind
from wumen.web.templatetags.wumen import in_language, is_english

register = template.Library()


@register.filter
def move_named(kind: Kind) -> str:
    """入库, 出库, 盘点."""
    return in_language(KINDS[kind])


@register.filter
def kinds_named(kinds: Iterable[str]) -> str:
    """门岗、采样点: the kinds of teams in words."""
    said = [in_language(TEAM_KINDS[one]) for one in kinds]
    return ", ".join(said) if is_english() else "、".join(said)
