"""`wumen` without the second that its loading takes: each command is a process, forked from one that has it loaded."""

import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SETTINGS = "wumen.config.settings"
# What commands do when they know where they stand, loaded whole.
DONE = ("wumen.actions", "wumen.queries")
SECONDS = 300


class Forking:
    """The process that has everything loaded, and the folder in which commands leave what they say."""

    def __init__(self) -> None:
        """Nothing is started before the first command."""
        self.folder = TemporaryDirectory()
        self.process: subprocess.Popen[str] | None = None

    def run(self, words: tuple[str, ...], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, as `subprocess.run` would."""
        said = {name: str(Path(self.folder.name) / name) for name in ("out", "err")}
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"words": words, "env": env, "cwd": str(Path.cwd())} | said
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        out, err = (Path(one).read_text(encoding="utf-8") for one in said.values())
        return subprocess.CompletedProcess(["wumen", *words], code, out, err)

    def close(self) -> None:
        """End it."""
        if self.process:
            self.process.communicate()
        self.folder.cleanup()

    def _started(self) -> subprocess.Popen[str]:
        if self.process is None:
            bare = {key: value for key, value in os.environ.items() if not key.startswith("WUMEN_")}
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.forked"],
                # A process of several threads is none to be forked.
                env=bare | {"OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self.process


def _load() -> None:
    """Load what commands are made of in their order: how they are read, then the models, then what they do."""
    import django

    from wumen.cli.entry import parser

    parser()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    for whole in map(import_module, DONE):
        for one in pkgutil.walk_packages(whole.__path__, f"{whole.__name__}."):
            import_module(one.name)
    gc.freeze()


def _forget_settings() -> None:
    """What was loaded stood nowhere: the settings are read by the command itself, from an environment of its own."""
    from django.conf import empty, settings
    from django.db import connections

    del sys.modules[SETTINGS]
    settings._wrapped = empty
    vars(connections).clear()
    connections.__init__()


def _become(request: dict[str, Any]) -> None:
    """Stand where the command stands: its environment, its arguments, files for what it says."""
    os.environ.clear()
    os.environ.update(request["env"])
    _forget_settings()
    os.chdir(request["cwd"])
    signal.alarm(SECONDS)
    sys.argv = ["wumen", *request["words"]]
    for name, mode, number in (
        (os.devnull, os.O_RDONLY, 0),
        (request["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 1),
        (request["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 2),
    ):
        file = os.open(name, mode)
        os.dup2(file, number)
        os.close(file)


def commands() -> bool:
    """Fork a process for each request; true in that process, false when there are no more."""
    # Not through the buffer of `stdin`, which a forked process would share.
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        child = os.fork()
        if not child:
            _become(request)
            return True
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return False


if __name__ == "__main__":
    _load()
    if commands():
        from wumen.cli.entry import main

        sys.exit(main())
