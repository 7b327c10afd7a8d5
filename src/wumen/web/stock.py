"""Stock (物资库存) of deposit points: what is there and lasts, issued by head count, typed by hand; page and sheet."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.stock import (
    Issued,
    count,
    give,
    issue,
    keep_thing,
    receive,
    set_norms,
    take_off,
)
from wumen.queries import facts
from wumen.queries.stock.looking import Thing
from wumen.queries.stock.page import Row, StockPage, stock_page
from wumen.queries.stock.running import running_out
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import TEAM_KINDS
from wumen.rules.stock.saying import (
    LONGEST_NAME,
    LONGEST_SOURCE,
    LONGEST_UNIT,
    LONGEST_WHY,
    USUAL,
    read_many,
    read_norms,
)
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id

_WHYS = ("少来了人", "多来了人", "破损换新", "不够，先发一部分", "没用完退回")
_DIFFERS = ("破损", "上次漏记", "点错了", "过期")
_LOST = ("路上破损", "装车少数了", "装车多数了", "司机退回一部分")
_NOT_SENT = ("点错了", "车没走成", "那边不要了")
_SOURCES = ("区指挥部调拨", "街道仓库", "社区自购", "爱心捐赠")
_FIELDS = ("thing", "many", "source", "why", "team", "name", "unit", "ends", "transfer")
_FORMS = ("received", "counted", "given", "norms", "made", "off", "sent", "arrived", "back")


def asked_for(request: HttpRequest) -> tuple[date, UUID | None]:
    """The day and the point of the address or the form; Problems `day_unreadable`, `deposit_point_unknown`."""
    sent = request.POST if request.method == "POST" else request.GET
    day = read_day(sent["day"]) if sent.get("day") else facts.today()
    point = sent.get("point", "")
    return day, read_id(point, "deposit_point_unknown") if point else None


def stock_shown(
    request: HttpRequest,
    viewer: Viewer,
    day: date,
    point: UUID | None,
    problem: Problem | None = None,
) -> HttpResponse:
    """The page of a point's stock, as it stands or as it was sent, with what is wrong."""
    found = stock_page(viewer, day, point, aided=True)
    today = facts.today()
    context = {
        "found": found,
        "days": [(today, _("今天")), (today + timedelta(days=1), _("明天"))],
        "usual": USUAL,
        "whys": _WHYS,
        "differs": _DIFFERS,
        "sources": _SOURCES,
        "lost": _LOST,
        "not_sent": _NOT_SENT,
        "longest": {
            "name": LONGEST_NAME,
            "unit": LONGEST_UNIT,
            "why": LONGEST_WHY,
            "source": LONGEST_SOURCE,
        },
        "typed": {name: request.POST.get(name, "") for name in _FIELDS} if problem else {},
        "said": next((one for one in _FORMS if one in request.POST), "") if problem else "",
        "norms": _norms(found, request.POST if problem else {}),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "stock/page.html", context, status=status)


def _norms(
    found: StockPage, sent: Mapping[str, str]
) -> list[tuple[Thing, list[tuple[str, Named, object]]]]:
    """Each thing with the fields of its norms, as they stand or as they were typed just now."""
    typed = _typed_norms(sent) if "norms" in sent else {}
    return [
        (
            one,
            [
                (
                    kind,
                    named,
                    (typed if sent.get("thing") == str(one.id) else one.norms).get(kind, ""),
                )
                for kind, named in TEAM_KINDS.items()
            ],
        )
        for one in found.things
    ]


