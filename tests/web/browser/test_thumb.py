"""A captain's morning of 124 homes with one thumb at 360 pixels: every tap, look, key, swipe and wait is counted.

What a movement costs is stated below and nowhere else; what the page makes her wait is measured. The doors
she walks to are not counted: the promise is ten minutes of phone.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import hypot, log2

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from tests.cast import PATH
from tests.web.browser.conftest import DOORS, FLOORS, PHONE, Live, OpenAs
from wumen.queries.duties import duty_lines
from wumen.records import clock

pytestmark = pytest.mark.browser

ROUND = f"/rounds/2022-01-10/am/{PATH}1/2/"
MOST_SECONDS = 600

# Fitts: a + b·log2(1 + distance / width), for a thumb in a thin glove; slower than the 0.1 and 0.15 of a bare one.
A, B = 0.35, 0.20
# Reading what stands there and deciding: the M of the keystroke-level model, at 60 years of age.
LOOK = 2.0
# A key of the phone's number pad; a character of Chinese by pinyin.
DIGIT, CHARACTER = 0.7, 1.8
# A swipe moves at most this many pixels.
SWIPE, SWIPED = 0.8, 450
# The office's Wi-Fi and a phone of ten years draw a page later than this machine: once for every request.
SLOW_PHONE = 0.8

# Twelve homes of 124 are not simply normal: room, what is chosen; or what is written; or a temperature.
REASONS = {
    "3102": "家里没人", "2903": "家里没人", "2601": "家里没人", "2204": "家里没人", "1803": "家里没人",
    "1502": "稍后再来", "902": "家里没人", "604": "不愿意", "203": "没有体温计",
}  # fmt: skip
WORDS = {"1104": "去透析了"}
READINGS = {"2402": "38.1", "701": "36.9"}


@dataclass
class Thumb:
    """One thumb on one page, and what it took so far."""

    page: Page
    seconds: float = 0.0
    taps: int = 0
    spot: tuple[float, float] = (PHONE["width"] / 2, PHONE["height"] / 2)
    costs: dict[str, float] = field(default_factory=dict)

    def _spend(self, on: str, seconds: float) -> None:
        self.seconds += seconds
        self.costs[on] = self.costs.get(on, 0.0) + seconds

    def look(self) -> None:
        """Read and decide."""
        self._spend("look", LOOK)

    def _show(self, target: Locator) -> dict[str, float]:
        """Swipe until the target can be tapped, below the bar that stays in sight, and nothing moves any more."""
        far = target.evaluate(
            "async e => { const rests = async () => { for (let was = NaN, is; is !== was; ) {"
            " was = is; await new Promise(requestAnimationFrame); is = e.getBoundingClientRect().top; } };"
            " await rests(); const r = e.getBoundingClientRect();"
            " const bar = document.querySelector('#progress')?.getBoundingClientRect().bottom ?? 0;"
            " const top = r.top < bar ? r.top - bar - 8 : Math.max(0, r.bottom - innerHeight + 8);"
            " window.scrollBy(0, top); await rests(); return Math.abs(top); }"
        )
        if far:
            self._spend("swipe", SWIPE * (1 + int(far / SWIPED)))
        box = target.bounding_box()
        assert box is not None
        return box

    def tap(self, target: Locator) -> None:
        """Move to the middle of a target and tap it; the click is real."""
        box = self._show(target)
        there = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        far = hypot(there[0] - self.spot[0], there[1] - self.spot[1])
        self._spend("tap", A + B * log2(1 + far / min(box["width"], box["height"])))
        self.taps += 1
        self.spot = there
        self.page.mouse.click(*there)

    def keys(self, text: str) -> None:
        """Type where the cursor stands."""
        each = DIGIT if text.isascii() else CHARACTER
        self._spend("keys", each * len(text))
        self.page.keyboard.insert_text(text)

    @contextmanager
    def waiting(self, until: Callable[[], None]) -> Iterator[None]:
        """Whatever is tapped inside asks the server; the wait lasts until what is awaited stands there."""
        yield
        began = time.monotonic()
        until()
        self._spend("wait", time.monotonic() - began + SLOW_PHONE)


def door_of(page: Page, room: str) -> Locator:
    return page.locator(f'.door[data-room="{room}"]')


def except_home(thumb: Thumb, room: str) -> None:
    """What a captain does at a home that is not simply normal, before the one tap for its floor."""
    door = door_of(thumb.page, room)
    thumb.look()
    thumb.tap(door.locator("summary"))
    if room in READINGS:
        thumb.tap(door.locator(".celsius input").first)
        thumb.keys(READINGS[room])
        noted = thumb.page.locator(".result", has_text=f"{room} 1 人已记为实测")
        with thumb.waiting(lambda: expect(noted).to_be_visible()):
            thumb.tap(door.get_by_role("button", name="记为实测"))
    elif room in WORDS:
        thumb.tap(door.get_by_placeholder("别的原因，写一句"))
        thumb.keys(WORDS[room])
    else:
        thumb.tap(door.locator(".chips label", has_text=REASONS[room]))


def walk_floor(thumb: Thumb, floor: int) -> None:
    """One floor: what is not normal first, then the one tap, then on to the next floor."""
    page = thumb.page
    thumb.look()
    for door in range(1, DOORS + 1):
        room = f"{floor}{door:02}"
        if room in {*REASONS, *WORDS, *READINGS}:
            except_home(thumb, room)
    done = page.locator(f"#floor-{floor} .result", has_text=f"{floor} 层：")
    with thumb.waiting(lambda: expect(done).to_be_visible()):
        thumb.tap(page.locator(f"#tap-{floor}"))
    if floor > 1:
        thumb.tap(page.locator("#progress a.next"))
        page.wait_for_url(f"**#floor-{floor - 1}")


def test_124_homes_are_done_in_ten_minutes_of_thumb_time(tower: Live, open_as: OpenAs) -> None:
    page = open_as(tower.cast.captain, PHONE)
    expect(page.locator("h1")).to_have_text("今天要走的")
    thumb = Thumb(page)
    thumb.look()
    with thumb.waiting(lambda: expect(page.locator("#tap-31")).to_be_visible()):
        thumb.tap(page.locator(f'a.trip[href="{ROUND}"]'))
    for floor in range(FLOORS, 0, -1):
        walk_floor(thumb, floor)
    told = {on: round(seconds) for on, seconds in thumb.costs.items()}
    assert thumb.seconds <= MOST_SECONDS, told
    # No more than two taps a floor and three a home that is not normal.
    assert thumb.taps <= 2 * FLOORS + 3 * len({*REASONS, *WORDS, *READINGS}) + 1
    # The browser's loop holds this thread, and Django asks for one without.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(nothing_forgotten, tower).result()


def nothing_forgotten(live: Live) -> None:
    """Each of the 124 homes is done for its every person, or open with the reason that was tapped."""
    rooms: dict[str, set[tuple[str, str | None, str | None]]] = {}
    with clock.fixed(live.now):
        for line in duty_lines(live.cast.clerk, clock.today(), area=f"{PATH}1/2"):
            if (line.what, line.win) == ("temperature", "am"):
                room = line.area.split("/")[-2]
                rooms.setdefault(room, set()).add((line.state, line.grade, line.reason))
    connection.close()
    assert len(rooms) == FLOORS * DOORS
    apart = {
        room: states for room, states in rooms.items() if states != {("done", "declared", None)}
    }
    assert apart.keys() == {*REASONS, *WORDS, *READINGS}
    for room in (*REASONS, *WORDS):
        ((state, _, reason),) = apart[room]
        assert (state, bool(reason)) == ("open", True)
    for room in READINGS:
        assert apart[room] == {("done", "measured", None), ("done", "declared", None)}
