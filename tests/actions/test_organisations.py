"""Organisations with rosters: who works there, linked to where she lives, and each person counted once."""

from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection

from tests.cast import COMMUNITY, COMPOUND, Cast, person
from tests.street import Street
from tests.workbooks import number
from wumen.actions import organisations as actions
from wumen.actions.organisations import NewOrganisation, RosterOutcome, add_people, read_list
from wumen.actions.register import NewResident, register_household
from wumen.queries.organisations import PeopleOnce, organisation, organisation_lines, people_once
from wumen.queries.posts import acting
from wumen.records import event_log
from wumen.records.models import Organisation, RosterEntry
from wumen.records.scope import WHOLE, scoped
from wumen.rules.masks import mask_identity_number
from wumen.rules.organisations import OrganisationKind
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

SITE = NewOrganisation("一标段项目部", OrganisationKind.BUILDING_SITE, "刘工", "13900000001")
SHOP = NewOrganisation("惠民超市", OrganisationKind.SUPERMARKET)


def registered(viewer: Viewer, new: NewOrganisation, place: str = COMMUNITY) -> Organisation:
    """An organisation at a place."""
    return actions.register_organisation(viewer, place, new)


def added(viewer: Viewer, row: Organisation, text: str) -> RosterOutcome:
    """What became of a pasted list."""
    return add_people(viewer, row.id, read_list(text))


def others(once: PeopleOnce) -> tuple[int, int, int]:
    """On rosters, of these residents, and others."""
    return once.on_rosters, once.of_them_residents, once.others


@pytest.fixture
def worker(cast: Cast, street: Street) -> str:
    """The number of a resident of building 1 who works at a site."""
    people = [
        NewResident("钱师傅", number(7), ("13800000007",)),
        NewResident("孙师傅", None, ("13800000008",)),
    ]
    register_household(cast.clerk, f"{COMPOUND}/1/1/401", people)
    return number(7)


def test_an_organisation_stands_with_its_contact_masked(cast: Cast) -> None:
    registered(cast.clerk, SITE, COMPOUND)
    line = organisation_lines(cast.clerk)[0]
    assert (line.name, line.kind, line.place) == ("一标段项目部", "building_site", "锦绣城")
    assert (line.contact, line.telephones) == ("刘工", ("139******01",))
    assert (line.people, line.living_here) == (0, 0)


def test_the_contact_is_sealed_and_a_look_at_the_number_is_logged(cast: Cast) -> None:
    row = registered(cast.clerk, SITE)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT contact_sealed FROM organisation")
        sealed = bytes(cursor.fetchone()[0])
    assert "刘工".encode() not in sealed
    assert b"13900000001" not in sealed
    assert actions.show_contact(cast.clerk, row.id) == ["13900000001"]
    with scoped(WHOLE):
        kinds = [one.kind for one in event_log.unread("test")]
    assert kinds.count("organisation.contact_shown") == 1


@pytest.mark.parametrize(
    ("place", "new", "code"),
    [
        (COMMUNITY, NewOrganisation(" ", OrganisationKind.SHOP), "name_empty"),
        (
            COMMUNITY,
            NewOrganisation("某店", OrganisationKind.SHOP, "", "13900000001"),
            "contact_name_missing",
        ),
        (COMMUNITY, NewOrganisation("某店", OrganisationKind.SHOP, "王", "139000"), "phone_length"),
        (f"{COMPOUND}/99", SHOP, "area_unknown"),
        ("410102013001", SHOP, "area_not_yours"),
    ],
)
def test_what_cannot_be_registered_is_refused(
    cast: Cast, place: str, new: NewOrganisation, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        registered(cast.clerk, new, place)
    assert organisation_lines(cast.operator) == []


def test_an_organisation_is_registered_once_at_its_place(cast: Cast) -> None:
    registered(cast.clerk, SHOP)
    with pytest.raises(Problem, match="organisation_known"):
        registered(cast.clerk, SHOP)
    registered(cast.clerk, SHOP, COMPOUND)


def test_a_correction_keeps_the_telephones_of_the_same_contact(cast: Cast) -> None:
    row = registered(cast.clerk, SITE)
    changed = NewOrganisation("二标段项目部", OrganisationKind.BUILDING_SITE, "刘工")
    actions.change_organisation(cast.clerk, row.id, changed)
    assert organisation_lines(cast.clerk)[0].telephones == ("139******01",)
    actions.change_organisation(cast.clerk, row.id, NewOrganisation("二标段", SITE.kind, "赵工"))
    assert organisation_lines(cast.clerk)[0].telephones == ()


def test_a_list_is_put_on_the_roster_and_fed_again_changes_nothing(cast: Cast, worker: str) -> None:
    row = registered(cast.clerk, SITE)
    text = f"钱师傅 {worker} 13800000007\n周师傅 {number(8)}\n吴师傅 13811111111\n郑师傅"
    first, again = added(cast.clerk, row, text), added(cast.clerk, row, text)
    assert (first.new, first.changed, first.unchanged, first.living_here) == (4, 0, 0, 1)
    assert (again.new, again.changed, again.unchanged, again.living_here) == (0, 0, 4, 1)
    line, roster = organisation(cast.clerk, row.id)
    assert (line.people, line.living_here) == (4, 1)
    assert len(roster) == 4


def test_a_corrected_line_completes_the_person_it_means(cast: Cast, street: Street) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, "周师傅 13811111111")
    text = f"周师傅 13811111111 {number(8)}\n周师傅 13811111111 {number(9)}"
    outcome = added(cast.clerk, row, text)
    assert (outcome.new, outcome.changed) == (1, 1)
    _, roster = organisation(cast.clerk, row.id)
    assert {one.identity_number for one in roster} == {
        mask_identity_number(number(serial)) for serial in (8, 9)
    }


