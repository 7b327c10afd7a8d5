"""A letter from home: how people are addressed, what may be written, what stands outside and inside."""

from datetime import date

import pytest

from wumen.rules.help_numbers import HelpKind, HelpLine, lines_for
from wumen.rules.home_letters import (
    LONGEST,
    WORDS,
    Addressee,
    Numbers,
    addressed,
    check_words,
    greeting,
    letter,
    numbers_of,
)
from wumen.rules.identity_numbers import sex_of
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
AUNT = Addressee("张秀英", "女", date(1939, 5, 1))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (AUNT, "张阿姨"),
        (Addressee("李建国", "男", date(1962, 1, 10)), "李叔叔"),
        (Addressee("李建国", "男", date(1962, 1, 11)), "李建国先生"),
        (Addressee("欧阳明", "男", date(1950, 1, 1)), "欧阳叔叔"),
        (Addressee("南宫燕", "女", date(1950, 1, 1)), "南宫阿姨"),
        (Addressee("王芳", "女"), "王芳女士"),
        (Addressee("小明", "男", date(2015, 1, 1)), "小明小朋友"),
        (Addressee("钱宁"), "钱宁"),
        (Addressee("张阿姨", "女", date(1939, 5, 1)), "张阿姨"),
    ],
)
def test_people_are_addressed_as_at_their_door(who: Addressee, said: str) -> None:
    assert addressed(who, DAY) == said


def test_a_greeting_names_three_and_no_home_is_left_without_one() -> None:
    assert greeting([AUNT], DAY) == "张阿姨：您好！"
    many = [AUNT, *(Addressee(f"钱{sign}", "女") for sign in "一二三四")]
    assert greeting(many, DAY) == "张阿姨、钱一女士、钱二女士和家里人：大家好！"
    assert greeting([], DAY) == "您好："


def test_outside_stands_the_door_and_nothing_of_illness_or_order() -> None:
    found = letter(
        ("锦绣城 1号楼 2单元 301", [AUNT]), "", Numbers("1", "2"), "锦绣城社区", DAY, apart=True
    )
    assert found.outside == ("家书", "锦绣城 1号楼 2单元 301", "锦绣城社区")
    assert "隔离" not in "".join(found.outside)
    assert found.paragraphs[-1] == "隔离不隔爱，关怀暖人心。"


def test_who_only_came_back_is_not_told_that_she_isolates() -> None:
    found = letter(("1-2-301", []), "", Numbers("", ""), "锦绣城社区", DAY, apart=False)
    assert "隔离" not in "".join(found.paragraphs)
    own = letter(("1-2-301", []), "您辛苦了。", Numbers("", ""), "锦绣城社区", DAY, apart=False)
    assert own.paragraphs[0] == "您辛苦了。"


def test_the_words_that_are_shipped_may_be_printed_for_every_home() -> None:
    assert check_words(WORDS) == WORDS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n ", "home_letter_empty"),
        ("好" * (LONGEST + 1), "home_letter_long"),
        ("有事打13800000001", "group_text_number"),
        ("您家有人阳性", "group_text_result"),
        ("1-2-301隔离的您辛苦了", "group_text_isolated"),
    ],
)
def test_words_for_every_home_say_nothing_of_one(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check_words(text)
    assert refused.value.code == code


def test_the_desk_serves_and_the_hotline_supervises() -> None:
    desk = HelpLine(HelpKind.DESK, "社区", "0371-67170001", area="1/2/", own=True)
    assert numbers_of(lines_for([desk])) == Numbers("0371-67170001", "12345")
    assert numbers_of(lines_for([])) == Numbers("", "12345")


def test_sex_stands_in_a_number() -> None:
    assert sex_of("410198193905010025") == "女"
    assert sex_of("410198193905010017") == "男"
    assert sex_of("410198390501003") == "男"
    assert sex_of("") == ""
