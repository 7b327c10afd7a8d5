"""Requests that no page of ours sends: they are refused with a sentence and never break anything."""

import pytest

from tests.cast import COMMUNITY, PATH, Cast
from tests.street import Street
from tests.web.conftest import SignedIn
from wumen.queries.special_needs import care

UNTYPED = "甲\x00乙"


@pytest.mark.parametrize(
    ("rest", "typed"),
    [
        ("people/new/", {"name": UNTYPED}),
        ("people/{aunt}/", {"name": "张", "relation": UNTYPED}),
        (
            "needs/new/",
            {"resident": "{aunt}", "kind": "dialysis", "hospital": UNTYPED, "save": "1"},
        ),
        ("tenancy/lodgers/", {"list": f"姓名\n{UNTYPED}"}),
        ("changes/", {"way": "home", "building": UNTYPED, "room": "9"}),
    ],
)
def test_signs_that_nobody_types_are_refused_in_every_form_of_a_home(
    rest: str, typed: dict[str, str], cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    aunt = str(street.aunt_zhang.id)
    at = f"/register/home/{street.households['1/1/202'].id}/{rest.format(aunt=aunt)}"
    sent = {name: value.format(aunt=aunt) for name, value in typed.items()}
    reply = signed_in(cast.clerk).post(at, sent)
    assert reply.status_code == 400
    page = reply.content.decode()
    assert "request_unreadable" in page
    # The words come back without them.
    assert "甲乙" in page
    assert "\x00" not in page


def test_signs_that_nobody_types_are_refused_wherever_names_are_given(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    for at, typed in (
        ("/register/household/new/", {"building": f"{PATH}1", "room": "901", "name": UNTYPED}),
        ("/register/organisations/", {"area": PATH, "name": UNTYPED, "kind": "supermarket"}),
        ("/register/grids/", {"community": COMMUNITY, "name": UNTYPED}),
        (f"/register/facilities/{PATH}1/", {"act": "add", "area": PATH, "name": UNTYPED}),
        ("/register/split/", {"compound": PATH, "place": f"{PATH}1/", "name": UNTYPED}),
        ("/search/", {"q": UNTYPED}),
    ):
        assert client.post(at, typed).status_code == 400
    assert client.get("/register/let/?area=%00").status_code == 400


def test_a_page_number_beyond_all_numbers_is_the_first_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    assert care(cast.captain).total == 1
    reply = signed_in(cast.captain).get("/register/care/", {"page": "9" * 500})
    assert reply.status_code == 200
    assert "张阿姨" in reply.content.decode()


def test_a_knock_without_a_list_to_go_back_to_goes_back_to_the_home(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    home = f"/register/home/{street.households['1/1/202'].id}/"
    reply = signed_in(cast.captain).post(home + "knock/", {"result": "spoken", "area": "/"})
    assert (reply.status_code, reply.headers["Location"]) == (302, home)


def test_no_page_of_a_captain_tells_which_illness_the_ledger_names(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    home = f"/register/home/{street.households['1/1/202'].id}/"
    clerk, captain = signed_in(cast.clerk), signed_in(cast.captain)
    said = {"name": "张阿姨", "relation": "户主", "needs": "精神障碍"}
    assert clerk.post(f"{home}people/{street.aunt_zhang.id}/", said).status_code == 302
    assert "精神障碍" in clerk.get(home).content.decode()
    for at in (
        home,
        f"{home}needs/",
        f"{home}dossier/",
        f"{home}changes/",
        f"{home}tenancy/",
        "/register/care/",
        "/register/lists/?list=needs",
        "/register/line/",
        f"/register/building/{PATH}1/",
        f"/register/knocks/{PATH}1/",
    ):
        reply = captain.get(at)
        assert reply.status_code == 200, at
        assert "精神障碍" not in reply.content.decode(), at


def test_digits_without_end_and_years_that_no_calendar_holds_are_refused_kindly(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    endless = {"area": PATH, "matter": "list:x", "group": "9" * 5000}
    reply = client.post("/group-sent/", endless)
    assert (reply.status_code, "request_unreadable" in reply.content.decode()) == (400, True)
    for year in ("0001", "9999"):
        page = client.get(f"/reports/?at={year}-01-01T00:00")
        assert (page.status_code, "time_unreadable" in page.content.decode()) == (400, True)
