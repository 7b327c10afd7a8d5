"""What of a kit comes out of stock: of the nearest point, in the unit of the kit, never more than is there."""

from uuid import uuid4

from wumen.rules.arrivals import Staying, kit
from wumen.rules.stock.kits import KEPT_AS, Drawn, Kept, drawn, names_kept

DOOR = "a/b/c/d/1/1/101/"
WEEK = kit(2, (), Staying(7))


def kept(name: str, unit: str, held: int = 100, area: str = "a/b/c/d/") -> Kept:
    """A thing at a point."""
    return Kept(uuid4(), area, name, unit, held)


def taken(*things: Kept) -> list[tuple[str, int, int]]:
    """What the kit of two people who stay for a week takes of some things."""
    return [(one.kept.name, one.many, one.lacking) for one in drawn(WEEK, DOOR, things)]


def test_each_thing_of_the_kit_that_is_kept_comes_out_of_stock() -> None:
    things = [
        kept("体温计", "支"), kept("医用口罩", "只"), kept("84消毒液", "瓶"), kept("垃圾袋", "个"),
        kept("防护服", "套"), kept("N95口罩", "只"),
    ]  # fmt: skip
    assert taken(*things) == [
        ("体温计", 2, 0), ("医用口罩", 14, 0), ("84消毒液", 1, 0), ("垃圾袋", 14, 0),
    ]  # fmt: skip
    assert drawn(WEEK, DOOR, []) == ()


def test_what_is_counted_in_boxes_is_no_single_piece() -> None:
    assert taken(kept("医用口罩", "盒")) == []
    assert taken(kept("医用口罩", "盒"), kept("口罩", "只")) == [("口罩", 14, 0)]


def test_the_nearest_point_serves_and_no_other_places() -> None:
    near, far = kept("口罩", "只", 50, "a/b/c/d/1/"), kept("医用口罩", "只", 500, "a/b/c/")
    other = kept("医用口罩", "只", 500, "a/b/c/d/2/")
    assert drawn(WEEK, DOOR, [far, other, near]) == (Drawn(near, 14),)
    assert drawn(WEEK, DOOR, [other]) == ()


def test_of_what_is_not_there_for_all_as_many_as_are_there_and_the_rest_is_said() -> None:
    assert taken(kept("口罩", "只", 3)) == [("口罩", 3, 11)]
    assert taken(kept("口罩", "只", 0)) == [("口罩", 0, 14)]


def test_every_name_of_a_thing_is_one_that_kits_hold() -> None:
    assert set(KEPT_AS) <= {one.zh for one in WEEK}
    assert "医用口罩" in names_kept(WEEK)
    assert "84消毒液" not in names_kept(kit(2, ()))
