"""A week of a watch by pages alone: a station, a roster, its grid, paper and files, who came, who could not."""

import io
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast, person
from tests.roster_people import joins, made, places, published, watch
from tests.street import at, draft
from tests.street_rules import KEY
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.crew import grant_post
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.rosters.changing import cannot_come, place, publish
from wumen.actions.sign_up import enlist_crew
from wumen.actions.stations import make_station
from wumen.queries.posts import acting, viewers_of
from wumen.queries.rosters.listed import rosters
from wumen.records import clock
from wumen.records.models import CrewMember, Roster
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import Hours

ROSTER = re.compile(r"/rosters/([0-9a-f-]{36})/$")


def station_by_page(clerk: Client, **more: object) -> str:
    """The address of a station that was made on the page."""
    given = {
        "area": f"{PATH}1/",
        "kind": "watch",
        "name": "1号楼值守",
        "pattern": "eights",
        "need": "1",
        **more,
    }
    reply = clerk.post("/stations/", given)
    assert reply.status_code == 302, reply.content.decode()
    return str(reply["Location"])


def roster_by_page(clerk: Client, station: str, days: int = 7) -> str:
    """The address of a roster that was made on the page."""
    given = {"station": [station.split("/")[2]], "first": "2022-01-10", "days": str(days)}
    reply = clerk.post("/rosters/", given)
    assert reply.status_code == 302, reply.content.decode()
    found = ROSTER.search(reply["Location"])
    assert found
    return str(reply["Location"])


def test_a_week_goes_from_a_station_to_a_published_roster_with_its_paper_and_files(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 8)
    clerk = signed_in(cast.clerk)
    station = station_by_page(clerk)
    assert "缺 1 人" in clerk.get(station).content.decode()
    roster = roster_by_page(clerk, station)
    page = clerk.get(roster).content.decode()
    assert "每班都有人" in page
    if "正在变好" in page:
        assert 'hx-trigger="every 1s"' in page
        assert clerk.post(f"{roster}change/", {"stop": "1"}).status_code == 302
    assert clerk.post(f"{roster}change/", {"publish": "1"}).status_code == 302
    page = clerk.get(roster).content.decode()
    assert "已发布" in page
    assert 'hx-trigger="every 1s"' not in page
    assert "每一分钟都有人" in clerk.get(station).content.decode()
    paper = clerk.get(f"{roster}print/").content.decode()
    assert paper.count("值守") >= 8
    book = clerk.get(f"{roster}xlsx/")
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        words = parts.read("xl/sharedStrings.xml").decode()
    assert "1号楼值守" in words
    assert "孙内勤" in words


def test_pages_are_english_but_for_data(cast: Cast, signed_in: SignedIn) -> None:
    joins(cast, 3)
    clerk = signed_in(cast.clerk, accept_language="en")
    station = station_by_page(clerk)
    roster = roster_by_page(clerk, station)
    first = places(cast, rosters_row(cast))[0]
    for address in ("/stations/", station, "/rosters/", roster, f"/shifts/{first.id}/", "/shifts/"):
        text = clerk.get(address).content.decode()
        assert chinese_outside(text) == [], address


def rosters_row(cast: Cast) -> Roster:
    """The row of the one roster there is."""
    with acting(cast.clerk):
        return Roster.objects.get(id=rosters(cast.clerk)[0].id)


def test_an_empty_place_is_told_with_its_reason_and_filled_by_hand(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 1)
    (quiet,) = joins(cast, 1, wishes=("no_nights",))
    clerk = signed_in(cast.clerk)
    roster = roster_by_page(clerk, station_by_page(clerk, hours="0-8"))
    page = clerk.get(roster).content.decode()
    assert "缺人的班：为什么，可以问谁" in page
    assert "本人说不排这个时段" in page
    empty = next(one for one in places(cast, rosters_row(cast)) if one.person_id is None)
    clerk.post(f"{roster}change/", {"stop": "1"})
    reply = clerk.post(f"/shifts/{empty.id}/change/", {"person": str(quiet)}, follow=True)
    text = reply.content.decode()
    assert "请先跟本人说好：本人说不排这个时段" in text
    assert "手工定的" in text


def test_a_swap_that_breaks_a_rule_is_refused_in_words(cast: Cast, signed_in: SignedIn) -> None:
    joins(cast, 8)
    roster = published(cast, watch(cast))
    clerk = signed_in(cast.clerk)
    shifts = [one for one in places(cast, roster) if one.begins_at > clock.now()]
    texts = set()
    for other in shifts[1:]:
        reply = clerk.post(
            f"/rosters/{roster.id}/change/", {"swap": "1", "one": shifts[0].id, "other": other.id}
        )
        if reply.status_code != 302:
            texts |= set(re.findall(r"<strong>(这两班不能换[^<]*)", reply.content.decode()))
    assert texts
    assert all("：" in one for one in texts)


