"""The captain's round as pages: the list of today, one tap a floor, readings, and what is refused."""

import re

import pytest
from django.test import Client

from tests.cast import COMPOUND, PATH, Cast, person
from tests.street import Street, at, ordered
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.rounds import floor_done
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.instructions import instructions
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.rules.rounds import read_round_key

ROUND = f"/rounds/2022-01-10/am/{PATH}1/1/"


@pytest.fixture
def planned(cast: Cast, street: Street, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, its day planned, nothing done."""
    return street


@pytest.fixture
def captain(planned: Street, signed_in: SignedIn, cast: Cast) -> Client:
    """李楼长 with her phone."""
    return signed_in(cast.captain)


def standing(cast: Cast, what: str = "temperature", win: str = "am") -> dict[str, list[DutyLine]]:
    """The duties of building 1 by room."""
    rooms: dict[str, list[DutyLine]] = {}
    for line in duty_lines(cast.clerk, clock.today(), area=f"{PATH}1"):
        if (line.what, line.win) == (what, win):
            rooms.setdefault(line.area.split("/")[-2], []).append(line)
    return rooms


def resident(cast: Cast, room: str) -> str:
    """The first person at a door of building 1."""
    return str(standing(cast)[room][0].subject)


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return text_of(reply.content.decode())  # type: ignore[attr-defined]


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))


def test_a_captain_sees_her_rounds_of_today_the_next_window_first(captain: Client) -> None:
    page = text(captain.get("/rounds/"))
    assert page.index("上午") < page.index("下午")
    assert "锦绣城 1号楼 1" in page
    assert "2 层到 1 层 · 4 户" in page
    assert "0 / 20" in page


def test_a_lane_has_one_floor_and_no_lift(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    lane = f"{COMPOUND.rpartition('/')[0]}/dj"
    add_area(cast.clerk, lane, "lane", "东街")
    register_household(cast.clerk, f"{lane}/5", [NewResident("李大爷")])
    with acting(cast.clerk):
        alone = Resident.objects.get(name="李大爷")
    ordered(cast, regime="home_isolation", paths=(), residents=(str(alone.id),))
    plan_day(cast.clerk, clock.today())
    client = signed_in(cast.clerk)
    listed = client.get("/rounds/").content.decode()
    assert "东街" in listed
    assert "1 层到 1 层" not in text_of(listed)
    found = re.search(r'href="(/rounds/[^"]*/am/[^"]*/dj/?)"', listed)
    assert found
    page = text(client.get(found[1]))
    assert "最后去的 1 户" in page
    for high in ("叫下一层", "电梯"):
        assert high not in page


def test_what_is_overdue_stands_first(captain: Client) -> None:
    with clock.fixed(at(1, 10, 11)):
        page = text(captain.get("/rounds/"))
    assert "有 20 项超时" in page
    assert page.index("上午 ") < page.index("下午")


def test_what_only_others_can_measure_presses_no_captain(
    captain: Client, signed_in: SignedIn, cast: Cast
) -> None:
    with clock.fixed(at(1, 10, 9)):
        captain.post(f"{ROUND}floors/1/")
        captain.post(f"{ROUND}floors/2/")
    office = signed_in(cast.secretary)
    with clock.fixed(at(1, 10, 11)):
        hers, whole = text(captain.get("/rounds/")), text(office.get("/rounds/"))
    # Ten samples are overdue still: the sampler's, whom the office has to ring.
    assert "有 10 项超时" in hers
    assert hers.index("下午") < hers.index("上午 ")
    assert whole.index("上午 ") < whole.index("下午")


def test_overdue_rounds_come_before_those_of_the_same_window_that_are_done(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "")
    plan_day(cast.clerk, clock.today())
    client = signed_in(cast.secretary)
    with clock.fixed(at(1, 10, 9)):
        for floor in (1, 2):
            for building in (1, 2):
                client.post(f"/rounds/2022-01-10/am/{PATH}{building}/1/floors/{floor}/")
    sampler = signed_in(cast.sampler)
    for building in (1, 2):
        for floor, rooms in ((1, ("101", "102")), (2, ("201", "202"))):
            for room in rooms:
                lines = duty_lines(cast.clerk, clock.today(), area=f"{PATH}{building}/1/{room}")
                seen = [str(one.subject) for one in lines if one.what == "sampling"]
                where = f"/rounds/2022-01-10/am/{PATH}{building}/1/floors/{floor}/door/"
                sampler.post(where, {"room": room, "what": "sampling", "seen": seen})
    with clock.fixed(at(1, 10, 11)):
        page = text(client.get("/rounds/"))
    assert page.index("3号楼") < page.index("1号楼") < page.index("2号楼")


def test_a_round_shows_the_top_floor_first_and_says_what_one_tap_covers(captain: Client) -> None:
    page = text(captain.get(ROUND))
    assert page.index("2 层 ") < page.index("1 层 ")
    assert "量体温记为代报 · 核酸采样不算在内" in page
    assert "待采样员" in page
    assert "张阿姨" in page


def test_one_tap_declares_a_floor_except_the_named_rooms(captain: Client, cast: Cast) -> None:
    reply = captain.post(f"{ROUND}floors/2/", {"reason-201": "", "reason-202": "nobody_home"})
    assert (reply.status_code, reply["Location"]) == (303, f"{ROUND}#floor-2")
    page = text(captain.get(ROUND))
    assert "2 层：4 项已记为代报；1 户例外（202）；4 项核酸采样须实测，还没办" in page
    assert "请找值班长更正" in page
    rooms = standing(cast)
    assert {(line.state, line.grade) for line in rooms["201"]} == {("done", "declared")}
    assert {(line.state, line.reason) for line in rooms["202"]} == {("open", "nobody_home")}
    assert "家里没人" in page


def test_a_second_tap_leaves_the_excepted_rooms_excepted(captain: Client, cast: Cast) -> None:
    captain.post(f"{ROUND}floors/2/", {"reason-202": "other", "words-202": "去透析了"})
    page = captain.get(ROUND).content.decode()
    floor = page[page.index('id="floor-2"') : page.index('id="floor-1"')]
    assert "例外有变化，再记一次" in floor
    assert "本层除下列外均正常" not in floor
    assert 'name="reason-202" value="other" checked' in floor
    assert 'name="words-202" value="去透析了"' in floor


def test_with_every_floor_begun_those_that_are_not_done_are_a_tap_away(captain: Client) -> None:
    assert 'class="left-floors"' not in captain.get(ROUND).content.decode()
    captain.post(f"{ROUND}floors/2/", {"reason-202": "nobody_home"})
    captain.post(f"{ROUND}floors/1/", {"reason-101": "nobody_home"})
    page = captain.get(ROUND).content.decode()
    left = page[page.index('class="left-floors"') : page.index("</nav>", page.index("left-floors"))]
    assert 'href="#floor-2"' in left
    assert 'href="#floor-1"' in left


def test_what_was_said_is_said_once(captain: Client) -> None:
    captain.post(f"{ROUND}floors/2/")
    assert "2 层：5 项已记为代报" in text(captain.get(ROUND))
    assert "2 层：5 项已记为代报" not in text(captain.get(ROUND))


def test_with_htmx_the_floor_and_the_progress_come_back_alone(captain: Client) -> None:
    reply = captain.post(f"{ROUND}floors/2/", headers={"HX-Request": "true"})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert page.lstrip().startswith('<section class="floor')
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert 'id="floor-1"' not in page


def test_another_reason_is_kept_in_its_own_words(captain: Client, cast: Cast) -> None:
    said = {"reason-202": "other", "words-202": "去透析了"}
    captain.post(f"{ROUND}floors/2/", said)
    assert standing(cast)["202"][0].reason == "去透析了"


def test_another_reason_without_words_is_asked_for_and_nothing_is_done(
    captain: Client, cast: Cast
) -> None:
    reply = captain.post(f"{ROUND}floors/2/", {"reason-202": "other", "words-202": " "})
    assert reply.status_code == 400
    assert "请写明原因" in text(reply)
    assert {line.state for some in standing(cast).values() for line in some} == {"open"}


@pytest.mark.parametrize(("grade", "named"), [("measured", "实测"), ("reported", "自报")])
def test_a_reading_is_kept_with_its_grade(
    captain: Client, cast: Cast, grade: str, named: str
) -> None:
    person = resident(cast, "201")
    said = {"room": "201", "what": "temperature", "grade": grade, f"celsius-{person}": "36,5"}
    captain.post(f"{ROUND}floors/2/door/", said)
    assert [line.grade for line in standing(cast)["201"]].count(grade) == 1
    assert f"201 1 人已记为{named}" in text(captain.get(ROUND))


@pytest.mark.parametrize("reading", ["33.9", "43.5", "365", "正常"])
def test_an_unlikely_temperature_is_refused_and_stays_in_its_field(
    captain: Client, cast: Cast, reading: str
) -> None:
    first, second = (str(line.subject) for line in standing(cast)["201"][:2])
    said = {"room": "201", "what": "temperature", "grade": "measured"}
    said |= {f"celsius-{first}": "36.4", f"celsius-{second}": reading}
    reply = captain.post(f"{ROUND}floors/2/door/", said)
    assert reply.status_code == 400
    assert "体温要填 34 到 43 度之间的数" in text(reply)
    assert f'value="{reading}"' in reply.content.decode()
    assert {line.state for line in standing(cast)["201"]} == {"open"}


def test_no_reading_at_all_is_refused(captain: Client) -> None:
    said = {"room": "201", "what": "temperature", "grade": "measured"}
    reply = captain.post(f"{ROUND}floors/2/door/", said, headers={"HX-Request": "true"})
    assert (reply.status_code, reply["HX-Retarget"]) == (400, "#problems")
    assert "还没有填体温" in text(reply)


@pytest.mark.parametrize(
    "tapped", [{}, {"grade": "declared"}, {"what": "home_sampling"}, {"hand": "take"}]
)
def test_a_reading_of_which_nobody_said_how_it_was_read_is_asked_about_and_stays_in_its_field(
    captain: Client, cast: Cast, tapped: dict[str, str]
) -> None:
    said = {"room": "201", f"celsius-{resident(cast, '201')}": "36.5", **tapped}
    reply = captain.post(f"{ROUND}floors/2/door/", said)
    assert reply.status_code == 400
    assert "请点“记为实测”或“记为自报”" in text(reply)
    assert 'value="36.5"' in reply.content.decode()
    assert {line.state for line in standing(cast)["201"]} == {"open"}
    assert captain.get(ROUND).status_code == 200


def test_what_was_ticked_for_another_button_is_named_as_not_noted(
    captain: Client, cast: Cast
) -> None:
    person = resident(cast, "201")
    said = {"room": "201", "grade": "measured", f"celsius-{person}": "36.5", "seen": person}
    captain.post(f"{ROUND}floors/2/door/", said)
    assert "另外勾选的 1 项还没有记" in text(captain.get(ROUND))


def test_a_fever_is_told_at_once(captain: Client, cast: Cast) -> None:
    said = {"room": "202", "what": "temperature", "grade": "measured"}
    captain.post(f"{ROUND}floors/2/door/", said | {f"celsius-{resident(cast, '202')}": "38.1"})
    assert "1 人体温到了 37.3℃" in text(captain.get(ROUND))


def test_a_fever_that_the_household_reports_leaves_the_duty_open_and_is_somebodys_matter(
    captain: Client, cast: Cast
) -> None:
    person = resident(cast, "202")
    said = {"room": "202", "what": "temperature", "grade": "reported"}
    captain.post(f"{ROUND}floors/2/door/", said | {f"celsius-{person}": "38.2"})
    (line,) = (one for one in standing(cast)["202"] if str(one.subject) == person)
    assert (line.state, line.grade, line.reason) == ("open", None, "unwell")
    (matter,) = instructions(cast.clerk)
    assert matter.said.text.startswith("自报体温 38.2℃")
    # One tap for her floor does not speak for her either.
    captain.post(f"{ROUND}floors/2/", {})
    (line,) = (one for one in standing(cast)["202"] if str(one.subject) == person)
    assert (line.state, line.reason) == ("open", "unwell")
    captain.post(
        f"{ROUND}floors/2/door/", said | {"grade": "measured", f"celsius-{person}": "36.8"}
    )
    (line,) = (one for one in standing(cast)["202"] if str(one.subject) == person)
    assert (line.state, line.grade) == ("done", "measured")


def test_a_captain_may_not_enter_a_sampling(captain: Client, cast: Cast) -> None:
    said = {"room": "202", "what": "sampling", "seen": resident(cast, "202")}
    assert captain.post(f"{ROUND}floors/2/door/", said).status_code == 403
    assert {line.state for line in standing(cast, "sampling")["202"]} == {"open"}


def test_a_sampler_sees_her_rounds_and_ticks_whom_she_sampled(
    planned: Street, signed_in: SignedIn, cast: Cast
) -> None:
    sampler = signed_in(cast.sampler)
    assert sampler.get("/", follow=True).redirect_chain[-1][0] == "/rounds/"
    assert "锦绣城 1号楼 1" in text(sampler.get("/rounds/"))
    assert "勾选的核酸采样已办" in text(sampler.get(ROUND))
    said = {"room": "202", "what": "sampling", "seen": resident(cast, "202")}
    assert sampler.post(f"{ROUND}floors/2/door/", said).status_code == 303
    assert {(one.state, one.grade) for one in standing(cast, "sampling")["202"]} == {
        ("done", "measured")
    }


def test_a_gate_keeper_begins_with_entries_and_sees_no_round(
    planned: Street, signed_in: SignedIn, cast: Cast
) -> None:
    keeper = signed_in(cast.volunteer)
    reply = keeper.get("/", follow=True)
    assert reply.redirect_chain[-1][0] == "/passages/"
    assert reply.status_code == 200
    assert 'href="/rounds/"' not in reply.content.decode()
    assert keeper.get(ROUND).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/rounds/2022-01-10/am/{PATH}2/1/", 403),
        ("/rounds/nonsense/", 400),
        (f"/rounds/2022-01-10/noon/{PATH}1/1/", 404),
        (f"{ROUND}floors/9/", 302),
    ],
)
def test_a_round_that_is_not_hers_or_is_none_is_refused(
    captain: Client, path: str, status: int
) -> None:
    assert captain.get(path).status_code == status


def test_a_floor_or_room_that_is_not_there_is_refused(captain: Client) -> None:
    assert captain.post(f"{ROUND}floors/9/").status_code == 404
    assert captain.post(f"{ROUND}floors/2/", {"reason-999": "later"}).status_code == 400


def test_a_neighbouring_secretary_sees_no_round(
    planned: Street, signed_in: SignedIn, cast: Cast
) -> None:
    outsider = signed_in(cast.outsider)
    assert "今天这里没有要上门办的事项" in text(outsider.get("/rounds/"))
    assert outsider.get(ROUND).status_code == 403


def test_why_leads_from_a_person_on_the_round_to_the_order(
    captain: Client, planned: Street
) -> None:
    aunt = planned.aunt_zhang.id
    assert f"/explain/?resident={aunt}" in captain.get(ROUND).content.decode()
    page = text(captain.get(f"/explain/?resident={aunt}"))
    assert "通告第1号" in page
    assert "封控区" in page
    assert "李楼长" in page
    assert "张阿姨" not in page


def test_why_of_a_place_of_ones_own_and_of_none(captain: Client) -> None:
    assert "通告第1号" in text(captain.get("/explain/"))
    assert captain.get(f"/explain/?area={PATH}2/").status_code == 403
    assert captain.get("/explain/?resident=nobody").status_code == 404


def test_the_next_page_goes_on_where_a_round_was_finished_meanwhile(
    cast: Cast, street: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(cast, "1", "2", "3")
    plan_day(cast.clerk, clock.today())
    walks = person(cast.operator, "二楼长", "volunteer", "captain", f"{COMPOUND}/2")
    monkeypatch.setattr("wumen.web.rounds.listing.PAGE", 2)
    office = signed_in(cast.clerk)
    first = office.get("/rounds/?win=am").content.decode()
    assert "锦绣城 2号楼" in text_of(first)
    (onward,) = re.findall(r'class="button" href="([^"]*after=[^"]+)"', first)
    for floor in (2, 1):
        floor_done(walks, read_round_key(f"2022-01-10/am/{PATH}2/1"), floor)
    second = text_of(office.get("/rounds/" + onward.replace("&amp;", "&")).content.decode())
    assert "锦绣城 3号楼" in second
    assert "锦绣城 1号楼" not in second
    assert "下一页" not in second
