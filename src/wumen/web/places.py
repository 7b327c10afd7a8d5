"""The places of an office: the tree of its area, adding a place by its name or its code, renaming one."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import lazy
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions.places import add_place, rename_place
from wumen.actions.register import add_area
from wumen.queries.crew import Place, places
from wumen.rules.areas import KIND_NAMES, OFFICES, AreaKind, parent, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.templatetags.wumen import in_language

_named = lazy(in_language, str)
# A door comes with the people behind it, on the page of households.
KINDS = {
    kind: _named(KIND_NAMES[kind])
    for kind in (
        AreaKind.COMPOUND,
        AreaKind.BUILDING,
        AreaKind.UNIT,
        AreaKind.SITE,
        AreaKind.GROUP,
        AreaKind.LANE,
        AreaKind.COMMUNITY,
        AreaKind.VILLAGE,
        AreaKind.SUBDISTRICT,
        AreaKind.DISTRICT,
    )
}
_FIELDS = ("path", "kind", "name")
_LISTED = frozenset(KINDS) - {AreaKind.BUILDING, AreaKind.UNIT}
# So many places are read at a glance; of more, the communities stand closed and are opened by a tap.
_OPEN_AT_MOST = 60


@dataclass(frozen=True)
class Known:
    """A place that is there already, with its path as one types it."""

    place: Place
    kind: object
    typed: str


@dataclass
class Node:
    """A place of the tree with what stands straight in it; `folds`: it is closed until it is tapped."""

    place: Place
    kind: object
    typed: str
    folds: bool
    inside: list["Node"] = field(default_factory=list)


def short_path(area: str) -> str:
    """A path from its last administrative code on: the codes above are held in that one."""
    codes = area.strip("/").split("/")
    while len(codes) > 1 and codes[1].isdigit() and codes[1].startswith(codes[0]):
        codes = codes[1:]
    return "/".join(codes)


def _known(viewer: Viewer) -> list[Known]:
    return [
        Known(one, KINDS[AreaKind(one.kind)], short_path(one.area))
        for one in places(viewer)
        if one.kind in _LISTED
    ]


def tree(rows: list[Place]) -> list[Node]:
    """The places as they stand in each other; those whose parent is not among them are the tops."""
    many = len(rows) > _OPEN_AT_MOST
    tops: list[Node] = []
    nodes: dict[str, Node] = {}
    for one in rows:
        kind = AreaKind(one.kind)
        folds = many and kind in (AreaKind.COMMUNITY, AreaKind.VILLAGE)
        nodes[one.area] = Node(one, KINDS[kind], short_path(one.area), folds)
        above = nodes.get(parent(one.area))
        (above.inside if above else tops).append(nodes[one.area])
    return tops


def _add(viewer: Viewer, typed: dict[str, str]) -> None:
    if typed["kind"] not in KINDS:
        raise Problem("area_kind_unknown", kind=typed["kind"], known=" ".join(KINDS))
    with transaction.atomic():
        add_area(viewer, typed["path"], typed["kind"], typed["name"])


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def register_place(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Add a place by its code; a problem is shown at the form, and nothing typed is lost."""
    sent, problem = request.POST or request.GET, None
    typed = {name: sent.get(name, "").strip() for name in _FIELDS}
    if request.method == "POST":
        try:
            _add(viewer, typed)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, gettext("已添加，可以接着添加它里面的地方。"))
            further = urlencode({"path": f"{typed['path'].rstrip('/')}/"})
            return redirect(f"{reverse('register_place')}?{further}")
    context = {
        "kinds": [(str(key), label) for key, label in KINDS.items()],
        "typed": typed,
        "problem": problem,
        "known": _known(viewer),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "register/place.html", context, status=status)


def _tree_page(
    request: HttpRequest,
    viewer: Viewer,
    typed: dict[str, str],
    problem: Problem | None = None,
    renamed: str = "",
) -> HttpResponse:
    """The tree with the form of a new place; `renamed` is the place whose new name was refused."""
    rows = list(places(viewer))
    context = {
        "tree": tree(rows),
        "many": len(rows),
        "within": [one for one in rows if one.kind != AreaKind.UNIT],
        "kinds": [(str(key), name) for key, name in KINDS.items() if key not in OFFICES],
        "typed": typed,
        "problem": problem,
        "renamed": renamed,
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "register/places.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def register_places(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The places of the viewer's area in their tree; the form adds one below another."""
    sent = request.POST or request.GET
    typed = {name: sent.get(name, "").strip() for name in ("above", "kind", "name")}
    if request.method == "GET":
        return _tree_page(request, viewer, typed)
    try:
        with transaction.atomic():
            area = add_place(viewer, typed["above"], typed["kind"], typed["name"])
    except Problem as problem:
        return _tree_page(request, viewer, typed, problem)
    messages.success(request, gettext("已添加“%(name)s”。") % {"name": area.name})
    further = urlencode({"above": typed["above"], "kind": typed["kind"]})
    return redirect(f"{reverse('register_places')}?{further}")


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_place_rename(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Give a place another name; its code and all that stands in it stay as they are."""
    typed = {"area": request.POST.get("area", ""), "new_name": request.POST.get("new_name", "")}
    try:
        with transaction.atomic():
            area = rename_place(viewer, typed["area"], typed["new_name"])
    except Problem as problem:
        if problem.code == "path_unreadable":
            raise
        return _tree_page(request, viewer, typed, problem, renamed=read_path(typed["area"]))
    messages.success(request, gettext("已改名为“%(name)s”。") % {"name": area.name})
    return redirect("register_places")


urls = [
    path("register/places/", register_places, name="register_places"),
    path("register/places/rename/", register_place_rename, name="register_place_rename"),
    path("register/place/new/", register_place, name="register_place"),
]
