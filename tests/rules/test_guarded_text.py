"""Texts that may not go to a group, however a number, a room or a name is written; and those that may."""

from contextlib import suppress
from time import perf_counter

import pytest

from wumen.rules.guarded_text import check_group_text, names_a_room
from wumen.rules.lists import read_purpose
from wumen.rules.orders import check_public_words
from wumen.rules.problems import Problem

NUMBERS = (
    "138  0000  0001", "138-0000–0001", "138/0000/0001", "138，0000，0001", "（138）0000-0001", "+86 138 0000 0001",
    "+8613800000001", "138_0000_0001", "138·0000·0001", "138\n0000\n0001", "138\u200b00000001", "10000000831\u202e",
    "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣", "一三八零零零零零零零一", "幺三八〇〇〇〇〇〇〇一", "壹叁捌零零零零零零零壹",
    "1380000 0001 501", "3-2-501 138 0000 0001", "410198/19900101/0015", "四一〇一九八一九九〇〇一〇一〇〇一五",
)  # fmt: skip
NAMES = (
    "三号楼二单元501王某请下楼", "501王建国请下楼", "501的张丽没采样", "三号楼二单元五〇一王建国", "五零一室王建国",
    "五百零一王建国", "3#2单元5楼东王建国", "501户主张丽", "501户张丽", "5号王丽来取药", "501 王 建国", "301 欧阳娜娜",
    "501\u200b王\u200b建国",
)  # fmt: skip
HEALTH = {
    "五〇一是密接": "group_text_isolated",
    "三楼东户隔离": "group_text_isolated",
    "501 红 码": "group_text_isolated",
    "501 居家观察": "group_text_isolated",
    "501 贴了封条": "group_text_isolated",
    "501陽性": "group_text_result",
    "501 阳 性": "group_text_result",
    "501小阳人": "group_text_result",
    "501羊了": "group_text_result",
    "501抗原两道杠": "group_text_result",
    "501孩子高烧": "group_text_illness",
}
ORDINARY = (
    "请301、302室下楼采样，谢谢！", "301、302 周五上午9点采样，谢谢配合", "请301、302陆续下楼，戴好口罩",
    "请 138、1201、1202 下楼", "18:00–20:00 301、302下楼", "14:00-16:30 101室、201室", "2022-01-10 7:00 301请下楼",
    "看病拨打120，居家隔离的要求看楼道通知", "1号楼524户，1400人", "18层请准备，1801先来", "10号采样：301、302",
    "样本转运箱已交，301请补采", "二〇二二年一月十日 301采样", "社区电话 0371-66667777，301请回电",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_refused_however_it_is_written(number: str) -> None:
    with pytest.raises(Problem, match="group_text_number"):
        check_group_text(f"有事找 {number}")
    with pytest.raises(Problem, match="purpose_holds_number"):
        read_purpose(f"查 {number} 用")


@pytest.mark.parametrize("text", NAMES)
def test_a_name_with_a_room_is_refused_however_they_are_written(text: str) -> None:
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text(text)


def test_a_known_name_is_known_with_a_blank_in_it() -> None:
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text("请阿布 都热西提和 301 下楼", names=["阿布都热西提"])


@pytest.mark.parametrize(("text", "code"), HEALTH.items())
def test_what_ails_a_home_is_refused_in_whichever_words(text: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        check_group_text(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_what_only_looks_like_it_may_go(text: str) -> None:
    check_group_text(text, names=["张三"])


def test_a_room_is_one_as_people_write_and_say_it() -> None:
    for text in ("301", "1-2-301", "12室", "五〇一", "五百零一", "5楼东户", "５０１"):
        assert names_a_room(text), text
    for text in ("524户", "1400人", "拨打120", "二〇二二年", "3月10日", "三层"):
        assert not names_a_room(text), text


@pytest.mark.parametrize("sign", ["9", "1-", "1 ", "王", "五〇"])
def test_a_text_without_end_is_looked_over_in_no_time(sign: str) -> None:
    begun = perf_counter()
    with suppress(Problem):
        check_group_text(sign * 20_000)
    with suppress(Problem):
        check_public_words(sign * 20_000, "通告第1号")
    assert perf_counter() - begun < 2
