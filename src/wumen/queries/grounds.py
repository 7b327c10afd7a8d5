"""Which measure of which document made a duty, and under which orders: the words behind its basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.duties import DutyLine
from wumen.queries.posts import acting
from wumen.records.models import Order, Resident, SamplingRound
from wumen.records.orders import ever_bound, freed_by, over_place
from wumen.rules.duties import DutyState
from wumen.rules.local_notices import clause_words
from wumen.rules.playbooks import Clause, Playbook
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import ROUND_NAME, round_name


@dataclass(frozen=True)
class OrderGround:
    """An order that asks for a duty; an order that the viewer may not see has no document here."""

    number: str
    document: str


@dataclass(frozen=True)
class DutyGrounds:
    """Why a duty is owed: the measure by its words, the document that says so, the orders that bring it.

    `notice` is the number of the local notice whose rule decided, empty where it is the playbook's.
    `clause` is None where a former edition asked for it and the present one does not know it.
    """

    measure: tuple[str, str]
    document: str
    edition: tuple[str, str]
    notice: str
    clause: Clause | None
    rules: Playbook
    orders: tuple[OrderGround, ...]


def grounds_of(viewer: Viewer, bases: Sequence[Mapping[str, object]]) -> list[DutyGrounds]:
    """The grounds of duties, one for each basis, in their order; three statements whatever their number."""
    with acting(viewer):
        books = facts.books()
        wanted = {str(number) for basis in bases for number in _orders(basis)}
        rows = Order.objects.filter(number__in=wanted).values_list("number", "document")
        documents = dict(rows)
        rounds = _rounds(bases)
    return [
        _of_round(basis, books, rounds.get(str(basis["round"])))
        if "round" in basis
        else _grounds(basis, books, documents)
        for basis in bases
    ]


def _rounds(bases: Sequence[Mapping[str, object]]) -> dict[str, SamplingRound]:
    """The sampling rounds behind some grounds, by their ids as these have them."""
    idents = {str(basis["round"]) for basis in bases if "round" in basis}
    rows = SamplingRound.objects.filter(id__in=idents) if idents else ()
    return {str(row.id): row for row in rows}


def _of_round(
    basis: Mapping[str, object], books: Mapping[str, Playbook], row: SamplingRound | None
) -> DutyGrounds:
    """The grounds of what a sampling round asks: no measure of the rules, but on whose word it is held."""
    book = books[str(basis["outbreak"])]
    named = round_name(row.number) if row else ROUND_NAME
    document = f"{row.ordered_by} {row.document}".strip() if row else ""
    edition = (book.playbook.name_zh, book.playbook.name_en)
    return DutyGrounds((named.zh, named.en), document, edition, "", None, book, ())


@dataclass(frozen=True)
class Fell:
    """Why a duty is not asked any longer: the order that ended for its subject, when, and by which document."""

    at: datetime
    document: str


def fell_with(viewer: Viewer, line: DutyLine) -> Fell | None:
    """With which order a withdrawn duty fell; None where it was withdrawn for another reason."""
    if line.state != DutyState.WITHDRAWN:
        return None
    with acting(viewer):
        people = Resident.objects.filter(Q(id=line.subject) | Q(household=line.subject))
        wanted = over_place(line.area) | Q(resident__in=people.values("id"))
        numbers = [str(one) for one in _orders(line.basis)]
        rows = ever_bound().filter(wanted, order__number__in=numbers).select_related("order")
        last = max(rows, key=lambda one: one.over_at, default=None)
        if last is None or last.over_at >= line.due_at:
            return None
        change = freed_by(last.order, last.over_at)
        return Fell(last.over_at, (change or last.order).document)


def grounds_by_key(viewer: Viewer, lines: Sequence[DutyLine]) -> dict[str, DutyGrounds]:
    """The grounds of the duties of a list that a measure made; an instruction says itself what it is."""
    made = [one for one in lines if "instruction" not in one.basis]
    found = grounds_of(viewer, [one.basis for one in made])
    return {one.key: why for one, why in zip(made, found, strict=True)}


def _orders(basis: Mapping[str, object]) -> Sequence[object]:
    found = basis.get("orders")
    return found if isinstance(found, list) else []


def _grounds(
    basis: Mapping[str, object], books: Mapping[str, Playbook], documents: Mapping[str, str]
) -> DutyGrounds:
    # A notice that the viewer may not see speaks through the rules below it.
    book = books.get(facts.book_of(basis)) or books[str(basis["outbreak"])]
    key = str(basis["clause"])
    try:
        clause = book.clause(key)
    except Problem:
        clause = None
    edition = book.playbook
    return DutyGrounds(
        measure=clause_words(book, clause) if clause else (key, key),
        document=clause.source if clause else edition.document,
        edition=(edition.name_zh, edition.name_en),
        notice=str(basis.get("notice", "")),
        clause=clause,
        rules=book,
        orders=tuple(
            OrderGround(str(number), documents.get(str(number), "")) for number in _orders(basis)
        ),
    )
