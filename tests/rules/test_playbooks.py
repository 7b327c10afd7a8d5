"""Playbooks are data, read strictly: an unknown word is refused with its place, and sampling is never declared."""

from datetime import date
from importlib import resources

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction

from wumen.rules.playbooks import (
    GRADE_NAMES,
    WHAT_NAMES,
    Grade,
    Playbook,
    What,
    asks_more,
    check,
    check_living,
    faults,
    lay_over,
    living_faults,
    read_playbook,
)
from wumen.rules.problems import Problem

FOLDER = resources.files("wumen") / "playbooks"
SHIPPED = sorted(one.name for one in FOLDER.iterdir() if (one / "playbook.toml").is_file())


def text(key: str) -> str:
    """A shipped file as it stands."""
    return (FOLDER / key / "playbook.toml").read_text(encoding="utf-8")


def shipped(key: str) -> Playbook:
    """A shipped file, read."""
    return read_playbook(text(key).encode(), f"{key}/playbook.toml")


BASE = shipped("community-2021-09")


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_playbook_loads_under_its_own_key(key: str) -> None:
    rules = shipped(key)
    assert rules.playbook.key == key
    check(rules if rules.regimes else lay_over(BASE, [rules]))


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_rule_names_its_source_and_how_sure_it_is(key: str) -> None:
    rules = shipped(key)
    conditions = [one for release in rules.releases for one in release.conditions]
    people = (
        *rules.isolations,
        *rules.contacts,
        *rules.pools,
        *rules.teams,
        *rules.crew_roles,
        *rules.bodies,
        *rules.notices,
    )
    for rule in (
        *(rules.playbook, *rules.regimes.values(), *rules.clauses),
        *conditions,
        *people,
    ):
        assert rule.source.strip()
        assert rule.confidence in {"A", "B", "C", "BG", "local"}


@pytest.mark.parametrize("key", SHIPPED)
def test_every_shipped_thing_has_a_name_in_both_languages(key: str) -> None:
    rules = shipped(key)
    named = (rules.playbook, *rules.regimes.values(), *rules.windows.values())
    for one in (*named, *WHAT_NAMES.values(), *GRADE_NAMES.values()):
        values = msgspec.structs.asdict(one)
        zh, en = (values.get("name_zh") or values["zh"], values.get("name_en") or values["en"])
        assert any("\u4e00" <= char <= "\u9fff" for char in zh)
        assert en.isascii()


@pytest.mark.parametrize("key", SHIPPED)
def test_no_shipped_clause_stands_twice_under_one_key(key: str) -> None:
    keys = [clause.key for clause in shipped(key).clauses]
    assert len(keys) == len(set(keys))


def test_the_names_cover_every_what_and_every_grade() -> None:
    assert set(WHAT_NAMES) == set(What)
    assert set(GRADE_NAMES) == set(Grade)


@pytest.mark.parametrize(
    ("there", "instead", "reason"),
    [
        ("strictness = 40", "strictness = 40\ncolour = 'red'", "colour"),
        ("strictness = 40", "strictness = 'hard'", "strictness"),
        ('what = "sampling"', 'what = "singing"', "singing"),
        ('grades = ["measured"]', 'grades = ["believed"]', "believed"),
        ('grades = ["measured"]', "grades = []", "grades"),
        ("days = [1, 4, 7, 10, 14]", 'days = "some"', "days"),
        ('confidence = "B"', 'confidence = "sure"', "sure"),
        ("opens = 06:30:00", "opens = 25:00:00", "Expected newline"),
        ('subject = "resident"', 'subject = "dog"', "dog"),
        ("first_day = 1", "first_day = 2", "first_day"),
        ('role = "captain"', 'role = ""', "role"),
        ('leave = "nobody"', 'leave = "somehow"', "somehow"),
        ("[windows.am]", "[doors.am]", "doors"),
        ('fact = "days_since_last_infection"', 'fact = "feeling"', "feeling"),
    ],
)
def test_an_unknown_word_is_refused_with_file_line_and_reason(
    there: str, instead: str, reason: str
) -> None:
    whole = text("community-2021-09")
    changed = whole.replace(there, instead, 1)
    line = whole[: whole.index(there)].count("\n") + 1 + instead.count("\n")
    with pytest.raises(Problem, match="playbook_unreadable") as refused:
        read_playbook(changed.encode(), "x/playbook.toml")
    said = refused.value.text("en")
    assert refused.value.details["file"] == "x/playbook.toml"
    assert (refused.value.details["line"], reason in said) == (line, True), said


def test_a_rule_without_its_source_is_refused() -> None:
    lines = text("morning-sampling").splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.startswith(("source", "confidence")):
            less = "".join([*lines[:number], *lines[number + 1 :]])
            with pytest.raises(Problem, match="playbook_unreadable"):
                read_playbook(less.encode(), "x")


