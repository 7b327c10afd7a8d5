"""A refusal to be sampled dies with its round, and without one with its day: that she is missing stays."""

from functools import reduce
from operator import or_

from django.db.models import Case, F, Q, QuerySet, Value, When

from wumen.actions.changing import changing
from wumen.actions.knocks import forget_refusals
from wumen.actions.log import log
from wumen.queries.sampling_rounds.standing import places_held
from wumen.records import clock
from wumen.records.models import Duty, NotSampled, RoundSheetLine, SamplingRound
from wumen.rules.areas import span
from wumen.rules.duties import DutyState
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.rounds import ERASED, REFUSALS, Reason


def erase_of(row: SamplingRound) -> int:
    """Erase who refused in a round that is over, from the round and from what was owed; how many.

    Inside a transaction in a scope that holds the round.
    """
    gone, _ = NotSampled.objects.filter(round=row, why=Reason.REFUSED).delete()
    held = [span(path) for path in places_held(row)]
    if held:
        within = reduce(or_, (Q(area__gte=one.lo, area__lt=one.hi) for one in held))
        _forget(Duty.objects.filter(within, day=row.day))
    row.refusals_erased_at = clock.now()
    row.save(update_fields=["refusals_erased_at"])
    return gone


def erase_refusals(viewer: Viewer) -> int:
    """Erase the refusals of all rounds that are over, closed or not; how many rounds. Problem `right_missing`."""
    viewer.must(Right.INSTALLATION)
    with changing(viewer):
        over = SamplingRound.objects.filter(ends_at__lte=clock.now(), refusals_erased_at=None)
        rows = list(over.select_for_update())
        for row in rows:
            erase_of(row)
            log(viewer, "sampling_round.refusals_erased", row.area, number=row.number)
    return len(rows)


def erase_past_refusals(viewer: Viewer) -> int:
    """Erase the refusals of all past days, of samples that are owed without a round too; how many there were.

    With them what a knock and the lines of a printed sheet remember of it, which is read by nobody from midnight
    on. What a phone brought late goes in the night after it came. Problem `right_missing`.
    """
    viewer.must(Right.INSTALLATION)
    today = clock.today()
    with changing(viewer):
        many = _forget(Duty.objects.filter(day__lt=today)) + forget_refusals()
        lines = RoundSheetLine.objects.filter(_refused("said"), sheet__day__lt=today)
        return many + lines.update(said="")


def _refused(field: str) -> Q:
    """Whether a field says so, by key or in words; a line of a list has its hour behind the key."""
    return reduce(or_, (Q(**{f"{field}__istartswith": begins}) for begins in REFUSALS))


def _forget(duties: QuerySet[Duty]) -> int:
    """Let go of why nobody could be sampled where she would not, and of the way to the event that says so.

    Who was freed of it by name stays so, with a word that says nothing of why.
    """
    settled = [DutyState.DONE, DutyState.WAIVED]
    return duties.filter(_refused("reason"), what=What.SAMPLING).update(
        reason=Case(When(state=DutyState.WAIVED, then=Value(ERASED)), default=None),
        evidence=Case(When(state__in=settled, then=F("evidence")), default=None),
    )
