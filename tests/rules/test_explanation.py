"""One line of explanation: what, why, who, from, until, whom to ask, in both languages, and nobody's name."""

from dataclasses import replace
from datetime import date, time

import pytest

from tests.cast import Cast
from tests.rules.test_playbooks import BASE
from tests.street import Street, ordered
from tests.street import at as on
from wumen.queries.explain import explain_place, explain_resident
from wumen.rules.explanation import Explanation, Grounds, explain
from wumen.rules.orders import OrderInForce
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at

FROM, UNTIL = at(date(2022, 1, 8), time()), at(date(2022, 1, 22), time())
AUTHORITY, DOCUMENT, GROUND = "中原区疫情防控指挥部", "通告第1号", "1号楼发现阳性感染者"
ASK = ("请找楼长李楼长", "ask captain 李楼长")


def grounds(number: str = "1", regime: str = "lockdown") -> Grounds:
    """What an order says of itself."""
    order = OrderInForce(number, "o", regime, Interval(FROM, UNTIL), FROM)
    return Grounds(order, AUTHORITY, DOCUMENT, GROUND)


def said(*some: Grounds) -> Explanation:
    """What is said of building 1."""
    return explain("锦绣城1号楼", "锦绣城1号楼", some, {"o": BASE}, ASK)


def test_the_line_says_what_and_why_and_who_and_from_and_until_and_whom_to_ask() -> None:
    line = said(grounds())
    for part in ("锦绣城1号楼", "封控区", "足不出户", "看病就医不受此限"):
        assert part in line.zh
    for part in ("lockdown zone", "stay at home", "medical care is never held up"):
        assert part in line.en
    for part in (AUTHORITY, DOCUMENT, GROUND):
        assert part in line.zh
        assert part in line.en
    assert "自 1月8日 00:00 起，至 1月22日 00:00 止，到期自行结束" in line.zh
    assert "From 8 Jan 2022 00:00 until 22 Jan 2022 00:00, when it ends by itself" in line.en
    assert ASK[0] in line.zh
    assert ASK[1] in line.en
    assert (line.regime, line.orders, line.begins, line.ends) == ("lockdown", ("1",), FROM, UNTIL)


def test_the_line_is_one_line_and_scolds_nobody() -> None:
    for line in (said(grounds()), said()):
        assert "\n" not in line.zh + line.en
        assert not any(word in line.zh for word in ("违规", "严查", "一律"))


def test_nothing_in_force_is_an_answer_too() -> None:
    line = said()
    assert "没有管控要求" in line.zh
    assert "no restriction" in line.en
    assert ASK[0] in line.zh
    assert (line.regime, line.orders, line.begins, line.ends) == ("", (), None, None)


def test_of_several_orders_the_strictest_is_explained_and_the_others_are_named() -> None:
    other = replace(grounds("2", "control"), document="通告第2号")
    for some in ((grounds(), other), (other, grounds())):
        line = said(*some)
        assert line.regime == "lockdown"
        assert len(line.orders) == 2
        assert "另有通告第2号" in line.zh
        assert "also 通告第2号" in line.en


def test_a_residents_name_stands_in_no_explanation(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    resident = str(street.aunt_zhang.id)
    draft = {"paths": (), "residents": (resident,), "document": "居家隔离告知书第7号"}
    ordered(cast, regime="home_isolation", **draft)
    for viewer in (cast.captain, cast.clerk):
        line = explain_resident(viewer, resident)
        assert len(line.orders) == 2
        for text in (line.zh, line.en):
            assert "张阿姨" not in text
            assert "1号楼" in text
            assert "李楼长" in text


def test_a_place_is_explained_to_those_over_it_and_to_nobody_else(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "")
    door = "410102003008/jxc/1/1/202"
    assert explain_place(cast.captain, door).regime == "lockdown"
    assert explain_place(cast.captain, door, on(1, 7)).regime == ""
    assert explain_place(cast.captain, door, on(1, 22)).regime == ""
    with pytest.raises(Problem, match="area_not_yours"):
        explain_place(cast.outsider, door)
    with pytest.raises(Problem, match="resident_unknown"):
        explain_resident(cast.outsider, str(street.aunt_zhang.id))
    with pytest.raises(Problem, match="area_unknown"):
        explain_place(cast.captain, "410102003008/jxc/1/9")


def test_an_order_can_be_explained_after_its_outbreak_was_closed(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    street.outbreak.closed_at = on(1, 10)
    street.outbreak.save()
    explain_place(cast.clerk, "410102003008/jxc/1", on(1, 9))
