"""The pages of call lists: a list made, dealt and rung; numbers stand on no page until they are asked for."""

from tests.cast import PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn

NUMBER = "13800000001"
FORM = {
    "purpose": "核对返郑人员",
    "area": PATH,
    "source": "pasted",
    "pasted": f"赵六 {NUMBER} 从许昌回来\n外地 13900000009",
    "what": "",
    "due_at": "2022-01-10T12:00",
}


def made(client: object) -> str:
    """A list made by the form; its address."""
    reply = client.post("/calls/", FORM)  # type: ignore[attr-defined]
    assert reply.status_code == 302
    return str(reply.headers["Location"])


def test_a_list_is_made_dealt_and_rung_from_the_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = made(client)
    page = client.get(address).content.decode()
    assert "现在打" in page
    assert "1-1-202" in page
    assert NUMBER not in page
    client.post(f"{address}deal/", {"caller": [str(cast.clerk.person)]})
    entry = page[page.index('id="entry-') + len('id="entry-') :].partition('"')[0]
    shown = client.post(f"{address}{entry}/", {"show": "1"}).content.decode()
    assert f'href="tel:{NUMBER}"' in shown
    after = client.post(f"{address}{entry}/", {"result": "later", "back_at": "14:00"}, follow=True)
    assert "14:00 以后再打" in after.content.decode()


def test_what_was_typed_stands_after_a_refusal(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post("/calls/", {**FORM, "pasted": "没有号码"})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "call_list_empty" in page
    assert "没有号码" in page
    assert "核对返郑人员" in page


def test_a_mistyped_number_is_shown_before_a_list_is_made_without_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {**FORM, "pasted": f"赵六 {NUMBER}\n钱七 1380000000"}
    refused = client.post("/calls/", sent)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "有 1 行没有看懂电话" in page
    assert "<li>钱七 1380000000</li>" in page
    assert client.get("/calls/").content.decode().count("0 / 1") == 0
    made = client.post("/calls/", {**sent, "left_out": "1"}, follow=True).content.decode()
    assert "0 / 1" in made


def test_a_wrong_hour_is_said_at_the_list(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    address = made(client)
    page = client.get(address).content.decode()
    entry = page[page.index('id="entry-') + len('id="entry-') :].partition('"')[0]
    said = {"result": "later", "back_at": "05:00", "said": "在开会", "wanted": "1"}
    refused = client.post(f"{address}{entry}/", said).content.decode()
    assert "call_hour_wrong" in refused
    # What she wrote while he spoke is not lost, and his number is not looked at once more.
    for kept in ('value="05:00"', 'value="在开会"', 'value="1" checked'):
        assert kept in refused
    assert NUMBER not in refused


def test_a_post_without_a_share_sees_no_list(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    address = made(signed_in(cast.clerk))
    captain = signed_in(cast.captain)
    assert "没有分给您的电话" in captain.get("/calls/").content.decode()
    assert captain.get(address).status_code == 404


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    address = made(client)
    for path in ("/calls/", address):
        assert chinese_outside(client.get(path).content.decode()) == []


def test_after_a_call_the_page_goes_on_to_the_next_of_ones_own_share(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = made(client)
    page = client.get(f"{address}?mine=1").content.decode()
    client.post(f"{address}deal/", {"caller": [str(cast.clerk.person)]})
    page = client.get(f"{address}?mine=1").content.decode()
    entry = page[page.index('id="entry-') + len('id="entry-') :].partition('"')[0]
    assert f'action="{address}{entry}/?mine=1#entry-{entry}"' in page
    reply = client.post(f"{address}{entry}/?mine=1", {"result": "no_answer"})
    assert reply["Location"] == f"{address}?mine=1#step-call"


def test_the_list_says_who_was_asked_to_knock_and_the_captain_finds_it(
    cast: Cast, street: Street, under_lockdown: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = made(client)
    page = client.get(address).content.decode()
    entry = page[page.index('id="entry-') + len('id="entry-') :].partition('"')[0]
    client.post(f"{address}{entry}/", {"result": "wrong_number"})
    page = client.get(address).content.decode()
    assert "打不通，上门敲门" in page
    assert "李楼长</span>上门敲门" in page
    hers = signed_in(cast.captain).get("/rounds/").content.decode()
    assert "电话打不通，请上门敲门问清楚：核对返郑人员" in hers
    number = hers[hers.index('href="/instructions/') :].split("/")[2]
    one = signed_in(cast.captain).get(f"/instructions/{number}/").content.decode()
    assert f"/register/home/{street.aunt_zhang.household_id}/" in one


def test_a_number_that_nobody_knows_leads_to_no_door(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = made(client)
    page = client.get(address).content.decode()
    last = page[page.rindex('id="entry-') + len('id="entry-') :].partition('"')[0]
    client.post(f"{address}{last}/", {"result": "wrong_number"})
    assert "台账里没有这个号码" in client.get(address).content.decode()
