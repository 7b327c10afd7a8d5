"""How phones reach the office: the three levels, and the name under which it is reached."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from wumen.rules.problems import Problem

# The pages of phones, and the plain page with the certificate, stand beside the office's own port.
SECURE_PORT, SHEET_PORT = 1, 2
# Apple refuses certificates of more than 825 days; a short one bounds what a stolen key is good for.
LEAF_LASTS = timedelta(days=30)
LEAF_RENEWED = timedelta(days=10)
# Whoever installed it has to do so again when it ends: longer than any outbreak.
AUTHORITY_LASTS = timedelta(days=5 * 365)
# A machine's clock may be behind by as much as this when a certificate is fresh.
BACKDATED = timedelta(days=1)
PRIVATE = tuple(
    ipaddress.IPv4Network(one)
    for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_OURS = frozenset({"127.0.0.1", "localhost", "::1"})
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class Level(StrEnum):
    """L0: no phone reaches the office. L1: on its own network, by its own authority. L2: by a public name."""

    PAPER = "L0"
    NETWORK = "L1"
    PUBLIC = "L2"


@dataclass(frozen=True)
class Access:
    """Where phones reach a running system, and where a phone gets the certificate; both empty for nowhere.

    `hosts` are the names and addresses to which the system answers them.
    """

    address: str = ""
    sheet: str = ""
    hosts: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """Which of the three holds."""
        if not self.address:
            return Level.PAPER
        return Level.NETWORK if self.sheet else Level.PUBLIC


def stays_here(host: str) -> bool:
    """Whether a host is this machine alone."""
    return host in _OURS


def as_address(host: str) -> ipaddress.IPv4Address | None:
    """The address that a host is, or None for a name."""
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        return None


def read_host(text: str) -> str:
    """A name or IPv4 address under which phones find this machine; Problem `host_unreadable`."""
    host = text.strip().lower().rstrip(".")
    address = as_address(host)
    if address is not None:
        if address.is_loopback or address.is_unspecified or address.is_multicast:
            raise Problem("host_unreadable", host=host)
        return host
    labels = host.split(".")
    # What ends in a number would be read as an address: 192.168.1 is a mistyped one.
    if len(host) > 253 or labels[-1].isdigit() or not all(_LABEL.fullmatch(x) for x in labels):
        raise Problem("host_unreadable", host=host)
    return host


def is_private(address: str) -> bool:
    """Whether an address belongs to an office's own network."""
    found = as_address(address)
    return found is not None and any(found in network for network in PRIVATE)


def sheet_host(host: str, addresses: Sequence[str]) -> str:
    """By which host a phone without the certificate finds the plain page: an address, that needs no name.

    A browser that once came to the name over the encrypted line goes to no plain page under it any more.
    """
    return host if as_address(host) or not addresses else addresses[0]


def in_groups(fingerprint: str) -> str:
    """A fingerprint as two people compare it aloud: groups of four, in capitals."""
    text = fingerprint.upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
