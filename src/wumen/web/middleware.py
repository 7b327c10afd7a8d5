"""What every request passes: its number and log line, security headers, problems as pages."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from wumen.actions import requests
from wumen.rules.failures import own_lines
from wumen.rules.problems import Problem
from wumen.web.errors import problem_response

_log = logging.getLogger("wumen.web")

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "manifest-src 'self'",
    ]
)
# The phone app has a worker and frames its own camera page, which alone may compile WebAssembly.
_APP_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ]
)
_CAMERA_POLICY = _APP_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
).replace("frame-ancestors 'none'", "frame-ancestors 'self'")
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"

GetResponse = Callable[[HttpRequest], HttpResponse]


def route_of(request: HttpRequest) -> str:
    """The pattern of the page, never the path itself: a path may hold a token or name a door."""
    return request.resolver_match.route or "/" if request.resolver_match else "-"


def policy_of(path: str) -> str:
    """What the browser may do on a page of ours."""
    if not path.startswith("/field/"):
        return CONTENT_SECURITY_POLICY
    return _CAMERA_POLICY if path == "/field/scan.html" else _APP_POLICY


class RequestId:
    """Gives each request a number, puts it on the reply, and writes one line when it is done."""

    def __init__(self, get_response: GetResponse) -> None:
        """Django hands over what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The line holds method, route, status and milliseconds; no name, no number, no query."""
        with requests.begin() as number:
            began = perf_counter()
            response = self.get_response(request)
            response["X-Request-Id"] = number
            spent = (perf_counter() - began) * 1000
            _log.info(
                "%s %s %d %.0f ms", request.method, route_of(request), response.status_code, spent
            )
            return response


class Security:
    """The headers that keep foreign code, frames and copies away; cookies on the secure line."""

    def __init__(self, get_response: GetResponse) -> None:
        """Django hands over what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages are not kept by browsers unless they say so themselves, as static files do."""
        response = self.get_response(request)
        response["Content-Security-Policy"] = policy_of(request.path)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class Problems:
    """Turns a problem that a page raises into a page that says what to do next."""

    def __init__(self, get_response: GetResponse) -> None:
        """Django hands over what comes next."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A problem is answered; anything else is noted by kind and place, never by its text."""
        if isinstance(error, Problem):
            return problem_response(request, error)
        _log.error("%s in %s: %s", type(error).__name__, route_of(request), own_lines(error))
        return None
