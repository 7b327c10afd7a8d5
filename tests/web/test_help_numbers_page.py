"""Whom to ring: kept by the office, shown where help is entered and at doors; the card for 120 asks for nothing."""

import re
from urllib.parse import unquote

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.help_numbers import keep_number
from wumen.actions.register import add_area
from wumen.queries.door_codes import at_door
from wumen.queries.help_numbers import help_lines, rescue_cards


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def gate(cast: Cast) -> None:
    """The gate that stands open for ambulances."""
    keep_number(
        cast.clerk, COMPOUND, "ambulance_gate", "0371-67890001", "北门（昆仑路）", "限高3.5米"
    )


def test_the_card_is_one_tap_away_for_every_post_and_asks_for_no_form(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    gate(cast)
    for viewer in (cast.secretary, cast.captain, cast.sampler, cast.volunteer):
        client = signed_in(viewer)
        front = client.get("/", follow=True)
        assert 'href="/rescue/"' in front.content.decode()
        card = text(client.get("/rescue/"))
        assert "北门（昆仑路）" in card
        assert "0371-67890001" in card
        assert "拨打 120" in card
    assert "北门" not in text(signed_in(cast.outsider).get("/rescue/"))


def test_a_room_that_is_typed_makes_the_whole_address_and_leads_to_the_note_afterwards(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    gate(cast)
    client = signed_in(cast.clerk)
    page = client.get("/rescue/", {"area": "1-1-201"})
    assert "中原区 棉纺路街道 锦绣城社区 锦绣城 1号楼 1单元 201（2 楼）" in text(page)
    assert "kind=medical_trip" in page.content.decode()
    note = client.get("/occurrences/new/", {"area": f"{COMPOUND}/1/1/201", "kind": "medical_trip"})
    assert re.search(r'value="medical_trip" checked', note.content.decode())
    # What is not found takes nothing away: the card of the compound stands there all the same.
    unknown = client.get("/rescue/", {"area": "9-9-901"})
    assert unknown.status_code == 200
    assert "北门（昆仑路）" in text(unknown)
    (card,) = rescue_cards(cast.clerk, f"{PATH}1/1/201/").cards
    assert card.household == street.households["1/1/201"].id


def test_where_there_are_many_compounds_the_page_says_how_many_and_leads_on(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    for n in range(14):
        add_area(cast.operator, f"{COMMUNITY}/y{n:02}", "compound", f"{n}号院")
    client = signed_in(cast.secretary)
    first = client.get("/rescue/")
    assert "一共 15 处，这一页 12 处" in text(first)
    (after,) = re.findall(r'href="\?after=([^"]+)"', first.content.decode())
    second = client.get("/rescue/", {"after": unquote(after)})
    assert "这一页 3 处" in text(second)
    assert 'href="?after=' not in second.content.decode()


def test_the_office_sees_what_people_of_each_place_see(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    whole = text(client.get("/help-numbers/"))
    assert "棉纺路街道" not in whole.split("登记一个号码")[0]
    mended = {"area": PATH, "kind": "lift", "name": "电梯班", "telephone": "67890002"}
    client.post("/help-numbers/", mended)
    client.post("/help-numbers/", mended | {"kind": "ambulance_gate", "name": "北门"})
    office = {"area": cast.clerk.area, "kind": "desk", "name": "值班室", "telephone": "67890003"}
    client.post("/help-numbers/", office)
    shown = text(client.get("/help-numbers/")).split("登记一个号码")[0]
    community, compound = shown.split("锦绣城社区 锦绣城")
    assert "电梯班" not in community
    for one in ("电梯班67890002", "值班室67890003", "95598"):
        assert one in compound
    # The gate for an ambulance is for the card.
    assert "北门" not in shown


def test_the_office_keeps_numbers_and_takes_them_away(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {"area": PATH, "kind": "lift", "name": "锦绣物业电梯班", "telephone": "67890002"}
    assert client.post("/help-numbers/", sent).status_code == 302
    page = client.get("/help-numbers/")
    assert "锦绣物业电梯班" in text(page)
    asked = client.post(
        "/instructions/new/",
        {
            "look": "1",
            "area": f"{COMPOUND}/1/1/201",
            "said": "电梯停了，里面有人",
            "origin": "resident",
        },
    )
    assert "67890002" in text(asked)
    assert "95598" not in text(asked)
    wrong = client.post("/help-numbers/", sent | {"telephone": "老王"})
    assert wrong.status_code == 400
    assert "锦绣物业电梯班" in wrong.content.decode()
    drop = re.search(r'name="drop" value="([^"]+)"', page.content.decode())
    assert drop
    assert client.post("/help-numbers/", {"drop": drop[1]}).status_code == 302
    assert "锦绣物业电梯班" not in text(client.get("/help-numbers/"))
    assert client.post("/help-numbers/", {"drop": drop[1]}).status_code == 404
    assert signed_in(cast.captain).get("/help-numbers/").status_code == 403


def test_who_lives_at_a_door_sees_the_numbers_of_her_compound(cast: Cast, street: Street) -> None:
    keep_number(cast.clerk, COMPOUND, "property", "67890003", "锦绣物业")
    door = rescue_cards(cast.captain, f"{PATH}1/1/201/")
    assert door.cards[0].gates == ()
    with at_door(cast.captain):
        shown = {one.name for one in help_lines(f"{PATH}1/1/201/")}
    assert "锦绣物业" in shown


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    gate(cast)
    client = signed_in(cast.clerk)
    client.post("/language/", {"language": "en", "next": "/"})
    for page in ("/rescue/", "/rescue/?area=1-1-201", "/help-numbers/"):
        assert chinese_outside(client.get(page).content.decode()) == []
