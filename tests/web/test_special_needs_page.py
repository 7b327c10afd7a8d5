"""The pages of special care: the list, the sheet for print, the needs of a home."""

import pytest
from django.test import Client

from tests.cast import PATH, Cast, person
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.queries.special_needs import care, home
from wumen.records.models import Resident, SpecialNeed
from wumen.rules.posts import Viewer

CARE = "/register/care/"


@pytest.fixture
def teacher(cast: Cast, street: Street) -> Resident:
    """钱老师 of 1-1-301, of whom the ledger says 透析 and a word that nobody understands."""
    register_household(
        cast.clerk, f"{PATH}1/1/301", [NewResident("钱老师", needs=("透析", "先找女儿"))]
    )
    with acting(cast.clerk):
        return Resident.objects.get(name="钱老师")


def page_of(client: Client, path: str, **sent: str) -> str:
    """The page as text."""
    reply = client.get(path, sent)
    assert reply.status_code == 200, reply.content.decode()
    return reply.content.decode()


def needs_of(teacher: Resident) -> str:
    """The page of her home."""
    return f"/register/home/{teacher.household_id}/needs/"


def one_of(viewer: Viewer, teacher: Resident) -> str:
    """The page of her first need."""
    line = next(one for one in home(viewer, teacher.household_id).people if one.needs)
    return f"{needs_of(teacher)}{teacher.id}/{line.needs[0].ref}/"


