"""Many points of a stairwell are noted in one go, once, by name; what came by phone stays as it is."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.actions.test_plan_subjects import everything
from tests.cast import PATH, Cast
from tests.conftest import SIX
from tests.street import Street
from wumen.actions.common_parts import PointsSaid, note_points
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do, waive
from wumen.queries.common_parts import common_parts, points_of
from wumen.queries.duties import duty_lines
from wumen.queries.facts import logged
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.event_log import LoggedEvent, unread
from wumen.records.models import Duty
from wumen.rules.duties import DutyKey
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
KEY = RoundKey(DAY, "am", f"{PATH}2/1/")
AGENT = "84消毒液 500 mg/L"


@pytest.fixture
def parts(cast: Cast, street: Street) -> list[UUID]:
    """The points of building 2, unit 1, from the top; a day on which everything is owed."""
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    with clock.fixed(SIX + timedelta(hours=3)):
        return [one.subject for one in points_of(cast.clerk, KEY).points]


def noted(viewer: Viewer, subjects: list[UUID], went: Viewer, key: RoundKey = KEY) -> int:
    """Note points at nine in the morning."""
    with clock.fixed(SIX + timedelta(hours=3)):
        return note_points(viewer, key, PointsSaid(subjects, AGENT, went.crew_no))


def told(cast: Cast) -> list[LoggedEvent]:
    """What the log says of common parts."""
    with acting(cast.operator):
        return [one for one in unread("test", 5000) if one.kind == "common_parts.disinfected"]


def refused(viewer: Viewer, subjects: list[UUID], went: Viewer, key: RoundKey = KEY) -> str:
    """The code of the problem that came of it."""
    with pytest.raises(Problem) as problem:
        noted(viewer, subjects, went, key)
    return problem.value.code


def test_the_stairwells_of_a_day_with_what_is_missed_first(cast: Cast, parts: list[UUID]) -> None:
    found = common_parts(cast.clerk, DAY)
    here = next(one for one in found.lines if one.key == KEY)
    assert (here.due, here.done, len(here.missing)) == (len(parts), 0, len(parts))
    assert found.due == sum(one.due for one in found.lines)
    assert found.many == len(found.lines)
    noted(cast.clerk, parts, cast.clerk)
    after = common_parts(cast.clerk, DAY)
    assert after.lines[-1].key == KEY
    assert after.done == len(parts)


def test_all_but_those_that_were_missed_count_as_measured(cast: Cast, parts: list[UUID]) -> None:
    assert noted(cast.clerk, parts[1:], cast.clerk) == len(parts) - 1
    lines = [one for one in duty_lines(cast.clerk, DAY) if one.subject in parts]
    graded = {one.subject: (one.state, one.grade) for one in lines}
    assert graded.pop(parts[0]) == ("open", None)
    assert set(graded.values()) == {("done", "measured")}
    assert points_of(cast.clerk, KEY).stairwell.missing == (
        next(one.name for one in points_of(cast.clerk, KEY).points if one.subject == parts[0]),
    )


def test_the_same_card_twice_and_what_came_before_change_nothing(
    cast: Cast, parts: list[UUID]
) -> None:
    with clock.fixed(SIX + timedelta(hours=2)):
        do(cast.clerk, DutyKey(DAY, "disinfection", str(parts[0]), "am"))
    with acting(cast.operator):
        before = Duty.objects.get(subject=parts[0], day=DAY, win="am").evidence
    assert noted(cast.clerk, parts, cast.clerk) == len(parts) - 1
    assert noted(cast.clerk, parts, cast.clerk) == 0
    with acting(cast.operator):
        assert Duty.objects.get(subject=parts[0], day=DAY, win="am").evidence == before
    assert len(told(cast)) == 1


def test_the_audit_finds_what_stands_behind_each_point(cast: Cast, parts: list[UUID]) -> None:
    noted(cast.clerk, parts, cast.clerk)
    with acting(cast.operator):
        refs = set(
            Duty.objects.filter(subject__in=parts, day=DAY).values_list("evidence", flat=True)
        )
        assert logged(refs) == refs


def test_what_was_waived_is_neither_done_nor_missed(cast: Cast, parts: list[UUID]) -> None:
    with clock.fixed(SIX + timedelta(hours=2)):
        waive(cast.secretary, DutyKey(DAY, "disinfection", str(parts[0]), "am"), "电梯停用")
    found = points_of(cast.clerk, KEY)
    assert [one.subject for one in found.points] == parts[1:]
    here = next(one for one in common_parts(cast.clerk, DAY).lines if one.key == KEY)
    assert (
        (here.due, here.done) == (found.stairwell.due, found.stairwell.done) == (len(parts) - 1, 0)
    )
    assert refused(cast.clerk, parts, cast.clerk) == "point_unknown"


def test_nothing_of_what_was_said_stands_in_clear(cast: Cast, parts: list[UUID]) -> None:
    noted(cast.clerk, parts, cast.clerk)
    (event,) = told(cast)
    assert event.body["duties"] == len(parts)
    assert AGENT not in str(event.body)
    assert str(parts[0]) not in str(event.body)


def test_what_is_refused(cast: Cast, parts: list[UUID]) -> None:
    assert refused(cast.clerk, [], cast.clerk) == "points_none"
    assert refused(cast.clerk, [UUID(int=7)], cast.clerk) == "point_unknown"
    nothing = RoundKey(DAY, "am", f"{PATH}9/9/")
    assert refused(cast.clerk, parts, cast.clerk, nothing) == "common_parts_unknown"
    assert refused(cast.outsider, parts, cast.outsider) == "area_not_yours"
    tomorrow = RoundKey(DAY + timedelta(days=1), "am", KEY.unit)
    plan_day(cast.clerk, tomorrow.day)
    assert refused(cast.clerk, parts, cast.clerk, tomorrow) == "window_not_open"
    # Nothing of a refused card is noted.
    assert points_of(cast.clerk, KEY).stairwell.done == 0


def test_homes_that_are_disinfected_are_no_common_part(cast: Cast, parts: list[UUID]) -> None:
    with acting(cast.operator):
        homes = set(
            Duty.objects.filter(day=DAY, what="disinfection")
            .exclude(subject__in=parts)
            .values_list("subject", flat=True)
        )
    listed = {one.subject for one in points_of(cast.clerk, KEY).points}
    assert not homes & listed
