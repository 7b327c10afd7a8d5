"""What is raised at a door: how urgent, by when, whose; and which temperature ends what was owed."""

from datetime import timedelta

import pytest

from tests.street import at
from wumen.rules.instructions import check_draft
from wumen.rules.raised import By, fever_draft, is_fever, need_draft, settles, urgency_of

NOW = at(1, 10, 10)
HOME = {"household": "10000000-0000-4000-8000-000000000001"}


@pytest.mark.parametrize(
    ("said", "urgency", "within"),
    [
        ("老人喘不上气", "life", timedelta(minutes=30)),
        ("电梯困人", "life", timedelta(minutes=30)),
        ("降压药快吃完了", "urgent", timedelta(hours=2)),
        ("想要一袋大米", "normal", timedelta(hours=10)),
    ],
)
def test_the_thing_says_how_soon_and_the_hour_runs_since_somebody_can_know(
    said: str, urgency: str, within: timedelta
) -> None:
    told_at = NOW - timedelta(hours=3)
    draft = need_draft(said, HOME, By("1号楼 301"), told_at, NOW)
    check_draft(draft, NOW)
    assert (draft.urgency, draft.opens, draft.due - NOW) == (urgency, told_at, within)
    assert urgency_of(said) == urgency


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        *((role, "secretary") for role in ("captain", "deputy_captain", "unit_lead")),
        *((role, "captain") for role in ("sampler", "gate", "clerk", "")),
    ],
)
def test_nobody_is_handed_what_she_raised_herself(role: str, answers: str) -> None:
    assert By("1号楼 301", "李楼长", role, "楼长").answers == answers


def test_a_fever_is_one_matter_whoever_read_it_off() -> None:
    by = By("1号楼 301", "李楼长", "captain", "楼长")
    measured = fever_draft("10000000-0000-4000-8000-000000000002", 37.3, "measured", by, NOW, NOW)
    check_draft(measured, NOW)
    assert measured.said.startswith("量得体温 37.3℃")
    assert (measured.urgency, measured.passed_on_by) == ("urgent", "李楼长（楼长）")
    own = fever_draft(measured.resident, 38.0, "reported", By("1号楼 301"), NOW, NOW)
    assert own.said.startswith("自报体温 38.0℃")
    assert (own.role, own.passed_on_by) == ("captain", "")


@pytest.mark.parametrize(
    ("grade", "celsius", "ends"),
    [
        ("measured", 38.5, True),
        ("reported", 37.2, True),
        ("reported", 37.3, False),
        ("reported", None, True),
        ("declared", None, True),
    ],
)
def test_only_a_fever_that_a_household_reports_ends_nothing(
    grade: str, celsius: float | None, ends: bool
) -> None:
    assert settles(grade, celsius) is ends
    assert is_fever(celsius) is (celsius is not None and celsius >= 37.3)
