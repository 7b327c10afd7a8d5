"""What a local notice must name and may say: grounds, an end, seven days at most where it asks for more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from wumen.rules.facilities import FACILITIES, FacilityKind
from wumen.rules.local_notices.form import LocalRules, NoticeDraft
from wumen.rules.local_notices.laying import versions, whole
from wumen.rules.orders import decides
from wumen.rules.playbooks import (
    SUBJECT_NAMES,
    WHAT_NAMES,
    Clause,
    Edition,
    Playbook,
    clause_asks_more,
    faults,
)
from wumen.rules.problems import Problem
from wumen.rules.time import Interval

# Design, section 6: stricter than the playbook, seven days at most.
STRICTER_AT_MOST = timedelta(days=7)
# A shorter pause than a day between two notices is none.
_PAUSE = timedelta(days=1)
_NATIONAL = ("国务院", "国家卫生健康委", "国家卫健委", "国家疾病预防控制局", "国家疾控局")
# No door is ever sealed by a notice: guards of the design, section 6.
_SEALS = (
    *("封条", "封门", "锁门", "上锁", "锁闭", "焊", "钉门", "钉死", "堵门", "硬隔离"),
    *("seal the", "seal on", "seals on", "weld", "lock the door", "nail"),
)


@dataclass(frozen=True)
class Comparison:
    """One measure of a notice beside the playbook's: None where there is none, before or after.

    `more`: it asks more than the playbook, 比上级更严; `less`: it asks less in something.
    """

    clause: str
    before: Clause | None
    after: Clause | None
    more: bool
    less: bool


@dataclass(frozen=True)
class Standing:
    """A stricter notice that holds, held or will hold: where, when, and the measures it made stricter."""

    document: str
    interval: Interval
    paths: tuple[str, ...]
    stricter: frozenset[str]


def compare(base: Playbook, rules: LocalRules) -> tuple[Comparison, ...]:
    """What a notice changes compared with the playbook, in the order of its document."""
    below = {clause.key: clause for clause in base.clauses}
    found = []
    for clause, _ in versions(base, rules, ""):
        before = below.get(clause.key)
        after = clause if clause.windows else None
        found.append(
            Comparison(clause.key, before, after, _more(before, after), _more(after, before))
        )
    return tuple(found)


def stricter(base: Playbook, rules: LocalRules) -> frozenset[str]:
    """The measures with which a notice asks more than the playbook: 比上级更严."""
    return frozenset(one.clause for one in compare(base, rules) if one.more)


def _more(before: Clause | None, after: Clause | None) -> bool:
    """Whether the one after asks more: where nothing was asked, a day or window more, better evidence."""
    if before is None or after is None:
        return before is None and after is not None
    better = not set(before.grades) <= set(after.grades) or (after.photo and not before.photo)
    return clause_asks_more(before, after) or better


def is_above(authority: str, edition: Edition) -> bool:
    """Whether a document comes from the level of the playbook itself: its issuer, or the state's."""
    return edition.issuer in authority or any(one in authority for one in _NATIONAL)


def clause_words(base: Playbook, clause: Clause) -> tuple[str, str]:
    """A measure by its regime and what it asks of whom: 封控区上门采样（每人）."""
    regime, what = base.regimes.get(clause.regime), WHAT_NAMES[clause.what]
    whose = SUBJECT_NAMES[clause.subject]
    kinds = [FACILITIES[FacilityKind(one)] for one in clause.facilities]
    of_zh = "、".join(one.zh for one in kinds) or whose.zh
    of_en = ", ".join(one.en for one in kinds) or whose.en
    if regime is None:
        return f"{what.zh}（{of_zh}）", f"{what.en} ({of_en})"
    return f"{regime.name_zh}{what.zh}（{of_zh}）", f"{regime.name_en}: {what.en} ({of_en})"


def check_notice(draft: NoticeDraft, base: Playbook, others: Sequence[Standing] = ()) -> Interval:
    """From when until when a notice holds; a Problem that names the first thing that stands against it.

    `base` is the playbook of the outbreak, `others` are its stricter notices that somebody has confirmed.
    Source: design, promise 3 and section 6; the checker of playbooks for everything that it adds.
    """
    interval = _check_head(draft)
    _check_words(draft, base)
    found = compare(base, draft.rules)
    _check_changes(draft, base, found)
    more = [one for one in found if one.more]
    if not draft.ground.strip():
        raise Problem("notice_needs_ground_stricter" if more else "order_needs_ground")
    if more and not is_above(draft.authority, base.playbook):
        _check_seven_days(draft, interval, [one.clause for one in more], others)
    return interval


def _check_head(draft: NoticeDraft) -> Interval:
    if not draft.authority.strip():
        raise Problem("notice_needs_authority")
    if not draft.document.strip():
        raise Problem("order_needs_document")
    if draft.begins is None:
        raise Problem("order_needs_start")
    if draft.ends is None:
        raise Problem("order_needs_end")
    if draft.ends <= draft.begins:
        raise Problem("order_ends_before_start")
    if not draft.paths:
        raise Problem("notice_needs_scope")
    if not draft.rules:
        raise Problem("notice_changes_nothing")
    return Interval(draft.begins, draft.ends)


