"""Words of duties on the command line: measures, windows, grades and states as the committee says them."""

from collections.abc import Mapping

from wumen.cli.options import me
from wumen.rules.playbooks import GRADE_NAMES, ONCE_NAMES, WHAT_NAMES

STATES = {
    "open": "待办",
    "taken": "已接手",
    "done": "已办",
    "waived": "免办",
    "withdrawn": "已撤",
    "overdue": "超时",
    "missed": "漏办",
}
_WHAT = {str(key): named.zh for key, named in WHAT_NAMES.items()}
_GRADES = {str(key): named.zh for key, named in GRADE_NAMES.items()}


def counted(numbers: Mapping[str, object], words: Mapping[str, str]) -> str:
    """Counts by key in words: 量体温 2800，上门采样 1400."""
    return "，".join(f"{words.get(key, key)} {number}" for key, number in numbers.items())


def whats(numbers: Mapping[str, object]) -> str:
    """Counts by measure."""
    return counted(numbers, _WHAT)


def grades(numbers: Mapping[str, object]) -> str:
    """Counts by grade of evidence."""
    return counted(numbers, _GRADES)


def what(key: str) -> str:
    """A measure by its name."""
    return _WHAT.get(key, key)


def grade(key: str | None) -> str:
    """A grade by its name; a dash for none."""
    return _GRADES.get(key, key) if key else "—"


def windows() -> dict[str, str]:
    """The names of the windows of all outbreaks' rules."""
    from wumen.queries import facts
    from wumen.queries.posts import acting

    with acting(me()):
        books = facts.books().values()
    declared = {key: one.name_zh for book in books for key, one in book.windows.items()}
    return declared | {key: one.zh for key, one in ONCE_NAMES.items()}
