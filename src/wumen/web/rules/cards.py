"""A playbook in words of the page's language: regimes, measures, how they end, isolation, contacts, teams, texts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from wumen.rules.facilities import FACILITIES, FacilityKind
from wumen.rules.playbooks import (
    GRADE_NAMES,
    HAPPENING_NAMES,
    LEAVE_NAMES,
    ONCE_NAMES,
    SUBJECT_NAMES,
    WHAT_NAMES,
    Clause,
    ComingBack,
    Isolation,
    Playbook,
    Regime,
    Release,
    Window,
)
from wumen.rules.playbooks.form import Sourced
from wumen.rules.posts import ROLES
from wumen.rules.risk_areas import LEVEL_NAMES
from wumen.rules.special_needs import ASK_NAMES, KINDS, Category
from wumen.web.templatetags.wumen import in_language, is_english


@dataclass(frozen=True)
class Measure:
    """A clause in words of the page's language; source and confidence as the file has them."""

    regime: str
    what: str
    whose: str
    does: str
    days: str
    windows: tuple[str, ...]
    role: str
    grades: str
    source: str
    confidence: str
    stricter: bool
    instead: str = ""


@dataclass(frozen=True)
class Line:
    """One rule of a playbook as it is read out: a word for it, what it says, and its source."""

    name: str
    says: str
    source: str
    confidence: str


@dataclass(frozen=True)
class RegimeCard:
    """A regime with what it means for people, its measures, and what must hold before it ends.

    `suspends`: by which source its shops do not trade; empty where they do.
    """

    name: str
    leave: str
    movement: str
    source: str
    confidence: str
    measures: list[Measure]
    then: str
    conditions: list[Line]
    suspends: str = ""


@dataclass(frozen=True)
class Part:
    """Rules of one kind, under their heading."""

    heading: str
    lines: list[Line]


def confidence_words(confidence: str) -> str:
    """How far a source can be trusted, in the language of the page."""
    return {
        "A": _("见过正式文本"),
        "B": _("转引自正式文本"),
        "C": _("来源单一，仅供参考"),
        "BG": _("没有查到原文，请核对后再用"),
        "local": _("本地安排"),
    }[confidence]


def _due(window: Window) -> str:
    return f"{window.due:%H:%M}" if window.due != time() else "24:00"


def _window(window: Window) -> str:
    name = in_language((window.name_zh, window.name_en))
    return f"{name} {window.opens:%H:%M}–{_due(window)}"


def _days(clause: Clause) -> str:
    if clause.on_event:
        kinds = _several((HAPPENING_NAMES[x].zh, HAPPENING_NAMES[x].en) for x in clause.on)
        return _("%(kinds)s后，%(n)s 小时以内") % {"kinds": kinds, "n": clause.within_hours}
    if clause.once:
        return _("%(when)s，%(n)s 小时以内") % {
            "when": in_language(ONCE_NAMES[str(clause.days)]),
            "n": clause.within_hours,
        }
    if not isinstance(clause.days, tuple):
        return _("每天") if clause.step == 1 else _("每 %(n)s 天一次") % {"n": clause.step}
    between = ", " if is_english() else "、"
    return _("第 %(days)s 天") % {"days": between.join(map(str, clause.days))}


def _several(words: Iterable[tuple[str, str]]) -> str:
    """Words of the page's language one after another."""
    return (", " if is_english() else "、").join(map(in_language, words))


def _special(clause: Clause) -> str:
    """Of whom with which needs a clause speaks; nothing for one that speaks of all."""
    said = []
    if clause.needs:
        kinds = _several((KINDS[one].zh, KINDS[one].en) for one in clause.needs)
        said.append(_("有%(kinds)s的") % {"kinds": kinds})
    if clause.asks:
        said.append(_("当天要%(asks)s的") % {"asks": _several(ASK_NAMES[x] for x in clause.asks)})
    if clause.categories:
        known = [one for one in Category if one.key in clause.categories]
        said.append(_("住户类别：%(kinds)s") % {"kinds": _several((x.zh, x.en) for x in known)})
    return ("; " if is_english() else "；").join(said)


