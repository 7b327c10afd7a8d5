"""Stock: received, issued by head count once, typed by hand with a reason, counted; never below nought."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.actions.test_meals import BY_DAY, crew, events, point
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast, person
from tests.roster_people import MONDAY, joins, published, watch
from tests.street import at
from wumen.actions.force import NewDeployment, deploy
from wumen.actions.meals import say_crew, tell_diet_of
from wumen.actions.parcels import close_point, set_point
from wumen.actions.stock import (
    Issued,
    count,
    give,
    issue,
    keep_thing,
    receive,
    set_norms,
    take_off,
)
from wumen.queries.audit import audit
from wumen.queries.stock.looking import Thing
from wumen.queries.stock.page import StockPage, stock_page
from wumen.queries.stock.running import running_out
from wumen.queries.stock.teams import teams_of
from wumen.records import clock
from wumen.records.models import DepositPoint, Stock, StockMove
from wumen.records.scope import WHOLE, scoped
from wumen.rules.meals.eating import Count, Diet
from wumen.rules.posts import Viewer
from wumen.rules.stations import Hours
from wumen.rules.stock.lasting import HALF_DAY, Lasts

TOMORROW = MONDAY + timedelta(days=1)
EARLY = at(1, 10, 5) + timedelta(minutes=45)


@pytest.fixture(autouse=True)
def before_six() -> Iterator[None]:
    """Monday at a quarter to six, when things are handed out."""
    with clock.fixed(EARLY):
        yield


@pytest.fixture
def store(cast: Cast) -> DepositPoint:
    """The compound's store."""
    return set_point(cast.clerk, COMPOUND, "东门仓", "王强")


def suits(
    cast: Cast, store: DepositPoint, many: int = 20, name: str = "防护服", **norms: int
) -> UUID:
    """Suits at the store: so many came, so many a head are needed where."""
    row = keep_thing(cast.clerk, store.id, name, "套")
    if many:
        receive(cast.clerk, row.id, many, "区指挥部调拨")
    set_norms(cast.clerk, row.id, norms)
    return row.id


def medics(cast: Cast, people: int = 6) -> None:
    """Medics without names who come for the morning."""
    deploy(cast.clerk, [crew(cast, people).id], NewDeployment("入户采样", MONDAY, "am"))


def page(viewer: Viewer, day: date = MONDAY, store: DepositPoint | None = None) -> StockPage:
    """A point as somebody sees it."""
    return stock_page(viewer, day, store.id if store else None)


def thing(cast: Cast) -> Thing:
    """The only thing that is kept."""
    (found,) = page(cast.clerk).things
    return found


def got(cast: Cast, day: date = MONDAY) -> dict[str, list[tuple[int, int | None]]]:
    """What each team got of each thing and still gets."""
    return {
        row.team.name: [(cell.given.many, cell.owed) for cell in row.cells if cell]
        for row in page(cast.clerk, day).rows
    }


def test_teams_are_read_off_published_rosters_half_days_and_what_leads_say(
    cast: Cast, store: DepositPoint
) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    medics(cast)
    ident, lead = point(cast)
    say_crew(lead, MONDAY, ident, Count(7))
    suits(cast, store, watch=0, half_day=1, point=1)
    heads = {row.team.name: (row.team.kind, row.team.heads) for row in page(cast.clerk).rows}
    assert heads == {
        "锦绣城 半天帮忙的": (HALF_DAY, 6),
        "锦绣城 1号楼值守": ("watch", 1),
        "3号采样点 东门": ("point", 7),
    }


