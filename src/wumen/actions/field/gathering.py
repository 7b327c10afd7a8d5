"""Lets what comes at the same time be done together: its statements and its commit are paid once for all."""

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class _Waiting(Generic[Asked, Answer]):
    """What one thread asked, and what came of it; `some`: what its thread is called to do, its own among it.

    Its thread is woken once: when it is called, or when another has done it; then it wakes `next`.
    """

    def __init__(self, asked: Asked, key: Hashable) -> None:
        """Its thread is called to nothing yet, and sleeps until it is woken."""
        self.asked, self.key = asked, key
        self.some: list[_Waiting[Asked, Answer]] = []
        self.next: _Waiting[Asked, Answer] | None = None
        self.answer: Answer | BaseException | None = None
        self._asleep = Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        """Wait until it is woken; not at all where it was before. Nothing else ends this in a thread that serves."""
        self._asleep.acquire()

    def wake(self) -> None:
        """Let its thread go on; to be said once."""
        self._asleep.release()


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
        # Whoever was called and is not over, each with what it does.
        self._at_work: list[_Waiting[Asked, Answer]] = []
        self._busy: set[Hashable] = set()
        self._changing = Lock()

    def ask(self, asked: Asked) -> Answer:
        """Have something done, by this thread or by another that is at it; raises what came of it."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked, self._key(asked))
        with self._changing:
            self._waiting.append(mine)
            self._let_begin()
        mine.sleep()
        if mine.some:
            self._do(mine)
        elif mine.next:
            mine.next.wake()
        if isinstance(mine.answer, BaseException):
            raise mine.answer
        return mine.answer  # type: ignore[return-value]

    def _let_begin(self) -> None:
        """Call one thread to all that may be done now, where one may begin.

        Only what comes and what is over makes that so: as both look here, nobody waits in vain. Whatever is left
        has a key that has just become busy.
        """
        some = self._free()
        most = max((len(one.some) for one in self._at_work), default=0)
        if not some or len(some) < most or len(self._at_work) >= self._at_once:
            return
        # Whoever has just come is the last, and is awake still.
        called = some[-1]
        self._at_work.append(called)
        self._take(called, some)
        called.wake()

    def _free(self) -> list[_Waiting[Asked, Answer]]:
        """What may be done now, together, in the order in which it came."""
        first: dict[Hashable, _Waiting[Asked, Answer]] = {}
        for one in self._waiting:
            if one.key not in self._busy:
                first.setdefault(one.key, one)
        return list(first.values())

    def _take(
        self, called: _Waiting[Asked, Answer], some: Sequence[_Waiting[Asked, Answer]]
    ) -> None:
        for one in some:
            self._waiting.remove(one)
            self._busy.add(one.key)
        called.some += some

    def _do(self, mine: _Waiting[Asked, Answer]) -> None:
        """Do what this thread was called to, and wake whose it was; the next is called before they go.

        One wakes the other: all at once would wait for the interpreter, and each such wait wakes it up again and again.
        """
        with self._changing:
            # What came while it woke goes along.
            self._take(mine, self._free())
        try:
            answers = self._work([one.asked for one in mine.some])
            for one, answer in zip(mine.some, answers, strict=True):
                one.answer = answer
        except BaseException as error:
            for one in mine.some:
                one.answer = error
        with self._changing:
            self._at_work.remove(mine)
            self._busy.difference_update(one.key for one in mine.some)
            self._let_begin()
        others = [one for one in mine.some if one is not mine]
        for one, then in pairwise(others):
            one.next = then
        if others:
            others[0].wake()
