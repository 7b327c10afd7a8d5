"""While the city's app is down: a point's page on which people are registered, its sheets, the office's page."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.app_outages.declaring import declare_down, end_down, print_sheets
from wumen.actions.app_outages.listing import (
    drop_list,
    keep_template,
    make_list,
    mark_uploaded,
    set_columns,
    take_app_list,
    template_heads,
)
from wumen.actions.app_outages.registering import Typed, register_person, take_back
from wumen.queries.app_outages import OutagePage, office_outages, outage_page
from wumen.rules.app_outages.registering import (
    GAPS,
    LINES,
    LONGEST_NAME,
    LONGEST_TUBE,
    LONGEST_WHY,
    MOST_SHEETS,
)
from wumen.rules.app_outages.template import FIELDS
from wumen.rules.lists import PURPOSE_AT_MOST
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id, read_number
from wumen.web.reports.sent import workbook

_TYPED = ("name", "number", "telephone", "tube", "place", "desk", "sheet", "line", "hour", "round")
# From one person to the next these stay as they were typed; a tube is no matter for an address, and is looked up.
_STAY = ("desk", "sheet", "hour")
_WHYS = ("登录不上", "扫码没反应", "网络断了", "市里通知停用")
_PURPOSE = "补传到市里的采样程序"
Say = Callable[[HttpRequest, Viewer, UUID], str]


def _next(request: HttpRequest, page: OutagePage) -> dict[str, str]:
    """What the form of the next person begins with: what stays, of a sheet its next line, the tube of her desk."""
    kept = {name: request.GET.get(name, "") for name in (*_STAY, "line")}
    desk = read_number(kept["desk"]) or None
    last = next((one for one in page.last if one.desk == desk), None)
    return {**kept, "tube": last.tube if last and last.place < page.size else ""}


def _point(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    page = outage_page(viewer, ident)
    typed = request.POST if problem else _next(request, page)
    context = {
        "found": page,
        "now": page.line.now,
        "typed": typed,
        "gaps": {str(key): named for key, named in GAPS.items()},
        "whys": _WHYS,
        "longest": {"why": LONGEST_WHY, "name": LONGEST_NAME, "tube": LONGEST_TUBE},
        "most_sheets": MOST_SHEETS,
        "on_paper": bool(typed.get("sheet")) or not page.down,
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "app_outages/point.html", context, status=status)


@require_safe
@acting_page(Right.LEAD_POINT)
def app_point(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """A point at which people are registered here; before that, where it is declared and sheets are printed."""
    return _point(request, viewer, ident)


def _declare(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    declare_down(viewer, [ident], request.POST.get("since", ""), request.POST.get("why", ""))
    return _("已改成应急登记，办公室和居民页面都看得到。")


def _register(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    typed = Typed(**{name: request.POST.get(name, "") for name in _TYPED})
    made = register_person(viewer, ident, typed)
    said = _("已登记：管内第 %(n)s 个。") % {"n": made.place}
    if made.gaps:
        said += _("有缺的，名单里会标出来。")
    return said


def _take_back(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    take_back(viewer, read_id(request.POST.get("registered", ""), "app_registered_unknown"))
    return _("这一条已撤，可以重录。")


def _back_at_point(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    end_down(viewer, [ident])
    return _("这个点已恢复正常。没录完的纸还可以录。")


_SAYING: Mapping[str, Say] = {
    "declare": _declare,
    "register": _register,
    "take_back": _take_back,
    "back": _back_at_point,
}


def _after(request: HttpRequest, ident: UUID) -> str:
    """Back to the form: the tube, the desk and the sheet stay, the line goes on by one."""
    asked = request.GET.copy()
    if "register" in request.POST:
        for name in _STAY:
            asked[name] = request.POST.get(name, "")
        line = read_number(request.POST.get("line", ""))
        asked["line"] = str(line + 1) if 0 < line < LINES else ""
    return f"{reverse('app_point', args=[ident])}?{asked.urlencode()}"


@require_POST
@acting_page(Right.LEAD_POINT)
def app_point_say(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Declare it, register somebody, take a line back, or say that the app is back."""

    def change() -> str:
        said = next((name for name in _SAYING if name in request.POST), "")
        if not said:
            raise Problem("request_unreadable")
        return _SAYING[said](request, viewer, ident)

    return done_or_shown(
        *(request, change, _after(request, ident)),
        lambda problem: _point(request, viewer, ident, problem),
        *("point_unknown", "point_not_yours", "request_unreadable"),
    )


