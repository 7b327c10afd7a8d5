"""A phone as the tests hold it: makes field events like the app, keeps them, and sends them by a given way."""

import base64
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wumen.records import field_keys

GENESIS = b"\x00" * 32
# Method, path, body, token: status and what was answered.
Send = Callable[[str, str, bytes, str], tuple[int, dict[str, Any]]]


def b64(content: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(content).decode()


def written(**said: Any) -> str:
    """The text of an event, keys in the order given, no blanks."""
    return msgspec.json.encode(said, order=None).decode()


@dataclass
class Phone:
    """One phone after it was enrolled."""

    send: Send
    token: str
    device: str
    writer: str
    area: str
    outbreak: str
    key: dict[str, str]
    clock: Callable[[], datetime]
    next_seq: int = 1
    head: bytes = GENESIS
    session: UUID = field(default_factory=uuid4)
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    person: str = ""
    post: str = ""
    outbox: list[str] = field(default_factory=list)

    def as_(self, post: UUID, person: str) -> "Phone":
        """Let somebody take it into her hand."""
        self.post, self.person = str(post), person
        return self

    def sessions(self) -> list[dict[str, str]]:
        """The session key, sealed to the outbreak."""
        public = base64.b64decode(self.key["public"])
        sealed = field_keys.seal_session(public, self.session, self.secret)
        return [
            {
                "id": str(self.session),
                "outbreak": self.outbreak,
                "key": self.key["id"],
                "sealed": b64(sealed),
            }
        ]

    def sealed(self, seq: int, kind: str, body: dict[str, Any]) -> str:
        """A body as it travels."""
        nonce = os.urandom(12)
        also = f"{self.writer}/{seq}/{kind}".encode()
        return b64(nonce + AESGCM(self.secret).encrypt(nonce, msgspec.json.encode(body), also))

    def make(
        self, kind: str, said: dict[str, Any], ago: timedelta = timedelta(), **other: Any
    ) -> str:
        """Make an event and keep it in the outbox."""
        event = {
            "id": str(uuid4()),
            "writer": self.writer,
            "seq": self.next_seq,
            "prev": b64(self.head),
            "kind": kind,
            "made_at": (self.clock() - ago).isoformat(timespec="milliseconds"),
            "person": self.person,
            "post": self.post,
            "subject": "",
            "area": "".join(f"{one}/" for one in self.area.split("/")[:-1][:5]),
            "session": str(self.session),
            "body": self.sealed(self.next_seq, kind, said),
        } | other
        text = written(**event)
        self.head = hashlib.sha256(self.head + text.encode()).digest()
        self.next_seq += 1
        self.outbox.append(text)
        return text

    def batch(self, events: Sequence[str]) -> bytes:
        """A batch as it is sent."""
        return msgspec.json.encode(
            {
                "sent_at": self.clock().isoformat(timespec="milliseconds"),
                "sessions": self.sessions(),
                "events": list(events),
            }
        )

    def post_events(self, events: Sequence[str] | None = None) -> dict[str, Any]:
        """Send some events, or all that lie in the outbox, which keeps them."""
        some = self.outbox if events is None else events
        status, answer = self.send("POST", "/api/v1/events", self.batch(some), self.token)
        assert status == 200, answer
        return answer

    def proof(self) -> dict[str, Any]:
        """What the server says that it has."""
        status, answer = self.send("GET", "/api/v1/proof", b"", self.token)
        assert status == 200, answer
        return answer

    def carry(self) -> dict[str, Any]:
        """What it carries."""
        status, answer = self.send("GET", "/api/v1/carry", b"", self.token)
        assert status == 200, answer
        return answer


def enrolled(send: Send, code: str, clock: Callable[[], datetime]) -> Phone:
    """A phone that was given a code."""
    asked = msgspec.json.encode({"code": code, "kind": "Android"})
    status, said = send("POST", "/api/v1/enrol", asked, "")
    assert status == 200, said
    return Phone(
        *(send, said["token"], said["device"], said["writer"], said["area"], said["outbreak"]),
        *(said["key"], clock),
    )
