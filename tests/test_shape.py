"""The shape of the house, held by machine: lengths, first lines, one clock, clean pages, words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules import FORBIDDEN_WORDS, sql_clock, told

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "wumen"

FILE_LINES = 400
TOP_FOLDERS = {".ci", "bench", "docs", "field", "src", "tests"}
NOT_OURS = {".git", ".venv", "var", "node_modules", "build", "dist"}
LAYERS = {"actions", "api", "channels", "cli", "config", "jobs", "playbooks", "queries", "records"}
LAYERS |= {"rules", "web"}

# The one clock, and the few places that may note when something arrived in the real world.
REAL_CLOCKS: dict[str, str] = {
    "src/wumen/records/clock.py": "the one clock module",
    "src/wumen/records/installation/swap.py": "names a database set aside; no record bears it",
}

# Whom an order binds is asked of records/orders.py alone (decision 0055), where an exception cannot be forgotten; the
# few others that touch scopes, and what they do instead of asking.
SCOPES: dict[str, str] = {
    "src/wumen/records/orders.py": "the one way of asking",
    "src/wumen/records/models.py": "gives the models",
    "src/wumen/records/naming.py": "what becomes of each column",
    "src/wumen/records/fates.py": "what becomes of them when an outbreak is erased",
    "src/wumen/records/policies.py": "who may see which table",
    "src/wumen/actions/orders/entering.py": "writes scopes, moves them with their people",
    "src/wumen/actions/orders/changes.py": "whom a document names",
    "src/wumen/actions/orders/applying.py": "takes out whom a document names, hands on the others",
    "src/wumen/actions/changes/split.py": "a split rewrites places",
    "src/wumen/actions/changes/undo.py": "an undo puts places back",
    "src/wumen/actions/ledger/writing.py": "who moved takes her orders along",
    "src/wumen/actions/rosters/freeing.py": "whose places may have fallen empty; `held` says whose did",
    "src/wumen/actions/attachments.py": "whether a scan names people",
    "src/wumen/actions/release.py": "where an event about an order lies",
    "src/wumen/queries/attachments.py": "who may open a scan that names people",
    "src/wumen/queries/objections.py": "who objects, and what took her out",
    "src/wumen/queries/orders.py": "all that an order names, who is out of it too",
    "src/wumen/queries/release.py": "who sees an order",
    "src/wumen/queries/board/orders.py": "by BINDING",
    "src/wumen/queries/doors_apart.py": "by BINDING",
    "src/wumen/queries/elevation.py": "by BINDING",
    "src/wumen/queries/group_text.py": "by OVER_AT",
}
_READS_SCOPES = re.compile(r"OrderScope\b|\border_scope\b|\bscopes__|\b(order|milder)\.scopes\b")

OPENINGS = {
    ".css": ("/*",),
    ".html": ("{#", "<!--"),
    ".js": ("//", "/*"),
    ".po": ("#",),
    ".sql": ("--",),
    ".toml": ("#",),
    ".ts": ("//", "/*"),
    ".tsx": ("//", "/*"),
    ".txt": ("{#",),
    "": ("#",),
}

FORBIDDEN_MODULES = {"common", "helper", "helpers", "misc", "service", "services", "util", "utils"}


def files(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> Iterator[Path]:
    """Every file of ours below the folders with one of the suffixes, vendored ones left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = set(path.relative_to(ROOT).parts)
            ours = not {"vendor", "__pycache__", "data", *NOT_OURS} & parts
            if ours and path.is_file() and path.suffix in suffixes and ".min." not in path.name:
                yield path


def name(path: Path) -> str:
    """The path as the project says it."""
    return path.relative_to(ROOT).as_posix()


def too_long(text: str) -> list[str]:
    """A file of more than 400 lines."""
    lines = len(text.splitlines())
    return [f"{lines} lines"] if lines > FILE_LINES else []


def long_functions(text: str) -> list[str]:
    """Functions of more than 40 lines."""
    return told(text).long


def bad_opening(text: str, suffix: str) -> list[str]:
    """A file whose first line does not say in one sentence what the file is for."""
    lines = text.splitlines() or [""]
    if suffix == ".py":
        good = lines[0].startswith('"""') and told(text).opening.endswith(".")
    else:
        first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        opening = next((o for o in OPENINGS[suffix] if first.startswith(o)), None)
        good = opening is not None and re.search(r"\w{3}", first[len(opening) :]) is not None
    return [] if good else [f"opens with {lines[0][:60]!r}"]


def python_clock(text: str) -> list[str]:
    """Where a module reads a clock."""
    return told(text).clocks


