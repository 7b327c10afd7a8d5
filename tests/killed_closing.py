"""A process of the kill tests: erases an outbreak that was decided, and kills itself at a named moment."""

import os
import signal
import sys
from uuid import UUID


def main() -> None:
    """`python -m tests.killed_closing OUTBREAK MOMENT`: dies as MOMENT is passed."""
    outbreak, moment = UUID(sys.argv[1]), sys.argv[2]
    os.environ["DJANGO_SETTINGS_MODULE"] = "wumen.config.settings"
    import django

    django.setup()
    from wumen.actions.closing import carry_out
    from wumen.records import moments

    def perhaps_die(name: str) -> None:
        if name == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    moments.hang(perhaps_die)
    carry_out(outbreak)


if __name__ == "__main__":
    main()
