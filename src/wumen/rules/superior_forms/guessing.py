"""Proposes figures for the empty cells of a form by the words around them; a person confirms each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wumen.rules.figures import Figure
from wumen.rules.superior_forms.form import At, Form, FormSheet, cell_name
from wumen.rules.superior_forms.heads import beside, column_heads, fillable, row_heads
from wumen.rules.superior_forms.points import WORDS, Point
from wumen.rules.superior_forms.words import forms_of, plain, same_place

# Beyond this a sheet is a ledger, not a form.
_MOST_CELLS = 4000
_ASKED_FOR_WORDS = {
    "填报单位": "words.place",
    "单位": "words.place",
    "报送单位": "words.place",
    "填报日期": "words.day",
    "日期": "words.day",
    "填报时间": "words.hour",
    "统计时间": "words.hour",
    "截至时间": "words.hour",
    "填报人": "words.by",
    "填表人": "words.by",
}


@dataclass(frozen=True)
class Guess:
    """A cell and the figure that its heads seem to ask for; `heads` are the words that say so."""

    point: Point
    heads: str


def vocabulary(figures: Iterable[Figure]) -> dict[str, str]:
    """Which figure a head asks for, by its plain words; the first that claims a word has it."""
    known: dict[str, str] = {plain(word): key for word, key in _ASKED_FOR_WORDS.items()}
    for one in figures:
        for word in (one.name.zh, *one.said, one.name.en):
            known.setdefault(plain(word), one.key)
    return known


def _candidates(sheet: FormSheet, at: At) -> Iterator[tuple[str, str]]:
    """What may be asked for, the most telling first: the words, and how a person reads them."""
    near = beside(sheet, at)
    above, left = column_heads(sheet, at), row_heads(sheet, at)
    for begin in range(len(above)):
        joined = "".join(above[begin:])
        if len(above) - begin > 1:
            yield joined, " ".join(above[begin:])
    inner = above[-1:] or ("",)
    for head in left:
        if inner[0]:
            yield head + inner[0], f"{head} {inner[0]}"
            yield inner[0] + head, f"{inner[0]} {head}"
    if near:
        yield near, near
    for head in (*reversed(above), *left):
        yield head, head


def _figure(sheet: FormSheet, at: At, known: Mapping[str, str]) -> tuple[str, str] | None:
    for words, shown in _candidates(sheet, at):
        for form in forms_of(words):
            key = known.get(form)
            # Who fills a form is asked once, right beside the words.
            if key and (key not in WORDS or shown == beside(sheet, at)):
                return key, shown
    return None


def _place(sheet: FormSheet, at: At, places: Mapping[str, str]) -> str:
    heads = (*row_heads(sheet, at), *column_heads(sheet, at))
    return next((found for one in heads if (found := same_place(one, places))), "")


def _below_names(sheet: FormSheet, at: At, places: Mapping[str, str]) -> bool:
    """Whether a cell ends a column of names: what stands beside 合计 there asks for no figure."""
    return sum(bool(same_place(one, places)) for one in column_heads(sheet, at)) > 1


def guesses(
    form: Form, figures: Iterable[Figure], places: Mapping[str, str], taken: Iterable[Point] = ()
) -> tuple[Guess, ...]:
    """What the empty cells seem to ask for; cells that are pointed already are left alone.

    `places` are the places below with their names: a row headed by one asks for its figures.
    """
    known = vocabulary(figures)
    pointed = {(one.sheet, one.cell) for one in taken}
    found: list[Guess] = []
    for sheet in form.sheets:
        if sheet.rows * sheet.columns > _MOST_CELLS:
            continue
        for at in fillable(sheet):
            name = cell_name(at)
            if (sheet.name, name) in pointed:
                continue
            guess = None if _below_names(sheet, at, places) else _figure(sheet, at, known)
            if guess:
                key, heads = guess
                place = "" if key in WORDS else _place(sheet, at, places)
                found.append(Guess(Point(sheet.name, name, key, place), heads))
    return tuple(found)
