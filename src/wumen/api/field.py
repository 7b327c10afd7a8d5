"""The field app's doors: enrol, carry, send events, ask for the proof."""

import hashlib
import re
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions import limits
from wumen.actions.field import enrolling
from wumen.actions.field.photos import has_photo, keep_photo
from wumen.actions.field.receiving import receive
from wumen.api.answering import answering, said, token_of
from wumen.queries.facts import now
from wumen.queries.field.carry import carried
from wumen.queries.field.devices import proof
from wumen.rules.chain import GENESIS
from wumen.rules.field.envelope import MOST_BYTES, MOST_EVENTS
from wumen.rules.problems import Problem


class Asked(msgspec.Struct):
    """A code as it was typed, what the phone says it is, and under which writers it holds events from before."""

    code: str
    kind: str = ""
    writers: list[UUID] = []


_ASKED = msgspec.json.Decoder(Asked)
_DAYS = re.compile(r"[0-9]{1,2}")


@answering
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol a phone by the code that the office shows."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    limits.count_page(address)
    try:
        asked = _ASKED.decode(_content(request))
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem("device_code_wrong") from None
    said_kind = asked.kind or request.headers.get("User-Agent", "")
    made = enrolling.enrol(asked.code, address, said_kind, asked.writers)
    return said(
        {
            "token": made.token,
            "device": made.device,
            "writer": made.writer,
            "next_seq": 1,
            "head": GENESIS,
            "area": made.area,
            "place": made.place,
            "until": made.until,
            "outbreak": made.outbreak,
            "key": {"id": made.key, "public": made.public},
            "now": now(),
            "taken_over": made.taken_over,
        }
    )


@answering
@require_GET
def carry(request: HttpRequest) -> HttpResponse:
    """What the phone carries; not sent again while it is the same but for the hour."""
    days = request.GET.get("days", "")
    content = carried(token_of(request), int(days) if _DAYS.fullmatch(days) else 2)
    etag = _etag(content)
    # What moves by itself goes along beside: a copy that is the same lives on for another day.
    beside = {"ETag": etag, "X-Now": str(content["now"].isoformat())}
    beside["X-Expires-At"] = str(content["expires_at"].isoformat())
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=beside)
    response = said(content)
    for name, text in beside.items():
        response[name] = text
    return response


_ENCODE = msgspec.json.Encoder(enc_hook=str)


def _etag(content: dict[str, Any]) -> str:
    """What the hour alone changes is left out, and so is the ripple of two clocks."""
    moving = {"now", "expires_at", "clock_offset_ms"}
    kept = {name: value for name, value in content.items() if name not in moving}
    return f'"{hashlib.sha256(_ENCODE.encode(kept)).hexdigest()[:32]}"'


def _content(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem(
            "field_batch_too_large", events=MOST_EVENTS, megabytes=MOST_BYTES // 1024 // 1024
        ) from None


@answering
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Take a batch of events, in one transaction, as often as it comes."""
    return said(receive(token_of(request), _content(request)))


@answering
@require_GET
def proven(request: HttpRequest) -> HttpResponse:
    """What the server has of this phone."""
    return said(proof(token_of(request)))


@answering
@require_http_methods(["PUT", "HEAD"])
def photo(request: HttpRequest, digest: str) -> HttpResponse:
    """Keep a sealed photo under the digest of its bytes, or say whether it stands."""
    token = token_of(request)
    if request.method == "HEAD":
        return HttpResponse(status=200 if has_photo(token, digest) else 404)
    try:
        session = UUID(request.GET.get("session", ""))
    except ValueError:
        raise Problem("field_photo_unfit") from None
    new = keep_photo(token, digest, session, _content(request))
    return said({"digest": digest}, 201 if new else 200)


urls = [
    path("api/v1/enrol", enrol),
    path("api/v1/carry", carry),
    path("api/v1/events", events),
    path("api/v1/proof", proven),
    re_path(r"^api/v1/photos/(?P<digest>[0-9a-f]{64})\Z", photo),
]
