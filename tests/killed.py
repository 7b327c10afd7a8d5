"""A server process of the kill tests: takes batches from its input, answers, and kills itself at a named moment."""

import base64
import os
import signal
import sys

import msgspec


def main() -> None:
    """`python -m tests.killed MOMENT NTH`: dies at the NTH passing of MOMENT; reads `token batch` lines."""
    moment, nth = sys.argv[1], int(sys.argv[2])
    os.environ["DJANGO_SETTINGS_MODULE"] = "wumen.config.settings"
    import django

    django.setup()
    from wumen.actions import reacting
    from wumen.actions.field.receiving import receive
    from wumen.records import moments

    passed = 0

    def perhaps_die(name: str) -> None:
        nonlocal passed
        passed += name == moment
        if name == moment and passed == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    moments.hang(perhaps_die)
    encoder = msgspec.json.Encoder(enc_hook=str)
    for line in sys.stdin:
        token, _, batch = line.strip().partition(" ")
        receipt = receive(token, base64.b64decode(batch))
        sys.stdout.write(encoder.encode(receipt).decode() + "\n")
        sys.stdout.flush()
        reacting.react(lambda *_: None)


if __name__ == "__main__":
    main()
