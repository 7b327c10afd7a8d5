"""Words, dates and data in templates: rule words by language, dates as the office writes them."""

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wumen.queries import facts
from wumen.rules import posts
from wumen.rules.health_words import masked_health
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, day_zh, instant_en, instant_zh, local

if TYPE_CHECKING:
    from wumen.web.reports.figures import Shown

register = template.Library()
_TELEPHONE = re.compile(r"(?<![\d-])(0\d{2,3}-?\d{7,8}|1\d{10})(?![\d-])")


def is_english() -> bool:
    """Whether the page is in English; everything else is Chinese."""
    return (get_language() or "").startswith("en")


@register.filter
def in_language(word: Any) -> str:
    """The word of a rule in the language of the page: an object with `zh` and `en`, or a pair."""
    zh, en = word if isinstance(word, tuple | list) else (word.zh, word.en)
    return str(en if is_english() else zh)


@register.filter
def role(key: str) -> str:
    """The name of a role by its key, in the language of the page."""
    return in_language(posts.role(key))


@register.filter
def zh(text: object) -> SafeString:
    """Data in Chinese (a name, a place, a document), marked as such on a page of any language."""
    return format_html('<span lang="zh">{}</span>', text)


@register.filter
def ringable(text: SafeString) -> SafeString:
    """A sentence whose telephones are rung with a tap, and never broken over two lines."""
    linked = _TELEPHONE.sub(r'<a class="num nowrap" href="tel:\1">\1</a>', conditional_escape(text))
    return SafeString(linked)


@register.filter
def unit_after(one: "Shown") -> str:
    """The word behind the number of a figure: 栋, buildings, building."""
    return in_language(one.figure.unit.after(one.value))


@register.filter
def homes(n: int) -> str:
    """524 户, or 524 homes; one is one home."""
    return ngettext("%(n)s 户", "%(n)s 户", n) % {"n": n}


@register.filter
def people(n: int) -> str:
    """1400 人, or 1400 people; one is one person."""
    return ngettext("%(n)s 人", "%(n)s 人", n) % {"n": n}


@register.filter
def day(value: date | datetime) -> str:
    """1月10日（星期一）, or Mon 10 Jan 2022."""
    shown = business_day(value) if isinstance(value, datetime) else value
    return f"{shown:%a %-d %b %Y}" if is_english() else day_zh(shown)


@register.filter
def day_chinese(value: datetime) -> str:
    """1月10日（星期一） whatever the language of the page: on a sheet that residents read."""
    return day_zh(business_day(value))


@register.filter
def instant(value: datetime) -> str:
    """1月22日 00:00, or 22 Jan 2022 00:00."""
    return instant_en(value) if is_english() else instant_zh(value)


@register.filter
def milliseconds(value: datetime) -> int:
    """An instant as a script counts it."""
    return int(value.timestamp() * 1000)


@register.filter
def hour(value: datetime) -> str:
    """The time of day on the clock of the office: 10:06."""
    return f"{local(value):%H:%M}"


@register.filter
def hour_of(value: datetime, day: date) -> str:
    """The time of day of what belongs to a day, as the office writes it: 10:06, 次日 00:05."""
    return hour(value) if local(value).date() == day else _("次日 %(hour)s") % {"hour": hour(value)}


@register.filter
def until(value: datetime) -> str:
    """The hour until which something is due: midnight is the end of the day that it closes, 24:00."""
    said = f"{local(value):%H:%M}"
    return "24:00" if said == "00:00" else said


@register.filter
def since(value: datetime) -> str:
    """The hour if it lies in today or closes it, else with its day: 00:00, 10:06, 24:00, 1月9日 18:00."""
    today = facts.today()
    if business_day(value) == today:
        return hour(value)
    return (
        until(value) if business_day(value - timedelta(microseconds=1)) == today else instant(value)
    )


@register.filter
def sentence(problem: Problem) -> str:
    """What is wrong, in the language of the page."""
    return problem.text("en" if is_english() else "zh")


@register.filter
def next_step(problem: Problem) -> str:
    """What the person can do now, in the language of the page."""
    return problem.next_step("en" if is_english() else "zh")


@register.filter
def without_health(said: str) -> str:
    """What somebody wrote, as a list shows it: names of medicines and illnesses masked."""
    return masked_health(said)
