"""The inspection file: what stands in it, what never leaves, and that whatever leaves is logged before."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from tests.actions.test_photos import DAY, FLAW, NOW
from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo
from tests.street import OUTBREAK, Street, at, draft, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.inspection import TakenInspection, take_inspection
from wumen.actions.instructions import give
from wumen.actions.knocks import knock
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.photos import take_photo
from wumen.actions.rounds import floor_done
from wumen.queries.duties import duty_lines
from wumen.queries.inspection import inspection_ahead
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.inspection import Choice
from wumen.rules.knocks import Result
from wumen.rules.photos import OfKnock, OfRound
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

PURPOSE = "区检查组1月10日现场检查"


@pytest.fixture
def morning(cast: Cast, street: Street) -> Cast:
    """Building 1 is locked down; one floor is declared, its corridor shown, a slip hangs at 202."""
    walk = RoundKey(DAY, "am", f"{PATH}1/1/")
    with clock.fixed(at(1, 10, 6)):
        ordered(cast, "1")
        plan_day(cast.operator, DAY)
    with clock.fixed(NOW):
        floor_done(cast.captain, walk, 1)
        take_photo(cast.captain, OfRound(walk, 1), phone_photo())
        home = street.households["1/1/202"]
        knock(cast.captain, home.id, Result.NOBODY_HOME)
        take_photo(cast.captain, OfKnock(home.id), phone_photo(1))
    return cast


def taken(cast: Cast, area: str = f"{COMPOUND}/1", choice: Choice = Choice.ALL) -> TakenInspection:
    """The file of building 1 in the clerk's hand."""
    with clock.fixed(NOW):
        return take_inspection(cast.clerk, DAY, area, PURPOSE, choice)


def pages(file: TakenInspection) -> dict[str, str]:
    """Every page of a file by its name."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as folder:
        assert folder.testzip() is None
        names = [one for one in folder.namelist() if one.endswith(".html")]
        return {one: folder.read(one).decode() for one in names}


def events(kind: str) -> list[dict[str, object]]:
    """The bodies of all events of a kind."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM event WHERE kind = %s", [kind])
        return [json.loads(row)["body"] for (row,) in cursor.fetchall()]


def test_the_first_page_leads_to_all_that_was_done_and_to_every_dossier(morning: Cast) -> None:
    file = taken(morning)
    found = pages(file)
    assert file.homes == 4
    first = found["index.html"]
    for name in found.keys() - {"index.html"}:
        assert f'href="{name}"' in first
    assert "封控区" in first
    assert "通告第1号" in first
    assert "1号楼 1单元 101 一户一档" in first


def test_what_was_done_stands_with_its_evidence(morning: Cast) -> None:
    found = pages(taken(morning))["duties.html"]
    assert "代报" in found
    numbers = ("10", "5", "0", "0", "0", "5", "0", "0", "5")
    cells = "".join(f'<td class="n">{one}</td>' for one in numbers)
    assert f"<tr><td>量体温</td><td>上午</td>{cells}</tr>" in found
    assert found.index("<td>上午</td>") < found.index("<td>下午</td>")


