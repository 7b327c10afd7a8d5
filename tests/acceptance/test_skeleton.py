"""Issue “Skeleton”: one test for each of its numbered items, for bad input and for speed; a subtest a sentence."""

import ast
import re
import stat
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import test_shape as shape
from tests import test_words as words
from tests import workbooks
from tests.acceptance.main_job import in_the_browser, no_canary
from tests.acceptance.office import Office
from tests.acceptance.proofs import ROOT, committed_at, each_by_its_test, proven, tool
from tests.actions import test_plan as plans
from tests.cast import Cast
from tests.cli.people import COMPOUND
from tests.cli.test_main_job import a_deleted_duty_is_found
from tests.records import test_event_log as logs
from tests.records import test_policies as policies
from tests.street import Street, draft, ordered
from tests.web import test_accounts as sign_in
from tests.web import test_foundation as pages
from wumen.actions.duties.plan import plan_day
from wumen.actions.ledger import take_ledger
from wumen.actions.orders import confirm_order, enter_order
from wumen.config.settings import Environment
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.explain import explain_place
from wumen.queries.rounds import one_round
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock, sealing
from wumen.records.models import Area, Order, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.playbooks import read_playbook
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key
from wumen.rules.time import Interval, read_time


@pytest.mark.browser
def test_main_job(office: Office, tmp_path: Path, subtests: pytest.Subtests) -> None:
    with subtests.test("in the browser, from an empty install to a floor that is done and seen"):
        in_the_browser(office)
    with subtests.test("audit is clean, and finds a duty that was deleted behind its back"):
        a_deleted_duty_is_found(office.cli)
    with subtests.test("a canary person appears in no log, job, URL, error page or backup"):
        no_canary(office, tmp_path)


def test_1_the_house(subtests: pytest.Subtests) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    with subtests.test("layout and one-way law with import-linter, exhaustive"):
        done = tool("lint-imports", "--no-cache")
        assert done.returncode == 0, done.stdout
        laws = project["tool"]["importlinter"]["contracts"]
        assert next(law for law in laws if law["type"] == "layers")["exhaustive"] is True
    with subtests.test("ruff with the named rules, without RUF001–003, and its format"):
        wanted = "E F W I N UP B C4 DTZ DJ ERA PIE PTH RET RSE RUF SIM SLF T20 TC TID"
        assert " ".join(project["tool"]["ruff"]["lint"]["select"]) == wanted
        assert tool("ruff", "check", ".").returncode == 0
        assert tool("ruff", "format", "--check", ".").returncode == 0
    with subtests.test("mypy strict for rules, actions, queries"):
        assert project["tool"]["mypy"]["strict"] is True
        # The whole package, and so all three.
        assert project["tool"]["mypy"]["packages"] == ["wumen"]
    with subtests.test("make setup, run, test, lint, bench"):
        targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert targets >= {"setup", "run", "test", "lint", "bench"}
    with subtests.test(".ci/run runs the README's test command and the lint"):
        script = ROOT / ".ci" / "run"
        assert script.stat().st_mode & stat.S_IXUSR
        assert "make test" in script.read_text()
        assert "make lint" in script.read_text()
    with subtests.test("README with the two commands, licence, changelog, docs"):
        readme = (ROOT / "README.md").read_text()
        assert "make run" in readme
        assert "make test" in readme
        assert "GNU AFFERO GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()
        for page in ("CHANGELOG.md", "docs/architecture.md", "docs/glossary.md"):
            assert (ROOT / page).stat().st_size > 1000
        assert len(list((ROOT / "docs" / "decisions").glob("*.md"))) >= 10


