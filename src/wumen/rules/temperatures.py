"""Body temperatures as they are read off and typed: what can be one, and what must be told at once."""

import re
import unicodedata

from wumen.rules.problems import Problem

LOWEST = 34.0
HIGHEST = 43.0
# Source: case definition of edition 8; a resident at or above it is seen by a medic, not only noted.
FEVER = 37.3


def read_celsius(text: str) -> float:
    """A reading in degrees Celsius, as people type it: 36.5, 36,5, ３６．５℃.

    Problem `temperature_unlikely` for what is no number or lies outside 34–43 degrees.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", ".").replace("。", ".")
    found = re.fullmatch(r"(\d{2}(?:\.\d{1,2})?) ?(?:°C|度)?", plain)
    celsius = float(found[1]) if found else 0.0
    if not LOWEST <= celsius <= HIGHEST:
        raise Problem("temperature_unlikely", lowest=round(LOWEST), highest=round(HIGHEST))
    return celsius
