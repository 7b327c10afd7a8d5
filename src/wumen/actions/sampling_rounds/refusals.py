"""A refusal to be sampled dies with its round: the word is erased, that she is missing stays."""

from functools import reduce
from operator import or_

from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.sampling_rounds.standing import places_held
from wumen.records import clock
from wumen.records.models import Duty, NotSampled, SamplingRound
from wumen.rules.areas import span
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.rounds import Reason


def erase_of(row: SamplingRound) -> int:
    """Erase who refused in a round that is over, from the round and from what was owed; how many.

    Inside a transaction in a scope that holds the round.
    """
    gone, _ = NotSampled.objects.filter(round=row, why=Reason.REFUSED).delete()
    held = [span(path) for path in places_held(row)]
    within = [Q(area__gte=one.lo, area__lt=one.hi) for one in held]
    if within:
        duties = Duty.objects.filter(
            reduce(or_, within), day=row.day, what=What.SAMPLING, reason=Reason.REFUSED
        )
        duties.update(reason=None, evidence=None)
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
