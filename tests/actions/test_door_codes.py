"""The two codes of a door: made once, found by their hash alone, dead when their people leave, guessed in vain."""

from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions import limits
from wumen.actions.changes import leave, merge_households, move_household
from wumen.actions.door_codes import NewCode, enter, entered, open_door, print_cards, revoke
from wumen.queries.door_codes import at_door
from wumen.queries.door_codes import door_codes as codes_of
from wumen.queries.posts import acting
from wumen.queries.resident_page import outer_page
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    DoorCode,
    Duty,
    Household,
    Instruction,
    Knock,
    Objection,
    OrderScope,
    Resident,
    SpecialNeed,
)
from wumen.rules.door_codes import DoorKind
from wumen.rules.limits import Counted
from wumen.rules.problems import Problem

ADDRESS = "10.0.0.7"
DOOR = f"{COMPOUND}/1/1/202"


def inner(cast: Cast, street: Street, door: str = "1/1/202") -> NewCode:
    """The card of one household."""
    home = street.households[door].id
    return print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0]


def outer(cast: Cast) -> NewCode:
    """The code of the stairwell of building 1."""
    return print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0]


def refused(code: str, *args: object) -> str:
    """The code of the problem with which a try ends."""
    with pytest.raises(Problem) as problem:
        (enter if len(args) == 2 else open_door)(code, *args)  # type: ignore[arg-type]
    return problem.value.code


def test_only_keyed_hashes_are_kept(cast: Cast, street: Street) -> None:
    new = inner(cast, street)
    assert len(new.code) == 22
    assert len(new.pin) == 6
    with acting(cast.captain):
        row = DoorCode.objects.get()
        assert bytes(row.code_key) == sealing.keyed("door", new.code)
    with connection.cursor() as cursor, acting(cast.operator):
        cursor.execute("SELECT string_agg(c::text, '') FROM door_code c")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(convert_from(body, 'UTF8'), '') FROM event")
        kept += cursor.fetchone()[0]
    assert new.code not in kept
    assert bytes(row.pin_key) == sealing.keyed("pin", f"{row.id}:{new.pin}")


def test_a_code_made_anew_ends_the_former_one(cast: Cast, street: Street) -> None:
    first, second = inner(cast, street), inner(cast, street)
    assert refused(first.code, ADDRESS) == "door_code_unknown"
    assert open_door(second.code, ADDRESS).area == f"{PATH}1/1/202/"
    revoke(cast.captain, DOOR, DoorKind.INNER)
    assert refused(second.code, ADDRESS) == "door_code_unknown"