@pytest.mark.parametrize("noise", [b"", b"\x00", b"= =", b"[playbook]", b"clauses = 1"])
def test_what_is_no_playbook_is_refused(noise: bytes) -> None:
    with pytest.raises(Problem, match="playbook_unreadable"):
        read_playbook(noise, "x")


def changed(there: str, instead: str) -> Playbook:
    """The base with one place changed."""
    return read_playbook(text("community-2021-09").replace(there, instead, 1).encode(), "x")


@pytest.mark.parametrize(
    ("there", "instead", "word"),
    [
        ("due = 10:00:00", "due = 06:30:00", "window “am” does not end"),
        ("due = 10:00:00", "due = 05:00:00", "window “am” does not end"),
        ('regime = "lockdown"', 'regime = "curfew"', "undeclared words: curfew"),
        ('windows = ["am", "pm"]', 'windows = ["am", "night"]', "undeclared words: night"),
        ('windows = ["am", "pm"]', 'windows = ["am", "am"]', "a window is named twice"),
        ('windows = ["am"]', "windows = []", "due within hours, everything else in windows"),
        ('days = "every"', 'days = "end"', "due within hours, everything else in windows"),
        ("days = [1, 4, 7, 10, 14]", "days = [1]\nstep = 2", "only every day can be"),
        ('subject = "resident"', 'subject = "facility"', "kinds of facilities are missing"),
        ("days = [1, 4, 7, 10, 14]", "days = []", "no day is named"),
        ("days = [1, 4, 7, 10, 14]", "days = [1, 1]", "no day is named, or one of them twice"),
        ('role = "captain"', 'role = "wizard"', "nobody can do it: “wizard”"),
        ('role = "captain"', 'role = "gate"', "nobody can do it: “gate”"),
        ('grades = ["measured"]', 'grades = ["measured", "declared"]', "no declaration"),
        ('key = "lockdown-sampling"', 'key = "lockdown-temperature"', "stands twice"),
        ('leave = "nobody"', 'leave = "by_turns"', "needs persons and days"),
        ("persons_out = 1\n", "", "needs persons and days"),
        ('regime = "lockdown"\nthen', 'regime = "precaution"\nthen', "nothing says how it ends"),
        ('then = "lifted"', 'then = "lockdown"', "nothing says how it ends"),
        ('then = "lifted"', 'then = "heaven"', "undeclared words: heaven"),
        ("days = 14\nzh", "zh", "the number of days is missing"),
        ("within_days = 2\n", "", "within how many days is missing"),
        ('regimes = ["lockdown", "control"]', "regimes = []", "wrong regimes to wait for"),
        ('regimes = ["lockdown", "control"]', 'regimes = ["moon"]', "wrong regimes to wait for"),
        ("home_sampling = [2, 7]", "home_sampling = [2, 8]", "sampling days [8] lie after its end"),
        (
            'regime = "home_isolation"\nsource = "第八版防控方案：14',
            'source = "第八版：14',
            "no regime",
        ),
        ("{place}居民", "{street}居民", "wrong places to fill"),
    ],
)
def test_what_cannot_be_worked_by_is_refused_with_file_line_and_reason(
    there: str, instead: str, word: str
) -> None:
    with pytest.raises(Problem, match="playbook_wrong") as refused:
        check(changed(there, instead))
    assert word in refused.value.text("en")
    file, line = str(refused.value.details["where"]).split(":")
    assert (file, int(line) > 0) == ("x", True)


@pytest.mark.parametrize(
    ("clause", "missing"),
    [
        ("lockdown-supply", "“lockdown” keeps people in and has no regular clause of supply"),
        ("lockdown-support", "“lockdown” keeps people in and has no regular clause of support"),
        ("control-support", "“control” keeps people in and has no regular clause of support"),
    ],
)
def test_rules_that_keep_people_in_look_after_them(clause: str, missing: str) -> None:
    less = tuple(one for one in BASE.clauses if one.key != clause)
    with pytest.raises(Problem, match="playbook_wrong") as refused:
        check_living(msgspec.structs.replace(BASE, clauses=less))
    assert missing in refused.value.text("en")


@pytest.mark.parametrize("key", SHIPPED)
def test_the_shipped_rules_look_after_whom_they_keep_in(key: str) -> None:
    rules = shipped(key)
    assert list(living_faults(rules if rules.regimes else lay_over(BASE, [rules]))) == []


def test_the_line_is_the_one_at_which_the_rule_begins() -> None:
    rules = shipped("community-2021-09")
    lines = text("community-2021-09").splitlines()
    named = [*rules.regimes.values(), *rules.windows.values(), *rules.clauses, *rules.releases]
    named += [
        *rules.isolations,
        *rules.contacts,
        *rules.pools,
        *rules.teams,
        *rules.crew_roles,
        *rules.bodies,
        *rules.notices,
    ]
    named += [condition for release in rules.releases for condition in release.conditions]
    for one in named:
        line = int(one.where.rpartition(":")[2])
        assert lines[line - 1].startswith("[")
    assert len({one.where for one in named}) == len(named)


