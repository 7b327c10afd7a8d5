"""One duty on its own page: taken, given back, done, not done with a reason, waived with a reason and a name."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions.duties import settle as actions
from wumen.queries import facts
from wumen.queries.duties import DutyLine, one_duty, waived_by
from wumen.queries.escalation import answers_for
from wumen.queries.field.shown import shown_by_phone
from wumen.queries.grounds import fell_with
from wumen.queries.photos import asked_of, of_duty, where_of
from wumen.rules.areas import counted_at
from wumen.rules.duties import PENDING, read_key
from wumen.rules.instructions import number_of
from wumen.rules.knocks import ENOUGH
from wumen.rules.photos import LONGER_SIDE, Asked
from wumen.rules.playbooks import Grade, Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_reason, reasons_for
from wumen.rules.visits import Visited
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.board import rows_at
from wumen.web.errors import status_of
from wumen.web.photo_rows import shown, where_words
from wumen.web.rulebook import rulebook
from wumen.web.templatetags.duties import what_name
from wumen.web.templatetags.wumen import hour


@dataclass(frozen=True)
class Settle:
    """What the forms of one duty need: who may do what with it, which grades count, and where to go then."""

    key: str
    state: str
    next: str
    mine: bool
    may_settle: bool
    may_waive: bool
    name: str
    grades: tuple[Grade, ...]
    asked: Asked
    place: str
    mark: str
    reasons: list[tuple[str, Named]]
    problem: Problem | None = None
    typed: str = ""
    note: str = ""
    longer_side: int = LONGER_SIDE

    @property
    def pending(self) -> bool:
        """Whether it is still to be done."""
        return self.state in PENDING


def forms(
    viewer: Viewer,
    line: DutyLine,
    back: str,
    problem: Problem | None = None,
    typed: str = "",
    note: str = "",
) -> Settle:
    """The forms for a duty as this viewer may use them."""
    rules, where = facts.books(), where_of(viewer, line.area, line.subject)
    return Settle(
        key=line.key,
        state=line.state,
        next=back,
        mine=line.taken_by is not None and line.taken_by.post == viewer.post,
        may_settle=viewer.may(Right.SETTLE),
        may_waive=viewer.may(Right.WAIVE),
        name=viewer.name,
        grades=actions.grades_of(line, rules),
        asked=asked_of(line, rules),
        place=where_words(where),
        mark=f"{where_words(where)} {what_name(line.what)}",
        reasons=[(str(key), named) for key, named in reasons_for(line.what).items()],
        problem=problem,
        typed=typed,
        note=note,
    )


def way_back(request: HttpRequest, other: str) -> str:
    """Where the reader came from, if it is a page of ours."""
    wanted = (request.POST or request.GET).get("next", "")
    mine = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted and mine else other


def _page(
    request: HttpRequest, viewer: Viewer, key: str, problem: Problem | None = None
) -> HttpResponse:
    line, book = one_duty(viewer, read_key(key)), rulebook()
    back = rows_at(line.day, counted_at(line.area), what=line.what)
    context: dict[str, Any] = {
        "line": line,
        "window": book.window(line.win),
        "number": number_of(line.win),
        "of_resident": line.basis["clause"] in book.of_residents,
        "answers": answers_for(viewer, [line]).get(line.key),
        "fell": fell_with(viewer, line),
        "waived_by": waived_by(viewer, [line]).get(line.key, ""),
        "back": back,
        "building": counted_at(line.area),
        "slip": len(line.tried) >= ENOUGH,
        "by_phone": shown_by_phone(viewer, line),
        "photos": shown(viewer, of_duty(viewer, read_key(key))),
        "settle": forms(
            viewer,
            line,
            request.POST.get("next", "") or back,
            problem,
            request.POST.get("why", ""),
            request.POST.get("note", ""),
        ),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "duty/one.html", context, status=status)


def _visited(said: Visited) -> str:
    if said.slip:
        return _("前后 %(n)s 次没人：请留条，再打电话。") % {"n": said.count}
    if said.again_at is not None:
        return _("已记下第 %(n)s 次，%(hour)s 以后再去。") % {
            "n": said.count,
            "hour": hour(said.again_at),
        }
    return _("已记下原因，事项还开着。")


def _did(request: HttpRequest, viewer: Viewer, key: str) -> str:
    """Do what the form asks, and say so in a sentence."""
    act, read = request.POST.get("act", ""), read_key(key)
    if act == "take":
        actions.take(viewer, read)
        return _("已接手。")
    if act == "give_back":
        actions.give_back(viewer, read)
        return _("已交回，事项还开着。")
    if act == "done":
        note = request.POST.get("note", "").strip()
        evidence: dict[str, Any] = {"note": note} if note else {}
        if note and "wanted" in request.POST:
            evidence["wanted"] = True
        photo = uploaded(request, "photo") or b""
        actions.do(viewer, read, request.POST.get("grade") or None, evidence, photo=photo)
        return _("已登记办好。")
    if act == "cannot":
        said = read_reason(request.POST.get("reason", "") or request.POST.get("why", ""))
        return _visited(actions.cannot(viewer, read, said))
    if act == "waive":
        actions.waive(viewer, read, request.POST.get("why", ""))
        return _("已登记免办。")
    raise Problem("request_unreadable")


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def duty_one(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """One duty; a form of it does one thing and leads back to where one came from."""
    if request.method == "GET":
        return _page(request, viewer, key)
    try:
        with transaction.atomic():
            said = _did(request, viewer, key)
    except Problem as problem:
        return _page(request, viewer, key, problem)
    messages.success(request, said)
    return HttpResponseRedirect(way_back(request, reverse("duty_one", args=[key])))


@require_POST
@acting_page(Right.SETTLE)
def duty_take(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Take a duty with one tap in a list, and stay there."""
    key = request.POST.get("key", "")
    try:
        with transaction.atomic():
            actions.take(viewer, read_key(key))
    except Problem as problem:
        return _page(request, viewer, key, problem)
    messages.success(request, _("已接手。"))
    back = way_back(request, "")
    return HttpResponseRedirect(back) if back else redirect("duty_one", key=key)


urls = [
    path("duty/take/", duty_take, name="duty_take"),
    path("duty/<path:key>/", duty_one, name="duty_one"),
]
