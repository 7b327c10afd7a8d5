"""The rules (防控规则): what is in force, and every playbook that is shipped, each line with its source."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET
from msgspec import structs

from wumen.queries.orders import outbreak_lines
from wumen.queries.playbooks import bases_of, known, playbook, shipped, stricter
from wumen.rules.playbooks import Edition, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.rules import local_notices
from wumen.web.rules.cards import Measure, cards, confidence_words, measures, parts

__all__ = ["Measure", "measures", "urls"]


def _book(
    edition: Edition, rules: Playbook, asks_more: frozenset[str] = frozenset(), **more: object
) -> dict[str, object]:
    """A playbook as the page shows it."""
    return {
        "edition": edition,
        "title": (edition.name_zh, edition.name_en),
        "confidence": confidence_words(edition.confidence),
        "cards": cards(rules, asks_more),
        "parts": parts(rules),
        **more,
    }


@require_GET
@acting_page()
def rules(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The rules of every open outbreak, and the list of all; whoever acts in a post may read them."""
    standing = [
        _book(one.rules.playbook, one.rules, one.stricter, name=one.name)
        for one in outbreak_lines(viewer)
        if one.open
    ]
    editions = [shipped(key).playbook for key in known()]
    library = [
        {
            "key": one.key,
            "edition": one,
            "title": (one.name_zh, one.name_en),
            "whole": bool(shipped(one.key).regimes),
        }
        for one in sorted(editions, key=lambda one: one.valid_from)
    ]
    context = {
        "standing": standing,
        "library": library,
        "notices": local_notices.notice_parts(viewer),
        "may_enter": viewer.may(Right.ENTER_ORDER),
    }
    return TemplateResponse(request, "rules/rules.html", context)


@require_GET
@acting_page()
def rules_one(request: HttpRequest, viewer: Viewer, key: str) -> HttpResponse:
    """A shipped playbook, or an overlay laid over the first that it fits, open outbreak or not."""
    if key not in known():
        raise Http404
    own = shipped(key)
    if own.regimes:
        book = _book(own.playbook, own)
    else:
        base = bases_of(key)[0]
        whole = playbook(base, (key,))
        only = {clause.regime for clause in own.clauses}
        shown = {name: one for name, one in whole.regimes.items() if name in only}
        part = structs.replace(whole, regimes=shown, clauses=own.clauses, releases=())
        over = shipped(base).playbook
        book = _book(own.playbook, part, stricter(base, (key,)), over=(over.name_zh, over.name_en))
    return TemplateResponse(request, "rules/one.html", {"one": book})


urls = [
    path("rules/", rules, name="rules"),
    *local_notices.urls,
    path("rules/<slug:key>/", rules_one, name="rules_one"),
]
