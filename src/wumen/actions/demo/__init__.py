"""The demo that `init --demo story` makes: four sub-districts as they stand at 10:06 on the third day."""

from collections.abc import Callable, Mapping, Sequence

from wumen.actions.changing import changing
from wumen.actions.demo import hanghai, lianhu, mianfang, mianfang_morning, zhongyuan
from wumen.actions.demo.making import OUTBREAK, Story, clock_at, ledger_file
from wumen.actions.orders import open_outbreak
from wumen.actions.register import add_area
from wumen.queries.posts import acting
from wumen.records.models import Outbreak
from wumen.rules.areas import AreaKind
from wumen.rules.posts import Viewer

__all__ = ["OUTBREAK", "PARTS", "story"]


def _mianfang(told: Story) -> None:
    mianfang_morning.morning(told, mianfang.street(told))


# The four sub-districts by their key; each is told by itself, so that a test may ask for one of them.
PARTS: Mapping[str, Callable[[Story], None]] = {
    "mianfang": _mianfang,
    "lianhu": lianhu.street,
    "zhongyuan": zhongyuan.street,
    "hanghai": hanghai.street,
}


def story(viewer: Viewer, parts: Sequence[str] = tuple(PARTS)) -> None:
    """Make the demo: places, people, crew, orders since 8 January, and today's work up to 10:06.

    What people of the story did stands in the log under their names, at the hours of the story. Everything
    or nothing; where the demo's outbreak is known it is left as it stands.
    Problems: `demo_data_missing`, and those of what it is made of.
    """
    for name in (mianfang.LEDGER, lianhu.LEDGER):
        ledger_file(name)
    with acting(viewer):
        if Outbreak.objects.filter(name=OUTBREAK).exists():
            return
    with clock_at(4, 18), changing(viewer):
        add_area(viewer, "410102", AreaKind.DISTRICT, "中原区")
        open_outbreak(viewer, OUTBREAK, "community-2021-09", ["morning-sampling"])
        told = Story(viewer)
        for part in parts:
            PARTS[part](told)
        for tell in told.last:
            tell()
