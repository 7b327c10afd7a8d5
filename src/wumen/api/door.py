"""The door for phones: what they ask is answered before anything that pages alone need."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from wumen.api.answering import View

UNDER = "/api/"


# Where phones ask is the same few paths each time, but for those of photos.
@lru_cache(maxsize=64)
def _match(path: str, among: str) -> ResolverMatch:
    return resolve(path, among)


class Door:
    """Answers phones without session, language, messages and cookies: they bring a token, and read both languages."""

    def __init__(self, get_response: View) -> None:
        """Django hands over what comes next, which is for pages."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What no phone asks for is answered as a page that is not there."""
        if not request.path_info.startswith(UNDER):
            return self.get_response(request)
        # Refuses a foreign name, as pages do.
        request.get_host()
        try:
            match = _match(request.path_info, settings.ROOT_URLCONF)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response
