"""Lays local notices over a playbook: for each measure and window, which notice decides on a day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from msgspec import structs

from wumen.rules.local_notices.form import ClauseChange, LocalRules, NewClause, NoticeInForce
from wumen.rules.playbooks import Clause, Playbook, Window
from wumen.rules.time import Interval, at

_HOURS = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
# What people call the parts of a day, by the hour from which each begins.
_PARTS = (
    (0, "凌晨", "night"),
    (5, "清早", "early morning"),
    (8, "上午", "morning"),
    (11, "中午", "noon"),
    (14, "下午", "afternoon"),
    (18, "晚上", "evening"),
)


def hours_of(said: str) -> tuple[time, time] | None:
    """The hours that were written as 12:00-13:30; None for anything else."""
    found = _HOURS.fullmatch(said.strip())
    if not found:
        return None
    opens_h, opens_m, due_h, due_m = map(int, found.groups())
    try:
        return time(opens_h, opens_m), time(due_h, due_m)
    except ValueError:
        return None


def _window_key(base: Playbook, said: str) -> str:
    """The playbook's own window of those hours, else a key made of them, else the word as it stands."""
    hours = hours_of(said)
    if hours is None or said in base.windows:
        return said
    for key, window in base.windows.items():
        if (window.opens, window.due) == hours:
            return key
    return f"{hours[0]:%H%M}-{hours[1]:%H%M}"


def _in_order(base: Playbook, windows: Iterable[str]) -> tuple[str, ...]:
    """The keys of windows in the order of the day, each once; unknown words last."""

    def opens(said: str) -> time:
        hours = hours_of(said)
        return base.windows[said].opens if said in base.windows else hours[0] if hours else time.max

    return tuple(dict.fromkeys(_window_key(base, one) for one in sorted(windows, key=opens)))


def windows_of(base: Playbook, rules: LocalRules) -> dict[str, Window]:
    """The windows that a notice brings, by key; those of the playbook keep their own."""
    found: dict[str, Window] = {}
    rows: tuple[ClauseChange | NewClause, ...] = (*rules.changes, *rules.clauses)
    for place, row in enumerate(rows, 1):
        for said in row.windows or ():
            hours, key = hours_of(said), _window_key(base, said)
            if hours and key not in base.windows:
                zh, en = next((zh, en) for h, zh, en in reversed(_PARTS) if hours[0].hour >= h)
                found[key] = Window(
                    name_zh=zh, name_en=en, opens=hours[0], due=hours[1], where=str(place)
                )
    return found


def widened(base: Playbook, change: ClauseChange) -> ClauseChange:
    """What a person ticked, with all days and windows that the playbook asks for kept.

    Unless the document replaces the rule: then what was ticked is all. Days that become every day hold
    the former ones; evidence that is named replaces what was accepted.
    """
    clause = next((one for one in base.clauses if one.key == change.clause), None)
    if clause is None or change.less:
        return change
    windows = change.windows and (*clause.windows, *change.windows)
    days = change.days
    if isinstance(days, tuple) and isinstance(clause.days, tuple):
        days = tuple(sorted({*clause.days, *days}))
    kept = tuple(dict.fromkeys(windows)) if windows else None
    return structs.replace(change, windows=kept, days=days)


def _changed(base: Playbook, clause: Clause, change: ClauseChange) -> Clause:
    """A measure of the playbook as a notice has it; one that is taken away has no window left."""
    said = {
        "days": change.days,
        # Days by number have no rhythm.
        "step": change.step or (1 if change.days is not None else None),
        "windows": change.windows and _in_order(base, change.windows),
        "role": change.role or None,
        "grades": change.grades,
        "photo": change.photo,
    }
    after = structs.replace(
        clause, **{name: value for name, value in said.items() if value is not None}
    )
    return structs.replace(after, windows=()) if change.without else after


def _new(base: Playbook, new: NewClause, source: str) -> Clause:
    """A measure that a notice brings."""
    return Clause(
        key=new.key,
        regime=new.regime,
        what=new.what,
        subject=new.subject,
        facilities=new.facilities,
        days=new.days,
        step=new.step,
        windows=_in_order(base, new.windows),
        role=new.role,
        grades=new.grades,
        photo=new.photo,
        does_zh=new.does_zh,
        does_en=new.does_en,
        source=source,
        confidence="local",
    )


