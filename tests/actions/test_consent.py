"""A household's consent: neighbours are told of nobody who has not said so, and no longer than it holds."""

import pytest

from tests.actions.test_objections import at_home
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.consent import say_consent
from wumen.actions.homes import add_person, gone_from
from wumen.actions.register import NewResident
from wumen.actions.special_needs import note_need
from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.homes import home
from wumen.queries.lists import list_rows
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem

DOOR = f"{PATH}1/1/202/"


def told(cast: Cast) -> GroupBox:
    """The text of a list that says something of a home: 张阿姨 alone stands on it."""
    return group_box(cast.clerk, PATH, "not-reached:2022-01-10", [DOOR], "请回电话", telling=True)


def test_without_its_own_word_no_home_stands_in_a_text_that_tells_of_it(
    cast: Cast, street: Street
) -> None:
    assert told(cast).messages == ()
    assert told(cast).left_out == 1
    say_consent(cast.captain, street.aunt_zhang.household_id, True)
    assert "202" in told(cast).messages[0].text
    assert told(cast).left_out == 0


def test_it_is_taken_back_at_any_time_on_the_households_own_page(
    cast: Cast, street: Street
) -> None:
    own, household = at_home(cast, street), street.aunt_zhang.household_id
    say_consent(own, household, True)
    assert home(cast.captain, household).consents
    say_consent(own, household, False)
    assert told(cast).messages == ()
    with pytest.raises(Problem) as other:
        say_consent(own, street.households["1/1/101"].id, True)
    assert other.value.code == "household_unknown"


def test_who_moves_in_afterwards_has_said_nothing(cast: Cast, street: Street) -> None:
    household = street.aunt_zhang.household_id
    say_consent(cast.captain, household, True)
    with clock.fixed(clock.now().replace(hour=23)):
        gone_from(cast.captain, household, [street.aunt_zhang.id], "moved_away")
        add_person(cast.captain, household, NewResident("新住户"))
        assert told(cast).messages == ()
        assert not home(cast.captain, household).consents


def test_the_list_of_special_care_is_copied_for_a_group_with_those_alone_who_consented(
    cast: Cast, street: Street
) -> None:
    note_need(cast.clerk, street.aunt_zhang.id, "living_alone", {})
    rows = list_rows(cast.clerk, "needs", COMPOUND)
    assert (len(rows.rows), rows.doors, rows.left_out) == (1, (), 1)
    say_consent(cast.captain, street.aunt_zhang.household_id, True)
    rows = list_rows(cast.clerk, "needs", COMPOUND)
    assert ([one.room for one in rows.doors], rows.left_out) == (["202"], 0)


def test_each_word_is_one_event_and_the_same_again_is_none(cast: Cast, street: Street) -> None:
    for agrees in (True, True, False):
        say_consent(cast.captain, street.aunt_zhang.household_id, agrees)
    with scoped(WHOLE):
        said = [one.kind for one in unread("consent") if one.kind.startswith("household.consent")]
    assert said == ["household.consent_given", "household.consent_withdrawn"]


def test_a_post_without_the_home_notes_nothing(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem) as refused:
        say_consent(cast.outsider, street.aunt_zhang.household_id, True)
    assert refused.value.code == "household_unknown"
