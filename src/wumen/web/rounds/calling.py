"""叫下一层 on a round: one tap, and the line for the group with the rooms that should be at their doors."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wumen.queries.next_doors import next_doors as next_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.rounds import read_round_key
from wumen.web.acting import acting_page


@require_safe
@acting_page(Right.SEE_REGISTER)
def next_doors(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """The floor below the team, or one that is chosen, as a text for the group."""
    wanted = request.GET.get("floor", "")
    chosen = int(wanted) if wanted.removeprefix("-").isdecimal() and len(wanted) < 5 else None
    found = next_of(viewer, read_round_key(key), chosen)
    return TemplateResponse(request, "rounds/next.html", {"found": found, "key": key})
