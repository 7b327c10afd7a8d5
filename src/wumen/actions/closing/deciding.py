"""Two people have an outbreak erased: one asks and says why, another confirms; or the rule does after its days."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from wumen.actions.changing import changing
from wumen.actions.closing.carrying import carry_out
from wumen.actions.log import log
from wumen.actions.second_person import second_beside
from wumen.queries.closing import (
    chosen,
    closing_of,
    copies_of,
    due_now,
    places_of,
    reach_of,
    standing_of,
)
from wumen.queries.posts import looking_around, operator, viewer_by
from wumen.records import clock, fates, keys_of_outbreaks, personal
from wumen.records.models import CrewMember, DataKey, Outbreak, OutbreakClosing
from wumen.rules.closing import (
    BY_RULE,
    Certificate,
    KeyGone,
    Rows,
    Who,
    check_closing,
    due_erased,
    due_read_only,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.second_person import check_two_people


def ask_to_erase(viewer: Viewer, name: str, reason: str, by: UUID | None = None) -> OutbreakClosing:
    """Ask that the personal data of an outbreak be destroyed; nothing happens until a second person confirms.

    `by` is who asked when the operator types it for her from paper. Problems: `outbreak_*`, `closing_asked`,
    `area_not_yours`, and what `check_closing` says.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(operator()):
        row = _held(name)
        over_all(viewer, Right.ENTER_ORDER, row)
        standing = closing_of(row.id)
        if standing is not None:
            raise Problem("outbreak_erased" if standing.decided else "closing_asked", name=row.name)
        said = check_closing(standing_of(row.id), clock.now(), reason)
        closing = OutbreakClosing.objects.create(
            outbreak=row, reason=said, entered_by_id=by or viewer.person, entered_at=clock.now()
        )
        _log(viewer, "outbreak.erasure_asked", row, by)
    return closing


