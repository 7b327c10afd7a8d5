"""On a round: isolated and unwell homes last and alone, on screen and paper; the next floor called in one tap."""

import re

import pytest

from tests.cast import PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.facilities import add_facility
from wumen.actions.rounds import floor_done
from wumen.queries.next_doors import next_doors
from wumen.queries.round_sheets import numbered
from wumen.queries.rounds import one_round
from wumen.records import clock
from wumen.rules.areas import code
from wumen.rules.rounds import RoundKey

UNIT = f"{PATH}1/1/"


@pytest.fixture
def key(cast: Cast, under_lockdown: Street) -> RoundKey:
    """The morning round of unit 1-1, building 1 locked down."""
    return RoundKey(clock.today(), "am", UNIT)


def isolate(cast: Cast, street: Street, door: str) -> None:
    """An order on the first who lives there."""
    from wumen.queries.posts import acting

    with acting(cast.clerk):
        person = street.households[door].residents.order_by("place")[0]
    ordered(cast, regime="home_isolation", paths=(), residents=(str(person.id),), document="告知书")


def rooms(cast: Cast, key: RoundKey) -> list[str]:
    """The rooms in the order of a printed sheet."""
    return [code(area) for _, area, _ in numbered(one_round(cast.captain, key))]


def test_isolated_and_unwell_homes_stand_last_on_paper_and_apart_on_the_page(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    assert rooms(cast, key)[-4:] == ["201", "202", "101", "102"]
    isolate(cast, street, "1/1/201")
    assert rooms(cast, key)[-4:] == ["202", "101", "102", "201"]
    floor_done(cast.captain, key, 2, {"202": "unwell"})
    assert rooms(cast, key)[-4:] == ["101", "102", "201", "202"]
    client = signed_in(cast.captain)
    page = client.get(f"/rounds/{key}/").content.decode()
    apart = re.search(r'id="apart".*?</section>', page, re.S)
    assert apart
    assert re.findall(r'href="#floor-2">(\d+)', apart[0]) == ["201", "202"]
    # The page says when to go, and neither why nor who.
    assert "隔离" not in apart[0]


def test_the_sheet_prints_the_block_at_its_end(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    isolate(cast, street, "1/1/201")
    client = signed_in(cast.captain)
    reply = client.post("/round-sheets/make/", {"key": str(key)}, follow=True)
    page = reply.content.decode()
    block = page.index("以下最后去")
    assert page.index(">102<") < block < page.index(">201<")
    assert page.count("以下最后去") == 1


def test_the_floor_below_the_team_is_called_with_rooms_only(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    first = next_doors(cast.captain, key)
    assert (first.team, first.floor) == (None, 2)
    assert first.box
    (said,) = first.box.messages
    assert "2 层请准备" in said.text
    assert "201" in said.text
    assert "张阿姨" not in said.text
    floor_done(cast.captain, key, 2, {})
    after = next_doors(cast.captain, key)
    assert (after.team, after.floor) == (2, 1)
    client = signed_in(cast.captain)
    page = client.get(f"/rounds/{key}/next/").content.decode()
    assert "队伍最后记的是 2 层" in page
    assert "1 层请准备" in page
    assert f"/rounds/{key}/next/" in client.get(f"/rounds/{key}/").content.decode()
    assert "2 层请准备" in client.get(f"/rounds/{key}/next/", {"floor": "2"}).content.decode()


def test_a_lift_is_kept_for_the_team_on_page_paper_and_in_the_group(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    # Without a lift nothing is said of one.
    assert "电梯" not in client.get(f"/rounds/{key}/").content.decode()
    add_facility(cast.clerk, UNIT, "lift", "2号电梯")
    assert "只有一部电梯，队伍先用" in client.get(f"/rounds/{key}/").content.decode()
    add_facility(cast.clerk, UNIT, "lift", "1号电梯")
    for page in (
        client.get(f"/rounds/{key}/"),
        client.post("/round-sheets/make/", {"key": str(key)}, follow=True),
    ):
        said = re.sub(r"<[^>]*>", "", page.content.decode())
        assert "留给队伍的电梯 1号电梯 · 住户走 2号电梯 · 急病不限" in said
    box = next_doors(cast.captain, key).box
    assert box
    assert "1号电梯先给队伍用，请走2号电梯，急病不限" in box.messages[0].text


def test_who_reads_no_group_is_rung_from_the_page_of_the_floor(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    isolate(cast, street, "1/1/201")
    called = next_doors(cast.captain, key, 2)
    assert called.ring == (("202", street.households["1/1/202"].id),)
    page = signed_in(cast.captain).get(f"/rounds/{key}/next/").content.decode()
    assert f"/register/home/{street.households['1/1/202'].id}/" in page
    assert str(street.households["1/1/201"].id) not in page
    # A sampler keeps no telephones.
    sampler = signed_in(cast.sampler).get(f"/rounds/{key}/next/").content.decode()
    assert str(street.households["1/1/202"].id) not in sampler


def test_an_isolated_home_is_never_called_in_a_group(
    cast: Cast, street: Street, key: RoundKey
) -> None:
    isolate(cast, street, "1/1/201")
    box = next_doors(cast.captain, key, 2).box
    assert box
    assert all("201" not in one.text for one in box.messages)


def test_where_only_homes_apart_are_left_they_are_rung_and_not_called_done(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    floor_done(cast.captain, key, 2, {"201": "unwell", "202": "unwell"})
    floor_done(cast.captain, key, 1, {"101": "unwell", "102": "unwell"})
    page = signed_in(cast.captain).get(f"/rounds/{key}/next/").content.decode()
    assert "请单独打电话" in page
    assert "都办完了" not in page


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, key: RoundKey, signed_in: SignedIn
) -> None:
    isolate(cast, street, "1/1/201")
    client = signed_in(cast.captain)
    client.post("/language/", {"language": "en", "next": "/"})
    for page in (f"/rounds/{key}/", f"/rounds/{key}/next/", f"/rounds/{key}/next/?floor=1"):
        assert chinese_outside(client.get(page).content.decode()) == []
