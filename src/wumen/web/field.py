"""Phones for the field app: enrolled by a code, what came of each, and what they sent that a person decides."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.field import deciding, enrolling
from wumen.actions.field.signatures import look_at_signature
from wumen.queries.doors import places_below
from wumen.queries.field.items import field_items_of
from wumen.queries.field.lines import field_lines
from wumen.queries.field.told import told
from wumen.queries.installation import restored_lately
from wumen.queries.movements import passage_days
from wumen.queries.phones import access
from wumen.rules.areas import AreaKind
from wumen.rules.devices import as_read, read_lasts
from wumen.rules.duties import read_key
from wumen.rules.field.told import KINDS, PASSAGE, day_at
from wumen.rules.field.words import KIND_NAMES
from wumen.rules.numbers import whole
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.links import drawn, here_alone, printed

APP = "/field/"
_PLACES = tuple(one for one in AreaKind if one not in (AreaKind.UNIT, AreaKind.HOUSEHOLD))


@require_GET
@acting_page(Right.PLAN)
def field_items(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """手机来的，待处理: both sides of each, what is missing, and what to do."""
    after = request.GET.get("after", "")
    return TemplateResponse(
        request, "field/items.html", {"found": field_items_of(viewer, after), "after": after}
    )


@require_GET
@acting_page(Right.PLAN)
def field_told(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """手机上报: what phones told beside duties, kind by kind, page by page."""
    asked = {key: request.GET.get(key, "").strip() for key in ("kind", "area", "after")}
    found = told(viewer, **asked)
    context = {
        "found": found,
        "asked": asked,
        "kinds": [(kind, KIND_NAMES[kind], found.times(kind)) for kind in KINDS],
        "gate": day_at(found.today),
        "cut": passage_days(viewer, asked["area"])
        if asked["kind"] == PASSAGE and not found.more
        else [],
        "next": urlencode({**asked, "after": found.more}) if found.more else "",
    }
    return TemplateResponse(request, "field/told.html", context)


@require_GET
@acting_page(Right.PLAN)
def field_signature(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The signature under a duty, for the office alone; the look stands in the log."""
    picture = look_at_signature(viewer, read_key(key))
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = content_disposition_header(True, "signature.png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _item(text: str) -> tuple[UUID, int, bytes]:
    """What a form says of an item; Problem `field_item_unknown`."""
    try:
        writer, seq, hash_ = text.split(".")
        found = UUID(writer), whole(seq, 10**12), bytes.fromhex(hash_)
    except ValueError:
        raise Problem("field_item_unknown") from None
    if found[1] is None:
        raise Problem("field_item_unknown")
    return found[0], found[1], found[2]


@require_POST
@acting_page(Right.PLAN)
def field_decide(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Apply what a phone said, or let stand what stands, with a reason."""
    apply = request.POST.get("decide") == deciding.APPLIED
    item = _item(request.POST.get("item", ""))
    deciding.decide(viewer, *item, apply, request.POST.get("why", ""))
    messages.success(request, _("照手机记好了。") if apply else _("记下了，不改。"))
    return redirect("field_items")


@require_POST
@acting_page(Right.PLAN)
def field_hole(request: HttpRequest, viewer: Viewer, writer: UUID) -> HttpResponse:
    """Close numbers that will never come, with a reason."""
    many = deciding.close_hole(viewer, writer, request.POST.get("why", ""))
    messages.success(
        request,
        ngettext(
            "已销号，后面的 %(many)d 条收进来了。", "已销号，后面的 %(many)d 条收进来了。", many
        )
        % {"many": many},
    )
    return redirect("field_items")


@require_GET
@acting_page(Right.KEEP_CREW)
def field_devices(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The enrolled phones, and a code for another."""
    context = {
        "lines": field_lines(viewer),
        "restored": restored_lately(),
        "places": places_below(viewer, *_PLACES),
        "here_alone": here_alone(request),
    }
    return TemplateResponse(request, "field/devices.html", context)


@require_POST
@acting_page(Right.KEEP_CREW)
def field_code(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A code for a phone of a place, shown once as the answer itself."""
    lasts = read_lasts(request.POST.get("lasts", ""))
    name = request.POST.get("name", "")
    made = enrolling.make_code(viewer, request.POST.get("area", ""), name, lasts)
    context = {
        "code": as_read(made.code),
        "name": name,
        "lasts": lasts,
        "picture": drawn(printed(request, APP) + f"#{made.code}"),
        "by_hand": printed(request, APP),
        "here_alone": here_alone(request),
        "access": access(),
    }
    return TemplateResponse(request, "field/code.html", context)


@require_POST
@acting_page(Right.KEEP_CREW)
def field_end(request: HttpRequest, viewer: Viewer, device: UUID) -> HttpResponse:
    """End an enrolled phone, or void a code."""
    enrolling.end(viewer, device)
    messages.success(request, _("已结束。没上传的记录照样收。"))
    return redirect(reverse("field_devices"))


urls = [
    path("phones/told/", field_told, name="field_told"),
    path("phones/signature/<path:key>/", field_signature, name="field_signature"),
    path("phones/items/", field_items, name="field_items"),
    path("phones/items/decide/", field_decide, name="field_decide"),
    path("phones/items/hole/<uuid:writer>/", field_hole, name="field_hole"),
    path("phones/field/", field_devices, name="field_devices"),
    path("phones/field/code/", field_code, name="field_code"),
    path("phones/field/<uuid:device>/end/", field_end, name="field_end"),
]
