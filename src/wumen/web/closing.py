"""The end of an outbreak: how far it is, what is missing, two people who have it erased, and the certificate."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions import closing as actions
from wumen.queries import facts
from wumen.queries.closing import ClosingLine, certificate_said, closing_line, name_of
from wumen.rules.closing import SOURCE, Stage
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import seal_of
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_LANGUAGES = {"zh": "zh-hans", "en": "en"}


def stage_words() -> dict[str, str]:
    """How far an outbreak is, in words."""
    return {
        Stage.OPEN: _("进行中"),
        Stage.READ_ONLY: _("只能查看"),
        Stage.ERASING: _("正在销毁"),
        Stage.ERASED: _("已销毁"),
    }


def _conditions(line: ClosingLine) -> list[dict[str, object]]:
    """What must be so before two people may have it erased, each in words with what is still there."""
    words: dict[str, tuple[str, object]] = {
        "no_order_holds": (_("没有通告还在生效"), line.standing.holding),
        "none_waits": (_("没有等第二人确认的通告"), line.standing.waiting),
        "thirty_days": (_("最后一份通告结束满30天"), ""),
        "objections_answered": (_("异议申请都已答复"), line.standing.objections),
    }
    return [
        {"key": one.key, "met": one.met, "words": words[one.key][0], "left": words[one.key][1]}
        for one in line.conditions
    ]


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    line = closing_line(viewer, ident)
    over_all = all(viewer.span.holds(one) for one in line.places)
    context = {
        "line": line,
        "stage": stage_words()[line.stage],
        "conditions": _conditions(line),
        "ready": all(one.met for one in line.conditions),
        "over_all": over_all,
        "may_confirm": viewer.may(Right.OPEN_OUTBREAK) and over_all,
        "own": line.asked is not None and line.asked.by == viewer.person,
        "said": certificate_said(line) if line.certificate else None,
        "gone": sum(one.before for one in line.certificate.rows) if line.certificate else 0,
        "source": SOURCE,
        "today": facts.today(),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "closing/one.html", context, status=status)


@require_GET
@acting_page(Right.ENTER_ORDER)
def outbreak(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """How far an outbreak is towards its end, and what can be done now."""
    return _page(request, viewer, ident)


def _acted(
    request: HttpRequest, viewer: Viewer, ident: UUID, act: Callable[[str], object], done: str
) -> HttpResponse:
    """Do something to an outbreak and go back to its page; what stands against it is said there."""
    try:
        with transaction.atomic():
            act(name_of(viewer, ident))
    except Problem as problem:
        return _page(request, viewer, ident, problem)
    messages.success(request, done)
    return redirect("outbreak", ident=ident)


@require_POST
@acting_page(Right.ENTER_ORDER)
def ask(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Ask for the erasure, with a reason, as the first person."""
    reason = request.POST.get("reason", "")
    return _acted(
        request, viewer, ident,
        lambda name: actions.ask_to_erase(viewer, name, reason),
        _("已提出，等另一位同事确认。现在什么都没有销毁。"),
    )  # fmt: skip


@require_POST
@acting_page(Right.ENTER_ORDER)
def drop(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Withdraw what was asked."""
    return _acted(
        request, viewer, ident,
        lambda name: actions.drop_asked(viewer, name),
        _("已撤回，什么都没有销毁。"),
    )  # fmt: skip


@require_POST
@acting_page(Right.ENTER_ORDER)
def confirm(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Confirm as the second person; it is carried out once this stands in the database."""

    def decided(name: str) -> None:
        row = actions.confirm_erasing(viewer, name)
        # Keys lie in no database: they go only once the decision stands there. What fails now the job ends.
        transaction.on_commit(lambda: actions.carry_out(row), robust=True)

    # The certificate is below when it is, and until then what still goes on.
    done = _("已确认销毁。")
    return _acted(request, viewer, ident, decided, done)


@require_POST
@acting_page(Right.OPEN_OUTBREAK)
def copy_gone(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note that a copy elsewhere was destroyed, by whom and when."""
    copy, who = request.POST.get("copy", ""), request.POST.get("who", "")
    return _acted(
        request, viewer, ident,
        lambda name: actions.note_copy_gone(
            viewer, name, copy, who, read_day(request.POST.get("on", ""))
        ),
        _("已记下，证明上已写明。"),
    )  # fmt: skip


@require_GET
@acting_page(Right.ENTER_ORDER)
def certificate(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The certificate on A4, in the language that was asked for."""
    line = closing_line(viewer, ident)
    said = certificate_said(line)
    asked = request.GET.get("language", "zh")
    context = {
        "line": line,
        "said": said,
        "certificate": line.certificate,
        "rows": [one for one in said["rows"] if one["before"] or one["after"]],
        "seal": seal_of(line.certificate.heads if line.certificate else ()),
        "source": SOURCE,
    }
    with translation.override(_LANGUAGES.get(asked, "zh-hans")):
        return render(request, "closing/certificate.html", context)


urls = [
    path("outbreaks/<uuid:ident>/", outbreak, name="outbreak"),
    path("outbreaks/<uuid:ident>/ask/", ask, name="outbreak_ask"),
    path("outbreaks/<uuid:ident>/drop/", drop, name="outbreak_drop"),
    path("outbreaks/<uuid:ident>/confirm/", confirm, name="outbreak_confirm"),
    path("outbreaks/<uuid:ident>/copy/", copy_gone, name="outbreak_copy_gone"),
    path("outbreaks/<uuid:ident>/certificate/", certificate, name="outbreak_certificate"),
]
