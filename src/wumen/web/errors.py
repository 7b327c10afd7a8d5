"""Problems as answers: a page, or a fragment for htmx; and the plain pages of last resort."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from wumen.actions import requests
from wumen.rules.problems import Problem

_STATUS = {
    "area_not_yours": 403,
    "device_ended": 403,
    "door_locked": 429,
    "locked_out": 429,
    "page_expired": 403,
    "right_missing": 403,
    "right_not_yours": 403,
    "team_not_yours": 403,
    "tries_many": 429,
    "unexpected": 500,
}


def status_of(problem: Problem) -> int:
    """The HTTP status of a problem: 403, 404 for what is unknown, 429, 500, else 400."""
    unknown = 404 if problem.code.endswith("_unknown") else 400
    return _STATUS.get(problem.code, unknown)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Sentence, next step, code and request number: a page, or for htmx a box above the content."""
    context = {"problem": problem, "request_id": requests.current()}
    status = status_of(problem)
    if getattr(request, "htmx", False):
        response = render(request, "problem_box.html", context, status=status)
        response["HX-Retarget"] = "#problems"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what cannot even be read."""
    return _plain("request_unreadable", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what Django itself refuses."""
    return _plain("page_unknown", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an address that leads nowhere; it does not repeat the address."""
    return problem_response(request, Problem("page_unknown"))


def not_found_plainly(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same where there are no pages to go to: on the plain line of the install sheet."""
    return _plain("page_unknown", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a failure: no details, only the number under which the log knows it."""
    if request.headers.get("HX-Request"):
        return problem_response(request, Problem("unexpected"))
    return _plain("unexpected", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that does not come from a page of ours, or from one that is too old."""
    return problem_response(request, Problem("page_expired"))


def _plain(code: str, status: int) -> HttpResponse:
    """A page that asks neither the database nor the session."""
    context = {"problem": Problem(code), "request_id": requests.current()}
    return HttpResponse(loader.get_template("plain.html").render(context), status=status)
