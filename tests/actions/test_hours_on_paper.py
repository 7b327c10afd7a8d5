"""What stood on paper first keeps the hour of its doing: parcels, the card of a stairwell, waste; never the future."""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from tests.actions.test_common_parts import AGENT, DAY, KEY, parts
from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.common_parts import PointsSaid, note_points
from wumen.actions.parcels import hand_over_parcels, register_parcels, set_point
from wumen.actions.waste_loads import hand_on_waste
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.records import clock, event_log, sealing
from wumen.records.models import Outbreak, Parcel, WasteLoad
from wumen.records.scope import WHOLE, scoped
from wumen.rules.parcels import How
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.waste_loads import WasteDraft

__all__ = ["parts"]
NOON = at(1, 10, 12)
WASTE = WasteDraft(f"{COMPOUND}/1", "household", "6", "12.5", "环卫 3 号")


def test_the_hour_is_now_unless_one_is_written_and_never_ahead() -> None:
    assert read_done_at("", NOON) == NOON
    assert read_done_at(" 905 ", NOON) == at(1, 10, 9) + timedelta(minutes=5)
    for text, code in (("12:01", "sheet_hour_wrong"), ("早上", "sheet_hour_unreadable")):
        with pytest.raises(Problem, match=code):
            read_done_at(text, NOON)


def test_after_midnight_an_hour_of_the_evening_is_that_of_the_day_before() -> None:
    ten_past = at(1, 11, 0) + timedelta(minutes=10)
    assert read_done_at("23:50", ten_past) == at(1, 10, 23) + timedelta(minutes=50)
    assert read_done_at("0:05", ten_past) == at(1, 11, 0) + timedelta(minutes=5)
    assert read_done_at("2350", at(1, 11, 7)) == at(1, 10, 23) + timedelta(minutes=50)
    for text, now in (
        ("15:00", ten_past),
        ("0:20", ten_past),
        ("23:50", at(1, 11, 8)),
        ("8:00", at(1, 11, 7)),
    ):
        with pytest.raises(Problem, match="sheet_hour_wrong"):
            read_done_at(text, now)
    with pytest.raises(Problem) as refused:
        read_done_at("15:00", ten_past)
    assert refused.value.text() == "时间要在 1月10日 16:10 到 1月11日 00:10 之间。"


def test_waste_of_the_evening_keyed_after_midnight_counts_on_its_own_day(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(at(1, 11, 0) + timedelta(minutes=10)):
        hand_on_waste(cast.clerk, replace(WASTE, done_at="23:50"))
    with acting(cast.operator):
        (load,) = WasteLoad.objects.all()
    assert (load.day.day, load.at) == (10, at(1, 10, 23) + timedelta(minutes=50))


def test_parcels_left_when_the_list_says_but_not_before_they_came(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(at(1, 10, 9)):
        shelf = set_point(cast.clerk, COMPOUND, "东门货架", "老马")
        register_parcels(cast.clerk, shelf.id, "1-1-101\n1-1-102")
    one, other = (street.households[f"1/1/{room}"].id for room in ("101", "102"))
    with clock.fixed(NOON):
        hand_over_parcels(cast.clerk, shelf.id, [one], How.FETCHED, done_at="10:20")
        hand_over_parcels(cast.clerk, shelf.id, [other], How.FETCHED, done_at="8:00")
    with acting(cast.operator):
        handed = dict(Parcel.objects.values_list("household", "handed_at"))
    assert handed == {one: at(1, 10, 10) + timedelta(minutes=20), other: at(1, 10, 9)}


def test_a_card_of_a_stairwell_says_when_it_was_done_beside_when_it_was_keyed(
    cast: Cast, street: Street, parts: list[UUID]
) -> None:
    said = PointsSaid(parts, AGENT, cast.clerk.crew_no, "9:40")
    with clock.fixed(NOON):
        assert note_points(cast.clerk, KEY, said) == len(parts)
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "common_parts.disinfected"]
    done = [
        one for one in duty_lines(cast.clerk, DAY) if one.subject in parts and one.state == "done"
    ]
    assert len(done) == len(parts)
    texts = []
    with acting(cast.operator):
        outbreaks = list(Outbreak.objects.values_list("id", flat=True))
    for outbreak in outbreaks:
        try:
            texts.append(sealing.unseal_evidence(outbreak, DAY, b64decode(event.body["sealed"])))
        except Problem:
            continue
    assert msgspec.json.decode(texts[0])["done_at"] == "2022-01-10T09:40:00+08:00"


def test_a_collection_that_was_handed_on_is_weighed_at_its_hour_and_once(
    cast: Cast, street: Street
) -> None:
    draft = WasteDraft(WASTE.path, WASTE.kind, WASTE.bags, WASTE.kg, WASTE.handed_to, "9:30")
    with clock.fixed(NOON):
        assert hand_on_waste(cast.clerk, draft) == hand_on_waste(cast.clerk, draft)
    with acting(cast.operator):
        (row,) = WasteLoad.objects.all()
    assert row.at == at(1, 10, 9) + timedelta(minutes=30)
