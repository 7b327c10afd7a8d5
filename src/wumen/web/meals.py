"""Meals (餐食): today's and tomorrow's by meal and place, lines to copy, corrections, the sheet; what one keeps."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.meals import (
    correct_heads,
    name_hands,
    order_meal,
    say_crew,
    tell_diet,
    tell_diet_of,
)
from wumen.queries import facts
from wumen.queries.meals.day import Place
from wumen.queries.meals.page import MealCard, meals_page
from wumen.rules.meals.eating import DIET_NAMES, SERVED, Count, Diet
from wumen.rules.meals.saying import (
    LONGEST_WHO,
    LONGEST_WHY,
    read_diets,
    read_heads,
    read_meal,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of

_WHYS = ("临时支援", "检查组来", "有人没来", "提前收点", "加班", "换班多出来的")
_FIELDS = ("meal", "place", "heads", "why", "who", *Diet)


def _asked(request: HttpRequest) -> date:
    """The day of the address or of the form; today where none is named. Problem `day_unreadable`."""
    sent = request.POST if request.method == "POST" else request.GET
    return read_day(sent["day"]) if sent.get("day") else facts.today()


def _page(
    request: HttpRequest, viewer: Viewer, day: date, problem: Problem | None = None
) -> HttpResponse:
    found, today = meals_page(viewer, day), facts.today()
    context = {
        "found": found,
        "days": [(today, _("今天")), (today + timedelta(days=1), _("明天"))],
        "meals": [one for one in found.cards if not one.over],
        "served": SERVED,
        # What is still to come stands first.
        "cards": sorted((one for one in found.cards if one.lines), key=lambda one: one.over),
        "points": [one for one in found.places if one.number],
        "diets": DIET_NAMES.items(),
        "whys": _WHYS,
        "longest": {"why": LONGEST_WHY, "who": LONGEST_WHO},
        "typed": {name: request.POST.get(name, "") for name in _FIELDS} if problem else {},
        "said": next(iter({"extra", "crew", "hands", "diet"} & request.POST.keys()), ""),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "meals/page.html", context, status=status)


@require_safe
@acting_page()
def meals(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The meals of a day; of somebody who answers for no place, her own."""
    return _page(request, viewer, _asked(request))


@require_safe
@acting_page(Right.KEEP_CREW, Right.LEAD_POINT, Right.KEEP_GATE)
def meals_sheet(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The day on A4: a row a place, a column a meal that is eaten at all, a line to sign."""
    found = meals_page(viewer, _asked(request))
    cards = [one for one in found.cards if one.whole]
    context = {"found": found, "cards": cards, "rows": _rows(found.places, cards)}
    return TemplateResponse(request, "meals/sheet.html", context)


def _rows(places: Sequence[Place], cards: Sequence[MealCard]) -> list[tuple[str, list[Count], str]]:
    """Each place with its counts in the order of the meals, and who hands out there."""
    rows = []
    for place in places:
        lines = [next((one for one in card.lines if one.place == place), None) for card in cards]
        if any(one and one.count for one in lines):
            counts = [one.told if one else Count() for one in lines]
            hands = dict.fromkeys(one.hands for one in lines if one and one.count and one.hands)
            rows.append((place.name, counts, "、".join(hands)))
    return rows


@require_POST
@acting_page()
def meals_say(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Order a meal, correct it, say a point's crew or who hands out, or what one keeps."""
    day = _asked(request)
    return done_or_shown(
        request,
        lambda: _say(request, viewer, day),
        f"{reverse('meals')}?day={day.isoformat()}",
        lambda problem: _page(request, viewer, day, problem),
        *("meal_day_far", "meal_unknown"),
    )


def _say(request: HttpRequest, viewer: Viewer, day: date) -> str:
    sent = request.POST
    place = sent.get("place", "")
    if "order" in sent:
        heads = order_meal(viewer, day, read_meal(sent["order"]))
        said = ngettext("已记下：订了 %(n)s 份。", "已记下：订了 %(n)s 份。", heads)
        return said % {"n": heads}
    if "extra" in sent:
        heads = read_heads(sent.get("heads", ""), fewer=True)
        count = Count(heads, read_diets(sent, heads))
        correct_heads(viewer, day, read_meal(sent.get("meal", "")), place, count, sent["why"])
        return _("已改份数。")
    if "crew" in sent:
        heads = read_heads(sent.get("heads", ""))
        say_crew(viewer, day, place, Count(heads, read_diets(sent, heads)))
        return _("已记下点上的人数，三餐都按这个数。")
    if "hands" in sent:
        name_hands(viewer, day, place, sent.get("who", ""))
        return _("已记下谁领谁发。")
    tell_diet(viewer, _own_diets(request))
    return _("已记下。只有份数报给食堂，不写是谁。")


def _own_diets(request: HttpRequest) -> dict[Diet, int]:
    """One diet that was chosen, or of a crew how many of each."""
    chosen = request.POST.get("diet", "")
    if chosen in set(Diet):
        return {Diet(chosen): 1}
    return read_diets(request.POST, sum(_heads(request)))


def _heads(request: HttpRequest) -> list[int]:
    typed = (request.POST.get(diet, "").strip() for diet in Diet)
    return [read_heads(one) for one in typed if one]


@require_POST
@acting_page(Right.KEEP_CREW)
def meals_diet(request: HttpRequest, viewer: Viewer, member: UUID) -> HttpResponse:
    """What somebody of the force told the office that she eats; it is shown to nobody again."""

    def change() -> str:
        tell_diet_of(viewer, member, _own_diets(request))
        return _("已记下。只有份数报给食堂，不写是谁。")

    back = reverse("force_one", args=[member])

    def again(problem: Problem) -> HttpResponse:
        raise problem

    return done_or_shown(request, change, back, again)


urls = [
    path("meals/", meals, name="meals"),
    path("meals/sheet/", meals_sheet, name="meals_sheet"),
    path("meals/say/", meals_say, name="meals_say"),
    path("meals/diet/<uuid:member>/", meals_diet, name="meals_diet"),
]
