"""A round on paper and for the groups: one A4 sheet for the office, a notice for each building."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wumen.queries.sampling_rounds.printing import (
    matter_of,
    notices,
    organisation_notices,
    round_on_paper,
)
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page


@require_safe
@acting_page(Right.PLAN)
def rounds_print(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The whole round on one sheet: points, slots, crews, tubes, meals, who is sampled at home."""
    found = round_on_paper(viewer, ident)
    context = {"found": found, "page_of": found.page, "line": found.page.line}
    return TemplateResponse(request, "sampling_rounds/print.html", context)


@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds_notices(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """What each building's group is told, to be copied and ticked as sent."""
    page, lines = notices(viewer, ident)
    context = {
        "line": page.line,
        "notices": lines,
        "left": sum(one.left for one in lines),
        "matter": matter_of(ident),
        "organisations": organisation_notices(page),
    }
    return TemplateResponse(request, "sampling_rounds/notices.html", context)
