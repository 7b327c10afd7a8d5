"""Who answers now for what is overdue, beside its owner: read off the clock, the rules and the standing posts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.duties import DutyLine, Owner
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Post
from wumen.rules.areas import Span, ancestors, counted_at
from wumen.rules.escalation import AFTER, after_of, chain_above, escalation
from wumen.rules.playbooks import Clause, Playbook
from wumen.rules.posts import Viewer

# The posts that stand over a place, by role and area; of several the one that was first.
Posts = Mapping[tuple[str, str], Owner]


class Late(NamedTuple):
    """Something open too long: where it is counted, what, in which window, since when, whose, how urgent."""

    area: str
    what: str
    win: str
    due_at: datetime
    owner: Owner | None
    urgency: str | None = None


@dataclass(frozen=True)
class Answers:
    """Who answers now beside the owner, and since when."""

    who: Owner
    since: datetime


def _clauses(playbooks: Mapping[str, Playbook]) -> Mapping[tuple[str, str], list[Clause]]:
    found: dict[tuple[str, str], list[Clause]] = {}
    for book in playbooks.values():
        for clause in book.clauses:
            for win in clause.windows or (str(clause.days),):
                found.setdefault((clause.what, win), []).append(clause)
    return found


def answers(
    late: Iterable[Late], now: datetime, playbooks: Mapping[str, Playbook], posts: Posts
) -> Mapping[Late, Answers]:
    """Who answers for each of some late things; nothing for what is its owner's alone yet."""
    clauses = _clauses(playbooks)
    by_place = {place: one.post for place, one in posts.items()}
    people = {one.post: one for one in posts.values()}
    above = {}
    found: dict[Late, Answers] = {}
    for one in dict.fromkeys(late):
        place = one.area, one.owner
        if place not in above:
            role, post = (one.owner.role, one.owner.post) if one.owner else (None, None)
            above[place] = chain_above(one.area, role, post, by_place)
        risen = escalation(one.due_at, now, _after(one, clauses), above[place])
        if risen is not None:
            found[one] = Answers(people[risen.post], risen.since)
    return found


def _after(one: Late, clauses: Mapping[tuple[str, str], list[Clause]]) -> timedelta:
    return AFTER[one.urgency] if one.urgency else after_of(clauses.get((one.what, one.win), ()))


def _posts(within: Span) -> Posts:
    """The posts that stand in and over a span, with the people in them."""
    now, above = clock.now(), ancestors(within.lo) if within.lo else []
    rows = (
        Post.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=now), from_at__lte=now)
        .filter(Q(area__gte=within.lo, area__lt=within.hi) | Q(area__in=["", *above]))
        .select_related("person")
        .order_by("-from_at", "-id")
    )
    return {
        (one.role, one.area): Owner(one.id, one.role, one.area, one.person.number, one.person.name)
        for one in rows
    }


def answers_for(viewer: Viewer, lines: Iterable[DutyLine]) -> Mapping[str, Answers]:
    """Who answers for the overdue ones of some duties, by their keys; two statements, none where all is in time."""
    overdue = {
        one.key: Late(
            *(counted_at(one.area), one.what, one.win, one.due_at, one.owner),
            str(one.basis.get("urgency", "")),
        )
        for one in lines
        if one.overdue
    }
    if not overdue:
        return {}
    with acting(viewer):
        playbooks, posts = facts.outbreaks(), _posts(viewer.span)
        said = answers(overdue.values(), clock.now(), playbooks, posts)
    return {key: said[late] for key, late in overdue.items() if late in said}


def answers_over(viewer: Viewer, late: Iterable[Late]) -> Mapping[Late, Answers]:
    """Who answers for things of no clause that are open too long, by how urgent they are."""
    with acting(viewer):
        return answers(late, clock.now(), {}, _posts(viewer.span))
