"""What a round shows some hundred times over, in one piece each: who is behind a door, how duties stand, reasons."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wumen.queries.rounds import DoorCard, DutyOnCard, SubjectOnCard
from wumen.rules.playbooks import What
from wumen.web.templatetags.duties import grade_name, place_of, reason_name, what_name
from wumen.web.templatetags.wumen import hour, role, zh

register = template.Library()

_SETTLED = ("done", "waived", "withdrawn")


@register.simple_tag
def duty_state(duty: Any, measured_by: Mapping[str, str] | str = "") -> SafeString:
    """The state of one duty, told by shape and word as well as colour.

    `measured_by` maps clauses to the role whose work they are, where the page knows it.
    """
    clause = getattr(duty, "clause", "")
    waits_for = measured_by.get(clause) if isinstance(measured_by, Mapping) else None
    again = hour(duty.opens_at) if duty.tried and duty.state not in _SETTLED else ""
    hand = duty.taken_by.name if duty.state == "taken" and duty.taken_by else ""
    reason = duty.reason if duty.state != "done" else ""
    settled = duty.grade if duty.state == "done" else ""
    standing = _Standing(duty.state, settled, duty.overdue, waits_for or "", hand)
    return _told(get_language(), standing, reason or "", len(duty.tried), again)


class _Standing(NamedTuple):
    """How a duty stands, as far as its words depend on it."""

    state: str
    grade: str
    overdue: bool
    waits_for: str
    hand: str


@lru_cache(maxsize=512)
def _told(
    language: str | None, standing: _Standing, reason: str, tried: int, again: str
) -> SafeString:
    """Most duties of a round stand alike: how they stand is put into words once for each `language`."""
    parts = [_state(standing)]
    if reason:
        parts.append(format_html(' <span class="st care">○ {}</span>', reason_name(reason)))
    if again:
        told = ngettext(
            "去过 %(n)s 次，%(hour)s 起可再去", "去过 %(n)s 次，%(hour)s 起可再去", tried
        ) % {"n": tried, "hour": again}
        parts.append(format_html(' <span class="st care num">{}</span>', told))
    return mark_safe("".join(parts))


def _state(of: _Standing) -> SafeString:
    if of.state == "done":
        return format_html('<span class="st done">✓ {} {}</span>', _("已办"), grade_name(of.grade))
    if of.state == "waived":
        return format_html('<span class="st soft">– {}</span>', _("免办"))
    if of.state == "withdrawn":
        return format_html('<span class="st soft">– {}</span>', _("已撤"))
    if of.state == "taken":
        late, over = (" late", f" · {_('超时')}") if of.overdue else ("", "")
        name = format_html(" {}", zh(of.hand)) if of.hand else ""
        return format_html('<span class="st{}">● {}{}{}</span>', late, _("已接手"), name, over)
    if of.overdue:
        return format_html('<span class="st late">! {}</span>', _("超时"))
    words = _("待%(who)s") % {"who": role(of.waits_for)} if of.waits_for else _("待办")
    return format_html('<span class="st soft">… {}</span>', words)


@register.simple_tag(takes_context=True)
def behind(context: Mapping[str, Any], card: DoorCard) -> SafeString:
    """Who and what stands behind a door, and of each all that is due, how it stands and what may be entered for it."""
    entries, measured_by = context["entries"], context["measured_by"]
    typed, photos = context.get("typed"), card.common and context["may_settle"]
    made = []
    for one in card.subjects:
        name = escape(one.name)
        made.append(f'<li><p class="person"><strong>{_called(one.kind, name)}</strong> ')
        made.append(f'<a class="small-text" href="{context["explain_url"]}?{_whom(card, one)}">')
        made.append(f"{context['why_words']}</a></p>")
        for duty in one.duties:
            photo = _photo_link(context, duty) if photos else ""
            entry = _entry(entries.get(duty.key, ""), duty, one.id, name, typed)
            state = duty_state(duty, measured_by)
            made.append(
                f'<div class="due"><span>{what_name(duty.what)}{photo}</span> {state} {entry}</div>'
            )
        made.append("</li>")
    return mark_safe("".join(made))


def _whom(card: DoorCard, one: SubjectOnCard) -> str:
    return f"resident={one.id}" if one.kind == "resident" else f"area={quote(place_of(card.area))}"


def _called(kind: str, name: str) -> str:
    if name:
        return f'<span lang="zh">{name}</span>'
    return _("全户") if kind == "household" else _("门口")


def _photo_link(context: Mapping[str, Any], duty: DutyOnCard) -> SafeString:
    back = f"{reverse('rounds_one', args=[context['key']])}#floor-{context['floor'].floor}"
    at = f"{reverse('photos_new')}?duty={quote(duty.key)}&next={quote(back)}"
    return format_html(' <a class="small-text" href="{}">{}</a>', at, _("拍照"))


def _entry(entry: str, duty: DutyOnCard, ident: UUID, name: str, typed: Any) -> str:
    """What may be entered for one duty of somebody: a reading, as it was `typed`, a photo, that it was seen, a tick."""
    if entry == "celsius":
        was = escape(typed.get(ident, "")) if isinstance(typed, Mapping) else ""
        return _CELSIUS.format(name, what_name(duty.what), ident, was)
    if entry == "photo":
        return format_html(_PHOTO, reverse("duty_one", args=[duty.key]), _("拍照办理"))
    if entry == "seen":
        said = _("已采") if duty.what == What.SAMPLING else _("已办")
        return _SEEN.format(ident, name, said)
    if entry == "tick":
        return _TICK.format(duty.what, ident, name, what_name(duty.what), _("已办"))
    return ""


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
def door_state(card: DoorCard, only_left: Mapping[str, str]) -> SafeString:
    """How far a door is, in a word: done, done but for what others measure, why not, or how much is left."""
    if not card.open:
        return _door_told(get_language(), "done")
    if left := only_left.get(card.room):
        return _door_told(get_language(), "left", left)
    if card.reasons:
        return _door_told(get_language(), "why", card.reasons[0])
    return _door_told(get_language(), "people" if card.people else "open", card.people or card.open)


@lru_cache(maxsize=512)
def _door_told(language: str | None, how: str, said: Any = None) -> SafeString:
    """Most doors of a round stand alike: what is `said` of one is put into words once for each `language`."""
    if how == "done":
        return format_html('<span class="done">✓ {}</span>', _("已办"))
    if how == "left":
        words = _("只差%(what)s") % {"what": what_name(said)}
        return format_html('<span class="done">✓</span> <span class="soft">{}</span>', words)
    if how == "why":
        return format_html('<span class="care">○ {}</span>', reason_name(said))
    if how == "people":
        words = ngettext("%(n)s 人", "%(n)s 人", said) % {"n": said}
    else:
        words = _("还有 %(n)s 项") % {"n": said}
    return format_html('<span class="soft">… {}</span>', words)


@register.simple_tag
def reasons_not_to(
    reasons: Sequence[tuple[str, str]], floor: int, room: str, why: Any
) -> SafeString:
    """The choices that except a door, `why.choice` is checked, and a line for `why.words` of one's own."""
    form, choice, at = f"normal-{floor}", why.choice, escape(room)
    chips = "".join(
        f'<label><input type="radio" form="{form}" name="reason-{at}" value="{escape(value)}"'
        f"{' checked' if value == choice else ''}><span>{escape(words)}</span></label>"
        for value, words in reasons
    )
    told = _("%(room)s 除外，原因是") % {"room": room}
    return mark_safe(
        _REASONS.format(
            *(escape(told), chips, f"words-{floor}-{at}", _("别的原因"), form, f"words-{at}"),
            *(
                escape(why.words),
                _("别的原因，写一句"),
                _("选好后，点本层上面的绿色按钮，一次记下。"),
            ),
        )
    )


_REASONS = """<fieldset class="reasons"><legend>{0}</legend>
    <div class="chips">{1}</div>
    <label class="unseen" for="{2}">{3}</label>
    <input id="{2}" form="{4}" name="{5}" value="{6}" maxlength="80" autocomplete="off" placeholder="{7}">
    <p class="help">{8}</p>
  </fieldset>"""
