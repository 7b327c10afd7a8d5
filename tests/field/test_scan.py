"""Scanning: a camera that sees the code of a door, read by the bundled reader; a wedge scanner; what is no door."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Playwright, expect

from tests.browsers import PATIENCE, launched
from tests.cast import PATH
from tests.conftest import SIX
from tests.field.conftest import SMALL, Handset
from tests.web.browser.conftest import Live

pytestmark = pytest.mark.browser
WIDTH, HEIGHT = 640, 480
DOOR = f"{PATH}1/1/202"
# The browser's own reader as it is without Google's services.
BY_NAME_ALONE = {
    "fails": "throw new DOMException('Barcode detection service unavailable.', 'NotSupportedError')",
    "sees nothing": "return []",
}


def film(text: str, file: Path) -> None:
    """What a camera sees that is held before a code: a film of a few frames, uncompressed."""
    rows = [
        list(row) for row in segno.make(text, error="m", boost_error=False).matrix_iter(border=4)
    ]
    size = min(WIDTH, HEIGHT) // len(rows)
    dark = bytearray(b"\xeb" * (WIDTH * HEIGHT))
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            for line in range(y * size, (y + 1) * size) if is_dark else ():
                at = line * WIDTH + x * size
                dark[at : at + size] = b"\x10" * size
    frame = b"FRAME\n" + bytes(dark) + b"\x80" * (WIDTH * HEIGHT // 2)
    file.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)


@pytest.fixture
def handset(live: Live, playwright: Playwright, tmp_path: Path) -> Iterator[Handset]:
    """A phone whose camera sees the code of 张阿姨's door."""
    live.now = SIX + timedelta(hours=1)
    film(DOOR, tmp_path / "door.y4m")
    seen = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'door.y4m'}",
    ]
    with launched(playwright, *seen) as browser:
        context = browser.new_context(viewport=SMALL, locale="zh-CN", permissions=["camera"])
        context.set_default_timeout(PATIENCE)
        handset = Handset(live, context, context.new_page())
        handset.enrol()
        handset.page.locator("nav.ways button").nth(2).click()
        yield handset


def test_a_door_is_found_by_camera_by_scanner_and_by_hand(handset: Handset) -> None:
    page = handset.page
    field = page.get_by_label("扫码枪扫，或手输")
    page.get_by_role("button", name="打开相机").click()
    expect(page.locator("h1")).to_contain_text("202")
    page.go_back()
    # A wedge scanner types where the cursor stands, and ends with Enter.
    expect(field).to_be_focused()
    page.keyboard.type("102")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("102")
    page.go_back()
    field.fill("ZZ-2022-0042")
    field.press("Enter")
    expect(page.locator(".notice.hold")).to_contain_text("ZZ-2022-0042")


@pytest.mark.parametrize("how", BY_NAME_ALONE.values(), ids=BY_NAME_ALONE.keys())
def test_a_reader_that_is_there_by_name_alone_is_left_for_the_bundled_one(
    handset: Handset, how: str
) -> None:
    page = handset.page
    handset.context.add_init_script(
        f"globalThis.BarcodeDetector = class {{ async detect() {{ {how}; }} }}"
    )
    page.get_by_role("button", name="打开相机").click()
    expect(page.locator("h1")).to_contain_text("202")
