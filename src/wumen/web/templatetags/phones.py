"""How long ago a phone was seen, and the words for what a phone is."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from wumen.rules.devices import SEEN_EVERY, DeviceKind

register = template.Library()

_KINDS = {
    DeviceKind.IPHONE: _("苹果手机"),
    DeviceKind.HARMONY: _("鸿蒙手机"),
    DeviceKind.ANDROID: _("安卓手机"),
    DeviceKind.WECHAT: _("在微信里打开的"),
    DeviceKind.OTHER: _("其他设备"),
}


@register.filter
def device_kind(kind: str) -> object:
    """What a phone said that it is."""
    return _KINDS[DeviceKind(kind)] if kind else ""


@register.filter
def ago(passed: timedelta) -> str:
    """刚刚, 12 分钟前, 3 小时前, 2 天前."""
    minutes = int(passed.total_seconds() // 60)
    if passed <= SEEN_EVERY * 2:
        return gettext("刚刚")
    if minutes < 60:
        return ngettext("%(n)d 分钟前", "%(n)d 分钟前", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return ngettext("%(n)d 小时前", "%(n)d 小时前", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d 天前", "%(n)d 天前", days) % {"n": days}
