"""A notice over the loudspeaker: its script to read out and print, playings to tick, a recording to be played."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.loudspeaker import NewPlay, drop_play, keep_sound, note_played, plan_play
from wumen.queries import facts
from wumen.queries.loudspeaker import loudspeaker_page
from wumen.rules.loudspeaker import WHERE_LONGEST
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of

# When people are up and not yet out: day.md of the project.
MORNING = time(6, 30)


def _play(request: HttpRequest) -> UUID:
    """Which playing a tap is about; Problem `loudspeaker_play_unknown` for what is no id."""
    try:
        return UUID(request.POST.get("play", ""))
    except ValueError:
        raise Problem("loudspeaker_play_unknown") from None


def _hour(request: HttpRequest) -> datetime:
    """The day and hour of a form; Problem `loudspeaker_hour` for what is none."""
    try:
        return read_time(f"{request.POST.get('day', '')}T{request.POST.get('hour', '')}")
    except Problem:
        raise Problem("loudspeaker_hour") from None


def _act(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    sent = request.POST
    if "sound" in sent:
        keep_sound(viewer, ident, uploaded(request, "recording") or b"")
        return _("录音存好了，加密保存。")
    if "played" in sent:
        note_played(viewer, _play(request))
        return _("记下了：放过了。")
    if "drop" in sent:
        drop_play(viewer, _play(request))
        return _("去掉了这一次。")
    played = "was" in sent
    plan_play(
        viewer, ident, NewPlay(sent.get("area", ""), sent.get("where", ""), _hour(request), played)
    )
    return _("记下了：放过了。") if played else _("排好了，放完来点“放过了”。")


def _next_morning() -> str:
    """The day on which the hour that a form begins with comes next."""
    now = local(facts.now())
    return (now.date() + timedelta(days=now.time() > MORNING)).isoformat()


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SEE_REGISTER)
def loudspeaker(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The script of a notice, its playings and its recording."""
    problem = None
    if request.method == "POST":
        try:
            messages.success(request, _act(request, viewer, ident))
            return redirect("loudspeaker", ident)
        except Problem as refused:
            problem = refused
    context = {
        "found": loudspeaker_page(viewer, ident),
        "may_plan": viewer.may(Right.SETTLE),
        "may_record": viewer.may(Right.KEEP_REGISTER),
        "next_morning": _next_morning(),
        "longest": WHERE_LONGEST,
        "typed": request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "loudspeaker/page.html", context, status=status)


urls = [path("stairwell-notices/<uuid:ident>/loudspeaker/", loudspeaker, name="loudspeaker")]
