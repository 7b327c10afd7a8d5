"""A captain's phone is bound by a code: whose code, how often, for how long, and what is left when it ends."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.cast import person as crew_person
from tests.street import Street, at
from wumen.actions.crew import end_post, grant_post
from wumen.actions.devices import Bound, bind, end, leave, make_code, opened
from wumen.queries.devices import device_lines, post_meant
from wumen.queries.posts import looking_around
from wumen.records import clock
from wumen.records.models import Device, Outbreak
from wumen.records.scope import WHOLE, scoped
from wumen.rules.devices import CODE_LASTS, SEEN_EVERY, Lasts
from wumen.rules.limits import LIMITS, Counted
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

ADDRESS, ANDROID = "192.168.1.30", "Mozilla/5.0 (Linux; Android 9)"


def bound(cast: Cast, lasts: Lasts = Lasts.DAY) -> Bound:
    """The captain's phone, bound by a code that the clerk gave her."""
    return bind(make_code(cast.clerk, cast.captain.post, lasts).code, ADDRESS, ANDROID)


def acts_as(token: str) -> Viewer | None:
    """As whom the phone with a token acts."""
    with looking_around():
        phone = opened(token)
    return phone.post.viewer if phone else None


def later(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    """The real clock goes on."""
    now = clock.real_now() + passed
    monkeypatch.setattr(clock, "real_now", lambda: now)


def bodies(kind: str) -> list[dict[str, object]]:
    """What the log says of a kind of event."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE kind = %s", [kind])
        return [json.loads(bytes(body))["body"] for (body,) in cursor.fetchall()]


def test_a_bound_phone_acts_in_the_one_post_and_in_no_other(cast: Cast) -> None:
    grant_post(cast.operator, cast.captain.crew_no, "captain", f"{COMPOUND}/2")
    viewer = acts_as(bound(cast).token)
    assert viewer is not None
    assert (viewer.post, viewer.area) == (cast.captain.post, f"{PATH}1/")
    assert viewer.rights == cast.captain.rights


def test_a_code_opens_once(cast: Cast) -> None:
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    assert bind(code, ADDRESS, ANDROID)
    with pytest.raises(Problem, match="device_code_wrong"):
        bind(code, ADDRESS, ANDROID)


def test_a_code_is_over_after_half_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    later(monkeypatch, CODE_LASTS)
    with pytest.raises(Problem, match="device_code_wrong"):
        bind(code, ADDRESS, ANDROID)


def test_a_new_code_voids_the_former_one_and_leaves_the_phone_bound(cast: Cast) -> None:
    phone = bound(cast)
    first = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    second = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    with pytest.raises(Problem, match="device_code_wrong"):
        bind(first, ADDRESS, ANDROID)
    assert acts_as(phone.token)
    new = bind(second, ADDRESS, ANDROID)
    assert acts_as(new.token)
    assert acts_as(phone.token) is None, "a post has one phone"


def test_wrong_codes_lock_the_address_even_for_the_right_one_and_no_other_address(
    cast: Cast,
) -> None:
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    wrong = "11111111" if code != "11111111" else "22222222"
    for _ in range(LIMITS[Counted.DEVICE].most):
        with pytest.raises(Problem, match="device_code_wrong"):
            bind(wrong, ADDRESS, ANDROID)
    with pytest.raises(Problem, match="tries_many"):
        bind(code, ADDRESS, ANDROID)
    assert bind(code, "192.168.1.31", ANDROID)


def test_only_hashes_of_code_and_token_are_kept_and_neither_stands_in_the_log(cast: Cast) -> None:
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    token = bind(code, ADDRESS, ANDROID).token
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, '') FROM device d")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(convert_from(body, 'UTF8'), '') FROM event")
        kept += cursor.fetchone()[0]
    assert code not in kept
    assert token not in kept


def test_code_binding_and_end_stand_in_the_log(cast: Cast) -> None:
    bound(cast)
    (line,) = device_lines(cast.clerk)
    end(cast.clerk, line.id)
    assert [one["lasts"] for one in bodies("device.code_made")] == ["day"]
    assert [one["device"] for one in bodies("device.bound")] == ["android"]
    assert len(bodies("device.ended")) == 1


def test_the_office_sees_who_has_a_phone_and_ends_it_at_once(cast: Cast) -> None:
    phone = bound(cast)
    (line,) = device_lines(cast.clerk, cast.captain.crew_no)
    assert (line.name, line.role, line.bound, line.kind) == ("李楼长", "captain", True, "android")
    end(cast.clerk, line.id)
    assert acts_as(phone.token) is None
    assert device_lines(cast.clerk) == []
    with pytest.raises(Problem, match="device_unknown"):
        end(cast.clerk, line.id)


def test_nobody_elses_office_sees_or_ends_it(cast: Cast) -> None:
    bound(cast)
    (line,) = device_lines(cast.clerk)
    assert device_lines(cast.outsider) == []
    for stranger, code in ((cast.outsider, "device_unknown"), (cast.captain, "right_missing")):
        with pytest.raises(Problem, match=code):
            end(stranger, line.id)


def test_she_ends_her_own_phone_and_no_other(cast: Cast) -> None:
    phone = bound(cast)
    (line,) = device_lines(cast.clerk)
    with pytest.raises(Problem, match="device_unknown"):
        leave(cast.sampler, line.id)
    leave(cast.captain, line.id)
    assert acts_as(phone.token) is None


def test_a_phone_ends_with_its_post(cast: Cast) -> None:
    phone = bound(cast)
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    end_post(cast.clerk, cast.captain.crew_no, "captain", f"{COMPOUND}/1")
    with clock.fixed(at(1, 10, 7)):
        assert acts_as(phone.token) is None
        with pytest.raises(Problem, match="device_code_wrong"):
            bind(code, ADDRESS, ANDROID)
        assert device_lines(cast.clerk) == []


def test_a_phone_for_the_day_ends_with_the_offices_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = bound(cast)
    left = phone.until - clock.real_now()
    assert timedelta(hours=17) < left <= timedelta(hours=18), "the clock of the tests stands at 6"
    later(monkeypatch, left)
    assert acts_as(phone.token) is None
    assert device_lines(cast.clerk) == []


def test_a_phone_for_the_outbreak_ends_when_it_is_closed(cast: Cast, street: Street) -> None:
    phone = bound(cast, Lasts.OUTBREAK)
    assert acts_as(phone.token)
    Outbreak.objects.update(closed_at=clock.now())
    assert acts_as(phone.token) is None
    assert device_lines(cast.clerk) == []


def test_without_an_outbreak_there_is_no_end_to_wait_for(cast: Cast) -> None:
    with pytest.raises(Problem, match="device_outbreak_none"):
        make_code(cast.clerk, cast.captain.post, Lasts.OUTBREAK)


def test_a_look_is_noted_now_and_then_and_not_at_each_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = bound(cast)
    with scoped(WHOLE):
        first = Device.objects.get().seen_at
    acts_as(phone.token)
    with scoped(WHOLE):
        assert Device.objects.get().seen_at == first
    later(monkeypatch, SEEN_EVERY * 2)
    acts_as(phone.token)
    with scoped(WHOLE):
        assert Device.objects.get().seen_at == clock.real_now()


def test_a_code_is_given_for_posts_below_ones_own_that_need_no_password(cast: Cast) -> None:
    for giver, post, code in (
        (cast.captain, cast.captain.post, "right_missing"),
        (cast.outsider, cast.captain.post, "post_unknown"),
        (cast.secretary, cast.clerk.post, "device_needs_password"),
        (cast.clerk, cast.secretary.post, "right_not_yours"),
    ):
        with pytest.raises(Problem, match=code):
            make_code(giver, post, Lasts.DAY)


def test_on_the_command_line_a_post_is_named_where_there_are_several(cast: Cast) -> None:
    number = cast.captain.crew_no
    assert post_meant(number).post == cast.captain.post
    grant_post(cast.operator, number, "unit_lead", f"{COMPOUND}/2")
    with pytest.raises(Problem, match="posts_many"):
        post_meant(number)
    assert post_meant(number, "captain").post == cast.captain.post
    assert post_meant(number, path=f"{COMPOUND}/1").post == cast.captain.post
    with pytest.raises(Problem, match="post_missing"):
        post_meant(number, "sampler")
    with pytest.raises(Problem, match="crew_unknown"):
        post_meant("999")


def test_a_token_that_nobody_was_given_opens_nothing(cast: Cast) -> None:
    bound(cast)
    crew_person(cast.operator, "王单元长", "volunteer", "unit_lead", f"{COMPOUND}/1")
    for token in ("", "x" * 22):
        assert acts_as(token) is None
