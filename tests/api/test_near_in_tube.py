"""Who shares the tube of a positive stands beside who lives with her: by a look of two, each once, nobody lost."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.actions.test_case_contacts import positive
from tests.api.conftest import SEVEN
from tests.api.test_tubes import WHY, looked_at
from tests.cast import COMPOUND, Cast
from tests.phone import Phone
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.conftest import signed_in as signed_in
from wumen.actions.case_contacts import near_in_tube, take_near
from wumen.actions.occurrences import note as note_occurrence
from wumen.actions.sampling_rounds.tubes import agree_to_tube, ask_tube
from wumen.queries.case_contacts import OfPositive, near_positive
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.rules.case_contacts import Ground
from wumen.rules.occurrences import OccurrenceDraft
from wumen.rules.problems import Problem

pytestmark = pytest.mark.usefixtures("planned")
NAMES = ("1/101第0人", "1/101第1人", "1/102第0人", "1/201第0人")


@pytest.fixture
def tube(cast: Cast, phone: Phone) -> dict[str, UUID]:
    """In tube A0001 two people of 1-1-101 and one of 1-1-102, in A0002 one of 1-1-201; their ids by their names."""
    with acting(cast.clerk):
        people = {name: Resident.objects.get(name=f"1{name}").id for name in NAMES}
    keys = {
        UUID(one.key.split("/")[2]): one.key
        for one in duty_lines(cast.captain, SEVEN.date())
        if one.what == "sampling"
    }
    for name, who in people.items():
        number = "A0002" if name == NAMES[-1] else "A0001"
        phone.make("field.sample", {"duty": keys[who], "tube": number, "count": 1})
    phone.post_events()
    return people


def looked(cast: Cast, number: str = "A0001", agreed: bool = True) -> UUID:
    """A look at a tube that two stand for."""
    row = ask_tube(cast.clerk, number, WHY)
    if agreed:
        agree_to_tube(cast.secretary, row.id)
    return row.id


def people_of(found: OfPositive, ground: Ground) -> list[UUID]:
    (group,) = [one for one in found.groups if one.ground is ground]
    return [one.resident for one in group.people]


def test_who_shares_the_tube_stands_once_on_the_surest_ground(
    cast: Cast, tube: dict[str, UUID]
) -> None:
    number, she = positive(cast)
    assert she.id == tube[NAMES[0]]
    before = near_positive(cast.clerk, number)
    assert tube[NAMES[2]] in people_of(before, Ground.UNIT)
    found = near_in_tube(cast.clerk, number, looked(cast))
    # Who lives with her stays a close contact by the first criterion, whatever tube she was in.
    assert tube[NAMES[1]] in people_of(found, Ground.HOUSEHOLD)
    assert people_of(found, Ground.TUBE) == [tube[NAMES[2]]]
    assert len(people_of(found, Ground.UNIT)) == len(people_of(before, Ground.UNIT)) - 1
    everybody = [
        one for ground in Ground if ground is not Ground.LIST for one in people_of(found, ground)
    ]
    assert len(everybody) == len(set(everybody))
    assert she.id not in everybody
    assert (found.typed, found.unknown) == ((), 0)


def test_each_person_of_the_tube_is_logged_as_seen_and_nobody_else(
    cast: Cast, tube: dict[str, UUID]
) -> None:
    number, _ = positive(cast)
    near_in_tube(cast.clerk, number, looked(cast))
    assert [looked_at(tube[name]) for name in NAMES] == [1, 1, 1, 0]


def test_a_look_that_does_not_stand_shows_nobody_and_logs_nobody(
    cast: Cast, tube: dict[str, UUID]
) -> None:
    number, _ = positive(cast)
    look = looked(cast)
    for viewer, ident, code in (
        (cast.clerk, looked(cast, agreed=False), "tube_not_agreed"),
        (cast.duty_officer, look, "tube_not_yours"),
        (cast.captain, look, "right_missing"),
        (cast.outsider, look, "contact_no_positive"),
        (cast.clerk, looked(cast, "A0002"), "contact_tube_other"),
    ):
        with pytest.raises(Problem, match=code):
            near_in_tube(viewer, number, ident)
    with clock.fixed(SEVEN + timedelta(hours=24)), pytest.raises(Problem, match="tube_over"):
        near_in_tube(cast.clerk, number, look)
    assert [looked_at(tube[name]) for name in NAMES] == [0, 0, 0, 0]


def test_a_positive_of_whom_nobody_noted_who_she_is_is_compared_with_no_tube(
    cast: Cast, tube: dict[str, UUID]
) -> None:
    said = OccurrenceDraft("positive", f"{COMPOUND}/1/1/101", SEVEN, "区疾控电话")
    number = note_occurrence(cast.clerk, said).number
    assert not near_positive(cast.clerk, number).named
    with pytest.raises(Problem, match="contact_unnamed"):
        near_in_tube(cast.clerk, number, looked(cast))


def test_those_who_trace_get_the_tube_too(cast: Cast, tube: dict[str, UUID]) -> None:
    number, _ = positive(cast)
    look = looked(cast)
    taken = take_near(cast.clerk, number, [Ground.TUBE], "交区疾控流调组", look)
    assert taken.count == 1


def test_a_refused_form_keeps_the_people_of_the_tube_and_what_was_ticked(
    cast: Cast, tube: dict[str, UUID], signed_in: SignedIn
) -> None:
    number, _ = positive(cast)
    client, look = signed_in(cast.clerk), str(looked(cast))
    address, who = f"/case-contacts/of/{number}/", str(tube[NAMES[2]])
    page = client.post(address, {"tube": "1", "look": look}).content.decode()
    assert f'value="{who}"><span>' in page
    # 流调 has not said yet of what kind she is.
    sent = {"ground": "tube", "person": who, "kind": "", "last": "2022-01-09", "look": look}
    page = client.post(address, sent).content.decode()
    assert "contact_kind_unknown" in page
    assert f'value="{who}" checked' in page
    assert 'value="2022-01-09"' in page
    sent = {"ground": ["tube", "unit"], "purpose": "给", "look": look}
    page = client.post(f"{address}list/", sent).content.decode()
    assert "purpose_too_short" in page
    assert f'value="{who}"' in page
    ticked = [
        f'name="ground" value="{one}" checked' in page for one in ("household", "tube", "unit")
    ]
    assert ticked == [False, True, True]
    english = client.post(address, {"tube": "1", "look": look}, headers={"Accept-Language": "en"})
    assert chinese_outside(english.content.decode()) == []
