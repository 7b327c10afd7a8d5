"""The duty log of a day by the hour, on screen and on paper: lines are added, the day is signed off."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.duty_log import add_line, sign_off
from wumen.queries import facts
from wumen.queries.duty_log import DutyLog, LogLine, duty_log, takers
from wumen.rules.duty_log import LONGEST, PARTS, Entry, check_day
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_day
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of


def _day(request: HttpRequest) -> date:
    """The day that is asked for, today unless one is; Problems `day_unreadable`, `log_day_ahead`."""
    said = request.GET.get("day", "").strip()
    return check_day(read_day(said), facts.today()) if said else facts.today()


def _hours(log: DutyLog) -> list[dict[str, object]]:
    """Each hour in which something stands: by the clock its entries with their part, and what was added."""
    made = {one.hour: one.entries for one in log.hours}
    added = {local(one.at).hour for one in log.lines}

    def rows(hour: int) -> list[tuple[Entry | LogLine, Named | None]]:
        some: list[tuple[Entry | LogLine, Named | None]] = [
            *((one, PARTS[one.part]) for one in made.get(hour, ())),
            *((one, None) for one in log.lines_in(hour)),
        ]
        return sorted(some, key=lambda each: each[0].at)

    return [{"hour": f"{hour:02}:00", "rows": rows(hour)} for hour in sorted({*made, *added})]


def _page(
    request: HttpRequest, viewer: Viewer, day: date, problem: Problem | None = None
) -> HttpResponse:
    found = duty_log(viewer, day)
    today = day == facts.today()
    context = {
        "found": found,
        "hours": _hours(found),
        "today": today,
        "takers": takers(viewer) if today else [],
        "longest": LONGEST,
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "duty_log/page.html", context, status=status)


@require_safe
@acting_page(Right.REPORT)
def duty_log_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The log of a day; of one that has not come, today's with the words that say so."""
    try:
        return _page(request, viewer, _day(request))
    except Problem as problem:
        return _page(request, viewer, facts.today(), problem)


@require_POST
@acting_page(Right.REPORT)
def duty_log_say(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Add a line to the log of a day, or sign today's off."""
    try:
        day = _day(request)
    except Problem as problem:
        return _page(request, viewer, facts.today(), problem)
    sent = request.POST

    def change() -> str:
        if "sign" in sent:
            signed = sign_off(viewer, sent.get("to", ""))
            return _("已交班签名。之后只能补写，补写的会标出来。签名记号 %(mark)s。") % {
                "mark": signed.digest
            }
        row = add_line(viewer, sent.get("said", ""), sent.get("hour", ""), day)
        return _("已补写，标着交班以后写的。") if row.late else _("已记下。")

    back = reverse("duty_log") + (f"?{urlencode({'day': day})}" if day != facts.today() else "")
    return done_or_shown(
        request, change, back, lambda problem: _page(request, viewer, day, problem)
    )


urls = [
    path("duty-log/", duty_log_page, name="duty_log"),
    path("duty-log/say/", duty_log_say, name="duty_log_say"),
]