def test_an_overlay_over_nothing_is_refused() -> None:
    overlay = shipped("morning-sampling")
    with pytest.raises(Problem, match="playbook_wrong"):
        check(overlay)
    with pytest.raises(Problem, match="playbook_wrong"):
        lay_over(overlay, [])


def test_an_overlay_that_asks_for_more_than_the_playbook_is_known_by_its_clauses() -> None:
    morning = shipped("morning-sampling")
    assert asks_more(BASE, morning) == ("lockdown-sampling",)
    assert asks_more(lay_over(BASE, [morning]), morning) == ()
    fewer = msgspec.structs.replace(
        morning, clauses=(msgspec.structs.replace(morning.clauses[0], days=(1, 4)),)
    )
    assert asks_more(BASE, fewer) == ()
    later = msgspec.structs.replace(
        morning, clauses=(msgspec.structs.replace(fewer.clauses[0], windows=("am", "pm")),)
    )
    assert asks_more(BASE, later) == ("lockdown-sampling",)


@pytest.mark.parametrize("key", SHIPPED)
def test_nothing_shipped_is_faulty(key: str) -> None:
    rules = shipped(key)
    assert list(faults(rules if rules.regimes else lay_over(BASE, [rules]))) == []


def test_the_six_playbooks_of_the_design_are_shipped() -> None:
    assert (
        sorted(["community-2021-09", "morning-sampling", "norovirus", "edition-9", "twenty", "ten"])
        == SHIPPED
    )


def test_the_editions_follow_one_another_without_a_gap() -> None:
    editions = [shipped(key).playbook for key in ("community-2021-09", "edition-9", "twenty")]
    after = [shipped(key).playbook for key in ("edition-9", "twenty", "ten")]
    for one, following in zip(editions, after, strict=True):
        assert one.valid_until == following.valid_from


def test_an_overlay_takes_the_place_of_clauses_of_the_same_key_and_leaves_the_rest() -> None:
    whole = lay_over(BASE, [shipped("morning-sampling")])
    assert whole.clause("lockdown-sampling").days == "every"
    assert BASE.clause("lockdown-sampling").days == (1, 4, 7, 10, 14)
    assert len(whole.clauses) == len(BASE.clauses)
    assert whole.clause("lockdown-temperature") == BASE.clause("lockdown-temperature")
    assert whole.playbook == BASE.playbook


def test_the_last_overlay_prevails() -> None:
    first = shipped("morning-sampling")
    second = msgspec.structs.replace(
        first, clauses=(msgspec.structs.replace(first.clauses[0], days=(2,)),)
    )
    assert lay_over(BASE, [first, second]).clause("lockdown-sampling").days == (2,)


def test_a_clause_that_nobody_wrote_is_unknown() -> None:
    with pytest.raises(Problem, match="clause_unknown"):
        BASE.clause("lockdown-singing")


def test_a_clause_falls_on_the_days_it_names_or_on_every_day() -> None:
    sampling, temperature = BASE.clause("lockdown-sampling"), BASE.clause("lockdown-temperature")
    assert [day for day in range(15) if sampling.falls_on(day)] == [1, 4, 7, 10, 14]
    assert all(temperature.falls_on(day) for day in range(30))


@pytest.mark.parametrize("key", ["community-2021-09", "morning-sampling"])
def test_the_story_lies_inside_the_time_of_its_playbooks(key: str) -> None:
    edition = shipped(key).playbook
    assert edition.valid_from <= date(2022, 1, 10)
    assert edition.valid_until is None or date(2022, 1, 22) < edition.valid_until


@pytest.mark.parametrize("key", SHIPPED)
def test_no_shipped_sampling_accepts_a_declaration(key: str) -> None:
    for clause in shipped(key).clauses:
        assert clause.what is not What.SAMPLING or Grade.DECLARED not in clause.grades


def test_a_sampling_that_was_declared_is_refused_by_the_database(db: None) -> None:
    row = (
        "INSERT INTO duty (day, what, subject, win, subdistrict, area, opens_at, due_at, state,"
        " basis, grade, evidence) VALUES ('2022-01-10', %s, gen_random_uuid(), 'am', '', '4/',"
        " '2022-01-10', '2022-01-11', 'done', '{}', 'declared', 'x')"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('wumen.lo', '4', true), set_config('wumen.hi', '5', true)"
        )
        cursor.execute(row, ["temperature"])
        with pytest.raises(IntegrityError, match="check"), transaction.atomic():
            cursor.execute(row, ["sampling"])