def test_the_office_sees_the_kind_and_what_is_missing_with_a_link(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    page = page_of(signed_in(cast.clerk), CARE)
    assert "透析日、" in page.replace("</a>", "").replace("\n", "")
    assert "请补充：" in page
    assert "先找女儿" in page
    assert one_of(cast.clerk, teacher) in page
    assert page.index("钱老师") < page.index("张阿姨")


def test_a_captain_sees_what_to_do_and_never_why(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    pages = [
        page_of(client, path)
        for path in (CARE, f"{CARE}?print=1", needs_of(teacher), one_of(cast.captain, teacher))
    ]
    for page in pages:
        assert "用车还不清楚" in page
        assert "透析" not in page
        assert "dialysis" not in page
        assert "先找女儿" not in page
    assert "重</span>" in pages[0]


def test_the_sheet_for_print_tells_nobody_why(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    page = page_of(signed_in(cast.clerk), CARE, print="1")
    assert "用车还不清楚" in page
    assert "透析" not in page


def test_the_list_is_narrowed_by_building_and_ask(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "钱老师" not in page_of(client, CARE, building=f"{PATH}2/")
    unknown = page_of(client, CARE, ask="unknown")
    assert "钱老师" in unknown
    assert "张阿姨" not in unknown
    assert "张阿姨" in page_of(client, CARE, category="elderly_alone")
    assert "没有这样的住户" in page_of(client, CARE, ask="cars_today")
    # What nobody has offered narrows nothing.
    assert "张阿姨" in page_of(client, CARE, ask="x", category="y", page="z")


def test_a_home_is_found_by_its_room_and_a_wrong_room_keeps_what_was_typed(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    found = client.get(CARE, {"building": f"{PATH}1/", "unit": "1单元", "room": "301室"})
    assert found.status_code == 302
    assert found["Location"] == needs_of(teacher)
    lost = client.get(CARE, {"building": f"{PATH}1/", "unit": "1", "room": "909"})
    assert lost.status_code == 404
    assert "household_unknown" in lost.content.decode()
    assert 'value="909"' in lost.content.decode()


def test_a_need_is_noted_in_two_steps_and_its_kind_stands_in_no_address(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    new = f"{needs_of(teacher)}new/"
    first = page_of(client, new, resident=str(teacher.id))
    assert 'value="pregnant"' in first
    sent = {"resident": str(teacher.id), "kind": "pregnant"}
    fields = client.post(new, sent).content.decode()
    assert 'name="due_on"' in fields
    assert 'name="weekdays"' not in fields
    done = client.post(new, {**sent, "save": "1", "due_on": "2022-01-20"}, follow=True)
    assert "已登记。" in done.content.decode()
    assert "随时备车" in done.content.decode()
    assert "孕" not in done.content.decode()
    with acting(cast.clerk):
        assert SpecialNeed.objects.count() == 1


def test_a_refusal_notes_nothing_and_keeps_what_was_typed(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    new = f"{needs_of(teacher)}new/"
    sent = {"resident": str(teacher.id), "kind": "pregnant", "save": "1"}
    reply = client.post(new, {**sent, "due_on": "2031-01-20", "hospital": "市医院"})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "need_date_impossible" in page
    assert 'value="2031-01-20"' in page
    assert 'value="市医院"' in page
    for kind in ("", "flu"):
        refused = client.post(new, {"resident": str(teacher.id), "kind": kind})
        assert refused.status_code == 404
        assert "need_kind_unknown" in refused.content.decode()
    with acting(cast.clerk):
        assert not SpecialNeed.objects.exists()


def test_a_need_of_the_ledger_is_completed_and_ended(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    done = client.post(
        one_of(cast.clerk, teacher),
        {"weekdays": ["1", "4"], "hour": "07:00", "hospital": "市医院"},
        follow=True,
    )
    page = done.content.decode()
    assert "周一、四 7:00 用车" in page
    assert "市医院" in page
    kept = page_of(client, one_of(cast.clerk, teacher))
    assert 'value="4" checked' in kept
    assert 'value="07:00"' in kept
    gone = client.post(one_of(cast.clerk, teacher), {"end": "1"}, follow=True)
    assert "用车" not in gone.content.decode()
    with acting(cast.clerk):
        assert [one.ended_at is None for one in SpecialNeed.objects.all()] == [False]


def test_a_wrong_change_is_shown_at_the_form(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post(
        one_of(cast.clerk, teacher), {"hour": "99", "hospital": "二院"}
    )
    assert reply.status_code == 400
    assert "need_hour_impossible" in reply.content.decode()
    assert 'value="二院"' in reply.content.decode()


def test_who_may_not_correct_homes_sees_none_of_it(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    paths = [CARE, needs_of(teacher), f"{needs_of(teacher)}new/", one_of(cast.clerk, teacher)]
    for viewer in (cast.sampler, cast.volunteer, cast.outsider):
        client = signed_in(viewer)
        for path in paths:
            reply = client.get(path)
            assert "钱老师" not in reply.content.decode()
            assert reply.status_code == (
                200
                if (viewer, path) == (cast.outsider, CARE)
                else 403
                if viewer is not cast.outsider
                else 404
            )
    assert CARE not in signed_in(cast.sampler).get("/register/").content.decode()
    assert CARE in signed_in(cast.captain).get("/register/").content.decode()


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    for viewer in (cast.clerk, cast.captain):
        client = signed_in(viewer, accept_language="en")
        for path in (CARE, f"{CARE}?print=1", needs_of(teacher), one_of(viewer, teacher)):
            assert chinese_outside(page_of(client, path)) == []
        new = f"{needs_of(teacher)}new/"
        assert chinese_outside(page_of(client, new, resident=str(teacher.id))) == []
        sent = {"resident": str(teacher.id), "kind": "dialysis"}
        assert chinese_outside(client.post(new, sent).content.decode()) == []


def test_the_list_costs_the_same_statements_however_many_are_in_care(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(cast.clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(CARE)
        return len(found)

    asked()
    few = asked()
    for door in range(301, 321):
        register_household(
            cast.clerk, f"{PATH}1/1/{door}", [NewResident(f"住户{door}", needs=("透析",))]
        )
    assert asked() == few
    assert care(cast.clerk).total == 21


def test_a_unit_lead_finds_the_homes_of_her_unit(
    cast: Cast, teacher: Resident, signed_in: SignedIn
) -> None:
    lead = person(cast.operator, "赵单元长", "volunteer", "unit_lead", f"{PATH}1/1")
    client = signed_in(lead)
    page = page_of(client, CARE)
    assert "锦绣城 1号楼 1-301" in page
    assert f'value="{PATH}1/1/"' in page
    found = client.get(CARE, {"building": f"{PATH}1/1/", "unit": "", "room": "301"})
    assert found["Location"] == needs_of(teacher)
