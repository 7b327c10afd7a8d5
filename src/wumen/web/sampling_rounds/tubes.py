"""Everyone of one tube (查一管): asked for with a purpose, agreed to by a second person, shown once it is logged."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.sampling_rounds.tubes import agree_to_tube, ask_tube, look_at_tube
from wumen.queries.sampling_rounds.tubes import looks
from wumen.rules.lists import PURPOSE_AT_MOST
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    context = {
        "looks": looks(viewer),
        "may_agree": viewer.may(Right.CONFIRM_ORDER),
        "longest": PURPOSE_AT_MOST,
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/tubes.html", context, status=status)


@require_safe
@acting_page(Right.PLAN)
def tubes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The looks at tubes, and asking for one."""
    return _page(request, viewer)


@require_POST
@acting_page(Right.PLAN)
def tubes_ask(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ask who shares a tube."""

    def change() -> str:
        sent = request.POST
        row = ask_tube(viewer, sent.get("tube", ""), sent.get("purpose", ""))
        said = ngettext(
            "这一管记了 %(n)s 份样本。请第二个人同意。",
            "这一管记了 %(n)s 份样本。请第二个人同意。",
            row.samples,
        )
        return said % {"n": row.samples}

    return done_or_shown(
        *(request, change, reverse("sampling_tubes")),
        lambda problem: _page(request, viewer, problem),
    )


@require_POST
@acting_page(Right.CONFIRM_ORDER)
def tubes_agree(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Agree as the second person."""

    def change() -> str:
        agree_to_tube(viewer, ident)
        return _("已同意，您和申请的人一天内能看。")

    return done_or_shown(
        *(request, change, reverse("sampling_tubes")),
        *(lambda problem: _page(request, viewer, problem), "tube_look_unknown"),
    )


@require_POST
@acting_page(Right.PLAN)
def tubes_look(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Everyone of a tube; each such page is a look of its own in the log."""
    try:
        found = look_at_tube(viewer, ident)
    except Problem as problem:
        if problem.code == "tube_look_unknown":
            raise
        return _page(request, viewer, problem)
    return TemplateResponse(request, "sampling_rounds/tube.html", {"found": found})
