"""What every page shows around its content: menu, who acts as what, day and time, drill."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wumen.queries import facts
from wumen.queries.accounts import HeldPost
from wumen.queries.devices import Phone
from wumen.queries.installation import is_drill
from wumen.web.menu import Link, menu


@dataclass(frozen=True)
class Page:
    """The frame of a page; `post` is None where nobody is signed in."""

    post: HeldPost | None
    others: list[HeldPost]
    phone: Phone | None
    menu: list[Link]
    now: datetime
    drill: bool


def _page(request: HttpRequest) -> Page:
    acting = getattr(request, "acting", None)
    post = acting.post if acting else None
    match = request.resolver_match
    here = (match.url_name if match else "") or ""
    door = str(match.kwargs.get("key", "")) if match and here == "doors" else ""
    return Page(
        post=post,
        others=acting.others if acting else [],
        phone=acting.phone if acting else None,
        menu=menu(post.viewer, here, door) if post else [],
        now=facts.now(),
        drill=is_drill(),
    )


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor: `page`, made only if a template looks at it."""
    return {"page": SimpleLazyObject(lambda: _page(request))}
