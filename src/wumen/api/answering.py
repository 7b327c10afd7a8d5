"""How phones are answered: JSON, a token instead of a cookie, each refusal as a problem in both languages."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from wumen.rules.failures import own_lines
from wumen.rules.problems import Problem
from wumen.rules.problems.statuses import status_of_code

_log = logging.getLogger("wumen.api")
View = Callable[..., HttpResponse]
_BEARER = "Bearer "


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    raise NotImplementedError(f"no JSON for {type(value).__name__}")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def said(value: Any, status: int = 200) -> HttpResponse:
    """A value as JSON; bytes are base64, instants ISO 8601."""
    return HttpResponse(_ENCODER.encode(value), content_type="application/json", status=status)


def refused(problem: Problem) -> HttpResponse:
    """A refusal: code, sentences and next steps in both languages."""
    return said({"problem": problem.as_dict()}, status_of_code(problem.code))


def token_of(request: HttpRequest) -> str:
    """The token of the phone that asks; Problem `field_token_unknown` without one."""
    header = str(request.META.get("HTTP_AUTHORIZATION", ""))
    if not header.startswith(_BEARER):
        raise Problem("field_token_unknown")
    return header.removeprefix(_BEARER).strip()


def answering(view: View) -> View:
    """A door for phones: no cookie opens it, so no foreign page can use it; problems are answered as JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            return refused(problem)
        except Exception as error:
            # Noted by kind and place, as pages note it; then answered as whatever nobody foresaw.
            _log.error("%s in %s: %s", type(error).__name__, view.__name__, own_lines(error))
            raise

    return csrf_exempt(answer)
