"""The pages of a ledger: looked at first, then taken or dropped; what cannot be read is said kindly."""

import io
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.ledger import run_job, staged
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.records.models import Area, IncomingFile, LedgerJob, LedgerLayout, Resident

DATA = Path(__file__).parent.parent / "data"
ROWS = [
    ["楼栋", "单元", "房号", "姓名", "身份证号", "联系电话"],
    ["1号楼", "1单元", "101", "甲住户", "410198199001010015", "13800000001"],
    ["1号楼", "1单元", "102", "乙住户", "410198199001010010", "123"],
    ["1号楼", "", "", "丙住户", "", ""],
]
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptionInfoEncryptedPackage".encode("utf-16-le")


def workbook(rows: list[list[str]] = ROWS) -> bytes:
    """A small ledger: one good row, one with two faults, one whose door cannot be read."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一号楼")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def upload(client: Client, content: bytes, compound: str = PATH, name: str = "台账.xlsx") -> Any:
    """Send a file as the form does, and follow to where it leads."""
    file = SimpleUploadedFile(name, content)
    return client.post("/ledger/", {"compound": compound, "file": file}, follow=True)


def residents(cast: Cast) -> int:
    """How many people the register of the community holds."""
    with acting(cast.clerk):
        return Resident.objects.count()


def kept(cast: Cast) -> int:
    """How many uploaded files are kept."""
    with acting(cast.clerk):
        return IncomingFile.objects.count()


def test_a_ledger_is_looked_at_before_it_is_taken(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    reply = upload(client, workbook())
    page = reply.content.decode()
    assert residents(cast) == 0
    assert "还没有入册" in page
    assert "一号楼" in page
    assert "第 4 行" in page
    assert "丙住户" in page
    assert "看不出楼栋、单元和房号" in page
    assert "电话号码的位数不对" in page
    assert "电话 · 写的是" in page
    where = reply.redirect_chain[-1][0]
    marked = client.get(f"{where}outcome.xlsx")
    assert marked["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(marked)[:4] == b"PK\x03\x04"
    reply = client.post(f"{where}take/", follow=True)
    page = reply.content.decode()
    assert "正在导入台账" in page and "取消导入" in page
    assert 'hx-trigger="every 2s"' in page and '<meta http-equiv="refresh"' in page
    assert (residents(cast), kept(cast)) == (0, 1)
    recent = client.get("/ledger/").content.decode()
    assert "进行中" in recent
    # Several communities have a compound of this name.
    assert "锦绣城社区 锦绣城</span><small>" in recent


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a job says beside its transaction is said inside it: the test's own is never committed."""
    monkeypatch.setattr(staged, "Beside", _Inside)


class _Inside:
    def __init__(self, job: UUID) -> None:
        self._job = job

    def say(self, done: int, state: str | None = None, total: int | None = None) -> bool:
        return LedgerJob.objects.get(id=self._job).asked_to_stop

    def close(self) -> None:
        pass


def queue(client: Client, content: bytes) -> str:
    """Upload a ledger and confirm it; where its job is watched."""
    where = upload(client, content).redirect_chain[-1][0]
    return str(client.post(f"{where}take/")["Location"])


def work_off(cast: Cast, where: str) -> None:
    """Do the job as the worker would."""
    run_job(cast.clerk, UUID(where.strip("/").split("/")[-1]))


