"""What a playbook must be before anybody works by it: words declared, every restriction with an end."""

import re
from collections.abc import Iterator, Sequence
from datetime import time
from typing import TypeVar

from wumen.rules.playbooks.clauses import Fault, clause_faults
from wumen.rules.playbooks.form import (
    Body,
    Clause,
    ComingBack,
    Condition,
    ContactKind,
    CrewRole,
    Isolation,
    Keyed,
    Notice,
    Playbook,
    Pool,
    Release,
    Team,
)
from wumen.rules.playbooks.words import ONCE_NAMES, Fact, Leave, SubjectKind, Trading, What
from wumen.rules.posts import PROFESSIONS
from wumen.rules.problems import Problem

LIFTED = "lifted"
# Goods last a home some days; no source says how many, the plans of 2022 bring them every other day.
_GOODS_EVERY = 3
# What a notice may ask to be filled in.
PLACES = frozenset(
    {
        *("place", "regime", "movement", "authority", "document", "ground"),
        *("begins", "ends", "person", "telephone", "objection"),
    }
)
_K = TypeVar("_K", Clause, Isolation, ComingBack, ContactKind, Pool, Team, CrewRole, Body, Notice)
_PLACE = re.compile(r"\{(\w*)\}")
_NEEDS_DAYS = frozenset(
    {Fact.DAYS_SINCE_LAST_INFECTION, Fact.DAYS_SINCE_CONTACTS_LEFT, Fact.DAYS_WITHOUT_SYMPTOMS}
)


def lay_over(base: Playbook, overlays: Sequence[Playbook]) -> Playbook:
    """The playbook with each overlay's rules in place of those of the same key, checked as a whole."""
    whole = base
    for overlay in overlays:
        whole = Playbook(
            playbook=base.playbook,
            regimes=whole.regimes | overlay.regimes,
            windows=whole.windows | overlay.windows,
            clauses=_over(whole.clauses, overlay.clauses),
            releases=_instead(whole.releases, overlay.releases),
            isolations=_over(whole.isolations, overlay.isolations),
            coming_back=_over(whole.coming_back, overlay.coming_back),
            contacts=_over(whole.contacts, overlay.contacts),
            pools=_over(whole.pools, overlay.pools),
            teams=_over(whole.teams, overlay.teams),
            crew_roles=_over(whole.crew_roles, overlay.crew_roles),
            bodies=_over(whole.bodies, overlay.bodies),
            notices=_over(whole.notices, overlay.notices),
        )
    check(whole)
    return whole


def asks_more(base: Playbook, overlay: Playbook) -> tuple[str, ...]:
    """The clauses with which an overlay asks more than the playbook below it: 比上级更严.

    More is a clause that the playbook has not, a day more, or a window more. `every` is every day.
    """
    below = {clause.key: clause for clause in base.clauses}
    return tuple(
        clause.key
        for clause in overlay.clauses
        if clause.key not in below or _asks_more(below[clause.key], clause)
    )


def clause_asks_more(below: Clause, above: Clause) -> bool:
    """Whether one version of a clause asks for a day or a window that the one below it does not."""
    return _asks_more(below, above)


def check(playbook: Playbook) -> None:
    """Refuse the first thing that is wrong, with file, line and reason; Problem `playbook_wrong`."""
    _refuse(faults(playbook))


def _refuse(found: Iterator[Fault]) -> None:
    for where, reason_zh, reason_en in found:
        raise Problem("playbook_wrong", where=where, reason_zh=reason_zh, reason_en=reason_en)


def faults(playbook: Playbook) -> Iterator[Fault]:
    """All that is wrong with a whole playbook: where, and why in both languages."""
    yield from _twice(playbook)
    yield from _windows(playbook)
    yield from _regimes(playbook)
    yield from clause_faults(playbook)
    yield from _releases(playbook)
    yield from _isolations(playbook)
    yield from _coming_back(playbook)
    yield from _teams(playbook)
    yield from _notices(playbook)


def _over(below: Sequence[_K], above: Sequence[_K]) -> tuple[_K, ...]:
    return tuple(({one.key: one for one in below} | {one.key: one for one in above}).values())