def test_heads_are_counted_without_opening_what_anybody_eats(
    cast: Cast, store: DepositPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = crew(cast, 6)
    tell_diet_of(cast.clerk, who.id, {Diet.HALAL: 4})
    deploy(cast.clerk, [who.id], NewDeployment("入户采样", MONDAY, "am"))
    opened: list[object] = []
    sealed = "wumen.queries.meals.day.read_sealed"
    monkeypatch.setattr(sealed, lambda *one: opened.append(one) or ())
    suits(cast, store, half_day=1)
    assert [row.team.heads for row in page(cast.clerk).rows] == [6]
    running_out(cast.clerk)
    assert opened == []


def test_a_watch_by_night_counts_once_on_the_day_on_which_it_begins(
    cast: Cast, store: DepositPoint
) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=(Hours(1200, 480),)))
    suits(cast, store, watch=1)
    assert got(cast) == {"锦绣城 1号楼值守": [(0, 1)]}
    assert got(cast, TOMORROW) == {"锦绣城 1号楼值守": [(0, 1)]}


def test_one_tap_issues_by_head_count_and_two_taps_issue_once(
    cast: Cast, store: DepositPoint
) -> None:
    medics(cast)
    suits(cast, store, half_day=2)
    assert issue(cast.clerk, store.id, MONDAY) == Issued(1, 12, ())
    assert thing(cast).held == 8
    refused("stock_nothing", issue, cast.clerk, store.id, MONDAY)
    assert thing(cast).held == 8
    assert got(cast) == {"锦绣城 半天帮忙的": [(12, 0)]}
    # Whoever comes later gets hers alone.
    deploy(cast.clerk, [crew_of_two(cast)], NewDeployment("入户采样", MONDAY, "am"))
    assert issue(cast.clerk, store.id, MONDAY) == Issued(1, 4, ())
    moves = {(move.n, move.by, move.team) for move in page(cast.clerk).moves}
    assert (-4, "孙内勤", "锦绣城 半天帮忙的") in moves
    assert len(events("stock.issued")) == 2


def crew_of_two(cast: Cast) -> UUID:
    """Another crew."""
    from wumen.actions.force import enlist
    from wumen.rules.sign_up import SignUp

    said = SignUp("二医疗队", "19011113333", "medic", people=2)
    return enlist(cast.clerk, COMPOUND, said, "crew").id


def test_of_what_is_not_there_for_all_nothing_goes_and_the_rest_goes(
    cast: Cast, store: DepositPoint
) -> None:
    medics(cast)
    suits(cast, store, 5, half_day=1)
    refused("stock_all_short", issue, cast.clerk, store.id, MONDAY)
    # The group is not sent for what is not there.
    assert page(cast.clerk).group == []
    suits(cast, store, 50, "手套", half_day=2)
    assert issue(cast.clerk, store.id, MONDAY) == Issued(1, 12, ("防护服",))
    assert got(cast) == {"锦绣城 半天帮忙的": [(12, 0), (0, 6)]}


def test_what_a_person_says_stands_before_the_head_count(cast: Cast, store: DepositPoint) -> None:
    medics(cast)
    ident = suits(cast, store, half_day=1)
    where = page(cast.clerk).rows[0].team.key
    assert give(cast.clerk, ident, MONDAY, where, 4, "少来2人") == 4
    refused("stock_nothing", issue, cast.clerk, store.id, MONDAY)
    assert thing(cast).held == 16
    # Said once more it moves nothing; a smaller number brings back.
    assert give(cast.clerk, ident, MONDAY, where, 4, "少来2人") == 0
    assert give(cast.clerk, ident, MONDAY, where, 3, "没用完退回") == -1
    assert thing(cast).held == 17
    with scoped(WHOLE):
        assert StockMove.objects.filter(kind="issued").count() == 2
    refused("stock_why_needed", give, cast.clerk, ident, MONDAY, where, 9, " ")
    refused("stock_short", give, cast.clerk, ident, MONDAY, where, 21, "破损换新")
    refused("stock_team_unknown", give, cast.clerk, ident, MONDAY, "x", 1, "加人")
    refused("stock_day_far", give, cast.clerk, ident, date(2022, 1, 13), where, 1, "加人")


