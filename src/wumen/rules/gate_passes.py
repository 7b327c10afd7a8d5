"""Passes (出入证、车辆通行证、保供通行证): on what ground one is made, and what a gate reads off its number.

A pass opens nothing that the rules keep shut. It says on paper what was asked before, ends by itself, and tells
a gate no more than whether to open: never why somebody goes, and never why it does not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.entries import Coming
from wumen.rules.movement import EMERGENCIES, Answer, Purpose, Verdict
from wumen.rules.orders import OrderInForce
from wumen.rules.passages import LEAVES, Way
from wumen.rules.playbooks import Leave, Named, Playbook
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, whole_day


class PassKind(StrEnum):
    """What a pass is called."""

    PERSON = "person"
    VEHICLE = "vehicle"
    SUPPLY = "supply"


PASS_NAMES: Mapping[PassKind, Named] = {
    PassKind.PERSON: Named(zh="出入证", en="pass"),
    PassKind.VEHICLE: Named(zh="车辆通行证", en="vehicle pass"),
    PassKind.SUPPLY: Named(zh="保供通行证", en="supply pass"),
}
# Who comes from outside again and again, by a fixed person or vehicle.
FROM_OUTSIDE = (Coming.CARER, Coming.REPAIR, Coming.SUPPLY, Coming.VISITOR)
# What somebody who lives there goes out for regularly: neither what cannot wait nor what the office decides.
GOES_FOR = tuple(
    one for one in Purpose if one not in EMERGENCIES and one not in (Purpose.TRANSFER, Purpose.AIR)
)
LONGEST = timedelta(days=7)
# Ours: what would end sooner than this is of no use to who asks for it now.
_SHORTEST = timedelta(hours=2)
_WORDS_AT_MOST = 40


@dataclass(frozen=True)
class PassDraft:
    """Who is to get a pass, from when until when.

    Of who lives there `resident` and `purpose`, or the `outing` that it goes along with, which brings its own
    hours; of who comes from outside `name` or `plate`, `coming` and the `place` that is gone to.
    """

    begins: datetime | None = None
    ends: datetime | None = None
    resident: str = ""
    purpose: Purpose | None = None
    outing: str = ""
    name: str = ""
    plate: str = ""
    coming: Coming | None = None
    place: str = ""


def proposed_end(now: datetime) -> datetime:
    """Until when a pass is proposed: the end of today, or of tomorrow in the last hours of a day; longer is chosen."""
    ends = whole_day(business_day(now)).ends
    return ends if ends - now >= _SHORTEST else ends + timedelta(days=1)


def as_printed(number: str) -> str:
    """The number as people read it: 482-913."""
    return f"{number[:3]}-{number[3:]}"


def kind_of(coming: Coming | None, plate: str) -> PassKind:
    """What the pass is called: by the vehicle, and of supplies by that."""
    if coming is Coming.SUPPLY:
        return PassKind.SUPPLY
    return PassKind.VEHICLE if plate.strip() else PassKind.PERSON


def check_hours(begins: datetime, ends: datetime, now: datetime) -> None:
    """Problem `pass_hours_wrong` for one that is over, ends before it begins, or lasts longer than a week."""
    if not (begins < ends <= begins + LONGEST and ends > now):
        raise Problem("pass_hours_wrong", days=LONGEST.days)


def check_outsider(draft: PassDraft) -> tuple[str, str]:
    """Name and plate of who comes from outside; Problems `pass_whose_missing`, `pass_words_long`, `pass_coming`."""
    name, plate = draft.name.strip(), draft.plate.strip().upper()
    if not (name or plate):
        raise Problem("pass_whose_missing")
    if max(len(name), len(plate)) > _WORDS_AT_MOST:
        raise Problem("pass_words_long", most=_WORDS_AT_MOST)
    if draft.coming not in FROM_OUTSIDE:
        raise Problem("pass_coming")
    return name, plate


def kept_in(
    orders: Sequence[OrderInForce], now: datetime, playbooks: Mapping[str, Playbook]
) -> bool:
    """Whether somebody is in a place, or under an order of her own, that nobody leaves."""
    return any(
        one.interval.holds(now)
        and playbooks[one.outbreak].regimes[one.regime].leave is Leave.NOBODY
        for one in orders
    )


def check_ground(answer: Answer, kept: bool, outing: bool) -> None:
    """Whether the rules give a ground for a pass: Problems `pass_outing_only`, `pass_no_ground`.

    Who may not leave gets none but for a going out that is noted; for nobody is one made that the rule says no to.
    """
    if kept and not outing:
        raise Problem("pass_outing_only")
    if not outing and answer.verdict is Verdict.NOT_NOW:
        raise Problem("pass_no_ground")


@dataclass(frozen=True)
class PassFacts:
    """What is known of a pass when it is shown.

    `stands`: neither over nor taken back nor still to begin. `lives_here`: its holder does. `kept`: she may not
    leave; `out_now`: a going out of hers is noted for this hour. `rule`: what the rule says of what it is for.
    """

    way: Way
    stands: bool
    lives_here: bool
    kept: bool
    out_now: bool
    rule: Answer


def stands(begins: datetime, ends: datetime, revoked: bool, now: datetime) -> bool:
    """Whether a pass is in its hours and not taken back."""
    return begins <= now < ends and not revoked


_OPENS = Answer(Verdict.LET_THROUGH, ("证有效", "the pass counts"), ())
_HOME = Answer(
    Verdict.WITH_CONDITIONS,
    ("回自己家，不拦", "nobody is kept from her own home"),
    (("戴好口罩，量体温", "mask on, temperature taken"),),
)
# One answer for whatever stands against it: from the words nobody can tell what.
NO_PASS = Answer(
    Verdict.NOT_NOW,
    ("凭这个证号现在不能放行", "this number opens nothing now"),
    (
        ("请他稍坐，打社区值班电话核实", "let him sit down, ring the community's desk"),
        (
            "要是急病、有危险：马上放行，先救人，后补登记",
            "in an emergency let through at once; papers later",
        ),
    ),
)


def counts_for(facts: PassFacts) -> bool:
    """Whether a pass opens a gate outward for its holder, or inward for who comes from outside."""
    if not facts.stands:
        return False
    if facts.lives_here and facts.kept:
        return facts.out_now
    return facts.out_now or facts.rule.verdict is not Verdict.NOT_NOW


def pass_answer(facts: PassFacts) -> Answer:
    """What a gate does when a pass is shown; read from top to bottom, the first that applies decides.

    1. Who lives there comes home, pass or not; who came from outside leaves. 2. A pass that is over, not yet
    begun or taken back opens nothing. 3. Under an order of her own or in a place that nobody leaves it opens for
    the hours of a going out that is noted, and for no others. 4. Else as the rule says of what it is for, now.
    """
    if facts.lives_here and facts.way is Way.IN:
        return _HOME
    if not facts.lives_here and facts.way is Way.OUT:
        return LEAVES
    return _OPENS if counts_for(facts) else NO_PASS
