"""The page of a household's dossier: all of it for who may see it, logged, no number complete."""

from uuid import uuid4

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.workbooks import number
from wumen.actions.changes import merge_residents
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import do
from wumen.actions.homes import note_away
from wumen.actions.knocks import knock
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import Household, Resident
from wumen.rules.duties import DutyKey
from wumen.rules.homes import Away
from wumen.rules.knocks import Result


@pytest.fixture
def lived_in(cast: Cast, street: Street) -> Household:
    """A household to which everything happened once."""
    people = [
        NewResident(
            "甲一", identity_number=number(1), telephones=("13800000001",), needs=("透析",)
        ),
        NewResident("甲二", place=1),
    ]
    household = register_household(cast.clerk, f"{COMPOUND}/1/1/301", people)
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    with acting(cast.clerk):
        one, other = Resident.objects.filter(household=household).order_by("place")
    key = DutyKey(clock.today(), "temperature", str(one.id), "am")
    do(cast.sampler, key, "measured", {"celsius": 36.5})
    note_away(cast.captain, household.id, [one.id], Away(clock.today(), None))
    merge_residents(cast.clerk, one.id, other.id)
    knock(cast.captain, household.id, Result.NOBODY_HOME)
    return household


def address(household: Household) -> str:
    """Where the dossier is."""
    return f"/register/home/{household.id}/dossier/"


def test_the_dossier_shows_every_part_and_no_complete_number(
    cast: Cast, lived_in: Household, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).get(address(lived_in))
    page = reply.content.decode()
    assert reply["Cache-Control"] == "no-store"
    for part in ("甲一", "甲二", "封控区", "通告第1号", "家里没人", "量体温", "实测", "王医生"):
        assert part in page
    assert "两条合并为一人" in page
    assert "138******01" in page
    for hidden in (number(1), "13800000001", "36.5"):
        assert hidden not in page


def test_a_look_at_the_page_is_in_the_log(
    cast: Cast, lived_in: Household, signed_in: SignedIn
) -> None:
    signed_in(cast.captain).get(address(lived_in))
    with acting(cast.operator):
        kinds = [one.kind for one in unread("test", 10_000)]
    assert kinds.count("dossier.looked_at") == 1


def test_a_dossier_of_another_area_does_not_exist(
    cast: Cast, lived_in: Household, signed_in: SignedIn
) -> None:
    for viewer, path, status in (
        (cast.outsider, address(lived_in), 404),
        (cast.volunteer, address(lived_in), 403),
        (cast.clerk, f"/register/home/{uuid4()}/dossier/", 404),
    ):
        reply = signed_in(viewer).get(path)
        assert reply.status_code == status
        assert "甲一" not in reply.content.decode()


def test_the_page_of_a_home_leads_to_its_dossier(
    cast: Cast, lived_in: Household, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get(f"/register/home/{lived_in.id}/").content.decode()
    assert f'href="{address(lived_in)}"' in page


def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, lived_in: Household, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk, accept_language="en").get(address(lived_in)).content.decode()
    assert chinese_outside(page) == []
    assert "lockdown zone" in page
