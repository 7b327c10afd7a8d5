"""What a household does on its own page: temperatures as 自报, a fever for a person, things asked, who is away."""

from datetime import timedelta

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, at, ordered
from wumen.actions.door_codes import open_door, print_cards
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.homes import note_away
from wumen.actions.resident_page import ask, report_temperatures_of, set_telephone
from wumen.queries.audit import audit
from wumen.queries.instructions import instructions
from wumen.queries.posts import acting
from wumen.queries.resident_page import inner_page
from wumen.records import clock, sealing
from wumen.records.models import Duty, Resident
from wumen.rules.door_codes import DoorKind
from wumen.rules.duties import DutyKey
from wumen.rules.homes import Away
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


def opened(cast: Cast, street: Street, door: str = "1/1/202") -> Viewer:
    """A household behind the code of its own door, in building 1 under lockdown."""
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    home = street.households[door].id
    card = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0]
    return open_door(card.code, "10.0.0.7")


def temperatures(cast: Cast, street: Street) -> list[Duty]:
    """张阿姨's temperatures of today."""
    with acting(cast.captain):
        rows = Duty.objects.filter(subject=street.aunt_zhang.id, what="temperature")
        return list(rows.order_by("opens_at"))


def test_a_normal_temperature_settles_the_present_window_as_reported(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    with clock.fixed(at(1, 10, 8)):
        assert inner_page(aunt).members[0].temperature == "owed"
        assert report_temperatures_of(aunt, {street.aunt_zhang.id: "３６．５℃"}) == 0
        first = temperatures(cast, street)[0]
        assert (first.state, first.grade) == ("done", "reported")
        assert inner_page(aunt).members[0].temperature == "reported"
        assert audit(cast.secretary).clean


def test_a_fever_settles_nothing_and_is_a_matter_for_a_person_now(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    with clock.fixed(at(1, 10, 8)):
        assert report_temperatures_of(aunt, {street.aunt_zhang.id: "37.3"}) == 1
        first = temperatures(cast, street)[0]
        assert (first.state, first.reason) == ("open", "unwell")
        (line,) = instructions(cast.captain, "", False)
        assert (line.urgency, line.due_at) == ("urgent", at(1, 10, 10))
        assert inner_page(aunt).members[0].temperature == "owed"


def test_whatever_is_read_of_her_on_one_day_is_one_matter_while_it_is_open(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    with clock.fixed(at(1, 10, 8)):
        report_temperatures_of(aunt, {street.aunt_zhang.id: "37.3"})
        report_temperatures_of(aunt, {street.aunt_zhang.id: "37.9"})
        first = temperatures(cast, street)[0]
        key = DutyKey(first.day, first.what, str(first.subject), first.win)
        do(cast.captain, key, "measured", {"celsius": 38.4})
        (line,) = instructions(cast.clerk)
        assert line.said.text.startswith("自报体温 37.3℃")
    # The next day's fever is the next day's matter.
    with clock.fixed(at(1, 11, 8)):
        plan_day(cast.clerk, clock.today())
        report_temperatures_of(aunt, {street.aunt_zhang.id: "38.0"})
        assert len(instructions(cast.clerk)) == 2


def test_a_need_of_hers_is_no_fever_and_hides_none(cast: Cast, street: Street) -> None:
    aunt = opened(cast, street)
    with clock.fixed(at(1, 10, 8)):
        ask(aunt, "medicine", "要退烧药，体温 38.5")
        report_temperatures_of(aunt, {street.aunt_zhang.id: "38.5"})
        assert len(instructions(cast.clerk)) == 2


def test_a_foreign_person_cannot_be_reported_and_a_slip_of_the_finger_is_refused(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    with acting(cast.clerk):
        other = Resident.objects.exclude(id=street.aunt_zhang.id).first().id
    for typed, code in (
        ({other: "36.5"}, "resident_unknown"),
        ({street.aunt_zhang.id: "365"}, "temperature_unlikely"),
        ({street.aunt_zhang.id: " "}, "door_says_nothing"),
    ):
        with pytest.raises(Problem, match=code):
            report_temperatures_of(aunt, typed)
    with pytest.raises(Problem, match="resident_unknown"):
        set_telephone(aunt, other, "13800000009")


def test_the_thing_decides_how_urgent_a_request_is_and_the_captain_has_it(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    for kind, text, urgency, within in (
        ("need", "胰岛素两支", "urgent", timedelta(hours=2)),
        ("help", "水管漏水", "urgent", timedelta(hours=2)),
        ("help", "胸口疼，喘不上气", "life", timedelta(minutes=30)),
        ("need", "急！白菜两颗", "normal", None),
        ("concern", "什么时候解封", "normal", None),
    ):
        asked = ask(aunt, kind, text)
        assert (text, asked.urgency) == (text, urgency)
        assert within is None or asked.due == clock.now() + within
    lines = instructions(cast.captain, "", False)
    assert len(lines) == 5
    assert all(one.duty is not None for one in lines)
    shown = inner_page(aunt).asked
    assert {one.said.split("：")[0] for one in shown} == {
        "需求（东西）",
        "求助（急）",
        "诉求（意见）",
    }
    assert audit(cast.secretary).clean


def test_what_colleagues_wrote_of_a_home_is_not_shown_to_it_nor_a_neighbours_request(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    home = street.households["1/1/101"].id
    card = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0]
    ask(open_door(card.code, "10.0.0.8"), "need", "鸡蛋")
    assert inner_page(aunt).asked == ()


def test_a_household_says_who_is_away_and_corrects_its_telephone(
    cast: Cast, street: Street
) -> None:
    aunt = opened(cast, street)
    home, who = street.households["1/1/202"].id, street.aunt_zhang.id
    set_telephone(aunt, who, "138 0000 0009")
    with acting(cast.clerk):
        row = Resident.objects.get(id=who)
        assert sealing.unseal_list("telephones", row.id, row.telephones_sealed) == ["13800000009"]
        assert sealing.unseal_list("needs", row.id, row.needs_sealed) == ["独居老人"]
    note_away(aunt, home, [who], Away(clock.today(), None))
    assert inner_page(aunt).home.nobody is not None
    assert "13800000009" not in str(inner_page(aunt).home)
    assert audit(cast.secretary).clean
