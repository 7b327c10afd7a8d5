"""How the engine is told to stop: it asks often, and returns what there is once the answer is True."""

from collections.abc import Callable

Stop = Callable[[], bool]
