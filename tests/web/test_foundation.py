"""What every page keeps: its number, its headers, its language, its silence in the log."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.cast import COMPOUND, Cast
from tests.clients import PASSWORD, enter
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions import accounts
from wumen.actions.crew import grant_post
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import CATALOGUE
from wumen.web.templatetags.wumen import homes, people, since

pytestmark = pytest.mark.usefixtures("stub_pages")

EVERY_PAGE = ["/", "/sign-in/", "/nowhere/", "/fail/", "/board/", "/refuse/area_not_yours/"]


def requests_in_events() -> set[str]:
    """The request numbers that stand in the events."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event")
        return {json.loads(bytes(body))["request"] for (body,) in cursor.fetchall()}


def failing_client(client: Client) -> Client:
    """The same browser, which shows the page of a failure instead of raising it."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_lets_foreign_or_inline_code_in(cast: Cast, signed_in: SignedIn, path: str) -> None:
    reply = failing_client(signed_in(cast.secretary)).get(path, follow=True)
    policy = reply["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert reply["X-Frame-Options"] == "DENY"
    assert reply["Permissions-Policy"]
    assert reply["Cache-Control"] == "no-store"
    body = reply.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", body)


def test_static_files_are_served_and_may_be_kept() -> None:
    for file in ("wumen/wumen.css", "wumen/mark.svg", "django_htmx/htmx-2.min.js"):
        reply = Client().get(f"/static/{file}")
        assert b"".join(reply)
        reply.close()
        assert reply.status_code == 200
        assert "no-store" not in reply["Cache-Control"]
        assert reply["X-Content-Type-Options"] == "nosniff"


def test_htmx_is_told_to_do_without_inline_styles_and_evaluation(db: None) -> None:
    page = Client().get("/sign-in/").content.decode()
    found = re.search(r"name=\"htmx-config\" content='([^']*)'", page)
    assert found
    config = json.loads(found[1])
    assert config["includeIndicatorStyles"] is config["allowEval"] is False


def test_a_form_without_its_token_is_refused_kindly(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    reply = client.post("/sign-in/", {"login": "x", "password": "y"})
    assert reply.status_code == 403
    assert "page_expired" in reply.content.decode()
    token = re.search(
        r'csrfmiddlewaretoken" value="(\w+)', client.get("/sign-in/").content.decode()
    )
    assert token
    given = {"login": "x", "password": "y", "csrfmiddlewaretoken": token[1]}
    assert "sign_in_wrong" in client.post("/sign-in/", given).content.decode()


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_keep_to_the_line_they_came_on(cast: Cast, secure: bool) -> None:
    client = Client()
    token = accounts.make_link(cast.operator, cast.captain.crew_no).token
    client.get("/sign-in/", secure=secure)
    given = {"password": PASSWORD, "again": PASSWORD}
    client.post(f"/link/{token}/", given, secure=secure)
    client.post("/language/", {"language": "en", "next": "/"}, secure=secure)
    assert set(client.cookies) == {"csrftoken", "sessionid", "django_language"}
    for cookie in client.cookies.values():
        assert bool(cookie["secure"]) is secure
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_one_number_stands_on_the_reply_the_log_line_and_the_event(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    token = accounts.make_link(cast.operator, cast.captain.crew_no).token
    reply = Client().post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    number = reply["X-Request-Id"]
    assert number in requests_in_events()
    lines = [record for record in caplog.records if record.name == "wumen.web"]
    assert [record.request_id for record in lines] == [number]  # type: ignore[attr-defined]
    assert re.fullmatch(r"POST link/<str:token>/ 302 \d+ ms", lines[0].getMessage())


def test_no_log_line_holds_a_token_a_name_or_what_was_asked(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="wumen")
    token = accounts.make_link(cast.operator, cast.secretary.crew_no).token
    Client().get(f"/link/{token}/")
    client = failing_client(enter(cast, cast.secretary))
    client.get("/board/?name=张阿姨")
    reply = client.get("/fail/")
    client.get("/张阿姨/13800000001")
    wumen = [record for record in caplog.records if record.name.startswith("wumen")]
    said = "\n".join(record.getMessage() for record in wumen)
    assert len(wumen) >= 6
    assert not [word for word in (token, "张阿姨", "13800000001", "周书记") if word in said]
    assert "ValueError in fail/" in said
    assert reply.status_code == 500
    assert "张阿姨" not in reply.content.decode()
    assert reply["X-Request-Id"] in reply.content.decode()


@pytest.mark.parametrize(
    ("code", "status"),
    [("area_not_yours", 403), ("right_missing", 403), ("post_unknown", 404), ("link_used", 400)],
)
def test_a_problem_is_a_page_with_its_next_step(
    cast: Cast, signed_in: SignedIn, code: str, status: int
) -> None:
    client = signed_in(cast.secretary)
    reply = client.get(f"/refuse/{code}/")
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert reply["X-Request-Id"] in page
    assert CATALOGUE[code].next_zh in page
    english = client.get(f"/refuse/{code}/", headers={"Accept-Language": "en"}).content.decode()
    assert CATALOGUE[code].next_en in english


def test_what_was_written_into_a_refused_form_is_given_back_with_the_way_back(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.secretary)
    came_from = {"Referer": "http://testserver/transfers/new/?home=1"}
    sent = {"why": "车到东门了，先等一等", "on": "2022-01-10", "home": "1-2-301"}
    page = client.post("/refuse/area_not_yours/", sent, headers=came_from).content.decode()
    assert "车到东门了，先等一等</textarea>" in page
    assert "2022-01-10</textarea>" not in page
    assert 'href="http://testserver/transfers/new/?home=1"' in page
    away = {"Referer": "http://elsewhere.example/"}
    assert "elsewhere" not in client.get("/refuse/right_missing/", headers=away).content.decode()


def test_for_htmx_a_problem_is_a_box_above_the_content(cast: Cast, signed_in: SignedIn) -> None:
    reply = signed_in(cast.secretary, **{"HX-Request": "true"}).get("/refuse/area_not_yours/")
    assert reply.status_code == 403
    assert reply["HX-Retarget"] == "#problems"
    assert "<html" not in reply.content.decode()


def test_health_says_ok_and_nothing_else(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_an_english_page_has_chinese_in_marked_data_only(
    cast: Cast, signed_in: SignedIn, path: str
) -> None:
    grant_post(cast.operator, cast.secretary.crew_no, "captain", f"{COMPOUND}/2")
    client = failing_client(signed_in(cast.secretary, **{"Accept-Language": "en"}))
    page = client.get(path, follow=True).content.decode()
    assert '<html lang="en">' in page
    assert chinese_outside(page) == []


def test_the_pages_of_accounts_are_english_too(cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    link = accounts.make_link(cast.operator, cast.captain.crew_no).token
    pages = [
        client.get(f"/link/{link}/"),
        client.post(f"/link/{link}/", {"password": "1", "again": "1"}),
        client.get("/sign-in/"),
        client.post("/sign-in/", {"login": "1", "password": "1"}),
    ]
    assert [chinese_outside(page.content.decode()) for page in pages] == [[], [], [], []]


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 home 1 person", "524 homes 1400 people"),
        ("zh-hans", "1 户 1 人", "524 户 1400 人"),
    ],
)
def test_homes_and_people_are_counted_one_by_one(language: str, one: str, many: str) -> None:
    with translation.override(language):
        assert f"{homes(1)} {people(1)}" == one
        assert f"{homes(524)} {people(1400)}" == many


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(minutes=-1), "1月9日 23:59"),
        (timedelta(), "00:00"),
        (timedelta(seconds=30), "00:00"),
        (timedelta(hours=10, minutes=6), "10:06"),
        (timedelta(days=1), "24:00"),
        (timedelta(days=1, minutes=1), "1月11日 00:01"),
    ],
)
def test_an_hour_of_today_and_its_end_stand_alone_any_other_with_its_day(
    after: timedelta, said: str
) -> None:
    with clock.fixed(at(1, 10, 12)), translation.override("zh-hans"):
        assert since(at(1, 10, 0) + after) == said


def test_unmarked_chinese_is_found() -> None:
    assert chinese_outside('<p>a<span lang="zh">张</span></p>') == []
    assert chinese_outside('<p><span lang="zh">张</span>李</p><img alt="王"><br>赵') == [
        "李",
        "王",
        "赵",
    ]


def test_the_language_is_chosen_in_one_tap_and_stays(client: Client, db: None) -> None:
    assert '<html lang="zh-hans">' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()


def test_the_menu_shows_what_the_post_may_open_and_what_is_built(
    cast: Cast, signed_in: SignedIn
) -> None:
    secretary = signed_in(cast.secretary).get("/board/").content.decode()
    officer = signed_in(cast.duty_officer).get("/board/").content.decode()
    captain = signed_in(cast.captain).get("/rounds/").content.decode()
    assert '<a href="/board/" aria-current="page">工作台</a>' in secretary
    assert '<a href="/board/" aria-current="page">指挥部</a>' in officer
    assert 'href="/board/"' not in captain
    assert '<a href="/doors/building/" aria-current="page">楼道门</a>' in captain
    assert '<a href="/doors/home/">自家门</a>' in captain
    assert "核酸" not in secretary
    assert 'href="/doors/crew/"' in secretary
    assert 'href="/doors/crew/"' in captain


def test_a_page_renders_inside_the_scope_of_its_viewer(cast: Cast, signed_in: SignedIn) -> None:
    seen = signed_in(cast.captain).get("/lazy/").content.decode()
    assert "410102/410102003/410102003008/jxc/1/ " in seen
    assert "jxc/2/" not in seen


def test_knowing_who_acts_costs_five_statements(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.secretary)
    client.get("/board/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/board/")
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    # Session, account, scope, posts with their places, scope; two more give the scopes back in a test.
    assert len(statements) <= 7, statements
