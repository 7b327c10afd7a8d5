"""The box with texts for groups, for any list: `{% group_texts box %}`."""

from typing import Any

from django import template

from wumen.queries.group_text import GroupBox

register = template.Library()


@register.inclusion_tag("group_text/box.html", takes_context=True)
def group_texts(context: dict[str, Any], box: GroupBox, *, rooms: bool = True) -> dict[str, Any]:
    """The texts of a list with their buttons; the page loads copy.js. Without `rooms` all groups get the same text."""
    return {
        "box": box,
        "rooms": rooms,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
