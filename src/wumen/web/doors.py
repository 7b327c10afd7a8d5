"""The first page of each door of the menu: the pages behind it that the post may open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wumen.rules.posts import Viewer
from wumen.web.acting import acting_page
from wumen.web.menu import BOARD, DOORS, ways


@require_safe
@acting_page()
def doors(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """What is behind one door, as far as this post may open it."""
    found = next((door for door in DOORS if door.key == key and key != BOARD), None)
    if found is None:
        raise Http404
    return render(request, "doors/page.html", {"door": found, "ways": ways(viewer, found)})


urls = [path("doors/<slug:key>/", doors, name="doors")]
