"""A village in the register: groups, the lanes below them, and the same ledger twice."""

from pathlib import Path

from tests.actions.test_ledger import counts, fed
from tests.cast import PATH, Cast
from tests.workbooks import row
from wumen.actions.register import add_area
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.rounds_of_a_day import names_of
from wumen.queries.special_needs import doors_of
from wumen.records.models import Area
from wumen.rules.areas import parent

ROWS = (
    row("101", "赵一"),
    row("5号", "钱二", building="王庄村一组东大街", unit=""),
    row("7号", "孙三", building="王庄村一组", unit=""),
)


def test_a_lane_below_a_group_is_a_lane(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, *ROWS)
    with acting(cast.clerk):
        kinds = dict(Area.objects.filter(area__gt=PATH).values_list("area", "kind"))
    (lane,) = (area for area in kinds if area.endswith("/ddj/"))
    assert (kinds[parent(lane)], kinds[lane]) == ("group", "lane")


def test_a_village_is_said_before_its_groups_wherever_doors_are_called(cast: Cast) -> None:
    for village, name in (("410102003201", "朱屯村"), ("410102003202", "周新庄村")):
        add_area(cast.operator, village, "village", name)
        add_area(cast.operator, f"{village}/z1", "group", "1组")
        add_area(cast.operator, f"{village}/z1/x1", "lane", "1巷")
    doors = {f"410102/410102003/{one}/z1/x1/5/": one for one in ("410102003201", "410102003202")}
    lanes = [one.rsplit("/", 2)[0] + "/" for one in doors]
    with acting(cast.operator):
        assert set(doors_of(doors).values()) == {"朱屯村 1组 1巷 5", "周新庄村 1组 1巷 5"}
        assert set(spoken_places(set(lanes)).values()) == {"朱屯村 1组 1巷", "周新庄村 1组 1巷"}
        assert names_of(lanes)[lanes[0]] == ("朱屯村", "1组", "1巷")


def test_a_group_beside_a_building_of_its_number_is_found_again(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, *ROWS)
    with acting(cast.clerk):
        before = set(Area.objects.values_list("area", flat=True))
    again = fed(cast.clerk, tmp_path, *ROWS)
    with acting(cast.clerk):
        assert set(Area.objects.values_list("area", flat=True)) == before
    assert counts(again)["unchanged"] == len(ROWS)