def test_an_outer_code_gives_no_right_and_reaches_no_door_below(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    inner(cast, street)
    viewer = open_door(outer(cast).code, ADDRESS)
    assert viewer.rights == frozenset()
    with at_door(viewer):
        for model in (Household, Resident, SpecialNeed, Knock, Instruction, Objection, Duty):
            assert not model.objects.exists(), model
        assert not OrderScope.objects.filter(resident__isnull=False).exists()
        assert {one.kind for one in DoorCode.objects.all()} == {"outer"}
        assert not Area.objects.filter(kind="household").exists()
    assert "张阿姨" not in str(outer_page(viewer))
    assert "通告第1号" in str(outer_page(viewer))


def test_an_inner_code_reaches_its_own_household_and_no_other(cast: Cast, street: Street) -> None:
    viewer = open_door(inner(cast, street).code, ADDRESS)
    with at_door(viewer):
        assert [one.id for one in Household.objects.all()] == [street.households["1/1/202"].id]
        assert [one.name for one in Resident.objects.all()] == ["张阿姨"]
        doors = Area.objects.filter(kind="household").values_list("area", flat=True)
        assert list(doors) == [f"{PATH}1/1/202/"]
        assert DoorCode.objects.count() == 1


def test_the_public_look_up_returns_the_least_and_only_by_the_exact_hash(
    cast: Cast, street: Street
) -> None:
    new = inner(cast, street)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM door_of_code(%s)", [sealing.keyed("door", new.code)])
        assert [one.name for one in cursor.description or ()] == ["id", "kind", "area"]
        assert len(cursor.fetchall()) == 1
        for other in (b"", sealing.keyed("door", new.code)[:31], sealing.keyed("door", "x")):
            cursor.execute("SELECT * FROM door_of_code(%s)", [other])
            assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM door_code")
        assert cursor.fetchone() == (0,)


def test_the_card_of_a_household_dies_when_one_of_its_people_leaves(
    cast: Cast, street: Street
) -> None:
    new = inner(cast, street, "1/1/101")
    with acting(cast.clerk):
        one = Resident.objects.filter(household=street.households["1/1/101"]).first()
    leave(cast.clerk, [one.id], "moved_away")
    assert refused(new.code, ADDRESS) == "door_code_unknown"
    line = next(x for x in codes_of(cast.captain, f"{COMPOUND}/1").inner if "101" in x.card.words)
    assert (line.made_at, line.dead) == (None, True)


def test_a_household_that_moves_needs_a_new_card(cast: Cast, street: Street) -> None:
    new = inner(cast, street)
    open_door(new.code, ADDRESS)
    move_household(cast.clerk, street.households["1/1/202"].id, f"{COMPOUND}/1/1/303")
    assert refused(new.code, ADDRESS) == "door_code_unknown"


def test_the_page_opens_with_code_and_pin_and_closes_when_the_code_is_revoked(
    cast: Cast, street: Street
) -> None:
    new = inner(cast, street)
    kept = enter(new.code, f"{new.pin[:3]} {new.pin[3:]}", ADDRESS)
    assert new.code not in kept
    assert entered(kept).area == f"{PATH}1/1/202/"
    revoke(cast.captain, DOOR, DoorKind.INNER)
    for dead in (kept, "no hash", ""):
        with pytest.raises(Problem, match="door_closed"):
            entered(dead)


def test_five_wrong_pins_lock_the_code_even_for_the_right_one_and_a_quarter_later_it_opens(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = inner(cast, street)
    wrong = "123456" if new.pin != "123456" else "654321"
    for _ in range(5):
        assert refused(new.code, wrong, f"10.0.0.{_}") == "door_pin_wrong"
    assert refused(new.code, new.pin, ADDRESS) == "door_locked"
    later = clock.real_now().replace(year=clock.real_now().year + 1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert enter(new.code, new.pin, ADDRESS)


def test_twenty_codes_that_lead_nowhere_lock_the_address_and_no_other(
    cast: Cast, street: Street
) -> None:
    new = outer(cast)
    for _ in range(20):
        assert refused(uuid4().hex[:22], ADDRESS) == "door_code_unknown"
    assert refused(new.code, ADDRESS) == "door_locked"
    assert open_door(new.code, "10.0.0.8")


def test_every_public_page_has_its_limit(db: None) -> None:
    for _ in range(600):
        limits.count_page(ADDRESS)
    with pytest.raises(Problem, match="door_locked"):
        limits.count_page(ADDRESS)
    limits.count_page("10.0.0.8")
    limits.count_page(ADDRESS, Counted.SENT)


def test_a_captain_prints_for_her_building_alone(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="area_not_yours"):
        print_cards(cast.captain, f"{COMPOUND}/2", DoorKind.INNER)
    with pytest.raises(Problem, match="right_missing"):
        print_cards(cast.sampler, f"{COMPOUND}/1", DoorKind.OUTER)
    with pytest.raises(Problem, match="household_unknown"):
        foreign = street.households["2/1/101"].id
        print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [foreign])
    assert len(print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER)) == 4
    assert codes_of(cast.captain, f"{COMPOUND}/1").missing == 0


def test_the_merged_half_of_a_household_takes_its_card_with_it(cast: Cast, street: Street) -> None:
    new = inner(cast, street)
    keep, drop = street.households["1/1/102"].id, street.households["1/1/202"].id
    with clock.fixed(at(1, 10, 8)):
        merge_households(cast.clerk, keep, drop)
    assert refused(new.code, ADDRESS) == "door_code_unknown"