def test_a_taking_is_watched_and_its_outcome_is_fetched(
    cast: Cast, signed_in: SignedIn, beside: None
) -> None:
    client = signed_in(cast.clerk)
    where = queue(client, workbook())
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "排队等候" in part and "<html" not in part
    with acting(cast.clerk):
        # Steps of the machine are nobody's people: how far it is is said of a hundred.
        LedgerJob.objects.update(state="writing", done=61, total=244)
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "25%" in part and "244</p>" not in part
    with acting(cast.clerk):
        LedgerJob.objects.update(state="queued", done=0, total=0)
    work_off(cast, where)
    assert client.get(where, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    page = client.get(where).content.decode()
    assert "台账已入册" in page and "第 4 行" in page
    assert (residents(cast), kept(cast)) == (2, 0)
    fetched = client.get(f"{where}outcome.xlsx")
    assert "filename*=UTF-8" in fetched["Content-Disposition"]
    assert fetched["Cache-Control"] == "no-store"
    for other in (signed_in(cast.outsider), signed_in(cast.captain)):
        assert other.get(where).status_code in (403, 404)
        assert other.get(f"{where}outcome.xlsx").status_code in (403, 404)
    with acting(cast.clerk):
        LedgerJob.objects.update(outcome_sealed=None)
    page = client.get(where).content.decode()
    assert "逐行的结果只保留七天" in page and "410198199001010015" not in page
    assert "outcome_forgotten" in client.get(f"{where}outcome.xlsx").content.decode()


def test_a_taking_is_cancelled_by_a_button(cast: Cast, signed_in: SignedIn, beside: None) -> None:
    client = signed_in(cast.clerk)
    where = queue(client, workbook())
    page = client.post(f"{where}stop/", follow=True).content.decode()
    assert "正在取消" in page and "取消导入</button>" not in page
    work_off(cast, where)
    page = client.get(where).content.decode()
    assert "已取消导入" in page and "没有录入任何内容" in page and "回到这份表格" in page
    assert (residents(cast), kept(cast)) == (0, 1)
    assert "ledger_job_ended" in client.post(f"{where}stop/").content.decode()


def test_why_a_taking_was_refused_is_said_with_the_next_step(
    cast: Cast, signed_in: SignedIn, beside: None
) -> None:
    client = signed_in(cast.clerk)
    where = queue(client, workbook())
    with acting(cast.clerk):
        Area.objects.filter(area=PATH).update(kind="building")
    work_off(cast, where)
    page = client.get(where).content.decode()
    assert "ledger_place" in page and "请写小区的路径" in page and "没有录入任何内容" in page


def test_who_is_missing_is_shown_with_the_door(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = upload(signed_in(cast.clerk), workbook()).content.decode()
    assert "登记着，这份台账里没有的人" in page
    assert "张阿姨" in page and "1-1-202" in page


def test_a_written_number_is_shown_masked(cast: Cast, signed_in: SignedIn) -> None:
    page = upload(signed_in(cast.clerk), workbook()).content.decode()
    assert "校验位不对" in page
    assert "410*************10" in page
    assert "410198199001010010" not in page


def test_a_number_that_somebody_else_bears_is_told_as_such(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    other = NewResident("同号的人", identity_number=ROWS[1][4])
    register_household(cast.clerk, f"{PATH}3/1/501", [other])
    page = upload(signed_in(cast.clerk), workbook()).content.decode()
    assert "请有空时核实" in page
    assert "number_shared" not in page
    assert ROWS[1][4] not in page


def test_a_ledger_that_is_dropped_leaves_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    where = upload(client, workbook()).redirect_chain[-1][0]
    assert kept(cast) == 1
    page = client.post(f"{where}drop/", follow=True).content.decode()
    assert "已放弃" in page
    assert kept(cast) == residents(cast) == 0
    assert "incoming_unknown" in client.post(f"{where}take/").content.decode()


def test_the_real_ledger_goes_in_whole(cast: Cast, signed_in: SignedIn, beside: None) -> None:
    client = signed_in(cast.clerk)
    reply = upload(client, (DATA / "ledger-merged.xlsx").read_bytes())
    assert "1400" in reply.content.decode()
    assert "524" in reply.content.decode()
    work_off(cast, str(client.post(f"{reply.redirect_chain[-1][0]}take/")["Location"]))
    assert residents(cast) == 1400
    page = client.get(f"/register/building/{PATH}1/").content.decode()
    assert "524" in page


@pytest.mark.parametrize(
    ("content", "code", "next_step"),
    [
        (b"not a workbook", "file_not_workbook", "再导入"),
        (LOCKED, "file_password", "取消打开密码，保存后再上传"),
    ],
    ids=["no workbook", "locked"],
)
def test_what_cannot_be_read_is_refused_with_the_next_step_and_not_kept(
    cast: Cast, signed_in: SignedIn, content: bytes, code: str, next_step: str
) -> None:
    reply = upload(signed_in(cast.clerk), content)
    page = reply.content.decode()
    assert reply.status_code == 400
    assert code in page
    assert next_step in page
    assert f'value="{PATH}" lang="zh" selected' in page
    assert kept(cast) == 0


def test_no_file_is_said_so(cast: Cast, signed_in: SignedIn) -> None:
    reply = signed_in(cast.clerk).post("/ledger/", {"compound": PATH})
    assert reply.status_code == 400
    assert "file_missing" in reply.content.decode()


def test_a_compound_outside_the_area_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    reply = upload(signed_in(cast.outsider), workbook())
    assert reply.status_code == 403
    assert "area_not_yours" in reply.content.decode()


def test_nobody_elses_upload_can_be_seen_or_taken(cast: Cast, signed_in: SignedIn) -> None:
    where = upload(signed_in(cast.clerk), workbook()).redirect_chain[-1][0]
    other = signed_in(cast.outsider)
    assert other.get(where).status_code == 404
    assert other.post(f"{where}take/").status_code == 404
    assert signed_in(cast.captain).get("/ledger/").status_code == 403


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn, beside: None
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get("/ledger/").content.decode()) == []
    reply = upload(client, workbook())
    assert chinese_outside(reply.content.decode()) == []
    where = str(client.post(f"{reply.redirect_chain[-1][0]}take/")["Location"])
    assert chinese_outside(client.get(where).content.decode()) == []
    work_off(cast, where)
    assert chinese_outside(client.get(where).content.decode()) == []
    assert chinese_outside(client.get("/ledger/").content.decode()) == []
    assert chinese_outside(upload(client, LOCKED).content.decode()) == []


def columns(page: str) -> tuple[str, dict[str, str]]:
    """The first layout of a page: its fingerprint, and the field chosen for each column."""
    fingerprint = re.findall(r'name="layout" value="(\w+)"', page)[0]
    chosen = re.findall(r'name="(c\d+)">.*?<option value="(\w+)" selected', page, re.DOTALL)
    return fingerprint, dict(chosen)


STRANGE = [["楼栋", "单元", "房号", "姓名", "身份证号", "急事找谁"], ROWS[1]]


def test_a_column_that_was_not_understood_is_named_and_remembered(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    plain = upload(client, workbook(STRANGE))
    where = plain.redirect_chain[-1][0]
    fingerprint, chosen = columns(plain.content.decode())
    assert chosen["c5"] == "other" and "138******01" in plain.content.decode()
    page = client.post(
        where, {"layout": fingerprint, **chosen, "c5": "phone"}, follow=True
    ).content.decode()
    assert columns(page) == (fingerprint, {**chosen, "c5": "phone"})
    assert "已记住这个版式" in page and "按您说的认的" in page
    again = upload(client, workbook(STRANGE))
    assert columns(again.content.decode())[1]["c5"] == "phone"
    page = client.post(where, {"layout": fingerprint, "forget": "1"}, follow=True).content.decode()
    assert columns(page)[1]["c5"] == "other"


def test_a_choice_without_name_or_door_is_refused_and_stays_chosen(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    first = upload(client, workbook(STRANGE))
    where = first.redirect_chain[-1][0]
    fingerprint, chosen = columns(first.content.decode())
    wrong = {**chosen, "c3": "other"}
    reply = client.post(where, {"layout": fingerprint, **wrong})
    page = reply.content.decode()
    assert (reply.status_code, "layout_incomplete" in page) == (400, True)
    assert columns(page)[1] == wrong
    with acting(cast.clerk):
        assert not LedgerLayout.objects.exists()


def test_a_ledger_without_a_known_header_is_explained_by_the_office(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    rows = [
        ["一号院花名册"],
        ["楼", "门", "住的是谁", "找他打"],
        ["1号楼", "101", "赵小明", "13800000001"],
    ]
    first = upload(client, workbook(rows))
    page, where = first.content.decode(), first.redirect_chain[-1][0]
    assert (first.status_code, "header_not_found" in page) == (400, True)
    assert "没有认出表头" in page and "开始导入" not in page
    fingerprint, chosen = columns(page)
    said = {"c0": "building", "c1": "room", "c2": "name", "c3": "phone", "header": "2"}
    page = client.post(
        where, {"layout": fingerprint, **chosen, **said}, follow=True
    ).content.decode()
    assert "1-101" in page and "赵小明" in page and "开始导入" in page
