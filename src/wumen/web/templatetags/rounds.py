"""What a round shows some hundred times over, made in one piece each: the state of a duty, the reasons at a door."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wumen.rules.playbooks import What
from wumen.web.templatetags.duties import grade_name, reason_name, what_name
from wumen.web.templatetags.wumen import hour, role, zh

register = template.Library()

_SETTLED = ("done", "waived")


@register.simple_tag
def duty_state(duty: Any, measured_by: Mapping[str, str] | str = "") -> SafeString:
    """The state of one duty, told by shape and word as well as colour.

    `measured_by` maps clauses to the role whose work they are, where the page knows it.
    """
    parts = [_state(duty, measured_by)]
    if duty.reason and duty.state != "done":
        parts.append(format_html(' <span class="st care">○ {}</span>', reason_name(duty.reason)))
    if duty.tried and duty.state not in _SETTLED:
        told = _("去过 %(n)s 次，%(hour)s 起可再去") % {
            "n": len(duty.tried),
            "hour": hour(duty.opens_at),
        }
        parts.append(format_html(' <span class="st care num">{}</span>', told))
    return mark_safe("".join(parts))


def _state(duty: Any, measured_by: Mapping[str, str] | str) -> SafeString:
    if duty.state == "done":
        return format_html(
            '<span class="st done">✓ {} {}</span>', _("已办"), grade_name(duty.grade)
        )
    if duty.state == "waived":
        return format_html('<span class="st soft">– {}</span>', _("免办"))
    if duty.state == "taken":
        late, over = (" late", f" · {_('超时')}") if duty.overdue else ("", "")
        name = format_html(" {}", zh(duty.taken_by.name)) if duty.taken_by else ""
        return format_html('<span class="st{}">● {}{}{}</span>', late, _("已接手"), name, over)
    if duty.overdue:
        return format_html('<span class="st late">! {}</span>', _("超时"))
    clause = getattr(duty, "clause", "")
    waits_for = measured_by.get(clause) if isinstance(measured_by, Mapping) else None
    words = _("待%(who)s") % {"who": role(waits_for)} if waits_for else _("待办")
    return format_html('<span class="st soft">… {}</span>', words)


@register.simple_tag
def duty_entry(duty: Any, one: Any, entries: Mapping[str, str], typed: Any) -> SafeString:
    """What may be entered for one duty of somebody: a reading, as it was `typed`, a photo, that it was seen, a tick."""
    entry = entries.get(duty.key, "")
    if entry == "celsius":
        was = typed.get(one.id, "") if isinstance(typed, Mapping) else ""
        return format_html(_CELSIUS, one.name, what_name(duty.what), one.id, was)
    if entry == "photo":
        return format_html(_PHOTO, reverse("duty_one", args=[duty.key]), _("拍照办理"))
    if entry == "seen":
        said = _("已采") if duty.what == What.SAMPLING else _("已办")
        return format_html(_SEEN, one.id, one.name, said)
    if entry == "tick":
        return format_html(_TICK, duty.what, one.id, one.name, what_name(duty.what), _("已办"))
    return mark_safe("")


_CELSIUS = (
    '<label class="celsius"><span class="unseen"><span lang="zh">{}</span> {}</span><input name="celsius-{}"'
    ' value="{}" inputmode="decimal" autocomplete="off" maxlength="8" placeholder="36.5"> ℃</label>'
)
_PHOTO = '<a class="button small" href="{}">{}</a>'
_SEEN = (
    '<label class="pick"><input type="checkbox" name="seen" value="{}">'
    ' <span class="unseen" lang="zh">{}</span>{}</label>'
)
_TICK = (
    '<label class="pick"><input type="checkbox" name="ticked" value="{}:{}">'
    ' <span class="unseen" lang="zh">{} {}</span>{}</label>'
)


@register.simple_tag
def reason_chips(
    reasons: Sequence[tuple[str, str]], floor: int, room: str, chosen: str
) -> SafeString:
    """The choices that except a door: each its value and its words, `chosen` is checked."""
    head = format_html(
        '<label><input type="radio" form="normal-{}" name="reason-{}" value="', floor, room
    )
    return mark_safe(
        "".join(
            f"{head}{conditional_escape(value)}"
            f'"{" checked" if value == chosen else ""}><span>{conditional_escape(words)}</span></label>'
            for value, words in reasons
        )
    )
