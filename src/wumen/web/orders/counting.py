"""The end of an isolation as the form of an order counts it: by the rules, from the day of the last exposure."""

from collections.abc import Sequence
from dataclasses import dataclass

from wumen.queries.orders import OutbreakLine
from wumen.rules.isolation import (
    Cause,
    IsolationFacts,
    Part,
    Start,
    Stay,
    isolated,
    kind_for,
)
from wumen.rules.playbooks import Isolation
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_day

Words = tuple[str, str]


@dataclass(frozen=True)
class IsolationChoice:
    """A kind of person to choose, by its key in the rules."""

    key: str
    person: Words


@dataclass(frozen=True)
class Counted:
    """What the rules have for a kind of person: her stays with their samples, and the end as the form takes it."""

    kind: Isolation
    stays: tuple[Stay, ...]
    typed: str

    @property
    def person(self) -> Words:
        """The kind of person, in both languages."""
        return self.kind.person_zh, self.kind.person_en

    @property
    def parts(self) -> list[tuple[bool, Stay]]:
        """Each stay, with whether it is in a central place."""
        return [(one.part is Part.CENTRAL, one) for one in self.stays]


def isolations(outbreaks: Sequence[OutbreakLine]) -> list[IsolationChoice]:
    """The kinds of people that the rules of some outbreaks have stay apart, each key once."""
    found = {one.key: one for line in reversed(outbreaks) for one in line.rules.isolations}
    return [IsolationChoice(key, (one.person_zh, one.person_en)) for key, one in found.items()]


def count(outbreaks: Sequence[OutbreakLine], outbreak: str, key: str, exposed: str) -> Counted:
    """The stays of a kind of person from the day of her last exposure, by the rules of an outbreak.

    Where none is named, or its rules know no such kind, by those of the first that knows it.

    Problems `isolation_day_needed`, `isolation_unknown`, `day_unreadable`.
    """
    if not key or not exposed:
        raise Problem("isolation_day_needed")
    knowing = [one for one in outbreaks if any(kind.key == key for kind in one.rules.isolations)]
    if not knowing:
        raise Problem("isolation_unknown", key=key, known="")
    rules = next((one for one in knowing if one.name == outbreak), knowing[0]).rules
    day = read_day(exposed)
    kind = kind_for(key, (), rules)
    found = isolated(kind, IsolationFacts(day, [Start(Cause.EXPOSURE, day)]), rules)
    ends = found.ends
    return Counted(kind, found.stays, f"{local(ends):%Y-%m-%dT%H:%M}" if ends else "")
