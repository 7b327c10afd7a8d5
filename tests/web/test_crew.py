"""The pages of the crew: who is listed, adding with a first post, the card whose link stands nowhere."""

import logging
import re

import pytest
from django.test import Client

from tests.cast import COMPOUND, PATH, Cast
from tests.clients import PASSWORD
from tests.street import Street, draft
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions import sign_up
from wumen.actions.accounts import make_link, use_link
from wumen.actions.crew import add_crew
from wumen.actions.door_codes import print_cards
from wumen.actions.orders import enter_order
from wumen.queries.crew import crew_lines, places
from wumen.queries.posts import viewers_of
from wumen.records.models import CrewMember
from wumen.rules.door_codes import DoorKind
from wumen.rules.problems import Problem

NEW = {
    "name": "赵楼长",
    "profession": "volunteer",
    "telephone": "",
    "role": "captain",
    "area": f"{PATH}2/",
}
LINK = re.compile(r"http://testserver(/link/[\w-]+/)")


def test_the_list_holds_the_crew_of_the_area_and_nobody_elses(
    cast: Cast, signed_in: SignedIn
) -> None:
    page = signed_in(cast.secretary).get("/crew/").content.decode()
    assert "李楼长" in page
    assert "锦绣城 1号楼" in page
    assert "志愿者" in page
    assert "外人" not in page
    assert "郑值班长" not in page


def test_who_acts_without_an_account_stands_on_no_list_of_the_crew(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    home = street.households["1/1/202"].id
    (card,) = print_cards(cast.clerk, f"{COMPOUND}/1", DoorKind.INNER, [home])
    assert Client().post(f"/d/{card.code}/", {"pin": card.pin}).status_code == 302
    made = sign_up.call_up(cast.clerk, COMPOUND, "报名")
    assert Client().get(f"/join/{made.code}/").status_code == 200
    page = signed_in(cast.secretary).get("/crew/").content.decode()
    assert "住户本人" not in page
    assert "报名本人" not in page


def test_a_person_is_added_together_with_her_first_post(cast: Cast, signed_in: SignedIn) -> None:
    reply = signed_in(cast.secretary).post("/crew/", NEW, follow=True)
    number = CrewMember.objects.get(name="赵楼长").number
    assert reply.redirect_chain[-1][0] == f"/crew/{number}/"
    (post,) = viewers_of(number)
    assert (post.role, post.area) == ("captain", f"{PATH}2/")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"name": " "}, "name_empty", 400),
        ({"profession": "wizard"}, "profession_unknown", 404),
        ({"telephone": "12"}, "phone_length", 400),
        ({"role": "wizard"}, "role_unknown", 404),
        ({"role": "operator"}, "right_not_yours", 403),
        ({"area": f"{PATH}77/"}, "area_unknown", 404),
        ({"area": "410102/410102013/410102013001/"}, "area_not_yours", 403),
    ],
)
def test_a_refusal_adds_nobody_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn, change: dict[str, str], code: str, status: int
) -> None:
    before = CrewMember.objects.count()
    reply = signed_in(cast.secretary).post("/crew/", NEW | change)
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert CrewMember.objects.count() == before
    if "name" not in change:
        assert 'value="赵楼长"' in page


def test_one_more_post_is_granted_on_her_page_or_by_number(cast: Cast, signed_in: SignedIn) -> None:
    client, number = signed_in(cast.secretary), cast.captain.crew_no
    given = {"role": "captain", "area": f"{PATH}3/"}
    assert client.post(f"/crew/{number}/", given).status_code == 302
    assert len(viewers_of(number)) == 2
    # A building has one captain.
    given["role"] = "deputy_captain"
    reply = client.post("/crew/grant/", given | {"crew_no": cast.outsider.crew_no}, follow=True)
    assert "外人" in reply.content.decode()
    reply = client.post("/crew/grant/", given | {"crew_no": "99999"})
    assert reply.status_code == 404
    assert "crew_unknown" in reply.content.decode()
    reply = client.post(f"/crew/{number}/", given | {"role": "operator"})
    assert "right_not_yours" in reply.content.decode()


