"""The whole answer on the pages: of a home, of one who lives there, in large type, and nobody else's."""

from tests.cast import Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn


def test_a_home_reads_what_holds_and_a_persons_own_order_is_on_her_page_alone(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    aunt = str(street.aunt_zhang.id)
    ordered(cast, regime="home_isolation", paths=(), residents=(aunt,), document="告知书第7号")
    home = street.households["1/1/202"].id
    captain = signed_in(cast.captain)
    address = f"/explain/home/{home}/"
    assert address in captain.get(f"/register/home/{home}/").content.decode()
    page = captain.get(address).content.decode()
    assert "到期自行结束" in page
    assert "行政复议" in page
    assert "告知书第7号" not in page
    hers = captain.get(f"{address}?resident={aunt}")
    assert "告知书第7号" in hers.content.decode()
    assert hers["Cache-Control"] == "no-store"
    other = street.households["1/1/101"].id
    assert captain.get(f"/explain/home/{other}/?resident={aunt}").status_code == 404
    assert signed_in(cast.outsider).get(address).status_code == 404


def test_the_english_answer_holds_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    ordered(cast, "", regime="control", document="通告第2号")
    home, aunt = street.households["1/1/202"].id, street.aunt_zhang.id
    clerk = signed_in(cast.clerk, accept_language="en")
    for address in (
        f"/explain/home/{home}/",
        f"/explain/home/{home}/?resident={aunt}",
        f"/explain/?resident={aunt}",
    ):
        assert chinese_outside(clerk.get(address).content.decode()) == []


def test_a_door_that_is_typed_leads_on_to_each_of_its_people_and_says_nothing_of_them(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    aunt = str(street.aunt_zhang.id)
    ordered(cast, regime="home_isolation", paths=(), residents=(aunt,), document="告知书第7号")
    page = signed_in(cast.clerk).get("/explain/?area=1-1-202").content.decode()
    assert f"/explain/home/{street.households['1/1/202'].id}/" in page
    assert "只针对一个人的决定" in page
    assert "告知书第7号" not in page
    assert "其中的楼栋、住户可能另有通告" not in page