def _check_words(draft: NoticeDraft, base: Playbook) -> None:
    """Problem `notice_wrong`: what the checker of playbooks says of the notice, with its entry."""
    for where, reason_zh, reason_en in _faults(draft.rules, base):
        raise Problem("notice_wrong", where=where, reason_zh=reason_zh, reason_en=reason_en)
    sound = {where for where, _, _ in faults(base)}
    for where, reason_zh, reason_en in faults(whole(base, draft.rules)):
        if where not in sound:
            raise Problem("notice_wrong", where=where, reason_zh=reason_zh, reason_en=reason_en)


def _faults(rules: LocalRules, base: Playbook) -> Iterator[tuple[str, str, str]]:
    """What the checker of playbooks cannot see: other words than the playbook's, what is due once, seals."""
    by_key = {clause.key: clause for clause in base.clauses}
    for place, change in enumerate(rules.changes, 1):
        clause = by_key.get(change.clause)
        if clause is None:
            said = change.clause
            yield f"{place}", f"规则里没有措施“{said}”", f"the rules have no measure “{said}”"
        elif clause.once or not clause.windows:
            yield (
                f"{place}",
                "只在开始、结束或有事时办的，通告不改",
                "what is not due in windows of the day is not changed by a notice",
            )
        elif change.windows == () and not change.without:
            yield f"{place}", "没有写时段", "no window is named"
    yield from _twice([one.clause for one in rules.changes], 1)
    yield from _new_faults(rules, base)


def _new_faults(rules: LocalRules, base: Playbook) -> Iterator[tuple[str, str, str]]:
    first = len(rules.changes) + 1
    for place, new in enumerate(rules.clauses, first):
        text = f"{new.does_zh} {new.does_en.lower()}"
        if any(word in text for word in _SEALS):
            yield (
                f"{place}",
                "通告不能要求封门、贴封条或上锁",
                "no notice seals, locks or bars a door",
            )
        kinds = set(new.facilities)
        for one in base.clauses:
            same = (one.regime, one.what, one.subject) == (new.regime, new.what, new.subject)
            if same and (not kinds or kinds & set(one.facilities)):
                zh, en = clause_words(base, one)
                yield (
                    f"{place}",
                    f"规则里已有“{zh}”，请选它来改",
                    f"“{en}” is there: change that one",
                )
    yield from _twice([one.key for one in rules.clauses], first)


def _twice(keys: Sequence[str], first: int) -> Iterator[tuple[str, str, str]]:
    for one, other in combinations(range(len(keys)), 2):
        if keys[one] == keys[other]:
            zh, en = "同一项措施写了两次", "a measure stands twice"
            yield f"{first + other}", zh, en


def _check_changes(draft: NoticeDraft, base: Playbook, found: Sequence[Comparison]) -> None:
    """Nothing is asked less by a low authority, nor by any without its document saying so."""
    said = {change.clause: change for change in draft.rules.changes}
    for one in found:
        zh, en = clause_words(base, one.after or one.before)  # type: ignore[arg-type]
        if one.before and one.after and _same(one.before, one.after):
            raise Problem("notice_changes_nothing_of", clause_zh=zh, clause_en=en)
        change = said.get(one.clause)
        asks_less = one.less or bool(change and change.less)
        if asks_less and not decides(draft.authority):
            raise Problem(
                "notice_asks_less", authority=draft.authority.strip(), clause_zh=zh, clause_en=en
            )
        if one.less and not (change and change.less):
            raise Problem("notice_less_unsaid", clause_zh=zh, clause_en=en)


def _same(before: Clause, after: Clause) -> bool:
    def asked(one: Clause) -> tuple[object, ...]:
        days = tuple(sorted(one.days)) if isinstance(one.days, tuple) else one.days
        return days, one.step, frozenset(one.windows), one.role, frozenset(one.grades), one.photo

    return asked(before) == asked(after)


def _check_seven_days(
    draft: NoticeDraft, interval: Interval, keys: Sequence[str], others: Sequence[Standing]
) -> None:
    """Seven days at most, also where one notice follows the other for the same measure and place."""
    if interval.ends - interval.begins > STRICTER_AT_MOST:
        raise Problem("stricter_too_long")
    for key in keys:
        same = [one for one in others if key in one.stricter and _meet(draft.paths, one.paths)]
        held = _run(interval, same)
        if held.ends - held.begins > STRICTER_AT_MOST:
            raise Problem("stricter_again", document=same[-1].document)


def _meet(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a place of the one lies in a place of the other."""
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)


def _run(interval: Interval, others: Sequence[Standing]) -> Interval:
    """The whole time that follows without a pause of a day from an interval, forward and backward."""
    begins, ends = interval.begins, interval.ends
    left = [one.interval for one in others]
    while near := [
        one for one in left if one.begins < ends + _PAUSE and begins < one.ends + _PAUSE
    ]:
        begins = min(begins, *(one.begins for one in near))
        ends = max(ends, *(one.ends for one in near))
        left = [one for one in left if one not in near]
    return Interval(begins, ends)
