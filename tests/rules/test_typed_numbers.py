"""Numbers typed in full width, as a Chinese keyboard writes them, are the numbers that they look like, everywhere."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.devices import read_code
from wumen.rules.force import read_born
from wumen.rules.gate_sheets import read_sheets_wanted
from wumen.rules.hand_overs import read_count as read_handed
from wumen.rules.meals.saying import read_heads
from wumen.rules.numbers import typed_number
from wumen.rules.sampling_points.standing import read_count, read_queue
from wumen.rules.sign_up import read_people
from wumen.rules.stations import read_hours, read_rings
from wumen.rules.stock.saying import read_item, read_many
from wumen.rules.waste_loads import WasteClass, WasteDraft, check_waste
from wumen.web.ids import read_number, read_sheet_number

READERS: list[tuple[Callable[[str], object], str, str]] = [
    (read_code, "12345678", "１２３４　５６７８"),
    (lambda text: read_born(text, date(2022, 1, 10)), "1958", "１９５８年"),
    (read_sheets_wanted, "3", "３"),
    (read_handed, "12", "１２"),
    (read_heads, "12", "１２"),
    (lambda text: read_heads(text, fewer=True), "-2", "－２"),
    (read_count, "1,200", "１，２００"),
    (read_queue, "50", "５０"),
    (read_people, "6", "６人"),
    (read_hours, "22-6", "２２－６"),
    (read_hours, "8:00-16:30", "８：００－１６：３０"),
    (read_rings, "15", "１５"),
    (read_many, "100", "１００　"),
    (read_number, "27", "　２７"),
    (read_sheet_number, "27", "２７"),
]


@pytest.mark.parametrize(("read", "plain", "wide"), READERS)
def test_a_number_in_full_width_is_the_number(
    read: Callable[[str], object], plain: str, wide: str
) -> None:
    assert read(wide) == read(plain)


def test_a_weight_and_its_bags_in_full_width_are_read() -> None:
    def load(bags: str, kg: str) -> object:
        kind = str(WasteClass.HOUSEHOLD)
        return check_waste(WasteDraft("410102/", kind, bags, kg, "环卫站"))

    assert load("３", "１２．５") == load("3", "12.5")


@given(st.integers(0, 10**12))
def test_digits_are_turned_and_nothing_else(number: int) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in str(number))
    assert typed_number(f" {wide}　") == str(number)
    assert typed_number("三5²件") == "三5²件"


@pytest.mark.parametrize(
    "text", ["27", " 27 ", "单号27", "单号：２７", "No.27", "NO 27", "№27", "#27", "27号"]
)
def test_a_sheet_is_found_by_its_number_as_it_stands_in_the_corner(text: str) -> None:
    assert read_sheet_number(text) == 27


@pytest.mark.parametrize("text", ["", "0", "-1", "二七", "27 28", "1234567890", "No"])
def test_what_is_no_number_of_a_sheet_finds_none(text: str) -> None:
    assert read_sheet_number(text) == 0


def test_a_blank_between_chinese_signs_makes_no_second_thing() -> None:
    assert read_item(" 体 温　计", "支") == ("体温计", "支")
    assert read_item("N95 口罩", "只") == read_item("N95口罩", "只")
    assert read_item("Vicks  VapoRub", "瓶") == ("Vicks VapoRub", "瓶")
