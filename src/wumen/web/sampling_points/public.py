"""采样点忙闲: what anybody may read without signing in, of which points are open and how busy each is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wumen.queries.public_points import PublicPoint, public_points
from wumen.rules.problems import Problem
from wumen.web.errors import status_of
from wumen.web.public import public_page
from wumen.web.sampling_points.showing import Waiting, Words, state_words, waiting


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What cannot be, in large type."""
    return render(request, "door/problem.html", {"problem": problem}, status=status_of(problem))


@dataclass(frozen=True)
class Shown:
    """A point with its words."""

    point: PublicPoint
    state: Words
    waiting: Waiting | None


@require_GET
@public_page(_told)
def queues(request: HttpRequest, code: str) -> HttpResponse:
    """The points of a sub-district, community or village: open or not, how busy, how old the word is."""
    found = public_points(code)
    shown = [Shown(one, state_words(one.now), waiting(one.now, found.now)) for one in found.points]
    easy = {one.now.id for one in found.easy}
    context = {
        "found": found,
        "shown": shown,
        "easy": [one for one in shown if one.point.now.id in easy],
    }
    return render(request, "points/public.html", context)
