"""Clauses that speak of certain needs, and clauses that take another's place: nothing less is owed, nothing told."""

import itertools
from datetime import date, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_duties import BOOKS, DAY, MANY, counts, keys, orders, the
from tests.rules.test_playbooks import BASE, changed, text
from wumen.rules.duties import HOUSEHOLD, RESIDENT, Subject, owed, window_of, with_care
from wumen.rules.homes import HomeState, is_attended
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Grade, What, asks_more, check, read_playbook
from wumen.rules.problems import Problem
from wumen.rules.special_needs import KINDS, Care, Kind, Need, care_of, read_need
from wumen.rules.time import at

BEGUN, ENDS = at(DAY, time()) - timedelta(days=2), at(DAY, time()) + timedelta(days=9)
LOCKDOWN = the("lockdown", BEGUN, ENDS, "1")
ISOLATION = the("home_isolation", BEGUN, ENDS, "2")
NEEDS = st.lists(st.sampled_from(tuple(Kind)).map(Need), max_size=3)
HOMES = st.lists(NEEDS, max_size=4)


def home(*people: tuple[Kind, ...]) -> Subject:
    """A household in which people with these needs live."""
    care = care_of([[Need(kind) for kind in one] for one in people], DAY)
    return with_care(HOUSEHOLD, care, BOOKS)


def person(kind: str, day: date = DAY, **typed: str) -> Subject:
    """Somebody with one need, of which this was typed on the day."""
    care = care_of([[read_need(kind, typed, DAY)]], day)
    return with_care(RESIDENT, care, BOOKS)


def clauses(subject: Subject, *held: OrderInForce, day: date = DAY) -> set[str]:
    """The clauses by which a subject owes anything."""
    return {one.clause for one in owed(held, BOOKS, day, subject)}


def test_an_old_person_alone_is_contacted_every_day_and_a_plain_home_is_not() -> None:
    assert "lockdown-special-contact" in clauses(home((Kind.LIVING_ALONE,)), LOCKDOWN)
    assert "lockdown-special-contact" not in clauses(home(()), LOCKDOWN)
    assert "lockdown-special-contact" not in clauses(HOUSEHOLD, LOCKDOWN)


def test_a_car_is_owed_on_the_weekdays_of_the_treatment_and_on_no_other() -> None:
    known = {"weekdays": "二四六", "hour": "7:00", "hospital": "郑州某院"}
    riding = [
        day.isoweekday()
        for day in (DAY + timedelta(days=n) for n in range(7))
        if "lockdown-special-ride" in clauses(person("dialysis", day, **known), LOCKDOWN, day=day)
    ]
    assert sorted(riding) == [2, 4, 6]


def test_what_is_not_known_yet_is_asked_for_every_day() -> None:
    assert "lockdown-special-ride" in clauses(person("dialysis"), LOCKDOWN)
    assert "lockdown-special-errand" in clauses(person("lasting_medicine"), LOCKDOWN)


@pytest.mark.parametrize(("left", "due"), [(0, True), (3, True), (4, False), (30, False)])
def test_medicine_is_owed_when_few_days_are_left(left: int, due: bool) -> None:
    known = person("lasting_medicine", medicine="药", days_left=str(left))
    assert ("lockdown-special-errand" in clauses(known, LOCKDOWN)) is due


def test_a_home_gets_what_its_category_asks_for_in_place_of_the_common_supply() -> None:
    assert "lockdown-special-supply" in clauses(home((Kind.INFANT,), ()), LOCKDOWN)
    assert "lockdown-supply" not in clauses(home((Kind.INFANT,), ()), LOCKDOWN)
    assert "lockdown-supply" in clauses(home(()), LOCKDOWN)


def test_waste_of_somebody_isolated_is_its_own_class_inside_a_lockdown_too() -> None:
    (waste,) = [
        one for one in owed([LOCKDOWN, ISOLATION], BOOKS, DAY, HOUSEHOLD) if one.what == "waste"
    ]
    assert (waste.clause, waste.orders) == ("home-isolation-waste", ("1", "2"))
    assert "lockdown-waste" in clauses(HOUSEHOLD, LOCKDOWN)