def _further(clause: Clause) -> str:
    """How often one goes where nobody was met, and when the next post up the chain hears of it."""
    said = ""
    if clause.visits > 1:
        said += _("；家里没人隔 %(hours)s 小时再去，前后 %(n)s 次") % {
            "hours": clause.visit_after_hours,
            "n": clause.visits,
        }
    if clause.escalates_after_minutes:
        said += _("；超时 %(n)s 分钟升级") % {"n": clause.escalates_after_minutes}
    return said


def _whose(clause: Clause) -> str:
    """Of whom or of what: each person, household, or facility of the named kinds."""
    said = in_language(SUBJECT_NAMES[clause.subject])
    facilities = [FACILITIES[FacilityKind(kind)] for kind in clause.facilities]
    kinds = _several((one.zh, one.en) for one in facilities) or _special(clause)
    between = ": " if is_english() else "："
    return f"{said}{between}{kinds}" if kinds else said


def _instead(rules: Playbook, clause: Clause) -> str:
    """Which measures it takes the place of, with the regime of each."""
    below = [rules.clause(key) for key in clause.overrules]
    regimes = [(one.what, rules.regimes[one.regime]) for one in below]
    return _several(
        (f"{regime.name_zh}的{WHAT_NAMES[what].zh}", f"{WHAT_NAMES[what].en} ({regime.name_en})")
        for what, regime in regimes
    )


def _regime(rules: Playbook, clause: Clause) -> str:
    """The name of the regime under which it is asked."""
    if not clause.regime:
        return _("不论在哪里")
    regime = rules.regimes[clause.regime]
    return in_language((regime.name_zh, regime.name_en))


def _measure(rules: Playbook, clause: Clause, stricter: Collection[str]) -> Measure:
    between = ", " if is_english() else "、"
    shown = [_("要有照片")] if clause.photo else []
    return Measure(
        regime=_regime(rules, clause),
        what=in_language(WHAT_NAMES[clause.what]),
        whose=_whose(clause),
        does=in_language((clause.does_zh, clause.does_en)),
        days=_days(clause) + _further(clause),
        windows=tuple(_window(rules.windows[key]) for key in clause.windows),
        role=in_language(ROLES[clause.role]) if clause.role in ROLES else clause.role,
        grades=between.join([*(in_language(GRADE_NAMES[one]) for one in clause.grades), *shown]),
        source=clause.source,
        confidence=confidence_words(clause.confidence),
        stricter=clause.key in stricter,
        instead=_instead(rules, clause),
    )


def measures(rules: Playbook, stricter: Collection[str] = ()) -> list[Measure]:
    """The clauses of a playbook as they are read out; `stricter` are those that ask more than it."""
    return [_measure(rules, clause, stricter) for clause in rules.clauses]


def _line(rule: Sourced, name: str, says: str) -> Line:
    return Line(name, says, rule.source, confidence_words(rule.confidence))


def _leave(regime: Regime) -> str:
    said = in_language(LEAVE_NAMES[regime.leave])
    if regime.persons_out is None:
        return said
    return said + _("（每 %(days)s 天 %(persons)s 人）") % {
        "days": regime.out_every_days,
        "persons": regime.persons_out,
    }


def _then(rules: Playbook, release: Release) -> str:
    if release.then not in rules.regimes:
        return _("解除")
    after = rules.regimes[release.then]
    return _("调整为%(regime)s") % {"regime": in_language((after.name_zh, after.name_en))}


def _conditions(release: Release | None) -> list[Line]:
    rows = release.conditions if release else ()
    return [_line(one, "", in_language((one.zh, one.en))) for one in rows]