def test_nought_said_before_anything_went_is_remembered(cast: Cast, store: DepositPoint) -> None:
    medics(cast)
    ident = suits(cast, store, half_day=1)
    where = page(cast.clerk).rows[0].team.key
    assert give(cast.clerk, ident, MONDAY, where, 0, "自己带了") == 0
    refused("stock_nothing", issue, cast.clerk, store.id, MONDAY)
    assert thing(cast).held == 20


def test_what_came_is_received_once_and_counted_with_a_reason(
    cast: Cast, store: DepositPoint
) -> None:
    ident = suits(cast, store, 0)
    receive(cast.clerk, ident, 30, "街道仓库")
    receive(cast.clerk, ident, 30, "街道仓库")
    assert thing(cast).held == 30
    receive(cast.secretary, ident, 30, "街道仓库")
    assert thing(cast).held == 60
    refused("stock_none", receive, cast.clerk, ident, 0, "街道仓库")
    refused("stock_source_missing", receive, cast.clerk, ident, 1, " ")
    refused("stock_why_needed", count, cast.clerk, ident, 58, "")
    assert count(cast.clerk, ident, 58, "破损") == -2
    assert count(cast.clerk, ident, 58, "破损") == 0
    assert thing(cast).held == 58
    with clock.fixed(EARLY + timedelta(minutes=5)):
        assert count(cast.clerk, ident, 58, "") == 0
        receive(cast.clerk, ident, 30, "街道仓库")
    with scoped(WHOLE):
        kinds = list(StockMove.objects.order_by("moved_at").values_list("kind", "n", "counted"))
    assert kinds.count(("counted", 0, 58)) == 1
    assert thing(cast).held == 88


def test_it_says_what_will_not_last_and_the_board_says_whose_it_is(
    cast: Cast, store: DepositPoint
) -> None:
    assert running_out(cast.clerk) == []
    medics(cast)
    suits(cast, store, 4, half_day=1)
    seen = thing(cast).outlook
    assert (seen.state, seen.day, seen.missing) == (Lasts.SHORT, MONDAY, 2)
    (line,) = running_out(cast.clerk)
    assert (line.thing, line.missing, line.keeper, line.place) == (
        "防护服", 2, "王强", "锦绣城 东门仓",
    )  # fmt: skip
    # The sub-district sees its communities; another community sees nothing of it.
    assert len(running_out(cast.duty_officer)) == 1
    assert running_out(cast.outsider) == []


def test_without_a_norm_or_a_roster_nobody_says_enough(cast: Cast, store: DepositPoint) -> None:
    medics(cast)
    ident = suits(cast, store, 500)
    assert thing(cast).outlook.state is Lasts.UNKNOWN
    set_norms(cast.clerk, ident, {HALF_DAY: 1})
    # Nobody is called for tomorrow yet.
    assert (thing(cast).outlook.state, thing(cast).outlook.unmanned) == (Lasts.UNKNOWN, (TOMORROW,))
    deploy(cast.clerk, [crew_of_two(cast)], NewDeployment("入户采样", TOMORROW, "am"))
    assert thing(cast).outlook.state is Lasts.ENOUGH


def test_the_nearer_store_serves_its_building(cast: Cast, store: DepositPoint) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    medics(cast)
    suits(cast, store, watch=1, half_day=1)
    near = set_point(cast.clerk, f"{COMPOUND}/1", "1号楼架子", "李楼长")
    suits(cast, near, watch=1)
    assert got(cast) == {"锦绣城 半天帮忙的": [(0, 6)], "锦绣城 1号楼值守": []}
    rows = {row.team.name for row in page(cast.clerk, store=near).rows}
    assert rows == {"锦绣城 1号楼值守"}
    assert issue(cast.clerk, store.id, MONDAY).pieces == 6
    assert issue(cast.clerk, near.id, MONDAY).pieces == 1


