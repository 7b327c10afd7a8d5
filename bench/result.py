"""What a benchmark says: its figure, its limit, their ratio, and whether the goal holds."""

import os
import platform
import subprocess
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

GOALS = Path(__file__).resolve().parent / "goals.toml"


@dataclass(frozen=True)
class Part:
    """One figure of a benchmark against its own goal."""

    name: str
    figure: float
    unit: str
    goal: float
    holds: bool


@dataclass(frozen=True)
class Result:
    """The whole of a benchmark; `holds` speaks for every part."""

    name: str
    figure: float
    unit: str
    limit: float
    ratio: float
    goal: float
    holds: bool
    machine: str
    command: str
    parts: tuple[Part, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The form that `--json` prints."""
        return asdict(self)


def goals(name: str) -> dict[str, float]:
    """The goals of a benchmark."""
    return tomllib.loads(GOALS.read_text())[name]


def machine() -> str:
    """The processor, cores and memory on which the figures were measured."""
    cpu = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in cpu.splitlines()
            if line.startswith("Model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
