"""A village in the register: groups, the lanes below them, and the same ledger twice."""

from pathlib import Path

from tests.actions.test_ledger import counts, fed
from tests.cast import PATH, Cast
from tests.workbooks import row
from wumen.queries.posts import acting
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


def test_a_group_beside_a_building_of_its_number_is_found_again(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, *ROWS)
    with acting(cast.clerk):
        before = set(Area.objects.values_list("area", flat=True))
    again = fed(cast.clerk, tmp_path, *ROWS)
    with acting(cast.clerk):
        assert set(Area.objects.values_list("area", flat=True)) == before
    assert counts(again)["unchanged"] == len(ROWS)
