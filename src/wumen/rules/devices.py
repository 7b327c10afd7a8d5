"""A captain's phone bound by a code instead of a password: the code, how long it holds, and for which posts."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.numbers import typed_number
from wumen.rules.posts import ROLES, Right
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, whole_day

CODE_DIGITS = 8
CODE_LASTS = timedelta(minutes=30)
# An outbreak that nobody closes must not leave phones open for good.
OUTBREAK_AT_MOST = timedelta(days=30)
# So seldom is written down that a phone was seen.
SEEN_EVERY = timedelta(minutes=5)
_CODE = re.compile(rf"\d{{{CODE_DIGITS}}}")
# What whoever picks up a phone from the street must not be able to do: these posts sign in by password.
_BY_PASSWORD = frozenset(
    {Right.KEEP_REGISTER, Right.EXPORT, Right.KEEP_CREW, Right.CONFIRM_ORDER, Right.LOOK_AFTER}
)


class Lasts(StrEnum):
    """Until when a device stays bound: the end of the office's day, or of the outbreak."""

    DAY = "day"
    OUTBREAK = "outbreak"


class DeviceKind(StrEnum):
    """What a phone says of itself, as far as it helps to tell two apart."""

    IPHONE = "iphone"
    HARMONY = "harmony"
    ANDROID = "android"
    WECHAT = "wechat"
    OTHER = "other"


# The first that a browser's own words hold; WeChat's browser is no place to keep a sign-in.
_SAID = (
    ("MicroMessenger", DeviceKind.WECHAT),
    ("iPhone", DeviceKind.IPHONE),
    ("iPad", DeviceKind.IPHONE),
    ("HarmonyOS", DeviceKind.HARMONY),
    ("Android", DeviceKind.ANDROID),
)


def kind_of(said: str) -> DeviceKind:
    """What a browser is by what it says of itself."""
    return next((kind for word, kind in _SAID if word in said), DeviceKind.OTHER)


def draw_code(below: Callable[[int], int]) -> str:
    """A code by a source of chance that gives a number below another."""
    return f"{below(10**CODE_DIGITS):0{CODE_DIGITS}}"


def read_code(text: str) -> str:
    """A code as people type it, blanks left out; Problem `device_code_wrong` for what can be none."""
    plain = re.sub(r"[\s-]", "", typed_number(text))
    if not _CODE.fullmatch(plain) or not plain.isascii():
        raise Problem("device_code_wrong")
    return plain


def as_read(code: str) -> str:
    """A code as it is read aloud: 1234 5678."""
    return f"{code[: CODE_DIGITS // 2]} {code[CODE_DIGITS // 2 :]}"


def read_lasts(text: str) -> Lasts:
    """Problem `device_lasts_unknown` for anything but the two."""
    try:
        return Lasts(text)
    except ValueError:
        raise Problem("device_lasts_unknown", lasts=text) from None


def by_code(role: str) -> bool:
    """Whether a post of that role may be held by a phone without a password: the crews', not the offices'."""
    return not ROLES[role].rights & _BY_PASSWORD


def check_role(role: str) -> None:
    """Problem `device_needs_password` for the post of an office."""
    if not by_code(role):
        raise Problem("device_needs_password", role_zh=ROLES[role].zh, role_en=ROLES[role].en)


def until(lasts: Lasts, now: datetime, office_now: datetime) -> datetime:
    """When a device ends at the latest, by the real clock; a drill's day ends on the office's own clock."""
    if lasts is Lasts.OUTBREAK:
        return now + OUTBREAK_AT_MOST
    return now + (whole_day(business_day(office_now)).ends - office_now)
