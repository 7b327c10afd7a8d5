"""Local notices are entered by one person and confirmed by another; so are their early ends."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders import chosen_outbreak, must_be_open
from wumen.actions.orders.entering import check_words
from wumen.actions.second_person import second_beside
from wumen.queries.local_notices import standing_stricter
from wumen.queries.playbooks import playbook
from wumen.queries.posts import viewer_by
from wumen.records import clock
from wumen.records.models import Area, LocalNotice, LocalNoticeScope, Outbreak
from wumen.rules.areas import common, read_path
from wumen.rules.local_notices import (
    NoticeDraft,
    check_notice,
    is_above,
    read_rules,
    rules_as_data,
    stricter,
)
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.second_person import check_two_people


def enter_notice(
    viewer: Viewer, draft: NoticeDraft, outbreak_name: str = "", by: UUID | None = None
) -> LocalNotice:
    """Enter a notice of a command, or an office's own arrangement; it changes nothing until confirmed.

    `by` is who entered it when the operator types it for her from paper. Problems: what `check_notice`
    says, those of `check_words`, `area_unknown`, `area_not_yours`, `order_spans_districts`, `outbreak_*`.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        outbreak = chosen_outbreak(outbreak_name)
        rules = _rules(outbreak)
        paths = _paths(viewer, draft.paths)
        check_words(paths, draft.ground, draft.document)
        interval = check_notice(_at(draft, paths), rules, standing_stricter(outbreak))
        area = common(paths)
        if not area:
            raise Problem("order_spans_districts")
        notice = LocalNotice(
            id=uuid4(),
            number=_number(),
            outbreak=outbreak,
            area=area,
            authority=draft.authority.strip(),
            document=draft.document.strip(),
            ground=draft.ground.strip(),
            from_at=interval.begins,
            until_at=interval.ends,
            rules=rules_as_data(draft.rules),
            stricter=bool(stricter(rules, draft.rules)),
            decided_above=is_above(draft.authority, rules.playbook),
            entered_by_id=by or viewer.person,
            entered_at=clock.now(),
        )
        notice.save()
        scopes = [LocalNoticeScope(notice=notice, area=path) for path in paths]
        LocalNoticeScope.objects.bulk_create(scopes)
        _log(viewer, "notice.entered", notice, by)
    return notice


def confirm_notice(viewer: Viewer, number: str, by: UUID | None = None) -> LocalNotice:
    """Confirm a notice as the second person; from its begin on it changes what is owed.

    What it was checked against may have changed since: it is checked again. Problems: `notice_unknown`,
    `notice_confirmed`, `notice_dropped`, `outbreak_closed`, and what `check_two_people` and `check_notice` say.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        notice = _notice(viewer, number, Right.CONFIRM_ORDER)
        _waiting(notice)
        second = second_beside(notice.entered_by_id, viewer, by)
        # Two that follow one another are not confirmed past each other: one after the other.
        outbreak = must_be_open(notice.outbreak_id)
        check_notice(_draft(notice), _rules(outbreak), standing_stricter(outbreak))
        notice.confirmed_by_id = second
        notice.confirmed_at = clock.now()
        notice.save(update_fields=["confirmed_by", "confirmed_at"])
        _log(viewer, "notice.confirmed", notice, by)
    return notice


def drop_notice(viewer: Viewer, number: str) -> None:
    """Drop a notice that was entered wrongly and never confirmed; Problem `notice_confirmed`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        notice = _notice(viewer, number, Right.ENTER_ORDER)
        _waiting(notice)
        notice.dropped_at = clock.now()
        notice.save(update_fields=["dropped_at"])
        _log(viewer, "notice.dropped", notice, None)


def ask_to_end(viewer: Viewer, number: str, why: str) -> LocalNotice:
    """Ask for the end of a notice before its time, with a reason; it goes on until a second person agrees.

    Asked again, the last reason stands. Problems: `reason_needed`, `notice_not_in_force`, those of `check_words`.
    """
    viewer.must(Right.ENTER_ORDER)
    if not why.strip():
        raise Problem("reason_needed")
    with changing(viewer):
        notice = _notice(viewer, number, Right.ENTER_ORDER)
        _standing(notice)
        check_words(list(notice.scopes.values_list("area", flat=True)), why, "")
        notice.end_why = why.strip()
        notice.end_asked_by_id = viewer.person
        notice.save(update_fields=["end_why", "end_asked_by"])
        _log(viewer, "notice.end_asked", notice, None)
    return notice


