"""Finding people while typing, possible duplicates beside a form, and those who stand twice already."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.search import compare, look
from wumen.queries.duplicates import Group, groups
from wumen.queries.search import Found
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page

_GROUPS_A_PAGE = 20
_TWIN_FIELDS = ("name", "identity_number", "telephone")

WHY = {
    "identity": _("身份证号相同"),
    "telephone": _("电话相同"),
    "birthday": _("姓名读音相同，同一天出生"),
    "name": _("姓名读音相同，住同一栋楼"),
}
WHY_GROUP = {
    "identity": _("身份证号相同"),
    "telephone": _("姓名和电话相同"),
    "door": _("同一户里姓名相同"),
}


# What is typed names people: it is sent in the body, never in an address that logs and histories keep.
@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def search(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Find people and doors; while typing only the list comes back. What cannot be read yet is said softly."""
    typed = request.POST.get("q", "").strip()
    found, hint = Found(""), None
    try:
        found = look(viewer, typed)
    except Problem as problem:
        hint = problem
    context = {"typed": typed, "found": found, "hint": hint}
    whole = "search/found.html" if getattr(request, "htmx", False) else "search/page.html"
    return TemplateResponse(request, whole, context)


@require_POST
@acting_page(Right.CORRECT_HOMES)
def search_duplicates(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who may be the person that is being typed in: a fragment, empty when nobody is."""
    typed = {one: request.POST.get(one, "").strip() for one in _TWIN_FIELDS}
    door = request.POST.get("door", "").strip() or request.POST.get("building", "").strip()
    found = [
        {"why": WHY[one.why], "line": one.line, "ask": one.ask}
        for one in compare(viewer, **typed, door=door)
    ]
    return TemplateResponse(request, "search/twins.html", {"twins": found})


@require_GET
@acting_page(Right.SEE_REGISTER)
def duplicates(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Residents who may stand in the register twice, a page at a time."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    skip = max(number - 1, 0) * _GROUPS_A_PAGE
    found = groups(viewer, skip, _GROUPS_A_PAGE + 1)
    context = {
        "groups": [_shown(one) for one in found[:_GROUPS_A_PAGE]],
        "number": max(number, 1),
        "more": len(found) > _GROUPS_A_PAGE,
        "may_merge": viewer.may(Right.KEEP_REGISTER),
    }
    return TemplateResponse(request, "search/duplicates.html", context)


def _shown(group: Group) -> dict[str, object]:
    keep, *others = group.lines
    whys = [WHY_GROUP[why] for why in group.whys]
    return {"whys": whys, "keep": keep, "others": others, "outside": group.outside}


urls = [
    path("search/", search, name="search"),
    path("search/duplicates/", search_duplicates, name="search_duplicates"),
    path("register/duplicates/", duplicates, name="duplicates"),
]
