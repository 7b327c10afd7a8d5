"""The scan of a document on the pages: added with the order or afterwards, handed out as a file only."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import PATH, Cast
from tests.files import JPEG, PAGE, PDF
from tests.street import AUTHORITY, OUTBREAK, Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn

FORM = {
    "regime": f"{OUTBREAK}|lockdown",
    "authority": AUTHORITY,
    "document": "通告第8号",
    "ground": "发现阳性感染者",
    "begins": "2022-01-10T08:00",
    "ends": "2022-01-24T00:00",
    "paths": [f"{PATH}1/"],
    "enter": "1",
}


def scan(content: bytes = PDF, name: str = "张三的告知书.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, "text/html")


def test_the_order_form_takes_the_scan_and_the_orders_page_hands_it_out(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk)
    page = clerk.post("/orders/new/", FORM | {"scan": scan()}, follow=True).content.decode()
    address = "/attachments/" + page.split('href="/attachments/')[1].split('"')[0]
    assert "张三" not in page
    reply = clerk.get(address)
    assert reply.content == PDF
    assert reply["Content-Type"] == "application/pdf"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Disposition"] == 'attachment; filename="wumen.pdf"'
    assert "default-src 'none'" in reply["Content-Security-Policy"]
    assert signed_in(cast.outsider).get(address).status_code == 404


def test_a_refused_scan_enters_no_order_and_loses_nothing_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post("/orders/new/", FORM | {"scan": scan(PAGE, "a.pdf")})
    text = reply.content.decode()
    assert reply.status_code == 400
    assert "不是 PDF、JPG 或 PNG" in text
    assert 'value="通告第8号"' in text
    assert "通告第8号" not in signed_in(cast.clerk).get("/orders/").content.decode()


def test_a_scan_is_added_and_taken_down_afterwards(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    clerk = signed_in(cast.clerk)
    at = f"/orders/{number}/file/"
    page = clerk.post(at, {"scan": scan(JPEG), "about": ""}, follow=True).content.decode()
    assert "已存好扫描件" in page
    ident = page.split('href="/attachments/')[1].split("/")[0]
    # A captain opens it and changes nothing.
    captain = signed_in(cast.captain)
    assert captain.get(f"/attachments/{ident}/").content == JPEG
    assert captain.post(at, {"scan": scan()}).status_code == 403
    assert clerk.post(at, {"about": ""}).status_code == 400
    page = clerk.post(f"{at}{ident}/withdraw/", {"page": "one"}, follow=True).content.decode()
    assert "还没有扫描件" in page


def test_an_attested_fact_bears_its_document(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    fact = {"fact": "contacts_negative", "on": "2022-01-09", "document": "疾控复函", "by": ""}
    clerk = signed_in(cast.clerk)
    page = clerk.post(f"/orders/{number}/release/attest/", fact | {"scan": scan()}, follow=True)
    assert "/attachments/" in page.content.decode()
    english = signed_in(cast.clerk, accept_language="en")
    for address in (f"/orders/{number}/", f"/orders/{number}/release/", "/orders/new/"):
        assert chinese_outside(english.get(address).content.decode()) == []