@require_POST
@acting_page(Right.LEAD_POINT)
def app_sheets(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Sheets with the next numbers of a point, to be printed now: each number is given once."""
    try:
        with transaction.atomic():
            first, last = print_sheets(viewer, ident, request.POST.get("many", ""))
    except Problem as problem:
        if problem.code in ("point_unknown", "point_not_yours"):
            raise
        return _point(request, viewer, ident, problem)
    context = {
        "found": outage_page(viewer, ident),
        "numbers": range(first, last + 1),
        "lines": range(1, LINES + 1),
    }
    return TemplateResponse(request, "app_outages/sheets.html", context)


def _heads(
    request: HttpRequest, viewer: Viewer, problem: Problem | None
) -> list[tuple[str, str, str]]:
    """The columns of the template with what each takes, as it was chosen where that was refused."""
    sent = request.POST if problem and "columns" in request.POST else {}
    return [
        (letters, words, sent.get(f"column-{letters}", chosen))
        for letters, words, chosen in template_heads(viewer)
    ]


def _office(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    may_export = viewer.may(Right.EXPORT)
    context = {
        "found": office_outages(viewer),
        "heads": _heads(request, viewer, problem) if may_export else [],
        "fields": list(FIELDS.items()),
        "whys": _WHYS,
        "longest": {"why": LONGEST_WHY, "purpose": PURPOSE_AT_MOST},
        "purpose": request.POST.get("purpose", _PURPOSE) if problem else _PURPOSE,
        "may_export": may_export,
        "typed": request.POST if problem else {},
        "picked": request.POST.getlist("point") if problem else [],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "app_outages/office.html", context, status=status)


@require_safe
@acting_page(Right.KEEP_REGISTER)
def app_office(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Where it is down, how many are registered, the lists for the city and its template."""
    return _office(request, viewer)


def _picked(request: HttpRequest) -> list[UUID]:
    """The points that are ticked, none for all."""
    if "all" in request.POST:
        return []
    found = [read_id(one, "point_unknown") for one in request.POST.getlist("point")]
    if not found:
        raise Problem("app_points_none")
    return found


def _list_of(request: HttpRequest) -> UUID:
    return read_id(request.POST.get("list", ""), "app_list_unknown")


def _declare_some(request: HttpRequest, viewer: Viewer) -> str:
    sent = request.POST
    many = declare_down(viewer, _picked(request), sent.get("since", ""), sent.get("why", ""))
    return ngettext("%(n)s 个点已改成应急登记。", "%(n)s 个点已改成应急登记。", many) % {"n": many}


def _end_some(request: HttpRequest, viewer: Viewer) -> str:
    many = end_down(viewer, _picked(request))
    return ngettext("%(n)s 个点已恢复正常。", "%(n)s 个点已恢复正常。", many) % {"n": many}


def _make(request: HttpRequest, viewer: Viewer) -> str:
    made = make_list(viewer)
    return _("第 %(n)s 份名单做好了，%(people)s 人。下载、上传，再打勾。") % {
        "n": made.number,
        "people": made.people,
    }


def _uploaded(request: HttpRequest, viewer: Viewer) -> str:
    mark_uploaded(viewer, _list_of(request))
    return _("已打勾：传过了，谁也不用再传。")


def _drop(request: HttpRequest, viewer: Viewer) -> str:
    drop_list(viewer, _list_of(request))
    return _("这一份已作废，里面的人回到下一份。")


def _keep(request: HttpRequest, viewer: Viewer) -> str:
    file = request.FILES.get("template")
    if file is None:
        raise Problem("app_template_missing")
    found = keep_template(viewer, file.name or "", file.read())
    return _("模板收下了，认出 %(n)s 列，请看对不对。") % {"n": len(found.columns)}


def _columns(request: HttpRequest, viewer: Viewer) -> str:
    sent = request.POST
    given = {name.removeprefix("column-"): sent[name] for name in sent if name[:7] == "column-"}
    set_columns(viewer, given)
    return _("各列填什么，已存。")


_OFFICE_SAYING: Mapping[str, Callable[[HttpRequest, Viewer], str]] = {
    "declare": _declare_some,
    "end": _end_some,
    "make": _make,
    "uploaded": _uploaded,
    "drop": _drop,
    "keep": _keep,
    "columns": _columns,
}


@require_POST
@acting_page(Right.KEEP_REGISTER)
def app_office_say(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Declare or end it for points, make a list, tick or drop it, keep the template."""

    def change() -> str:
        said = next((name for name in _OFFICE_SAYING if name in request.POST), "")
        if not said:
            raise Problem("request_unreadable")
        return _OFFICE_SAYING[said](request, viewer)

    return done_or_shown(
        *(request, change, reverse("app_office")),
        lambda problem: _office(request, viewer, problem),
        "request_unreadable",
    )


@require_POST
@acting_page(Right.EXPORT)
def app_list_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A list in the city's template, for a purpose; that it leaves is in the log before it does."""
    try:
        with transaction.atomic():
            taken = take_app_list(viewer, _list_of(request), request.POST.get("purpose", ""))
    except Problem as problem:
        return _office(request, viewer, problem)
    return workbook(taken.name, taken.content)


_ONE = "points/<uuid:ident>/app/"
urls = [
    path("points/app/", app_office, name="app_office"),
    path("points/app/say/", app_office_say, name="app_office_say"),
    path("points/app/file/", app_list_file, name="app_list_file"),
    path(_ONE, app_point, name="app_point"),
    path(_ONE + "say/", app_point_say, name="app_point_say"),
    path(_ONE + "sheets/", app_sheets, name="app_sheets"),
]
