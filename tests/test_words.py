"""The words of the house: problems in two languages, no harsh word, glossary, English pages."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from wumen.rules.problems import CATALOGUE
from wumen.rules.problems.sentence import Sentence

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "wumen"
PROBLEMS = SRC / "rules" / "problems"
ENGLISH = SRC / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"

CHINESE = re.compile(r"[\u3400-\u9fff]")
NEVER_SAID = ("违规", "严查", "一律")
TEXTS = {".py", ".html", ".txt", ".js", ".ts", ".css", ".toml", ".po", ".sql", ".md"}
GLOSSARY = """area, grid, household, resident, organisation, facility, outbreak, order, regime,
playbook, clause, duty, visit_round, job, crew, role, post, station, captain, unit_lead, roster,
shift, sampling, point, slot, tube, box, gate, pass, passage, need, supply, stock, deposit_point,
notice, reach, case, contact, event, problem"""


def placeholders(text: str) -> set[str]:
    """The names of the details in a sentence."""
    return set(re.findall(r"\{(\w*)[^}]*\}", text))


def faults(sentence: Sentence) -> list[str]:
    """What is wrong with one entry of the catalogue."""
    found = []
    for field in ("zh", "en", "next_zh", "next_en"):
        text = getattr(sentence, field)
        if not text.strip():
            found.append(f"{field} is empty")
        elif bool(CHINESE.search(text)) is field.endswith("en"):
            found.append(f"{field} is in the wrong language")
    for left, right in (("zh", "en"), ("next_zh", "next_en")):
        if neutral(getattr(sentence, left)) != neutral(getattr(sentence, right)):
            found.append(f"{left} and {right} name different details")
    return found


def neutral(text: str) -> set[str]:
    """The details of a sentence, a pair like role_zh and role_en counted as one."""
    return {re.sub(r"_(zh|en)$", "", name) for name in placeholders(text)}


def details_of(sentence: Sentence) -> set[str]:
    """All details that a raiser must give."""
    texts = (sentence.zh, sentence.en, sentence.next_zh, sentence.next_en)
    return set().union(*map(placeholders, texts))


def name_of(call: ast.Call) -> str:
    """What is called, without whose it is."""
    called = call.func
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def raised(text: str) -> list[tuple[str, set[str] | None]]:
    """Each `Problem("code", …)` of a module with its details' names; None where `**` hides them."""
    found: list[tuple[str, set[str] | None]] = []
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and name_of(node) == "Problem"):
            continue
        if node.args and isinstance(node.args[0], ast.Constant):
            names = {keyword.arg for keyword in node.keywords}
            given = None if None in names else {name for name in names if name}
            found.append((str(node.args[0].value), given))
    return found


def harsh(text: str) -> list[str]:
    """The words that no sentence of ours says."""
    return [word for word in NEVER_SAID if word in text]


def template_messages(text: str) -> set[str]:
    """The message ids that Django looks up for a template's translate and blocktranslate tags."""
    literal = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
    source = templatize(text)
    found = re.findall(rf"\b(?:gettext|_)\(\s*{literal}", source)
    for first, second in re.findall(rf"\bngettext\(\s*{literal}\s*,\s*{literal}", source):
        found += [first, second]
    for _, message in re.findall(rf"\bpgettext\(\s*{literal}\s*,\s*{literal}", source):
        found.append(message)
    return {ast.literal_eval(one) for one in found}


def python_messages(text: str) -> set[str]:
    """The message ids in `_("…")` and the gettext functions of a module."""
    plain = {"_", "gettext", "gettext_lazy", "gettext_noop"}
    counts = {"pgettext": [1], "pgettext_lazy": [1], "ngettext": [0, 1], "ngettext_lazy": [0, 1]}
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = name_of(node)
            places = [0] if name in plain else counts.get(name, [])
            arguments = [node.args[place] for place in places if place < len(node.args)]
            found |= {a.value for a in arguments if isinstance(a, ast.Constant)}
    return {str(one) for one in found}


def untranslated(messages: Iterable[str], english: dict[str, list[str]]) -> list[str]:
    """Messages without an English text, or whose English text holds Chinese."""
    return sorted(
        message
        for message in messages
        if not english.get(message) or any(CHINESE.search(t) or not t for t in english[message])
    )


def english_texts() -> dict[str, list[str]]:
    """The English catalogue: each message id with its texts; what is fuzzy is absent."""
    texts: dict[str, list[str]] = {}
    if ENGLISH.is_file():
        with ENGLISH.open("rb") as file:
            for message in read_po(file, locale="en"):
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                said = message.string
                strings = list(said) if isinstance(said, tuple | list) else [said]
                if not message.fuzzy:
                    texts |= dict.fromkeys(ids, strings)
    return texts


def sources(suffixes: set[str], below: Path = SRC) -> list[Path]:
    """Our own source files below a folder."""
    return [
        path
        for path in sorted(below.rglob("*"))
        if path.suffix in suffixes and "vendor" not in path.parts and ".min." not in path.name
    ]


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_problem_speaks_both_languages_and_says_what_to_do_next(code: str) -> None:
    assert faults(CATALOGUE[code]) == []


