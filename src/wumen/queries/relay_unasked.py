"""Entries of relay texts that ask for something and stand as no request: what the audit must never find."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from wumen.queries.relay import entry_of
from wumen.records import clock
from wumen.records.models import Instruction, Outbreak, Relay, RelayEntry
from wumen.records.relay import RelayState
from wumen.rules.areas import Span
from wumen.rules.needs import Urgency
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind
from wumen.rules.relay.asking import stands_nowhere

# A list is pasted anew for a week at most; what is older is nobody's question any more.
_LOOKED_AT = timedelta(days=14)


def unasked(within: Span) -> Iterator[tuple[str, str]]:
    """Entries of the last fourteen days that stand as no request, though confirmed or danger to life; their states.

    Nothing where no outbreak is open: there is nothing under which a request could stand. Of a list that was pasted
    anew the last paste tells what waits, unless its group took lines out of it meanwhile. In the present scope.
    """
    if not Outbreak.objects.filter(closed_at__isnull=True).exists():
        return
    since = clock.now() - _LOOKED_AT
    rows = RelayEntry.objects.filter(
        area__gte=within.lo, area__lt=within.hi, relay__pasted_at__gt=since
    ).exclude(state=RelayState.WITHDRAWN)
    rows = rows.exclude(state=RelayState.OPEN, relay__in=_pasted_anew().values("follows"))
    given = Instruction.objects.filter(number=OuterRef("asked"))
    nowhere = rows.filter(Q(asked=None) | ~Exists(given)).select_related("relay")
    for row in nowhere.order_by("relay__pasted_at", "place"):
        try:
            said, state = entry_of(row), row.state
        except Problem:
            # What nobody can open asks for nothing that anybody could read.
            continue
        open_danger = state == RelayState.OPEN and said.priority is Urgency.LIFE
        if open_danger or stands_nowhere(Kind(row.relay.kind), said, state, asked=False):
            yield str(row.id), state


def _pasted_anew() -> QuerySet[Relay]:
    """The pastes that hold every line of the one before, or its request."""
    gone = RelayEntry.objects.filter(
        relay=OuterRef("pk"), state=RelayState.WITHDRAWN, asked__isnull=True
    )
    return Relay.objects.exclude(follows=None).exclude(Exists(gone))
