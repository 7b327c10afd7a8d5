"""A cell of a ledger without end is read in a time that grows as the cell does, whatever it is filled with."""

from time import process_time

import pytest

from wumen.rules.ledger.names import read_names

# Eight times as much takes eight times as long; where every sign asked about all the others it were sixty-four.
TIMES, AT_MOST = 8, 24
SIZE = 4_000
FILLINGS = [
    *(
        "张三{ }李四",
        "{ }",
        "张三{ }(户主)",
        "{(}",
        "{张三 }",
        "{张三,}",
        "{李四 子 }",
        "{户主 }",
        "{户主 :}",
    ),
    *(
        "{张 }",
        "{张  1}",
        "{张1}",
        "{张三12)}",
        "{张-}",
        "{张三 和}",
        "{王 (}",
        "{张三(子)}",
        "张{\n}",
        "{①}",
        "{1}",
    ),
]


def filled(filling: str, many: int) -> str:
    """The text with what stands in braces so many times."""
    before, rest = filling.split("{")
    repeated, behind = rest.split("}")
    return before + repeated * many + behind


def seconds(text: str) -> float:
    """The processor time that reading takes."""
    begun = process_time()
    read_names.__wrapped__(text)
    return process_time() - begun


@pytest.mark.parametrize("filling", FILLINGS)
def test_a_cell_eight_times_as_long_takes_no_more_than_its_share(filling: str) -> None:
    short, long = (filled(filling, many) for many in (SIZE, SIZE * TIMES))
    share = AT_MOST * max(0.001, min(seconds(short) for _ in range(3)))
    # The least of three decides; whoever keeps within it at once is asked no more.
    assert any(seconds(long) < share for _ in range(3))


def test_blanks_without_end_between_two_names_part_them() -> None:
    names = read_names.__wrapped__("张三" + " " * 30_000 + "李四")
    assert [one.name for one in names or ()] == ["张三", "李四"]
    kin = read_names.__wrapped__("张三" + " " * 30_000 + "(户主)")
    assert [(one.name, one.relation) for one in kin or ()] == [("张三", "户主")]
