"""How buildings and units stand in lists of facilities: the page of one, the label of another."""

from django import template
from django.urls import reverse

from wumen.queries.facilities import BuildingLine

register = template.Library()


@register.filter
def facilities_href(line: BuildingLine) -> str:
    """The page of a building's facilities; of a compound, those that it has of its own."""
    href = reverse("facilities", args=[line.area.rstrip("/")])
    return f"{href}?own=1" if line.kind == "compound" else href


@register.filter
def unit_label(name: str) -> str:
    """The name of a unit without the word for it: 1单元 is 1."""
    return name.removesuffix("单元")
