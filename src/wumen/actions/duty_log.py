"""A duty officer adds to the log of a day, and signs it off to whom she hands over; nothing of it is changed after."""

from datetime import date
from uuid import uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.duty_log import SAID, entries_of, lines_of, signed_until
from wumen.queries.posts import viewer_by
from wumen.records import clock, sealing
from wumen.records.models import DutyLogLine, DutyLogSign
from wumen.records.one_at_a_time import one_at_a_time
from wumen.rules.duty_log import digest_of, read_at, read_line
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import TAPPED_TWICE


def add_line(viewer: Viewer, text: str, hour: str = "", day: date | None = None) -> DutyLogLine:
    """Add a line to the office's log of a day, of today and now if nothing else is said.

    A line whose hour was signed off already says so. The same words of the same hour once more within two minutes
    are the line that stands: nothing takes one away again.
    Problems: those of `read_line` and `read_at`, `right_missing`.
    """
    viewer.must(Right.REPORT)
    said, now = read_line(text), clock.now()
    which = min(day or clock.today(), clock.today())
    with changing(viewer):
        at = read_at(hour, now, which)
        until = signed_until(viewer.area, which)
        row = DutyLogLine(
            id=uuid4(), area=viewer.area, day=which, at=at, noted_at=now, by_id=viewer.person
        )
        # Two taps that come at once stand in a row here.
        one_at_a_time("duty log", viewer.area)
        if known := _tapped(row, said):
            return known
        row.late = until is not None and at <= until
        row.said_sealed = sealing.seal(SAID, row.id, said)
        row.save(force_insert=True)
        log(viewer, "duty_log.added", row.area, subject=subject_key(row.id), late=row.late)
    return row


def _tapped(row: DutyLogLine, said: str) -> DutyLogLine | None:
    """The line that she wrote a moment ago in the same words of the same hour."""
    same = DutyLogLine.objects.filter(
        area=row.area,
        day=row.day,
        by=row.by_id,
        noted_at__gt=row.noted_at - TAPPED_TWICE,
        at__range=(row.at - TAPPED_TWICE, row.at),
    )
    return next(
        (one for one in same if sealing.unseal(SAID, one.id, one.said_sealed) == said), None
    )


def sign_off(viewer: Viewer, to: str) -> DutyLogSign:
    """Sign today's log off to whom one hands over, by her crew number: what it holds now is marked.

    Problems: `log_to_oneself`, `crew_unknown`, `post_missing`, `right_missing`.
    """
    viewer.must(Right.REPORT)
    taker = viewer_by(to.strip(), Right.REPORT, [viewer.area])
    if taker.person == viewer.person:
        raise Problem("log_to_oneself")
    with changing(viewer):
        today = clock.today()
        entries, lines = entries_of(viewer, today), lines_of(viewer.area, today)
        row = DutyLogSign.objects.create(
            area=viewer.area,
            day=today,
            signed_at=clock.now(),
            by_id=viewer.person,
            to_id=taker.person,
            entries=entries,
            lines=len(lines),
            digest=digest_of(entries, [f"{one.at.isoformat()} {one.said}" for one in lines]),
        )
        log(viewer, "duty_log.signed", row.area, entries=entries, lines=len(lines), mark=row.digest)
    return row