def _instead(below: Sequence[Release], above: Sequence[Release]) -> tuple[Release, ...]:
    """An overlay that says how a regime ends says all of it."""
    said = {one.regime for one in above}
    return (*(one for one in below if one.regime not in said), *above)


def _asks_more(below: Clause, above: Clause) -> bool:
    if _asks_of_more(below, above):
        return True
    if not set(above.windows) <= set(below.windows):
        return True
    if below.days == "every" and above.days == "every":
        return above.step % below.step != 0
    if below.days == "every":
        return below.step > 1
    if isinstance(below.days, tuple) and isinstance(above.days, tuple):
        return not set(above.days) <= set(below.days)
    return below.days != above.days


def _asks_of_more(below: Clause, above: Clause) -> bool:
    """Whether it asks more than those below of whom the clause below spoke."""
    if not below.special:
        return False
    return not above.special or not (
        set(above.needs) <= set(below.needs)
        and set(above.asks) <= set(below.asks)
        and set(above.categories) <= set(below.categories)
    )


def _twice(playbook: Playbook) -> Iterator[Fault]:
    rows: tuple[Sequence[Keyed], ...] = (
        playbook.clauses,
        playbook.isolations,
        playbook.coming_back,
        playbook.contacts,
        playbook.pools,
        playbook.teams,
        playbook.crew_roles,
        playbook.bodies,
        playbook.notices,
    )
    for some in rows:
        seen: set[str] = set()
        for one in some:
            if one.key in seen:
                yield one.where, f"“{one.key}”写了两次", f"“{one.key}” stands twice"
            seen.add(one.key)


def _teams(playbook: Playbook) -> Iterator[Fault]:
    for team in playbook.teams:
        keys = [one.key for one in team.places]
        if len(set(keys)) < len(keys):
            yield team.where, f"“{team.key}”有两个同名的位置", f"“{team.key}” has a place twice"
        unknown = {one for place in team.places for one in place.professions} - PROFESSIONS.keys()
        if unknown:
            words = " ".join(sorted(unknown))
            yield (
                team.where,
                f"“{team.key}”：不认识的身份 {words}",
                f"“{team.key}”: unknown {words}",
            )


def _windows(playbook: Playbook) -> Iterator[Fault]:
    for key, window in playbook.windows.items():
        if key in ONCE_NAMES:
            yield window.where, f"时段不能叫“{key}”", f"a window cannot be called “{key}”"
        if window.due <= window.opens and window.due != time():
            yield (
                window.where,
                f"时段“{key}”结束不晚于开始",
                f"window “{key}” does not end after it opens",
            )


def _regimes(playbook: Playbook) -> Iterator[Fault]:
    for key, regime in playbook.regimes.items():
        turns = (regime.persons_out, regime.out_every_days)
        if (regime.leave is Leave.BY_TURNS) != (None not in turns):
            yield (
                regime.where,
                f"“{key}”：轮流外出要写明几人、几天一次，其他情况不写",
                f"“{key}”: who leaves by turns needs persons and days, nobody else does",
            )
        if (regime.trading is Trading.SUSPENDED) != bool(regime.trading_source):
            yield (
                regime.where,
                f"“{key}”：门店停业要写明出处，不停业的不写",
                f"“{key}”: that trade is suspended names its source, nothing else does",
            )


def check_living(playbook: Playbook) -> None:
    """Refuse rules that keep people in and do not look after them; Problem `playbook_wrong`.

    Whoever may not come and go freely is asked every day what is missing; where nobody leaves, goods are brought to
    every home at least every third day, too. Source: design, section 6 (everyone restricted gets living support).
    """
    _refuse(living_faults(playbook))


def living_faults(playbook: Playbook) -> Iterator[Fault]:
    """The regimes that keep people in without what `check_living` asks for."""
    for key, regime in playbook.regimes.items():
        given = {
            clause.what
            for clause in playbook.clauses
            if clause.regime == key
            and clause.subject is SubjectKind.HOUSEHOLD
            and clause.days == "every"
            and clause.step <= (_GOODS_EVERY if clause.what is What.SUPPLY else 1)
            and not clause.special
        }
        asked = {} if regime.leave is Leave.FREE else {What.SUPPORT: "生活保障"}
        if regime.leave is Leave.NOBODY:
            asked[What.SUPPLY] = "送物资"
        for what, zh in asked.items():
            if what not in given:
                yield (
                    regime.where,
                    f"“{key}”限制出门，却没有按时给每一户的{zh}",
                    f"“{key}” keeps people in and has no regular clause of {what} for every home",
                )


