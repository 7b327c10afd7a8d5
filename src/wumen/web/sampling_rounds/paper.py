"""A round on paper and for the groups: one A4 sheet for the office, a notice for each building."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wumen.queries.sampling_rounds.lines import RoundLine
from wumen.queries.sampling_rounds.printing import (
    matter_of,
    notices,
    organisation_notices,
    round_on_paper,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.sampling_rounds.asking import round_name
from wumen.rules.sampling_rounds.saying import round_notice_zh
from wumen.web.acting import acting_page


@require_safe
@acting_page(Right.PLAN)
def rounds_print(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The whole round on one sheet: points, slots, crews, tubes, meals, who is sampled at home."""
    found = round_on_paper(viewer, ident)
    context = {"found": found, "page_of": found.page, "line": found.page.line}
    return TemplateResponse(request, "sampling_rounds/print.html", context)


def _for_all(viewer: Viewer, line: RoundLine) -> dict[str, str]:
    """The form of a notice for stairwells and loudspeakers, filled in for a round."""
    text = round_notice_zh(line.number, line.day, line.begins, line.ends)
    return {"area": viewer.area, "heading": round_name(line.number).zh, "text": text}


@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds_notices(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """What each building's group is told, to be copied and ticked as sent."""
    page, lines = notices(viewer, ident)
    may = viewer.may(Right.KEEP_REGISTER)
    context = {
        "line": page.line,
        "notices": lines,
        "left": sum(one.left for one in lines),
        "matter": matter_of(ident),
        "organisations": organisation_notices(page),
        "for_all": urlencode(_for_all(viewer, page.line)) if may else "",
    }
    return TemplateResponse(request, "sampling_rounds/notices.html", context)