def _typed_norms(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed for each kind of team; its fields bear names of their own, for a point is a kind too."""
    return {kind: sent.get(f"norm-{kind}", "") for kind in TEAM_KINDS}


def way_back(day: date, point: UUID | None) -> str:
    """The address of a point's stock on a day."""
    return f"{reverse('stock')}?day={day.isoformat()}" + (f"&point={point}" if point else "")


@require_safe
@acting_page(Right.KEEP_CREW)
def stock(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A point's stock on a day."""
    return stock_shown(request, viewer, *asked_for(request))


@require_safe
@acting_page(Right.KEEP_CREW)
def stock_sheet(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The day on A4: a row a place with how many of each thing it gets in all, and a line to sign."""
    found = stock_page(viewer, *asked_for(request))
    shown = [at for at in range(len(found.things)) if any(_whole(row, at) for row in found.rows)]
    rows = [
        (row.team, [found.due(row.cells[at]) for at in shown])
        for row in found.rows
        if any(_whole(row, at) for at in shown)
    ]
    context = {
        "found": found,
        "things": [found.things[at] for at in shown],
        "rows": rows,
        "sums": [sum(counts[at] for _, counts in rows) for at in range(len(shown))],
    }
    return TemplateResponse(request, "stock/sheet.html", context)


def _whole(row: Row, at: int) -> int:
    """What a team should get of a thing, whether it is there or not: a line to write on."""
    cell = row.cells[at]
    return cell.whole if cell else 0


@require_POST
@acting_page(Right.KEEP_CREW)
def stock_say(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Issue by head count, or note what came, went, was counted, what a head needs."""
    day, point = asked_for(request)
    return done_or_shown(
        request,
        lambda: _say(request.POST, viewer, day, point),
        way_back(day, point),
        lambda problem: stock_shown(request, viewer, day, point, problem),
        *("stock_day_far", "deposit_point_unknown"),
    )


def _say(sent: Mapping[str, str], viewer: Viewer, day: date, point: UUID | None) -> str:
    if point is None:
        raise Problem("deposit_point_unknown")
    if "issue" in sent:
        return _issued(issue(viewer, point, day))
    if "made" in sent:
        keep_thing(viewer, point, sent.get("name", ""), sent.get("unit", ""))
        return _("账上有这一样了。接着写“每人多少”和入库。")
    thing = read_id(sent.get("thing", ""), "stock_unknown")
    many, why = sent.get("many", ""), sent.get("why", "")
    if "received" in sent:
        receive(viewer, thing, read_many(many), sent.get("source", ""))
        return _("已入库。")
    if "counted" in sent:
        differs = count(viewer, thing, read_many(many), why)
        return (
            _("已盘点，和账上相差 %(n)s。") % {"n": f"{differs:+d}"}
            if differs
            else _("已盘点，对得上。")
        )
    if "given" in sent:
        return _given(give(viewer, thing, day, sent.get("team", ""), read_many(many), why))
    if "norms" in sent:
        set_norms(viewer, thing, read_norms(_typed_norms(sent)))
        return _("每人多少已记下。")
    take_off(viewer, thing)
    return _("已撤下。")


@require_safe
@acting_page(Right.KEEP_CREW)
def stock_running(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The part of the overview that tells what will not last; rosters are read for it, so it comes beside."""
    area = request.GET.get("area", "")
    context = {"running": running_out(viewer, area or None), "area": area, "today": facts.today()}
    return TemplateResponse(request, "stock/running.html", context)


def _issued(done: Issued) -> str:
    said = ngettext(
        "已按人头发给 %(n)s 处，共 %(many)s 件。",
        "已按人头发给 %(n)s 处，共 %(many)s 件。",
        done.teams,
    )
    told = said % {"n": done.teams, "many": done.pieces}
    if done.lacking:
        told += _("%(names)s 不够每处都发，一件没发。") % {"names": "、".join(done.lacking)}
    return told


def _given(more: int) -> str:
    if more < 0:
        return _("已记下，退回 %(n)s，已加回库存。") % {"n": -more}
    return _("已记下，发出 %(n)s。") % {"n": more} if more else _("已记下。")


urls = [
    path("stock/", stock, name="stock"),
    path("stock/sheet/", stock_sheet, name="stock_sheet"),
    path("stock/running/", stock_running, name="stock_running"),
    path("stock/say/", stock_say, name="stock_say"),
]
