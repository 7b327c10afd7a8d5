"""The number of the request under way: it stands on the reply, the log line and the event."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from wumen.records.request import request_id


@contextmanager
def begin() -> Iterator[str]:
    """Give the work inside a fresh number."""
    number = uuid4().hex[:16]
    mark = request_id.set(number)
    try:
        yield number
    finally:
        request_id.reset(mark)


def current() -> str:
    """The number of the request under way, or nothing."""
    return request_id.get()