def test_of_two_workers_without_a_number_nobody_is_taken_for_the_other(
    cast: Cast, street: Street
) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, "周师傅 13811111111\n周师傅 13822222222\n周师傅")
    assert added(cast.clerk, row, "周师傅 13822222222\n周师傅").unchanged == 2
    assert organisation_lines(cast.clerk)[0].people == 3


def test_a_resident_is_known_by_her_number_else_by_name_and_telephone(
    cast: Cast, worker: str
) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, f"小钱 {worker}\n孙师傅 13800000008\n钱师傅\n孙师父 13800000008")
    _, roster = organisation(cast.clerk, row.id)
    doors = {one.name: one.door for one in roster}
    assert doors["小钱"] == doors["孙师傅"] == "锦绣城 1号楼 1单元 401"
    assert doors["钱师傅"] == doors["孙师父"] == ""


def test_a_resident_whom_the_viewer_may_not_see_is_not_linked(cast: Cast, worker: str) -> None:
    row = registered(cast.outsider, SITE, "410102013001")
    assert added(cast.outsider, row, f"钱师傅 {worker}").living_here == 0
    _, roster = organisation(cast.outsider, row.id)
    assert roster[0].household is None


def test_a_person_on_two_rosters_counts_once(cast: Cast, street: Street) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    added(cast.clerk, site, f"周师傅 {number(8)}\n吴师傅 13811111111")
    added(cast.clerk, shop, f"周师傅 {number(8)}\n吴师傅 13811111111\n郑师傅 {number(9)}")
    once = people_once(cast.clerk)
    assert others(once) == (3, 0, 3)
    assert (once.residents, once.people, once.without_number) == (30, 33, 0)


def test_a_resident_on_a_roster_counts_once(cast: Cast, worker: str) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    added(cast.clerk, site, f"钱师傅 {worker}\n孙师傅 13800000008\n周师傅 {number(8)}")
    added(cast.clerk, shop, f"钱师傅 {worker}\n孙师傅 13800000008")
    once = people_once(cast.clerk)
    assert others(once) == (3, 2, 1)
    assert (once.residents, once.people) == (32, 33)


def test_who_is_linked_by_telephone_and_written_with_a_number_elsewhere_counts_once(
    cast: Cast, worker: str
) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    added(cast.clerk, site, "钱师傅 13800000007")
    added(cast.clerk, shop, f"钱师傅 {worker}")
    assert others(people_once(cast.clerk)) == (1, 1, 0)


def test_who_moves_in_after_she_was_put_on_a_roster_counts_once(cast: Cast, street: Street) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, f"周师傅 {number(8)}")
    assert others(people_once(cast.clerk)) == (1, 0, 1)
    register_household(cast.clerk, f"{COMPOUND}/2/1/901", [NewResident("周师傅", number(8))])
    assert others(people_once(cast.clerk)) == (1, 1, 0)


def test_people_without_any_number_count_each_and_are_said(cast: Cast, street: Street) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    added(cast.clerk, site, "周师傅\n吴师傅")
    added(cast.clerk, shop, "周师傅")
    once = people_once(cast.clerk)
    assert (once.others, once.without_number) == (3, 3)


def test_who_lives_in_another_part_of_the_area_is_no_resident_of_the_place_asked_for(
    cast: Cast, worker: str
) -> None:
    row = registered(cast.clerk, SHOP, f"{COMPOUND}/2")
    added(cast.clerk, row, f"钱师傅 {worker}")
    assert others(people_once(cast.clerk, f"{COMPOUND}/2")) == (1, 0, 1)
    assert others(people_once(cast.clerk, f"{COMPOUND}/1")) == (0, 0, 0)
    assert others(people_once(cast.clerk)) == (1, 1, 0)


def test_who_left_and_who_works_at_a_closed_place_counts_no_more(
    cast: Cast, street: Street
) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    added(cast.clerk, site, f"周师傅 {number(8)}\n吴师傅 {number(9)}")
    added(cast.clerk, shop, f"郑师傅 {number(10)}")
    with acting(cast.clerk):
        left = RosterEntry.objects.get(name="周师傅")
    assert actions.remove_people(cast.clerk, site.id, [left.id]) == 1
    actions.close_organisation(cast.clerk, shop.id)
    assert others(people_once(cast.clerk)) == (1, 0, 1)
    actions.reopen_organisation(cast.clerk, shop.id)
    assert others(people_once(cast.clerk)) == (2, 0, 2)


