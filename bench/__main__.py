"""Runs a benchmark by name: `python -m bench NAME [--seed N] [--scale S] [--seconds T] [--instance FILE] [--json]`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from bench import captains, duties, explain, imports, pages, roster, search
from bench.result import Result

BENCHMARKS: dict[str, Callable[..., Result]] = {
    "captains": captains.run,
    "duties": duties.run,
    "explain": explain.run,
    "import": imports.run,
    "pages": pages.run,
    "roster": roster.run,
    "search": search.run,
}


def text(result: Result) -> str:
    """A result for people."""
    lines = [
        f"{result.name}: {result.figure} {result.unit}, limit {result.limit}, "
        f"ratio {result.ratio} (goal {result.goal})",
        *(f"  {part.name}: {part.figure} {part.unit} (goal {part.goal})" for part in result.parts),
        f"  holds: {result.holds}  on: {result.machine}",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 1 when a goal does not hold."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("name", choices=[*BENCHMARKS, "all"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--instance", help="roster: a file in the published format")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.instance and chosen.name != "roster":
        parser.error("--instance belongs to roster")
    names = list(BENCHMARKS) if chosen.name == "all" else [chosen.name]
    own = {"instance": chosen.instance} if chosen.instance else {}
    results = [BENCHMARKS[name](chosen.scale, chosen.seed, chosen.seconds, **own) for name in names]
    for result in results:
        print(json.dumps(result.as_dict(), ensure_ascii=False) if chosen.json else text(result))
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