def end_notice(viewer: Viewer, number: str) -> LocalNotice:
    """Agree as the second person to end a notice now; one that has not begun never holds.

    Problems: `notice_no_end_asked`, `notice_not_in_force`, those of `check_two_people`.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        notice = _notice(viewer, number, Right.CONFIRM_ORDER)
        _standing(notice)
        if notice.end_asked_by_id is None:
            raise Problem("notice_no_end_asked", number=number)
        notice.ended_by_id = second_beside(notice.end_asked_by_id, viewer)
        notice.ended_at = max(clock.now(), notice.from_at)
        notice.save(update_fields=["ended_by", "ended_at"])
        _log(viewer, "notice.ended", notice, None)
    return notice


def issue_notice(
    operator: Viewer, draft: NoticeDraft, by: str, second: str, outbreak_name: str = ""
) -> LocalNotice:
    """Enter and confirm a notice from paper: the operator types it, two crew members stand for it.

    Problems: `second_person_needed`, `crew_unknown`, `post_missing`, and all of entering and confirming.
    """
    check_two_people(by.strip(), second.strip())
    paths = [read_path(path) for path in draft.paths]
    with transaction.atomic():
        enters = viewer_by(by, Right.ENTER_ORDER, paths)
        confirms = viewer_by(second, Right.CONFIRM_ORDER, paths)
        notice = enter_notice(operator, draft, outbreak_name, by=enters.person)
        return confirm_notice(operator, notice.number, by=confirms.person)


def _rules(outbreak: Outbreak) -> Playbook:
    return playbook(outbreak.playbook, tuple(outbreak.overlays))


def _number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('local_notice_number')")
        return f"T{cursor.fetchone()[0]}"


def _paths(viewer: Viewer, said: Sequence[str]) -> list[str]:
    """The places of a notice; each must be known and in the viewer's area, one inside another is left out."""
    paths = sorted({read_path(path) for path in said})
    for path in paths:
        viewer.must(Right.ENTER_ORDER, path)
    known = set(Area.objects.filter(area__in=paths).values_list("area", flat=True))
    for path in paths:
        if path not in known:
            raise Problem("area_unknown", path=path)
    return [one for one in paths if not any(one != up and one.startswith(up) for up in paths)]


def _at(draft: NoticeDraft, paths: Sequence[str]) -> NoticeDraft:
    return NoticeDraft(
        *(draft.authority, draft.document, draft.ground, draft.begins, draft.ends),
        *(tuple(paths), draft.rules),
    )


def _draft(notice: LocalNotice) -> NoticeDraft:
    return NoticeDraft(
        *(notice.authority, notice.document, notice.ground, notice.from_at, notice.until_at),
        tuple(notice.scopes.values_list("area", flat=True)),
        read_rules(notice.rules),
    )


def _notice(viewer: Viewer, number: str, right: Right) -> LocalNotice:
    notice = LocalNotice.objects.select_for_update().filter(number=number).first()
    if notice is None:
        raise Problem("notice_unknown", number=number)
    viewer.must(right, notice.area)
    return notice


def _waiting(notice: LocalNotice) -> None:
    if notice.confirmed_at is not None:
        raise Problem("notice_confirmed", number=notice.number)
    if notice.dropped_at is not None:
        raise Problem("notice_dropped", number=notice.number)


def _standing(notice: LocalNotice) -> None:
    over = notice.ended_at or notice.until_at
    if notice.confirmed_at is None or over <= clock.now():
        raise Problem("notice_not_in_force", number=notice.number)


def _log(viewer: Viewer, kind: str, notice: LocalNotice, by: UUID | None) -> None:
    log(
        viewer,
        kind,
        notice.area,
        by=by,
        number=notice.number,
        document=notice.document,
        begins=notice.from_at,
        ends=notice.ended_at or notice.until_at,
    )
