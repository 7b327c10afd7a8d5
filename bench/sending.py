"""Sends prepared batches over HTTP on several connections at once, and counts how long each took."""

import http.client
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bench.field_town import Sender


@dataclass
class Sent:
    """How many batches were answered, in how many seconds, and how long each of them took."""

    batches: int = 0
    seconds: float = 0.0
    each: list[float] = field(default_factory=list)
    failed: int = 0

    def quantile(self, part: float) -> float:
        """So long took all but the slowest, in seconds."""
        return sorted(self.each)[int(len(self.each) * part)] if self.each else 0.0


def _one(line: http.client.HTTPConnection, token: str, content: bytes) -> tuple[float, bool]:
    """Seconds until one batch was answered, and whether any of it was not taken or refused."""
    begun = perf_counter()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    line.request("POST", "/api/v1/events", content, headers)
    reply = line.getresponse()
    answer = reply.read()
    return perf_counter() - begun, reply.status != 200 or b'"problem":{' in answer


def send(
    port: int,
    senders: Sequence[Sender],
    take: Callable[[Sender], list[bytes]],
    seconds: float,
    at_once: int = 8,
) -> Sent:
    """Send for so many seconds, each phone on one connection and in its order."""
    sent, lock, until = Sent(), threading.Lock(), perf_counter() + seconds
    shares = [list(senders[n::at_once]) for n in range(at_once)]

    def work(mine: list[Sender]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        each, failed = [], 0
        while mine and perf_counter() < until:
            sender = mine.pop(0)
            if left := take(sender):
                mine.append(sender)
                took, wrong = _one(line, sender.token, left.pop(0))
                each.append(took)
                failed += wrong
        with lock:
            sent.each += each
            sent.failed += failed

    begun = perf_counter()
    threads = [threading.Thread(target=work, args=[share]) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.seconds = perf_counter() - begun
    sent.batches = len(sent.each)
    return sent