def template_clock(text: str) -> list[str]:
    """The template tag that reads the real clock."""
    return re.findall(r"\{%\s*now\b", text)


def prints(text: str) -> list[str]:
    """Calls of print(); the command line writes through one function."""
    return told(text).printing


INLINE = re.compile(
    r"<[a-z][^>]*?\s(?:style|on[a-z]+|hx-on[:\w-]*)\s*=|<style\b|javascript:"
    r"|<script\b[^>]*>\s*[^<\s]",
    re.IGNORECASE | re.DOTALL,
)


def inline_code(text: str) -> list[str]:
    """Styles, handlers and scripts inside a page, which the content security policy refuses."""
    bare = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", text, flags=re.DOTALL)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "x", bare, flags=re.DOTALL)
    return [match.group()[:60] for match in INLINE.finditer(bare)]


def wrong_words(text: str) -> list[str]:
    """Classes and functions named by such a word."""
    return told(text).named


def wrong_names(paths: list[str]) -> list[str]:
    """Modules and folders named by a forbidden word or by no purpose at all."""
    wrong = FORBIDDEN_WORDS | FORBIDDEN_MODULES | {"user", "users"}
    return [p for p in paths if {Path(part).stem for part in Path(p).parts} & wrong]


def unknown_folders(names: set[str], known: set[str]) -> list[str]:
    """Folders that have no place in the layout yet."""
    passing = {n for n in names if n in NOT_OURS or n.endswith((".egg-info", "_cache", "__"))}
    return sorted(names - known - passing - {".hypothesis"})


def foreign_places(text: str) -> list[str]:
    """Paths of a developer's machine and hosts of package registries."""
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "registry.npm" + "js")
    machine = re.findall(r"(?<![\w./])/" + r"work/\w+", text)
    return machine + [host for host in hosts if host in text]


def offences(found: dict[str, list[str]]) -> list[str]:
    """One line for each file with something wrong."""
    return [f"{file}: {', '.join(wrong)}" for file, wrong in found.items() if wrong]


def test_no_file_is_longer_than_400_lines() -> None:
    ours = files("src", "tests", "bench", "field", suffixes=(".py", ".ts"))
    assert offences({name(p): too_long(p.read_text()) for p in ours}) == []


def test_no_function_is_longer_than_40_lines() -> None:
    ours = (p for p in files("src", "tests", "bench") if "migrations" not in p.parts)
    assert offences({name(p): long_functions(p.read_text()) for p in ours}) == []


def test_every_file_says_in_its_first_line_what_it_is_for() -> None:
    suffixes = (".py", *(suffix for suffix in OPENINGS if suffix))
    ours = [*files("src", "tests", "bench", "field", suffixes=suffixes), ROOT / "Makefile"]
    ours += [p for p in files(".ci", suffixes=("",)) if p.name == "run"]
    ours = [p for p in ours if ".egg-info" not in name(p)]
    assert offences({name(p): bad_opening(p.read_text(), p.suffix) for p in ours}) == []


def test_only_the_one_clock_reads_the_real_time() -> None:
    found = {name(p): python_clock(p.read_text()) for p in files("src/wumen")}
    found |= {name(p): sql_clock(p.read_text()) for p in files("src/wumen", suffixes=(".sql",))}
    found |= {name(p): template_clock(p.read_text()) for p in files("src", suffixes=(".html",))}
    assert offences({f: w for f, w in found.items() if f not in REAL_CLOCKS}) == []


def test_the_list_of_real_clocks_holds_nothing_stale() -> None:
    readers = {"py": python_clock, "sql": sql_clock}
    stale = [f for f in REAL_CLOCKS if not readers[f.rpartition(".")[2]]((ROOT / f).read_text())]
    assert stale == []
    assert all(REAL_CLOCKS.values())


def test_whom_an_order_binds_is_asked_in_one_way() -> None:
    found = {
        name(path)
        for path in files("src")
        if "migrations" not in path.parts and _READS_SCOPES.search(path.read_text(encoding="utf-8"))
    }
    assert found == SCOPES.keys()
    for path, why in SCOPES.items():
        word = re.match(r"by ([A-Z_]+)$", why)
        assert word is None or word[1] in (ROOT / path).read_text(encoding="utf-8")


def test_nothing_in_the_source_prints() -> None:
    assert offences({name(p): prints(p.read_text()) for p in files("src")}) == []


def test_no_page_carries_inline_style_or_script() -> None:
    ours = files("src", suffixes=(".html",))
    assert offences({name(p): inline_code(p.read_text()) for p in ours}) == []


