"""What a sampling round asks: its draft, and the one duty of each who is there and owes no sample that day anyway."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wumen.rules.duties import Owed, Subject
from wumen.rules.guarded_text import holds_long_number
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Leave, Named, Playbook, Pool, SubjectKind, What
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, business_day

# What stands as the clause of its duties: no rule of a playbook, but the round itself.
ROUND_CLAUSE = "sampling-round"
ROUND_NAME = Named(zh="核酸轮次", en="sampling round")
ROLE = "sampler"
_WIN = re.compile(r"s(\d{1,4})")
_MOST_NUMBER = 9_999
# Ours: a group of two desks samples about 1,800 a day of twelve hours; what the office enters stands instead.
PER_DESK_AND_HOUR = 75
PER_DESK_SOURCE = Named(
    zh="按一组两台一天约1800人次折算，各办可改",
    en="by about 1,800 a day for a group of two desks; each office may enter its own",
)
CAP = 200
_MOST_PER_DESK, _MOST_CAP = 600, 5_000
# Who is called at six comes at six; a round of more than a day is two.
_LONGEST, _FARTHEST = timedelta(hours=24), timedelta(days=7)
# Which team goes to an organisation, in a few words: 三队、机动组.
LONGEST_TEAM = 20


def win_of(number: int) -> str:
    """The window of a round's duties."""
    return f"s{number}"


def round_of(win: str) -> int | None:
    """The number of the round whose window it is; None for any other."""
    found = _WIN.fullmatch(win)
    return int(found[1]) if found else None


def round_name(number: int) -> Named:
    """A round by its number, as people say it."""
    return Named(zh=f"第{number}轮核酸", en=f"sampling round {number}")


@dataclass(frozen=True)
class RoundAsked:
    """A round as planner and audit look at it; `size` is how many share a tube, `over_at` when it is over."""

    id: UUID
    number: int
    outbreak: str
    opens_at: datetime
    due_at: datetime
    size: int

    @property
    def hours(self) -> Interval:
        """From when until when it samples."""
        return Interval(self.opens_at, self.due_at)


@dataclass(frozen=True)
class RoundOwed(Owed):
    """A sample as a round asks for it: at the door where nobody may leave home, and then in a tube of its own."""

    round: str = ""
    door: bool = False
    single: bool = False

    def basis(self) -> dict[str, object]:
        """What the duty remembers of its grounds: the round, whether at the door, whether in a tube of its own."""
        told = {"door": True} if self.door else {}
        return {
            **super().basis(),
            "round": self.round,
            **told,
            **({"single": True} if self.single else {}),
        }


def keeps_home(
    order: OrderInForce, playbooks: Mapping[str, Playbook], hours: Interval, now: datetime | None
) -> bool:
    """Whether by an order nobody leaves home in some hours; one that is over by now keeps nobody."""
    book = playbooks.get(order.outbreak)
    regime = book.regimes.get(order.regime) if book else None
    if regime is None or regime.leave is not Leave.NOBODY:
        return False
    over = now is not None and order.interval.ends <= now
    return order.interval.meets(hours) and not over


def with_rounds(
    made: Sequence[Owed],
    rounds: Iterable[RoundAsked],
    orders: Sequence[OrderInForce],
    playbooks: Mapping[str, Playbook],
    subject: Subject,
    now: datetime | None,
) -> tuple[Owed, ...]:
    """What a subject owes by clauses, and what rounds ask of it beside.

    Who owes a sample that day by a rule is sampled for the round by it: nobody twice. A round asks people alone.
    Where an order keeps them at home, or they cannot come down, they are sampled at the door, each in a tube of her
    own.
    """
    if subject.kind is not SubjectKind.RESIDENT or any(one.what is What.SAMPLING for one in made):
        return tuple(made)
    asked = sorted(rounds, key=lambda one: one.number)
    return (
        *made,
        *(_owed(one, orders, playbooks, now, one.id in subject.at_door) for one in asked),
    )


def _owed(
    one: RoundAsked,
    orders: Sequence[OrderInForce],
    playbooks: Mapping[str, Playbook],
    now: datetime | None,
    stays_up: bool,
) -> RoundOwed:
    door = stays_up or any(keeps_home(order, playbooks, one.hours, now) for order in orders)
    return RoundOwed(
        what=What.SAMPLING,
        win=win_of(one.number),
        opens_at=one.opens_at,
        due_at=one.due_at,
        role=ROLE,
        outbreak=one.outbreak,
        clause=ROUND_CLAUSE,
        orders=(),
        round=str(one.id),
        door=door,
        single=door or one.size == 1,
    )


@dataclass(frozen=True)
class RoundDraft:
    """A round as it is entered: which, when, how many to a tube, where, on whose word.

    `paths` are places, `organisations` those whose rosters are sampled where they work, `singles` of these in tubes
    of their own; `per_desk` people a desk and hour, `cap` the most heads on site at a time.
    """

    number: int
    begins: datetime
    ends: datetime
    pool: str
    paths: tuple[str, ...]
    ordered_by: str
    document: str = ""
    organisations: tuple[UUID, ...] = ()
    singles: tuple[UUID, ...] = ()
    per_desk: int = PER_DESK_AND_HOUR
    cap: int = CAP

    @property
    def day(self) -> date:
        """The day on which it is owed."""
        return business_day(self.begins)


def check_draft(draft: RoundDraft, now: datetime) -> None:
    """Refuse a round that nobody could hold.

    Problems: `round_number_wrong`, `round_hours`, `round_figures`, `round_needs_place`, `round_needs_word`.
    """
    if not 1 <= draft.number <= _MOST_NUMBER:
        raise Problem("round_number_wrong")
    within = draft.begins < draft.ends <= draft.begins + _LONGEST
    if not within or draft.ends <= now or draft.begins > now + _FARTHEST:
        raise Problem("round_hours", days=_FARTHEST.days)
    if not (1 <= draft.per_desk <= _MOST_PER_DESK and 1 <= draft.cap <= _MOST_CAP):
        raise Problem("round_figures", per_desk=_MOST_PER_DESK, cap=_MOST_CAP)
    if not draft.paths and not draft.organisations:
        raise Problem("round_needs_place")
    if not draft.ordered_by.strip():
        raise Problem("round_needs_word")


def check_pool(key: str, playbook: Playbook) -> Pool:
    """How many share a tube, only as the rules have it: one, or so many in one; Problem `round_pool_unknown`.

    A tube a household is for doors, where each has her own in a round.
    """
    for pool in pools_of(playbook):
        if pool.key == key:
            return pool
    known = "、".join(pool.name_zh for pool in pools_of(playbook))
    english = ", ".join(pool.name_en for pool in pools_of(playbook))
    raise Problem("round_pool_unknown", known_zh=known or "没有", known_en=english or "none")


def pools_of(playbook: Playbook) -> list[Pool]:
    """The ways of pooling that rules name for people at a point, the smallest first."""
    return sorted((one for one in playbook.pools if one.size), key=lambda one: one.size or 0)


def read_team(text: str) -> str:
    """Which team goes somewhere, trimmed; Problem `round_team_unsaid`. No telephone stands in it."""
    team = " ".join(text.split())
    if not team or len(team) > LONGEST_TEAM or holds_long_number(team):
        raise Problem("round_team_unsaid", most=LONGEST_TEAM)
    return team
