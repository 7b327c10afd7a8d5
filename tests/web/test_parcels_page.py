"""The page of parcels: a point with its keeper, a pasted list, the text for the groups, homes ticked as handed over."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.parcels import register_parcels, set_point
from wumen.queries.parcels import parcels_page

LIST = "1-1-101 2件\n2-1-102\n张阿姨的件"


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def entered(client: Client, point: str, said: str = LIST, **more: object) -> str:
    """A list entered by the form; the address of what came of it."""
    reply = client.post("/parcels/", {"point": point, "text": said, **more})
    assert reply.status_code == 302, text(reply)
    return str(reply["Location"])


def test_a_shelf_gets_a_keeper_then_a_list_then_a_text_for_each_group(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "还没有暂存点" in text(client.get("/parcels/"))
    sent = {"made": "1", "area": COMPOUND, "name": "东门货架", "keeper": ""}
    refused = client.post("/parcels/", sent)
    assert refused.status_code == 400
    assert 'value="东门货架"' in refused.content.decode()
    reply = client.post("/parcels/", sent | {"keeper": "王强"})
    assert reply.status_code == 302
    page = client.get(reply["Location"])
    assert "保管人 王强" in text(page)
    point = reply["Location"].split("=")[1]
    photo = SimpleUploadedFile("x.jpg", phone_photo(), "image/jpeg")
    batch = entered(client, point, photo=photo)
    page = client.get(batch)
    assert "2 户 3 件" in text(page)
    assert "还有 1 行没读准是哪一户" in text(page)
    assert page.content.decode().count("有件到了东门货架") == 2
    assert "看一次记一次" in text(page)
    area, matter = (
        re.search(rf'name="{one}" value="([^"]+)"', page.content.decode())
        for one in ("area", "matter")
    )
    assert area and matter
    tick = {"area": area[1], "matter": matter[1], "group": "1", "next": batch}
    assert client.post("/group-sent/", tick).status_code == 303
    assert "✓ 已发 1 群" in text(client.get("/parcels/"))


def test_a_list_sent_twice_is_asked_about_and_its_words_stay_in_the_field(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    point = str(set_point(cast.clerk, COMPOUND, "东门货架", "王强").id)
    client = signed_in(cast.clerk)
    entered(client, point)
    again = client.post("/parcels/", {"point": point, "text": LIST})
    assert again.status_code == 400
    assert "2-1-102" in again.content.decode()
    assert "确实又到了一批" in text(again)
    entered(client, point, again="1")
    assert "现有 6 件，2 户" in text(client.get("/parcels/"))
    assert client.post("/parcels/", {"point": point, "text": ""}).status_code == 400
    assert client.post("/parcels/", {"point": "x", "text": "1-1-101"}).status_code == 404


def test_what_was_not_read_is_given_to_a_home_or_laid_aside(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    register_parcels(cast.clerk, shelf.id, "1号楼\n777\n张阿姨的件")
    client = signed_in(cast.clerk)
    first, second = parcels_page(cast.clerk).unread
    page = client.get("/parcels/")
    assert "2 行没读准是哪一户" in text(page)
    given = {"point": str(shelf.id), "read": str(first.id)}
    unknown = client.post("/parcels/", given | {"room": "9-9-999"})
    assert unknown.status_code == 404
    assert unknown.content.decode().count('value="9-9-999"') == 1
    reply = client.post("/parcels/", given | {"door": f"{PATH}1/1/102/"})
    assert reply.status_code == 302
    assert "1 户 1 件" in text(client.get(reply["Location"]))
    aside = client.post("/parcels/", {"point": str(shelf.id), "aside": str(second.id)})
    assert aside.status_code == 302
    assert parcels_page(cast.clerk).unread == []


def test_homes_are_ticked_as_brought_or_fetched_and_a_refusal_keeps_the_ticks(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    register_parcels(cast.clerk, shelf.id, "1-1-101\n2-1-102\n3-1-101")
    client = signed_in(cast.clerk)
    page = text(client.get("/parcels/"))
    assert page.index("先送：要送到门口的") < page.index("可以自己来取的")
    locked, free = (str(street.households[one].id) for one in ("1/1/101", "2/1/102"))
    sent = {"point": str(shelf.id), "home": [locked, free], "carried_by": "陈志愿者"}
    refused = client.post("/parcels/", sent | {"how": "fetched"})
    assert refused.status_code == 400
    assert "这一户现在出不了门" in text(refused)
    assert len(re.findall(r'name="home" value="[^"]+" checked', refused.content.decode())) == 2
    assert client.post("/parcels/", sent | {"how": "brought"}).status_code == 302
    page = text(client.get("/parcels/"))
    assert "送到门口 · 陈志愿者 · 孙内勤 记" in page
    assert "现有 1 件，1 户" in page
    close = {"point": str(shelf.id), "close": "1"}
    assert client.post("/parcels/", close).status_code == 400
    other = {"point": str(shelf.id), "home": [str(street.households["3/1/101"].id)]}
    assert client.post("/parcels/", other | {"how": "fetched"}).status_code == 302
    assert client.post("/parcels/", close).status_code == 302
    assert "还没有暂存点" in text(client.get("/parcels/"))


def test_a_wrong_tick_is_put_back_on_the_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    client = signed_in(cast.clerk)
    entered(client, str(shelf.id))
    home = str(street.households["1/1/101"].id)
    sent = {"point": str(shelf.id), "home": home, "how": "fetched"}
    client.post("/parcels/", sent)
    page = client.get(f"/parcels/?point={shelf.id}").content.decode()
    (handing,) = re.findall(r'name="back" value="([^"]+)"', page)
    back = {"point": str(shelf.id), "back": handing}
    assert "请写明为什么放回" in text(client.post("/parcels/", back | {"why": ""}))
    refused = client.post("/parcels/", back | {"why": "王强 13800000001 说没收到"})
    assert 'value="王强 13800000001 说没收到"' in refused.content.decode()
    reply = client.post("/parcels/", back | {"why": "点错了一户"}, follow=True)
    assert "已放回，又算在点上" in text(reply)
    assert 'name="back"' not in reply.content.decode()
    assert f'name="home" value="{home}"' in reply.content.decode()


def test_the_usual_carrier_is_chosen_and_another_one_is_written(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    register_parcels(cast.clerk, shelf.id, "1-1-101\n2-1-102")
    first, second = (str(street.households[one].id) for one in ("1/1/101", "2/1/102"))
    client = signed_in(cast.clerk)
    options = re.findall(
        r'<option lang="zh">([^<]+)</option>', client.get("/parcels/").content.decode()
    )
    assert options == ["王强", "孙内勤"]
    sent = {"point": str(shelf.id), "how": "brought", "carried_by": "王强", "other": " "}
    # Blanks are nobody's name.
    assert client.post("/parcels/", sent | {"home": first}).status_code == 302
    reply = client.post("/parcels/", sent | {"home": second, "other": "陈志愿者"})
    assert reply.status_code == 302
    page = text(client.get("/parcels/"))
    assert "送到门口 · 王强" in page
    assert "送到门口 · 陈志愿者" in page


def test_who_begins_the_day_reads_what_lies_at_the_deposit_points(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    office, captain = signed_in(cast.clerk), signed_in(cast.captain)
    assert "处放着件" not in text(office.get("/board/"))
    assert "暂存点放着" not in text(captain.get("/rounds/"))
    register_parcels(cast.clerk, shelf.id, LIST)
    page = office.get("/board/")
    assert "暂存点 1 处放着件 3 件，2 户 · 最早的" in text(page)
    assert "在东门货架（保管人 王强） · 1 行没读准是哪一户" in text(page)
    assert f'href="/parcels/?point={shelf.id}"' in page.content.decode()
    assert "暂存点放着 2 件，1 户 · 最早的" in text(captain.get("/rounds/"))
    assert "暂存点" in text(office.get("/board/?projector=1"))


def test_the_page_shows_each_her_own_doors_and_nobody_elsewhere_anything(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    batch = register_parcels(cast.clerk, shelf.id, "1-1-101\n2-1-102")
    captain = signed_in(cast.captain)
    page = captain.get("/parcels/").content.decode()
    assert page.count('name="home"') == 1
    assert 'name="text"' not in page
    assert "由看管暂存点的人复制" in text(captain.get(f"/parcels/{batch}/"))
    assert "group-texts" not in captain.get(f"/parcels/{batch}/").content.decode()
    outsider = signed_in(cast.outsider)
    assert "东门货架" not in text(outsider.get("/parcels/"))
    assert outsider.get(f"/parcels/{batch}/").status_code == 404
    assert signed_in(cast.sampler).get("/parcels/").status_code == 403
    assert "到件登记" in text(captain.get("/doors/service/"))


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    set_point(cast.clerk, f"{COMPOUND}/1", "1号楼大厅", "马丽")
    client = signed_in(cast.clerk)
    batch = entered(client, str(shelf.id))
    home = str(street.households["1/1/101"].id)
    sent = {"point": str(shelf.id), "home": home, "how": "brought", "carried_by": "陈志愿者"}
    assert client.post("/parcels/", sent).status_code == 302
    client.get("/parcels/")
    client.post("/language/", {"language": "en", "next": "/"})
    for page in ("/parcels/", "/board/", batch, f"/parcels/?point={shelf.id}"):
        assert chinese_outside(client.get(page).content.decode()) == []
