"""Binds a captain's phone by a code, lets it act in her post, and ends it again."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.actions import limits
from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.queries.devices import Phone, code_key, held_now, outbreak_open, phone_of, token_key
from wumen.queries.posts import looking_around, viewer_in
from wumen.records import clock
from wumen.records.models import Device, Post
from wumen.rules.devices import (
    CODE_LASTS,
    Lasts,
    check_role,
    draw_code,
    kind_of,
    read_code,
    until,
)
from wumen.rules.limits import Counted
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem

_TOKEN_BYTES = 16


@dataclass(frozen=True)
class NewDeviceCode:
    """A code as it is shown once; the database keeps its hash."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Bound:
    """What a phone keeps from now on, and until when at the latest."""

    token: str
    until: datetime


def _post(viewer: Viewer, post: UUID) -> Post:
    """A post that stands and that the viewer could have given; Problems as `make_code` says."""
    row = Post.objects.select_related("person").filter(id=post).first()
    if row is None or not held_now(row):
        raise Problem("post_unknown")
    viewer.must(Right.KEEP_CREW, row.area)
    if not ROLES[row.role].rights <= viewer.rights:
        raise Problem("right_not_yours", role_zh=ROLES[row.role].zh, role_en=ROLES[row.role].en)
    check_role(row.role)
    return row


def make_code(viewer: Viewer, post: UUID, lasts: Lasts) -> NewDeviceCode:
    """Make the code by which a person's phone is bound to one of her posts; it holds for 30 minutes, once.

    An older code of that post is void from then on; her phone stays bound until the new one is.
    Problems: `post_unknown`, `right_missing`, `area_not_yours`, `right_not_yours`, `device_needs_password`,
    `device_outbreak_none`.
    """
    viewer.must(Right.KEEP_CREW)
    now = clock.real_now()
    with changing(viewer):
        row = _post(viewer, post)
        if lasts is Lasts.OUTBREAK and not outbreak_open():
            raise Problem("device_outbreak_none")
        waiting = Device.objects.filter(post=row, bound_at__isnull=True, ended_at__isnull=True)
        waiting.update(ended_at=now, ended_by=viewer.person)
        made = NewDeviceCode(_free_code(), now + CODE_LASTS)
        Device.objects.create(
            area=row.area,
            post=row,
            code_key=code_key(made.code),
            made_at=now,
            made_by_id=viewer.person,
            code_until=made.expires_at,
            lasts=lasts.value,
            until_at=until(lasts, now, clock.now()),
        )
        subject = person_key(row.person_id)
        log(viewer, "device.code_made", row.area, subject=subject, lasts=lasts.value)
    return made


def _free_code() -> str:
    """A code that never stood before: of two that are the same one would open the other's post."""
    with looking_around():
        while Device.objects.filter(
            code_key=code_key(code := draw_code(secrets.randbelow))
        ).exists():
            pass
    return code


def bind(code: str, address: str, said: str) -> Bound:
    """Bind the phone that a code came from, which says of itself what it is; the former phone is ended.

    Problems: `device_code_wrong`, which counts against the address, and `tries_many`.
    """
    limits.must_be_open(Counted.DEVICE, address)
    try:
        return _bind(read_code(code), said)
    except Problem:
        limits.count(Counted.DEVICE, address)
        raise


def _bind(code: str, said: str) -> Bound:
    now = clock.real_now()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with looking_around():
        waiting = Device.objects.select_for_update(of=("self",)).select_related("post__person")
        row = waiting.filter(
            code_key=code_key(code), bound_at__isnull=True, ended_at__isnull=True
        ).first()
        if row is None or row.code_until <= now or not held_now(row.post):
            raise Problem("device_code_wrong")
        former = Device.objects.filter(post=row.post, bound_at__isnull=False, ended_at__isnull=True)
        former.update(ended_at=now, ended_by=row.post.person_id)
        row.token_key, row.bound_at, row.seen_at = token_key(token), now, now
        row.kind = kind_of(said).value
        row.save(update_fields=["token_key", "bound_at", "seen_at", "kind"])
        viewer = viewer_in(row.post)
        subject = person_key(viewer.person)
        log(viewer, "device.bound", row.area, subject=subject, device=row.kind)
    return Bound(token, row.until_at)


def opened(token: str) -> Phone | None:
    """The phone that comes with a token, noted as seen; None when it is no longer bound."""
    phone = phone_of(token)
    if phone is not None and phone.seen_due:
        Device.objects.filter(id=phone.id).update(seen_at=clock.real_now())
    return phone


def end(viewer: Viewer, device: UUID) -> None:
    """End a phone, or a code that waits, at once. Problems `right_missing`, `device_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = Device.objects.filter(id=device, ended_at__isnull=True).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("device_unknown")
        _end(viewer, row)


def leave(viewer: Viewer, device: UUID) -> None:
    """End the phone that somebody holds in her own hand. Problem `device_unknown`."""
    with changing(viewer):
        row = Device.objects.filter(id=device, post=viewer.post, ended_at__isnull=True).first()
        if row is None:
            raise Problem("device_unknown")
        _end(viewer, row)


def _end(viewer: Viewer, row: Device) -> None:
    row.ended_at, row.ended_by_id = clock.real_now(), viewer.person
    row.save(update_fields=["ended_at", "ended_by"])
    post = Post.objects.get(id=row.post_id)
    log(viewer, "device.ended", row.area, subject=person_key(post.person_id))
