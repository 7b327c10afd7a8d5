"""Lots: who gets how many, what is over or short, and texts that do not tell who isolates."""

import pytest

from wumen.rules.guarded_text import check_group_text
from wumen.rules.lots import (
    MOST_EACH,
    MOST_PIECES,
    Mode,
    NewLot,
    Sums,
    by_walk,
    check_lot,
    for_all_zh,
    heading,
    ordered,
    read_end,
    read_mode,
    share,
)
from wumen.rules.problems import Problem


def refused(code: str, call: object, *args: object) -> None:
    """Whether a call is refused with this problem."""
    with pytest.raises(Problem) as problem:
        call(*args)  # type: ignore[operator]
    assert problem.value.code == code


def test_a_home_gets_the_same_as_every_home_or_by_its_people() -> None:
    assert share(Mode.HOMES, 2, 5) == 2
    assert share(Mode.PEOPLE, 2, 5) == 10
    # Somebody may be there of whom the register knows nothing.
    assert share(Mode.PEOPLE, 2, 0) == 2


@pytest.mark.parametrize(
    ("items", "words", "unit", "many"),
    [
        (("蔬菜包一份",), "蔬菜包", "份", 1),
        (("蔬菜包2份", "鸡蛋30个"), "蔬菜包", "份", 2),
        (("蔬菜包",), "蔬菜包", "份", 1),
        (("鸡蛋30个",), "蔬菜包", "份", 0),
        (("鸡蛋30个",), "鸡蛋", "板", 1),
        (("鸡蛋两板",), "鸡蛋", "板", 2),
        (("青菜", "蔬菜两份"), "青菜、蔬菜", "份", 3),
        ((), "蔬菜包", "份", 0),
    ],
)
def test_what_a_home_ordered_is_read_off_its_words(
    items: tuple[str, ...], words: str, unit: str, many: int
) -> None:
    assert ordered(items, words, unit) == many


def test_what_belongs_to_no_home_is_over_and_what_is_missing_short() -> None:
    assert Sums(10, 8, 0, 8).over == 2
    assert Sums(7, 8, 8, 0).over == -1
    assert Sums(8, 8, 1, 7).over == 0


def new(**said: object) -> NewLot:
    """A lot as it is entered."""
    given: dict[str, object] = {
        "source": "社区超市",
        "what": "蔬菜包",
        "unit": "份",
        "pieces": 8,
        "mode": Mode.LIST,
    }
    return NewLot(**{**given, **said})  # type: ignore[arg-type]


def test_a_lot_is_something_from_somebody() -> None:
    assert check_lot(new()) == ("社区超市", "蔬菜包", "份")
    refused("lot_pieces_wrong", check_lot, new(pieces=0))
    refused("lot_pieces_wrong", check_lot, new(pieces=MOST_PIECES + 1))
    refused("lot_each_wrong", check_lot, new(each=0))
    refused("lot_each_wrong", check_lot, new(each=MOST_EACH + 1))
    refused("stock_name_wrong", check_lot, new(what=""))
    refused("stock_source_missing", check_lot, new(source=""))
    # What goes to isolated homes alone would tell who they are.
    refused("group_text_isolated", check_lot, new(what="隔离户礼包"))
    refused("lot_mode_unknown", read_mode, "all")
    refused("lot_end_needed", read_end, " ")
    refused("group_text_illness", read_end, "给了透析的那家")


def test_every_home_reads_the_same_sentence() -> None:
    check_group_text(f"{heading('蔬菜包', '东门货架')}：101室")
    text = for_all_zh("蔬菜包", "份", "东门货架", "锦绣城 1号楼", Mode.HOMES, 1)
    assert text.startswith("【物资】蔬菜包到了东门货架，锦绣城 1号楼每户1份。")
    assert len(text) <= 500
    assert "每人2只" in for_all_zh("口罩", "只", "东门货架", "锦绣城", Mode.PEOPLE, 2)


def test_a_packing_list_goes_from_the_top_floor_down_unit_by_unit() -> None:
    doors = ["c/1/2/301/", "c/1/10/101/", "c/1/2/1102/", "c/1/2/1101/"]
    assert sorted(doors, key=by_walk) == ["c/1/2/1101/", "c/1/2/1102/", "c/1/2/301/", "c/1/10/101/"]
