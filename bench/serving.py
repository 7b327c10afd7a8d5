"""Granian as `wumen up` starts it, for as long as something is measured."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from time import sleep

APPLICATION = "wumen.config.wsgi:application"


@contextmanager
def serving(
    target: str, port: int, environment: Mapping[str, str], threads: int | None = None
) -> Iterator[None]:
    """Served when this begins; `threads`: other than `wumen up` gives."""
    from wumen.actions.running import HOST, THREADS, granian, keep_to_one

    process = subprocess.Popen(
        [*granian(HOST, port, threads or THREADS), target],
        env=environment,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: keep_to_one(port),
    )
    try:
        _await(HOST, port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _await(host: str, port: int) -> None:
    for _ in range(300):
        try:
            line = HTTPConnection(host, port, timeout=5)
            line.request("GET", "/healthz")
            line.getresponse().read()
        except OSError:
            sleep(0.1)
        else:
            return
    raise RuntimeError("granian did not start")