def test_code_uses_the_words_of_the_glossary() -> None:
    ours = (p for p in files("src/wumen") if "migrations" not in p.parts)
    assert offences({name(p): wrong_words(p.read_text()) for p in ours}) == []


def test_modules_are_named_for_what_they_hold() -> None:
    assert wrong_names([p.relative_to(SRC).as_posix() for p in files("src/wumen")]) == []


def test_every_top_level_folder_has_its_place() -> None:
    assert unknown_folders({p.name for p in ROOT.iterdir() if p.is_dir()}, TOP_FOLDERS) == []
    assert unknown_folders({p.name for p in SRC.iterdir() if p.is_dir()}, LAYERS) == []
    assert list((SRC / "playbooks").rglob("*.py")) == []


def test_the_project_names_no_foreign_place() -> None:
    suffixes = (*OPENINGS, ".py", ".md", ".json")
    ours = [*files("src", "tests", "bench", "docs", ".ci", "field", suffixes=suffixes)]
    ours += [p for p in ROOT.iterdir() if p.is_file() and p.suffix in suffixes]
    assert offences({name(p): foreign_places(p.read_text()) for p in ours}) == []


PLANTED_CLOCKS = [
    "x = datetime.now(UTC)",
    "x = dt.datetime.utcnow()",
    "x = date.today()",
    "x = timezone.now",
    "import time\nx = time.time()",
    "from time import time",
    "from django.utils.timezone import now",
    "from django.db.models.functions import Coalesce, Now",
    "at = DateTimeField(auto_now_add=True)",
    "at = DateTimeField(auto_now=True)",
    "cursor.execute('SELECT now()')",
    "cursor.execute(f'INSERT … {x} VALUES (CURRENT_TIMESTAMP)')",
]


@pytest.mark.parametrize("text", PLANTED_CLOCKS)
def test_a_planted_python_clock_is_found(text: str) -> None:
    assert python_clock(text)


@pytest.mark.parametrize("word", ["now()", "CURRENT_DATE", "LocalTimestamp", "clock_timestamp()"])
def test_a_planted_sql_clock_is_found(word: str) -> None:
    assert sql_clock(f"INSERT INTO t VALUES ({word});")


def test_a_clock_that_is_only_spoken_of_is_no_reading() -> None:
    assert python_clock('"""Never calls now()."""\nmoment = parse(text)\nknown_now = 1\n') == []
    assert sql_clock("-- now() is refused\nSELECT 1 /* CURRENT_DATE */") == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">x</p>',
        '<a class="a"\n onclick="go()">x</a>',
        "<script>go()</script>",
        '<script src="a.js">go()</script>',
        "<style>p {}</style>",
        '<a href="javascript:go()">x</a>',
        '<p hx-on:click="go()">x</p>',
    ],
)
def test_planted_inline_code_is_found(text: str) -> None:
    assert inline_code(text)


def test_linked_styles_and_scripts_pass() -> None:
    page = '{# style="x" #}<script src="{% static "a.js" %}" defer></script><p class="on">x = 1</p>'
    assert inline_code(page) == []


def test_planted_offences_against_form_are_found() -> None:
    assert too_long("x\n" * 401)
    assert not too_long("x\n" * 400)
    assert long_functions("def f():\n" + "    x = 1\n" * 40)
    assert not long_functions("def f():\n" + "    x = 1\n" * 39)
    assert prints("def f():\n    print(1)\n")
    assert unknown_folders({"src", "scripts", ".venv", ".ruff_cache"}, TOP_FOLDERS) == ["scripts"]
    assert foreign_places("see /" + "work/main") == ["/" + "work/main"]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("import os\n", ".py"),
        ('"""No full stop"""\n', ".py"),
        ('# note\n"""Late."""\n', ".py"),
        ("body {}\n", ".css"),
        ("{% extends 'a.html' %}\n", ".html"),
        ("SELECT 1;\n", ".sql"),
        ("#!/bin/bash\nset -e\n", ""),
        ("#\n", ".toml"),
    ],
)
def test_a_file_without_its_sentence_is_found(text: str, suffix: str) -> None:
    assert bad_opening(text, suffix)


def test_planted_wrong_words_are_found_and_innocent_ones_pass() -> None:
    planted = "class Family: ...\nclass AccessTicket: ...\ndef do_task(): ...\nclass User: ...\n"
    assert wrong_words(planted) == ["Family", "AccessTicket", "do_task", "User"]
    assert wrong_words("class Household: ...\ndef get_user(): ...\ndef allocation(): ...\n") == []
    assert wrong_names(["rules/utils.py", "web/tasks/list.py", "rules/orders.py"]) == [
        "rules/utils.py",
        "web/tasks/list.py",
    ]
