"""Facts beside the days for the audit: how blocked exits ended, what is kept and what its movements make.

Every function here looks inside the scope of the running transaction and sees nothing without one.
"""

from typing import TYPE_CHECKING

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from wumen.records.models import Attachment, Instruction, OpeningStep, Stock, StockMove
from wumen.rules.areas import Span
from wumen.rules.stock.lasting import Kind

if TYPE_CHECKING:
    from uuid import UUID


def exits_ended(held: Span) -> list[tuple[str, list[str], bool]]:
    """The blocked exits of a span that ended: the window of each, its steps in order, whether a photo shows it."""
    rows = Instruction.objects.exclude(exit="").exclude(closed_as="")
    wins = [
        f"r{number}"
        for number in rows.filter(
            area__gte=held.lo, area__lt=held.hi, outbreak__closed_at__isnull=True
        ).values_list("number", flat=True)
    ]
    steps: dict[str, list[str]] = {win: [] for win in wins}
    opened: dict[UUID, str] = {}
    for one in OpeningStep.objects.filter(win__in=wins).order_by("number"):
        steps[one.win].append(one.step)
        if one.step == "opened":
            opened[one.id] = one.win
    photos = Attachment.objects.filter(
        purpose="opening", about__in=list(opened), withdrawn_at=None
    ).values_list("about", flat=True)
    shown = {opened[one] for one in photos if one is not None}
    return [(win, some, win in shown) for win, some in steps.items()]


def stock_counts() -> list[tuple[str, int, int]]:
    """What is kept at deposit points: its id, how many stand there, and how many all its movements make."""
    rows = Stock.objects.annotate(moved=Coalesce(Sum("moves__n"), 0)).order_by("id")
    return [
        (str(ident), held, moved) for ident, held, moved in rows.values_list("id", "held", "moved")
    ]


def stock_halves() -> list[tuple[str, int, int]]:
    """What did not leave one point as it comes to another: its id, how many left, how many come; over everything."""
    rows = StockMove.objects.filter(transfer__isnull=False).values("transfer")
    sent = Coalesce(-Sum("n", filter=Q(kind=Kind.SENT)), 0)
    sums = rows.annotate(left=sent, coming=Coalesce(Sum("counted", filter=Q(kind=Kind.COMING)), 0))
    wrong = sums.exclude(left=F("coming")).order_by("transfer")
    found = wrong.values_list("transfer", "left", "coming")
    return [(str(transfer), left, coming) for transfer, left, coming in found]
