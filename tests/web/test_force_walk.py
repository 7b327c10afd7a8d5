"""阳光花苑's 36 buildings, walked by pages: from the group's relay text to printed captains' cards in a few taps."""

from pathlib import Path

from tests.cast import Cast
from tests.web.conftest import SignedIn
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.register import add_area
from wumen.queries.captains import captains
from wumen.queries.posts import viewers_of
from wumen.rules.posts import Viewer

RELAY = Path(__file__).parent.parent / "data" / "relay-volunteers.txt"
COMMUNITY = "410102013001"
COMPOUND = f"410102/410102013/{COMMUNITY}/ygh/"


def garden(cast: Cast) -> Viewer:
    """阳光花苑 with its 36 buildings, and the clerk of its community."""
    add_area(cast.operator, f"{COMMUNITY}/ygh", "compound", "阳光花苑")
    for number in range(1, 37):
        add_area(cast.operator, f"{COMMUNITY}/ygh/{number}", "building", f"{number}号楼")
    member = add_crew(cast.operator, "高内勤", "community_worker")
    grant_post(cast.operator, member.number, "clerk", COMMUNITY)
    return viewers_of(member.number)[0]


def test_thirty_six_buildings_have_printed_cards_after_five_taps_and_one_paste(
    cast: Cast, signed_in: SignedIn
) -> None:
    viewer = garden(cast)
    clerk = signed_in(viewer)
    page = clerk.get("/relay/?kind=volunteers").content.decode()
    assert '<option value="volunteers" selected>' in page
    given = {"kind": "volunteers", "area": COMPOUND, "text": RELAY.read_text()}
    relay = clerk.post("/relay/", given)["Location"]
    assert "看懂 80 条" in clerk.get(relay).content.decode()
    clerk.post(relay, {"all": "1"})
    assert clerk.post("/force/captains/", {"area": COMPOUND}, follow=True).status_code == 200
    found = captains(viewer, COMPOUND)
    assert len(found.buildings) == 36
    assert found.vacant == 0
    assert len({one.sitting.name for one in found.seats if one.sitting}) == 72
    clerk.post("/force/captains/telephones/", {"area": COMPOUND})
    cards = clerk.post("/force/captains/cards/", {"area": COMPOUND}).content.decode()
    assert cards.count('class="captain-card"') == 36
    assert cards.count('<span class="soft">楼长</span>') == 36
    assert cards.count('<span class="soft">副楼长</span>') == 36
    assert "社区还没有登记电话" in cards
    told = [one for one in found.seats if one.sitting and one.sitting.why]
    assert len(told) == 72, "everybody is told why it is her"


def test_a_relay_of_the_whole_community_s_group_serves_its_compound_as_well(
    cast: Cast, signed_in: SignedIn
) -> None:
    viewer = garden(cast)
    clerk = signed_in(viewer)
    given = {"kind": "volunteers", "area": f"410102/410102013/{COMMUNITY}/"}
    relay = clerk.post("/relay/", given | {"text": RELAY.read_text()})["Location"]
    clerk.post(relay, {"all": "1"})
    clerk.post("/force/captains/", {"area": COMPOUND})
    found = captains(viewer, COMPOUND)
    assert sum(one.sitting is not None for one in found.seats) >= 60
