"""Meals in the browser: the office orders and copies, a lead says her crew, everybody says what she eats."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_meals import BY_DAY, MONDAY, TOMORROW, card, crew, person_of, point
from tests.cast import Cast
from tests.roster_people import joins, published, watch
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.force import NewDeployment, deploy
from wumen.actions.meals import correct_heads, say_crew, tell_diet_of
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CrewMember, ForceMember
from wumen.rules.meals.eating import Count, Diet, Meal

DAY = MONDAY.isoformat()
pytestmark = pytest.mark.usefixtures("street")


@pytest.fixture(autouse=True)
def nine_in_the_morning() -> Iterator[datetime]:
    """Monday at nine."""
    with clock.fixed(at(1, 10, 9)) as instant:
        yield instant


def test_the_office_orders_a_meal_and_sees_what_changed_since(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = point(cast)
    office, hers = signed_in(cast.clerk), signed_in(lead)
    assert "这一天还没有人要吃" in read(office, "/meals/")
    crew_of_six = {"day": DAY, "place": ident, "heads": "6", "halal": "1", "crew": "1"}
    assert "三餐都按这个数" in sent(hers, "/meals/say/", **crew_of_six)
    page = read(office, "/meals/")
    assert "午餐 <strong>6 份</strong>" in page
    assert "还没订，09:30 前订好" in page
    assert "普通5、清真1" in page
    assert "订了 6 份" in sent(office, "/meals/say/", day=DAY, order="lunch")
    more = {"day": DAY, "meal": "lunch", "place": ident, "heads": "+2", "extra": "1"}
    assert "要写原因" in sent(hers, "/meals/say/", why=" ", **more)
    page = sent(hers, "/meals/say/", why="临时支援", **more)
    assert '+2 <span lang="zh">临时支援</span>' in page
    assert "由办公室补订" in page
    assert "按现在的数再订" not in page
    assert "订后变了：多 2 份。请打电话改" in read(office, "/meals/")
    with clock.fixed(at(1, 10, 10)):
        assert "订了 8 份" in sent(office, "/meals/say/", day=DAY, order="lunch")
        assert "按现在的数再订" not in read(office, "/meals/")


def test_what_was_typed_wrong_stands_again(cast: Cast, signed_in: SignedIn) -> None:
    ident, lead = point(cast)
    client = signed_in(lead)
    typed = {"day": DAY, "meal": "supper", "place": ident, "heads": "三", "why": "检查组来"}
    page = sent(client, "/meals/say/", extra="1", **typed)
    assert "份数没看懂" in page
    assert 'value="三"' in page
    assert 'value="检查组来"' in page
    assert "没有这个用餐的地方" in sent(
        client, "/meals/say/", day=DAY, place="x", heads="3", crew="1"
    )
    assert client.get("/meals/?day=2022-02-10").status_code == 400
    assert client.get("/meals/?day=x").status_code == 400


def test_a_lead_sees_no_text_for_the_kitchen_and_copies_one_without_diets(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = point(cast)
    say_crew(lead, MONDAY, ident, Count(6, {Diet.VEGETARIAN: 2}))
    page = read(signed_in(lead), "/meals/")
    assert "其中 素食 2" in page
    assert "普通4" not in page
    assert "3号采样点 东门 6份" in page
    assert "复制到微信群" in page


def test_where_few_eat_no_diet_is_shown_but_packed(cast: Cast, signed_in: SignedIn) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    with acting(cast.clerk):
        members = list(ForceMember.objects.all())
    for one in members:
        tell_diet_of(cast.clerk, one.id, {Diet.HALAL: 1})
    client = signed_in(cast.clerk)
    page = read(client, "/meals/")
    assert "其中 清真" not in page
    assert "锦绣城 1号楼值守：1份（其中清真1）" in page
    assert "清真" not in read(client, "/meals/sheet/")


def test_a_point_that_said_nothing_is_named_where_others_sample(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = point(cast)
    point(cast, 4)
    client = signed_in(cast.clerk)
    assert "还没报点上多少人" not in read(client, "/meals/")
    say_crew(lead, MONDAY, ident, Count(6))
    page = read(client, "/meals/")
    assert '三餐没有算：<span lang="zh">4号采样点 东门</span>' in page


def test_the_sheet_has_a_row_a_place_and_nobody_who_eats(cast: Cast, signed_in: SignedIn) -> None:
    ident, lead = point(cast)
    say_crew(lead, TOMORROW, ident, Count(6, {Diet.HALAL: 1}))
    client = signed_in(cast.clerk)
    assert "谁领谁发" in sent(
        client, "/meals/say/", day=TOMORROW.isoformat(), place=ident, who="马司机", hands="1"
    )
    page = read(client, f"/meals/sheet/?day={TOMORROW.isoformat()}")
    assert page.count("<strong>6</strong>") == 6
    assert "马司机" in page
    assert "签收" in page
    # No night meal is eaten, so it has no column.
    assert "夜餐" not in page


def test_somebody_says_what_she_eats_and_reads_her_own_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    (who, other) = joins(cast, 2)
    with acting(cast.clerk):
        numbers = {one.id: one.number for one in CrewMember.objects.filter(id__in=[who, other])}
        member = ForceMember.objects.get(person=who)
    hers = signed_in(person_of(cast, numbers[who]))
    assert "只有份数报给食堂" in sent(hers, "/meals/say/", day=DAY, diet="halal")
    assert 'value="halal" aria-pressed="true"' in read(hers, "/meals/")
    theirs = signed_in(person_of(cast, numbers[other]))
    assert "aria-pressed" not in read(theirs, "/meals/")
    office = signed_in(cast.clerk)
    assert "aria-pressed" not in read(office, f"/force/{member.id}/")
    assert "只有份数报给食堂" in sent(office, f"/meals/diet/{member.id}/", diet="none")
    assert "aria-pressed" not in read(hers, "/meals/")
    assert "您不在防控力量的名单里" in sent(
        signed_in(cast.captain), "/meals/say/", day=DAY, diet="halal"
    )


def test_the_office_says_how_many_of_a_crew_keep_a_diet(cast: Cast, signed_in: SignedIn) -> None:
    who = crew(cast)
    deploy(cast.clerk, [who.id], NewDeployment("入户采样", MONDAY, "am"))
    client = signed_in(cast.clerk)
    sent(client, f"/meals/diet/{who.id}/", diet="crew", halal="2", mild="1")
    assert card(cast.clerk, Meal.LUNCH).whole == Count(6, {Diet.HALAL: 2, Diet.MILD: 1})
    assert "特殊餐加起来比人数还多" in sent(
        client, f"/meals/diet/{who.id}/", diet="crew", halal="9"
    )


def test_a_page_of_many_places_asks_no_more_than_one_of_few(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client, "/meals/")
        return len(seen)

    for number in range(1, 9):
        ident, lead = point(cast, number)
        say_crew(lead, MONDAY, ident, Count(6))
        if number == 1:
            deploy(cast.clerk, [crew(cast).id], NewDeployment("入户采样", MONDAY, "am"))
            few = asked()
    assert asked() == few


def test_whoever_answers_for_no_place_opens_no_sheet(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert "您的餐" in read(client, "/meals/")
    assert client.get("/meals/sheet/").status_code == 403
    assert "加减份数" not in read(client, "/meals/")


def test_the_pages_are_english_too(cast: Cast, signed_in: SignedIn) -> None:
    ident, lead = point(cast)
    say_crew(lead, MONDAY, ident, Count(6, {Diet.HALAL: 1}))
    correct_heads(lead, MONDAY, Meal.LUNCH, ident, Count(2), "临时支援")
    client = signed_in(cast.clerk)
    client.post("/language/", {"language": "en", "next": "/"})
    for path in ("/meals/", "/meals/sheet/"):
        assert chinese_outside(read(client, path)) == [], path
    assert "handed out by" in read(client, "/meals/")
