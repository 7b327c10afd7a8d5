"""What neighbours report: written down, verified by two workers, closed with what they found."""

from uuid import uuid4

from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.accounts import card_hands
from wumen.queries.supervision import checks_of
from wumen.records import clock, sealing
from wumen.records.models import Household, NeighbourReport, ReportCheck
from wumen.rules.areas import counted_of, read_path
from wumen.rules.objections import check_said
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.supervision import check_verifier, read_found, verdict


def receive_report(viewer: Viewer, path: str, text: str) -> int:
    """Write down what a neighbour reports; nothing changes by it, nobody gains by it. Its number.

    Problems: `right_missing`, `area_not_yours`, `door_says_nothing`, `door_says_much`.
    """
    full = read_path(path)
    viewer.must(Right.CORRECT_HOMES, full)
    said = check_said(text)
    with changing(viewer):
        row = NeighbourReport(
            id=uuid4(),
            number=_number(),
            area=full,
            received_at=clock.now(),
            entered_by_id=viewer.person,
        )
        row.said_sealed = sealing.seal("neighbour_report", row.id, said)
        row.save(force_insert=True)
        log(viewer, "neighbour_report.received", _counted(full), number=row.number)
    return row.number


def verify(viewer: Viewer, number: int, found: str, text: str) -> None:
    """Note what a worker found on the spot; two who found the same close the report.

    Problems: `neighbour_report_unknown`, `neighbour_report_closed`, `neighbour_report_same_person`,
    `second_person_one_hand`, `neighbour_report_word`, `door_says_nothing`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    word, said = read_found(found), check_said(text)
    with changing(viewer):
        row = NeighbourReport.objects.select_for_update().filter(number=number).first()
        if row is None:
            raise Problem("neighbour_report_unknown")
        viewer.must(Right.CORRECT_HOMES, row.area)
        looked = checks_of(row)
        cards = card_hands([viewer.person, *(one.by for one in looked)])
        check_verifier(looked, viewer.person, bool(row.found), row.entered_by_id, cards)
        check = ReportCheck(
            id=uuid4(),
            report=row,
            area=row.area,
            by_id=viewer.person,
            at=clock.now(),
            found=word.value,
        )
        check.said_sealed = sealing.seal("report_check", check.id, said)
        check.save(force_insert=True)
        row.found = verdict(checks_of(row)) or ""
        row.closed_at = clock.now() if row.found else None
        row.save(update_fields=["found", "closed_at"])
        place = _counted(row.area)
        log(viewer, "neighbour_report.verified", place, number=number, closed=bool(row.found))


def _counted(path: str) -> str:
    return counted_of(path, door=Household.objects.filter(area=path).exists())


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('neighbour_report_number')")
        return int(cursor.fetchone()[0])
