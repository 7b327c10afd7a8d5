"""The pages of lists of other offices and of contacts: taken, answered, proposed, confirmed; without telephones."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.actions.test_inquiries import AUNT, LIST, STRANGER, morning
from tests.cast import COMPOUND, PATH, Cast, person
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_statements import AT_MOST
from wumen.actions.case_contacts import Proposal, propose
from wumen.actions.register import NewResident, register_household
from wumen.rules.case_contacts import ContactKind, Ground

__all__ = ["morning"]
FORM = {
    "number": "协查12号",
    "sender": "中原区疾控中心",
    "area": PATH,
    "due_at": "2022-01-10T12:00",
    "pasted": LIST,
}


def taken(client: object) -> str:
    """A list taken by the form; its address."""
    reply = client.post("/inquiries/", FORM)  # type: ignore[attr-defined]
    assert reply.status_code == 302
    return str(reply.headers["Location"])


def row_of(page: str, name: str) -> str:
    """The id of a row by its name."""
    before = page[: page.index(f">{name}</strong>")]
    return re.findall(r'name="row" value="([^"]+)"', before)[-1]


def test_a_list_is_taken_found_answered_and_downloaded(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = taken(client)
    page = client.get(address).content.decode()
    assert "还在核查 2 人" in page
    for hidden in (AUNT, STRANGER, "赵某某"):
        assert hidden not in page
    for name, finding in (("张阿姨", "here"), ("钱七", "not_ours")):
        sent = {"do": "note", "row": row_of(page, name), "finding": finding, "said": ""}
        assert client.post(address, sent).status_code == 302
    page = client.get(address).content.decode()
    assert "协查12号：共 2 人，在本辖区 1 人，不住本辖区 1 人。" in page
    only = client.get(f"{address}?found=not_ours").content.decode()
    assert ">钱七</strong>" in only
    assert ">张阿姨</strong>" not in only
    file = client.post(f"{address}answer/")
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"] == "no-store"
    client.post(address, {"do": "close"})
    assert "已答复" in client.get(address).content.decode()


def test_all_lines_that_could_not_be_read_are_shown_and_stand_ready_to_be_put_right(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    unread = [f"孙{n}\t1380000{n}" for n in range(1, 9)]
    file = SimpleUploadedFile(
        "名单.csv", f"{LIST}\n{chr(10).join(unread)}".replace("\t", ",").encode(), "text/csv"
    )
    refused = client.post("/inquiries/", {**FORM, "pasted": "", "file": file})
    page = unescape(refused.content.decode())
    assert refused.status_code == 400
    assert "有 8 行没有看懂，这份名单还没有收" in page
    for one in unread:
        assert f"<li>{one.replace(chr(9), ' ')}</li>" in page
    typed = re.findall(r'(?s)<textarea id="pasted"[^>]*>(.*?)</textarea>', page)[0]
    assert typed.splitlines()[1].startswith("孙1\t13800001")
    mended = typed
    for n in range(1, 9):
        mended = mended.replace(f"孙{n}\t1380000{n}", f"孙{n}\t1380000111{n}")
    assert client.post("/inquiries/", {**FORM, "pasted": mended}).status_code == 302
    assert "共 10 人" in client.get("/inquiries/").content.decode()


def test_lines_that_are_nobody_are_left_out_by_one_more_tap(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    form = {**FORM, "pasted": f"{LIST}\n合计 2人"}
    assert "这几行不是人，照样收下" in client.post("/inquiries/", form).content.decode()
    assert client.get("/inquiries/").content.decode().count("协查12号") == 0
    reply = client.post("/inquiries/", {**form, "without": "1"}, follow=True)
    assert "有 1 行不是人，没有收" in reply.content.decode()


def test_what_was_typed_stands_after_a_refusal(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post("/inquiries/", {**FORM, "pasted": "没有一个号码"})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "inquiry_empty" in page
    assert "没有一个号码" in page
    assert "中原区疾控中心" in page


def test_a_finding_for_nobody_is_refused_at_the_list(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = taken(client)
    reply = client.post(address, {"do": "note", "finding": "here"})
    assert "inquiry_nobody" in reply.content.decode()


def test_who_was_ticked_and_what_was_said_stand_after_a_refusal(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = taken(client)
    who = row_of(client.get(address).content.decode(), "钱七")
    page = client.post(address, {"do": "note", "row": who, "said": "在登封"}).content.decode()
    assert "请选一个结果" in page
    assert f'name="row" value="{who}" checked' in page
    assert 'value="在登封"' in page


def test_the_captain_finds_neither_page(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    address = taken(signed_in(cast.clerk))
    captain = signed_in(cast.captain)
    for path in ("/inquiries/", address, "/case-contacts/"):
        assert captain.get(path).status_code == 403


def test_a_contact_is_proposed_by_one_and_confirmed_by_another_on_the_pages(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    office, second = signed_in(cast.clerk), signed_in(cast.secretary)
    address = taken(office)
    page = office.get(address).content.decode()
    office.post(address, {"do": "note", "row": row_of(page, "张阿姨"), "finding": "here"})
    office.post(address, {"do": "propose"})
    page = second.get("/case-contacts/").content.decode()
    assert "建议，等确认" in page
    assert "赵某某" not in page
    (ident,) = set(re.findall(r'name="contact" value="([^"]+)"', page))
    sent = {"do": "confirm", "contact": ident, "kind": "close", "last": "2022-01-07"}
    # A day that cannot be is refused; kind and day stand as they were chosen, and are not those of the list again.
    wrong = sent | {"kind": "secondary", "last": "2022-02-07"}
    refused = second.post("/case-contacts/", wrong).content.decode()
    assert "contact_day_wrong" in refused
    assert 'name="last" value="2022-02-07"' in refused
    assert '<option value="secondary" selected>' in refused
    done = second.post("/case-contacts/", sent, follow=True).content.decode()
    assert "没有告知书：不受限制" in done
    # The form of an order stands ready with person, kind and day; its authority and document do not.
    (form,) = re.findall(r'<form method="post" action="/orders/new/">(.*?)</form>', done, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    reply = second.post("/orders/new/", fields).content.decode()
    assert re.search(rf'name="residents" value="{street.aunt_zhang.id}" checked', reply)
    assert "2022-01-28T00:00" in reply
    assert "没有到期或撤下的。" in second.get("/case-contacts/?state=ended").content.decode()


def test_who_may_not_confirm_a_contact_reads_who_does_and_the_day_is_said_in_her_language(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    office = signed_in(cast.clerk)
    address = taken(office)
    row = row_of(office.get(address).content.decode(), "张阿姨")
    office.post(address, {"do": "note", "row": row, "finding": "here"})
    office.post(address, {"do": "propose"})
    page = office.get("/case-contacts/").content.decode()
    assert 'value="confirm"' not in page
    assert "等书记、值班长或主任确认，谁提的谁不确认。" in page
    second = signed_in(cast.secretary, accept_language="en")
    page = second.get("/case-contacts/").content.decode()
    assert "Confirm as this kind" in page
    (ident,) = set(re.findall(r'name="contact" value="([^"]+)"', page))
    sent = {"do": "confirm", "contact": ident, "kind": "close", "last": "2022-01-07"}
    done = second.post("/case-contacts/", sent, follow=True).content.decode()
    assert not any("星期" in one for one in chinese_outside(done))
    office.post("/case-contacts/", {"do": "contest", "contact": ident, "said": "我没去过那里"})
    page = office.get("/case-contacts/").content.decode()
    assert "由没有经手的书记、值班长或主任来定。" in page


def test_a_refusal_of_a_contact_is_said_on_its_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.secretary).post("/case-contacts/", {"do": "drop", "contact": "x"})
    assert "contact_unknown" in reply.content.decode()


def test_a_refused_confirmation_keeps_kind_day_and_words(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    propose(cast.clerk, [street.aunt_zhang.id], Proposal(ContactKind.CLOSE, None, Ground.LIST))
    second = signed_in(cast.secretary)
    (ident,) = set(
        re.findall(
            r'name="contact" value="([^"]+)"', second.get("/case-contacts/").content.decode()
        )
    )
    sent = {"do": "confirm", "contact": ident, "kind": "secondary", "last": "2021-12-01"}
    page = second.post("/case-contacts/", sent).content.decode()
    assert "contact_day_wrong" in page
    assert '<option value="secondary" selected>' in page
    assert 'value="2021-12-01"' in page


def test_a_board_without_the_right_says_nothing_of_contacts(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    propose(cast.clerk, [street.aunt_zhang.id], Proposal(ContactKind.CLOSE, None, Ground.LIST))
    page = signed_in(cast.secretary).get("/board/").content.decode()
    assert "1 条密接建议等人定" in page
    assert "份等答复" not in page
    walks = person(cast.operator, "韩网格员", "volunteer", "grid_worker", f"{COMPOUND}/1")
    page = signed_in(walks).get("/board/").content.decode()
    assert "协查" not in page
    assert "份等答复" not in page


def positive_page(client: Client) -> list[str]:
    """A positive of 1-1-101 noted by the form; the addresses of the pages of who is near."""
    home = {"area": f"{PATH}1/1/101/", "kind": "positive", "at": "2022-01-10T06:50"}
    sent = {**home, "told_by": "区疾控电话", "resident": "", "document": "", "outbreak": ""}
    seen = client.post("/occurrences/new/", sent).content.decode()
    (shown,) = re.findall(r'name="shown"[^>]* value="([^"]*)"', seen)
    client.post("/occurrences/new/", {**sent, "confirm": "1", "shown": shown})
    page = client.get("/occurrences/").content.decode()
    return re.findall(r'href="(/case-contacts/of/\d+/)"', page)


def test_who_is_near_a_positive_is_proposed_and_handed_on_from_its_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    (near,) = positive_page(client)
    page = client.get(near).content.decode()
    people = re.findall(r'name="person" value="([^"]+)"', page)
    # Nobody noted which of the three she is: nobody is ticked for the clerk, and the page says why.
    assert len(people) == 3
    assert "这里面有一位就是本人，请不要勾选。" in page
    assert f'value="{people[0]}" checked' not in page
    assert "表上没有阳性人员的姓名" not in page
    refused = client.post(near, {"person": people, "kind": "", "ground": "household"})
    assert "contact_kind_unknown" in refused.content.decode()
    chosen = {"person": people, "kind": "close", "ground": "household", "last": "2022-01-10"}
    assert client.post(near, chosen).status_code == 302
    file = client.post(f"{near}list/", {"ground": ["household"], "purpose": "交区疾控流调组"})
    assert file["Content-Disposition"].startswith("attachment")
    short = client.post(f"{near}list/", {"ground": ["household"], "purpose": "给"})
    assert "purpose_too_short" in short.content.decode()


def asked(client: Client, path: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    # A key of a day is remembered once its row is committed, which no test does.
    passing = ("SAVEPOINT", "data_key")
    return len([one for one in found if not any(word in one["sql"] for word in passing)])


def test_no_page_takes_more_statements_for_more_people(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    first = taken(client)
    page = client.get(first).content.decode()
    client.post(first, {"do": "note", "row": row_of(page, "张阿姨"), "finding": "here"})
    client.post(first, {"do": "propose"})
    (near,) = positive_page(client)
    paths = ("/inquiries/", first, "/case-contacts/", near)
    few = [asked(client, path) for path in paths]
    people = [NewResident(f"住户{n}", telephones=(f"137{n:08}",)) for n in range(20)]
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", people)
    lines = "\n".join(["姓名\t电话\t类别", *(f"住户{n}\t137{n:08}\t密接" for n in range(20))])
    client.post("/inquiries/", {**FORM, "number": "协查13号", "pasted": lines})
    second = first.replace("/inquiries/", "").strip("/")
    many = f"/inquiries/{int(second) + 1}/"
    page = client.get(many).content.decode()
    rows = [row_of(page, f"住户{n}") for n in range(20)]
    client.post(many, {"do": "note", "row": rows, "finding": "here"})
    client.post(many, {"do": "propose"})
    more = [asked(client, path) for path in ("/inquiries/", many, "/case-contacts/", near)]
    assert more == few
    assert max(few) <= AT_MOST, few


def test_the_board_names_the_list_that_waits(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    address = taken(client)
    page = client.get("/board/").content.decode()
    assert f'href="{address}"' in page
    assert "1 份等答复" in page


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    address = taken(client)
    page = client.get(address).content.decode()
    client.post(address, {"do": "note", "row": row_of(page, "张阿姨"), "finding": "here"})
    client.post(address, {"do": "propose"})
    for path in ("/inquiries/", address, "/case-contacts/", "/board/"):
        assert chinese_outside(client.get(path).content.decode()) == []
