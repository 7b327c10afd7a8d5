"""The pages of sheets: what is printed for whom, one a page, and who has been given hers."""

from tests.cast import PATH, Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records import clock


def test_the_orders_page_leads_to_its_sheets_and_a_building_is_printed_at_once(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    clerk = signed_in(cast.clerk)
    address = f"/orders/{number}/sheets/"
    assert address in clerk.get(f"/orders/{number}/").content.decode()
    page = clerk.get(address).content.decode()
    assert "告知书" in page
    assert "隔离证明" not in page
    sent = {"kind": "observation", "area": f"{PATH}1/", "language": "zh"}
    reply = clerk.post(f"{address}print/", sent)
    text = reply.content.decode()
    # Two copies for each of ten people, each numbered and marked.
    assert text.count('<article class="sheet ') == 20
    assert "第 2 份，共 2 份" in text
    assert "孙内勤" in text
    assert "演练" not in text
    assert reply["Cache-Control"] == "no-store"


def test_a_home_prints_for_one_person_and_shows_no_other_home(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    home = street.households["1/1/202"].id
    captain = signed_in(cast.captain)
    assert (
        f"/register/home/{home}/sheets/" in captain.get(f"/register/home/{home}/").content.decode()
    )
    ways = captain.get(f"/register/home/{home}/sheets/").content.decode()
    address = f"/orders/{number}/sheets/?household={home}"
    assert address in ways
    page = captain.get(address).content.decode()
    assert "张阿姨" in page
    assert "第0人" not in page
    sent = {"kind": "medical", "household": str(home), "resident": str(street.aunt_zhang.id)}
    text = captain.post(f"/orders/{number}/sheets/print/", sent).content.decode()
    assert "先救人，后补登记" in text
    assert text.count('<article class="sheet ') == 1
    refused = captain.post(f"/orders/{number}/sheets/print/", sent | {"kind": "observation"})
    assert refused.status_code == 403
    assert signed_in(cast.outsider).get(address).status_code == 404


def test_once_it_is_over_the_page_counts_who_is_still_without_a_certificate(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    address = f"/orders/{number}/sheets/"
    with clock.fixed(at(1, 22)):
        clerk = signed_in(cast.clerk)
        assert clerk.get(address).content.decode().count("还差 10 人") == 2
        clerk.post(f"{address}print/", {"kind": "certificate"})
        people = [str(street.aunt_zhang.id)]
        given = {"kind": "certificate", "person": people}
        page = clerk.post(f"{address}given/", given, follow=True).content.decode()
        assert "已记下：发出 1 张" in page
        assert "还差 9 人" in page
        refused = clerk.post(f"{address}given/", {"kind": "released", "person": people})
        assert refused.status_code == 400
        assert "请先打印" in refused.content.decode()


def test_the_english_sheets_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    home = street.households["1/1/202"].id
    clerk = signed_in(cast.clerk, accept_language="en")
    sent = {"kind": "pledge", "language": "en", "area": f"{PATH}1/1/"}
    with clock.fixed(at(1, 21)):
        pages = [
            clerk.get(f"/orders/{number}/sheets/"),
            clerk.get(f"/orders/{number}/sheets/?household={home}"),
            clerk.get(f"/register/home/{home}/sheets/"),
        ]
        printed = clerk.post(f"/orders/{number}/sheets/print/", sent).content.decode()
    assert [chinese_outside(page.content.decode()) for page in pages] == [[], [], []]
    assert "Mutual undertaking" in printed
