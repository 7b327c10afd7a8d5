"""Letters from home: one text in one place, a letter for each home that isolates, a tick when it was given."""

import pytest

from tests.cast import COMMUNITY, PATH, Cast
from tests.street import Street, ordered
from wumen.actions.arrivals import announce, came, hand_kit
from wumen.actions.help_numbers import keep_number
from wumen.actions.home_letters import give_letter, keep_words
from wumen.queries.home_letters import Whose, home_letters, read_whose
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import HomeLetter
from wumen.rules.arrivals import ArrivalDraft
from wumen.rules.home_letters import WORDS
from wumen.rules.problems import Problem


@pytest.fixture
def isolating(cast: Cast, street: Street) -> Street:
    """张阿姨 isolates at home by an order of her own."""
    ordered(cast, regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    return street


def test_each_home_that_isolates_has_a_letter_with_the_numbers_over_it(
    cast: Cast, isolating: Street
) -> None:
    assert home_letters(cast.clerk).desk_missing
    keep_number(cast.clerk, COMMUNITY, "desk", "0371-67170001")
    found = home_letters(cast.clerk)
    (line,) = found.letters
    assert (line.household, found.desk_missing) == (isolating.aunt_zhang.household_id, False)
    assert line.letter.greeting == "张阿姨：您好！"
    assert line.letter.numbers.service == "0371-67170001"
    assert line.letter.signed == "锦绣城社区"
    assert home_letters(cast.outsider).letters == ()
    with pytest.raises(Problem, match="right_missing"):
        home_letters(cast.sampler)


def test_the_nearest_words_are_printed(cast: Cast, isolating: Street) -> None:
    assert home_letters(cast.clerk).letters[0].letter.paragraphs[0] == WORDS.splitlines()[0]
    keep_words(cast.clerk, COMMUNITY, "社区惦记着您。")
    assert home_letters(cast.captain).letters[0].letter.paragraphs[0] == "社区惦记着您。"
    keep_words(cast.clerk, PATH, "锦绣城的邻居惦记着您。")
    keep_words(cast.clerk, PATH, "锦绣城惦记着您。")
    found = home_letters(cast.captain)
    assert found.letters[0].letter.paragraphs[0] == "锦绣城惦记着您。"
    with pytest.raises(Problem, match="right_missing"):
        keep_words(cast.captain, f"{PATH}1/", "您好。")
    with pytest.raises(Problem, match="area_not_yours"):
        keep_words(cast.outsider, PATH, "您好。")


def test_a_letter_is_given_once_a_day(cast: Cast, isolating: Street) -> None:
    home = isolating.aunt_zhang.household_id
    for _tap in range(2):
        give_letter(cast.captain, home)
    with acting(cast.clerk):
        assert HomeLetter.objects.count() == 1
    found = home_letters(cast.clerk)
    assert found.given == 1
    assert found.letters[0].given_at is not None
    with pytest.raises(Problem, match="household_unknown"):
        give_letter(cast.captain, isolating.households["2/1/101"].id)
    with pytest.raises(Problem, match="right_missing"):
        give_letter(cast.sampler, home)


def test_letters_are_for_homes_that_isolate_or_wait_for_a_kit(
    cast: Cast, isolating: Street
) -> None:
    assert home_letters(cast.clerk, Whose.KITS).letters == ()
    draft = ArrivalDraft(f"{PATH}2/1/201/", "周九", "13800001111", "洛阳", clock.today())
    ident = announce(cast.clerk, draft)
    came(cast.clerk, ident)
    (line,) = home_letters(cast.clerk, Whose.KITS).letters
    assert line.household == isolating.households["2/1/201"].id
    assert "隔离" not in "".join(line.letter.paragraphs)
    hand_kit(cast.clerk, ident)
    assert home_letters(cast.clerk, Whose.KITS).letters == ()
    assert read_whose("") is Whose.ISOLATED
    with pytest.raises(Problem, match="home_letter_whose"):
        read_whose("all")
