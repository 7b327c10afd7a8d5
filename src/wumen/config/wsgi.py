"""The door through which granian calls the pages; it opens for an unprivileged database role alone."""

import gc
import logging
import os
from typing import Any

import django

from wumen.api.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wumen.config.settings")
django.setup(set_prefix=False)
application = Handler()

from wumen.actions.schema import check_role  # noqa: E402 - its models need Django set up

check_role()


def _set_aside(phase: str, info: dict[str, Any]) -> None:
    """What the first pages loaded stays, too, and is twice as much: the first whole search is the last over it."""
    if phase == "stop" and info["generation"] == _WHOLE:
        gc.callbacks.remove(_set_aside)
        gc.freeze()


# What was loaded stays: no search for garbage walks over it again, and none begins for each batch of a phone.
_WHOLE = 2
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
gc.callbacks.append(_set_aside)

# No line of ours says where in the program or in which thread it was written, so that it is not found out for each.
logging._srcfile = None  # noqa: SLF001 - as the manual of logging advises
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
