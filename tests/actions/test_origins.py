"""Where somebody comes from: corrected by her later word, asked about, and each look at it written down."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.actions.test_arrivals import LIST, RELAY, TODAY, told
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.arrivals import announce, look_at_arrival, look_at_arrivals, settle_origin
from wumen.actions.log import subject_key
from wumen.actions.relay import import_relay
from wumen.actions.risk_areas import look_at_people, take_risk_list
from wumen.queries.arrivals import arrival
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind
from wumen.rules.risk_areas import Level


def test_a_later_relay_line_corrects_another_origin_and_the_former_is_asked_about(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    noted = announce(
        cast.clerk, told(path=f"{PATH}1/1/101/", name="赵六", telephone="", transport="高铁")
    )
    elsewhere = RELAY.replace("安阳滑县", "洛阳").replace("1月8号", "1月9号")
    import_relay(cast.clerk, elsewhere, Kind.ARRIVALS, COMPOUND)
    line = arrival(cast.clerk, noted)
    assert (line.said.origin, line.said.left_on) == ("洛阳", date(2022, 1, 9))
    assert [(one.origin, one.left_on) for one in line.said.before] == [("安阳滑县", TODAY)]
    # The former place was of medium risk: nobody is waved through by her second word.
    assert line.judged is not None
    assert line.judged.question is not None
    assert (line.sure, line.judged.level) == (False, Level.ELSEWHERE)
    assert "先说“安阳滑县”，后来说“洛阳”" in line.judged.question[0]
    assert "安阳" not in repr(arrival(cast.captain, noted).said)
    with pytest.raises(Problem, match="right_missing"):
        settle_origin(cast.captain, noted)
    settle_origin(cast.clerk, noted)
    asked = arrival(cast.clerk, noted)
    assert (asked.sure, asked.said.origin, asked.said.before) == (True, "洛阳", ())


def test_a_first_place_that_is_no_graver_asks_nothing_and_is_still_to_be_read(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    noted = announce(cast.clerk, told(path=f"{PATH}1/1/101/", name="赵六", origin="信阳"))
    import_relay(cast.clerk, RELAY, Kind.ARRIVALS, COMPOUND)
    line = arrival(cast.clerk, noted)
    assert line.judged is not None
    assert (line.sure, line.judged.level) == (True, Level.MEDIUM)
    assert [one.origin for one in line.said.before] == ["信阳"]
    # What the office corrects itself needs no former word.
    announce(cast.clerk, told(path=f"{PATH}1/1/101/", name="赵六", origin="洛阳"), noted)
    assert arrival(cast.clerk, noted).said.before == ()


def origins_shown() -> list[tuple[str, str]]:
    """The looks at origins that the log tells: where, of whom."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT area, subject FROM event WHERE kind = 'arrival.origin_shown'")
        return cursor.fetchall()


def test_a_look_at_where_somebody_comes_from_is_written_down_once_a_day(
    cast: Cast, street: Street
) -> None:
    ident = announce(cast.clerk, told())
    announce(cast.clerk, told(path=f"{PATH}1/1/201/", name="吴十"))
    look_at_arrivals(cast.captain)
    look_at_arrival(cast.captain, ident)
    # She sees no origin.
    assert origins_shown() == []
    look_at_arrival(cast.clerk, ident)
    home = street.households["1/1/202"].id
    assert origins_shown() == [(f"{PATH}1/", subject_key(home))]
    look_at_arrivals(cast.clerk)
    look_at_arrivals(cast.clerk)
    assert len(origins_shown()) == 2
    # Who looks beside her looks for herself.
    look_at_arrivals(cast.secretary)
    assert len(origins_shown()) == 4
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert look_at_arrivals(cast.clerk, "2022-01-20").lines == []
    assert len(origins_shown()) == 4


def test_the_page_of_risk_areas_tells_whom_it_showed_as_the_list_does(
    cast: Cast, street: Street
) -> None:
    take_risk_list(cast.clerk, LIST, "省里")
    announce(cast.clerk, told())
    announce(cast.clerk, told(path=f"{PATH}1/1/201/", name="吴十", origin="安阳"))
    look_at_people(cast.clerk)
    homes = {subject_key(street.households[door].id) for door in ("1/1/202", "1/1/201")}
    assert {subject for _, subject in origins_shown()} == homes
    # Who saw her there saw her for today.
    look_at_people(cast.clerk)
    look_at_arrivals(cast.clerk)
    assert len(origins_shown()) == 2
