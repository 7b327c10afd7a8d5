"""Organisations in a round: an hour of their own at a point under its cap, moved by hand, or a team that goes there."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held, seven
from tests.actions.test_sampling_rounds_people import two_rosters, workers
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast
from tests.street import at
from wumen.actions.organisations import add_people
from wumen.actions.sampling_rounds.slots import (
    move_organisation,
    move_slot,
    propose_again,
    send_team,
)
from wumen.queries.sampling_points import point_page
from wumen.queries.sampling_rounds.at_point import slots_at
from wumen.queries.sampling_rounds.organisations import OrganisationRow
from wumen.queries.sampling_rounds.printing import organisation_notices
from wumen.queries.sampling_rounds.standing import RoundPage, round_page
from wumen.records.models import SamplingRound, SamplingRoundScope, SamplingSlot
from wumen.records.scope import WHOLE, scoped
from wumen.rules.organisations import RosterPerson

__all__ = ["seven"]


def served(cast: Cast) -> tuple[SamplingRound, UUID, UUID, UUID]:
    """A round with a site whose roster comes to point 19, and a shop that no point serves."""
    site, shop = two_rosters(cast)
    # Of the one who stands on both rosters one counts: the shop has somebody of its own.
    add_people(cast.clerk, shop, workers(RosterPerson(9, "小吴")))
    point, _ = led(
        cast, 19, f"{COMPOUND}/3", serves=(f"{COMPOUND}/2",), desks=1, organisations=(site,)
    )
    return held(cast, organisations=(site, shop)), site, shop, point.id


def row_of(page: RoundPage, ident: UUID) -> OrganisationRow:
    return next(one for one in page.organisations if one.id == ident)


def test_it_has_an_hour_of_its_own_behind_the_buildings_and_counts_each_person_once(
    cast: Cast, seven: datetime
) -> None:
    row, site, shop, _ = served(cast)
    page = round_page(cast.clerk, row.id)
    told = row_of(page, site)
    assert told.slot
    building = next(one.comes for one in page.buildings if one.comes and one.comes.number == 19)
    assert told.slot.begins == building.ends
    # Of three on its roster one lives on the street and is sampled there; one may stand on the other roster.
    assert told.slot.heads == told.others
    assert [one.id for one in page.nowhere] == [shop]
    (shown,) = [one for one in page.points if one.point.number == 19]
    assert (shown.buildings, len(shown.slots)) == (1, 2)


def test_a_roster_larger_than_the_cap_comes_in_waves(cast: Cast, seven: datetime) -> None:
    row, site, _, _ = served(cast)
    many = [RosterPerson(n, f"工友{n}") for n in range(4, 64)]
    add_people(cast.clerk, site, workers(*many))
    propose_again(cast.clerk, row.id, per_desk=60, cap=20)
    slot = row_of(round_page(cast.clerk, row.id), site).slot
    assert slot
    assert len(slot.waves) == -(-slot.heads // 20)
    assert slot.ends - slot.begins >= timedelta(minutes=slot.heads)


def test_the_lead_of_its_point_is_told_its_hour(cast: Cast, seven: datetime) -> None:
    row, site, _, point = served(cast)
    page = point_page(cast.clerk, point)
    (here,) = slots_at(page)
    assert [one.words for one in here.slots][-1] == "城西工地"
    assert here.organisations == ()
    send_team(cast.clerk, row.id, site, "9:30", "采样三队")
    (here,) = slots_at(page)
    assert "城西工地" not in [one.words for one in here.slots]
    assert here.organisations == ()


def test_its_time_is_moved_by_hand_stands_and_meets_another(cast: Cast, seven: datetime) -> None:
    row, site, _, point = served(cast)
    slot = move_organisation(cast.clerk, row.id, site, point, "9:30")
    assert slot.begins == at(1, 10, 9) + timedelta(minutes=30)
    propose_again(cast.clerk, row.id, per_desk=75, cap=200)
    found = row_of(round_page(cast.clerk, row.id), site).slot
    assert found
    assert (found.begins, found.by_hand) == (slot.begins, True)
    move_slot(cast.clerk, row.id, f"{COMPOUND}/2", point, "9:30")
    page = round_page(cast.clerk, row.id)
    assert str(site) in page.at_once
    assert page.by_hand == 2
    propose_again(cast.clerk, row.id, per_desk=75, cap=200, anew=True)
    assert not row_of(round_page(cast.clerk, row.id), site).slot.by_hand  # type: ignore[union-attr]
    refused("organisation_unknown", move_organisation, cast.clerk, row.id, row.id, point, "9:30")
    refused("right_missing", move_organisation, cast.captain, row.id, site, point, "9:30")


def test_a_team_goes_where_no_point_serves_and_nobody_is_called_then(
    cast: Cast, seven: datetime
) -> None:
    row, site, shop, point = served(cast)
    send_team(cast.clerk, row.id, shop, "9:30", "采样三队")
    send_team(cast.clerk, row.id, site, "10:00", "机动组")
    page = round_page(cast.clerk, row.id)
    assert page.nowhere == []
    assert [one.id for one in page.teams] == [shop, site]
    assert row_of(page, site).slot is None
    propose_again(cast.clerk, row.id, per_desk=75, cap=200)
    assert row_of(round_page(cast.clerk, row.id), site).slot is None
    texts = {name: text for _, name, text in organisation_notices(round_page(cast.clerk, row.id))}
    assert "机动组到您单位采" in texts["城西工地"]
    move_organisation(cast.clerk, row.id, site, point, "9:30")
    assert row_of(round_page(cast.clerk, row.id), site).team_at is None
    refused("slot_hours", send_team, cast.clerk, row.id, site, "23:30", "机动组")
    refused("round_team_unsaid", send_team, cast.clerk, row.id, site, "9:30", " ")
    refused("right_missing", send_team, cast.captain, row.id, site, "9:30", "机动组")
    refused("round_unknown", send_team, cast.outsider, row.id, site, "9:30", "机动组")


def test_the_database_keeps_one_hour_an_organisation_and_no_team_without_its_hour(
    cast: Cast, seven: datetime
) -> None:
    row, site, _, _ = served(cast)
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        one = SamplingSlot.objects.get(round=row, organisation=site)
        SamplingSlot.objects.filter(round=row, organisation=None).update(
            organisation=one.organisation
        )
        SamplingSlot.objects.create(
            round=row, area="x/", organisation=one.organisation, point=one.point, heads=1,
            begins_at=one.begins_at, ends_at=one.ends_at,
        )  # fmt: skip
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        SamplingRoundScope.objects.filter(round=row, organisation=None).update(
            team_at=at(1, 10, 9), team="机动组"
        )
