"""Notes who comes and goes at a gate, as the rule says unless somebody says otherwise, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import follow_went_out
from wumen.actions.log import log
from wumen.queries.passages import Judged, gate_of, judged, left_isolation, passage_said
from wumen.records import clock, sealing
from wumen.records.models import Passage
from wumen.rules.entries import Coming, read_coming
from wumen.rules.movement import Verdict, read_purpose
from wumen.rules.passages import (
    Decision,
    PassageSaid,
    Said,
    Way,
    by_rule,
    check_why,
    read_decision,
    read_said,
    read_way,
    split_way,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import whole_day


@dataclass(frozen=True)
class AtGate:
    """What is entered of somebody at a gate.

    `way`: unless the text itself begins with it. `chosen`: who it is or what for, where the words do not say so;
    `decision` and `why`: where something else became of it than the rule says. `once`: the id under which it
    stands then, so that a form that is sent twice is no second entry.
    """

    gate: str
    way: str
    text: str
    chosen: str = ""
    decision: str = ""
    why: str = ""
    once: UUID | None = None


@dataclass(frozen=True)
class Noted:
    """An entry that was noted, with the answer to read out."""

    id: UUID
    said: Said
    judged: Judged
    decision: Decision


def note(viewer: Viewer, entered: AtGate) -> Noted:
    """Note that somebody came or went at a gate now, with the decision of the rule.

    Who goes out from a home in isolation is asked after at once by the office; the gate is not told.
    Problems: those of `gate_of`, `read_said`, `judged` and `check_why`.
    """
    gate = gate_of(viewer, entered.gate)
    typed, text = split_way(entered.text)
    said = _chosen(read_said(read_way(typed or entered.way), text), entered.chosen)
    now = clock.now()
    with changing(viewer):
        found = judged(viewer, gate, said, now)
        verdict = found.answer.verdict
        decision = (
            read_decision(entered.decision)
            if entered.decision
            else said.decision or by_rule(verdict)
        )
        why = check_why(verdict, decision, entered.why)
        row = made(viewer, gate, said, now, found, decision, why, entered.once)
        left = left_isolation(said, found.door, decision, now)
        # A plan takes its lock first and logs last; who else comes by waits for none.
        hold_plans([left] if left else [])
        row.save(force_insert=True)
        _log(viewer, row)
        if left:
            follow_went_out(viewer, left, now)
    return Noted(row.id, said, found, decision)


def _chosen(said: Said, key: str) -> Said:
    """The same with who it is or what for as it was chosen; Problems `entry_who_unknown`, `purpose_not_said`."""
    if not key:
        return said
    if said.way is Way.IN or key in set(Coming):
        return replace(said, coming=read_coming(key))
    return replace(said, purpose=read_purpose(key), coming=Coming.RESIDENT)


def made(
    viewer: Viewer,
    gate: str,
    said: Said,
    at: datetime,
    found: Judged | None,
    decision: Decision,
    why: str = "",
    ident: UUID | None = None,
) -> Passage:
    """The row of an entry, not saved; `found` is None where no rule could be asked."""
    row = Passage(id=ident or uuid4(), area=gate, at=at, noted_at=clock.now())
    row.noted_by_id = viewer.person
    row.direction, row.decision = said.way.value, decision.value
    row.verdict = found.answer.verdict.value if found else ""
    row.shown_id = found.shown if found else None
    seal(row, said, found, why)
    return row


def seal(row: Passage, said: Said, found: Judged | None, why: str) -> None:
    """Seal into a row who it was and what for, as it was written or as the pass says."""
    purpose = said.purpose.value if said.purpose else found.purpose if found else ""
    kept = PassageSaid(said.words, found.door if found else "", purpose, why)
    row.said_sealed = sealing.seal("passage", row.id, msgspec.json.encode(kept).decode())


def correct(viewer: Viewer, ident: UUID, decision: str, why: str = "") -> None:
    """Put right what became of an entry of today: the gate did otherwise, or it was a slip.

    Problems: `passage_unknown`, `passage_decision_unknown`, `passage_why_needed`, rights.
    """
    wanted, hours = read_decision(decision), whole_day(clock.today())
    viewer.must(Right.KEEP_GATE)
    with changing(viewer):
        rows = Passage.objects.filter(id=ident, at__gte=hours.begins)
        left = _left(rows.first(), wanted)
        hold_plans([left] if left else [])
        row = rows.select_for_update().first()
        if row is None:
            raise Problem("passage_unknown")
        viewer.must(Right.KEEP_GATE, row.area)
        verdict = Verdict(row.verdict) if row.verdict else None
        said = check_why(verdict, wanted, why)
        kept = msgspec.structs.replace(passage_said(row), why=said)
        row.decision = wanted.value
        row.said_sealed = sealing.seal("passage", row.id, msgspec.json.encode(kept).decode())
        row.save(update_fields=["decision", "said_sealed"])
        _log(viewer, row, corrected=True)
        if left:
            follow_went_out(viewer, left, row.at)


def _left(row: Passage | None, decision: Decision) -> str:
    """The home in isolation that an entry is about, now that somebody did go out."""
    if row is None or row.decision == decision:
        return ""
    kept = passage_said(row)
    return left_isolation(read_said(Way(row.direction), kept.words), kept.door, decision, row.at)


def _log(viewer: Viewer, row: Passage, corrected: bool = False) -> None:
    """The event of an entry: which way, what the rule said and what became of it; never who or what for."""
    log(
        viewer,
        "passage.corrected" if corrected else "passage.noted",
        row.area,
        entry=str(row.id),
        way=row.direction,
        verdict=row.verdict,
        decision=row.decision,
    )