def test_the_card_is_the_answer_itself_and_its_link_opens_the_account(
    cast: Cast, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number = cast.captain.crew_no
    reply = signed_in(cast.secretary).post(f"/crew/{number}/card/")
    page = reply.content.decode()
    assert reply.status_code == 200
    assert reply["Cache-Control"] == "no-store"
    assert "李楼长" in page
    assert number in page
    (link,) = LINK.findall(page)
    assert link.split("/")[2] not in caplog.text
    opened = Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    assert opened.status_code == 302
    assert signed_in(cast.clerk).get(f"/crew/{number}/card/").status_code == 405


def test_a_card_is_refused_for_whoever_holds_more_or_works_elsewhere(
    cast: Cast, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post(f"/crew/{cast.secretary.crew_no}/card/")
    assert reply.status_code == 403
    assert "right_not_yours" in reply.content.decode()
    reply = signed_in(cast.secretary).post(f"/crew/{cast.outsider.crew_no}/card/")
    assert reply.status_code == 404
    assert "crew_unknown" in reply.content.decode()


def test_a_card_for_somebody_without_a_post_asks_for_a_post_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = add_crew(cast.secretary, "钱新人", "volunteer").number
    client = signed_in(cast.secretary)
    assert "还没有岗位" in client.get("/crew/").content.decode()
    reply = client.post(f"/crew/{number}/card/")
    assert "post_missing" in reply.content.decode()
    assert not LINK.search(reply.content.decode())


def test_who_does_not_keep_the_crew_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    for path in ("/crew/", f"/crew/{cast.captain.crew_no}/"):
        reply = client.get(path)
        assert reply.status_code == 403
        assert "right_missing" in reply.content.decode()
    with pytest.raises(Problem, match="right_missing"):
        crew_lines(cast.captain)


def test_places_to_choose_lie_in_the_viewers_area_and_name_where_they_are(cast: Cast) -> None:
    names = [place.full_name for place in places(cast.clerk)]
    assert names[:3] == ["锦绣城社区", "锦绣城社区 锦绣城", "锦绣城社区 锦绣城 1号楼"]
    assert [place.name for place in places(cast.captain)] == ["1号楼"]
    assert places(cast.captain)[0].full_name == "锦绣城社区 锦绣城 1号楼"


def test_the_english_pages_hold_chinese_as_data_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.secretary, accept_language="en")
    number = cast.captain.crew_no
    for path in ("/crew/", f"/crew/{number}/"):
        assert chinese_outside(client.get(path).content.decode()) == []
    assert chinese_outside(client.post(f"/crew/{number}/card/").content.decode()) == []
    assert chinese_outside(client.post("/crew/", NEW | {"name": ""}).content.decode()) == []


def test_the_page_of_a_person_says_who_made_her_card_and_that_it_matters(
    cast: Cast, signed_in: SignedIn
) -> None:
    use_link(make_link(cast.secretary, cast.clerk.crew_no).token, PASSWORD)
    page = signed_in(cast.secretary).get(f"/crew/{cast.clerk.crew_no}/").content.decode()
    assert "打印的登录卡设的" in page
    assert "登录卡请系统操作员打印" in page
    page = signed_in(cast.secretary).get(f"/crew/{cast.captain.crew_no}/").content.decode()
    assert "打印的登录卡设的" not in page
    assert "登录卡请系统操作员打印" not in page


def test_who_could_be_both_people_of_an_order_is_told_what_to_do(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    use_link(make_link(cast.secretary, cast.clerk.crew_no).token, PASSWORD)
    number = enter_order(cast.clerk, draft("1")).number
    reply = signed_in(cast.secretary).post(f"/orders/{number}/confirm/")
    assert reply.status_code == 400
    assert "请系统操作员重新打印一张登录卡" in reply.content.decode()
