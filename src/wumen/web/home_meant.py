"""The home that is typed in a form about somebody who lives there: its words and people, or why there is none."""

from typing import Any

from wumen.queries.doors import place_meant, place_words
from wumen.queries.transfers import at_home
from wumen.rules.areas import read_path
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


def home_meant(viewer: Viewer, area: str, problem: Problem | None) -> dict[str, Any]:
    """What a page shows of it: `shown` as it was typed, `words` and `people` once it is found, the `problem` if not."""
    found: dict[str, Any] = {"problem": problem}
    if area:
        try:
            words, _above, people = at_home(viewer, read_path(place_meant(viewer, area)))
            found |= {"words": words, "people": people}
        except Problem as unknown:
            found["problem"] = problem or unknown
    return found | {"shown": place_words(viewer, area)}
