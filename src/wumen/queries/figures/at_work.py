"""Figures of those who are sampled where they work: organisations of the rounds of a day, each person once."""

from wumen.queries.figures.asked import Asked
from wumen.queries.sampling_rounds.organisations import sums_of
from wumen.records.models import SamplingRoundScope
from wumen.rules.areas import span
from wumen.rules.figures import Value

_OWED, _DONE, _OPEN = KEYS = tuple(f"sampling.work.{part}" for part in ("owed", "done", "open"))


def at_work(asked: Asked) -> list[dict[str, Value]]:
    """How many are sampled at work on the day; of a past instant unknown, for rosters go on changing."""
    if asked.passed:
        return asked.each(KEYS, None)
    found = asked.each(KEYS, 0)
    scopes = SamplingRoundScope.objects.filter(
        organisation__isnull=False, round__day=asked.day, round__outbreak__closed_at=None
    )
    held = list(scopes.values_list("round_id", "organisation_id", "area"))
    sums = sums_of({ident for ident, _, _ in held}) if held else {}
    for ident, organisation, area in held:
        told = sums.get(ident, {}).get(organisation)
        for values, path in zip(found, asked.places, strict=True):
            if told and span(path).holds(area):
                for key, many in ((_OWED, told.others), (_DONE, told.done)):
                    values[key] = (values[key] or 0) + many
                values[_OPEN] = (values[_OPEN] or 0) + told.others - told.done
    return found