def test_who_left_stays_in_the_book_and_may_come_back(cast: Cast, street: Street) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, f"周师傅 {number(8)}")
    _, roster = organisation(cast.clerk, row.id)
    actions.remove_people(cast.clerk, row.id, [roster[0].id])
    with pytest.raises(Problem, match="roster_person_unknown"):
        actions.remove_people(cast.clerk, row.id, [roster[0].id])
    assert added(cast.clerk, row, f"周师傅 {number(8)}").new == 1
    line, roster = organisation(cast.clerk, row.id)
    assert line.people == 1
    assert [one.left_at is None for one in roster] == [True, False]


def test_a_site_of_two_thousand_is_taken_and_counted_in_a_few_statements(
    cast: Cast, street: Street, django_assert_max_num_queries: object
) -> None:
    site, shop = registered(cast.clerk, SITE), registered(cast.clerk, SHOP)
    text = "\n".join(f"工人 {'甲乙丙丁'[one % 4]} 1380{one:07d}" for one in range(2000))
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert added(cast.clerk, site, text).new == 2000
    added(cast.clerk, shop, text)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert others(people_once(cast.clerk)) == (2000, 0, 2000)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert [one.people for one in organisation_lines(cast.clerk)] == [2000, 2000]


def test_a_list_comes_as_a_workbook_or_as_text_of_any_encoding(
    cast: Cast, street: Street, tmp_path: Path
) -> None:
    file = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate(
            [("姓名", "身份证号"), ("张三", number(8)), ("李四", 4.10102e17)]
        ):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
    reading = actions.read_list_file(cast.clerk, "名单.xlsx", file.read_bytes())
    assert [one.identity_number for one in reading.people] == [number(8), None]
    assert [one.code for one in reading.problems] == ["digits_lost"]
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        content = f"张三,{number(8)}\n".encode(encoding)
        assert actions.read_list_file(cast.clerk, "名单.csv", content).people[0].name == "张三"
    with pytest.raises(Problem, match="file_not_workbook"):
        actions.read_list_file(cast.clerk, "名单.xlsx", b"nothing")
    with pytest.raises(Problem, match="file_too_large"):
        actions.read_list_file(cast.clerk, "名单.csv", b" " * (9 * 1024 * 1024))


def test_one_person_is_added_and_a_damaged_number_is_refused(cast: Cast, worker: str) -> None:
    row = registered(cast.clerk, SITE)
    assert actions.add_person(cast.clerk, row.id, "钱师傅", worker, "").living_here == 1
    for name, identity, telephone, code in (
        ("", "", "", "name_empty"),
        ("周师傅", "410198199001010010", "", "check_digit"),
        ("周师傅", "", "1380", "phone_length"),
    ):
        with pytest.raises(Problem, match=code):
            actions.add_person(cast.clerk, row.id, name, identity, telephone)
    assert organisation_lines(cast.clerk)[0].people == 1


def test_a_closed_organisation_takes_nobody(cast: Cast) -> None:
    row = registered(cast.clerk, SITE)
    actions.close_organisation(cast.clerk, row.id)
    with pytest.raises(Problem, match="organisation_closed"):
        added(cast.clerk, row, "周师傅")
    assert organisation_lines(cast.clerk)[0].closed_at is not None


def test_another_office_neither_sees_nor_changes_an_organisation(cast: Cast) -> None:
    row = registered(cast.clerk, SITE)
    assert organisation_lines(cast.outsider) == []
    for forbidden in (
        lambda: organisation(cast.outsider, row.id),
        lambda: actions.close_organisation(cast.outsider, row.id),
        lambda: actions.show_contact(cast.outsider, row.id),
    ):
        with pytest.raises(Problem, match="organisation_unknown"):
            forbidden()


def test_who_only_looks_changes_nothing_and_who_keeps_the_gate_sees_nothing(cast: Cast) -> None:
    row = registered(cast.clerk, SITE)
    grid_worker = person(cast.operator, "网格员", "community_worker", "grid_worker", COMMUNITY)
    assert organisation_lines(grid_worker)[0].name == "一标段项目部"
    with pytest.raises(Problem, match="right_missing"):
        added(grid_worker, row, "周师傅")
    with pytest.raises(Problem, match="right_missing"):
        people_once(cast.volunteer)


def test_the_log_names_nobody(cast: Cast, worker: str) -> None:
    row = registered(cast.clerk, SITE)
    added(cast.clerk, row, f"钱师傅 {worker} 13800000007")
    with scoped(WHOLE):
        said = [repr(one) for one in event_log.unread("test")]
    assert any("roster.added" in one for one in said)
    assert not any(
        word in one for one in said for word in ("钱师傅", worker, "13800000007", "刘工")
    )
