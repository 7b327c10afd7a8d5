"""Opens field events with the session keys of their phones, where the outbreak's keys are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import OuterRef, Subquery

from wumen.records import field_keys
from wumen.records.models import FieldKey, FieldSession
from wumen.rules.field.bodies import Body, read_body
from wumen.rules.field.envelope import Came
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Sealed:
    """A session key as it lies sealed, and to which key of which outbreak."""

    device: UUID
    outbreak: UUID
    key: UUID
    sealed: bytes


# What stands committed; a session never changes.
_standing: dict[UUID, Sealed] = {}
_MOST = 20_000


def remember(found: dict[UUID, Sealed]) -> None:
    """Keep sessions at hand that stand in the database for good."""
    if len(_standing) > _MOST:
        _standing.clear()
    _standing.update(found)


def at_hand(session: UUID) -> bool:
    """Whether a session is known without a look into the database."""
    return session in _standing


def sessions(idents: Iterable[UUID]) -> dict[UUID, Sealed]:
    """Those of some sessions that stand, by id."""
    wanted = set(idents)
    missing = [one for one in wanted if one not in _standing]
    if missing:
        of = FieldKey.objects.filter(id=OuterRef("key")).values("outbreak")[:1]
        rows = FieldSession.objects.filter(id__in=missing).annotate(outbreak=Subquery(of))
        remember(
            {
                ident: Sealed(device, outbreak, key, bytes(sealed))
                for ident, device, key, sealed, outbreak in rows.values_list(
                    "id", "device_id", "key", "sealed", "outbreak"
                )
                if outbreak
            }
        )
    return {one: _standing[one] for one in wanted if one in _standing}


@dataclass
class Opener:
    """Opens the bodies of one phone's events; what a batch brought itself is known before it is committed."""

    device: UUID
    known: dict[UUID, Sealed] = field(default_factory=dict)
    # What was opened last: events that follow one another mostly share their session, one and the same object.
    _last: tuple[UUID, AESGCM] | None = None

    def _cipher(self, session: UUID) -> AESGCM:
        if self._last is None or self._last[0] is not session:
            found = self.known.get(session)
            if found is None or found.device != self.device:
                raise Problem("field_session_unknown")
            cipher = field_keys.cipher(found.outbreak, found.key, session, found.sealed)
            self._last = (session, cipher)
        return self._last[1]

    def body(self, came: Came) -> Body:
        """What an event says.

        Problems: `field_event_unreadable`, `field_session_unknown`, `field_seal_broken`, `key_missing`,
        and those of `read_body`.
        """
        said = came.envelope
        if said is None:
            raise Problem("field_event_unreadable")
        opened = field_keys.open_body(self._cipher(said.session), said.body, said.sealed_with)
        return read_body(said.kind, opened)

    def photo(self, session: UUID, sealed: bytes) -> bytes:
        """A picture; Problems `field_session_unknown`, `field_seal_broken`, `key_missing`."""
        return field_keys.open_body(self._cipher(session), sealed, b"photo")
