"""A look at everyone of one tube: asked for with a purpose, agreed to by a second person, logged for each of them."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.field.told import tube_key
from wumen.actions.log import log, log_many, subject_key
from wumen.actions.second_person import second_beside
from wumen.queries.sampling_rounds.tubes import (
    TubePeople,
    boxes_with,
    look_of,
    people_of,
    registered_of,
    samples_of,
)
from wumen.records import clock
from wumen.records.models import TubeLook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.tubes import read_purpose, read_tube


def ask_tube(viewer: Viewer, tube: str, purpose: str) -> TubeLook:
    """Ask who shares a tube, and for what; how many samples it holds is told, and nobody.

    Problems: `tube_unreadable`, `tube_purpose`, `purpose_holds_number`, `tube_unknown`, `tube_on_paper` where
    it was scanned into a box alone, `right_missing`.
    """
    viewer.must(Right.PLAN)
    number, said = read_tube(tube), read_purpose(purpose)
    with changing(viewer):
        key = tube_key(number)
        many = samples_of(key).count() + registered_of(key).count()
        if not many:
            packed = boxes_with(key)
            raise Problem("tube_on_paper", box=packed[-1]) if packed else Problem("tube_unknown")
        row = TubeLook.objects.create(
            area=viewer.area,
            tube_key=key,
            purpose=said,
            samples=many,
            asked_by_id=viewer.person,
            asked_at=clock.now(),
        )
        log(viewer, "tube.asked", viewer.area, subject=subject_key(row.id), purpose=said)
    return row


def _held(ident: UUID) -> TubeLook:
    row = TubeLook.objects.select_for_update().filter(id=ident).first()
    if row is None:
        raise Problem("tube_look_unknown")
    return row


def agree_to_tube(viewer: Viewer, ident: UUID) -> None:
    """Agree as the second person; from now on both may look for a day.

    Problems: `tube_look_unknown`, `tube_agreed`, `right_missing`, those of `check_two_people`.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        row = _held(ident)
        look_of(row).check_agreeing()
        row.agreed_by_id = second_beside(row.asked_by_id, viewer)
        row.agreed_at = clock.now()
        row.save(update_fields=["agreed_by", "agreed_at"])
        log(viewer, "tube.agreed", row.area, subject=subject_key(row.id))


def look_at_tube(viewer: Viewer, ident: UUID) -> TubePeople:
    """Everyone of a tube at once, once it stands in the log who looked, for what, and at whom.

    Problems: `tube_look_unknown`, `tube_not_agreed`, `tube_over`, `tube_not_yours`, `right_missing`.
    """
    viewer.must(Right.PLAN)
    with changing(viewer):
        row = _held(ident)
        look_of(row).check_looking(viewer.person, clock.now())
        found = people_of(row)
        log(
            *(viewer, "tube.looked_at", row.area),
            subject=subject_key(row.id),
            purpose=row.purpose,
            people=len(found.people) + len(found.registered),
        )
        seen = {subject_key(one.resident): one.area for one in found.people}
        seen |= {subject_key(one.id): one.area for one in found.registered}
        log_many(viewer, "tube.person_shown", seen)
    return found
