"""What phone and server judge alike: readings and grades; and what counts when two say otherwise of one thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wumen.rules.duties import PENDING, DutyState, check_grade
from wumen.rules.field.bodies import DutyBody
from wumen.rules.photos import Asked, Moment, check_shown
from wumen.rules.playbooks import Grade, What
from wumen.rules.problems import Problem
from wumen.rules.temperatures import FEVER, HIGHEST, LOWEST


@dataclass(frozen=True)
class Before:
    """What was said of a settled duty before, as far as it can be opened: a reading, if there was one."""

    reading: float | None = None


def check_reading(what: str, grade: Grade, reading: float | None) -> None:
    """Whether a reading is one, and is there where something was measured on a body.

    Problems `temperature_unlikely`, `reading_missing`.
    """
    if what != What.TEMPERATURE:
        return
    if reading is None:
        if grade is Grade.MEASURED:
            raise Problem("reading_missing")
        return
    if not LOWEST <= reading <= HIGHEST:
        raise Problem("temperature_unlikely", lowest=round(LOWEST), highest=round(HIGHEST))


def good_grade(what: str, grades: Sequence[Grade], said: DutyBody) -> Grade:
    """The grade under which a done duty counts; the weakest that does if none was said.

    Problems: `grade_not_accepted`, `reading_missing`, `temperature_unlikely`.
    """
    good = check_grade(grades, said.grade or grades[-1])
    check_reading(what, good, said.reading)
    return good


def check_photos(asked: Asked, named: int, moments: Collection[Moment]) -> None:
    """Whether the photos that are asked for are named: they travel by themselves, and may still be on their way.

    One that comes with *done* shows how it is now. Problems `photo_missing`, `photo_after_missing`.
    """
    if not named:
        check_shown(asked, moments)


def contradicts(state: str, said: DutyBody, before: Before) -> str:
    """Which problem it is when a phone speaks of a settled duty; empty where it says the same once more.

    What was done stays done, whoever said it first. Done again with the same reading, or without one, is no
    news. Another reading, a fever where nobody measured, and *cannot* after *done* are for a person to decide.
    """
    if state in PENDING:
        return ""
    if state == DutyState.WITHDRAWN:
        return "field_duty_gone"
    if state == DutyState.WAIVED:
        return "field_duty_waived"
    if said.outcome == "cannot":
        return "field_done_before"
    if said.reading is None:
        return ""
    if before.reading is None:
        return "field_fever_after_normal" if said.reading >= FEVER else ""
    return "" if said.reading == before.reading else "field_read_otherwise"
