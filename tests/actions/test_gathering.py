"""Gathering: what comes while others are at work is done together, and each gets its own answer."""

import threading
from collections.abc import Callable, Sequence
from time import monotonic, sleep

import pytest

from wumen.actions.field.gathering import Gathering

Asked = tuple[str, int]


class Work:
    """Doubles numbers; the first time it begins it waits until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[Asked]] = []
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, some: Sequence[Asked]) -> list[int | BaseException]:
        self.groups.append(list(some))
        if not self.begun.is_set():
            self.begun.set()
            assert self.go.wait(10)
        return [ValueError("odd") if number % 2 else number * 2 for _, number in some]


def ask_all(gathering: Gathering[Asked, int], work: Work, first: Asked, rest: list[Asked]) -> list:
    """The first begins; the rest come, in order, while it is at work."""
    answers: list[object] = [None] * (len(rest) + 1)

    def ask(at: int, one: Asked) -> None:
        try:
            answers[at] = gathering.ask(one)
        except ValueError as error:
            answers[at] = str(error)

    threads = [threading.Thread(target=ask, args=[n, one]) for n, one in enumerate([first, *rest])]
    threads[0].start()
    assert work.begun.wait(10)
    for n, thread in enumerate(threads[1:], 1):
        thread.start()
        while len(gathering._waiting) < n:
            pass
    work.go.set()
    for thread in threads:
        thread.join(10)
    return answers


def test_who_comes_alone_is_done_at_once_and_alone() -> None:
    work = Work()
    work.begun.set()
    gathering = Gathering(work, lambda one: one[0], 1)
    assert (gathering.ask(("a", 2)), work.groups) == (4, [[("a", 2)]])


def test_what_comes_meanwhile_is_done_together_and_answered_each_for_itself() -> None:
    work = Work()
    gathering = Gathering(work, lambda one: one[0], 1)
    answers = ask_all(gathering, work, ("a", 2), [("b", 4), ("c", 5), ("d", 6)])
    assert answers == [4, 8, "odd", 12]
    assert work.groups == [[("a", 2)], [("b", 4), ("c", 5), ("d", 6)]]


def test_one_phone_is_never_done_twice_at_a_time_and_keeps_its_order() -> None:
    work = Work()
    gathering = Gathering(work, lambda one: one[0], 1)
    answers = ask_all(gathering, work, ("a", 2), [("b", 4), ("b", 6), ("c", 8)])
    assert answers == [4, 8, 12, 16]
    assert work.groups[1:] == [[("b", 4), ("c", 8)], [("b", 6)]]


def test_work_that_breaks_leaves_nobody_waiting() -> None:
    def broken(some: Sequence[Asked]) -> list[int | BaseException]:
        raise ValueError("broken")

    gathering = Gathering(broken, lambda one: one[0], 1)
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            gathering.ask(("a", 2))


def test_what_has_one_key_waits_while_it_is_at_work_though_another_could_begin() -> None:
    work = Work()
    gathering = Gathering(work, lambda one: one[0], 2)
    answers = ask_all(gathering, work, ("a", 2), [("a", 4)])
    assert (answers, work.groups) == ([4, 8], [[("a", 2)], [("a", 4)]])


class Gate:
    """Work whose every group waits until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[Asked]] = []
        self.lets: list[threading.Event] = []

    def __call__(self, some: Sequence[Asked]) -> list[int | BaseException]:
        go = threading.Event()
        self.groups.append(list(some))
        self.lets.append(go)
        assert go.wait(10)
        return [number for _, number in some]


def until(seen: Callable[[], bool]) -> None:
    """Wait until something is so; it has ten seconds."""
    over = monotonic() + 10
    while not seen():
        assert monotonic() < over
        sleep(0.001)


def test_beside_others_it_begins_with_as_many_as_they_are_or_when_they_are_over() -> None:
    gate = Gate()
    gathering = Gathering(gate, lambda one: one[0], 2)
    threads = []

    def come(name: str) -> None:
        threads.append(threading.Thread(target=gathering.ask, args=[(name, 1)]))
        waiting = len(gathering._waiting)
        threads[-1].start()
        until(lambda: len(gathering._waiting) > waiting or name in str(gate.groups))

    for name in "abcde":
        come(name)
    until(lambda: len(gate.groups) == 2)
    gate.lets[0].set()
    until(lambda: len(gate.groups) == 3)
    gate.lets[1].set()
    until(lambda: gathering._at_work == [3])
    come("f")
    sleep(0.1)
    assert [[name for name, _ in group] for group in gate.groups] == [["a"], ["b"], ["c", "d", "e"]]
    gate.lets[2].set()
    until(lambda: len(gate.groups) == 4)
    gate.lets[3].set()
    for thread in threads:
        thread.join(10)
    assert gate.groups[3] == [("f", 1)]
