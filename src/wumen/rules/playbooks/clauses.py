"""What a clause must be before anybody works by it: somebody who can do it, a day, a window, needs that exist."""

from collections.abc import Iterator

from wumen.rules.playbooks.form import Clause, Playbook
from wumen.rules.playbooks.words import Grade, SubjectKind, What
from wumen.rules.posts import ROLES, Right
from wumen.rules.special_needs import Category

# Where, and why in both languages.
Fault = tuple[str, str, str]
_PEOPLE = frozenset({SubjectKind.RESIDENT, SubjectKind.HOUSEHOLD})
_CATEGORIES = frozenset(one.key for one in Category if one is not Category.PLAIN)


def clause_faults(playbook: Playbook) -> Iterator[Fault]:
    """All that is wrong with the clauses of a whole playbook."""
    for clause in playbook.clauses:
        yield from _words(playbook, clause)
        yield from _evidence(clause)
        yield from _of_whom(clause)
        yield from _when(clause)
        yield from _overruling(playbook, clause)
        yield from _further(clause)


def _words(playbook: Playbook, clause: Clause) -> Iterator[Fault]:
    if not clause.regime and not clause.on_event:
        yield (
            clause.where,
            "没有写哪一种管控类别；不论在哪里都要办的，只能是发生后的事项",
            "no regime is named; only what follows an event holds wherever it happens",
        )
    undeclared = {one for one in (clause.regime,) if one} - playbook.regimes.keys()
    undeclared |= set(clause.windows) - playbook.windows.keys()
    if undeclared:
        words = " ".join(sorted(undeclared))
        yield clause.where, f"用了没有声明的词：{words}", f"undeclared words: {words}"
    if clause.role not in ROLES or Right.SETTLE not in ROLES[clause.role].rights:
        yield (
            clause.where,
            f"没有人能办：“{clause.role}”不是可以办理事项的岗位",
            f"nobody can do it: “{clause.role}” is no post that settles duties",
        )


def _evidence(clause: Clause) -> Iterator[Fault]:
    """What one tap for a whole floor may never speak for (design section 2)."""
    if clause.what is What.SAMPLING and Grade.DECLARED in clause.grades:
        yield clause.where, "采样不能接受代报", "sampling can accept no declaration"
    if clause.special and Grade.DECLARED in clause.grades:
        yield (
            clause.where,
            "重点关爱住户的事项不能接受代报",
            "what is owed to special homes can accept no declaration",
        )
    if clause.what is What.OPENING and clause.grades != (Grade.MEASURED,):
        yield clause.where, "开门解封只接受实测", "an opening is measured, nothing else"


def _of_whom(clause: Clause) -> Iterator[Fault]:
    if (clause.subject is SubjectKind.FACILITY) != bool(clause.facilities):
        yield (
            clause.where,
            "没有写是哪些设施，或写多了",
            "kinds of facilities are missing, or too many",
        )
    if clause.special and clause.subject not in _PEOPLE:
        yield (
            clause.where,
            "特殊需求只能写给人或户",
            "only a person or a household has special needs",
        )
    unknown = " ".join(sorted(set(clause.categories) - _CATEGORIES))
    if unknown:
        yield clause.where, f"没有这样的住户类别：{unknown}", f"no such category: {unknown}"
    if clause.categories and clause.subject is not SubjectKind.HOUSEHOLD:
        yield clause.where, "住户类别只能写给户", "only a household has a category"


def _when(clause: Clause) -> Iterator[Fault]:
    if len(set(clause.windows)) < len(clause.windows):
        yield clause.where, "同一时段写了两次", "a window is named twice"
    if isinstance(clause.days, tuple) and len(set(clause.days)) < max(len(clause.days), 1):
        yield clause.where, "没有写哪天，或同一天写了两次", "no day is named, or one of them twice"
    if clause.step > 1 and clause.days != "every":
        yield clause.where, "只有“每天”可以隔几天一次", "only every day can be every so many days"
    if clause.once != (clause.within_hours is not None) or clause.once == bool(clause.windows):
        yield (
            clause.where,
            "起止时、发生后的事项写几小时以内，其他写时段",
            "what is due once is due within hours, everything else in windows",
        )
    if clause.on_event != bool(clause.on) or len(set(clause.on)) < len(clause.on):
        yield (
            clause.where,
            "发生后的事项要写明发生什么，各写一次；其他事项不写",
            "what is due on an event names each kind once, nothing else does",
        )
    if clause.on_event and (clause.special or clause.overrules):
        yield (
            clause.where,
            "发生后的事项不分特殊需求，也不替代别的措施",
            "what is due on an event asks after no needs and takes no other's place",
        )


def _further(clause: Clause) -> Iterator[Fault]:
    if clause.visits > 1 and clause.once:
        yield (
            clause.where,
            "只办一次的事项不写再访",
            "what is due once has no further visits",
        )
    if clause.what in (What.INSTRUCTION, What.REQUEST):
        yield (
            clause.where,
            "交办、请求由人登记，不由措施产生",
            "instructions and requests are entered by people, no clause makes them",
        )


def _overruling(playbook: Playbook, clause: Clause) -> Iterator[Fault]:
    """A clause takes the place of one that is there and asks the same thing of the same kind of subject."""
    known = {one.key: one for one in playbook.clauses}
    for key in clause.overrules:
        below = known.get(key)
        if below is None:
            yield (
                clause.where,
                f"要替代的措施“{key}”不存在",
                f"overrules “{key}”, which is not there",
            )
        elif (below.what, below.subject) != (clause.what, clause.subject):
            yield (
                clause.where,
                f"“{key}”是另一件事或另一种对象，不能替代",
                f"“{key}” asks something else or of something else: it cannot be overruled",
            )
    if _goes_round(clause, known):
        yield clause.where, "替代绕回了自己", "it overrules itself in a circle"


def _goes_round(clause: Clause, known: dict[str, Clause]) -> bool:
    """Whether one comes back to a clause by what it overrules."""
    passed: set[str] = set()
    ahead = list(clause.overrules)
    while ahead:
        key = ahead.pop()
        if key == clause.key:
            return True
        if key not in passed and key in known:
            passed.add(key)
            ahead += known[key].overrules
    return False
