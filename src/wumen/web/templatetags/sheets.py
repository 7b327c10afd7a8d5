"""Sheets in templates: a door in its words."""

from django import template

from wumen.rules.lists import Door

register = template.Library()


@register.filter
def door_words(door: Door) -> str:
    """Building, unit and room, parted by a dash where there is no unit."""
    return "-".join(part for part in (door.building, door.unit, door.room) if part)
