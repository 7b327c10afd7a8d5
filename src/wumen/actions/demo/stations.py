"""锦绣城's watch in the demo: who serves, four stations, a week's roster made by the engine, who came this morning."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from wumen.actions.demo.making import TODAY, Office, clock_at
from wumen.actions.force import enlist
from wumen.actions.rosters.changing import publish
from wumen.actions.rosters.making import start_roster
from wumen.actions.shifts import hand_over, key_in
from wumen.actions.stations import make_station
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Roster, Shift
from wumen.rules.force import Half, free_mask
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import PATTERNS, Hours
from wumen.rules.time import at

_NOW = time(10, 6)
_FIRST = TODAY - timedelta(days=1)
_DAYS = 8
# The engine may take so long at `init`; with these people it needs a part of it.
_SECONDS = 2.0
_SERVING: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("田志愿者", "volunteer", {}),
    ("乔志愿者", "volunteer", {"wishes": ("no_nights",)}),
    ("石志愿者", "volunteer", {"born": 1957}),
    ("龙志愿者", "volunteer", {"skills": ("calls",)}),
    ("段志愿者", "volunteer", {"skills": ("calls", "dialect")}),
    ("雷党员", "party_member", {}),
    ("侯党员", "party_member", {"wishes": ("no_nights",)}),
    ("邵党员", "party_member", {}),
    ("孟党员", "party_member", {"born": 1958, "skills": ("calls",)}),
    ("秦物业", "property", {}),
    ("江物业", "property", {}),
    ("史物业", "property", {}),
    ("顾下沉", "seconded", {"skills": ("calls", "computer")}),
    ("万下沉", "seconded", {}),
    ("武下沉", "seconded", {"weekdays": True}),
    ("戴下沉", "seconded", {}),
)
# What the watch at midnight left behind for the one at eight.
_NOTE = "测温枪在抽屉里，备用电池两节；3单元钥匙交给李楼长；夜里没有人出入。"
# The place that is empty at 10:06: nobody came to the gate at eight.
_EMPTY = "锦绣城大门"


def watch(three: Office, compound: str) -> None:
    """Stations of the compound with a roster that holds since Sunday, and who came on Monday morning."""
    with clock_at(8, 19):
        _force(three, compound)
        ids = _stations(three, compound)
    with clock_at(8, 20):
        roster = start_roster(
            three.clerk, compound, ids, _FIRST, _DAYS, seconds=_SECONDS, background=False
        )
    with clock_at(8, 21):
        publish(three.clerk, roster.id)
    _past(three, roster)


def _force(three: Office, compound: str) -> None:
    for number, (name, profession, more) in enumerate(_SERVING):
        said = {key: value for key, value in more.items() if key != "weekdays"}
        if "weekdays" in more:
            said["free"] = free_mask((day, half) for day in range(1, 6) for half in Half)
        sign_up = SignUp(name, f"1900001{number:04d}", profession, **said)
        enlist(three.clerk, compound, sign_up, "relay")


def _stations(three: Office, compound: str) -> list[UUID]:
    by_day = Hours(480, 480)
    made = (
        make_station(three.clerk, f"{compound}/1", "watch", "1号楼值守", PATTERNS["eights"][1]),
        make_station(
            three.clerk,
            compound,
            "gate",
            _EMPTY,
            [Hours(480, 480), Hours(960, 480)],
            outdoors=True,
        ),
        make_station(
            three.clerk, compound, "hotline", "居民热线", [Hours(480, 600, skill="calls")]
        ),
        make_station(three.clerk, compound, "courier", "送药跑腿", [by_day], outdoors=True),
    )
    return [one.id for one in made]


def _past(three: Office, roster: Roster) -> None:
    """Everybody came on Sunday and on Monday morning, but nobody to the gate at eight."""
    with acting(three.clerk):
        rows = list(
            Shift.objects.filter(roster=roster, begins_at__lt=at(TODAY, _NOW))
            .select_related("station")
            .order_by("begins_at")
        )
    for row in rows:
        if row.person_id is None or (row.station.name == _EMPTY and row.day == TODAY):
            continue
        came = row.begins_at - timedelta(minutes=4)
        with clock.fixed(came + timedelta(minutes=10)):
            key_in(three.clerk, row.id, row.person_id, came)
        if row.ends_at <= at(TODAY, _NOW):
            with clock.fixed(row.ends_at):
                note = _NOTE if row.station.kind == "watch" and row.day == TODAY else ""
                hand_over(three.clerk, row.id, note)
