"""Photos of phones: kept sealed under the digest of their bytes, and put to their duty once both are here."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.db import transaction

from wumen.actions.photos import photo_of_duty
from wumen.queries import facts
from wumen.queries.field.devices import phone
from wumen.queries.field.opening import Opener, sessions
from wumen.queries.photos import asked_of
from wumen.queries.posts import looking_around, viewer_in
from wumen.records import clock
from wumen.records.models import Duty, FieldPhoto, FieldPhotoOf, Post
from wumen.rules.attachments import MOST_BYTES
from wumen.rules.problems import Problem

# Nonce and tag come to the picture.
_SEALED_MORE = 64


def keep_photo(token: str, digest: str, session: UUID, sealed: bytes) -> bool:
    """Keep a photo as it came; whether it is new. The same once more changes nothing.

    An ended phone may deliver too. Problems: `field_token_unknown`, `field_photo_unfit`, `file_too_heavy`.
    """
    found = phone(token)
    if len(sealed) > MOST_BYTES + _SEALED_MORE:
        raise Problem("file_too_heavy", most=MOST_BYTES // 2**20)
    if not sealed or hashlib.sha256(sealed).hexdigest() != digest:
        raise Problem("field_photo_unfit")
    with looking_around():
        name = bytes.fromhex(digest)
        made = not FieldPhoto.objects.filter(digest=name).exists()
        row = FieldPhoto(
            digest=name,
            area=found.area,
            session=session,
            device_id=found.id,
            sealed=sealed,
            came_at=clock.real_now(),
        )
        FieldPhoto.objects.bulk_create([row], ignore_conflicts=True)
        put_to_duties([digest])
    return made


def has_photo(token: str, digest: str) -> bool:
    """Whether a photo stands; Problem `field_token_unknown`."""
    phone(token)
    with looking_around():
        return FieldPhoto.objects.filter(digest=bytes.fromhex(digest)).exists()


def put_to_duties(digests: Iterable[str]) -> int:
    """Let photos that came stand with the duties whose events name them; how many do now.

    Either may come first. A picture that is none, or that may not be kept (a home in isolation), stays sealed
    where it is and stands with nothing. Inside an open transaction that sees everything.
    """
    names = [bytes.fromhex(one) for one in digests]
    wanted = FieldPhotoOf.objects.filter(digest__in=names, photo=None)
    put = 0
    for row in wanted.select_for_update():
        photo = FieldPhoto.objects.filter(digest=row.digest).first()
        if photo is not None:
            with suppress(Problem), transaction.atomic():
                row.photo = _put(row, photo)
                row.save(update_fields=["photo"])
                put += 1
    return put


def _put(row: FieldPhotoOf, photo: FieldPhoto) -> UUID:
    post = Post.objects.select_related("person").get(id=row.post)
    duty = Duty.objects.filter(day=row.day, what=row.what, subject=row.owed_by, win=row.win).first()
    if duty is None:
        raise Problem("field_duty_unknown")
    opener = Opener(photo.device_id, sessions([photo.session]))
    content = opener.photo(photo.session, bytes(photo.sealed))
    viewer, asked = viewer_in(post), asked_of(duty, facts.books())
    return photo_of_duty(viewer, duty, content, asked, at=row.done_at).id
