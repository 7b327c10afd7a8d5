"""The page of a release: unknown is said as unknown, facts and steps are one form each."""

from tests.cast import Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records import clock

FACT = {"fact": "contacts_negative", "on": "2022-01-09", "document": "疾控中心复函", "by": ""}


def test_the_page_says_what_is_unknown_and_when_the_order_ends_by_itself(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    assert (
        f"/orders/{number}/release/"
        in signed_in(cast.clerk).get(f"/orders/{number}/").content.decode()
    )
    page = signed_in(cast.captain).get(f"/orders/{number}/release/").content.decode()
    assert page.count("? 未知") == 4
    assert "1月22日 00:00" in page
    assert "登记错了" not in page
    answer = page.split('id="for-group"')[1].split("</textarea>")[0]
    assert "依据通告第1号，到1月22日 00:00自行结束。提前解除还差：连续14天没有新增感染者" in answer


def test_of_an_order_on_a_home_or_a_person_nothing_is_told_to_a_group(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    for path in ("1/1/202", "1"):
        number = ordered(cast, path, regime="home_isolation" if "/" in path else "lockdown").number
        page = signed_in(cast.clerk).get(f"/orders/{number}/release/").content.decode()
        assert ('id="for-group"' in page) == (path == "1")
    document = "关于2号楼1例阳性的通告"
    number = ordered(cast, "2", document=document).number
    page = signed_in(cast.clerk).get(f"/orders/{number}/release/").content.decode()
    assert 'id="for-group"' not in page
    assert "group_text_result" in page


def test_of_an_order_that_is_over_a_group_is_told_no_end(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    with clock.fixed(at(1, 23)):
        page = signed_in(cast.clerk).get(f"/orders/{number}/release/").content.decode()
    assert 'id="for-group"' not in page


def test_a_fact_is_recorded_withdrawn_and_refused_with_what_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    clerk = signed_in(cast.clerk)
    page = clerk.post(f"/orders/{number}/release/attest/", FACT, follow=True).content.decode()
    assert "✓ 已满足" in page
    refused = clerk.post(f"/orders/{number}/release/attest/", FACT | {"on": "2022-01-30"})
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "还没有到" in text
    assert 'value="2022-01-30"' in text
    ident = text.split("/release/attest/")[1].split("/withdraw/")[0]
    clerk.post(f"/orders/{number}/release/attest/{ident}/withdraw/")
    assert "✓ 已满足" not in clerk.get(f"/orders/{number}/release/").content.decode()


def test_the_application_is_drafted_and_held_until_its_conditions_are_met(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    clerk = signed_in(cast.clerk)
    page = clerk.post(f"/orders/{number}/release/step/", {"step": "drafted"}, follow=True)
    assert "社区提出申请" in page.content.decode()
    refused = clerk.post(f"/orders/{number}/release/step/", {"step": "reviewed", "said": "同意"})
    assert refused.status_code == 400
    assert "还没有全部满足" in refused.content.decode()
    assert 'value="同意"' in refused.content.decode()


def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    clerk = signed_in(cast.clerk, accept_language="en")
    clerk.post(f"/orders/{number}/release/attest/", FACT)
    clerk.post(f"/orders/{number}/release/step/", {"step": "drafted", "said": "请审"})
    for page in (f"/orders/{number}/release/", f"/orders/{number}/"):
        assert chinese_outside(clerk.get(page).content.decode()) == []
