"""The addresses that this machine has on its networks."""

import fcntl
import socket
import struct

from wumen.rules.phones import is_private

_SIOCGIFADDR = 0x8915
# Any address outside: a datagram socket that is told of it sends nothing, and learns by which way it would.
_OUTSIDE = ("198.51.100.1", 9)


def _of_interface(name: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        asked = struct.pack("256s", name.encode()[:15])
        try:
            return socket.inet_ntoa(fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, asked)[20:24])
        except OSError:
            return ""


def _outward() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_OUTSIDE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def private_addresses() -> list[str]:
    """The machine's addresses on an office's own network; first the one by which it speaks outward."""
    found = {_of_interface(name) for _, name in socket.if_nameindex()}
    outward = _outward()
    return sorted(filter(is_private, found), key=lambda one: (one != outward, one))
