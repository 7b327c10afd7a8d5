"""What a module says that the laws of the house's shape speak of, read once for all of them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

FUNCTION_LINES = 40
FORBIDDEN_WORDS = {"asset", "assets", "family", "families", "location", "locations", "task"}
FORBIDDEN_WORDS |= {"tasks", "ticket", "tickets", "tracing"}
FORBIDDEN_CLASSES = {"user", "policy", "message", "log", "permission_group"}
NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

CLOCK_CALLS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localtime|localdate)"
    r"|time\.time(_ns)?)$"
)
CLOCK_ENDS = {"localdate", "localtime", "now", "time", "time_ns", "today", "utcnow"}
CLOCK_IMPORTS = {
    "time": {"time", "time_ns"},
    "django.utils.timezone": {"now", "localtime", "localdate"},
    "django.db.models.functions": {"Now"},
}
SQL_CLOCK = re.compile(
    r"\b(now|clock_timestamp|transaction_timestamp|statement_timestamp)\s*\(\s*\)"
    r"|\b(current_date|current_timestamp|current_time|localtimestamp|localtime)\b",
    re.IGNORECASE,
)


def sql_clock(text: str) -> list[str]:
    """Readings of the database's clock in SQL, comments left out."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
    return [match.group() for match in SQL_CLOCK.finditer(bare)]


@dataclass(frozen=True)
class Told:
    """What a module says that the laws speak of."""

    opening: str
    long: list[str]
    clocks: list[str]
    printing: list[str]
    named: list[str]


@cache
def told(text: str) -> Told:
    """Read a module, once for all laws: to parse it takes longer than all that is looked for."""
    tree = ast.parse(text)
    every = list(ast.walk(tree))
    return Told(
        (ast.get_docstring(tree) or "").partition("\n")[0],
        [
            f"{one.name}: {length} lines"
            for one, length in functions(every)
            if length > FUNCTION_LINES
        ],
        readings(every),
        [
            f"line {node.lineno}"
            for node in every
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ],
        [node.name for node in every if isinstance(node, NAMED) and is_wrong(node)],
    )


def functions(every: list[ast.AST]) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """All functions with their lines, from `def` to the last."""
    for node in every:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def readings(every: list[ast.AST]) -> list[str]:
    """Readings of a clock in Python: calls, references, imports, model fields, SQL in strings, but for docstrings."""
    prose = {id(node.value) for node in every if isinstance(node, ast.Expr)}
    found: list[str] = []
    for node in every:
        if isinstance(node, ast.Attribute):
            said = ast.unparse(node) if node.attr in CLOCK_ENDS else ""
            found += [said] if CLOCK_CALLS.search(said) else []
        elif isinstance(node, ast.ImportFrom):
            names = CLOCK_IMPORTS.get(node.module or "", set())
            found += [alias.name for alias in node.names if alias.name in names]
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += sql_clock(node.value) if id(node) not in prose else []
    return found


def is_wrong(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is named by a word of the glossary's 'never' column."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", node.name).lower()
    known = isinstance(node, ast.ClassDef) and snake in FORBIDDEN_CLASSES
    return known or bool(set(snake.split("_")) & FORBIDDEN_WORDS)
