"""Waste handed on (垃圾交接): two classes, bags and weight, to whom; the sums of the day to copy and to print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.waste_loads import hand_on_waste
from wumen.queries import facts
from wumen.queries.care_bins import bins_page
from wumen.queries.doors import places_below
from wumen.queries.waste_loads import waste_today
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.time import business_day
from wumen.rules.waste_loads import NO_BIN, WASTE_NAMES, WasteDraft
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.hand_overs import GUARDED
from wumen.web.templatetags.wumen import day


def said_of(draft: WasteDraft, said: str) -> str:
    """What was noted, with the day on which it counts where that is another: an hour of the evening, keyed by night."""
    counted = business_day(read_done_at(draft.done_at, facts.now()))
    if counted == facts.today():
        return said
    return _("%(said)s 算在%(day)s。") % {"said": said, "day": day(counted)}


def _draft(sent: QueryDict) -> WasteDraft:
    return WasteDraft(
        path=sent.get("area", ""),
        kind=sent.get("kind", ""),
        bags=sent.get("bags", ""),
        kg=sent.get("kg", ""),
        handed_to=sent.get("handed_to", ""),
        done_at=sent.get("done_at", ""),
        sprayed=bool(sent.get("sprayed")),
        bin=sent.get("bin", ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SETTLE)
def waste_loads(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What was handed on today, and one collection more."""
    problem, sent = None, request.POST
    if request.method == "POST":
        try:
            hand_on_waste(viewer, draft := _draft(sent))
            messages.success(request, said_of(draft, _("已记下这一车。")))
            return redirect("waste_loads")
        except Problem as refused:
            problem = refused
    context = {
        "found": waste_today(viewer),
        "places": places_below(viewer, *GUARDED),
        "kinds": [(one.value, named) for one, named in WASTE_NAMES.items()],
        "bins": bins_page(viewer).bins,
        "no_bin": NO_BIN,
        "typed": sent,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "waste_loads/page.html", context, status=status)


urls = [path("waste-loads/", waste_loads, name="waste_loads")]