def test_somebody_checks_in_on_her_page_and_takes_her_own_shifts_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    people = joins(cast, 4)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    first = places(cast, roster)[0]
    number = CrewMember.objects.get(id=first.person_id).number
    grant_post(cast.operator, number, "sampler", f"{COMPOUND}/2")
    phone = signed_in(viewers_of(number)[0])
    with clock.fixed(at(1, 10, 8)):
        page = phone.get("/shifts/").content.decode()
        assert "我到岗了" in page
        phone.post(f"/shifts/{first.id}/came/", follow=True)
        assert "08:00 到岗" in phone.get("/shifts/").content.decode()
    calendar = phone.get("/shifts/calendar/").content.decode()
    own = [one for one in places(cast, roster) if one.person_id == first.person_id]
    assert calendar.count("BEGIN:VEVENT") == len(own)
    names = CrewMember.objects.filter(id__in=people).values_list("name", flat=True)
    assert not any(name in calendar for name in names)
    assert phone.get(f"/rosters/{roster.id}/").status_code == 403
    assert phone.get(f"/rosters/calendar/{first.person_id}/").status_code == 403


def test_who_is_on_duty_shows_the_empty_station_with_who_answers(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 4)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    clerk = signed_in(cast.clerk)
    with clock.fixed(at(1, 10, 9)):
        page = clerk.get("/stations/").content.decode()
        assert "08:00 起没人到岗" in page
        assert '现在由社区书记 <span lang="zh">周书记</span>过问' in page
        assert "没人到岗" in clerk.get("/board/").content.decode()
        first = places(cast, roster)[0]
        clerk.post(
            f"/shifts/{first.id}/change/",
            {"came": "1", "person": str(first.person_id), "came_at": "08:02"},
        )
        page = clerk.get("/stations/").content.decode()
        assert "08:02 到岗" in page
        assert "起没人到岗" not in page


def test_the_overview_says_whose_shifts_fell_empty_and_one_tap_fills_them(
    cast: Cast, signed_in: SignedIn
) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 8)
    roster = published(cast, watch(cast))
    clerk = signed_in(cast.clerk)
    assert "谁的班空了" not in clerk.get("/board/").content.decode()
    open_outbreak(cast.duty_officer, "2022年1月", KEY, ["morning-sampling"])
    ahead = [one for one in places(cast, roster) if one.person_id == lives_here]
    ahead = [one for one in ahead if one.begins_at > clock.now()]
    confirm_order(cast.secretary, enter_order(cast.clerk, draft("3")).number)
    name = CrewMember.objects.get(id=lives_here).name
    for address in ("/board/", "/stations/"):
        page = clerk.get(address).content.decode()
        assert "谁的班空了" in page
        assert f"{name}</span> <strong" in page
        assert f'form="mend" name="roster" value="{roster.id}"' in page
        assert "管控" not in page.partition("谁的班空了")[2].partition("</section>")[0]
    page = clerk.get(f"/rosters/{roster.id}/").content.decode()
    assert f'原来是<span lang="zh">{name}</span>' in page
    assert "可以先问" in page
    reply = clerk.post("/rosters/mend/", {"roster": str(roster.id)}, follow=True)
    assert "已补好，动了" in reply.content.decode()
    after = {one.id: one.person_id for one in places(cast, roster)}
    assert all(after[one.id] not in (None, lives_here) for one in ahead)
    assert "谁的班空了" not in clerk.get("/board/").content.decode()


def test_where_nobody_can_take_it_the_tap_says_so_and_whom_to_ask(
    cast: Cast, signed_in: SignedIn
) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 1, wishes=("no_nights", "no_weekends"), free=0)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    open_outbreak(cast.duty_officer, "2022年1月", KEY, ["morning-sampling"])
    confirm_order(cast.secretary, enter_order(cast.clerk, draft("3")).number)
    clerk = signed_in(cast.clerk)
    text = clerk.post("/rosters/mend/", {"roster": str(roster.id)}, follow=True).content.decode()
    assert "个班没人能顶，下面写着可以先问谁" in text
    assert "可以先问：" in text
    assert lives_here


def test_a_crew_stands_by_count_on_page_paper_and_its_contact_says_how_many_came(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 4)
    crew = enlist_crew(
        cast.clerk, COMPOUND, SignUp("支援队", "19011112222", "volunteer", people=6), "gate"
    )
    roster = made(cast, watch(cast, "大门", hours=(Hours(480, 480, need=4),)), days=3)
    clerk = signed_in(cast.clerk)
    first = places(cast, roster)[0]
    form = {"crew": "1", "member": str(crew.id), "hours": str(first.hours_id), "count": "3"}
    when = {"first": "2022-01-11", "days": "2"}
    reply = clerk.post(f"/rosters/{roster.id}/change/", form | when, follow=True)
    assert "整队已排好，动了 6 个位子" in reply.content.decode()
    publish(cast.clerk, roster.id)
    for address in (f"/rosters/{roster.id}/", f"/rosters/{roster.id}/print/"):
        assert "支援队×3" in clerk.get(address).content.decode()
    with zipfile.ZipFile(io.BytesIO(clerk.get(f"/rosters/{roster.id}/xlsx/").content)) as parts:
        assert "支援队×3" in parts.read("xl/sharedStrings.xml").decode()
    (contact,) = viewers_of(crew.person.number)
    phone = signed_in(contact)
    with clock.fixed(at(1, 11, 8)):
        page = phone.get("/shifts/").content.decode()
        assert "到了几个人" in page
        (seat, *_) = [one for one in places(cast, roster) if one.block and one.day.day == 11]
        phone.post(f"/shifts/{seat.id}/came/", {"many": "2"}, follow=True)
        assert "到了 2 人" in phone.get("/shifts/").content.decode()
        assert "到了 2 人" in clerk.get("/stations/").content.decode()


