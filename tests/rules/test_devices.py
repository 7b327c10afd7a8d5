"""Rules of phones bound by a code: for whom, for how long, and what a code looks like."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.devices import (
    OUTBREAK_AT_MOST,
    DeviceKind,
    Lasts,
    as_read,
    by_code,
    check_role,
    draw_code,
    kind_of,
    read_code,
    read_lasts,
    until,
)
from wumen.rules.posts import ROLES
from wumen.rules.problems import Problem


@given(st.integers())
def test_a_drawn_code_is_read_as_it_was_said_aloud(seed: int) -> None:
    code = draw_code(Random(seed).randrange)
    assert read_code(f" {as_read(code)} ") == code
    assert len(code) == 8


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "一二三四五六七八"])
def test_what_can_be_no_code_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="device_code_wrong"):
        read_code(text)


def test_only_the_crews_posts_are_entered_without_a_password() -> None:
    assert {role for role in ROLES if by_code(role)} == {
        "captain",
        "deputy_captain",
        "gate",
        "grid_worker",
        "point_lead",
        "sampler",
        "unit_lead",
    }
    with pytest.raises(Problem, match="device_needs_password"):
        check_role("clerk")


def test_a_day_ends_on_the_offices_own_clock_and_is_told_by_the_real_one() -> None:
    real, office = at(7, 20, 3), at(1, 10, 18)
    assert until(Lasts.DAY, real, office) == real + timedelta(hours=6)
    assert until(Lasts.OUTBREAK, real, office) == real + OUTBREAK_AT_MOST


def test_how_long_is_one_of_two() -> None:
    assert read_lasts("day") is Lasts.DAY
    with pytest.raises(Problem, match="device_lasts_unknown"):
        read_lasts("for ever")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) Chrome", DeviceKind.HARMONY),
        ("Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0", DeviceKind.WECHAT),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0)", DeviceKind.IPHONE),
        ("Mozilla/5.0 (Linux; Android 9) Chrome", DeviceKind.ANDROID),
        ("", DeviceKind.OTHER),
    ],
)
def test_a_phone_is_what_it_says_and_wechat_before_all(said: str, kind: DeviceKind) -> None:
    assert kind_of(said) is kind
