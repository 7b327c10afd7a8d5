"""Enrols phones of a station or an area by a code from the office, and ends them; their outbox may always come."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions import devices, limits
from wumen.actions.changing import changing
from wumen.actions.devices import NewDeviceCode
from wumen.actions.log import log, person_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.devices import code_key, token_key
from wumen.queries.field.carry import place_name
from wumen.queries.posts import looking_around, operator, posts_of, viewer_in
from wumen.records import clock, field_keys, field_log
from wumen.records.field_writers import take_over
from wumen.records.models import Area, Device, FieldDevice
from wumen.rules.areas import read_path, subdistrict
from wumen.rules.devices import CODE_LASTS, Lasts, draw_code, kind_of, read_code, until
from wumen.rules.limits import Counted
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_TOKEN_BYTES = 24
# A phone begins a writer with each enrolment and after a fork; it holds a day and a half of them.
_MOST_WRITERS = 20


@dataclass(frozen=True)
class Enrolled:
    """What a phone keeps from now on: its token, its writer at the beginning, its place, and the key to seal to."""

    token: str
    device: UUID
    writer: UUID
    area: str
    place: str
    until: datetime
    outbreak: UUID
    key: UUID
    public: bytes
    taken_over: tuple[UUID, ...]


def make_code(
    viewer: Viewer, path: str, name: str = "", lasts: Lasts = Lasts.OUTBREAK
) -> NewDeviceCode:
    """Make the code by which a phone is enrolled for a station or an area; it holds for 30 minutes, once.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, `path_unreadable`, `device_outbreak_none`.
    """
    area, now = read_path(path), clock.real_now()
    viewer.must(Right.KEEP_CREW, area)
    with changing(viewer):
        if not Area.objects.filter(area=area).exists():
            raise Problem("area_unknown", path=path)
        outbreak = last_outbreak()
        if outbreak is None:
            raise Problem("device_outbreak_none")
        made = NewDeviceCode(_free_code(), now + CODE_LASTS)
        FieldDevice.objects.create(
            area=area,
            outbreak=outbreak,
            name=name.strip(),
            code_key=code_key(made.code),
            made_at=now,
            made_by_id=viewer.person,
            code_until=made.expires_at,
            until_at=until(lasts, now, clock.now()),
        )
        log(viewer, "field.device_code_made", area, lasts=lasts.value)
    return made


def _free_code() -> str:
    """A code that stands for no other phone, of either sort."""
    with looking_around():
        while True:
            code = draw_code(secrets.randbelow)
            key = code_key(code)
            taken = FieldDevice.objects.filter(code_key=key) or Device.objects.filter(code_key=key)
            if not taken:
                return code


def enrol(code: str, address: str, said: str, writers: Sequence[UUID] = ()) -> Enrolled:
    """Enrol the phone that a code came from: one of an area, or of the one post whose binding code it is.

    `writers`: under which it holds events from before. Those that nobody knows here, for the office was restored to
    before they began, go on as this phone's: their events come under its token, and are judged as any other.
    Problems: `device_code_wrong`, which counts against the address, `tries_many`, `field_outbreak_none`.
    """
    limits.must_be_open(Counted.DEVICE, address)
    try:
        plain = read_code(code)
        with looking_around():
            row = (
                FieldDevice.objects.select_for_update()
                .filter(code_key=code_key(plain), enrolled_at=None, ended_at=None)
                .first()
            )
            if row is not None:
                token = secrets.token_urlsafe(_TOKEN_BYTES)
                enrolled = _enrol(row, token, said, writers)
                whose = person_key(row.made_by_id)
                log(
                    _maker(row),
                    "field.device_enrolled",
                    row.area,
                    subject=whose,
                    device=row.id,
                    taken_over=row.taken_over,
                )
                return enrolled
            return _enrol_post(plain, address, said, writers)
    except Problem as problem:
        if problem.code == "device_code_wrong":
            limits.count(Counted.DEVICE, address)
        raise


def _maker(row: FieldDevice) -> Viewer:
    """In whose post the enrolment stands in the log: hers who made the code, as long as she keeps phones there."""
    standing = [viewer_in(post) for post in posts_of(row.made_by.number)]
    fit = (one for one in standing if one.may(Right.KEEP_CREW) and one.span.holds(row.area))
    return next(fit, None) or operator()


def _enrol_post(code: str, address: str, said: str, writers: Sequence[UUID]) -> Enrolled:
    """A captain's binding code makes her phone ready for both: her pages, and work without a network."""
    outbreak = last_outbreak()
    if outbreak is None:
        raise Problem("field_outbreak_none")
    bound = devices.bind(code, address, said)
    device = Device.objects.get(token_key=token_key(bound.token))
    row = FieldDevice(
        area=device.area,
        outbreak=outbreak,
        post=device.post_id,
        device=device,
        made_at=device.made_at,
        made_by_id=device.made_by_id,
        code_until=device.code_until,
        until_at=device.until_at,
    )
    return _enrol(row, bound.token, said, writers)


def _enrol(row: FieldDevice, token: str, said: str, writers: Sequence[UUID]) -> Enrolled:
    now = clock.real_now()
    if row.code_until <= now or row.outbreak.closed_at is not None:
        raise Problem("device_code_wrong")
    row.token_key, row.enrolled_at, row.kind = token_key(token), now, kind_of(said).value
    row.writer = uuid4()
    row.save()
    place = subdistrict(row.area)
    field_log.add_writer(row.writer, row.id, place)
    taken = take_over(writers[:_MOST_WRITERS], row.id, place)
    if taken:
        row.taken_over = len(taken)
        row.save(update_fields=["taken_over"])
    key = field_keys.key_of(row.outbreak_id)
    return Enrolled(
        *(token, row.id, row.writer, row.area, place_name(row.area), row.until_at),
        *(row.outbreak_id, key.id, bytes(key.public), tuple(taken)),
    )


def end(viewer: Viewer, device: UUID) -> None:
    """End a phone, or a code that waits: it gets no more lists, and what it made before may still come.

    Problems `right_missing`, `device_unknown`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = FieldDevice.objects.filter(id=device, ended_at=None).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("device_unknown")
        row.ended_at, row.ended_by_id = clock.real_now(), viewer.person
        row.save(update_fields=["ended_at", "ended_by"])
        log(viewer, "field.device_ended", row.area, device=row.id)
