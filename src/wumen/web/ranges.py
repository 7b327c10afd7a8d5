"""A part of a file, as players of sound ask for it: one range of bytes (RFC 9110, 14), else the whole."""

import re

from django.http import HttpRequest, HttpResponse

_ASKED = re.compile(r"bytes=(?:(\d{1,12})-(\d{0,12})|-(\d{1,12}))")


def in_parts(request: HttpRequest, content: bytes, media_type: str) -> HttpResponse:
    """The bytes that were asked for (206), that there are none such (416), or the whole of the file (200).

    Players on iPhones play nothing that is not handed out in parts. Several ranges at once, or words that are no
    range, ask for the whole; so does `If-Range`, for nothing here bears a mark that it could be compared with.
    """
    found = _ASKED.fullmatch(request.headers.get("Range", "").strip())
    if found is None or "If-Range" in request.headers:
        reply = HttpResponse(content, content_type=media_type)
    else:
        reply = _part(content, media_type, *found.groups())
    reply["Accept-Ranges"] = "bytes"
    return reply


def _part(
    content: bytes, media_type: str, first: str | None, last: str | None, tail: str | None
) -> HttpResponse:
    size = len(content)
    begin = int(first) if first is not None else max(0, size - int(tail or 0))
    end = min(int(last), size - 1) if last else size - 1
    if begin > end:
        reply = HttpResponse(status=416)
        reply["Content-Range"] = f"bytes */{size}"
        return reply
    reply = HttpResponse(content[begin : end + 1], content_type=media_type, status=206)
    reply["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return reply
