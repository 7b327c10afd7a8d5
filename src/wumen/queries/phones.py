"""How phones reach the running system, and the certificate that they install for it."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from wumen.records.installation.certificates import Certificates
from wumen.records.installation.network import private_addresses
from wumen.rules.phones import Access
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Root:
    """The certificate of our own authority: as phones take it, and as people compare it."""

    content: bytes
    fingerprint: str
    until: datetime


def access() -> Access:
    """Where phones reach us; the system that runs has told its pages."""
    found: Access = settings.WUMEN.access
    return found


def own_address() -> str:
    """This machine's address on the office network, for the command that lets phones in; an example without one."""
    return next(iter(private_addresses()), "192.168.1.20")


def root() -> Root:
    """The certificate to install; Problem `phones_need_none` where there is nothing to install."""
    if not access().sheet:
        raise Problem("phones_need_none")
    kept = Certificates(settings.WUMEN.home).root
    fingerprint = kept.fingerprint(hashes.SHA256()).hex()
    return Root(kept.public_bytes(Encoding.DER), fingerprint, kept.not_valid_after_utc)
