"""The inspection file (迎检包): what it would hold, taking it out, and the flaws that inspectors found."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from wumen.actions.inspection import TakenInspection, take_inspection
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.inspection import inspection_ahead
from wumen.queries.instructions import InstructionLine, instructions
from wumen.rules.inspection import CHOICE_NAMES, Choice, read_choice
from wumen.rules.instructions import CLOSED_NAMES, Closed
from wumen.rules.lists import PURPOSE_LENGTH
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_FIELDS = ("day", "area", "homes", "purpose")


def _flaws(viewer: Viewer, area: str) -> list[tuple[InstructionLine, Named | None]]:
    """What is to be shown before and after: what stands, then what was closed today."""
    closed = [one for one in instructions(viewer, area, closed=True) if one.closed_at]
    today = [
        one for one in closed if one.closed_at and business_day(one.closed_at) == facts.today()
    ]
    found = [one for one in (*instructions(viewer, area), *today) if one.photos]
    return [(one, CLOSED_NAMES[Closed(one.state)] if one.closed_at else None) for one in found]


def _page(
    request: HttpRequest, viewer: Viewer, asked: dict[str, str], problem: Problem | None = None
) -> HttpResponse:
    context: dict[str, object] = {}
    try:
        day, choice = read_day(asked["day"]), read_choice(asked["homes"])
        context["ahead"] = inspection_ahead(viewer, day, asked["area"] or None, choice)
        context["flaws"] = _flaws(viewer, asked["area"])
    except Problem as refused:
        problem = problem or refused
    context |= {
        "asked": asked,
        "places": places(viewer),
        "choices": [(one.value, named) for one, named in CHOICE_NAMES.items()],
        "purpose_length": PURPOSE_LENGTH,
        "may_give": viewer.may(Right.GIVE),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "inspection/page.html", context, status=status)


def _file(taken: TakenInspection) -> HttpResponse:
    response = HttpResponse(taken.content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, taken.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@acting_page(Right.EXPORT)
def inspection(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the file would hold; sent with a purpose it comes as .zip, and a refusal keeps what was typed."""
    sent = request.POST or request.GET
    asked = {name: sent.get(name, "").strip() for name in _FIELDS}
    asked["day"] = asked["day"] or str(facts.today())
    asked["homes"] = asked["homes"] or Choice.SAMPLE.value
    if request.method == "GET":
        return _page(request, viewer, asked)
    try:
        taken = take_inspection(
            viewer,
            read_day(asked["day"]),
            asked["area"] or None,
            asked["purpose"],
            read_choice(asked["homes"]),
        )
    except Problem as problem:
        return _page(request, viewer, asked, problem)
    return _file(taken)


urls = [path("inspection/", inspection, name="inspection")]
