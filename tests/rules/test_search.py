"""By which words a person, a door or a telephone is found, and what is meant by what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.search import (
    DoorWord,
    Typed,
    door_tokens,
    is_named,
    name_tokens,
    read_typed,
    sound_alike,
    telephone_token,
    whole_name_tokens,
)

COMMUNITY = "410102/410102003/410102003008/"
NAMES = st.text("王李张单曾解小明红伟芳娜绿吕欧阳诸葛龘", min_size=1, max_size=6)


def test_a_name_is_found_by_its_tails_their_pinyin_and_their_initials() -> None:
    assert set(name_tokens("王小明")) == {
        *("王小明", "小明", "明"),
        *("wangxiaoming", "xiaoming", "ming"),
        *("wxm", "xm"),
    }


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("单田芳", {"shantianfang", "dantianfang", "stf", "dtf"}),
        ("曾小贤", {"zengxiaoxian", "cengxiaoxian"}),
        ("尉迟恭", {"yuchigong", "ycg"}),
        ("吕绿", {"lvlv"}),
        ("阿不都·热西提", {"阿不都热西提", "热西提", "rexiti"}),
        ("欧阳 娜娜", {"欧阳娜娜", "ouyangnana"}),
        ("John Smith", {"john", "smith"}),
        ("ＪＯＨＮ", {"john"}),
    ],
)
def test_names_of_every_kind_have_their_words(name: str, words: set[str]) -> None:
    assert words <= set(name_tokens(name))


def test_a_name_has_at_most_four_ways_to_be_read() -> None:
    read = [one for one in whole_name_tokens("曾乐乐乐乐") if one.isascii()]
    assert len(read) == 4
    assert {one[0] for one in read} == {"z", "c"}


def test_the_characters_that_no_dictionary_knows_are_found_as_written() -> None:
    assert name_tokens("\U0002a6d6") == ("\U0002a6d6",)


def test_what_is_no_name_has_no_word() -> None:
    assert name_tokens("·、 ！") == ()


@given(NAMES)
def test_every_beginning_of_every_word_of_a_name_names_it(name: str) -> None:
    for token in name_tokens(name):
        for length in range(1, len(token) + 1):
            assert is_named([token[:length]], name)


@given(st.text(max_size=60))
def test_no_name_runs_into_the_words_of_doors_and_telephones(name: str) -> None:
    assert all(token[0] not in "#+" for token in name_tokens(name))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("jxc/1/2/301/", {"#1-2-301", "#2-301", "#301", "#1-301"}),
        ("jxc/1/301/", {"#1-301", "#301"}),
        ("1/2/301/", {"#1-2-301", "#2-301", "#301", "#1-301"}),
        ("18/1/2/301/", {"#18-1-2-301", "#1-2-301", "#2-301", "#301", "#1-301"}),
        ("g1/12/", {"#g1-12", "#12"}),
    ],
)
def test_a_door_is_found_by_what_is_below_the_compound(path: str, words: set[str]) -> None:
    assert set(door_tokens(COMMUNITY + path)) == words


def test_a_telephone_is_found_by_its_hash_only() -> None:
    assert telephone_token(bytes(range(32))) == "+000102030405060708090a0b0c0d0e0f"


@pytest.mark.parametrize(
    "text", ["13800000001", "138 0000 0001", "138-0000-0001", "１３８００００００01"]
)
def test_a_complete_mobile_number_is_understood_in_any_spelling(text: str) -> None:
    assert read_typed(text) == Typed(telephone="13800000001")


def test_other_complete_numbers_are_understood() -> None:
    assert read_typed("63888888") == Typed(telephone="63888888")
    assert read_typed("0371-63888888") == Typed(telephone="0371-63888888")
    assert read_typed("410198 19900101 0015") == Typed(identity="410198199001010015")


@pytest.mark.parametrize(
    "text", ["138000", "13800000", "1380000000", "41019819900101001", "9" * 40]
)
def test_an_incomplete_number_is_said_to_be_incomplete(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_typed(text)
    assert refused.value.code == "number_incomplete"


def test_an_identity_number_with_a_slip_is_said_to_have_one() -> None:
    with pytest.raises(Problem) as refused:
        read_typed("410198199001010016")
    assert refused.value.code == "check_digit"


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("301", DoorWord(("301",))),
        ("0301", DoorWord(("301",))),
        ("301室", DoorWord(("301",), complete=True)),
        ("2-301", DoorWord(("2", "301"))),
        ("1-2-", DoorWord(("1", "2"), complete=True)),
        ("1-2-301", DoorWord(("301",), "1", "2")),
        ("10-2-1201", DoorWord(("1201",), "10", "2")),
        ("1号楼301", DoorWord(("301",), "1")),
        ("3栋2门501", DoorWord(("501",), "3", "2")),
        ("３＃２单元５０１室", DoorWord(("501",), "3", "2", complete=True)),
        ("2单元501", DoorWord(("501",), "", "2")),
        ("三号楼", DoorWord((), "3")),
        ("1号楼2单元", DoorWord((), "1", "2")),
    ],
)
def test_a_door_is_understood_in_any_spelling(text: str, door: DoorWord) -> None:
    assert read_typed(text) == Typed(doors=(door,))


@pytest.mark.parametrize("text", ["wang 1号楼", "1号楼 wang", "1号楼wang", "  wang，1号楼 "])
def test_words_together_must_all_hold(text: str) -> None:
    read = read_typed(text)
    assert read.names == ("wang",)
    assert [door.building for door in read.doors] == ["1"]


def test_a_name_and_a_door_need_no_blank_between_them() -> None:
    assert read_typed("张1-2") == Typed(names=("张",), doors=(DoorWord(("1", "2")),))
    assert read_typed("张阿姨301").names == ("张阿姨",)


def test_letters_are_read_as_they_are_typed_and_as_passports_spell_them() -> None:
    assert [read_typed(one).names for one in ("LÜ", "lyu", "lv")] == [("lv",)] * 3
    assert read_typed("Xi'an").names == ("xian",)


@pytest.mark.parametrize("text", ["", " ", "-", "、", "\x00", "!!"])
def test_nothing_typed_asks_for_nothing(text: str) -> None:
    assert read_typed(text) == Typed()


@given(st.text(max_size=100))
def test_whatever_is_typed_is_understood_or_refused(text: str) -> None:
    try:
        read = read_typed(text)
    except Problem as problem:
        assert problem.code in {
            "number_incomplete",
            "check_digit",
            "digits_lost",
            "identity_number_form",
        }
    else:
        assert all(read.names)
        assert all(door.token.startswith("#") for door in read.doors)


DOOR = f"{COMMUNITY}jxc/1/2/301/"


@pytest.mark.parametrize(
    "text",
    ["3", "30", "301", "301室", "2-301", "2-30", "1-2-301", "1-2", "1-301", "1号楼301", "1号楼3", "1号楼",
     "2单元", "2单元301", "1号楼2单元", "1#2单元301室"],
)  # fmt: skip
def test_a_door_holds_what_names_it_or_begins_to(text: str) -> None:
    (door,) = read_typed(text).doors
    assert door.holds(DOOR)
    assert any(token.startswith(door.token) for token in door_tokens(DOOR)) or not door.building


@pytest.mark.parametrize(
    "text", ["302", "30室", "2号楼301", "1单元301", "1-1-301", "2-1-301", "3-301", "2号楼", "1单元"]
)
def test_a_door_does_not_hold_what_names_another(text: str) -> None:
    (door,) = read_typed(text).doors
    assert not door.holds(DOOR)


def test_a_part_of_a_door_before_another_word_is_finished() -> None:
    (door,) = read_typed("1-2 张").doors
    assert door.holds(f"{COMMUNITY}jxc/1/2/301/")
    assert not door.holds(f"{COMMUNITY}jxc/1/3/201/")


def test_names_sound_alike_when_they_may_be_read_alike() -> None:
    assert sound_alike("张伟", "章玮")
    assert sound_alike("单芳", "丹芳")
    assert sound_alike("John Smith", "john smith")
    assert not sound_alike("张伟", "张娜")
    assert not sound_alike("张", "张伟")
    assert not sound_alike("", "")


def test_the_whole_name_stands_among_its_words() -> None:
    assert set(whole_name_tokens("单芳")) == {"单芳", "shanfang", "danfang"}
    assert whole_name_tokens("John Smith") == ["john", "smith"]


CODES = st.lists(st.sampled_from(["1", "2", "12", "21", "121"]), min_size=1, max_size=4)


@given(codes=CODES, typed=CODES, complete=st.booleans())
def test_a_bare_door_holds_what_one_of_its_words_begins_with(
    codes: list[str], typed: list[str], complete: bool
) -> None:
    path = f"{COMMUNITY}jxc/{'/'.join(codes)}/"
    door = DoorWord(tuple(typed), complete=complete)
    ended = "-" if complete else ""
    begun = any(f"{one}-".startswith(door.token + ended) for one in door_tokens(path))
    assert door.holds(path) == begun