def test_what_is_overruled_in_one_window_is_owed_by_the_other_clause_in_all() -> None:
    rules = changed(
        'overrules = ["lockdown-waste", "control-waste"]\ndays = "every"\nwindows = ["day"]',
        'overrules = ["lockdown-waste", "control-waste"]\ndays = "every"\nwindows = ["pm"]',
    )
    found = owed([LOCKDOWN, ISOLATION], {"o": rules}, DAY, HOUSEHOLD)
    waste = {(one.win, one.clause) for one in found if one.what == "waste"}
    assert waste == {("day", "home-isolation-waste"), ("pm", "home-isolation-waste")}


@given(MANY, orders(), HOMES)
def test_an_order_more_never_takes_a_window_away_from_a_home(
    held: list[OrderInForce], more: OrderInForce, people: list[list[Need]]
) -> None:
    subject = with_care(HOUSEHOLD, care_of(people, DAY), BOOKS)
    rest = [one for one in held if one.number != more.number]
    after = owed([*rest, more], BOOKS, DAY, subject)
    assert keys(owed(rest, BOOKS, DAY, subject)) <= keys(after)
    assert len(keys(after)) == len(after)


@given(MANY, HOMES)
def test_a_need_more_never_takes_anything_away(
    held: list[OrderInForce], people: list[list[Need]]
) -> None:
    subject = with_care(HOUSEHOLD, care_of(people, DAY), BOOKS)
    assert counts(owed(held, BOOKS, DAY, HOUSEHOLD)) <= counts(owed(held, BOOKS, DAY, subject))


@given(MANY, HOMES)
def test_nothing_is_owed_by_a_clause_that_another_asked_that_day_overrules(
    held: list[OrderInForce], people: list[list[Need]]
) -> None:
    subject = with_care(HOUSEHOLD, care_of(people, DAY), BOOKS)
    found = owed(held, BOOKS, DAY, subject)
    by = {(one.outbreak, one.clause) for one in found}
    for outbreak, key in by:
        for below in BOOKS[outbreak].clause(key).overrules:
            assert (outbreak, below) not in by


@given(MANY, HOMES)
def test_the_grounds_of_a_duty_tell_of_no_need(
    held: list[OrderInForce], people: list[list[Need]]
) -> None:
    subject = with_care(HOUSEHOLD, care_of(people, DAY), BOOKS)
    for one in owed(held, BOOKS, DAY, subject):
        said = str(one.basis())
        assert not any(kind in said for kind in Kind)
        assert not any(KINDS[kind].zh in said for kind in Kind)


@given(HOMES)
def test_what_is_owed_to_special_homes_is_never_declared(people: list[list[Need]]) -> None:
    subject = with_care(HOUSEHOLD, care_of(people, DAY), BOOKS)
    for one in owed([LOCKDOWN, ISOLATION], BOOKS, DAY, subject):
        clause = BOOKS[one.outbreak].clause(one.clause)
        assert not clause.special or Grade.DECLARED not in clause.grades


def test_without_needs_nobody_is_special() -> None:
    assert care_of([], DAY) == care_of([[], []], DAY) == Care()
    assert with_care(HOUSEHOLD, Care(), BOOKS) == HOUSEHOLD


def test_the_watch_covers_day_and_night_without_a_gap() -> None:
    windows = [
        window_of(BASE.clause("lockdown-watch-door"), win, DAY, BASE)
        for win in BASE.clause("lockdown-watch-door").windows
    ]
    assert windows[0].begins == at(DAY, time())
    assert windows[-1].ends == at(DAY + timedelta(days=1), time())
    assert all(one.ends == two.begins for one, two in itertools.pairwise(windows))


class _Person:
    """Somebody who is away, or not."""

    def __init__(self, since: date | None, until: date | None) -> None:
        self.away_since, self.away_until = since, until


