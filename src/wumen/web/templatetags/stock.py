"""Words of stock in templates."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from wumen.rules.stock.lasting import KINDS, TEAM_KINDS, Kind, Outlook
from wumen.web.templatetags.wumen import day, in_language, is_english

register = template.Library()


@register.filter
def move_named(kind: Kind) -> str:
    """入库, 出库, 盘点."""
    return in_language(KINDS[kind])


@register.filter
def unknowns(seen: Outlook) -> str:
    """Why nobody knows whether it is enough: norms that are not set, rosters and people that are not named yet."""
    said = [_("%(day)s没有发布的班表") % {"day": day(one)} for one in seen.unmanned]
    if seen.unset:
        said.append(_("%(kinds)s每人多少没定") % {"kinds": _named(seen.unset)})
    if seen.unplanned:
        said.append(_("明天的%(kinds)s还没有人") % {"kinds": _named(seen.unplanned)})
    return "; ".join(said) if is_english() else "；".join(said)


def _named(kinds: Iterable[str]) -> str:
    said = [in_language(TEAM_KINDS[one]) for one in kinds]
    return ", ".join(said) if is_english() else "、".join(said)


@register.filter
def ends(source: object, target: object) -> str:
    """From which thing to which, as the form names both at once."""
    return f"{source}/{target}"


@register.filter
def without_sign(n: int) -> int:
    """Three, of three short."""
    return abs(n)
