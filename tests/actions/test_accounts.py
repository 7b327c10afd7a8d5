"""Accounts: who may make a link, how long it opens, and that nothing of it is kept but its hash."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.cast import COMMUNITY, COMPOUND, Cast
from wumen.actions import accounts
from wumen.actions.crew import add_crew, grant_post
from wumen.records import clock
from wumen.records.models import Account, SignInLink
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem

PASSWORD = "liulan-heping-77"


def events() -> list[tuple[str, dict[str, object]]]:
    """Every event of today, as kind and content."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT kind, body FROM event ORDER BY arrived_at, seq")
        return [(kind, json.loads(bytes(body))) for kind, body in cursor.fetchall()]


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let the real clock run ahead."""
    instant = datetime.now(UTC) + by
    monkeypatch.setattr(clock, "real_now", lambda: instant)


def refused(code: str) -> object:
    """The block is refused with this problem."""
    return pytest.raises(Problem, match=f"^{code}$")


def test_a_link_opens_the_account_and_sets_its_password(cast: Cast) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    assert accounts.open_link(link.token).login == cast.captain.crew_no
    assert accounts.use_link(link.token, PASSWORD).check_password(PASSWORD)


def test_only_the_hash_of_a_link_is_kept(cast: Cast) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    accounts.use_link(link.token, PASSWORD)
    assert len(bytes(SignInLink.objects.get().hash)) == 32
    said = [(kind, body) for kind, body in events() if kind.startswith("account.")]
    assert [kind for kind, _ in said] == ["account.link_made", "account.opened"]
    assert link.token not in json.dumps(said)
    assert len(link.token) >= 22


def test_a_link_opens_once(cast: Cast) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    accounts.use_link(link.token, PASSWORD)
    with refused("link_used"):
        accounts.use_link(link.token, "another-good-one")


def test_of_two_who_use_a_link_at_once_one_gets_through(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    both_looked = accounts.open_link(link.token)
    accounts.use_link(link.token, PASSWORD)
    monkeypatch.setattr(accounts, "open_link", lambda token: both_looked)
    with refused("link_used"):
        accounts.use_link(link.token, "another-good-one")
    assert Account.objects.get(login=cast.captain.crew_no).check_password(PASSWORD)


def test_a_link_expires_after_seven_days_of_the_real_clock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    later(monkeypatch, timedelta(days=6, hours=23))
    assert accounts.open_link(link.token)
    later(monkeypatch, timedelta(days=7, seconds=1))
    with refused("link_expired"):
        accounts.open_link(link.token)


def test_a_newer_link_voids_the_older(cast: Cast) -> None:
    older = accounts.make_link(cast.operator, cast.captain.crew_no)
    newer = accounts.make_link(cast.operator, cast.captain.crew_no)
    with refused("link_expired"):
        accounts.open_link(older.token)
    assert accounts.open_link(newer.token)


def test_a_link_that_was_never_made_opens_nothing(cast: Cast) -> None:
    with refused("link_unknown"):
        accounts.open_link("0" * 22)


@pytest.mark.parametrize("password", ["", "short-1", "12345678", "password"])
def test_a_weak_password_leaves_the_link_unused(cast: Cast, password: str) -> None:
    link = accounts.make_link(cast.operator, cast.captain.crew_no)
    with refused("password_weak"):
        accounts.use_link(link.token, password)
    assert accounts.use_link(link.token, PASSWORD)


def test_the_clerk_makes_links_for_who_works_in_her_community(cast: Cast) -> None:
    assert accounts.make_link(cast.clerk, cast.captain.crew_no)


def test_a_link_needs_the_right_the_area_and_all_rights_of_that_person(cast: Cast) -> None:
    with refused("right_missing"):
        accounts.make_link(cast.captain, cast.sampler.crew_no)
    with refused("area_not_yours"):
        accounts.make_link(cast.outsider, cast.captain.crew_no)
    with refused("right_not_yours"):
        accounts.make_link(cast.clerk, cast.secretary.crew_no)
    with refused("crew_unknown"):
        accounts.make_link(cast.operator, "no-such-number")


def test_a_post_elsewhere_keeps_a_link_out_of_the_clerks_hands(cast: Cast) -> None:
    grant_post(cast.operator, cast.captain.crew_no, "gate", "410102013001")
    with refused("area_not_yours"):
        accounts.make_link(cast.clerk, cast.captain.crew_no)


def test_who_holds_no_post_yet_gets_a_link_from_the_operator_only(cast: Cast) -> None:
    member = add_crew(cast.clerk, "新来的", "volunteer")
    with refused("post_missing"):
        accounts.make_link(cast.clerk, member.number)
    assert accounts.use_link(accounts.make_link(cast.operator, member.number).token, PASSWORD)
    grant_post(cast.clerk, member.number, "captain", f"{COMPOUND}/2")
    assert accounts.make_link(cast.clerk, member.number)


def test_a_link_kept_from_before_does_not_open_a_post_that_was_given_since(cast: Cast) -> None:
    kept = accounts.make_link(cast.clerk, cast.captain.crew_no)
    grant_post(cast.duty_officer, cast.captain.crew_no, "secretary", COMMUNITY)
    with refused("link_expired"):
        accounts.use_link(kept.token, PASSWORD)
    with refused("right_not_yours"):
        accounts.make_link(cast.clerk, cast.captain.crew_no)
    assert accounts.use_link(
        accounts.make_link(cast.duty_officer, cast.captain.crew_no).token, PASSWORD
    )
    fresh = accounts.make_link(cast.duty_officer, cast.captain.crew_no)
    grant_post(cast.duty_officer, cast.captain.crew_no, "secretary", COMMUNITY)
    assert accounts.use_link(fresh.token, PASSWORD), "the same post again is no news"
