"""锦绣城's store in the demo, handed out at 05:45, and the vegetables of 9:40 for building 1, floor by floor."""

from wumen.actions.care_bins import place_bin
from wumen.actions.demo.making import AUTHORITY, TODAY, Office, clock_at, picture
from wumen.actions.lots import hand_floor, register_lot
from wumen.actions.parcels import set_point
from wumen.actions.shops import say_shop
from wumen.actions.stock import count, give, issue, keep_thing, receive, set_norms
from wumen.actions.trading import look_at_shop, name_supply
from wumen.queries.relay_lines import relay_lines
from wumen.queries.stock.page import stock_page
from wumen.rules.areas import read_path
from wumen.rules.lots import Mode, NewLot
from wumen.rules.parcels import How
from wumen.rules.posts import Viewer
from wumen.rules.shops import State
from wumen.rules.stock.lasting import HALF_DAY
from wumen.rules.trading import Found

# What is kept: its unit, how many came, how many a head needs where; of shoe covers nobody said it yet.
_THINGS: tuple[tuple[str, str, int, dict[str, int]], ...] = (
    ("防护服", "套", 40, {HALF_DAY: 1, "watch": 0, "gate": 0, "hotline": 0, "courier": 0}),
    ("N95口罩", "只", 120, {HALF_DAY: 2, "watch": 1, "gate": 1, "hotline": 0, "courier": 1}),
    ("手套", "双", 200, {HALF_DAY: 4, "watch": 1, "gate": 1, "hotline": 0, "courier": 2}),
    ("采样管", "支", 1500, {HALF_DAY: 250, "watch": 0, "gate": 0, "hotline": 0, "courier": 0}),
    ("消毒液", "瓶", 9, {HALF_DAY: 1, "watch": 1, "gate": 1, "hotline": 0, "courier": 1}),
    ("鞋套", "双", 60, {}),
)
_RESERVE = (("采样管", "支", 2000), ("体温计", "支", 80), ("医用口罩", "只", 600))
_WATCH = "1号楼值守"
# Of the vegetables more came than homes are there; from the top floor down to the one above this.
_GREENS, _TOP, _REACHED = 520, 27, 20


def of_compound(three: Office, compound: str) -> None:
    """Received on Sunday evening, issued on Monday at 05:45; two bottles broke, the watch asked for more gloves.

    The community keeps tubes and thermometers too, and needs none itself.
    """
    with clock_at(9, 20):
        store = set_point(three.clerk, compound, "南门库房", "秦物业")
        things = {
            name: keep_thing(three.clerk, store.id, name, unit).id for name, unit, _, _ in _THINGS
        }
        for name, _, many, norms in _THINGS:
            receive(three.clerk, things[name], many, "街道仓库")
            set_norms(three.clerk, things[name], norms)
        reserve = set_point(three.clerk, compound.rpartition("/")[0], "社区仓库", "柳会计")
        for name, unit, many in _RESERVE:
            receive(
                three.clerk,
                keep_thing(three.clerk, reserve.id, name, unit).id,
                many,
                "区指挥部调拨",
            )
    with clock_at(10, 5, 45):
        issue(three.clerk, store.id, TODAY)
    with clock_at(10, 8, 20):
        teams = {
            row.team.name: row.team.key for row in stock_page(three.clerk, TODAY, store.id).rows
        }
        key = next(key for name, key in teams.items() if name.endswith(_WATCH))
        give(three.clerk, things["手套"], TODAY, key, 8, "破损换新")
        left = {one.name: one.held for one in stock_page(three.clerk, TODAY, store.id).things}
        count(three.clerk, things["消毒液"], max(0, left["消毒液"] - 2), "破损")


def of_homes(three: Office, captain: Viewer, compound: str) -> None:
    """Vegetables for the whole building, its first unit half done; eggs for who asked in the relay, one too few.

    Two shops downstairs lie in the zone: one delivers by a decision, the other was told and not looked in at yet.
    """
    building = f"{compound}/1"
    with clock_at(10, 7, 30):
        say_shop(three.clerk, compound, "社区超市", State.OPEN, "8:00–18:00")
        say_shop(three.clerk, compound, "粮油店", State.LIMITED, "8:00–12:00", "一天100单")
        corner = say_shop(three.clerk, f"{compound}/1", "楼下便利店", State.OPEN, "9:00–17:00")
        barber = say_shop(three.clerk, f"{compound}/1", "阿芳理发店", State.ORDINARY)
        name_supply(three.clerk, corner.id, AUTHORITY, "保供商户名单第2批")
    with clock_at(10, 7, 40):
        place_bin(captain, f"{compound}/1", "垃圾房北墙")
        place_bin(captain, f"{compound}/1/2", "单元门东侧")
    with clock_at(10, 9, 20):
        look_at_shop(captain, corner.id, Found.TOLD)
        look_at_shop(captain, corner.id, Found.CLOSED, picture(0x70))
        look_at_shop(captain, barber.id, Found.TOLD)
    with clock_at(10, 9, 40):
        shelf = set_point(three.clerk, compound, "东门货架", "宋师傅")
        greens = NewLot("社区超市", "蔬菜包", "份", _GREENS, Mode.HOMES, building)
        lot = register_lot(three.clerk, shelf.id, greens)
    first = read_path(f"{building}/1")
    for floor in range(_TOP, _REACHED, -1):
        with clock_at(10, 9, 42 + _TOP - floor):
            hand_floor(captain, lot, first, floor, How.BROUGHT, carried_by="孔师傅", with_duty=True)
    with clock_at(10, 9, 52):
        relay = relay_lines(three.clerk)[0].id
        eggs = NewLot("粮油店", "鸡蛋", "板", 1, Mode.ORDERED, relay=str(relay), words="鸡蛋")
        register_lot(three.clerk, shelf.id, eggs)
