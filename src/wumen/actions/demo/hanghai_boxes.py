"""Round 5 of 航海西路 for the three organisations, and the boxes of two points as they stand at 10:06."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from wumen.actions.demo.making import clock_at
from wumen.actions.sampling_rounds.box_handing import Told, move_on
from wumen.actions.sampling_rounds.box_words import say_made, set_limits
from wumen.actions.sampling_rounds.boxes import BoxDraft, note_box
from wumen.actions.sampling_rounds.noting import key_in_roster
from wumen.actions.sampling_rounds.opening import open_round
from wumen.rules.posts import Viewer
from wumen.rules.sampling_rounds.asking import RoundDraft
from wumen.rules.sampling_rounds.boxes import Step
from wumen.rules.time import read_time

# Of the building site by ten o'clock, line by line of its printed roster.
_SAMPLED = "1-870"
# Box, seal, first swab; handed over at, received at, and how many were counted there.
_SITE = (
    ("ZX-101", "F20017", "7:04", "8:05", "8:52", "30"),
    ("ZX-102", "F20018", "7:21", "8:40", "", "30"),
    ("ZX-103", "F20019", "9:12", "", "", ""),
)
_SHOP = (("ZX-114", "F20031", "7:10", "8:15", "", "29"),)
_COURIER, _LAB = "豫A·3C521", "区疾控实验室"


def round_five(
    office: Viewer, at_work: Mapping[str, UUID], points: Sequence[tuple[UUID, Viewer]]
) -> None:
    """The telephone call of the evening before, and the boxes of the site's and the supermarket's points."""
    with clock_at(9, 22, 10):
        draft = RoundDraft(
            *(5, read_time("2022-01-10T07:00"), read_time("2022-01-10T16:00"), "ten", ()),
            *("中原区防控指挥部", "通知第21号", tuple(at_work.values())),
        )
        row = open_round(office, draft)
        set_limits(office, row.id, "60", "150")
    (site, lead), (shop, keeper) = points
    _boxes(office, row.id, site, lead, _SITE)
    _boxes(office, row.id, shop, keeper, _SHOP)
    with clock_at(10, 10):
        key_in_roster(office, row.id, at_work["201"], _SAMPLED)
        say_made(lead, row.id, str(site), "93")


def _boxes(
    office: Viewer, ident: UUID, point: UUID, lead: Viewer, some: Sequence[tuple[str, ...]]
) -> None:
    for number, seal, first, handed, received, counted in some:
        with clock_at(10, 9, 45):
            box = note_box(lead, ident, BoxDraft(str(point), number, seal, "30", first)).box
            if handed:
                told = Told(_COURIER, handed)
                move_on(lead, ident, Step.HANDED, told, {box.id: counted})
            if received:
                told = Told(_LAB, received)
                move_on(office, ident, Step.RECEIVED, told, {box.id: counted})
