"""What a local notice changes, in words of the page's language: the measure, what it was, what it is now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from msgspec import structs

from wumen.queries.local_notices import NoticeLine
from wumen.rules.local_notices import Comparison, clause_words
from wumen.rules.playbooks import Clause, Playbook
from wumen.web.rules.cards import Measure, measures
from wumen.web.templatetags.wumen import in_language, is_english


@dataclass(frozen=True)
class ChangeWords:
    """One changed measure: by its name, what the playbook says, what holds now, and what is done."""

    name: str
    before: str
    after: str
    does: str
    more: bool
    less: bool


@dataclass(frozen=True)
class NoticeRow:
    """A notice of a list with its changes in words, and where it stands."""

    line: NoticeLine
    state: str
    changes: list[ChangeWords]


def states() -> dict[str, str]:
    """The states of a notice in the page's language, in the order in which they want attention."""
    return {
        "waiting": _("等第二人确认"),
        "in_force": _("生效中"),
        "coming": _("还没有开始"),
        "ended": _("已提前结束"),
        "over": _("已到期"),
        "dropped": _("已撤回"),
    }


def notice_row(line: NoticeLine) -> NoticeRow:
    """A notice as pages show it."""
    changes = [change_words(one, line.below, line.rules) for one in line.changes]
    return NoticeRow(line, states()[line.state], changes)


def _measure(rules: Playbook, clause: Clause) -> Measure:
    return measures(structs.replace(rules, clauses=(clause,)))[0]


def _parts(measure: Measure) -> tuple[str, ...]:
    between = ", " if is_english() else "、"
    return (measure.days, between.join(measure.windows), measure.role, measure.grades)


def change_words(one: Comparison, below: Playbook, rules: Playbook) -> ChangeWords:
    """One change in words: of a measure that stays, only what differs is told."""
    was = _measure(below, one.before) if one.before else None
    now = _measure(rules, one.after) if one.after else None
    if was and now:
        differing = [(a, b) for a, b in zip(_parts(was), _parts(now), strict=True) if a != b]
        before, after = (" · ".join(parts) for parts in zip(*differing, strict=True))
    else:
        before = " · ".join(_parts(was)) if was else _("没有这一项")
        after = " · ".join(_parts(now)) if now else _("不再要求")
    clause = one.after or one.before
    name = in_language(clause_words(rules, clause)) if clause else one.clause
    # What an office wrote in Chinese alone is shown in Chinese.
    does = now.does or (one.after.does_zh if one.after else "") if now else ""
    return ChangeWords(name, before, after, does, one.more, one.less)
