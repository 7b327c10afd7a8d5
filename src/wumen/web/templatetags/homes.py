"""Words of homes and knocks in templates: states, absences, results, and what is next at a door."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wumen.rules.homes import STATE_MARKS, STATE_NAMES, HomeState, Nobody, is_away
from wumen.rules.knocks import RESULT_NAMES, STEP_NAMES, Next, Result, Step
from wumen.rules.time import business_day, local
from wumen.web.templatetags.wumen import in_language, is_english

register = template.Library()


@register.filter
def state_name(state: str) -> str:
    """自住, 出租, 合租, 集体宿舍, 空置, 商铺."""
    return in_language(STATE_NAMES[HomeState(state)])


@register.filter
def state_mark(state: str) -> str:
    """The letter of a home that is not an ordinary one; nothing for the others."""
    mark = STATE_MARKS.get(HomeState(state))
    return in_language(mark) if mark else ""


@register.filter
def result_name(result: str) -> str:
    """What a knock found."""
    return in_language(RESULT_NAMES[Result(result)])


@register.filter
def step_name(step: str) -> str:
    """What is next, for a group of doors."""
    return in_language(STEP_NAMES[Step(step)])


def short_day(day: date) -> str:
    """1月15日, or 15 Jan."""
    return f"{day:%-d %b}" if is_english() else f"{day.month}月{day.day}日"


@register.filter
def back_on(until: date | None) -> str:
    """Until when somebody is away: 1月15日回来, or 不知道什么时候回来."""
    if until is None:
        return _("不知道什么时候回来")
    return _("%(day)s回来") % {"day": short_day(until)}


@register.filter
def nobody_words(nobody: Nobody) -> str:
    """全家外出, with the day of the first return where it is known."""
    return _("全家外出，%(back)s") % {"back": back_on(nobody.until)}


@register.filter
def away_words(person: object, today: date) -> str:
    """The absence of a person that is noted, now or later; nothing for one who is there."""
    since: date | None = getattr(person, "away_since", None)
    until: date | None = getattr(person, "away_until", None)
    if since is None or (until is not None and until <= today):
        return ""
    if is_away(since, until, today):
        return _("外出，%(back)s") % {"back": back_on(until)}
    return _("%(day)s起外出，%(back)s") % {"day": short_day(since), "back": back_on(until)}


def hour_words(after: datetime, now: datetime) -> str:
    """今天 12:10, 明天 8:00, 1月12日 8:00."""
    day, clock = business_day(after), f"{local(after):%-H:%M}"
    if day == business_day(now):
        return _("今天 %(hour)s") % {"hour": clock}
    if day == business_day(now) + timedelta(days=1):
        return _("明天 %(hour)s") % {"hour": clock}
    return f"{short_day(day)} {clock}"


@register.filter
def next_words(next_: Next, now: datetime) -> str:
    """What is next at one door, with the hour: 没人 1 次，今天 12:10 以后再来一次."""
    if next_.after is None:
        return step_name(next_.step)
    if next_.step is Step.NOW:
        return ngettext(
            "没人 %(n)s 次，现在可以再去一次", "没人 %(n)s 次，现在可以再去一次", next_.visits
        ) % {"n": next_.visits}
    return ngettext(
        "没人 %(n)s 次，%(hour)s 以后再来一次", "没人 %(n)s 次，%(hour)s 以后再来一次", next_.visits
    ) % {
        "n": next_.visits,
        "hour": hour_words(next_.after, now),
    }


@register.filter
def unit_name(name: str) -> str:
    """A unit as the committee says it: 2单元 for a bare number, else its own name."""
    return f"{name}单元" if name.isdigit() else name
