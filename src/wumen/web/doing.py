"""What a form asks for, done: back to its page with what that says, or the page as it was sent with the problem."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wumen.rules.problems import Problem


def done_or_shown(
    request: HttpRequest,
    change: Callable[[], str],
    back: str,
    shown: Callable[[Problem], HttpResponse],
    *unknown: str,
) -> HttpResponse:
    """Do it whole or not at all; go `back` with what it says, if anything, or show the problem, nothing typed lost.

    Problems `right_missing` and `unknown`, the codes after which there is no page to show, pass on.
    """
    try:
        with transaction.atomic():
            said = change()
    except Problem as problem:
        if problem.code in {"right_missing", *unknown}:
            raise
        return shown(problem)
    if said:
        messages.success(request, said)
    return redirect(back)
