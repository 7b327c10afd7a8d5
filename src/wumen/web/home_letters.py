"""Letters from home (家书): the words in one place, a letter a home to print, and a tick when it was given."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.home_letters import give_letter, keep_words
from wumen.queries.home_letters import Whose, home_letters, read_whose
from wumen.rules.home_letters import LONGEST
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of


def _act(request: HttpRequest, viewer: Viewer) -> str:
    sent = request.POST
    if "text" in sent:
        keep_words(viewer, sent.get("area", ""), sent["text"])
        return _("存好了，下面的家书都用这几句话。")
    try:
        home = UUID(sent.get("given", ""))
    except ValueError:
        raise Problem("household_unknown") from None
    give_letter(viewer, home)
    return _("记下了：家书送到了。")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def letters(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The letters of homes in isolation, or of homes that wait for a kit; of one home alone to print it once more."""
    whose = read_whose(request.GET.get("for", ""))
    problem = None
    if request.method == "POST":
        try:
            messages.success(request, _act(request, viewer))
            return redirect(f"{reverse('home_letters')}?for={whose}")
        except Problem as refused:
            problem = refused
    context = {
        "found": home_letters(viewer, whose),
        "tabs": [(one.value, one is whose) for one in Whose],
        "may_write": viewer.may(Right.KEEP_REGISTER) and bool(viewer.area),
        "again": request.GET.get("again", ""),
        "typed": request.POST,
        "longest": LONGEST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "home_letters/page.html", context, status=status)


urls = [path("home-letters/", letters, name="home_letters")]