def cards(rules: Playbook, stricter: Collection[str] = ()) -> list[RegimeCard]:
    """The regimes of a playbook, the strictest first; behind them what follows wherever it happens."""
    ends = {one.regime: one for one in rules.releases}
    strictest_first = sorted(rules.regimes.items(), key=lambda item: -item[1].strictness)
    found = [
        RegimeCard(
            in_language((regime.name_zh, regime.name_en)),
            _leave(regime),
            in_language((regime.movement_zh, regime.movement_en)),
            regime.source,
            confidence_words(regime.confidence),
            [_measure(rules, one, stricter) for one in rules.clauses if one.regime == key],
            _then(rules, ends[key]) if key in ends else "",
            _conditions(ends.get(key)),
            regime.trading_source,
        )
        for key, regime in strictest_first
    ]
    some = [one for one in rules.clauses if not one.regime]
    return found + ([_anywhere(rules, some, stricter)] if some else [])


def _anywhere(rules: Playbook, some: Sequence[Clause], stricter: Collection[str]) -> RegimeCard:
    """What follows wherever it happens, in a zone or not."""
    edition = rules.playbook
    return RegimeCard(
        _("不论在哪里"),
        _("有没有通告都要办"),
        _(
            "发现阳性、有人被转运以后，不在管控区、没有人居家隔离也照样办；是请求和服务，不限制任何人出入。"
        ),
        edition.document,
        confidence_words(some[0].confidence),
        [_measure(rules, one, stricter) for one in some],
        "",
        [],
    )


def _isolation(one: Isolation) -> str:
    between = ", " if is_english() else "、"
    said = []
    if one.central_days:
        days = between.join(map(str, one.central_sampling))
        said.append(
            _("集中隔离 %(n)s 天，第 %(days)s 天采样") % {"n": one.central_days, "days": days}
        )
    if one.home_days:
        days = between.join(map(str, one.home_sampling))
        said.append(_("在家 %(n)s 天，第 %(days)s 天采样") % {"n": one.home_days, "days": days})
    return ("; " if is_english() else "；").join(said)


def _coming_back(one: ComingBack) -> str:
    asked = ("; " if is_english() else "；").join(one.asks_en if is_english() else one.asks_zh)
    if one.within_days is None:
        return asked
    return _("离开那里 %(n)s 天以内：%(asked)s") % {"n": one.within_days, "asked": asked}


def _blanks(text: str) -> str:
    """A text as people read it: what is filled in for each place stands in words and not by its key."""
    words = {
        "authority": _("决定机关"),
        "document": _("文号"),
        "ground": _("事由"),
        "place": _("哪个地方"),
        "regime": _("管控类别"),
        "movement": _("能不能出门"),
        "begins": _("开始时间"),
        "ends": _("结束时间"),
        "person": _("联系人"),
        "telephone": _("电话"),
        "objection": _("怎样反映"),
    }
    begins, ends = "[]" if is_english() else "〔〕"
    return text.format_map({key: f"{begins}{word}{ends}" for key, word in words.items()})


def parts(rules: Playbook) -> list[Part]:
    """What a playbook says besides its regimes; a kind that it leaves out is left out."""
    between = ", " if is_english() else "、"
    told = in_language
    rows = {
        _("隔离与健康监测"): [
            _line(x, told((x.person_zh, x.person_en)), _isolation(x)) for x in rules.isolations
        ],
        _("从外地回来"): [
            _line(x, told(LEVEL_NAMES[x.level]), _coming_back(x)) for x in rules.coming_back
        ],
        _("接触者判定"): [
            _line(x, told((x.name_zh, x.name_en)), told((x.definition_zh, x.definition_en)))
            for x in rules.contacts
        ],
        _("混采方式"): [
            _line(x, told((x.name_zh, x.name_en)), told((x.for_zh, x.for_en))) for x in rules.pools
        ],
        _("包保小组"): [
            _line(
                x,
                told((x.name_zh, x.name_en)),
                between.join(x.members_en if is_english() else x.members_zh),
            )
            for x in rules.teams
        ],
        _("告知文本"): [
            _line(
                x,
                *(_blanks(told(one)) for one in ((x.title_zh, x.title_en), (x.body_zh, x.body_en))),
            )
            for x in rules.notices
        ],
    }
    return [Part(heading, lines) for heading, lines in rows.items() if lines]
