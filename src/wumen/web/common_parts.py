"""Common parts that are disinfected (公共部位消毒): the stairwells of today, points to tick, a card to print."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.common_parts import PointsSaid, note_points
from wumen.queries import facts
from wumen.queries.common_parts import common_parts as common_parts_of
from wumen.queries.common_parts import points_of
from wumen.queries.round_sheets import walkers
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey, read_round_key
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.links import drawn
from wumen.web.rulebook import rulebook

_FIELDS = ("agent", "went", "done_at")


@require_safe
@acting_page(Right.SEE_REGISTER)
def common_parts(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The stairwells of today, those with something missed first."""
    found = common_parts_of(viewer, facts.today())
    book = rulebook(found.rules)
    rows = [(one, book.window(one.key.win)) for one in found.lines]
    return TemplateResponse(request, "common_parts/list.html", {"found": found, "rows": rows})


def _note(request: HttpRequest, viewer: Viewer, key: RoundKey) -> None:
    try:
        ticked = [UUID(one) for one in request.POST.getlist("done")]
    except ValueError:
        raise Problem("point_unknown") from None
    sent = {name: request.POST.get(name, "") for name in _FIELDS}
    many = note_points(viewer, key, PointsSaid(ticked, **sent))
    text = ngettext("已记下，%(n)s 处做完。", "已记下，%(n)s 处做完。", many)
    messages.success(request, text % {"n": many})


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SEE_REGISTER)
def common_parts_one(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The points of one stairwell: all ticked but those that were missed; on paper its card with a code."""
    read, problem = read_round_key(key), None
    if request.method == "POST":
        try:
            _note(request, viewer, read)
            # What was not ticked was missed: it is not ticked for the next tap.
            return redirect(f"{reverse('common_parts_one', args=[str(read)])}?left=1")
        except Problem as refused:
            problem = refused
    found = points_of(viewer, read)
    may = viewer.may(Right.SETTLE)
    context = {
        "found": found,
        "window": rulebook(found.rules).window(read.win),
        "may": may,
        "walkers": walkers(viewer, read.unit) if may else [],
        "picture": drawn(read.unit.rstrip("/")),
        "typed": request.POST,
        "ticked": set(request.POST.getlist("done")) if problem or "left" in request.GET else None,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "common_parts/one.html", context, status=status)


urls = [
    path("common-parts/", common_parts, name="common_parts"),
    path("common-parts/<path:key>/", common_parts_one, name="common_parts_one"),
]
