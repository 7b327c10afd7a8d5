"""What became of figures since yesterday, and what a second version of a report changes."""

from dataclasses import dataclass

from wumen.rules.figures import Value, Values
from wumen.rules.playbooks import What


@dataclass(frozen=True)
class Changed:
    """A figure that a correction changes; None is unknown."""

    key: str
    before: Value
    after: Value


def since(now: Values, before: Values | None) -> dict[str, int | None]:
    """Of each figure by how much it grew; None where either is unknown, never 0 for what nobody knows."""
    earlier = before or {}
    grown: dict[str, int | None] = {}
    for key, value in now.items():
        then = earlier.get(key)
        grown[key] = None if value is None or then is None else value - then
    return grown


def signed(many: int) -> str:
    """A difference as people write it: +3, −2, 0."""
    return f"+{many}" if many > 0 else f"−{-many}" if many < 0 else "0"


def corrections(before: Values, after: Values) -> tuple[Changed, ...]:
    """What a recount says otherwise than the version that was sent; new figures are no correction."""
    return tuple(
        Changed(key, value, after[key])
        for key, value in before.items()
        if key in after and after[key] != value
    )


# What comes in late: a paper of the afternoon that was keyed in after the report had gone.
_LATE = ("duties.", *(f"{what}." for what in What))


def recounted(sent: Values, again: Values, same_day: bool) -> dict[str, Value]:
    """The figures of a correction: those counted anew; of another day the duties of that day alone.

    What nobody can count any more stays as it was sent.
    """
    fresh = {
        key: value
        for key, value in again.items()
        if value is not None and (same_day or key.startswith(_LATE))
    }
    return {**sent, **fresh}
