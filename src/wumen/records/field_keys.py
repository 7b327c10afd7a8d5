"""Keys to which phones seal, and session keys of phones: ECIES over P-256, then AES-256-GCM for each event."""

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wumen.records import clock, keys_of_outbreaks, sealing
from wumen.records.models import FieldKey
from wumen.records.one_at_a_time import one_at_a_time
from wumen.rules.field.envelope import NONCE_BYTES
from wumen.rules.problems import Problem

_CURVE = ec.SECP256R1()
_POINT_BYTES = 65
_PRIVATE_BYTES = 32
_SESSION_BYTES = 32
_INFO = b"wumen session"
_KEY = "field key"


def _raw(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _name(key: UUID | str) -> str:
    return f"field-{key}"


def make_key(outbreak: UUID) -> FieldKey:
    """Make a pair of keys of an outbreak and retire the former one, which goes on opening what it can."""
    one_at_a_time(_KEY)
    private, ident, now = ec.generate_private_key(_CURVE), uuid4(), clock.real_now()
    secret = private.private_numbers().private_value.to_bytes(_PRIVATE_BYTES, "big")
    # Outside the database: one that is left over by a failure here opens nothing.
    keys_of_outbreaks.keep(outbreak, _name(ident), secret)
    FieldKey.objects.filter(outbreak=outbreak, retired_at=None).update(retired_at=now)
    return FieldKey.objects.create(
        id=ident, outbreak_id=outbreak, public=_raw(private.public_key()), made_at=now
    )


def key_of(outbreak: UUID) -> FieldKey:
    """The key to which phones of an outbreak seal now, made at its first need."""
    standing = FieldKey.objects.filter(outbreak=outbreak, retired_at=None)
    found = standing.first()
    if found is not None:
        return found
    one_at_a_time(_KEY)
    return standing.first() or make_key(outbreak)


def secrets_of(outbreak: UUID, keys: Mapping[str, bytes]) -> dict[UUID, bytes]:
    """Those of an outbreak's keys to which phones sealed, by id."""
    front = f"outbreak-{outbreak}.{_name('')}"
    names = (name for name in keys if name.startswith(front))
    return {UUID(name.removeprefix(front)): keys[name] for name in names}


def fit(outbreak: UUID, secrets: Mapping[UUID, bytes]) -> bool:
    """Whether keys are those whose public halves stand here; one that a restored database is too old for may be."""
    rows = FieldKey.objects.filter(id__in=secrets)
    try:
        return all(
            one.outbreak_id == outbreak and bytes(one.public) == _public(secrets[one.id])
            for one in rows
        )
    except ValueError:
        return False


def all_here(outbreak: UUID) -> bool:
    """Whether every key to which phones of an outbreak sealed lies here."""
    here = secrets_of(outbreak, keys_of_outbreaks.all_of(outbreak))
    missing = FieldKey.objects.filter(outbreak=outbreak).exclude(id__in=here)
    return fit(outbreak, here) and not missing.exists()


def know_again(outbreak: UUID) -> None:
    """Let keys count that lie here and of which a restored database knows nothing: phones sealed to them since."""
    here, now = secrets_of(outbreak, keys_of_outbreaks.all_of(outbreak)), clock.real_now()
    known = set(FieldKey.objects.filter(id__in=here).values_list("id", flat=True))
    for ident in here.keys() - known:
        with suppress(ValueError):
            FieldKey.objects.create(
                id=ident,
                outbreak_id=outbreak,
                public=_public(here[ident]),
                made_at=now,
                retired_at=now,
            )


@lru_cache(maxsize=256)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret, "big"), _CURVE)


def _public(secret: bytes) -> bytes:
    return _raw(_private(secret).public_key())


def _derived(shared: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), _SESSION_BYTES, salt=None, info=_INFO).derive(shared))


def seal_session(public: bytes, session: UUID, key: bytes) -> bytes:
    """Seal a session key to a public key, as a phone does: ephemeral point, nonce, sealed key."""
    ephemeral = ec.generate_private_key(_CURVE)
    other = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
    nonce = sealing.fresh(NONCE_BYTES)
    sealed = _derived(ephemeral.exchange(ec.ECDH(), other)).encrypt(
        nonce, key, str(session).encode()
    )
    return _raw(ephemeral.public_key()) + nonce + sealed


def open_sealed(secret: bytes, session: UUID, sealed: bytes) -> bytes:
    """The session key inside; Problem `field_seal_broken`."""
    point, nonce = sealed[:_POINT_BYTES], sealed[_POINT_BYTES : _POINT_BYTES + NONCE_BYTES]
    try:
        other = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        derived = _derived(_private(secret).exchange(ec.ECDH(), other))
        key = derived.decrypt(nonce, sealed[_POINT_BYTES + NONCE_BYTES :], str(session).encode())
    except (InvalidTag, ValueError):
        raise Problem("field_seal_broken") from None
    if len(key) != _SESSION_BYTES:
        raise Problem("field_seal_broken")
    return key


def cipher(outbreak: UUID, key: UUID, session: UUID, sealed: bytes) -> AESGCM:
    """The cipher of a session as it was sealed; Problems `field_seal_broken`, `key_missing`."""
    return _opened(sealing.outbreak_secret(outbreak, _name(key)), session, sealed)


@lru_cache(maxsize=4096)
def _opened(secret: bytes, session: UUID, sealed: bytes) -> AESGCM:
    return AESGCM(open_sealed(secret, session, sealed))


def forget_sessions() -> None:
    """Keep no session and no key of phones at hand."""
    _opened.cache_clear()
    _private.cache_clear()


def open_body(with_: AESGCM, body: bytes, also: bytes) -> bytes:
    """What a session sealed, nonce first; Problem `field_seal_broken`."""
    try:
        return with_.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], also)
    except (InvalidTag, ValueError):
        raise Problem("field_seal_broken") from None
