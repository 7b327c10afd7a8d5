"""A round shows homes, facilities and doors beside the people, by their names, and settles them."""

from datetime import date

from django.test import Client

from tests.actions.test_plan_subjects import everything
from tests.actions.test_whole_plan import WHOLE_PLAN, drawn
from tests.cast import COMPOUND, PATH, Cast
from tests.cast import person as add_person
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import open_outbreak
from wumen.queries.duties import duty_lines
from wumen.records import clock

DAY = date(2022, 1, 10)


def planned(cast: Cast, street: Street) -> None:
    """A day on which everything is owed, and a captain for each building that is looked at."""
    everything(cast, street)
    plan_day(cast.clerk, DAY)


def round_page(client: Client, win: str, unit: str) -> str:
    """The page of a round."""
    answer = client.get(f"/rounds/{DAY}/{win}/{PATH}{unit}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_facilities_stand_on_their_floors_by_name(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    planned(cast, street)
    page = round_page(signed_in(cast.clerk), "am", "2/1")
    assert page.count("公共部位") >= 3
    for said in ("lift", "corridor1", "corridor2", "消毒"):
        assert said in page
    assert page.index("corridor2") < page.index("corridor1")


def test_a_home_is_asked_as_one_and_a_stairwell_by_its_door(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    planned(cast, street)
    clerk = signed_in(cast.clerk)
    home = round_page(clerk, "pm", "3/1")
    assert "全户" in home
    assert "每日联系" in home
    door = round_page(clerk, "begin", "2/1")
    assert "门口" in door
    assert "生活保障" in door


def test_a_captain_ticks_what_she_disinfected(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    planned(cast, street)
    captain = add_person(cast.operator, "钱楼长", "volunteer", "captain", f"{PATH}2")
    line = next(one for one in duty_lines(captain, DAY) if one.what == "disinfection")
    floor = 1 if line.area.endswith(("/0-p/", "/100-p/")) else 2
    room = line.area.rstrip("/").rpartition("/")[2]
    with clock.fixed(at(1, 10, 9)):
        client = signed_in(captain)
        sent = {"room": room, "what": "disinfection", "seen": str(line.subject)}
        url = f"/rounds/{DAY}/am/{PATH}2/1/floors/{floor}/door/"
        assert client.post(url, sent).status_code == 303
    (done,) = [one for one in duty_lines(captain, DAY) if one.state == "done"]
    assert (done.subject, done.grade) == (line.subject, "measured")


def test_a_captain_ticks_what_accepts_no_declaration_with_its_grade(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/1",))
    plan_day(cast.clerk, DAY)
    url = f"/rounds/{DAY}/day/{PATH}1/1/"
    with clock.fixed(at(1, 10, 9)):
        client = signed_in(cast.captain)
        page = round_page(client, "day", "1/1")
        assert "送物资记为代报 · 生活保障记为代报 · 收垃圾记为代报 · 每日联系不算在内" in page
        (contact,) = [one for one in duty_lines(cast.captain, DAY) if one.what == "contact"]
        sent = {"room": "202", "grade": "reported", "ticked": f"contact:{contact.subject}"}
        assert f'value="{sent["ticked"]}"' in client.get(url).content.decode()
        assert client.post(f"{url}floors/2/door/", sent).status_code == 303
        sent["ticked"] = f"waste:{contact.subject}"
        assert client.post(f"{url}floors/2/door/", {**sent, "grade": "believed"}).status_code == 400
    (done,) = [one for one in duty_lines(cast.captain, DAY) if one.state == "done"]
    assert (done.what, done.subject, done.grade) == ("contact", contact.subject, "reported")


def test_a_watch_stands_behind_the_rounds_that_are_walked(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/1",))
    plan_day(cast.clerk, DAY)
    page = signed_in(cast.captain).get("/rounds/").content.decode()
    assert page.index("全天") < page.index("夜班") < page.index("晚班")
    assert "16:00–24:00" in page
    assert "公共部位 1 处" in page


def test_the_list_of_duties_leads_from_each_to_why(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    planned(cast, street)
    page = signed_in(cast.clerk).get("/duties/?what=disinfection").content.decode()
    assert "2-1 公共部位" in page
    # Thirty lines of one stairwell are told apart by what they are of.
    assert "corridor2" in page
    assert f"?area={PATH}2/1/" in page
    people = signed_in(cast.clerk).get("/duties/?what=symptoms").content.decode()
    assert "?resident=" in people


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    planned(cast, street)
    clerk = signed_in(cast.clerk, accept_language="en")
    for page in (f"/rounds/{DAY}/am/{PATH}2/1/", f"/rounds/{DAY}/pm/{PATH}3/1/", "/duties/"):
        assert chinese_outside(clerk.get(page).content.decode()) == []
