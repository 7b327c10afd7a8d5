"""Pages that ask for no sign-in: each is counted by the address that it is asked from."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from wumen.actions import limits
from wumen.rules.problems import Problem
from wumen.web.acting import View, must_be_typed
from wumen.web.errors import problem_response

Told = Callable[[HttpRequest, Problem], HttpResponse]


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; nothing stands before our server that could say otherwise."""
    return str(request.META.get("REMOTE_ADDR", ""))


def public_page(told: Told = problem_response) -> Callable[[View], View]:
    """A page without an account, as often as its limit allows; `told` shows its problems.

    A request that is over the limit reaches nothing of the page, so every page that wears this has the limit.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                limits.count_page(address_of(request))
                must_be_typed(request)
                return view(request, *args, **kwargs)
            except Problem as problem:
                return told(request, problem)

        return page

    return decorate
