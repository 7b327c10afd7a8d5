"""Gathering: what comes while others are at work is done together, and each gets its own answer."""

import random
import threading
from collections.abc import Callable, Sequence
from time import monotonic, sleep

import pytest

from wumen.actions.field.gathering import Gathering, _Waiting

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
        # First: whoever sees the group may let it go.
        self.lets.append(go)
        self.groups.append(list(some))
        assert go.wait(10)
        return [number for _, number in some]


def until(seen: Callable[[], bool]) -> None:
    """Wait until something is so; it has ten seconds."""
    over = monotonic() + 10
    while not seen():
        assert monotonic() < over
        sleep(0.001)


def come(gathering: Gathering[Asked, int], gate: Gate, name: str) -> threading.Thread:
    """Ask in a thread of its own; it waits, or is at work, when this returns."""
    waiting, groups = len(gathering._waiting), len(gate.groups)
    thread = threading.Thread(target=gathering.ask, args=[(name, 1)])
    thread.start()
    until(lambda: len(gathering._waiting) > waiting or len(gate.groups) > groups)
    return thread


def test_beside_others_it_begins_with_as_many_as_they_are_or_when_they_are_over() -> None:
    gate = Gate()
    gathering = Gathering(gate, lambda one: one[0], 2)
    threads = [come(gathering, gate, name) for name in "abcde"]
    until(lambda: len(gate.groups) == 2)
    gate.lets[0].set()
    until(lambda: len(gate.groups) == 3)
    gate.lets[1].set()
    until(lambda: [len(one.some) for one in gathering._at_work] == [3])
    threads.append(come(gathering, gate, "f"))
    sleep(0.1)
    assert [[name for name, _ in group] for group in gate.groups] == [["a"], ["b"], ["c", "d", "e"]]
    gate.lets[2].set()
    until(lambda: len(gate.groups) == 4)
    gate.lets[3].set()
    for thread in threads:
        thread.join(10)
    assert gate.groups[3] == [("f", 1)]


def names(gate: Gate) -> list[str]:
    return ["".join(name for name, _ in group) for group in gate.groups]


def test_only_whose_turn_it_is_and_whose_own_is_over_are_woken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    woken: list[str] = []
    wake = _Waiting.wake

    def told(one: _Waiting[Asked, int]) -> None:
        woken.append(one.asked[0])
        wake(one)

    monkeypatch.setattr(_Waiting, "wake", told)
    gate = Gate()
    gathering = Gathering(gate, lambda one: one[0], 1)
    threads = [come(gathering, gate, name) for name in "abcd"]
    assert woken == ["a"]
    gate.lets[0].set()
    until(lambda: len(gate.groups) == 2)
    assert woken == ["a", "d"]
    threads.append(come(gathering, gate, "e"))
    assert woken == ["a", "d"]
    gate.lets[1].set()
    until(lambda: len(gate.groups) == 3)
    gate.lets[2].set()
    for thread in threads:
        thread.join(10)
    # The one that begins is called before those that are over are let go.
    assert (woken, names(gate)) == (["a", "d", "e", "b", "c"], ["a", "bcd", "e"])


def test_what_comes_while_the_one_that_is_called_wakes_goes_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    awake, sleep_soundly = threading.Event(), _Waiting.sleep

    def sleep_long(one: _Waiting[Asked, int]) -> None:
        sleep_soundly(one)
        assert one.asked[0] != "b" or awake.wait(10)

    monkeypatch.setattr(_Waiting, "sleep", sleep_long)
    gate = Gate()
    gathering = Gathering(gate, lambda one: one[0], 1)
    threads = [come(gathering, gate, name) for name in "ab"]
    gate.lets[0].set()
    until(lambda: not gathering._waiting)
    threads += [come(gathering, gate, name) for name in "cd"]
    awake.set()
    until(lambda: len(gate.groups) == 2)
    gate.lets[1].set()
    for thread in threads:
        thread.join(10)
    assert names(gate) == ["a", "bcd"]


def test_what_must_wait_for_its_own_key_is_not_counted_among_as_many() -> None:
    gate = Gate()
    gathering = Gathering(gate, lambda one: one[0], 2)
    threads = [come(gathering, gate, name) for name in "xyab"]
    gate.lets[0].set()
    until(lambda: len(gate.groups) == 3)
    gate.lets[1].set()
    until(lambda: len(gathering._at_work) == 1)
    threads += [come(gathering, gate, name) for name in "ac"]
    sleep(0.1)
    assert names(gate) == ["x", "y", "ab"]
    gate.lets[2].set()
    until(lambda: len(gate.groups) == 4)
    gate.lets[3].set()
    for thread in threads:
        thread.join(10)
    assert names(gate)[3] == "ac"


def test_an_answer_too_few_is_a_failure_of_all_and_leaves_nobody_waiting() -> None:
    gathering: Gathering[Asked, int] = Gathering(lambda some: [], lambda one: one[0], 1)
    for _ in range(2):
        with pytest.raises(ValueError, match="zip"):
            gathering.ask(("a", 2))


class Rough:
    """Work of uncertain length, which may break, that notes what it must never see."""

    def __init__(self, seed: int) -> None:
        self.drawn, self.lock = random.Random(seed), threading.Lock()
        self.at_work: list[str] = []
        self.groups = 0
        self.wrong: list[str] = []

    def __call__(self, some: Sequence[Asked]) -> list[int | BaseException]:
        own = [name for name, _ in some]
        with self.lock:
            lasts, breaks = self.drawn.choice([0, 0, 0.001]), self.drawn.random() < 0.1
            self.groups += 1
            self.at_work += own
            if len(set(self.at_work)) < len(self.at_work) or self.groups > 3:
                self.wrong.append(f"{self.groups}: {self.at_work}")
        sleep(lasts)
        with self.lock:
            self.groups -= 1
            for name in own:
                self.at_work.remove(name)
        if breaks:
            raise RuntimeError
        return [ValueError(number) if number % 5 == 0 else number for _, number in some]


@pytest.mark.parametrize("keys", [1, 4, 40])
def test_nobody_waits_in_vain_however_many_come(keys: int) -> None:
    work, answered = Rough(keys), [0] * 16
    gathering = Gathering(work, lambda one: one[0], 3)

    def ask(at: int) -> None:
        drawn = random.Random(at)
        for number in range(100):
            try:
                right = gathering.ask((str(drawn.randrange(keys)), number)) == number
            except ValueError as error:
                right = error.args == (number,) and number % 5 == 0
            except RuntimeError:
                right = True
            answered[at] += right

    threads = [threading.Thread(target=ask, args=[at], daemon=True) for at in range(len(answered))]
    for thread in threads:
        thread.start()
    over = monotonic() + 30
    for thread in threads:
        thread.join(max(0, over - monotonic()))
    assert (answered, work.wrong) == ([100] * len(threads), [])
    assert (gathering._waiting, gathering._at_work, gathering._busy) == ([], [], set())
