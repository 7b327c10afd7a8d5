"""The rules of the small street: the community plan with what it asks of each person alone, so that a test can count.

Thirty people owe ninety things a day under them. What the shipped plan asks beside that, of homes, things
and who has certain needs, is tested under its own key: tests/rules/test_duty_clauses.py,
tests/actions/test_whole_plan.py.
"""

from functools import cache

import msgspec

from wumen.queries import playbooks
from wumen.rules.playbooks import Playbook

KEY = "street"
_OF_PEOPLE = frozenset(
    {
        *("lockdown-temperature", "lockdown-sampling", "control-temperature"),
        *("home-isolation-temperature", "home-isolation-sampling"),
    }
)
_shipped = playbooks.shipped


@cache
def _shipped_or_street(key: str) -> Playbook:
    """A shipped file, or the community plan with its measures for each person."""
    if key != KEY:
        return _shipped(key)
    whole = _shipped("community-2021-09")
    some = tuple(one for one in whole.clauses if one.key in _OF_PEOPLE)
    return msgspec.structs.replace(whole, clauses=some)


def install() -> None:
    """Let the loader know the street's rules; before any other module takes it by name."""
    playbooks.shipped = _shipped_or_street
