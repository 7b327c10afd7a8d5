"""One tick for a text that was copied and sent to a group; the page it stands on is shown again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wumen.actions.group_text import tick_sent
from wumen.rules.group_text import read_group
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page


@require_POST
@acting_page(Right.SEE_REGISTER)
def group_sent(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Note that the text of one group was sent."""
    group = read_group(request.POST.get("group", ""))
    tick_sent(viewer, request.POST.get("area", ""), request.POST.get("matter", ""), group)
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(f"{back if here else reverse('start')}#group-texts", status=303)


urls = [path("group-sent/", group_sent, name="group_sent")]
