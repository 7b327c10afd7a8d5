"""A bad network between phone and server: it drops, delays, doubles, mixes up and cuts, by one source of chance."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from tests.phone import Phone


@dataclass
class History:
    """One phone's way through a bad network; `acknowledged`: what the server said that it has, by number."""

    phone: Phone
    chance: Random
    bodies: list[tuple[str, dict[str, Any]]]
    delayed: list[bytes] = field(default_factory=list)
    acknowledged: set[int] = field(default_factory=set)
    batches: int = 0

    def live(self, steps: int) -> None:
        """Work and send for a while, then come to a good network."""
        for _ in range(steps):
            self.chance.choice((self.work, self.work, self.send, self.send, self.late, self.cut))()
        for content in self.delayed:
            self.deliver(content)
        for at in range(0, len(self.phone.outbox), 50):
            self.deliver(self.phone.batch(self.phone.outbox[at : at + 50]))

    def work(self) -> None:
        """Make a few events."""
        for _ in range(self.chance.randint(1, 4)):
            kind, body = self.chance.choice(self.bodies)
            self.phone.make(kind, body)

    def some(self) -> bytes | None:
        """A batch of what lies in the outbox: a stretch of it, perhaps mixed up, perhaps with twins."""
        if not self.phone.outbox:
            return None
        begin = self.chance.randrange(len(self.phone.outbox))
        events = self.phone.outbox[begin : begin + self.chance.randint(1, 12)]
        if self.chance.random() < 0.4:
            events = [*events, *self.chance.choices(events, k=2)]
        if self.chance.random() < 0.5:
            self.chance.shuffle(events)
        return self.phone.batch(events)

    def send(self) -> None:
        """Send a batch: it may get lost on its way, and so may the answer; it may arrive twice."""
        content = self.some()
        if content is None or self.chance.random() < 0.2:
            return
        for _ in range(self.chance.choice((1, 1, 2))):
            self.deliver(content, heard=self.chance.random() < 0.7)

    def late(self) -> None:
        """A batch arrives that was sent long ago, or one sets out that will."""
        if self.delayed and self.chance.random() < 0.5:
            self.deliver(self.delayed.pop(self.chance.randrange(len(self.delayed))))
        elif (content := self.some()) is not None:
            self.delayed.append(content)

    def cut(self) -> None:
        """The line breaks in mid-batch."""
        content = self.some()
        if content is not None:
            part = content[: self.chance.randrange(1, len(content))]
            status, _ = self.phone.send("POST", "/api/v1/events", part, self.phone.token)
            assert status == 400

    def deliver(self, content: bytes, heard: bool = True) -> None:
        """A batch comes to the server; the phone learns of it where the answer comes through."""
        status, answer = self.phone.send("POST", "/api/v1/events", content, self.phone.token)
        self.batches += 1
        assert status == 200, answer
        sent = [msgspec.json.decode(one)["seq"] for one in msgspec.json.decode(content)["events"]]
        assert [one["seq"] for one in answer["results"]] == sent
        if heard:
            self.acknowledged |= {
                one["seq"] for one in answer["results"] if one["state"] == "received"
            }

    def proven(self) -> None:
        """The server has each event once, in one chain, and waits for none."""
        (writer,) = self.phone.proof()["writers"]
        made = len(self.phone.outbox)
        assert writer["next_seq"] == made + 1
        assert msgspec.convert(writer["head"], bytes) == self.phone.head
        assert writer["held"] == []
        assert self.acknowledged <= set(range(1, made + 1))
