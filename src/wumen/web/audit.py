"""The check (核对·查漏) and planning the day again: what differs, and what to do about it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from wumen.actions.duties.plan import plan_day
from wumen.queries import facts
from wumen.queries.audit import Audit, Difference
from wumen.queries.audit import audit as check
from wumen.rules.differences import ADVICE
from wumen.rules.duties import DutyKey, read_key
from wumen.rules.playbooks import WHAT_NAMES, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.rulebook import Rulebook, Words, rulebook

KEYS_SHOWN = 20
# What another run of the plan puts right.
_PLANNED_AWAY = ("missing", "unwanted", "wrong_place", "wrong_window", "wrong_owner")


@dataclass(frozen=True)
class Found:
    """One difference as it is shown: a duty by its words where it is one, else its key."""

    text: str
    duty: DutyKey | None
    what: Words
    window: Words


@dataclass(frozen=True)
class Group:
    """All differences of one kind, the first of them by name."""

    kind: str
    advice: Words
    n: int
    shown: list[Found]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.n - len(self.shown)


def _found(one: Difference, book: Rulebook) -> Found:
    try:
        key = read_key(one.what)
        named = WHAT_NAMES[What(key.what)]
    except (Problem, ValueError):
        return Found(one.what, None, ("", ""), ("", ""))
    return Found(one.what, key, (named.zh, named.en), book.window(key.win))


def _groups(result: Audit, book: Rulebook) -> list[Group]:
    """The differences by kind, the most frequent first."""
    kinds: dict[str, list[Difference]] = defaultdict(list)
    for one in result.differences:
        kinds[one.kind].append(one)
    groups = [
        Group(kind, ADVICE[kind], len(some), [_found(one, book) for one in some[:KEYS_SHOWN]])
        for kind, some in kinds.items()
    ]
    return sorted(groups, key=lambda group: (-group.n, group.kind))


def _page(request: HttpRequest, viewer: Viewer, **found: object) -> HttpResponse:
    context = {"today": facts.today(), "may_plan": viewer.may(Right.PLAN), **found}
    return render(request, "audit/page.html", context)


@require_http_methods(["GET", "POST"])
@acting_page(Right.AUDIT)
def audit(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Says what a check is; on the button runs one and shows what it found."""
    if request.method == "GET":
        return _page(request, viewer)
    result = check(viewer)
    groups = _groups(result, rulebook())
    again = any(group.kind in _PLANNED_AWAY for group in groups)
    return _page(request, viewer, result=result, groups=groups, again=again)


@require_http_methods(["GET", "POST"])
@acting_page(Right.PLAN)
def plan(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Plans today again for the viewer's area and shows what changed."""
    if request.method == "GET":
        return redirect("audit")
    planned = plan_day(viewer, facts.today())
    return _page(request, viewer, planned=planned, standing=sum(planned.by_what.values()))


urls = [
    path("audit/", audit, name="audit"),
    path("plan/", plan, name="plan"),
]