def versions(base: Playbook, rules: LocalRules, source: str) -> Iterator[tuple[Clause, bool]]:
    """Each measure that a notice speaks of as it has it, and whether it replaces what is asked below it.

    A measure that the playbook has not is skipped: the checker refuses it.
    """
    by_key = {clause.key: clause for clause in base.clauses}
    for place, change in enumerate(rules.changes, 1):
        if change.clause in by_key:
            clause = _changed(base, by_key[change.clause], change)
            said = structs.replace(clause, source=source, confidence="local", where=str(place))
            yield said, change.less
    for place, new in enumerate(rules.clauses, len(rules.changes) + 1):
        yield structs.replace(_new(base, new, source), where=str(place)), False


def source_of(authority: str, document: str) -> str:
    """A document with who decided it, as a source of rules: 某区指挥部《通告第8号》."""
    return f"{authority}《{document}》"


def whole(base: Playbook, rules: LocalRules, source: str = "", number: str = "") -> Playbook:
    """The playbook with one notice in place of what it changes: for words, grades and checks, not for a day."""
    own = [structs.replace(clause, notice=number) for clause, _ in versions(base, rules, source)]
    keys = {clause.key for clause in own}
    kept = [clause for clause in base.clauses if clause.key not in keys]
    asked = [clause for clause in own if clause.windows]
    windows = base.windows | windows_of(base, rules)
    return structs.replace(base, windows=windows, clauses=(*kept, *asked))


def precedence(notice: NoticeInForce) -> tuple[object, ...]:
    """By what notices over one place are ranked: the narrower scope, then the later document, prevails.

    Nothing of it is when the office came to enter it.
    """
    held = notice.interval
    return (notice.depth, held.begins, held.ends, notice.document, notice.authority, notice.number)


@dataclass(frozen=True)
class _Version:
    """A measure as the playbook (no notice) or one notice has it."""

    clause: Clause
    notice: NoticeInForce | None = None
    less: bool = False

    def counts(self, window: Interval) -> bool:
        """Whether it holds in a window: like an order, in a part of it and known before it closed."""
        return self.notice is None or (
            window.meets(self.notice.interval) and window.ends > self.notice.known_at
        )


def laid(base: Playbook, notices: Iterable[NoticeInForce], day: date) -> Playbook:
    """The playbook of a place on a day, under the notices over it; without any the playbook itself.

    For each measure and window the notices that count there are asked from the highest down, the playbook
    last. Each that names the window asks for it; below one that says it replaces what is asked, nothing is
    asked any more. So a notice that does not say so never takes a window away, neither from the playbook
    nor from another notice; and the order in which notices come to the office is nothing.
    """
    ranked = sorted(notices, key=precedence)
    if not ranked:
        return base
    windows = dict(base.windows)
    chains = {clause.key: [_Version(clause)] for clause in base.clauses}
    for rank, notice in enumerate(ranked, 1):
        windows |= windows_of(base, notice.rules)
        source = source_of(notice.authority, notice.document)
        for clause, less in versions(base, notice.rules, source):
            own = structs.replace(clause, notice=notice.number, rank=rank)
            chains.setdefault(clause.key, []).append(_Version(own, notice, less))
    pieces = [piece for chain in chains.values() for piece in _pieces(chain, windows, day)]
    return structs.replace(base, windows=windows, clauses=tuple(pieces))


def _pieces(
    chain: Sequence[_Version], windows: Mapping[str, Window], day: date
) -> Iterator[Clause]:
    """One measure, cut into what each version of it asks for in which windows of the day."""
    if len(chain) == 1 and chain[0].notice is None:
        yield chain[0].clause
        return
    asked: dict[int, list[str]] = {}
    for win in dict.fromkeys(win for version in chain for win in version.clause.windows):
        window = Interval(at(day, windows[win].opens), at(day, windows[win].due))
        for place in reversed(range(len(chain))):
            if not chain[place].counts(window):
                continue
            if win in chain[place].clause.windows:
                asked.setdefault(place, []).append(win)
            if chain[place].less:
                break
    for place, some in sorted(asked.items()):
        yield structs.replace(chain[place].clause, windows=tuple(some))
