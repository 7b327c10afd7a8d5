"""Whom a text names of those who live at some places, and how these are called: a place is no person."""

from collections.abc import Iterable

from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace, StrIndex

from wumen.records.models import Area, Resident
from wumen.rules.areas import AreaKind, ancestors, span
from wumen.rules.guarded_homes import close


def _within(paths: Iterable[str]) -> Q:
    held = Q(pk__in=[])
    for one in map(span, paths):
        held |= Q(area__gte=one.lo, area__lt=one.hi)
    return held


def named_in(said: str, paths: Iterable[str]) -> list[str]:
    """Who of some places is named in a text, inside the running scope: thousands live there, few are."""
    joined = Value("".join(said.split()))
    rows = Resident.objects.filter(_within(paths)).annotate(at=StrIndex(joined, "name"))
    return list(rows.filter(at__gt=0).values_list("name", flat=True).distinct())


def doors_named_in(said: str, paths: Iterable[str]) -> list[str]:
    """Which doors of some places a text names by more than a number (北院, 门面房3), inside the running scope."""
    called = Lower(Replace("name", Value(" "), Value("")))
    rows = Area.objects.filter(_within(paths), kind=AreaKind.HOUSEHOLD).exclude(
        name__regex="^[0-9]*$"
    )
    named = rows.annotate(at=StrIndex(Value(close(said)), called)).filter(at__gt=0)
    return list(named.values_list("name", flat=True).distinct())


def called_around(paths: Iterable[str]) -> list[str]:
    """The names of places, of all that lie above them and of all in them but doors."""
    given = list(paths)
    above = {up for one in given for up in ancestors(one)}
    rows = Area.objects.filter(Q(area__in=above) | _within(given))
    return list(rows.exclude(kind=AreaKind.HOUSEHOLD).values_list("name", flat=True).distinct())