def test_a_thing_stands_once_in_one_unit_and_leaves_when_none_is_left(
    cast: Cast, store: DepositPoint
) -> None:
    ident = suits(cast, store, 3)
    assert keep_thing(cast.clerk, store.id, "防护服", "套").id == ident
    refused("stock_unit_other", keep_thing, cast.clerk, store.id, "防护服", "箱")
    refused("stock_holds", take_off, cast.clerk, ident)
    refused("deposit_point_keeps", close_point, cast.clerk, store.id)
    count(cast.clerk, ident, 0, "退回街道")
    take_off(cast.clerk, ident)
    refused("stock_unknown", receive, cast.clerk, ident, 1, "街道仓库")
    close_point(cast.clerk, store.id)
    assert page(cast.clerk).point is None


def test_only_the_office_of_the_place_touches_it(cast: Cast, store: DepositPoint) -> None:
    ident = suits(cast, store)
    for viewer in (cast.captain, cast.volunteer):
        refused("right_missing", stock_page, viewer, MONDAY)
        refused("right_missing", receive, viewer, ident, 1, "街道仓库")
        refused("right_missing", issue, viewer, store.id, MONDAY)
    refused("stock_unknown", receive, cast.outsider, ident, 1, "街道仓库")
    refused("deposit_point_unknown", keep_thing, cast.outsider, store.id, "手套", "双")
    refused("deposit_point_unknown", issue, cast.outsider, store.id, MONDAY)
    assert page(cast.outsider).points == []
    leader = person(cast.operator, "三楼长", "volunteer", "clerk", f"{COMPOUND}/3")
    refused("stock_unknown", count, leader, ident, 1, "点错了")


def test_the_database_keeps_it_at_nought_or_more_and_no_movement_changes(
    cast: Cast, store: DepositPoint
) -> None:
    ident = suits(cast, store, 3)
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(id=ident).update(held=-1)
    with scoped(WHOLE), pytest.raises(ProgrammingError), transaction.atomic():
        StockMove.objects.update(n=5)
    with scoped(WHOLE), pytest.raises(ProgrammingError), transaction.atomic():
        StockMove.objects.all().delete()


def test_the_audit_compares_what_stands_with_its_movements(cast: Cast, store: DepositPoint) -> None:
    ident = suits(cast, store, 3)
    medics(cast)
    assert [one.kind for one in audit(cast.secretary).differences] == []
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("UPDATE stock SET held = 9 WHERE id = %s", [ident])
    (found,) = audit(cast.secretary).differences
    assert (found.kind, found.what, found.expected, found.found) == (
        "stock_differs", str(ident), 3, 9,
    )  # fmt: skip


def test_no_event_says_who_or_what_beyond_ids_and_counts(cast: Cast, store: DepositPoint) -> None:
    medics(cast)
    ident = suits(cast, store, half_day=1)
    issue(cast.clerk, store.id, MONDAY)
    count(cast.clerk, ident, 13, "王五拿走了")
    told = b"".join(
        one
        for kind in ("received", "norms_set", "issued", "counted")
        for one in events(f"stock.{kind}")
    ).decode()
    assert "王五" not in told
    assert "区指挥部" not in told
    assert str(ident) in told


def test_two_days_of_teams_are_asked_in_the_statements_of_one(
    cast: Cast, store: DepositPoint
) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    medics(cast)
    with scoped(WHOLE):
        with CaptureQueriesContext(connection) as one:
            monday = teams_of(cast.clerk, cast.clerk.span, (MONDAY,))
        with CaptureQueriesContext(connection) as two:
            both = teams_of(cast.clerk, cast.clerk.span, (MONDAY, TOMORROW))
    assert len(two) == len(one)
    # Each day has its own: the medics come on Monday alone.
    assert both[MONDAY] == monday[MONDAY]
    assert [one.name for one in both[MONDAY]] == ["锦绣城 半天帮忙的", "锦绣城 1号楼值守"]
    assert [one.name for one in both[TOMORROW]] == ["锦绣城 1号楼值守"]
