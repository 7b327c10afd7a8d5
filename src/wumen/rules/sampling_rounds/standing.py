"""How a round stands: to be sampled, sampled, not sampled and why, by building and point; what is ordered for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.rounds import REASON_NAMES, Reason

# A word of more is a story, and stands sealed beside a person.
LONGEST_WORDS = 80


class Why(StrEnum):
    """Why somebody is not sampled in a round."""

    AWAY = "away"
    ELSEWHERE = "sampled_elsewhere"
    UNFIT = "unfit"
    INFANT = "infant"
    REFUSED = "refused"


WHY_NAMES: dict[Why, Named] = {
    Why.AWAY: Named(zh="外出不在本地", en="away"),
    Why.ELSEWHERE: Named(zh="已在别处采", en="sampled elsewhere"),
    Why.UNFIT: Named(zh="医护说不宜采", en="unfit, as a medic says"),
    Why.INFANT: REASON_NAMES[Reason.INFANT],
    Why.REFUSED: REASON_NAMES[Reason.REFUSED],
}
# These want words: where and when, or which medic said so. A refusal bears none: nobody has to say why. An infant is
# sampled by a medic with her guardian, or freed of it by name; until then she stays missing, and is no refusal.
WORDS_OF = (Why.ELSEWHERE, Why.UNFIT)
# What was answered is not asked again: neither rung up nor named in the group.
ANSWERED = frozenset(Why)
# Why somebody is not sampled, at a door or in a round.
REASONS_SAID: dict[str, Named] = {
    **{str(one): named for one, named in REASON_NAMES.items()},
    **{str(one): named for one, named in WHY_NAMES.items()},
}
OTHER = Named(zh="别的原因", en="another reason")
UNSAID = Named(zh="没说原因", en="no reason said")
# As reports and figures count them: in the same words as the round's own page.
REASONS_COUNTED: dict[str, Named] = {**REASONS_SAID, "other": OTHER, "unsaid": UNSAID}


def why_name(key: str) -> Named:
    """A reason by its key as it is shown; written out ones stand together."""
    return UNSAID if not key else REASONS_SAID.get(key, OTHER)


def known_why(said: str | None) -> str:
    """The reason of a duty as it is counted: by its key, `other` for one that was written out, empty for none."""
    return "" if not said else said if said in REASONS_SAID else "other"


def check_why(text: str, words: str) -> tuple[Why, str]:
    """A reason with its words; Problems `round_why_unknown`, `round_why_words`."""
    if text not in set(Why):
        raise Problem("round_why_unknown")
    why, said = Why(text), " ".join(words.split())
    if (why in WORDS_OF and not said) or len(said) > LONGEST_WORDS:
        raise Problem("round_why_words", most=LONGEST_WORDS)
    return why, "" if why is Why.REFUSED else said


@dataclass
class Tally:
    """How many are to be sampled at a place, how many are, and why others are not; `door` of them at their doors."""

    due: int = 0
    done: int = 0
    waived: int = 0
    door: int = 0
    door_done: int = 0
    single: int = 0
    whys: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """How many are neither sampled nor freed of it by name."""
        return self.due - self.done - self.waived

    @property
    def unsaid(self) -> int:
        """How many of them have said no reason."""
        return self.whys.get("", 0)

    @property
    def percent(self) -> int:
        """How many of a hundred are sampled; a hundred only where nobody is missing."""
        if not self.missing:
            return 100
        return min(99, round(100 * (self.done + self.waived) / self.due))

    @property
    def said(self) -> list[tuple[Named, int]]:
        """The reasons with how many each, the most frequent first, those without one last."""
        named = sorted(self.whys.items(), key=lambda one: (one[0] == "", -one[1], one[0]))
        return [(why_name(key), many) for key, many in named if many]

    def add(self, other: "Tally") -> None:
        """Count another place with it."""
        for name in ("due", "done", "waived", "door", "door_done", "single"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, many in other.whys.items():
            self.whys[key] = self.whys.get(key, 0) + many


def together(some: Iterable[Tally]) -> Tally:
    """Several places in one."""
    whole = Tally()
    for one in some:
        whole.add(one)
    return whole


@dataclass(frozen=True)
class AtWork:
    """How many are to be sampled where they work, each of them once and none who is counted at home; how many are."""

    due: int = 0
    done: int = 0

    @property
    def missing(self) -> int:
        """How many are not."""
        return self.due - self.done

    def beside(self, homes: Tally) -> Tally:
        """Homes and organisations in one, as a superior asks for it; why homes are missing stays as it was said."""
        return together((homes, Tally(due=self.due, done=self.done)))


NOBODY_AT_WORK = AtWork()


@dataclass(frozen=True)
class Counted:
    """Duties of a place that stand alike, as the ledger counts them."""

    area: str
    door: bool
    single: bool
    state: str
    why: str
    many: int


def tallies(rows: Iterable[Counted]) -> Mapping[str, Tally]:
    """The sums by place."""
    found: dict[str, Tally] = {}
    for row in rows:
        one = found.setdefault(row.area, Tally())
        one.due += row.many
        one.door += row.many if row.door else 0
        one.single += row.many if row.single else 0
        if row.state == "done":
            one.done += row.many
            one.door_done += row.many if row.door else 0
        elif row.state == "waived":
            one.waived += row.many
        else:
            key = known_why(row.why)
            one.whys[key] = one.whys.get(key, 0) + row.many
    return found
