"""What neighbours report: writing it down, and two workers who look before anything follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.supervision import receive_report, verify
from wumen.queries.doors import place_meant
from wumen.queries.supervision import neighbour_reports
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.supervision import FOUND_NAMES
from wumen.web.acting import acting_page
from wumen.web.errors import status_of


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def supervision(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The reports, those that wait first; a form for a new one and one for each verification."""
    problem, sent = None, request.POST
    if request.method == "POST":
        try:
            number = sent.get("number", "")
            if number.isdecimal() and len(number) < 12:
                verify(viewer, int(number), sent.get("found", ""), sent.get("said", ""))
                messages.success(request, _("已记下您核实的情况。"))
            else:
                area = place_meant(viewer, sent.get("area", ""))
                receive_report(viewer, area, sent.get("text", ""))
                messages.success(request, _("已记下。两位工作人员核实以前，什么都不会变。"))
            return redirect("supervision")
        except Problem as found:
            problem = found
    context = {
        "lines": neighbour_reports(viewer),
        "words": [(key.value, named) for key, named in FOUND_NAMES.items()],
        "typed": sent if problem else {},
        "may_give": viewer.may(Right.GIVE),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "supervision/list.html", context, status=status)


urls = [path("supervision/", supervision, name="supervision")]
