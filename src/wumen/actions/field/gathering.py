"""Lets what comes at the same time be done together: its statements and its commit are paid once for all."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(eq=False)
class _Waiting(Generic[Asked, Answer]):
    """What one thread asked, whether somebody is at it, and what came of it once it is over."""

    asked: Asked
    taken: bool = False
    over: bool = False
    answer: Answer | BaseException | None = None


class Gathering(Generic[Asked, Answer]):
    """Whoever comes while others are at work waits; the next that begins takes all that wait with its own.

    Nobody waits for company where nobody is at work: who comes alone is done alone. Beside others a thread
    begins with as many as they are, or when they are over: a few large gatherings cost less than many small
    ones. `work` gives an answer or an exception for each that it is given, in order. What has the same `key`
    is never done together, but one after the other.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Sequence[Answer | BaseException]],
        key: Callable[[Asked], Hashable],
        at_once: int,
    ) -> None:
        """`at_once`: so many threads are at work; while one waits for the database, another thinks."""
        self._work, self._key, self._at_once = work, key, at_once
        self._waiting: list[_Waiting[Asked, Answer]] = []
        # How many each thread is at work on.
        self._at_work: list[int] = []
        self._busy: set[Hashable] = set()
        self._changed = Condition()

    def ask(self, asked: Asked) -> Answer:
        """Have something done, by this thread or by another that is at it; raises what came of it."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        with self._changed:
            self._waiting.append(mine)
        while some := self._wait(mine):
            self._do(some)
        if isinstance(mine.answer, BaseException):
            raise mine.answer
        return mine.answer  # type: ignore[return-value]

    def _wait(self, mine: _Waiting[Asked, Answer]) -> list[_Waiting[Asked, Answer]]:
        """What this thread is to do now, all that wait, the first of each key; nothing once its own is over."""
        with self._changed:
            while not mine.over and not self._may_begin(mine):
                self._changed.wait()
            if mine.over:
                return []
            first = {self._key(one.asked): one for one in reversed(self._waiting)}
            some = [one for key, one in reversed(first.items()) if key not in self._busy]
            for one in some:
                one.taken = True
            self._busy |= {self._key(one.asked) for one in some}
            self._waiting = [one for one in self._waiting if not one.taken]
            self._at_work.append(len(some))
            return some

    def _may_begin(self, mine: _Waiting[Asked, Answer]) -> bool:
        """Whether a thread may take what waits: its own is among it, or stands behind one of the same key in it."""
        if mine.taken or self._key(mine.asked) in self._busy:
            return False
        enough = len(self._waiting) >= max(self._at_work, default=0)
        return enough and len(self._at_work) < self._at_once

    def _do(self, some: Sequence[_Waiting[Asked, Answer]]) -> None:
        answers: Sequence[Answer | BaseException]
        try:
            answers = self._work([one.asked for one in some])
        except BaseException as error:
            answers = [error] * len(some)
            raise
        finally:
            with self._changed:
                self._at_work.remove(len(some))
                self._busy -= {self._key(one.asked) for one in some}
                for one, answer in zip(some, answers, strict=True):
                    one.answer, one.over = answer, True
                self._changed.notify_all()
