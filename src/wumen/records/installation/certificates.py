"""The certificates by which phones trust this machine: an authority of our own, and a short one under it."""

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wumen.records.installation.keys import KeyStore
from wumen.rules.phones import (
    AUTHORITY_LASTS,
    BACKDATED,
    LEAF_LASTS,
    LEAF_RENEWED,
    PRIVATE,
    as_address,
)
from wumen.rules.problems import Problem

AUTHORITY = "authority"
_FOLDER = "tls"
_ROOT, _CHAIN, _KEY = "authority.crt", "server.crt", "server.key"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Certified:
    """What is served, and what people compare; no fingerprint where the authority is somebody else's."""

    until: datetime
    fingerprint: str = ""
    authority_until: datetime | None = None
    made_authority: bool = False
    renewed: bool = False


def _pem(key: Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, text),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Wumen"),
        ]
    )


def _general(host: str) -> x509.GeneralName:
    address = as_address(host)
    return x509.IPAddress(address) if address else x509.DNSName(host)


def _constraints(host: str) -> x509.NameConstraints:
    """What the authority may vouch for: its own name, and addresses of an office's own network."""
    address = as_address(host)
    own: list[x509.GeneralName] = [x509.IPAddress(one) for one in PRIVATE]
    if address is None:
        own.append(x509.DNSName(host))
    elif not any(address in one for one in PRIVATE):
        own.append(x509.IPAddress(ipaddress.IPv4Network(address)))
    return x509.NameConstraints(permitted_subtrees=own, excluded_subtrees=None)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _begun(subject: x509.Name, issuer: x509.Name, now: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
    )


def _make_authority(host: str, now: datetime) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    # Its own ending tells two authorities of one office apart in a phone's list.
    name = _name(f"五门 {host} {secrets.token_hex(2)}")
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    made = (
        _begun(name, name, now)
        .public_key(key.public_key())
        .not_valid_after(now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(_constraints(host), critical=True)
        .add_extension(identity, critical=False)
        .sign(key, hashes.SHA256())
    )
    return key, made


def _make_leaf(
    signing: Key, authority: x509.Certificate, host: str, addresses: Sequence[str], now: datetime
) -> tuple[Key, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [_general(one) for one in dict.fromkeys([host, *addresses])]
    until = min(now + LEAF_LASTS, authority.not_valid_after_utc)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    serves = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    made = (
        _begun(_name(host), authority.subject, now)
        .public_key(key.public_key())
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(serves, critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(identity, critical=False)
        .add_extension(issuer, critical=False)
        .sign(signing, hashes.SHA256())
    )
    return key, made


def _named(certificate: x509.Certificate) -> set[str]:
    """The names and addresses that a certificate is for."""
    try:
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    return {str(one.value).lower() for one in said}


def _fits(certificate: x509.Certificate, host: str) -> bool:
    names = _named(certificate)
    return host in names or f"*.{host.partition('.')[2]}" in names


def _read_key(content: bytes) -> Key:
    key = load_pem_private_key(content, password=None)
    if not isinstance(key, Key):
        raise ValueError("a kind of key that browsers do not know")
    return key


class Certificates:
    """The certificates of one home; the authority's key lies with the other keys, what is served beside them."""

    def __init__(self, home: Path) -> None:
        """Nothing is made before it is asked for."""
        self._store = KeyStore(home / "keys")
        self._files = KeyStore(home / _FOLDER)

    @property
    def chain(self) -> Path:
        """What the server shows: its own certificate and the one above it."""
        return self._files.folder / _CHAIN

    @property
    def key(self) -> Path:
        """The key of what the server shows."""
        return self._files.folder / _KEY

    @property
    def root(self) -> x509.Certificate:
        """The authority's certificate, as phones install it. Problem: key_missing."""
        return x509.load_pem_x509_certificate(self._files.read(_ROOT))

    def renew(self, host: str, addresses: Sequence[str], now: datetime) -> Certified:
        """Let a certificate for a host and the machine's addresses stand that holds for days to come.

        The authority stays as long as it holds and may vouch for the host: else phones install another.
        """
        found = self._authority(host, now)
        made = found is None
        if found is None:
            found = _make_authority(host, now)
            self._store.write(AUTHORITY, _pem(found[0]) + found[1].public_bytes(Encoding.PEM))
        signing, authority = found
        if not self._shows(authority):
            self._files.write(_ROOT, authority.public_bytes(Encoding.PEM))
        renewed = not self._holds(authority, {host, *addresses}, now)
        if renewed:
            key, leaf = _make_leaf(signing, authority, host, addresses, now)
            self._serve(key, [leaf, authority])
        return self._certified(made_authority=made, renewed=renewed)

    def take(self, host: str, chain: Path, key: Path, now: datetime) -> Certified:
        """Serve with a certificate of a public authority. Problem: certificate_unfit."""
        try:
            certificates = x509.load_pem_x509_certificates(chain.read_bytes())
            private = _read_key(key.read_bytes())
            leaf = certificates[0]
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            raise Problem("certificate_unfit", host=host) from None
        holds = leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc
        if leaf.public_key() != private.public_key() or not _fits(leaf, host) or not holds:
            raise Problem("certificate_unfit", host=host)
        renewed = self._served() != leaf
        if renewed:
            self._serve(private, certificates)
        self._files.destroy(_ROOT)
        return self._certified(renewed=renewed)

    def standing(self) -> Certified | None:
        """What was last served, or None before the first."""
        return self._certified() if self._served() else None

    def _shows(self, authority: x509.Certificate) -> bool:
        try:
            return self.root == authority
        except (Problem, ValueError):
            return False

    def _authority(self, host: str, now: datetime) -> tuple[Key, x509.Certificate] | None:
        try:
            content = self._store.read(AUTHORITY)
            key = _read_key(content)
            certificate = x509.load_pem_x509_certificate(content)
        except (Problem, ValueError):
            return None
        permitted = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        allowed = set(permitted.permitted_subtrees or ()) >= set(
            _constraints(host).permitted_subtrees or ()
        )
        over = certificate.not_valid_after_utc <= now + LEAF_RENEWED
        return None if over or not allowed else (key, certificate)

    def _holds(self, authority: x509.Certificate, names: set[str], now: datetime) -> bool:
        leaf = self._served()
        if leaf is None or _named(leaf) != names:
            return False
        try:
            leaf.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc - LEAF_RENEWED

    def _serve(self, key: Key, chain: Sequence[x509.Certificate]) -> None:
        self._files.write(_KEY, _pem(key))
        self._files.write(_CHAIN, b"".join(one.public_bytes(Encoding.PEM) for one in chain))

    def _served(self) -> x509.Certificate | None:
        """What is served; None before the first, and where a power cut left it with another's key."""
        try:
            leaf = x509.load_pem_x509_certificate(self._files.read(_CHAIN))
            return (
                leaf
                if _read_key(self._files.read(_KEY)).public_key() == leaf.public_key()
                else None
            )
        except (Problem, ValueError):
            return None

    def _certified(self, *, made_authority: bool = False, renewed: bool = False) -> Certified:
        leaf = self._served()
        assert leaf is not None
        try:
            root: x509.Certificate | None = self.root
        except Problem:
            root = None
        return Certified(
            until=leaf.not_valid_after_utc,
            fingerprint=root.fingerprint(hashes.SHA256()).hex() if root else "",
            authority_until=root.not_valid_after_utc if root else None,
            made_authority=made_authority,
            renewed=renewed,
        )
