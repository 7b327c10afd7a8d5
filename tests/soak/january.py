"""`make soak`: the story's January whole, 12,000 + 1,400 + … people; prints its report and keeps it in var/soak."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.january.driver import Report, live

ROOT = Path(__file__).parent.parent.parent


def keep(report: Report) -> Path:
    """The report as a file, under the seed and scale it was made with."""
    folder = ROOT / "var" / "soak"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"january-{report.seed}-{report.scale}.json"
    file.write_text(json.dumps(vars(report), ensure_ascii=False, indent=1) + "\n")
    return file


@pytest.mark.usefixtures("committed")
def test_january_whole() -> None:
    """SEED, SCALE (1 is the whole town), A_DAY and SECONDS may be given in the environment."""
    seed, scale, a_day, seconds = (
        int(os.environ.get(name, default))
        for name, default in (("SEED", 20220108), ("SCALE", 1), ("A_DAY", 12), ("SECONDS", 3600))
    )
    report = live(seed, scale, a_day, seconds)
    sys.stdout.write(f"\n{keep(report).read_text()}")
    assert report.wrong == {}
