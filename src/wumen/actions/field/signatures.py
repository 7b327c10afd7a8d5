"""Opens the signature under a duty that a phone settled, for the office alone, once the look stands in the log."""

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.duties import one_duty
from wumen.queries.field.evidence import logged_all
from wumen.queries.field.opening import Opener, sessions
from wumen.queries.field.shown import signature_of
from wumen.queries.posts import looking_around
from wumen.records.models import FieldPhoto
from wumen.rules.areas import counted_at
from wumen.rules.duties import DutyKey
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_PNG = b"\x89PNG\r\n\x1a\n"


def look_at_signature(viewer: Viewer, key: DutyKey) -> bytes:
    """The picture (PNG) of the signature under a duty.

    Problems: `right_missing` for who does not plan the place, `duty_unknown`, `field_signature_none`,
    `field_seal_broken`, `key_missing`.
    """
    viewer.must(Right.PLAN)
    with changing(viewer):
        duty = one_duty(viewer, key)
        found = logged_all([duty.evidence] if duty.evidence else []).get(duty.evidence or "")
        digest = signature_of(found)
        # The picture lies with its phone, which may be one of a wider place.
        with looking_around():
            row = FieldPhoto.objects.filter(digest=digest).first() if digest else None
        if row is None or found is None or found.device != row.device_id:
            raise Problem("field_signature_none")
        picture = Opener(row.device_id, sessions([row.session])).photo(
            row.session, bytes(row.sealed)
        )
        if not picture.startswith(_PNG):
            raise Problem("field_signature_none")
        where, who = counted_at(duty.area), subject_key(duty.subject)
        log(viewer, "signature.looked_at", where, subject=who, day=duty.day, what=duty.what)
    return picture
