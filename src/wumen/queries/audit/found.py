"""What the audit finds: differences and their sums, and what settled duties must have behind them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wumen.queries import facts
from wumen.queries.facts import DutyFact
from wumen.rules.areas import counted_at
from wumen.rules.photos import Asked, Moment, asked_by
from wumen.rules.time import local

if TYPE_CHECKING:
    from wumen.rules.playbooks import Playbook

# What can be told about a difference, and what to do about it, in both languages.
ADVICE: dict[str, tuple[str, str]] = {
    "missing": ("应有而没有：运行“排今日事项”补上", "owed and not there: plan the day again"),
    "unwanted": ("不应再有：运行“排今日事项”撤下", "no longer owed: plan the day again"),
    "wrong_place": ("住址已变：运行“排今日事项”更新", "the door has changed: plan the day again"),
    "wrong_window": ("时段不符：运行“排今日事项”更新", "another window holds: plan the day again"),
    "wrong_owner": ("责任人不符：运行“排今日事项”更新", "another owner holds: plan the day again"),
    "wrong_grounds": ("依据不符：运行“排今日事项”更新", "other grounds hold: plan the day again"),
    "no_owner": (
        "没有责任人：请指派楼长或值班长",
        "nobody owns it: appoint a captain or a duty officer",
    ),
    "no_evidence": (
        "已办但查不到凭据：请核实",
        "done, but its evidence is not in the log: look into it",
    ),
    "no_photo": (
        "已办但没有规定要的照片：请核实",
        "done without the photo that is asked for: look into it",
    ),
    "nobody": ("人已不在台账：请核实", "the resident is not in the register: look into it"),
    "closed_differs": (
        "交办已办结而事项不是：请核实",
        "an instruction is closed and its duty is not: look into it",
    ),
    "count_differs": ("计数与明细不符：请报告维护人员", "a kept count differs: report it"),
    "chain_broken": (
        "记录链断裂：有人改动过记录，请立即报告",
        "a record was changed: report it at once",
    ),
    "default_partition": (
        "有数据落在默认分区：请维护人员处理",
        "rows outside the daily partitions",
    ),
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the rules say."""

    kind: str
    what: str
    expected: object = None
    found: object = None

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen audit --json` prints."""
        zh, en = ADVICE[self.kind]
        return {
            "kind": self.kind,
            "key": self.what,
            "expected": self.expected,
            "found": self.found,
            "next_zh": zh,
            "next_en": en,
        }


@dataclass(frozen=True)
class Audit:
    """What a check found."""

    now: datetime
    days: tuple[date, ...]
    subjects: int
    duties: int
    differences: tuple[Difference, ...]
    chains_checked: int
    chains_broken: int
    by_grade: Mapping[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen audit --json` prints."""
        return {
            "clean": self.clean,
            "now": local(self.now).isoformat(),
            "days": [day.isoformat() for day in self.days],
            "subjects": self.subjects,
            "duties": self.duties,
            "by_grade": dict(self.by_grade),
            "differences": [one.as_dict() for one in self.differences],
            "chains": {"checked": self.chains_checked, "broken": self.chains_broken},
        }


def key_of(day: date, what: str, subject: UUID, win: str) -> str:
    """A duty's key as people and commands write it."""
    return f"{day}/{what}/{subject}/{win}"


def check_evidence(day: date, standing: list[DutyFact]) -> Iterator[Difference]:
    """What is done or waived must name an event that is in the log."""
    settled = [one for one in standing if one.state in ("done", "waived")]
    logged = facts.logged({one.evidence for one in settled if one.evidence})
    for one in settled:
        if one.evidence not in logged:
            yield Difference("no_evidence", key_of(day, one.what, one.subject, one.win))


def check_photos(
    day: date, standing: list[DutyFact], books: "Mapping[str, Playbook]"
) -> Iterator[Difference]:
    """What is done and asks for a photo must have it; of a flaw one of after."""
    clauses = {(key, one.key): one for key, book in books.items() for one in book.clauses}
    asking = []
    for one in (one for one in standing if one.state == "done"):
        clause = clauses.get((facts.book_of(one.basis), str(one.basis["clause"])))
        if (asked := asked_by(one.basis, clause)) is not Asked.NONE:
            asking.append((one, asked))
    shown = facts.photographed(day) if asking else set()
    for one, asked in asking:
        wanted = (Moment.AFTER,) if asked is Asked.BOTH else tuple(Moment)
        if not any((one.what, one.subject, one.win, moment) in shown for moment in wanted):
            yield Difference("no_photo", key_of(day, one.what, one.subject, one.win))


def check_counts(day: date, standing: list[DutyFact]) -> Iterator[Difference]:
    """The kept counts against the ledger itself."""
    counted: Counter[tuple[str, ...]] = Counter(
        (
            counted_at(one.area),
            one.what,
            one.win,
            one.state,
            one.grade or "",
            str(one.owner or ""),
            str(int(one.due_at.timestamp())),
        )
        for one in standing
    )
    kept = facts.tallied(day)
    for place in sorted(counted.keys() | kept.keys()):
        if counted[place] != kept.get(place, 0):
            yield Difference(
                "count_differs", " ".join([str(day), *place]), counted[place], kept.get(place, 0)
            )