def _releases(playbook: Playbook) -> Iterator[Fault]:
    ends = {one.regime: one.then for one in playbook.releases}
    for release in playbook.releases:
        undeclared = {release.regime, release.then} - playbook.regimes.keys() - {LIFTED}
        if undeclared:
            words = " ".join(sorted(undeclared))
            yield release.where, f"用了没有声明的词：{words}", f"undeclared words: {words}"
        for condition in release.conditions:
            yield from _condition(playbook, condition)
        for how in (True, False):
            if all(one.stepped_down is (not how) for one in release.conditions):
                yield (
                    release.where,
                    "有一种情况没有任何条件",
                    "one way to come here has no condition",
                )
    for key, regime in playbook.regimes.items():
        if regime.leave is not Leave.FREE and not _comes_to_an_end(key, ends):
            yield (
                regime.where,
                f"“{key}”限制了人，却没有写怎样结束",
                f"“{key}” restricts people and nothing says how it ends",
            )


def _comes_to_an_end(regime: str, ends: dict[str, str]) -> bool:
    """Whether one steps down from a regime to its lifting, without going round in a circle."""
    passed: set[str] = set()
    while regime != LIFTED:
        if regime in passed or regime not in ends:
            return False
        passed.add(regime)
        regime = ends[regime]
    return True


def _condition(playbook: Playbook, condition: Condition) -> Iterator[Fault]:
    if condition.fact in _NEEDS_DAYS and condition.days is None:
        yield condition.where, "没有写天数", "the number of days is missing"
    if condition.fact is Fact.FULL_ROUND_NEGATIVE and condition.within_days is None:
        yield condition.where, "没有写几天以内", "within how many days is missing"
    undeclared = set(condition.regimes) - playbook.regimes.keys()
    if undeclared or ((condition.fact is Fact.OTHERS_LIFTED) != bool(condition.regimes)):
        words = " ".join(sorted(undeclared))
        yield condition.where, f"要等的类别不对：{words}", f"wrong regimes to wait for: {words}"


def _isolations(playbook: Playbook) -> Iterator[Fault]:
    for one in playbook.isolations:
        late = [day for day in one.central_sampling if day > one.central_days]
        late += [day for day in one.home_sampling if day > one.home_days]
        if late:
            yield one.where, f"采样日 {late} 在期满以后", f"sampling days {late} lie after its end"
        if one.regime and one.regime not in playbook.regimes:
            yield one.where, f"没有声明“{one.regime}”", f"“{one.regime}” is not declared"
        if one.home_days and not one.regime:
            yield one.where, "在家的部分没有写类别", "the part at home names no regime"


def _coming_back(playbook: Playbook) -> Iterator[Fault]:
    levels = set()
    for one in playbook.coming_back:
        if (one.within_days is None) != (one.level == "elsewhere"):
            yield (
                one.where,
                "离开几天以内写得不对",
                "within how many days is missing, or asks of nobody",
            )
        if len(one.asks_zh) != len(one.asks_en):
            yield one.where, "中英文条数不一样", "as many lines in English as in Chinese are needed"
        if one.level in levels:
            yield one.where, f"“{one.level}”写了两次", f"“{one.level}” stands twice"
        levels.add(one.level)


def _notices(playbook: Playbook) -> Iterator[Fault]:
    for one in playbook.notices:
        texts = (one.title_zh + one.body_zh, one.title_en + one.body_en)
        asked = [set(_PLACE.findall(text)) for text in texts]
        unknown = (asked[0] | asked[1]) - PLACES
        if unknown or asked[0] != asked[1]:
            words = " ".join(sorted(unknown | (asked[0] ^ asked[1])))
            yield one.where, f"填写处不对：{words}", f"wrong places to fill: {words}"
