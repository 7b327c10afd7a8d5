"""Addresses of ours as they are printed for phones, and their drawing as a code."""

import segno
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from wumen.queries.phones import access

_HERE_ALONE = {"localhost", "127.0.0.1", "[::1]"}


def printed(request: HttpRequest, path: str) -> str:
    """The address of a page for who holds a phone, whichever door the office itself came by."""
    reached = access().address
    return reached.rstrip("/") + path if reached else request.build_absolute_uri(path)


def here_alone(request: HttpRequest) -> bool:
    """Whether what is printed opens on this machine only."""
    return not access().address and request.get_host().partition(":")[0] in _HERE_ALONE


def drawn(address: str) -> SafeString:
    """A code as a drawing inside the page, with the error correction that dust and tape need."""
    return mark_safe(
        segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2)
    )
