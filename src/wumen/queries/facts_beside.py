"""Facts beside the days for the audit: how blocked exits ended, what is kept and what its movements make.

Every function here looks inside the scope of the running transaction and sees nothing without one.
"""

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from wumen.queries.exits import steps_by_number
from wumen.records.models import Attachment, Instruction, Stock, StockMove
from wumen.rules.areas import Span
from wumen.rules.attachments import Purpose
from wumen.rules.instructions import win_of
from wumen.rules.openings import OpeningStep as Step
from wumen.rules.stock.lasting import Kind


def exits_ended(held: Span) -> list[tuple[str, list[str], bool]]:
    """The blocked exits of a span that ended: the window of each, its steps in order, whether a photo shows it."""
    rows = Instruction.objects.exclude(exit="").exclude(closed_as="")
    here = rows.filter(area__gte=held.lo, area__lt=held.hi, outbreak__closed_at__isnull=True)
    numbers = list(here.values_list("number", flat=True))
    steps = steps_by_number(numbers)
    every = [one for some in steps.values() for one in some]
    opened = {one.id: one.win for one in every if one.step == Step.OPENED}
    photos = Attachment.objects.filter(
        purpose=Purpose.OPENING, about__in=list(opened), withdrawn_at=None
    ).values_list("about", flat=True)
    shown = {opened[one] for one in photos if one is not None}
    return [
        (win, [one.step for one in steps.get(number, ())], win in shown)
        for number, win in ((one, win_of(one)) for one in numbers)
    ]


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
