"""Texts that may not go to a group, however a number, a room or a name is written; and those that may."""

from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.guarded_text import check_group_text, names_a_room
from wumen.rules.lists import read_purpose
from wumen.rules.orders import check_public_words
from wumen.rules.problems import Problem

NUMBERS = (
    "138  0000  0001", "138-0000–0001", "138/0000/0001", "138，0000，0001", "（138）0000-0001", "+86 138 0000 0001",
    "+8613800000001", "013800000001", "0 138-0000-0001",
    "138_0000_0001", "138·0000·0001", "138\n0000\n0001", "138\u200b00000001", "10000000831\u202e",
    "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣", "一三八零零零零零零零一", "幺三八〇〇〇〇〇〇〇一", "壹叁捌零零零零零零零壹",
    "1380000 0001 501", "3-2-501 138 0000 0001", "410198/19900101/0015", "四一〇一九八一九九〇〇一〇一〇〇一五",
)  # fmt: skip
NAMES = (
    "三号楼二单元501王某请下楼", "501王建国请下楼", "501的张丽没采样", "三号楼二单元五〇一王建国", "五零一室王建国",
    "五百零一王建国", "3#2单元5楼东王建国", "501户主张丽", "501户张丽", "5号王丽来取药", "501 王 建国",
    "301 欧阳娜娜", "501\u200b王\u200b建国", "501（王小明）", "501【王小明】", "501「苗小明」", "501（高建国）",
    "501室（马超）", "1-2-501（户主：高建国）", "501（阿依古丽）", "501（艾力·买买提）", "501（高建国家）请下楼",
    "高建国（501）", "501，业主叫苗小明", "501，户主是高建国", "10501王建国", "10501（王小明）",
    "10501室，户主为苗丽",
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
    "501户在隔离": "group_text_isolated",
    "3号楼501户居家隔离": "group_text_isolated",
    "501户 隔离中": "group_text_isolated",
    "503户密接": "group_text_isolated",
    "10501隔离": "group_text_isolated",
    "12号楼10501户是密接": "group_text_isolated",
    "2-10501隔离": "group_text_isolated",
    "501转运": "group_text_isolated",
    "501 转 运": "group_text_isolated",
    "501今晚转运": "group_text_isolated",
    "转运501": "group_text_isolated",
    "10501户转运": "group_text_isolated",
    "501的转运车到了": "group_text_isolated",
    "501送方舱": "group_text_isolated",
    "501阳": "group_text_result",
    "501又阳了": "group_text_result",
    "10501 阳": "group_text_result",
    "10501核酸异常，阳性": "group_text_result",
}
ORDINARY = (
    "请301、302室下楼采样，谢谢！", "301、302 周五上午9点采样，谢谢配合", "请301、302陆续下楼，戴好口罩",
    "请 138、1201、1202 下楼", "18:00–20:00 301、302下楼", "14:00-16:30 101室、201室", "2022-01-10 7:00 301请下楼",
    "看病拨打120，居家隔离的要求看楼道通知", "1号楼524户，1400人", "18层请准备，1801先来", "10号采样：301、302",
    "样本转运箱已交，301请补采", "垃圾转运车8点到，301、302请下楼", "转运车要进小区，301请挪车",
    "核酸样本转运走了，301请补采", "隔离有困难请打12345", "共301户居家隔离", "全社区有524户在隔离",
    "口罩500张，301来领", "物资10000份，301来领", "301阳台", "301阳面（东户）", "301 阳光花苑",
    "12号楼12005、12006采样", "301（东户）、302（西户）", "301（已采）、302（补采）", "301（单人单管）",
    "301（高龄）、302（白天在家）", "301（安排上门）", "301（房东）、302（租客）", "301（马上到）", "301（车位）",
    "301（管家）", "安排好（301、302）", "业主是否在家，请301回话", "住户：301、302", "请301业主关好门",
    "301（志愿者）", "301（封控）", "二〇二二年一月十日 301采样", "社区电话 0371-66667777，301请回电",
    "西门集合，301先来", "东方花园301来领",
    "市卫健委咨询 010-62170001", "社区电话 010 6217 0001，301请回电", "县里值班 (0378)2881234", "热线 02162170001",
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


@pytest.mark.parametrize(
    "number", ["0371-67170001", "(0371)67170001", "0371 67170001", "037167170001", "010-62170001"]
)
def test_whom_to_ask_may_stand_beside_a_number_with_its_area_code(number: str) -> None:
    assert not names_a_room(number)
    check_group_text(
        f"明天6:30起上门采样，请您在家等。有事请打 {number} 找孙丽丽", names=["孙丽丽"]
    )
    check_group_text(f"居家隔离的住户要什么，请打 {number}")
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text(f"501 请打 {number} 找孙丽丽", names=["孙丽丽"])


@given(
    st.sampled_from("王李张刘高林马苗石葛鲁祝"),
    st.text("建国丽娟伟芳强磊洋艳勇军杰涛秀霞", min_size=1, max_size=2),
    st.sampled_from(["501", "1-2-501", "501室", "10501", "五〇一", "5楼东户", "3号楼2单元501户"]),
    st.sampled_from(["（{}）", "({} )", "【{}】", "[{}]", "（户主{}）", "（业主：{}）"]),
)
def test_a_name_in_brackets_beside_a_room_is_refused_whoever_it_is(
    surname: str, rest: str, room: str, brackets: str
) -> None:
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text(f"{room}{brackets.format(surname + rest)}请下楼")


@given(
    st.lists(st.integers(101, 3499).map(str), min_size=1, max_size=4).map("、".join),
    st.sampled_from(
        [
            "东户",
            "已采",
            "未采",
            "没人",
            "老人",
            "高龄",
            "上门",
            "在家",
            "房东",
            "空置",
            "2人",
            "8:30",
            "补采",
        ]
    ),
    st.sampled_from(
        ["{0}（{1}）请下楼采样", "请{0}下楼，{1}", "{0}：{1}", "【{1}】{0}", "{1}（{0}）"]
    ),
)
def test_rooms_with_what_is_to_be_done_there_may_go(rooms: str, word: str, said: str) -> None:
    check_group_text(said.format(rooms, word))


def test_a_room_is_one_as_people_write_and_say_it() -> None:
    for text in ("301", "1-2-301", "12室", "五〇一", "五百零一", "5楼东户", "５０１"):
        assert names_a_room(text), text
    for text in ("524户", "1400人", "拨打120", "二〇二二年", "3月10日", "三层"):
        assert not names_a_room(text), text


@pytest.mark.parametrize(
    "sign",
    [
        "9",
        "1-",
        "1 ",
        "王",
        "五〇",
        "501（",
        "501户",
        "高",
        "高建国（",
        "户主是",
        "10501 ",
        "转运",
        "501转",
    ],
)
def test_a_text_without_end_is_looked_over_in_no_time(sign: str) -> None:
    begun = process_time()
    with suppress(Problem):
        check_group_text(sign * 20_000)
    with suppress(Problem):
        check_public_words(sign * 20_000, "通告第1号")
    assert process_time() - begun < 2
