"""At a gate: any post asks who may come in and hears the reason and what can be done instead."""

import re

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, register_household


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def test_the_gate_asks_and_reads_out_the_reason_and_what_can_be_done_instead(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    gate = signed_in(cast.volunteer)
    assert 'href="/entries/"' in gate.get("/", follow=True).content.decode()
    shut, free = f"{PATH}1/", f"{PATH}2/"
    refused = text(gate.get("/entries/", {"area": shut, "who": "van"}))
    assert "现在不能进，可以…" in refused
    assert "人可以先住下" in refused
    assert "1月22日" in refused
    assert "回自己家，不拦" in text(gate.get("/entries/", {"area": shut, "who": "no_phone"}))
    assert "这里没有封管要求" in text(gate.get("/entries/", {"area": free, "who": "van"}))
    assert gate.get("/entries/", {"area": shut, "who": "stranger"}).status_code == 404
    assert gate.get("/entries/", {"area": "410102/410102013/410102013001/"}).status_code == 200
    other = gate.get("/entries/", {"area": "410102/410102013/410102013001/", "who": "van"})
    assert other.status_code == 403


def test_a_gate_learns_nothing_of_a_single_home(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1/1/202", regime="home_isolation", ground="密切接触者")
    gate, door = signed_in(cast.volunteer), f"{PATH}1/1/202/"
    for page in (
        gate.get("/explain/", {"area": door}),
        gate.get("/explain/", {"area": "1-1-202"}),
        gate.get("/entries/", {"area": door, "who": "van"}),
    ):
        assert page.status_code == 403
        for word in ("居家隔离", "密切接触者", "1月22日"):
            assert word not in text(page)
    assert "居家隔离" in text(signed_in(cast.captain).get("/explain/", {"area": door}))
    assert gate.get("/explain/", {"area": f"{PATH}1/"}).status_code == 200


def test_buildings_to_choose_from_stand_in_the_order_in_which_people_count(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    for building in (11, 10):
        register_household(cast.clerk, f"{COMPOUND}/{building}/1/101", [NewResident("住户")])
    page = signed_in(cast.volunteer).get("/entries/").content.decode()
    chosen = [int(one) for one in re.findall(rf'value="{PATH}([0-9]+)/"', page)]
    assert chosen == [1, 2, 3, 10, 11]


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    client = signed_in(cast.volunteer)
    client.post("/language/", {"language": "en", "next": "/"})
    for who in ("", "van", "no_phone", "supply", "rescue"):
        page = client.get("/entries/", {"area": f"{PATH}1/", "who": who}).content.decode()
        assert chinese_outside(page) == []
