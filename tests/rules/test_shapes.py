"""Shapes of words: what is found is what the expression itself finds, and nothing is made ready before."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.guarded_homes import HOUSE
from wumen.rules.shapes import Shape

WORDS = r"(?<![无没])阳性|[0-9]{1,2}号"
TEXTS = st.text(st.sampled_from("无没阳性12号 ，"), max_size=12)


@given(text=TEXTS, start=st.integers(0, 12))
def test_a_shape_finds_what_its_expression_finds(text: str, start: int) -> None:
    ours, plain = Shape(WORDS), re.compile(WORDS)
    for look in ("search", "match", "fullmatch"):
        found, wanted = getattr(ours, look)(text, start), getattr(plain, look)(text, start)
        assert (found and found.span()) == (wanted and wanted.span())
    assert [one[0] for one in ours.finditer(text)] == [one[0] for one in plain.finditer(text)]
    assert ours.split(text) == plain.split(text)
    assert ours.sub("某", text) == plain.sub("某", text)


def test_a_shape_is_made_ready_at_the_first_look_and_once() -> None:
    shape = Shape(WORDS)
    assert vars(shape) == {"pattern": WORDS, "flags": re.NOFLAG}
    assert shape.search("12号") and not shape.fullmatch("没阳性")
    assert shape.search is shape.search
    assert vars(shape)["search"].__self__ is vars(shape)["fullmatch"].__self__


def test_a_shape_may_look_past_capitals() -> None:
    assert Shape("hiv", re.IGNORECASE).search("HIV") and not Shape("hiv").search("HIV")


def test_a_shape_that_is_none_says_so_when_it_is_looked_for() -> None:
    wrong = Shape("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_a_shape_stands_in_a_larger_one() -> None:
    assert Shape(rf"住在(?:{HOUSE.pattern})").search("他住在3组2巷5号院")
