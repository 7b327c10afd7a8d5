"""Words of meals in templates."""

from django import template

from wumen.rules.meals.eating import DIET_NAMES, Count, Diet
from wumen.rules.meals.saying import clock
from wumen.web.templatetags.wumen import in_language, is_english

register = template.Library()


@register.filter
def diets(count: Count) -> str:
    """清真 3 · 素食 1; nothing where everybody eats the same."""
    said = [(DIET_NAMES[diet], n) for diet in Diet if (n := count.diets.get(diet, 0))]
    return " · ".join(f"{in_language(named)} {n}" for named, n in said)


@register.filter
def changed(count: Count) -> str:
    """多 2 份、清真少 1: what became more and fewer."""
    said = [_changed("", count.heads)] if count.heads else []
    said += [
        _changed(in_language(DIET_NAMES[diet]), n)
        for diet in Diet
        if (n := count.diets.get(diet, 0))
    ]
    return ", ".join(said) if is_english() else "、".join(said)


def _changed(what: str, n: int) -> str:
    if is_english():
        return f"{n:+d} {what}".rstrip()
    return f"{what}{'多' if n > 0 else '少'} {abs(n)} 份"


@register.filter
def signed(n: int) -> str:
    """+2 or −1."""
    return f"+{n}" if n > 0 else f"−{-n}"


@register.filter
def of_day(minute: int) -> str:
    """The hour of a minute of the day: 5:30."""
    return clock(minute)