def drop_asked(viewer: Viewer, name: str) -> None:
    """Withdraw what was asked and not confirmed; Problem `closing_not_asked`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(operator()):
        row = _held(name)
        over_all(viewer, Right.ENTER_ORDER, row)
        rows = OutbreakClosing.objects.filter(outbreak=row, confirmed_at=None, dropped_at=None)
        if not rows.update(dropped_at=clock.now()):
            raise Problem("closing_not_asked")
        _log(viewer, "outbreak.erasure_dropped", row, None)


def confirm_erasing(viewer: Viewer, name: str, by: UUID | None = None) -> UUID:
    """Confirm as the second person; from now on it is decided. The outbreak, for `carry_out` once this is committed.

    Problems: `outbreak_*`, `closing_not_asked`, `area_not_yours`, those of `check_two_people`, and what `check_closing`
    says: what held when it was asked must still hold.
    """
    viewer.must(Right.OPEN_OUTBREAK)
    with changing(operator()):
        row = _held(name)
        over_all(viewer, Right.OPEN_OUTBREAK, row)
        closing = _waiting(row)
        assert closing.entered_by_id is not None
        second = second_beside(closing.entered_by_id, viewer, by)
        check_closing(standing_of(row.id), clock.now(), closing.reason)
        closing.confirmed_by_id = second
        _decide(closing, row)
        _log(viewer, "outbreak.erasure_confirmed", row, by)
    return row.id


def close_outbreak(operator: Viewer, name: str, reason: str, by: str, second: str) -> Certificate:
    """Have an outbreak erased from paper: the operator types it, two crew members stand for it.

    One that was decided and broken off is brought to its end, whoever asks. Problems: `second_person_needed`,
    `crew_unknown`, `post_missing`, `right_missing`, and all of asking and confirming.
    """
    operator.must(Right.INSTALLATION)
    with looking_around():
        row = chosen(name)
        closing, places = closing_of(row.id), places_of(row.id)
        decided = closing is not None and closing.decided
    if row.erased_at is not None:
        raise Problem("outbreak_erased", name=row.name)
    if not decided:
        check_two_people(by.strip(), second.strip())
        enters = viewer_by(by, Right.ENTER_ORDER, places)
        confirms = viewer_by(second, Right.OPEN_OUTBREAK, places)
        with transaction.atomic():
            if closing is not None:
                drop_asked(operator, row.name)
            ask_to_erase(operator, row.name, reason, by=enters.person)
            confirm_erasing(operator, row.name, by=confirms.person)
    return carry_out(row.id)


def keep_terms(viewer: Viewer) -> dict[str, list[str]]:
    """What the rule asks of every outbreak now: read-only after thirty days, erased after sixty; and what broke off.

    Names of those that became read-only, and of those that are erased now. Problem `right_missing`.
    """
    viewer.must(Right.INSTALLATION)
    over: list[str] = []
    going: list[Outbreak] = []
    with looking_around():
        due = list(due_now().values_list("id", flat=True))
    if not due:
        return {"read_only": over, "erased": []}
    with changing(viewer):
        # Asked once more of those that are held: what another did meanwhile is done.
        for row in Outbreak.objects.select_for_update(no_key=True).filter(
            id__in=due, erased_at=None
        ):
            standing, closing = standing_of(row.id), closing_of(row.id)
            if row.closed_at is None and due_read_only(standing, clock.now()):
                # From now on, not from the day of the rule: what was noted since then is still an outbreak's.
                row.closed_at = clock.now()
                row.save(update_fields=["closed_at"])
                _log(viewer, "outbreak.closed", row, None)
                over.append(row.name)
            if closing is not None and closing.decided:
                going.append(row)
            elif due_erased(standing, clock.now()):
                _decide_by_rule(row, closing)
                _log(viewer, "outbreak.erasure_due", row, None)
                going.append(row)
    _carry_out_each(going)
    return {"read_only": over, "erased": [row.name for row in going]}


def _carry_out_each(going: Sequence[Outbreak]) -> None:
    """Bring each erasure to its end; where one fails the others go on, and the first failure is told behind them."""
    failed: list[Exception] = []
    for row in going:
        try:
            carry_out(row.id)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _decide_by_rule(row: Outbreak, asked: OutbreakClosing | None) -> None:
    if asked is not None:
        asked.dropped_at = clock.now()
        asked.save(update_fields=["dropped_at"])
    closing = OutbreakClosing(outbreak=row, reason=BY_RULE, by_rule=True, entered_at=clock.now())
    _decide(closing, row)


def _held(name: str) -> Outbreak:
    """The outbreak, locked: who asks, who confirms and the clock come one after the other."""
    return Outbreak.objects.select_for_update(no_key=True).get(id=chosen(name).id)


def _waiting(row: Outbreak) -> OutbreakClosing:
    """What was asked and is not decided; Problem `closing_not_asked`, `outbreak_erased`."""
    closing = closing_of(row.id)
    if closing is None:
        raise Problem("closing_not_asked")
    if closing.decided:
        raise Problem("outbreak_erased", name=row.name)
    return closing


def over_all(viewer: Viewer, right: Right, row: Outbreak) -> None:
    """Whoever has an outbreak erased stands over every place where its orders stood; Problem `area_not_yours`."""
    for area in places_of(row.id):
        viewer.must(right, area)


def _decide(closing: OutbreakClosing, row: Outbreak) -> None:
    """From here on it goes to its end; what is there now is counted, and stands first on the certificate."""
    now: datetime = clock.now()
    if row.closed_at is None:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
    closing.confirmed_at = now
    closing.certificate = msgspec.to_builtins(_counted(closing, row, now))
    closing.save()


def _counted(closing: OutbreakClosing, row: Outbreak, now: datetime) -> Certificate:
    reached = reach_of(row)
    before = personal.counts(fates.ERASED, row.id, reached.before)
    keys = keys_of_outbreaks.all_of(row.id)
    matters = DataKey.objects.filter(outbreak=row).values_list("matter", flat=True)
    by, second = (
        CrewMember.objects.get(id=one) if one else None
        for one in (closing.entered_by_id, closing.confirmed_by_id)
    )
    return Certificate(
        outbreak=str(row.id),
        name=row.name,
        playbook=row.playbook,
        opened_at=row.opened_at,
        closed_at=row.closed_at or now,
        decided_at=now,
        reason=closing.reason,
        by_rule=closing.by_rule,
        by=Who(by.number, by.name) if by else None,
        second=Who(second.number, second.name) if second else None,
        before=reached.before,
        shared_since=reached.shared_since,
        rows=tuple(Rows(table, many) for table, many in before.items()),
        keys=tuple(KeyGone(name, keys_of_outbreaks.fingerprint(key)) for name, key in keys.items()),
        data_keys=dict(Counter(matters)),
        copies=copies_of(row),
    )


def _log(viewer: Viewer, kind: str, row: Outbreak, by: UUID | None) -> None:
    log(viewer, kind, viewer.area, by=by, outbreak=row.id)