HERE, GONE = _Person(None, None), _Person(DAY, DAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "people", "attended"),
    [
        (HomeState.OWNED, [HERE], True),
        (HomeState.OWNED, [GONE], False),
        (HomeState.OWNED, [GONE, HERE], True),
        (HomeState.OWNED, [_Person(DAY - timedelta(days=1), DAY)], True),
        (HomeState.OWNED, [_Person(DAY, None)], False),
        (HomeState.LET, [], True),
        (HomeState.SHOP, [], False),
        (HomeState.SHOP, [HERE], True),
        (HomeState.EMPTY, [], False),
    ],
)
def test_a_home_owes_while_somebody_is_there_or_may_be(
    state: HomeState, people: list[_Person], attended: bool
) -> None:
    assert is_attended(state, people, DAY) is attended


@pytest.mark.parametrize(
    ("there", "instead", "word"),
    [
        (
            'overrules = ["lockdown-supply"]',
            'overrules = ["lockdown-food"]',
            "overrules “lockdown-food”, which is not there",
        ),
        (
            'overrules = ["lockdown-supply"]',
            'overrules = ["lockdown-waste"]',
            "asks something else or of something else",
        ),
        (
            'overrules = ["lockdown-supply"]',
            'overrules = ["lockdown-special-supply"]',
            "overrules itself in a circle",
        ),
        ('categories = ["elderly_alone"', 'categories = ["rich"', "no such category: rich"),
        ('categories = ["elderly_alone"', 'categories = ["plain"', "no such category: plain"),
        (
            'what = "contact"\nsubject = "household"',
            'what = "contact"\nsubject = "stairwell"',
            "only a person or a household has special needs",
        ),
        (
            'does_zh = "每天打电话或上门见到人',
            'grades = ["declared"]\ndoes_zh = "每天打电话或上门见到人',
            "can accept no declaration",
        ),
        ("[windows.watch_night]", "[windows.begin]", "a window cannot be called “begin”"),
        ("due = 08:00:00", "due = 00:00:01", ""),
    ],
)
def test_the_checker_refuses_what_cannot_be_worked_by(there: str, instead: str, word: str) -> None:
    source = text("community-2021-09")
    assert there in source
    if instead.startswith("grades"):
        head, tail = source.split(there, 1)
        place = head.rindex("grades = ")
        source = head[:place] + 'grades = ["declared"]\n' + there + tail
    else:
        source = source.replace(there, instead, 1)
    rules = read_playbook(source.encode(), "x")
    if not word:
        check(rules)
        return
    with pytest.raises(Problem, match="playbook_wrong") as refused:
        check(rules)
    assert word in refused.value.text("en")
    assert str(refused.value.details["where"]).startswith("x:")


@pytest.mark.parametrize("field", ['needs = ["wealth"]', 'asks = ["money"]'])
def test_a_need_that_does_not_exist_is_refused_with_its_line(field: str) -> None:
    source = text("community-2021-09")
    place = source.index('asks = ["transport"]')
    with pytest.raises(Problem, match="playbook_unreadable") as refused:
        read_playbook(source.replace('asks = ["transport"]', field, 1).encode(), "x")
    assert refused.value.details["line"] == source[:place].count("\n") + 1


def test_an_overlay_that_asks_of_more_people_is_stricter() -> None:
    contact = BASE.clause("lockdown-special-contact")
    wider = msgspec.structs.replace(contact, needs=(*contact.needs, Kind.PREGNANT))
    everybody = msgspec.structs.replace(contact, needs=())
    for above in (wider, everybody):
        overlay = msgspec.structs.replace(BASE, clauses=(above,))
        assert asks_more(BASE, overlay) == (contact.key,)
    fewer = msgspec.structs.replace(contact, needs=contact.needs[:1])
    assert asks_more(BASE, msgspec.structs.replace(BASE, clauses=(fewer,))) == ()


def test_the_story_is_owed_whole_under_lockdown() -> None:
    homes = {one.what for one in owed([LOCKDOWN], BOOKS, BEGUN.date(), HOUSEHOLD)}
    assert homes == {What.WASTE, What.SUPPLY, What.SUPPORT}
    isolated = owed([ISOLATION], BOOKS, DAY, HOUSEHOLD)
    assert {one.what for one in isolated} == {
        *(What.DISINFECTION, What.WASTE, What.VISIT, What.SUPPLY, What.SUPPORT, What.WATCH)
    }
    assert sum(one.what == What.DISINFECTION for one in isolated) == 2
