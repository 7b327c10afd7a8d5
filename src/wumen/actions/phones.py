"""Lets phones reach the office: certificates and addresses for a host, made anew before they end."""

from dataclasses import dataclass
from pathlib import Path

from wumen.records import clock
from wumen.records.installation.certificates import Certificates, Certified
from wumen.records.installation.network import private_addresses
from wumen.rules.phones import SECURE_PORT, SHEET_PORT, Access, read_host, sheet_host, stays_here


@dataclass(frozen=True)
class Asked:
    """What `up` was told: under which host, and for a public name the files of its certificate."""

    host: str
    chain: Path | None = None
    key: Path | None = None


def prepare(home: Path, port: int, asked: Asked) -> tuple[Access, Certified | None]:
    """Where phones reach us from now on, with a certificate that holds; nowhere for this machine alone.

    Problems: `host_unreadable`, `certificate_unfit`.
    """
    if stays_here(asked.host):
        return Access(), None
    host, addresses = read_host(asked.host), private_addresses()
    kept, now = Certificates(home), clock.real_now()
    address = f"https://{host}:{port + SECURE_PORT}/"
    if asked.chain and asked.key:
        return Access(address, hosts=(host,)), kept.take(host, asked.chain, asked.key, now)
    certified = kept.renew(host, addresses, now)
    sheet = f"http://{sheet_host(host, addresses)}:{port + SHEET_PORT}/"
    return Access(address, sheet, tuple(dict.fromkeys([host, *addresses]))), certified
