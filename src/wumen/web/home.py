"""The first page of each post, and whether the server is well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET
from django.views.i18n import set_language

from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.public import public_page


def home_of(viewer: Viewer) -> str:
    """The name of the page at which a post begins its day."""
    if viewer.may(Right.SEE_BOARD):
        return "board"
    if viewer.may(Right.SEE_REGISTER):
        return "rounds"
    if viewer.may(Right.LEAD_POINT):
        return "points"
    if viewer.may(Right.KEEP_GATE):
        return "passages"
    return "my_homes" if viewer.may(Right.LOOK_AFTER) else "explain"


@require_GET
@acting_page()
def start(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Go to where this post works."""
    return redirect(home_of(viewer))


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that requests are answered, and nothing else."""
    return HttpResponse("ok", content_type="text/plain")


urls = [
    path("", start, name="start"),
    path("healthz", healthz, name="healthz"),
    path("language/", public_page()(set_language), name="set_language"),
]
