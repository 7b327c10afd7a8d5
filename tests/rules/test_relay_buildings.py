"""Captains answer for their buildings: nobody came back is an answer, a door or a person is none of it."""

import pytest

from wumen.rules.relay.buildings import building_of_captain, nobody_came


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("2. 2号楼 没有", 2),
        ("3、12栋：无", 12),
        ("4 第7号楼今天没人回来", None),
        ("5. 第7号楼今天没人回来", 7),
        ("6. A座 0", "A"),
        ("8号楼，暂无返回人员。", 8),
        ("9. 9#楼 昨晚没有人回来", 9),
    ],
)
def test_a_building_of_which_nobody_came_back_has_answered(
    text: str, building: int | str | None
) -> None:
    assert building_of_captain(text) == building
    assert nobody_came(text) is (building is not None)


@pytest.mark.parametrize(
    "text",
    [
        "2. 2-2-301 没有",
        "2. 2号楼3单元501 没回来",
        "3. 王没有 洛阳",
        "4. 2号楼 没有测体温",
        "5. 2号楼 王小二 洛阳 1.9",
        "6. 没有",
        "",
    ],
)
def test_whatever_says_more_or_names_no_building_is_left_to_be_read(text: str) -> None:
    assert not nobody_came(text)
