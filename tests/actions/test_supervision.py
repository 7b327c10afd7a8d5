"""A neighbour's report changes nothing until two workers have verified it."""

from dataclasses import replace

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.supervision import receive_report, verify
from wumen.queries.board import board
from wumen.queries.supervision import ReportLine, neighbour_reports
from wumen.records.event_log import unread
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem


def only(cast: Cast) -> ReportLine:
    """The one report as the clerk sees it."""
    return neighbour_reports(cast.clerk)[0]


def test_somebody_goes_out_at_night(cast: Cast, under_lockdown: Street) -> None:
    before = board(cast.secretary)
    number = receive_report(cast.clerk, f"{COMPOUND}/1/1/102", "1-102 夜里有人出去")
    assert only(cast).found is None
    # The desk says that two are to look; nothing else on it changes.
    told = board(cast.secretary)
    assert [(one.number, one.names[-1], one.looked) for one in told.reported] == [
        (number, "1号楼", 0)
    ]
    assert replace(told, reported=()) == before
    verify(cast.captain, number, "not_so", "晚上八点看过，都在家")
    assert [one.looked for one in board(cast.secretary).reported] == [1]
    assert only(cast).found is None
    with pytest.raises(Problem, match="neighbour_report_same_person"):
        verify(cast.captain, number, "not_so", "又看了一次")
    # Two who found different things have not verified anything.
    verify(cast.duty_officer, number, "unclear", "没有人开门")
    assert only(cast).found is None
    verify(cast.secretary, number, "not_so", "看了监控，没有人出去")
    line = only(cast)
    assert line.found is not None
    assert line.found.zh == "不属实"
    assert [one.by for one in line.checks] == ["李楼长", "郑值班长", "周书记"]
    with pytest.raises(Problem, match="neighbour_report_closed"):
        verify(cast.duty_officer, number, "so", "再看")
    assert board(cast.secretary) == before


def test_who_wrote_it_down_does_not_verify_it(cast: Cast, street: Street) -> None:
    number = receive_report(cast.clerk, f"{COMPOUND}/1/1/102", "夜里有人出去")
    with pytest.raises(Problem, match="neighbour_report_same_person"):
        verify(cast.clerk, number, "so", "是的")
    for found, text, code in (
        ("maybe", "x", "neighbour_report_word"),
        ("so", " ", "door_says_nothing"),
    ):
        with pytest.raises(Problem, match=code):
            verify(cast.captain, number, found, text)


def test_a_captain_writes_down_and_verifies_what_is_said_of_her_whole_building(
    cast: Cast, street: Street
) -> None:
    receive_report(cast.captain, f"{COMPOUND}/1", "夜里往楼下扔东西")
    other = receive_report(cast.clerk, f"{COMPOUND}/1", "楼道里堆满了东西")
    verify(cast.captain, other, "not_so", "看过，没有")
    assert len(neighbour_reports(cast.captain)) == 2


def test_a_report_is_seen_in_its_own_area_and_its_words_stand_in_no_event(
    cast: Cast, street: Street
) -> None:
    number = receive_report(cast.clerk, f"{COMPOUND}/2/1/102", "夜里有人出去")
    assert neighbour_reports(cast.captain) == []
    with pytest.raises(Problem, match="neighbour_report_unknown"):
        verify(cast.captain, number, "so", "x")
    with pytest.raises(Problem, match="area_not_yours"):
        receive_report(cast.captain, f"{COMPOUND}/2/1/102", "夜里有人出去")
    with scoped(WHOLE):
        said = "".join(
            str(one.body) + one.area for one in unread("a test") if "neighbour" in one.kind
        )
    assert "夜里" not in said
    assert "number" in said
    assert "2/1/102/" not in said
