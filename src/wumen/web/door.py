"""The resident's page behind the two codes of a door: no account, plain forms, large type."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions import door_codes, exits, homes, limits, objections, resident_page
from wumen.actions.consent import say_consent
from wumen.queries import facts
from wumen.queries.door_codes import at_door
from wumen.queries.objections import Said
from wumen.queries.resident_page import inner_page, outer_page
from wumen.rules.door_codes import STAYS_OPEN
from wumen.rules.homes import read_away
from wumen.rules.limits import Counted
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.resident_page import ASKED_NAMES
from wumen.web.errors import status_of
from wumen.web.exits import form_words, said_of
from wumen.web.ids import read_id
from wumen.web.public import address_of, public_page

_COOKIE = "wumen_door"
_SALT = "wumen.web.door"
_PATH = "/my/"
View = Callable[..., HttpResponse]


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What cannot be, in large type."""
    response = render(request, "door/problem.html", {"problem": problem}, status=status_of(problem))
    if problem.code == "door_closed":
        response.delete_cookie(_COOKIE, path=_PATH)
    return response


_public = public_page(_told)


def _mine(view: View) -> View:
    """A page of an opened home: its own cookie instead of an account, inside the scope of its door."""

    @_public
    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        kept = request.get_signed_cookie(
            _COOKIE, default="", salt=_SALT, max_age=int(STAYS_OPEN.total_seconds())
        )
        viewer = door_codes.entered(str(kept))
        if request.method == "POST":
            limits.count_page(str(kept), Counted.SENT)
        with at_door(viewer):
            response = view(request, viewer, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response = response.render()
        return response

    return page


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
@_public
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Where a code leads: an outer one to what applies here, an inner one to its PIN."""
    viewer = door_codes.open_door(token, address_of(request))
    if not viewer.rights:
        return _outer(request, viewer, token)
    if request.method == "GET":
        return render(request, "door/pin.html")
    try:
        kept = door_codes.enter(token, request.POST.get("pin", ""), address_of(request))
    except Problem as problem:
        status = status_of(problem)
        return render(request, "door/pin.html", {"problem": problem}, status=status)
    response = redirect("my")
    response.set_signed_cookie(
        _COOKIE,
        kept,
        salt=_SALT,
        max_age=int(STAYS_OPEN.total_seconds()),
        path=_PATH,
        httponly=True,
        samesite="Lax",
    )
    return response


def _outer(
    request: HttpRequest, viewer: Viewer, token: str, problem: Problem | None = None
) -> HttpResponse:
    """What applies at a stairwell; after a problem with nothing typed of a blocked exit lost."""
    context = {
        "found": outer_page(viewer),
        "token": token,
        "now": facts.now(),
        "problem": problem,
        **form_words(request),
    }
    status = status_of(problem) if problem else 200
    return render(request, "door/outer.html", context, status=status)


@require_POST
@_public
def door_exit(request: HttpRequest, token: str) -> HttpResponse:
    """Receive from a stairwell that a way out is blocked: no name is asked."""
    viewer = door_codes.open_door(token, address_of(request))
    limits.count_page(address_of(request), Counted.SENT)
    try:
        told = exits.tell_at_door(viewer, said_of(request))
    except Problem as problem:
        return _outer(request, viewer, token, problem)
    return render(request, "door/exit_told.html", {"told": told, "token": token})


def _said(request: HttpRequest) -> Said:
    sent = {name: request.POST.get(name, "").strip()[:100] for name in ("name", "telephone")}
    return Said(request.POST.get("text", ""), sent["name"], sent["telephone"])


@require_POST
@_public
def door_object(request: HttpRequest, token: str) -> HttpResponse:
    """Receive an objection from the stairwell, and give its number."""
    viewer = door_codes.open_door(token, address_of(request))
    limits.count_page(address_of(request), Counted.SENT)
    order = request.POST.get("order", "")
    receipt = objections.object_at_door(viewer, _said(request), order)
    context = {"receipt": receipt, "found": outer_page(viewer), "token": token}
    return render(request, "door/received.html", context)


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    """The page of a home; after a problem with nothing typed lost."""
    context = {
        "found": inner_page(viewer),
        "kinds": [(kind.value, named) for kind, named in ASKED_NAMES.items()],
        "now": facts.now(),
        "problem": problem,
        **form_words(request),
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "door/home.html", context, status=status)


@require_GET
@_mine
def my(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What applies to this home and each of its people, and what they asked."""
    return _page(request, viewer)


def _change(
    request: HttpRequest, viewer: Viewer, change: Callable[[], str], part: str
) -> HttpResponse:
    """Do it and go back to its part of the page; or show the problem there."""
    try:
        said = change()
    except Problem as problem:
        if problem.code in ("door_closed", "door_locked"):
            raise
        return _page(request, viewer, problem)
    messages.success(request, said)
    return redirect(f"{reverse('my')}#{part}")


def _ticked(request: HttpRequest) -> list[UUID]:
    return [_ident(one) for one in request.POST.getlist("resident")]


def _ident(text: str) -> UUID:
    return read_id(text, "resident_unknown")


@require_POST
@_mine
def my_temperature(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Report today's temperatures; a fever is a matter for a person now."""

    def change() -> str:
        typed = {
            _ident(name.removeprefix("t-")): request.POST[name]
            for name in request.POST
            if name.startswith("t-")
        }
        if resident_page.report_temperatures_of(viewer, typed):
            return _(
                "已收到。有人发烧：楼长马上会联系您。看病随时可以出门；情况急请直接拨 120，不用等。"
            )
        return _("体温已收到，谢谢您。")

    return _change(request, viewer, change, "temperature")


@require_POST
@_mine
def my_ask(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ask for something needed, for help, or say what one thinks."""

    def change() -> str:
        sent = request.POST
        asked = resident_page.ask(viewer, sent.get("kind", ""), sent.get("text", ""))
        if asked.urgency == "life":
            return _("已收到，排在最前。危及生命请马上拨 120，出门看病不用等批准。")
        return _("已收到，楼长会联系您。")

    return _change(request, viewer, change, "ask")


@require_POST
@_mine
def my_exit(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say that a way out is blocked: it goes to the street, and no home is named but one that is sealed itself."""

    def change() -> str:
        number = exits.tell_at_door(viewer, said_of(request))
        return _("已报到街道，编号 %(n)s。着火、有人危险请马上打 119、120。") % {"n": number}

    return _change(request, viewer, change, "exit")


@require_POST
@_mine
def my_away(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say who is away, or back."""

    def change() -> str:
        home = inner_page(viewer).home
        if "back" in request.POST:
            homes.note_back(viewer, home.id, _ticked(request))
            return _("已记下：回来了。")
        since, until = (request.POST.get(name, "") for name in ("since", "until"))
        away = read_away(since, until, facts.today())
        homes.note_away(viewer, home.id, _ticked(request), away)
        return _("已记下：不在家。")

    return _change(request, viewer, change, "people")


@require_POST
@_mine
def my_consent(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say whether neighbours may be told that somebody should look in; it can be taken back any time."""

    def change() -> str:
        say_consent(viewer, inner_page(viewer).home.id, request.POST.get("agrees") == "yes")
        return _("已记下，随时可以改。")

    return _change(request, viewer, change, "neighbours")


@require_POST
@_mine
def my_telephone(request: HttpRequest, viewer: Viewer, resident: UUID) -> HttpResponse:
    """Correct a telephone."""

    def change() -> str:
        resident_page.set_telephone(viewer, resident, request.POST.get("telephone", ""))
        return _("电话已更正。")

    return _change(request, viewer, change, "people")


@require_POST
@_mine
def my_object(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Object to what applies; the answer appears on the same page."""

    def change() -> str:
        order = request.POST.get("order", "")
        receipt = objections.object_at_door(viewer, _said(request), order)
        return _("已收到，编号 %(n)s。答复会显示在这一页，也可以打电话问。") % {"n": receipt.number}

    return _change(request, viewer, change, "object")


@require_POST
@_public
def my_out(request: HttpRequest) -> HttpResponse:
    """Close the page again."""
    response = render(request, "door/closed.html")
    response.delete_cookie(_COOKIE, path=_PATH)
    return response


urls = [
    path("d/<str:token>/", door, name="door"),
    path("d/<str:token>/object/", door_object, name="door_object"),
    path("my/", my, name="my"),
    path("my/temperature/", my_temperature, name="my_temperature"),
    path("d/<str:token>/exit/", door_exit, name="door_exit"),
    path("my/exit/", my_exit, name="my_exit"),
    path("my/ask/", my_ask, name="my_ask"),
    path("my/away/", my_away, name="my_away"),
    path("my/consent/", my_consent, name="my_consent"),
    path("my/telephone/<uuid:resident>/", my_telephone, name="my_telephone"),
    path("my/object/", my_object, name="my_object"),
    path("my/out/", my_out, name="my_out"),
]
