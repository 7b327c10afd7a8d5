"""The end of an order on people: counted by the rules in the form, and longer than the rules on purpose alone."""

from tests.cast import Cast
from tests.street import Street
from tests.web.conftest import SignedIn
from tests.web.test_orders import form
from wumen.queries.orders import order_lines


def test_the_end_of_an_isolation_is_counted_by_the_rules_and_stands_in_the_form(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert 'value="close-contact"' in client.get("/orders/new/").content.decode()
    sent = form(paths=[], ends="", count="1", isolation="close-contact", exposed="2022-01-03")
    page = client.post("/orders/new/", sent).content.decode()
    assert 'name="ends" type="datetime-local" value="2022-01-24T00:00"' in page
    for said in ("集中隔离 1月3日", "居家 1月17日", "第八版防控方案"):
        assert said in page
    reply = client.post("/orders/new/", sent | {"exposed": ""})
    assert reply.status_code == 400
    assert "先选是哪一种人" in reply.content.decode()


def test_people_are_bound_for_longer_than_the_rules_know_on_purpose_alone(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = form(paths=[], residents=[str(street.aunt_zhang.id)], ends="2022-03-10T00:00")
    reply = client.post("/orders/new/", sent)
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "比规则里最长的隔离（密切接触者，21 天）还长" in page
    assert order_lines(cast.clerk) == []
    assert 'name="longer"' in page
    said = client.post("/orders/new/", sent | {"longer": "1"}, follow=True).content.decode()
    (line,) = order_lines(cast.clerk)
    assert "请对照文件原文" in said
    # Whoever confirms reads it, too; of a building nothing is said, whatever its end.
    assert (
        "请对照文件原文"
        in signed_in(cast.secretary).get(f"/orders/{line.number}/").content.decode()
    )
    client.post("/orders/new/", form(ends="2022-03-10T00:00"))
    whole = next(one.number for one in order_lines(cast.clerk) if one.number != line.number)
    assert "请对照文件原文" not in client.get(f"/orders/{whole}/").content.decode()
