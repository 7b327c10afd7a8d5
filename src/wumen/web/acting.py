"""Acting in a post: a page gets its viewer and is rendered inside the viewer's transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django_htmx.http import HttpResponseClientRedirect

from wumen.actions import devices
from wumen.queries.accounts import HeldPost, held_posts
from wumen.queries.devices import Phone
from wumen.queries.posts import acting_in, finding_out, looking_around
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.errors import UNTYPED, problem_response

POST_IN_SESSION = "post"
DEVICE_COOKIE = "wumen_device"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Acting:
    """Who acts in this request: the post chosen, the others that she may switch to, her bound phone if it is one."""

    post: HeldPost
    others: list[HeldPost]
    phone: Phone | None = None


def _chosen(request: HttpRequest) -> Acting | None:
    """The post of the session if she still holds it, else her widest; a phone's one post; None without a post."""
    if not request.user.is_authenticated:
        with looking_around():
            phone = devices.opened(request.COOKIES.get(DEVICE_COOKIE, ""))
        return Acting(phone.post, [], phone) if phone else None
    posts = held_posts(request.user)
    wanted = request.session.get(POST_IN_SESSION)
    ordered = sorted(posts, key=lambda held: str(held.viewer.post) != wanted)
    return Acting(ordered[0], ordered[1:]) if ordered else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(htmx.current_url_abs_path or "/")
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _without_post(request: HttpRequest) -> HttpResponse:
    """The kind page of somebody who has no post, or of a phone that is no longer bound and may forget it."""
    if request.user.is_authenticated:
        return render(request, "no_post.html", status=403)
    response = problem_response(request, Problem("device_ended"))
    response.delete_cookie(DEVICE_COOKIE)
    return response


def must_be_typed(request: HttpRequest) -> None:
    """Problem `request_unreadable` for a form or address that holds signs nobody types."""
    for sent in (request.GET, request.POST):
        if any(UNTYPED.search(text) for _, texts in sent.lists() for text in texts):
            raise Problem("request_unreadable")


def _must_one(viewer: Viewer, rights: tuple[Right, ...]) -> None:
    """Any one of the rights will do; Problem `right_missing`."""
    if rights and not any(viewer.may(right) for right in rights):
        viewer.must(rights[0])


def acting_page(*rights: Right) -> Callable[[View], View]:
    """A page for who acts in a post that holds at least one of the rights; without rights, any post.

    The view is called as `view(request, viewer, ...)` in the viewer's scope, inside the one
    transaction that also found out who acts. A TemplateResponse is rendered there too, so its queries
    may be lazy. A problem rolls it back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            with finding_out():
                if not request.user.is_authenticated and not request.COOKIES.get(DEVICE_COOKIE):
                    return _to_sign_in(request)
                chosen = _chosen(request)
                if chosen is None:
                    return _without_post(request)
                request.acting = chosen  # type: ignore[attr-defined]
                viewer = chosen.post.viewer
                _must_one(viewer, rights)
                must_be_typed(request)
                with acting_in(viewer):
                    response = view(request, viewer, *args, **kwargs)
                    if isinstance(response, SimpleTemplateResponse):
                        response = response.render()
            return response

        return page

    return decorate
