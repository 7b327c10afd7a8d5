"""A household's dossier (一户一档): everything known of it on one page that prints on A4; a look is logged."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wumen.actions.dossier import open_dossier
from wumen.queries import facts
from wumen.queries.dossier import Dossier, PersonLine
from wumen.queries.past import Done
from wumen.queries.photos import of_home
from wumen.rules.changes import KIND_NAMES
from wumen.rules.dossier import DUTY_DAYS, EVENT_DAYS
from wumen.rules.homes import STATE_NAMES
from wumen.rules.knocks import RESULT_NAMES
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.photo_rows import shown
from wumen.web.rulebook import Words, rulebook

_WHY = {
    "merged": _("重复登记，已合并"),
    "moved_away": _("已搬走"),
    "not_living_here": _("不住在这里"),
    "died": _("已去世"),
}
_ORDER_STATES = {"coming": _("将生效"), "in_force": _("正在生效"), "over": _("已结束")}
_DUTY_STATES = {
    "open": _("待办"),
    "taken": _("已接手"),
    "done": _("已办"),
    "waived": _("免办"),
}


@dataclass(frozen=True)
class Gone:
    """A former resident with the reason in words."""

    person: PersonLine
    why: object


@dataclass(frozen=True)
class Sum:
    """How much of one thing was due in these days, and how it stands."""

    what: str
    due: int
    done: int
    by_grade: list[tuple[str, int]]


@dataclass(frozen=True)
class DutyRow:
    """A duty with the words of the page."""

    done: Done
    window: Words
    state: object


def _sums(found: Dossier) -> list[Sum]:
    due = Counter(one.what for one in found.done)
    grades: dict[str, Counter[str]] = {}
    for one in found.done:
        if one.state == "done":
            grades.setdefault(one.what, Counter())[one.grade or ""] += 1
    return [
        Sum(
            what,
            many,
            sum(grades.get(what, Counter()).values()),
            [(grade, n) for grade, n in sorted(grades.get(what, Counter()).items()) if grade],
        )
        for what, many in sorted(due.items())
    ]


def _duties(found: Dossier) -> list[DutyRow]:
    book = rulebook()
    return [DutyRow(one, book.window(one.win), _DUTY_STATES[one.state]) for one in found.done]


@require_GET
@acting_page(Right.SEE_REGISTER)
def dossier_page(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """The dossier of a household in the viewer's area."""
    found = open_dossier(viewer, household)
    context = {
        "found": found,
        "household": household,
        "state": STATE_NAMES[found.state],
        "former": [Gone(one, _WHY[one.why]) for one in found.former],
        "visits": [(one, RESULT_NAMES[one.result]) for one in found.visits],
        "orders": [(one, _ORDER_STATES[one.state]) for one in found.orders],
        "changes": [(one, KIND_NAMES[one.kind]) for one in found.changes],
        "photos": shown(viewer, of_home(viewer, found.area, facts.today() - DUTY_DAYS)),
        "sums": _sums(found),
        "duties": _duties(found),
        "duty_days": DUTY_DAYS.days,
        "event_days": EVENT_DAYS.days,
        "sees_care": viewer.may(Right.CORRECT_HOMES),
    }
    response = TemplateResponse(request, "dossier/page.html", context)
    response["Cache-Control"] = "no-store"
    return response


urls = [
    path("register/home/<uuid:household>/dossier/", dossier_page, name="register_dossier"),
]
