"""The tube of a positive, registered by hand while the city's app was down: known by the card, else told apart."""

from uuid import UUID

import pytest

from tests.actions.test_app_outages import TEN, Place, down, number, place, somebody, ten
from tests.actions.test_case_contacts import sheet
from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.app_outages.registering import register_person
from wumen.actions.case_contacts import near_in_tube, take_near
from wumen.actions.occurrences import note as note_occurrence
from wumen.actions.register import NewResident, register_household
from wumen.actions.sampling_rounds.tubes import agree_to_tube, ask_tube
from wumen.queries.posts import acting
from wumen.records.models import Resident
from wumen.rules.case_contacts import Ground
from wumen.rules.occurrences import OccurrenceDraft
from wumen.rules.problems import Problem

__all__ = ["down", "place", "ten"]
HOME = f"{COMPOUND}/2/1/301"


@pytest.fixture
def asked(cast: Cast, street: Street, down: Place) -> tuple[int, UUID]:
    """In tube T1 the positive 第1人 and her neighbour 第2人, both registered, and 第3人 whom nobody knows."""
    home = register_household(cast.clerk, HOME, [NewResident("第1人", number(1))])
    register_household(cast.clerk, f"{COMPOUND}/2/1/302", [NewResident("第2人", number(2))])
    for serial in (1, 2, 3):
        register_person(down[1], down[0], somebody(serial))
    with acting(cast.clerk):
        she = Resident.objects.get(household=home.id)
    said = OccurrenceDraft("positive", HOME, TEN, "区疾控电话", str(she.id))
    look = ask_tube(cast.clerk, "T1", "混管阳性，逐人复采")
    agree_to_tube(cast.secretary, look.id)
    return note_occurrence(cast.clerk, said).number, look.id


def test_who_was_typed_is_found_by_her_card_and_who_is_in_no_register_is_not_lost(
    cast: Cast, asked: tuple[int, UUID]
) -> None:
    found = near_in_tube(cast.clerk, *asked)
    groups = {one.ground: [each.name for each in one.people] for one in found.groups}
    assert groups[Ground.TUBE] == ["第2人"]
    assert "第2人" not in groups[Ground.UNIT]
    assert [one.name for one in found.typed] == ["第3人"]


def test_those_who_trace_get_whom_no_register_knows_as_she_was_typed(
    cast: Cast, asked: tuple[int, UUID]
) -> None:
    taken = take_near(cast.clerk, asked[0], [Ground.TUBE], "交区疾控流调组", asked[1])
    rows = sheet(taken.content)
    assert taken.count == 2
    (typed,) = [line for line in rows if "第3人" in line]
    assert typed[1:3] == [number(3), "13800000001"]
    assert all("第1人" not in line for line in rows)


def test_a_positive_who_was_typed_without_her_card_is_known_by_name_and_telephone(
    cast: Cast, street: Street, down: Place
) -> None:
    home = register_household(
        cast.clerk, HOME, [NewResident("第7人", number(7), telephones=("13800000007",))]
    )
    with acting(cast.clerk):
        she = Resident.objects.get(household=home.id)
    said = OccurrenceDraft("positive", HOME, TEN, "区疾控电话", str(she.id))
    positive = note_occurrence(cast.clerk, said).number
    for serial, tube, telephone in ((7, "T7", "13800000007"), (8, "T8", "13800000008")):
        typed = somebody(7, number="", telephone=telephone, tube=tube)
        register_person(down[1], down[0], typed)
        look = ask_tube(cast.clerk, tube, "混管阳性，逐人复采")
        agree_to_tube(cast.secretary, look.id)
        if serial == 7:
            assert near_in_tube(cast.clerk, positive, look.id).typed == ()
        else:
            with pytest.raises(Problem, match="contact_tube_other"):
                near_in_tube(cast.clerk, positive, look.id)
