"""A photo made on a phone: scaled down and marked in the page, and kept as it is where no script runs."""

import struct
import zlib
from pathlib import Path

import pytest

from tests.cast import PATH
from tests.street import at
from tests.web.browser.conftest import PHONE, Live, OpenAs

pytestmark = pytest.mark.browser

_FORM = f"/photos/new/?round=2022-01-10/am/{PATH}1/1"
_WIDE, _HIGH = 2400, 1800


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture as wide as a phone makes it."""
    rows = (b"\0" + b"\x40\x80\x40" * _WIDE) * _HIGH
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    file = tmp_path / "IMG_0001.png"
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in chunks
        )
    )
    return file


_PICTURE = "const one = document.querySelector('figure img'); await one.decode();"
_SIZE = f"async () => {{ {_PICTURE} return [one.naturalWidth, one.naturalHeight]; }}"
# How green the picture is in its middle, and in the corner where time and place are written.
_GREEN = f"""async () => {{ {_PICTURE}
    const canvas = document.createElement('canvas'); canvas.width = 1600; canvas.height = 1200;
    const context = canvas.getContext('2d', {{ willReadFrequently: true }});
    context.drawImage(one, 0, 0);
    const green = (x, y) => context.getImageData(x, y, 1, 1).data[1];
    return [green(800, 600), green(1590, 1190)]; }}"""


def test_in_the_page_a_photo_is_scaled_down_before_it_is_sent(
    live: Live, open_as: OpenAs, picture: Path
) -> None:
    live.now = at(1, 10, 9)
    page = open_as(live.cast.captain, PHONE)
    page.goto(live.url + _FORM)
    page.set_input_files("#photo", picture)
    page.locator("canvas.preview").wait_for()
    assert page.get_by_text("照片已缩小").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="存好，再拍一张").click()
    page.locator("figure a").click()
    page.wait_for_url("**/photos/*-*/**")
    assert page.evaluate(_SIZE) == [1600, 1200]
    middle, corner = page.evaluate(_GREEN)
    assert corner < middle - 30


def test_without_a_script_the_photo_goes_as_the_camera_made_it(
    live: Live, open_as: OpenAs, picture: Path
) -> None:
    live.now = at(1, 10, 9)
    page = open_as(live.cast.captain, PHONE, js=False)
    page.goto(live.url + _FORM)
    page.set_input_files("#photo", picture)
    page.get_by_role("button", name="存好，再拍一张").click()
    page.locator("figure a").click()
    page.wait_for_load_state()
    assert page.get_by_text("拍错了、拍到人了：撤下").is_visible()
    assert page.locator("figure img").count() == 1