def test_every_problem_that_is_raised_stands_in_the_catalogue_with_its_details() -> None:
    wrong = []
    for path in sources({".py"}):
        for code, given in raised(path.read_text()):
            if code not in CATALOGUE:
                wrong.append(f"{path.name}: {code} is not in the catalogue")
            elif given is not None and details_of(CATALOGUE[code]) - given:
                wrong.append(f"{path.name}: {code} lacks {details_of(CATALOGUE[code]) - given}")
    assert wrong == []


def test_every_problem_of_the_catalogue_is_used() -> None:
    elsewhere = [p for p in sources({".py", ".sql"}) if PROBLEMS not in p.parents]
    source = "\n".join(path.read_text() for path in elsewhere)
    quoted = set(re.findall(r"""["'](\w+)["']""", source))
    assert sorted(set(CATALOGUE) - quoted) == []


def test_no_sentence_is_harsh() -> None:
    wrong = {str(path.relative_to(ROOT)): harsh(path.read_text()) for path in sources(TEXTS)}
    assert {file: words for file, words in wrong.items() if words} == {}


def test_the_glossary_names_every_code_word() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text()
    named = set(re.findall(r"`(\w+)`", text))
    assert sorted(set(re.findall(r"\w+", GLOSSARY)) - named) == []


def test_every_string_of_the_pages_has_its_english() -> None:
    messages: set[str] = set()
    for path in sources({".html", ".txt"}, SRC / "web"):
        messages |= template_messages(path.read_text())
    for path in sources({".py"}, SRC / "web"):
        messages |= python_messages(path.read_text())
    assert untranslated(messages, english_texts()) == []


def test_english_leaves_a_space_after_what_leads_on_and_speaks_of_one_and_of_many() -> None:
    english = english_texts()
    led = {m: t for m, t in english.items() if m.endswith(("：", "；", "，"))}
    assert {m: t for m, t in led.items() if not all(one.endswith(" ") for one in t if one)} == {}
    assert english["%(n)s 人"] == ["%(n)s person", "%(n)s people"]
    counted = [m for m, texts in english.items() if len(texts) == 2 and texts[0] == texts[1]]
    assert counted == []


def test_what_has_two_forms_is_never_asked_for_as_one() -> None:
    two = {m for m, texts in english_texts().items() if len(texts) == 2}
    plain = set()
    for path in sources({".html"}, SRC / "web"):
        source = templatize(path.read_text())
        plain |= set(re.findall(r"""\bgettext\(\s*u?['"]([^'"]*)['"]""", source))
    for path in sources({".py"}, SRC / "web"):
        plain |= set(re.findall(r"""\b(?:_|gettext)\(\s*["]([^"]*)["]""", path.read_text()))
    assert sorted(plain & two) == []


def test_a_planted_fault_in_the_catalogue_is_found() -> None:
    good = Sentence("{a}不对。", "{a} is wrong.", "请您再试。", "Please try again.")
    assert faults(good) == []
    assert faults(Sentence("", "{a} is wrong.", "请您再试。", "Please try again."))
    assert faults(Sentence("wrong", "wrong", "请您再试。", "Please try again."))
    assert faults(Sentence("{a}不对。", "{a}不对。", "请您再试。", "Please try again."))
    assert faults(Sentence("{a}不对。", "{b} is wrong.", "请您再试。", "Please try again."))
    assert faults(Sentence("不对。", "Wrong.", "请找{who}。", "Please ask."))


def test_planted_problems_are_read_from_source() -> None:
    text = 'raise Problem("a", x=1)\nraise problems.Problem("b", **more)\nraise Problem(code)\n'
    assert raised(text) == [("a", {"x"}), ("b", None)]
    assert harsh("发现违规，一律处理") == ["违规", "一律"]


def test_messages_of_pages_are_read_as_django_looks_them_up() -> None:
    page = (
        '{% load i18n %}{% translate "待办" %}{% trans \'已办\' as x %}{{ y|default:_("无") }}'
        "{% blocktranslate with n=x %}共 {{ n }} 户{% endblocktranslate %}"
        "{% blocktranslate count n=x %}{{ n }} 户{% plural %}{{ n }} 多户{% endblocktranslate %}"
        '{% translate "开" context "门" %}'
    )
    expected = {"待办", "已办", "无", "共 %(n)s 户", "%(n)s 户", "%(n)s 多户", "开"}
    assert template_messages(page) == expected
    assert python_messages("x = _('甲')\ny = gettext_lazy('乙')\nz = pgettext('c', '丙')\n") == {
        "甲",
        "乙",
        "丙",
    }


def test_missing_empty_and_chinese_english_is_found() -> None:
    english = {"甲": ["one"], "乙": [""], "丙": ["三"]}
    assert untranslated(["甲", "乙", "丙", "丁"], english) == ["丁", "丙", "乙"]