def test_the_workbook_tells_door_by_door_and_of_nobody(morning: Cast) -> None:
    with zipfile.ZipFile(io.BytesIO(taken(morning).content)) as folder:
        book = CalamineWorkbook.from_object(io.BytesIO(folder.read("duties.xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    text = "\n".join(" ".join(map(str, row)) for row in rows)
    assert "101" in text
    assert "已办" in text
    assert "张阿姨" not in text
    assert PURPOSE in text


def test_photos_go_along_with_time_place_matter_and_hand(morning: Cast) -> None:
    file = taken(morning)
    found = pages(file)
    assert file.photos == 2
    assert (
        "1月10日 10:00 · 锦绣城 1号楼 1单元 1 层 · 上午 公共部位 · 楼长 李楼长"
        in found["photos.html"]
    )
    (door,) = [text for text in found.values() if "敲门 · 楼长 李楼长" in text]
    assert "202 一户一档" in door
    with zipfile.ZipFile(io.BytesIO(file.content)) as folder:
        kept = [folder.read(one) for one in folder.namelist() if one.startswith("photos/")]
    assert len(kept) == 2
    assert all(one.startswith(b"\xff\xd8") and b"GPS" not in one for one in kept)


def test_a_photo_at_a_door_goes_only_with_its_dossier(morning: Cast) -> None:
    with clock.fixed(NOW):
        ahead = inspection_ahead(morning.clerk, DAY, None, Choice.SAMPLE)
    file = taken(morning, COMPOUND, Choice.SAMPLE)
    shown = "202 一户一档" in pages(file)["index.html"]
    assert (file.homes, file.photos) == (ahead.dossiers, ahead.photos)
    assert file.photos == (2 if shown else 1)


def test_numbers_are_masked_and_care_stays_in_the_office(morning: Cast) -> None:
    whole = "".join(pages(taken(morning)).values())
    assert "13800000001" not in whole
    assert "138******01" in whole
    assert "独居" not in whole


def test_every_page_bears_who_took_it_and_what_for(morning: Cast) -> None:
    file = taken(morning)
    for text in pages(file).values():
        assert f"导出第 {file.number} 号 · 孙内勤" in text
        assert f"用途：{PURPOSE}" in text
        assert "<script" not in text
        assert "http" not in text


def test_whatever_leaves_is_logged_with_its_purpose_and_each_home_as_looked_at(
    morning: Cast,
) -> None:
    file = taken(morning)
    (event,) = events("inspection.exported")
    assert event["purpose"] == PURPOSE
    assert (event["homes"], event["photos"], event["number"]) == (4, 2, file.number)
    assert len(events("dossier.looked_at")) == 4
    assert len(events("attachment.looked_at")) == 1


def test_a_purpose_names_nobody_and_says_something(morning: Cast) -> None:
    for purpose, code in (
        ("检查", "purpose_too_short"),
        ("给张阿姨看的检查", "purpose_holds_name"),
    ):
        with clock.fixed(NOW), pytest.raises(Problem, match=code):
            take_inspection(morning.clerk, DAY, f"{COMPOUND}/1", purpose, Choice.ALL)
    assert events("inspection.exported") == []
    assert events("dossier.looked_at") == []


def test_only_who_may_export_takes_it_and_only_of_her_own_place(morning: Cast) -> None:
    with clock.fixed(NOW):
        with pytest.raises(Problem, match="right_missing"):
            take_inspection(morning.captain, DAY, f"{COMPOUND}/1", PURPOSE)
        with pytest.raises(Problem, match="area_not_yours"):
            take_inspection(morning.outsider, DAY, f"{COMPOUND}/1", PURPOSE)
        with pytest.raises(Problem, match="inspection_ahead"):
            take_inspection(morning.clerk, date(2022, 1, 11), f"{COMPOUND}/1", PURPOSE)


def test_a_home_in_isolation_is_always_in_the_sample(morning: Cast, street: Street) -> None:
    bound = draft(regime="home_isolation", residents=(str(street.aunt_zhang.id),), paths=())
    with clock.fixed(NOW):
        confirm_order(morning.secretary, enter_order(morning.clerk, bound, OUTBREAK).number)
    assert "1单元 202 一户一档" in pages(taken(morning, COMPOUND, Choice.SAMPLE))["index.html"]


def test_a_flaw_stands_with_the_photo_of_before_and_when_it_is_put_right_with_both(
    morning: Cast,
) -> None:
    with clock.fixed(NOW):
        number = give(morning.clerk, FLAW, before=phone_photo(2)).number
    found = pages(taken(morning))["flaws.html"]
    assert "1单元门口垃圾桶没有盖" in found
    assert "整改中" in found
    assert found.count("<img") == 1
    with clock.fixed(NOW):
        (line,) = [one for one in duty_lines(morning.operator, DAY) if one.win == f"r{number}"]
        do(morning.captain, read_key(line.key), "measured", photo=phone_photo(3))
    found = pages(taken(morning))["flaws.html"]
    assert found.index("【整改前】") < found.index("【整改后】")
    assert "已办 1月10日 10:00 李楼长" in found
