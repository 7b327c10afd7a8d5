"""Keeps the session keys of phones as they came: sealed to the outbreak, each with the phone that made it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from wumen.queries.field.opening import Sealed, at_hand
from wumen.records.field_log import HeldWriter
from wumen.records.models import FieldKey, FieldSession

# Point, nonce, key and tag, and not much more.
_MOST_BYTES = 512


class SentSession(msgspec.Struct, frozen=True):
    """A session as a phone sends it: for which outbreak, sealed to which key."""

    id: UUID
    outbreak: UUID
    key: UUID
    sealed: bytes


def take_sessions(
    held: HeldWriter, sent: Sequence[SentSession], at: datetime
) -> dict[UUID, Sealed]:
    """Keep those sessions that are new; the first to bear an id keeps it. What was sent for these events."""
    fresh = {one.id: one for one in sent if not at_hand(one.id) and len(one.sealed) <= _MOST_BYTES}
    if not fresh:
        return {}
    keys = dict(
        FieldKey.objects.filter(id__in={one.key for one in fresh.values()}).values_list(
            "id", "outbreak"
        )
    )
    rows = [
        FieldSession(id=one.id, key=one.key, device_id=held.device, sealed=one.sealed, came_at=at)
        for one in fresh.values()
        if one.key in keys
    ]
    FieldSession.objects.bulk_create(rows, ignore_conflicts=True)
    stored = FieldSession.objects.filter(id__in=fresh).values_list(
        "id", "device_id", "key", "sealed"
    )
    return {
        ident: Sealed(device, keys[key], key, bytes(sealed))
        for ident, device, key, sealed in stored
        if key in keys
    }
