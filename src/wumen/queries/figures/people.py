"""Counts who is in special care by what is asked for, whose doors were knocked at, and who works."""

from uuid import UUID

from django.db.models import Q

from wumen.queries.figures.asked import HELD, Asked, inside, rows_of
from wumen.queries.special_needs import OPENED_AT_MOST, needs_by_word, open_need, words_of
from wumen.records.models import Resident, SpecialNeed
from wumen.rules.areas import span
from wumen.rules.figures import Value
from wumen.rules.knocks import Result
from wumen.rules.posts import ROLES
from wumen.rules.special_needs import AskKind, asks

_IN_CARE = f"""
    SELECT held.nr, count(*), count(DISTINCT r.household_id)
    FROM {HELD} JOIN resident r ON {inside("r")}
    WHERE r.needs_sealed IS NOT NULL OR EXISTS (
        SELECT 1 FROM special_need n WHERE n.resident = r.id AND n.ended_at IS NULL)
    GROUP BY held.nr
"""
_ASKS = [f"care.{one}" for one in AskKind]


def care(asked: Asked) -> list[dict[str, Value]]:
    """People and homes in special care, and homes by what they ask for; of a past instant unknown.

    Needs are opened to be counted and go no further; more than may be opened at once are not counted by
    what they ask for.
    """
    keys = ["care.people", "care.homes", *_ASKS]
    if asked.passed:
        return asked.each(keys, None)
    found = asked.each(keys, 0)
    for nr, people, homes in rows_of(_IN_CARE, asked.bounds()):
        found[nr - 1]["care.people"], found[nr - 1]["care.homes"] = people, homes
    if any((one["care.people"] or 0) > OPENED_AT_MOST for one in found):
        return [one | dict.fromkeys(_ASKS, None) for one in found]
    asking = _asking(asked)
    for place, values in zip(asked.places, found, strict=True):
        homes_of: dict[AskKind, set[UUID]] = {}
        for door, home, kinds in asking:
            if span(place).holds(door):
                for kind in kinds:
                    homes_of.setdefault(kind, set()).add(home)
        values.update({f"care.{kind}": len(homes) for kind, homes in homes_of.items()})
    return found


def _asking(asked: Asked) -> list[tuple[str, UUID, set[AskKind]]]:
    """The doors of those in care, their homes and what each asks for."""
    where = Q()
    for held in map(span, asked.outermost()):
        where |= Q(area__gte=held.lo, area__lt=held.hi)
    noted: dict[UUID, list[SpecialNeed]] = {}
    for need in SpecialNeed.objects.filter(where, ended_at__isnull=True):
        noted.setdefault(need.resident, []).append(need)
    rows = Resident.objects.filter(where, needs_sealed__isnull=False)
    people = {one.id: one for one in rows.only("id", "area", "household_id", "needs_sealed")}
    people |= {one.id: one for one in Resident.objects.filter(id__in=set(noted) - set(people))}
    found = []
    for one in people.values():
        needs = [open_need(row) for row in noted.get(one.id, ())]
        words = words_of(one) if one.needs_sealed else []
        needs += needs_by_word(one.id, words, {need.kind for need in needs}).values()
        kinds = {ask.kind for need in needs for ask in asks(need, asked.day)}
        found.append((one.area, one.household_id, kinds))
    return found


_KNOCKS = f"""
    SELECT held.nr, count(*), count(DISTINCT k.household),
        count(DISTINCT k.household) FILTER (WHERE k.result = %(nobody)s AND NOT EXISTS (
            SELECT 1 FROM knock later WHERE later.household = k.household
                AND later.knocked_at > k.knocked_at AND later.knocked_at <= %(at)s))
    FROM {HELD} JOIN knock k ON {inside("k")}
        AND k.knocked_at >= %(begins)s AND k.knocked_at <= %(at)s
    GROUP BY held.nr
"""


def knocks(asked: Asked) -> list[dict[str, Value]]:
    """Visits of the day up to the instant, at how many doors, and how many found nobody at the last."""
    keys = ("knocks.visits", "knocks.homes", "knocks.nobody")
    found = asked.each(keys, 0)
    given = asked.bounds(nobody=str(Result.NOBODY_HOME), begins=asked.begins)
    for nr, *counts in rows_of(_KNOCKS, given):
        found[nr - 1] = dict(zip(keys, counts, strict=True))
    return found


_CREW = f"""
    SELECT held.nr, p.role, count(DISTINCT p.person_id)
    FROM {HELD} JOIN post p ON {inside("p")} AND p.role <> 'operator' AND p.from_at <= %(at)s
        AND (p.until_at IS NULL OR p.until_at > %(at)s)
    GROUP BY GROUPING SETS ((held.nr, p.role), (held.nr))
"""


def crew(asked: Asked) -> list[dict[str, Value]]:
    """Who holds a post at the instant, each person once, and each role's people."""
    roles = [f"crew.{one}" for one in ROLES if one != "operator"]
    found = asked.each(["crew.people", *roles], 0)
    for nr, role, people in rows_of(_CREW, asked.bounds()):
        found[nr - 1][f"crew.{role or 'people'}"] = people
    return found
