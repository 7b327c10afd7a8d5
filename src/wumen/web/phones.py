"""Phones of the crew: how they reach us, whose are bound, and the sheet by which one is made ready."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.devices import end
from wumen.queries.devices import device_lines
from wumen.queries.phones import access, own_address, root
from wumen.rules.phones import Level, as_address, in_groups
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.home import healthz
from wumen.web.links import drawn
from wumen.web.public import public_page


@require_GET
@acting_page(Right.KEEP_CREW)
def phones(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """How phones reach us now, what to do for more, and the phones that are bound."""
    lines = device_lines(viewer)
    context = {"access": access(), "own_address": own_address(), "lines": lines}
    return TemplateResponse(request, "phones/page.html", context)


@require_POST
@acting_page(Right.KEEP_CREW)
def phones_end(request: HttpRequest, viewer: Viewer, device: UUID) -> HttpResponse:
    """End a phone or a waiting code in one tap."""
    end(viewer, device)
    messages.success(request, _("已解除，那部手机马上打不开了。"))
    crew_no = request.POST.get("crew_no", "")
    return redirect("crew_one", crew_no=crew_no) if crew_no else redirect("phones")


def _told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What cannot be, on a page that leads to no other: the plain line has none."""
    return render(request, "plain.html", {"problem": problem}, status=status_of(problem))


@require_GET
@public_page(_told)
def install(request: HttpRequest) -> HttpResponse:
    """The sheet for the wall and the page for the phone: the certificate, how it is put in, where to go then."""
    reached, found = access(), root()
    context = {
        "access": reached,
        "level": Level,
        "groups": in_groups(found.fingerprint).split(),
        "until": found.until,
        "sheet_code": drawn(reached.sheet),
        "address_code": drawn(reached.address),
        "by_name": "" if as_address(reached.hosts[0]) else reached.hosts[0],
    }
    return render(request, "phones/install.html", context)


@require_GET
@public_page(_told)
def install_certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of our authority, as phones take it."""
    answer = HttpResponse(root().content, content_type="application/x-x509-ca-cert")
    answer["Content-Disposition"] = 'attachment; filename="wumen.crt"'
    return answer


urls = [
    path("phones/", phones, name="phones"),
    path("phones/<uuid:device>/end/", phones_end, name="phones_end"),
    path("install/", install, name="install"),
    path("install/wumen.crt", install_certificate, name="install_certificate"),
]
sheet_urls = [
    path("", install, name="install"),
    path("wumen.crt", install_certificate, name="install_certificate"),
    path("healthz", healthz, name="healthz"),
]
