"""How the server calls Django: what phones ask is answered without what stands around pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http import HttpResponse

from wumen.api.door import UNDER


class Handler(WSGIHandler):
    """Django's own, but for what phones ask."""

    # What the stubs promise is Django's own answer; the server wants what can be gone through.
    def __call__(  # type: ignore[override]
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """A phone's answer goes as a whole, and before that what its request took is given back, whatever came of it.

        No signal says that such a request begins or ends: those that listen, all of them Django's, give back
        connections, as is done here, and forget queries and caches, of which phones have none.
        """
        if not environ["PATH_INFO"].startswith(UNDER):
            return super().__call__(environ, start_response)
        request = self.request_class(environ)
        try:
            response = self.get_response(request)
            assert isinstance(response, HttpResponse)
        finally:
            request.close()
            close_old_connections()
        cookies = [("Set-Cookie", one.output(header="")) for one in response.cookies.values()]
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, [*response.items(), *cookies])
        return [response.content]
