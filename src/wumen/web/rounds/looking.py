"""The rounds of doors on a captain's phone as they are looked at: the list of today, and one round."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.rounds import DoorCard, DutyOnCard, FloorCards, Round, one_round
from wumen.rules.areas import is_common_part, parent
from wumen.rules.duties import PENDING
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import Reason, read_round_key, reasons_at_door
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.rulebook import Rulebook, rulebook
from wumen.web.templatetags.wumen import in_language

SAID = "round_said"
OTHER = "other"
# What a group reads above the rooms of a round: nobody can tell from it what they owe.
_OPEN_ROOMS = "请下列房号在家等候，楼长稍后上门"


@dataclass(frozen=True)
class Progress:
    """How far one thing is in a round; `waits_for` is the role whose work it is, if not anybody's."""

    what: str
    due: int
    settled: int
    overdue: int
    waits_for: str | None

    @property
    def open(self) -> int:
        """How much is still open."""
        return self.due - self.settled


@dataclass(frozen=True)
class Excepted:
    """Why a door is excepted: one of the reasons to choose, or `other` with its words."""

    choice: str
    words: str = ""

    @classmethod
    def of(cls, reason: str) -> "Excepted":
        """The choice that says this reason."""
        return cls(reason) if reason in set(Reason) else cls(OTHER, reason)


_NOT_EXCEPTED = Excepted("")


@dataclass(frozen=True)
class Noted:
    """What may be noted at a door: the things that the viewer's role measures; `graded`: others, by a grade."""

    measured: tuple[str, ...]
    graded: bool


@dataclass(frozen=True)
class FloorPage:
    """A floor as it is shown: its doors, how far each thing is, and what one tap may settle.

    `excepted` says of every door whether it stands excepted: it stays so at another tap. `only_left` names the
    one thing that is left at a door and must be measured. One tap `declares` some things and `leaves`
    others, which accept no declaration. `fresh` says whether anything is left to
    declare beside the excepted doors.
    """

    floor: int
    doors: tuple[DoorCard, ...]
    homes: int
    progress: list[Progress]
    excepted: dict[str, Excepted]
    only_left: dict[str, str]
    noted: dict[str, Noted]
    declares: list[str]
    leaves: list[str]
    may_declare: bool
    fresh: bool

    @property
    def people(self) -> int:
        """How many people are behind the doors."""
        return sum(card.people for card in self.doors)

    @property
    def overdue(self) -> int:
        """How much of the floor is overdue."""
        return sum(one.overdue for one in self.progress)

    @property
    def done(self) -> bool:
        """Whether nothing is left on the floor."""
        return not any(one.open for one in self.progress)


def _duties(doors: tuple[DoorCard, ...]) -> list[DutyOnCard]:
    return [duty for card in doors for one in card.subjects for duty in one.duties]


def _waits_for(duties: list[DutyOnCard], book: Rulebook) -> str | None:
    """The role whose work all that is still open of a thing is; None where anybody may note it."""
    pending = [one.clause for one in duties if one.state in PENDING]
    roles = {book.measured_by.get(clause) for clause in pending}
    return roles.pop() if len(roles) == 1 else None


def _progress(doors: tuple[DoorCard, ...], book: Rulebook) -> list[Progress]:
    """How far each thing is behind some doors, what others must measure last."""
    by_what: dict[str, list[DutyOnCard]] = {}
    for duty in _duties(doors):
        by_what.setdefault(duty.what, []).append(duty)
    measured = {
        what: all(one.clause in book.measured_by for one in some) for what, some in by_what.items()
    }
    return [
        Progress(
            what,
            len(by_what[what]),
            sum(one.state not in PENDING for one in by_what[what]),
            sum(one.overdue for one in by_what[what]),
            _waits_for(by_what[what], book),
        )
        for what in sorted(by_what, key=lambda what: (measured[what], what))
    ]


def _to_declare(card: DoorCard, book: Rulebook) -> bool:
    return any(one.clause in book.declared and one.state in PENDING for one in _duties((card,)))


def _only_left(card: DoorCard, book: Rulebook) -> str:
    """The one thing still open at a door where the rest is settled, if somebody else must measure it; else nothing."""
    duties = _duties((card,))
    pending = [one for one in duties if one.state in PENDING]
    left = {one.what for one in pending} if len(pending) < len(duties) else ()
    return next(iter(left)) if len(left) == 1 and _waits_for(pending, book) else ""


def _to_note(card: DoorCard, book: Rulebook, viewer: Viewer) -> Noted:
    """What the viewer may note at a door: what her role measures, and whether anything else."""
    if not viewer.may(Right.SETTLE):
        return Noted((), False)
    pending = [one for one in _duties((card,)) if one.state in PENDING]
    pending = [one for one in pending if one.clause not in book.shown]
    mine = {one.what for one in pending if book.measured_by.get(one.clause) == viewer.role}
    return Noted(tuple(sorted(mine)), any(one.clause not in book.measured_by for one in pending))


