"""Scans and photos: one handed out as a file, never run or shown in place; and what a form sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.attachments import attach, look_at, withdraw_file
from wumen.rules.attachments import MEDIA_TYPES, MOST_BYTES, PHOTOS, Purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.ranges import in_parts


def uploaded(request: HttpRequest, name: str = "scan") -> bytes | None:
    """The bytes of a file that a form sent, one more than is taken at most; None without one."""
    sent = request.FILES.get(name)
    return sent.read(MOST_BYTES + 1) if sent else None


@require_GET
@acting_page(Right.SEE_REGISTER)
def attachment(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One file: a picture to be looked at, anything else to be saved; a recording comes in parts.

    A browser neither guesses its kind nor runs anything in it.
    """
    found = look_at(viewer, ident)
    content, kind = found.file.content, MEDIA_TYPES[found.file.kind]
    if found.purpose is Purpose.NOTICE_SOUND:
        response = in_parts(request, content, kind)
    else:
        response = HttpResponse(content, content_type=kind)
    saved = "inline" if found.file.kind in PHOTOS else "attachment"
    response["Content-Disposition"] = f'{saved}; filename="{found.file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _about(request: HttpRequest) -> UUID | None:
    """Of which change or fact the file is; Problem `attachment_unknown` for what is no id."""
    sent = request.POST.get("about", "")
    try:
        return UUID(sent) if sent else None
    except ValueError:
        raise Problem("attachment_unknown") from None


def _back(request: HttpRequest, number: str) -> HttpResponse:
    page = "orders_release" if request.POST.get("page") == "release" else "orders_one"
    return redirect(page, number=number)


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_file(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Add a scan to an order, a change or a fact."""
    attach(viewer, number, uploaded(request) or b"", _about(request))
    messages.success(request, _("已存好扫描件。"))
    return _back(request, number)


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_file_withdraw(
    request: HttpRequest, viewer: Viewer, number: str, ident: UUID
) -> HttpResponse:
    """Withdraw a scan that was added to the wrong record."""
    withdraw_file(viewer, number, ident)
    messages.success(request, _("已撤下，记录保留。"))
    return _back(request, number)


urls = [
    path("attachments/<uuid:ident>/", attachment, name="attachment"),
    path("orders/<str:number>/file/", orders_file, name="orders_file"),
    path(
        "orders/<str:number>/file/<uuid:ident>/withdraw/",
        orders_file_withdraw,
        name="orders_file_withdraw",
    ),
]
