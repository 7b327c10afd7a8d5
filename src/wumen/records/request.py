"""The number of the request under way, which every event of it carries."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