def _floor(
    cards: FloorCards,
    book: Rulebook,
    viewer: Viewer,
    chosen: dict[str, Excepted] | None,
    apart: Collection[str],
) -> FloorPage:
    """A floor as it is shown; the doors `apart` are gone to alone, and no tap for the floor speaks for them."""
    together = tuple(card for card in cards.doors if card.area not in apart)
    open_ = [card for card in together if _to_declare(card, book)]
    pending = [one for one in _duties(cards.doors) if one.state in PENDING]
    declares = {
        one.what
        for one in _duties(together)
        if one.state in PENDING and one.clause in book.declared
    }
    standing = {card.room: Excepted.of(card.reasons[0]) for card in open_ if card.reasons}
    named = {card.room: _NOT_EXCEPTED for card in cards.doors}
    may = viewer.may(Right.SETTLE)
    return FloorPage(
        floor=cards.floor,
        doors=cards.doors,
        homes=cards.homes,
        progress=_progress(cards.doors, book),
        excepted=named | (standing if chosen is None else chosen),
        only_left={card.room: _only_left(card, book) for card in cards.doors},
        noted={card.room: _to_note(card, book, viewer) for card in cards.doors},
        declares=sorted(declares),
        leaves=sorted({one.what for one in pending} - declares),
        may_declare=may and bool(open_),
        fresh=may and len(open_) > len(standing),
    )


def _entries(viewer: Viewer, found: Round, book: Rulebook) -> dict[str, str]:
    """What may be entered for a duty of a round, by its key: a reading, a photo, that it was seen, a tick."""
    if not viewer.may(Right.SETTLE):
        return {}
    pending = (
        one for cards in found.floors for one in _duties(cards.doors) if one.state in PENDING
    )
    return {one.key: _entry(one, book.measured_by.get(one.clause), viewer, book) for one in pending}


def _entry(duty: DutyOnCard, role: str | None, viewer: Viewer, book: Rulebook) -> str:
    """How one duty is entered; nothing for what another role must measure."""
    if duty.what == What.TEMPERATURE:
        return "celsius"
    if duty.clause in book.shown:
        return "photo"
    if role is None:
        return "tick"
    return "seen" if role == viewer.role else ""


def _reasons() -> list[tuple[str, str]]:
    """The choices at a door in the language of the page: not excepted, each reason, and another one."""
    named = [(str(key), in_language(name)) for key, name in reasons_at_door().items()]
    return [("", _("不除外")), *named, (OTHER, _("别的，写在下面"))]


def round_context(
    viewer: Viewer, found: Round, chosen: dict[str, Excepted] | None = None, **more: object
) -> dict[str, Any]:
    """What the templates of one round look at; `chosen` is what a form said that was refused."""
    book = rulebook(found.rules)
    floors = [_floor(cards, book, viewer, chosen, found.apart) for cards in found.floors]
    return {
        "round": found,
        "key": str(found.key),
        "window": book.window(found.key.win),
        "floors": floors,
        "apart": [card for card in found.walked if card.area in found.apart],
        "next_floor": next((one.floor for one in floors if one.fresh), None),
        # With no floor left to begin, those where somebody was not met are a tap away among the many that are done.
        "left_floors": [one.floor for one in floors if not one.done],
        "progress": _progress(tuple(card for one in floors for card in one.doors), book),
        "reasons": _reasons(),
        "other": OTHER,
        "may_settle": viewer.may(Right.SETTLE),
        "measured_by": book.measured_by,
        "entries": _entries(viewer, found, book),
        **more,
    }


def _open_rooms(viewer: Viewer, found: Round) -> GroupBox:
    doors = [card.area for one in found.floors for card in one.doors if _owes(card)]
    place = parent(found.key.unit)
    area = place if viewer.span.holds(place) else found.key.unit
    matter = f"round:{found.key.day}/{found.key.win}/{found.key.unit.strip('/')}"
    return group_box(viewer, area, matter, doors, _OPEN_ROOMS)


def _owes(card: DoorCard) -> bool:
    return not is_common_part(card.area) and any(
        duty.state in PENDING for one in card.subjects for duty in one.duties
    )


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def one(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One round: floors from the top, a card a door."""
    found = one_round(viewer, read_round_key(key))
    said = request.session.pop(SAID, None)
    return render(request, "rounds/one.html", round_context(viewer, found, said=said))


@require_safe
@acting_page(Right.SEE_REGISTER)
def group(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The rooms of a round that owe something, as texts for the group; a page of its own, for it asks more."""
    found = one_round(viewer, read_round_key(key))
    box, problem = None, None
    try:
        box = _open_rooms(viewer, found)
    except Problem as refused:
        problem = refused
    context = {"round": found, "key": str(found.key), "box": box, "problem": problem}
    return render(
        request, "rounds/group.html", context, status=status_of(problem) if problem else 200
    )
