"""Meals in the demo: the points' breakfast ordered the evening before, 锦绣城's lunch with medics without names."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.demo.making import TODAY, Office, clock_at
from wumen.actions.force import NewDeployment, deploy, enlist
from wumen.actions.meals import correct_heads, name_hands, order_meal, say_crew, tell_diet_of
from wumen.queries.posts import acting
from wumen.records.models import ForceMember
from wumen.rules.meals.eating import Count, Diet, Meal
from wumen.rules.posts import Viewer
from wumen.rules.sign_up import SignUp

# Who said nothing the evening before; where more came since lunch was ordered; whose lead does not fetch herself.
_SILENT, _MORE, _FETCHED = 27, 7, 12
_MEDICS = 6
_EATS = (Diet.HALAL, Diet.VEGETARIAN, Diet.MILD)


def of_points(office: Viewer, points: Sequence[tuple[int, UUID, Viewer]]) -> None:
    """Each lead says how many she will be; breakfast is ordered at 22:20, lunch at 9:20, supper not yet."""
    for number, ident, lead in points:
        if number == _SILENT:
            continue
        with clock_at(9, 22, 10):
            diets = {_EATS[number % 3]: 1} if number % 4 == 0 else {}
            say_crew(lead, TODAY, str(ident), Count(6 + number % 3, diets))
        if number == _FETCHED:
            with clock_at(9, 22, 12):
                name_hands(lead, TODAY, str(ident), "马司机")
    with clock_at(9, 22, 20):
        order_meal(office, TODAY, Meal.BREAKFAST)
    with clock_at(10, 9, 20):
        order_meal(office, TODAY, Meal.LUNCH)
    for number, ident, lead in points:
        if number == _MORE:
            with clock_at(10, 9, 50):
                correct_heads(lead, TODAY, Meal.LUNCH, str(ident), Count(3), "临时支援")


def of_compound(three: Office, compound: str) -> None:
    """Six medics without names came by bus; one of the watch keeps a diet; lunch is ordered."""
    with clock_at(10, 5, 40):
        said = SignUp("支援医疗队", "19000010100", "medic", comes_from="外院", people=_MEDICS)
        crew = enlist(three.clerk, compound, said, "crew")
        deploy(three.clerk, [crew.id], NewDeployment("入户采样", TODAY, "am"))
        tell_diet_of(three.clerk, crew.id, {Diet.HALAL: 1})
    with acting(three.clerk):
        of_watch = ForceMember.objects.get(person__name="田志愿者")
    with clock_at(10, 8, 30):
        tell_diet_of(three.clerk, of_watch.id, {Diet.MILD: 1})
    with clock_at(10, 9, 20):
        order_meal(three.clerk, TODAY, Meal.LUNCH)
