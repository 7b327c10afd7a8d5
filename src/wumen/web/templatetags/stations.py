"""Words of stations and shifts in templates."""

from datetime import date

from django import template

from wumen.rules.force import SKILL_NAMES, Skill
from wumen.rules.shifts import HOW_NAMES, How
from wumen.rules.stations import KIND_NAMES, Hours, StationKind
from wumen.web.templatetags.wumen import in_language, is_english

register = template.Library()
_ZH = "一二三四五六日"
_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EVERY = 127


@register.filter
def station_kind(key: str) -> str:
    """The name of a kind of station."""
    return in_language(KIND_NAMES[StationKind(key)])


@register.filter
def skill_words(key: str) -> str:
    """The name of a skill."""
    return in_language(SKILL_NAMES[Skill(key)])


@register.filter
def came_words(key: str) -> str:
    """How it is known that somebody came."""
    return in_language(HOW_NAMES[How(key)])


@register.filter
def weekdays(_nothing: str) -> list[tuple[int, str]]:
    """The days of the week with their numbers, Monday first."""
    return list(enumerate(_EN if is_english() else _ZH))


@register.filter
def on_days(hours: Hours) -> str:
    """On which days of the week, nothing for every day."""
    if hours.weekdays == _EVERY:
        return ""
    names = _EN if is_english() else _ZH
    said = [names[n] for n in range(7) if hours.weekdays >> n & 1]
    return ", ".join(said) if is_english() else "周" + "、".join(said)


@register.filter
def short_hours(hours: Hours) -> str:
    """0–8, as narrow as a grid needs it."""
    end = (hours.start + hours.minutes) % 1440 or 1440

    def said(minute: int) -> str:
        return f"{minute // 60}:{minute % 60:02d}" if minute % 60 else str(minute // 60)

    return f"{said(hours.start)}–{said(end)}"


@register.filter
def short_day(value: date) -> str:
    """10日 一, or Mon 10."""
    names = _EN if is_english() else _ZH
    name = names[value.weekday()]
    return f"{name} {value.day}" if is_english() else f"{value.day}日 {name}"
