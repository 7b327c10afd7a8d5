"""Signing in: by printed link, by password, shut out after five failures; one post at a time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import COMPOUND, Cast
from tests.clients import PASSWORD, enter
from tests.web.conftest import SignedIn
from wumen.actions import accounts
from wumen.actions.crew import add_crew, grant_post
from wumen.queries import posts, sessions
from wumen.records import clock
from wumen.records.models import Account, Post
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.usefixtures("stub_pages")


def wrong(client: Client, login: str) -> str:
    """The page after a wrong attempt, without what differs from request to request."""
    reply = client.post("/sign-in/", {"login": login, "password": "wrong-wrong"})
    text = reply.content.decode().replace(login, "LOGIN")
    return "\n".join(line for line in text.splitlines() if "csrf" not in line.lower())


def switch(client: Client, post: object) -> object:
    """Tap on another post."""
    return client.post(f"/post/{post}/", follow=True)


def test_the_printed_link_greets_its_owner_and_lets_her_in(cast: Cast) -> None:
    token = accounts.make_link(cast.operator, cast.secretary.crew_no).token
    client = Client()
    page = client.get(f"/link/{token}/").content.decode()
    assert "周书记" in page
    assert cast.secretary.crew_no in page
    given = {"password": PASSWORD, "again": PASSWORD}
    reply = client.post(f"/link/{token}/", given, follow=True)
    assert reply.redirect_chain[-1][0] == "/board/"
    assert "board secretary" in reply.content.decode()


def test_two_different_passwords_leave_the_link_unused(cast: Cast) -> None:
    token = accounts.make_link(cast.operator, cast.secretary.crew_no).token
    reply = Client().post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD + "x"})
    assert reply.status_code == 400
    assert "passwords_differ" in reply.content.decode()
    assert accounts.open_link(token)


def test_a_used_link_says_so_and_does_not_let_in(cast: Cast, signed_in: SignedIn) -> None:
    token = accounts.make_link(cast.operator, cast.secretary.crew_no).token
    accounts.use_link(token, PASSWORD)
    reply = Client().get(f"/link/{token}/")
    assert reply.status_code == 400
    assert "这个登录链接已经用过了" in reply.content.decode()
    assert Client().get("/link/nothing/").status_code == 404


def test_crew_number_and_password_sign_in_and_go_on(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.captain)
    given = {"login": f" {cast.captain.crew_no} ", "password": PASSWORD, "next": "/lazy/"}
    assert Client().post("/sign-in/", given)["Location"] == "/lazy/"


def test_signing_in_never_leads_to_another_site(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.captain)
    given = {"login": cast.captain.crew_no, "password": PASSWORD, "next": "//evil.example/"}
    assert Client().post("/sign-in/", given)["Location"] == "/"


def test_an_unknown_number_gets_the_same_answer(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.captain)
    assert wrong(Client(), cast.captain.crew_no) == wrong(Client(), "no-such-number")


def test_five_failures_shut_the_number_for_a_while(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.captain)
    client = Client()
    for _ in range(4):
        assert "sign_in_wrong" in wrong(client, cast.captain.crew_no)
    assert "locked_out" in wrong(client, cast.captain.crew_no)
    right = {"login": cast.captain.crew_no, "password": PASSWORD}
    reply = client.post("/sign-in/", right)
    assert reply.status_code == 429
    assert "请您 15 分钟后再试" in reply.content.decode()


def test_a_printed_link_opens_a_number_that_was_shut(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.captain)
    for _ in range(5):
        wrong(Client(), cast.captain.crew_no)
    client = signed_in(cast.captain)
    assert client.get("/rounds/").status_code == 200
    right = {"login": cast.captain.crew_no, "password": PASSWORD}
    assert Client().post("/sign-in/", right).status_code == 302


def test_without_an_account_a_page_asks_for_it_and_comes_back(cast: Cast) -> None:
    assert Client().get("/rounds/?day=1")["Location"] == "/sign-in/?next=/rounds/%3Fday%3D1"
    reply = Client(headers={"HX-Request": "true"}).get("/rounds/")
    assert reply["HX-Redirect"] == "/"


def test_signing_out_ends_the_session(cast: Cast) -> None:
    client = enter(cast, cast.captain)
    assert Session.objects.count() == 1
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert Session.objects.count() == 0
    assert client.get("/rounds/").status_code == 302


def test_a_sign_out_elsewhere_holds_at_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert client.get("/rounds/").status_code == 200
    Session.objects.all().delete()
    assert client.get("/rounds/").status_code == 302


def test_a_closed_account_is_let_in_no_more(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert client.get("/rounds/").status_code == 200
    Account.objects.filter(login=cast.captain.crew_no).update(is_active=False)
    assert client.get("/rounds/").status_code == 302


def test_whom_a_session_is_guessed_to_be_decides_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert client.get("/rounds/").status_code == 200
    signed_in(cast.secretary)
    other = Account.objects.get(login=cast.secretary.crew_no)
    sessions._guesses[client.cookies["sessionid"].value] = str(other.pk)
    page = client.get("/rounds/")
    assert page.status_code == 200
    assert page.wsgi_request.user.login == cast.captain.crew_no
    assert client.get("/board/").status_code == 403


def test_a_new_password_ends_other_sessions(cast: Cast, signed_in: SignedIn) -> None:
    former = signed_in(cast.captain)
    assert former.get("/rounds/").status_code == 200
    token = accounts.make_link(cast.operator, cast.captain.crew_no).token
    accounts.use_link(token, PASSWORD + "-new")
    assert former.get("/rounds/").status_code == 302


def test_a_captain_begins_at_the_rounds(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.captain).get("/")["Location"] == "/rounds/"


def test_a_person_acts_in_one_post_and_switches_in_one_tap(cast: Cast, signed_in: SignedIn) -> None:
    grant_post(cast.operator, cast.secretary.crew_no, "captain", f"{COMPOUND}/2")
    client = signed_in(cast.secretary)
    page = client.get("/board/").content.decode()
    wide, narrow = posts.viewers_of(cast.secretary.crew_no)
    assert f'action="/post/{narrow.post}/"' in page
    assert "锦绣城 2号楼" in page
    assert "rounds captain" in switch(client, narrow.post).content.decode()
    assert client.get("/board/").status_code == 403
    assert "board secretary" in switch(client, wide.post).content.decode()


def test_nobody_switches_to_a_post_of_another(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    reply = switch(client, cast.secretary.post)
    assert reply.status_code == 404
    assert "post_unknown" in reply.content.decode()
    assert client.get("/board/").status_code == 403


def test_a_post_that_has_ended_is_acted_in_no_more(cast: Cast, signed_in: SignedIn) -> None:
    grant_post(cast.operator, cast.secretary.crew_no, "captain", f"{COMPOUND}/2")
    client = signed_in(cast.secretary)
    narrow = posts.viewers_of(cast.secretary.crew_no)[1]
    switch(client, narrow.post)
    with scoped(WHOLE):
        Post.objects.filter(pk=narrow.post).update(
            from_at=clock.now() - timedelta(days=2), until_at=clock.now() - timedelta(days=1)
        )
    assert "board secretary" in client.get("/board/").content.decode()


def test_without_any_post_the_page_is_kind_and_empty(cast: Cast) -> None:
    member = add_crew(cast.operator, "新来的", "volunteer")
    token = accounts.make_link(cast.operator, member.number).token
    given = {"password": PASSWORD, "again": PASSWORD}
    reply = Client().post(f"/link/{token}/", given, follow=True)
    assert reply.status_code == 403
    assert f"请把工号 {member.number} 告诉社区内勤" in reply.content.decode()