def test_2_the_database(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    proven(
        subtests,
        "the role is not superuser, not owner, not BYPASSRLS, and its plans are made anew",
        lambda: policies.test_the_tests_run_as_an_unprivileged_role(None),
    )
    proven(
        subtests,
        "a forgotten filter returns no foreign row",
        lambda: policies.test_a_forgotten_filter_returns_no_foreign_row(cast, street),
        lambda: policies.test_after_a_scope_nothing_is_seen_on_the_same_connection(cast, street),
    )
    proven(
        subtests,
        "a partition read directly is refused",
        lambda: policies.test_a_partition_read_directly_is_refused(cast, street),
    )
    see = policies.test_a_captain_of_building_1_sees_the_order_of_her_compound_and_not_of_building_2
    proven(subtests, "a captain of building 1 sees her compound's order", lambda: see(cast, street))
    proven(
        subtests,
        "tables without an area stand in one list that is compared with the catalogue",
        lambda: policies.test_every_table_is_either_seen_by_area_or_declared_to_lie_nowhere(None),
        lambda: policies.test_every_table_with_an_area_has_the_one_policy(None),
    )


def clock_and_days() -> None:
    """The injected clock, the business day of Asia/Shanghai, half-open intervals."""
    assert clock.today() == date(2022, 1, 10)
    with clock.fixed(datetime(2022, 1, 9, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2022, 1, 10)
    end = read_time("2022-01-21T24:00")
    assert end == read_time("2022-01-22T00:00")
    assert not Interval(read_time("2022-01-08"), end).holds(end)


def typed_settings() -> None:
    """A setting that nobody knows is refused."""
    with pytest.raises(Problem, match="setting_unknown"):
        Environment.read({"WUMEN_COLOUR": "red"})


@each_by_its_test(
    {
        "now(), CURRENT_DATE and auto_now are refused but for arrival": (
            shape.test_only_the_one_clock_reads_the_real_time
        ),
        "and found in Python": partial(
            shape.test_a_planted_python_clock_is_found, "datetime.now(UTC)"
        ),
        "and in SQL": partial(shape.test_a_planted_sql_clock_is_found, "CURRENT_DATE"),
        "one catalogue of problems, all raised stand there": (
            words.test_every_problem_that_is_raised_stands_in_the_catalogue_with_its_details
        ),
        "and all of it are used": words.test_every_problem_of_the_catalogue_is_used,
        "no untranslated string": words.test_every_string_of_the_pages_has_its_english,
    }
)
def test_3_foundation_of_the_source(proof: Callable[[], None]) -> None:
    proof()


RULED_OUT = {
    "injected clock, business day, half-open intervals": [clock_and_days],
    "one typed settings module": [typed_settings],
}


def on_pages(cast: Cast, signed_in: Callable[..., Any]) -> dict[str, list[Callable[[], Any]]]:
    """What every page keeps to."""
    return {
        "CSP without inline, htmx without inline styles and evaluation": [
            lambda: pages.test_no_page_lets_foreign_or_inline_code_in(cast, signed_in, "/sign-in/"),
            lambda: pages.test_htmx_is_told_to_do_without_inline_styles_and_evaluation(None),
        ],
        "CSRF, secure cookies": [
            lambda: pages.test_a_form_without_its_token_is_refused_kindly(cast),
            lambda: pages.test_cookies_keep_to_the_line_they_came_on(cast, True),
        ],
        "sign-in limits": [
            lambda: sign_in.test_five_failures_shut_the_number_for_a_while(cast, signed_in)
        ],
        "no Chinese on an English page outside marked data": [
            lambda: pages.test_the_pages_of_accounts_are_english_too(cast),
            pages.test_unmarked_chinese_is_found,
        ],
    }


def test_3_foundation(cast: Cast, signed_in: Callable[..., Any], subtests: pytest.Subtests) -> None:
    for sentence, proofs in (RULED_OUT | on_pages(cast, signed_in)).items():
        proven(subtests, sentence, *proofs)


def looks_without_a_viewer(file: Path) -> list[str]:
    """Queries that enter a scope and do not take the viewer first; the parts of one see nothing alone."""
    tree = ast.parse(file.read_text())
    return [
        f"{file.stem}.{node.name}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and {call.id for call in ast.walk(node) if isinstance(call, ast.Name)}
        & {"acting", "acting_in", "scoped"}
        and [arg.arg for arg in node.args.args[:1]] != ["viewer"]
    ]


def test_4_accounts_and_posts(subtests: pytest.Subtests) -> None:
    with subtests.test("every query takes the viewer first"):
        # Facts serve the rules inside a scope; posts and accounts make the viewer in the first place.
        before = {"facts", "posts", "playbooks", "accounts", "installation", "chains"}
        files = [
            file for file in (ROOT / "src/wumen/queries").glob("*.py") if file.stem not in before
        ]
        assert [one for file in files for one in looks_without_a_viewer(file)] == []
        entering = {file.stem for file in files if "with acting(" in file.read_text()}
        assert len(entering) > 15


def test_5_the_event_log(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    proven(
        subtests,
        "server writers, chain, verdicts",
        lambda: logs.test_a_writers_events_are_numbered_without_a_gap(cast),
        lambda: logs.test_each_post_is_a_writer_of_its_own(cast),
        lambda: logs.test_every_event_carries_its_request_and_is_accepted(cast),
    )
    proven(
        subtests,
        "cursors",
        lambda: logs.test_a_consumer_reads_each_event_once_and_in_order(cast, street),
    )
    proven(
        subtests,
        "the database refuses update and delete",
        lambda: policies.test_the_log_refuses_change_and_removal(cast, street),
    )
    proven(
        subtests,
        "audit verifies the chains",
        lambda: logs.test_the_chain_verifies_over_a_days_work(cast, street),
    )


def sealed_numbers(cast: Cast) -> None:
    """The rows of residents hold no number in the clear."""
    with scoped(WHOLE):
        aunt = Resident.objects.get(name="张阿姨")
        assert b"13800000001" not in bytes(aunt.telephones_sealed or b"")
        assert sealing.unseal_list("telephones", aunt.id, aunt.telephones_sealed) == ["13800000001"]


def the_thin_loop(cast: Cast) -> None:
    """Order with two people, duties with their basis, tally, board, round, explain, audit."""
    order = ordered(cast, "1")
    assert order.entered_by_id != order.confirmed_by_id
    assert plan_day(cast.clerk, clock.today()).as_dict()["made"] == 30
    assert board(cast.secretary).total.standing == 30
    first = rounds(cast.captain, clock.today())[0]
    floors = one_round(cast.captain, read_round_key(first.key)).floors
    assert [floor.floor for floor in floors] == [2, 1]
    said = explain_place(cast.captain, "410102003008/jxc/1")
    assert "通告第1号" in said.zh
    assert "1月22日 00:00" in said.zh
    assert audit(cast.operator).clean


def test_6_thin_slices(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    proven(
        subtests,
        "register: areas, households with state, residents with sealed numbers",
        lambda: sealed_numbers(cast),
    )
    proven(
        subtests, "order, duties, tally, audit, board, round, explain", lambda: the_thin_loop(cast)
    )
    proven(
        subtests,
        "reconciled duties with basis",
        lambda: plans.test_overlapping_orders_make_each_duty_once_and_both_stand_in_its_basis(
            cast, street
        ),
    )


def two_people_with_one_number(cast: Cast, folder: Path) -> None:
    """Both are taken with it, and both are told to be looked at."""
    rows = [workbooks.row("101", "甲一", workbooks.number(1))]
    rows += [workbooks.row("102", "乙二", workbooks.number(1)), workbooks.row("103", "丙三")]
    file = workbooks.write_ledger(folder / "twice.xlsx", rows)
    said = take_ledger(cast.clerk, file, COMPOUND).as_dict()
    assert (said["taken"], said["refused"]) == (3, 0)
    told = [(one["row"], one["field"], one["code"]) for one in said["problems"]]
    assert told == [(3, "identity_number", "duplicate")]
    looked = [(one["row"], one["code"]) for one in said["to_check"]]
    assert looked == [(3, "number_shared"), (2, "number_shared")]


def refused(code: str, act: Callable[[], Any]) -> None:
    """A problem of that code with its next step, and nothing half done."""
    with scoped(WHOLE):
        before = (Order.objects.count(), Resident.objects.count(), Area.objects.count())
    with pytest.raises(Problem, match=code) as problem:
        act()
    assert problem.value.next_step("zh")
    assert problem.value.next_step("en")
    with scoped(WHOLE):
        assert (Order.objects.count(), Resident.objects.count(), Area.objects.count()) == before


def bad_files(cast: Cast, folder: Path) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Files that no ledger can be read from."""
    plain, locked = folder / "text.xlsx", folder / "locked.xlsx"
    plain.write_text("姓名")
    names = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + names)
    return {
        "no workbook": ("file_not_workbook", lambda: take_ledger(cast.clerk, plain, COMPOUND)),
        "with a password": ("file_password", lambda: take_ledger(cast.clerk, locked, COMPOUND)),
    }


def bad_orders(cast: Cast) -> dict[str, tuple[str, Callable[[], Any]]]:
    """Orders that lack something, or that nobody else confirmed, or that lie elsewhere."""
    hers = enter_order(cast.secretary, draft("1")).number
    missing = {"authority": " ", "ground": "", "ends": None}
    codes = {"ends": "order_needs_end"}
    return {
        **{
            f"an order without {name}": (
                codes.get(name, f"order_needs_{name}"),
                lambda lacks={name: nothing}: enter_order(cast.clerk, draft("1", **lacks)),
            )
            for name, nothing in missing.items()
        },
        "one person entering and confirming": (
            "second_person_needed",
            lambda: confirm_order(cast.secretary, hers),
        ),
        "an area outside the viewer's": (
            "area_not_yours",
            lambda: enter_order(cast.outsider, draft("1")),
        ),
        "an unknown clause": (
            "playbook_unreadable",
            lambda: read_playbook(b"[[clauses]]\nkey = 'x'\nwhat = 'dancing'\n", "x.toml"),
        ),
    }


def test_bad_input(cast: Cast, street: Street, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for sentence, (code, act) in (bad_files(cast, tmp_path) | bad_orders(cast)).items():
        with subtests.test(sentence):
            refused(code, act)
    proven(
        subtests,
        "two people with one number: the row is reported, the rest taken",
        lambda: two_people_with_one_number(cast, tmp_path),
    )


def test_7_acceptance_as_text(subtests: pytest.Subtests) -> None:
    tests = {file.stem: file.read_text() for file in Path(__file__).parent.glob("*.py")}
    with subtests.test("a test for each item, the main job, bad input and speed"):
        names = re.findall(r"^def (test_\w+)", tests["test_skeleton"], re.MULTILINE)
        assert {name.split("_")[1] for name in names} == set("1234567") | {"main", "bad", "speed"}
    with subtests.test("nothing is skipped"):
        assert [
            name for name, text in tests.items() if re.search(r"mark\.s[k]ip|\bs[k]ip\(", text)
        ] == []


def test_speed(subtests: pytest.Subtests) -> None:
    goals = tomllib.loads((ROOT / "bench" / "goals.toml").read_text())
    with subtests.test("the benchmark `duties` and its goals exist"):
        assert (ROOT / "bench" / "duties.py").is_file()
        own = {"ratio_at_least": 0.35, "unchanged_at_most": 0.5, "household_ms_at_most": 50}
        assert own.items() <= goals["duties"].items()
    with subtests.test("RESULTS.md is younger than their last change"):
        results = (ROOT / "bench" / "RESULTS.md").read_text()
        assert "python -m bench duties" in results
        assert committed_at("bench/RESULTS.md") >= committed_at(
            "bench/duties.py", "bench/goals.toml"
        )
