"""What the rules in force call their windows and regimes, and whose work they ask for, for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from wumen.queries.rules_in_force import NoticeBrief, Ruled, ruled
from wumen.rules.instructions import number_of
from wumen.rules.occurrences import occurrence_of
from wumen.rules.playbooks import ONCE_NAMES, Clause, Grade, Playbook, SubjectKind, What
from wumen.rules.rounds import floor_grade
from wumen.rules.sampling_rounds.asking import ROLE, ROUND_CLAUSE, round_name, round_of

Words = tuple[str, str]


@dataclass(frozen=True)
class Rulebook:
    """The words of all rules in force together; an unknown key speaks for itself.

    All by the key of a clause: `declared` are those of which a captain may declare a whole floor;
    `measured_by` maps those that must be measured to the role whose work it is, `what` all to what they
    ask for; `of_residents` are those that speak of each person,
    `shown` those that count as done only with a photo. `notices` are the local notices in force.
    """

    windows: Mapping[str, Words]
    opens: Mapping[str, time]
    regimes: Mapping[str, Words]
    declared: frozenset[str]
    measured_by: Mapping[str, str]
    what: Mapping[str, str]
    of_residents: frozenset[str]
    shown: frozenset[str]
    notices: tuple[NoticeBrief, ...]

    def window(self, key: str) -> Words:
        """The name of a window in Chinese and English."""
        number = number_of(key)
        if number is not None:
            return f"{number}号", f"no. {number}"
        happened = occurrence_of(key)
        if happened is not None:
            return f"发生后（{happened}号）", f"after no. {happened}"
        sampled = round_of(key)
        if sampled is not None:
            named = round_name(sampled)
            return named.zh, named.en
        return self.windows.get(key, (key, key))

    def regime(self, key: str) -> Words:
        """The name of a regime in Chinese and English."""
        return self.regimes.get(key, (key, key))


def _clauses(playbooks: list[Playbook]) -> list[Clause]:
    return [clause for playbook in playbooks for clause in playbook.clauses]


def rulebook(read: Ruled | None = None) -> Rulebook:
    """The rules of all outbreaks with their local notices, inside the running transaction; one statement
    unless they were `read`.
    """
    found = read or ruled()
    playbooks = list(found.books.values())
    windows = {key: one for book in playbooks for key, one in book.windows.items()}
    regimes = {key: one for book in playbooks for key, one in book.regimes.items()}
    clauses = _clauses(playbooks)
    return Rulebook(
        windows={key: (one.name_zh, one.name_en) for key, one in windows.items()}
        | {key: (one.zh, one.en) for key, one in ONCE_NAMES.items()},
        opens={key: one.opens for key, one in windows.items()},
        regimes={key: (one.name_zh, one.name_en) for key, one in regimes.items()},
        notices=tuple(found.in_force),
        declared=frozenset(one.key for one in clauses if floor_grade(one.grades) and not one.photo),
        shown=frozenset(one.key for one in clauses if one.photo),
        of_residents=frozenset(one.key for one in clauses if one.subject is SubjectKind.RESIDENT)
        | {ROUND_CLAUSE},
        what={one.key: str(one.what) for one in clauses} | {ROUND_CLAUSE: str(What.SAMPLING)},
        measured_by={one.key: one.role for one in clauses if one.grades == (Grade.MEASURED,)}
        | {ROUND_CLAUSE: ROLE},
    )
