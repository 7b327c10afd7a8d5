"""The small street of the tests: one compound, three buildings, twelve households, thirty people."""

from dataclasses import dataclass
from datetime import datetime

from tests.cast import COMPOUND, Cast
from tests.street_rules import KEY
from wumen.actions.local_notices import confirm_notice, enter_notice
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.register import NewResident, register_household
from wumen.records.models import Household, LocalNotice, Order, Outbreak, Resident
from wumen.rules.local_notices import NoticeDraft, read_rules
from wumen.rules.orders import OrderDraft
from wumen.rules.time import BUSINESS_ZONE

# Four doors in each building; how many live behind each of them.
DOORS = {"1/101": 3, "1/102": 2, "1/201": 4, "1/202": 1}
OUTBREAK = "2022年1月"
AUTHORITY = "中原区新冠肺炎疫情防控指挥部"


def at(month: int, day: int, hour: int = 0) -> datetime:
    """An instant of 2022 on the office's clock."""
    return datetime(2022, month, day, hour, tzinfo=BUSINESS_ZONE)


@dataclass(frozen=True)
class Street:
    """Who lives on the street, and the outbreak that reached it."""

    outbreak: Outbreak
    households: dict[str, Household]
    aunt_zhang: Resident


def make(cast: Cast) -> Street:
    """The street, registered by the community's clerk; 张阿姨 lives alone at 1-1-202."""
    households: dict[str, Household] = {}
    for building in ("1", "2", "3"):
        for door, many in DOORS.items():
            people = [
                NewResident(name=f"{building}{door}第{place}人", place=place)
                for place in range(many)
            ]
            if (building, door) == ("1", "1/202"):
                people = [NewResident("张阿姨", telephones=("13800000001",), needs=("独居老人",))]
            path = f"{building}/{door}"
            households[path] = register_household(cast.clerk, f"{COMPOUND}/{path}", people)
    outbreak = open_outbreak(cast.duty_officer, OUTBREAK, KEY, ["morning-sampling"])
    from wumen.queries.posts import acting

    with acting(cast.clerk):
        aunt = Resident.objects.get(name="张阿姨")
    return Street(outbreak, households, aunt)


def draft(*paths: str, regime: str = "lockdown", **changes: object) -> OrderDraft:
    """A complete order over places of the street, three days old and eleven to go."""
    given = {
        "authority": AUTHORITY,
        "document": "通告第1号",
        "ground": "1号楼发现阳性感染者",
        "begins": at(1, 8),
        "ends": at(1, 22),
        "paths": tuple(f"{COMPOUND}/{path}" if path else COMPOUND for path in paths),
    }
    return OrderDraft(regime=regime, **(given | changes))  # type: ignore[arg-type]


def ordered(cast: Cast, *paths: str, regime: str = "lockdown", **changes: object) -> Order:
    """An order in force: entered by the clerk, confirmed by the secretary."""
    order = enter_order(cast.clerk, draft(*paths, regime=regime, **changes), OUTBREAK)
    return confirm_order(cast.secretary, order.number)


# A temperature more at noon: what a local notice of the tests asks unless it says otherwise.
NOON = {"changes": [{"clause": "lockdown-temperature", "windows": ["am", "12:00-13:30", "pm"]}]}


def notice(*paths: str, rules: dict[str, object] = NOON, **changes: object) -> NoticeDraft:
    """A complete local notice over places of the street, from the morning of the day for five days."""
    given = {
        "authority": AUTHORITY,
        "document": "通告第8号",
        "ground": "1号楼又发现感染者",
        "begins": at(1, 10),
        "ends": at(1, 15),
        "paths": tuple(f"{COMPOUND}/{path}" if path else COMPOUND for path in paths),
        "rules": read_rules(rules),
    }
    return NoticeDraft(**(given | changes))  # type: ignore[arg-type]


def noticed(
    cast: Cast, *paths: str, rules: dict[str, object] = NOON, **changes: object
) -> LocalNotice:
    """A local notice in force: entered by the clerk, confirmed by the secretary."""
    entered = enter_notice(cast.clerk, notice(*paths, rules=rules, **changes), OUTBREAK)
    return confirm_notice(cast.secretary, entered.number)