def test_what_hangs_on_the_wall_says_that_somebody_is_away_and_not_that_she_is_ill(
    cast: Cast, signed_in: SignedIn
) -> None:
    people = joins(cast, 5)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    cannot_come(cast.clerk, roster.id, people[0], roster.first_day, 7, "ill")
    clerk = signed_in(cast.clerk)
    assert "生病或被隔离" in clerk.get(f"/rosters/{roster.id}/").content.decode()
    paper = clerk.get(f"/rosters/{roster.id}/print/").content.decode()
    assert "生病" not in paper
    assert "请假" in paper
    with zipfile.ZipFile(io.BytesIO(clerk.get(f"/rosters/{roster.id}/xlsx/").content)) as parts:
        assert "生病" not in parts.read("xl/sharedStrings.xml").decode()


def test_a_poll_of_a_large_roster_is_small_and_draws_nothing_where_nothing_changed(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 3)
    clerk = signed_in(cast.clerk)
    many = {"hours": "8-12 12-16 16-20 20-24", "need": "20"}
    roster = roster_by_page(clerk, station_by_page(clerk, pattern="", **many))
    with acting(cast.clerk):
        Roster.objects.update(state="making")
    page = clerk.get(roster).content.decode()
    assert "排好以后显示整张表" in page
    assert "按人看" not in page
    (seen,) = re.findall(r"seen=([^\"]+)\" hx-trigger=\"every 1s\"", page)
    with CaptureQueriesContext(connection) as asked:
        reply = clerk.get(f"{roster}?seen={seen}", headers={"HX-Request": "true"})
    assert reply.status_code == 204
    assert len(asked) <= 12
    with acting(cast.clerk):
        Roster.objects.update(cost=1)
    reply = clerk.get(f"{roster}?seen={seen}", headers={"HX-Request": "true"})
    assert reply.status_code == 200
    assert len(reply.content) < 5000
    clerk.post(f"{roster}change/", {"stop": "1"})
    assert "按人看" in clerk.get(roster).content.decode()


def test_the_overview_shows_the_first_people_whose_shifts_fell_empty(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(cast, 4)
    roster = published(cast, watch(cast))
    ahead = [one for one in places(cast, roster) if one.begins_at > clock.now()]
    for who in sorted({str(one.person_id) for one in ahead}):
        hers = next(one for one in ahead if str(one.person_id) == who)
        place(cast.clerk, hers.id, None)
    monkeypatch.setattr("wumen.web.board.FIRST", 2)
    monkeypatch.setattr("wumen.web.stations._FALLEN_SHOWN", 3)
    clerk = signed_in(cast.clerk)
    for address, shown, said in (
        ("/board/", 2, "另有 2 人，到班表里看"),
        ("/board/?projector=1", 3, "另有 1 人"),
        ("/stations/", 3, "另有 1 人，到班表里看"),
    ):
        page = clerk.get(address).content.decode()
        _, _, card = page.partition("谁的班空了")
        card, _, _ = card.partition("</section>")
        assert (card.count("<li>"), said in card) == (shown, True)
        assert "4 人" in card


def test_an_office_over_communities_begins_a_roster_behind_its_own_and_no_community_s(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 4)
    published(cast, watch(cast), days=7)
    assert 'value="2022-01-17"' in signed_in(cast.clerk).get("/rosters/").content.decode()
    above = person(cast.operator, "街道内勤", "community_worker", "clerk", "410102003")
    make_station(above, "410102003", "gate", "卡口", (Hours(480, 480),))
    page = signed_in(above).get("/rosters/").content.decode()
    assert 'value="2022-01-10"' in page


def test_the_sound_for_empty_stations_stands_on_the_desk_and_on_the_wall(
    cast: Cast, signed_in: SignedIn
) -> None:
    joins(cast, 4)
    published(cast, watch(cast))
    clerk = signed_in(cast.clerk)
    with clock.fixed(at(1, 11, 9)):
        for address in ("/board/", "/board/?projector=1"):
            page = clerk.get(address).content.decode()
            assert page.count("data-ring-button") == 1
            assert "wumen/ring" in page
            (rings,) = re.findall(r'data-ring="([^"]+)"', page)
            assert "1号楼值守" in rings
            (again,) = re.findall(r'data-ring="([^"]+)"', clerk.get(address).content.decode())
            assert again == rings, "what stood empty before is no new one"
    assert "data-ring-button" not in clerk.get("/rosters/").content.decode()
