"""The pages behind two numbers of the overview: homes not reached today, and looks at complete numbers."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.round_sheets.rows import print_not_reached
from wumen.queries.desk import EXPORTS
from wumen.queries.desk_rows import look_rows, not_reached_list
from wumen.rules.calls import Source
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.round_sheets import to_print

# What a call list is for is data, the same in whatever language it was made.
_NOT_REACHED = "今天还没联系上"
LOOK_NAMES = {
    "resident.telephones_shown": gettext_lazy("看住户的完整电话"),
    "call.number_shown": gettext_lazy("打电话时看号码"),
    "tenancy.landlord_shown": gettext_lazy("看房东的完整电话"),
    "organisation.contact_shown": gettext_lazy("看单位联系人的电话"),
    "list.exported": gettext_lazy("导出带完整号码的名单"),
    "register.exported": gettext_lazy("导出带完整号码的台账"),
}


def call_link(viewer: Viewer, area: str) -> str:
    """The form of a call list, filled in for the homes that are not reached today."""
    asked = {
        "purpose": _NOT_REACHED,
        "area": area or viewer.area,
        "source": Source.OPEN_DUTIES.value,
        "what": What.CONTACT.value,
    }
    return f"{reverse('calls')}?{urlencode(asked)}"


@require_safe
@acting_page(Right.SEE_REGISTER)
def not_reached(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every home in special care that nobody has spoken to today, whose it is, and the ways to reach it."""
    area = request.GET.get("area", "")
    found = not_reached_list(viewer, area)
    link = call_link(viewer, area) if viewer.may(Right.KEEP_REGISTER) else ""
    context = {"found": found, "call_link": link, "area": area}
    return render(request, "desk/not_reached.html", context)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def not_reached_print(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The call list of the homes that are not reached today, printed at once for whoever rings them."""
    numbers = print_not_reached(viewer, request.POST.get("area", ""), _NOT_REACHED)
    return to_print("list_sheets_print", numbers)


@require_safe
@acting_page(Right.SEE_BOARD)
def looks(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who looked at complete numbers today, or took them out."""
    rows = [(row, LOOK_NAMES[row.kind], row.kind in EXPORTS) for row in look_rows(viewer)]
    return render(request, "desk/looks.html", {"rows": rows})


urls = [
    path("not-reached/", not_reached, name="not_reached"),
    path("not-reached/print/", not_reached_print, name="not_reached_print"),
    path("looks/", looks, name="looks"),
]
