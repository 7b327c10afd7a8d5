"""The page of one local notice: what it names and changes, confirming, dropping, ending it early."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions import local_notices as actions
from wumen.queries.local_notices import notice_lines
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.rules.local_notices.words import NoticeRow, notice_row, states
from wumen.web.templatetags.wumen import instant

_OVER = ("ended", "over", "dropped")


def notice_parts(viewer: Viewer) -> Sequence[dict[str, object]]:
    """The notices by state, those that want attention first; `done` for what asks nothing more."""
    rows = [notice_row(line) for line in notice_lines(viewer)]
    parts = [
        {
            "title": title,
            "done": state in _OVER,
            "rows": [row for row in rows if row.line.state == state],
        }
        for state, title in states().items()
    ]
    return [part for part in parts if part["rows"]]


def _one(viewer: Viewer, number: str) -> NoticeRow:
    lines = notice_lines(viewer, number)
    if not lines:
        raise Problem("notice_unknown", number=number)
    return notice_row(lines[0])


def notice_page(
    request: HttpRequest, viewer: Viewer, number: str, problem: Problem | None = None
) -> HttpResponse:
    """The page of a notice; `problem` is what stood against the last step."""
    context = {
        "row": _one(viewer, number),
        "may_confirm": viewer.may(Right.CONFIRM_ORDER),
        "may_enter": viewer.may(Right.ENTER_ORDER),
        "typed_why": request.POST.get("why", ""),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "local_notices/one.html", context, status=status)


@require_GET
@acting_page()
def notices_one(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """All that a notice names and changes, and what is to be done with one that waits."""
    return notice_page(request, viewer, number)


def _done(
    request: HttpRequest, viewer: Viewer, number: str, change: Callable[[], str]
) -> HttpResponse:
    """Do it and go back to the notice; what stands against it is said there."""
    return done_or_shown(
        request,
        change,
        reverse("notices_one", args=[number]),
        lambda problem: notice_page(request, viewer, number, problem),
        "notice_unknown",
    )


@require_POST
@acting_page(Right.SEE_REGISTER)
def notices_confirm(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Confirm as the second person."""

    def change() -> str:
        begins = actions.confirm_notice(viewer, number).from_at
        text = _("已确认，自 %(begins)s 起生效。今日事项会随后更新。")
        return text % {"begins": instant(begins)}

    return _done(request, viewer, number, change)


@require_POST
@acting_page(Right.SEE_REGISTER)
def notices_drop(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Drop a notice that was entered wrongly and that nobody confirmed."""

    def change() -> str:
        actions.drop_notice(viewer, number)
        return _("已撤回，没有生效过。")

    return _done(request, viewer, number, change)


@require_POST
@acting_page(Right.ENTER_ORDER)
def notices_ask_to_end(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Ask for its end before its time, with a reason."""

    def change() -> str:
        actions.ask_to_end(viewer, number, request.POST.get("why", ""))
        return _("已提出提前结束。请第二人确认，确认后才结束。")

    return _done(request, viewer, number, change)


@require_POST
@acting_page(Right.SEE_REGISTER)
def notices_end(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Agree to end it now, as the second person."""

    def change() -> str:
        actions.end_notice(viewer, number)
        return _("已结束，恢复按防控规则办理。")

    return _done(request, viewer, number, change)
