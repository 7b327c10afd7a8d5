"""A sheet says who decided, why, until when and whom to ask; what nobody knows is a line, never made up."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.sheets import (
    AT_THE_END,
    ENDED,
    Helper,
    Restriction,
    Sheet,
    SheetFacts,
    SheetKind,
    check_kind,
    fill,
)
from wumen.rules.sheets.filling import BLANK
from wumen.rules.time import at

IDENTITY, TELEPHONE = "410198194001010017", "13800000001"
HELD = Restriction(
    Named(zh="居家隔离", en="home isolation"),
    Named(zh="足不出户，看病就医不受此限", en="stay at home; medical care is never held up"),
    "中原区疫情防控指挥部",
    "告知书第7号",
    "密切接触者",
    at(date(2022, 1, 8), time()),
    at(date(2022, 1, 22), time()),
    personal=True,
)
FACTS = SheetFacts(
    number="3-1",
    printed_at=at(date(2022, 1, 10), time(9)),
    restriction=HELD,
    place="锦绣城1号楼1单元202",
    community="锦绣城社区",
    name="张阿姨",
    sex="女",
    identity_number=IDENTITY,
    telephone=TELEPHONE,
    person=Helper("李楼长", "13900000002"),
)


def words(sheet: Sheet) -> str:
    """All that is printed on a sheet, in both languages."""
    said = [sheet.title, *sheet.strong, *sheet.paragraphs]
    texts = [one.zh + one.en for one in said]
    return "\n".join([*texts, *(field.value for field in sheet.fields)])


def test_the_notice_has_every_field_of_its_annex() -> None:
    sheet = fill(SheetKind.OBSERVATION, FACTS, BASE.notices)
    labels = [one.label.zh for one in (*sheet.fields, *sheet.signatures)]
    for label in (
        *("姓名", "性别", "联系电话", "证件号码", "居住地址", "所在单位", "单位联系人"),
        *("自", "至", "街道干部", "网格员", "本人签收", "社区盖章", "日期"),
    ):
        assert label in labels
    assert sheet.copies == 2
    said = words(sheet)
    for part in (HELD.authority, HELD.document, HELD.ground, "120", "李楼长", "13900000002"):
        assert part in said
    assert "行政复议" in said


def test_what_nobody_knows_is_a_line_to_write_on_and_is_told() -> None:
    bare = replace(FACTS, sex="", identity_number="", telephone="", person=None)
    sheet = fill(SheetKind.OBSERVATION, bare, BASE.notices)
    missing = {one.zh for one in sheet.missing}
    assert {"性别", "证件号码", "联系电话", "街道干部", "网格员", "所在单位"} <= missing
    assert BLANK in words(sheet)
    assert not any(one.isdigit() and len(one) == 11 for one in words(sheet).split())


@pytest.mark.parametrize("kind", [one for one in SheetKind if one is not SheetKind.OBSERVATION])
def test_no_other_sheet_bears_a_number_whole(kind: SheetKind) -> None:
    said = words(fill(kind, FACTS, BASE.notices))
    assert IDENTITY not in said
    assert TELEPHONE not in said
    assert "张阿姨" in said


def test_the_certificate_names_the_law_and_no_health() -> None:
    said = words(fill(SheetKind.CERTIFICATE, FACTS, BASE.notices))
    assert "第四十一条" in said
    assert "不得停止支付" in said
    assert not any(word in said for word in ("阳性", "阴性", "确诊"))
    assert HELD.ground not in said


def test_the_medical_sheet_is_never_a_condition() -> None:
    sheet = fill(SheetKind.MEDICAL, FACTS, BASE.notices)
    assert "先救人，后补登记" in sheet.strong[0].zh
    assert "120" in sheet.strong[0].zh
    assert "不是看病的条件" in sheet.paragraphs[0].zh


def test_a_release_tells_of_what_still_holds_and_promises_no_open_door_then() -> None:
    free = words(fill(SheetKind.RELEASED, FACTS, BASE.notices))
    assert "可以正常出入" in free
    bound = replace(FACTS, others=(("通告第2号", Named(zh="管控区", en="control zone")),))
    said = words(fill(SheetKind.RELEASED, bound, BASE.notices))
    assert "可以正常出入" not in said
    assert "《通告第2号》（管控区）" in said


def test_an_early_end_is_told_by_the_document_that_ended_it() -> None:
    ended = replace(HELD, ended_by=("中原区指挥部", "解除通告第9号"))
    facts = replace(FACTS, restriction=ended)
    assert "解除通告第9号" in words(fill(SheetKind.RELEASED, facts, BASE.notices))
    # The certificate names what restricted her, not what set her free.
    said = words(fill(SheetKind.CERTIFICATE, facts, BASE.notices))
    assert "告知书第7号" in said
    assert "解除通告第9号" not in said


def test_a_playbook_without_texts_still_has_every_sheet() -> None:
    for kind in SheetKind:
        for held in (HELD, replace(HELD, personal=False)):
            sheet = fill(kind, replace(FACTS, restriction=held), ())
            assert "{" not in words(sheet)
            assert not any(word in words(sheet) for word in ("违规", "严查", "一律"))


def test_what_tells_of_an_end_waits_for_the_end() -> None:
    for kind in SheetKind:
        for state in ("in_force", "coming", *ENDED):
            if (kind in AT_THE_END) is (state in ENDED):
                check_kind(kind, state)
            else:
                with pytest.raises(Problem, match=r"sheet_(before|after)_end"):
                    check_kind(kind, state)
        for state in ("waiting", "dropped"):
            with pytest.raises(Problem, match="sheet_of_no_order"):
                check_kind(kind, state)


@given(st.sampled_from(list(SheetKind)), st.lists(st.booleans(), min_size=8, max_size=8))
def test_every_field_is_filled_from_the_facts_or_empty(kind: SheetKind, has: list[bool]) -> None:
    names = ("sex", "identity_number", "telephone", "organisation")
    facts = replace(FACTS, **{name: "" for name, kept in zip(names, has, strict=False) if not kept})
    if has[4]:
        facts = replace(facts, person=None)
    sheet = fill(kind, facts, BASE.notices if has[5] else ())
    known = {IDENTITY, TELEPHONE, "女", "张阿姨", "李楼长", "13900000002", FACTS.place, ""}
    known |= {"2022年1月8日 00:00", "2022年1月22日 00:00", "410*************17"}
    assert {one.value for one in sheet.fields} <= known


def test_an_english_sheet_tells_its_days_in_english() -> None:
    sheet = fill(SheetKind.CERTIFICATE, FACTS, BASE.notices)
    begins = next(one for one in sheet.fields if one.key == "begins")
    assert begins.said == Named(zh="2022年1月8日 00:00", en="8 Jan 2022 00:00")
