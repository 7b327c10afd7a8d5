"""Problems as answers: a page, or a fragment for htmx; and the plain pages of last resort."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from wumen.actions import requests
from wumen.rules.problems import Problem
from wumen.rules.problems.statuses import status_of_code


def status_of(problem: Problem) -> int:
    """The HTTP status of a problem: 403, 404 for what is unknown, 429, 500, else 400."""
    return status_of_code(problem.code)


# Signs that no keyboard types; the database refuses the first of them. And digits without end, which are no number.
UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|\d{1000}")
# Words somebody wrote: Chinese, or more than one word; keys, dates and ticks are none.
_WORDS = re.compile(r"[\u3400-\u9fff]|\S\s+\S")


def _written(request: HttpRequest) -> list[str]:
    """The words of a form that was read and refused: its writer takes them along, no browser keeps our pages."""
    if request.method != "POST" or not hasattr(request, "acting"):
        return []
    said = (text for _, texts in request.POST.lists() for text in texts if _WORDS.search(text))
    return [UNTYPED.sub("", text) for text in said]


def _came_from(request: HttpRequest) -> str:
    """The page of ours that led here, or an empty text."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Sentence, next step, number, what was written, the way back: a page; for htmx a box above the content."""
    context = {"problem": problem, "request_id": requests.current()}
    status = status_of(problem)
    if getattr(request, "htmx", False):
        response = render(request, "problem_box.html", context, status=status)
        response["HX-Retarget"] = "#problems"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    context |= {"written": _written(request), "came_from": _came_from(request)}
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
