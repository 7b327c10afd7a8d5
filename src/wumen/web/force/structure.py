"""The structure: one office, two departments, three task forces, branch, pioneer posts, colours, roles, the chain."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wumen.actions import structure
from wumen.queries.crew import crew_lines
from wumen.queries.force import members
from wumen.queries.structure import bodies, chain, role_sets
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.words import ident

_KINDS: dict[str, Named] = {
    "office": Named(zh="一办", en="office"),
    "department": Named(zh="两部", en="departments"),
    "task_force": Named(zh="三专班", en="task forces"),
    "branch": Named(zh="临时党支部", en="temporary branch"),
    "pioneer_post": Named(zh="先锋岗", en="pioneer posts"),
    "colour": Named(zh="多彩队伍", en="colours"),
}


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    lines = bodies(viewer)
    people = {one.crew_no: one.name for one in crew_lines(viewer)}
    people |= {one.crew_no: one.name for one in members(viewer)}
    context = {
        "groups": [
            (key, named, [one for one in lines if one.kind == key])
            for key, named in _KINDS.items()
            if any(one.kind == key for one in lines)
        ],
        "kinds": _KINDS.items(),
        "roles": role_sets(viewer),
        "chain": chain(viewer),
        "people": sorted(people.items(), key=lambda one: one[1]),
        "here": viewer.area,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/structure.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_structure(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who leads what; set up by one button, each changed on its own."""
    if request.method == "GET":
        return _page(request, viewer)
    try:
        with transaction.atomic():
            messages.success(request, _changed(request, viewer))
    except Problem as problem:
        return _page(request, viewer, problem)
    return redirect("force_structure")


def _changed(request: HttpRequest, viewer: Viewer) -> str:
    sent = request.POST
    if "set_up" in sent:
        return _("已建好 %(n)s 个。") % {"n": structure.set_up(viewer)}
    if "lead" in sent:
        structure.lead(viewer, ident(sent["lead"]), sent.get("crew_no", ""))
        return _("已记下负责人。")
    if "end" in sent:
        structure.end_body(viewer, ident(sent["end"]))
        return _("已撤销。")
    if "duties" in sent:
        structure.write_duties(viewer, sent.get("role", ""), sent["duties"])
        return _("职责已写好。")
    structure.add_body(
        viewer, sent.get("kind", ""), sent.get("name", ""), sent.get("answers_for", "")
    )
    return _("已加上。")


@require_GET
@acting_page(Right.KEEP_CREW)
def force_board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The part of the overview that tells who leads what, and in which order who answers for what is late."""
    lines = bodies(viewer)
    context = {
        "bodies": [one for one in lines if one.kind not in ("pioneer_post", "colour")],
        "pioneers": [one for one in lines if one.kind == "pioneer_post"],
        "chain": [some for some in chain(viewer) if some],
    }
    return TemplateResponse(request, "force/board.html", context)


urls = [
    path("force/structure/", force_structure, name="force_structure"),
    path("force/board/", force_board, name="force_board"),
]
