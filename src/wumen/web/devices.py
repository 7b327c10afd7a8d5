"""A captain's phone: made ready by a code from the office, entered on a page without a sign-in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import devices
from wumen.queries.crew import crew_line
from wumen.queries.phones import access
from wumen.rules.devices import as_read, kind_of, read_lasts
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import DEVICE_COOKIE, acting_page
from wumen.web.errors import status_of
from wumen.web.links import drawn, here_alone, printed
from wumen.web.public import address_of, public_page


@require_POST
@acting_page(Right.KEEP_CREW)
def device_code(request: HttpRequest, viewer: Viewer, crew_no: str, post: UUID) -> HttpResponse:
    """A code for a person's phone, shown once as the answer itself."""
    person = crew_line(viewer, crew_no)
    held = next((one for one in person.posts if one.post == post), None)
    if held is None:
        raise Problem("post_unknown")
    lasts = read_lasts(request.POST.get("lasts", ""))
    made = devices.make_code(viewer, post, lasts)
    address = printed(request, reverse("device_of", args=[made.code]))
    context = {
        "person": person,
        "held": held,
        "code": as_read(made.code),
        "lasts": lasts,
        "picture": drawn(address),
        "by_hand": printed(request, reverse("device")),
        "here_alone": here_alone(request),
        "access": access(),
    }
    return TemplateResponse(request, "devices/code.html", context)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@public_page()
def device(request: HttpRequest, code: str = "") -> HttpResponse:
    """Where a captain types her code, or finds it typed; only sending it binds, a mere look uses nothing up."""
    said = request.headers.get("User-Agent", "")
    context: dict[str, object] = {"code": code, "kind": kind_of(said)}
    if request.method == "GET":
        return render(request, "devices/bind.html", context)
    typed = request.POST.get("code", "")
    try:
        bound = devices.bind(typed, address_of(request), said)
    except Problem as problem:
        context |= {"code": typed, "problem": problem}
        return render(request, "devices/bind.html", context, status=status_of(problem))
    response = redirect("start")
    response.set_cookie(
        DEVICE_COOKIE, bound.token, expires=bound.until, httponly=True, samesite="Lax"
    )
    return response


@require_http_methods(["GET", "POST"])
@acting_page()
def device_mine(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What this phone is bound to; the person herself may end it."""
    phone = request.acting.phone  # type: ignore[attr-defined]
    if phone is None:
        return redirect("start")
    if request.method == "GET":
        return TemplateResponse(request, "devices/mine.html", {"phone": phone})
    devices.leave(viewer, phone.id)
    messages.success(request, _("这部手机已解除绑定。"))
    response = redirect("sign_in")
    response.delete_cookie(DEVICE_COOKIE)
    return response


urls = [
    path("crew/<str:crew_no>/device/<uuid:post>/", device_code, name="crew_device"),
    path("device/", device, name="device"),
    path("device/mine/", device_mine, name="device_mine"),
    path("device/<str:code>/", device, name="device_of"),
]
