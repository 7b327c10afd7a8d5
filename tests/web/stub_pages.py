"""Pages that exist only in tests: they fail, refuse, show their viewer, or count."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.urls import include, path

from wumen.config.urls import handler400, handler403, handler404, handler500
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = '{% extends "base.html" %}{% block content %}<p id="seen">{{ seen }}</p>{% endblock %}'


def show(request: HttpRequest, **context: object) -> HttpResponse:
    """A page in the frame of all pages."""
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@acting_page(Right.SEE_BOARD)
def board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Stands where the board will stand."""
    return show(request, seen=f"board {viewer.role}")


@acting_page(Right.SETTLE)
def rounds(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Stands where the rounds will stand."""
    return show(request, seen=f"rounds {viewer.role}")


@acting_page()
def lazy(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A template response whose query runs while it is rendered."""
    from wumen.records.models import Area

    template = engines["django"].from_string("{% for area in areas %}{{ area.area }} {% endfor %}")
    return SimpleTemplateResponse(template, {"areas": Area.objects.all()})


@acting_page()
def refuse(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Refuses with a problem."""
    raise Problem(code, path="410102/", role_zh="楼长", role_en="captain")


def fail(request: HttpRequest) -> HttpResponse:
    """Fails with a message that nobody must see."""
    raise ValueError("张阿姨 13800000001")


urlpatterns = [
    path("board/", board, name="board"),
    path("rounds/", rounds, name="rounds"),
    path("lazy/", lazy, name="lazy"),
    path("refuse/<str:code>/", refuse, name="refuse"),
    path("fail/", fail, name="fail"),
    path("", include("wumen.web.urls")),
]
