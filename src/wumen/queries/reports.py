"""Reports as they would be sent now, and those that were: versions, what changed, whether the log bears them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from wumen.queries.figures import Figures, Instant, count, figures, name_of, place_asked
from wumen.queries.installation import is_drill
from wumen.queries.posts import acting
from wumen.queries.special_needs import doors_of
from wumen.records import clock
from wumen.records.models import Knock, Report
from wumen.rules.areas import span
from wumen.rules.figures import Values, day_of
from wumen.rules.knocks import Result
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import (
    Changed,
    Head,
    Kind,
    Said,
    Told,
    corrections,
    recounted,
    said,
    seal_of,
    yesterday,
)
from wumen.rules.time import whole_day

# How far from the same hour yesterday's report may have gone to be the one that today's is compared with.
_NEAR: Mapping[Kind, timedelta] = {
    Kind.DAILY: timedelta(hours=2),
    Kind.HOURLY: timedelta(minutes=30),
}
_PAGE = 60


@dataclass(frozen=True)
class Draft:
    """A report that can be sent as it stands: all that will be frozen."""

    kind: Kind
    area: str
    place: str
    at: datetime
    counted_at: datetime
    values: Values
    text: Said
    heads: tuple[Head, ...]
    grown: Mapping[str, int | None]
    sent_before: bool
    version: int = 1
    follows: UUID | None = None
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class SentLine:
    """A version in the list of what was sent."""

    id: UUID
    kind: Kind
    area: str
    place: str
    at: datetime
    version: int
    sent_to: str
    sent_at: datetime
    by: str
    form_name: str
    why: str


@dataclass(frozen=True)
class SentReport:
    """One version as it was sent, with the others of it; `upright`: the log still holds its heads.

    `corrected_by` is the version that replaced it.
    """

    line: SentLine
    text: Said
    values: Values
    changed: tuple[Changed, ...]
    heads: tuple[Head, ...]
    seal: str
    upright: bool
    counted_at: datetime
    versions: tuple[SentLine, ...]
    corrected_by: UUID | None
    has_file: bool


_HEADS = """
    SELECT w.writer::text, w.next_seq - 1, encode(w.head, 'hex'), p.role, coalesce(a.name, '')
    FROM writer w JOIN post p ON p.id = w.post LEFT JOIN area a ON a.area = p.area
    WHERE w.next_seq > 1 AND p.area >= %s AND p.area < %s
    ORDER BY p.area, p.role, w.writer
"""


def heads_of(area: str) -> tuple[Head, ...]:
    """The heads of the logs of all posts of a place, inside the running scope."""
    held = span(area)
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [held.lo, held.hi])
        return tuple(Head(*row) for row in cursor.fetchall())


_STANDING = """
    SELECT count(*) FROM unnest(%s::uuid[], %s::bigint[], %s::text[]) AS head (writer, seq, hash)
    JOIN event_key k ON k.writer = head.writer AND k.seq = head.seq
        AND encode(k.hash, 'hex') = head.hash
"""


def _upright(heads: Sequence[Head]) -> bool:
    """Whether every head still stands in the log under its number."""
    with connection.cursor() as cursor:
        writers, numbers = [one.writer for one in heads], [one.seq for one in heads]
        cursor.execute(_STANDING, [writers, numbers, [one.hash for one in heads]])
        return int(cursor.fetchone()[0]) == len(heads)


def _sent_yesterday(kind: Kind, area: str, at: datetime) -> Report | None:
    """The report of the same hour yesterday in its last version, the nearest of several."""
    wanted, near = yesterday(at), _NEAR[kind]
    rows = Report.objects.filter(
        area=area, kind=kind, at__gte=wanted - near, at__lte=wanted + near
    ).order_by("-version", "-sent_at")
    return min(rows, key=lambda one: (abs(one.at - wanted), -one.version), default=None)


def _before(found: Figures, kind: Kind) -> tuple[Values | None, bool]:
    """Yesterday's figures: as they were sent, else counted for that hour; None before anything was planned."""
    sent = _sent_yesterday(kind, found.area, found.at)
    if sent:
        return sent.figures, True
    then = Instant(yesterday(found.at), yesterday(found.counted_at), passed=True)
    return count([found.area], then)[0], False


def draft(viewer: Viewer, kind: Kind, area: str | None = None, at: datetime | None = None) -> Draft:
    """The report of a place at an instant, as it can be sent now.

    Problems: `right_missing`, `area_not_yours`, `report_too_early`.
    """
    found = figures(viewer, area, at)
    with acting(viewer):
        before, sent_before = _before(found, kind)
        heads = heads_of(found.area)
    told = _told(found, heads, before=before, sent_before=sent_before)
    return Draft(
        *(kind, found.area, told.place, found.at, found.counted_at, found.values),
        *(said(kind, told), heads, told.grown, sent_before),
    )


def _told(found: Figures, heads: Sequence[Head], **more: object) -> Told:
    return Told(
        place=found.place,
        at=found.at,
        counted_at=found.counted_at,
        values=found.values,
        known=found.known,
        drill=is_drill(),
        seal=seal_of(heads),
        entries=sum(one.seq for one in heads),
        writers=len(heads),
        **more,  # type: ignore[arg-type]
    )


def correction(viewer: Viewer, ident: UUID, why: str) -> Draft:
    """The second version of a report: counted anew, with what changed and why.

    Problems: `right_missing`, `report_unknown`, `report_corrected`.
    """
    viewer.must(Right.REPORT)
    with acting(viewer):
        row = _row(ident)
        if Report.objects.filter(follows=row).exists():
            raise Problem("report_corrected")
        if row.kind == Kind.FORM:
            raise Problem("report_is_form")
        now, day = clock.now(), day_of(row.at)
        values = recounted(
            row.figures,
            count([row.area], Instant(row.at, now, passed=False))[0],
            day == clock.today(),
        )
        kind, heads = Kind(row.kind), heads_of(row.area)
        found = figures(viewer, row.area or None)
        counted = min(now, whole_day(day).ends) if day == clock.today() else now
        found = Figures(row.area, found.place, row.at, counted, day, values, found.known)
        before, sent_before = _before(found, kind)
    changed = corrections(row.figures, values)
    told = _told(
        *(found, heads),
        before=before,
        sent_before=sent_before,
        version=row.version + 1,
        why=why,
        changed=changed,
    )
    return Draft(
        *(kind, row.area, found.place, row.at, counted, values, said(kind, told), heads),
        *(told.grown, sent_before, row.version + 1, row.id, changed),
    )


@dataclass(frozen=True)
class Knocked:
    """A door that was knocked at today: the last visit, its result, and how many there were."""

    household: UUID
    door: str
    visits: int
    last_at: datetime
    result: Result


def knocked_today(viewer: Viewer, area: str | None = None) -> Sequence[Knocked]:
    """The rows behind the figures of knocks, in the order of doors; Problems `right_missing`, …"""
    viewer.must(Right.REPORT)
    held, begins = span(place_asked(viewer, area)), whole_day(clock.today()).begins
    with acting(viewer):
        rows = Knock.objects.filter(area__gte=held.lo, area__lt=held.hi, knocked_at__gte=begins)
        found: dict[UUID, list[Knock]] = {}
        for one in rows.order_by("area", "knocked_at"):
            found.setdefault(one.household, []).append(one)
        names = doors_of(visits[-1].area for visits in found.values())
    return [
        Knocked(last.household, names[last.area], len(all_of), last.knocked_at, Result(last.result))
        for all_of in found.values()
        if (last := all_of[-1])
    ]


def _row(ident: UUID) -> Report:
    row = Report.objects.select_related("sent_by").filter(id=ident).first()
    if row is None:
        raise Problem("report_unknown")
    return row


def _lines(rows: Sequence[Report]) -> list[SentLine]:
    names = {area: name_of(area) for area in {one.area for one in rows}}
    return [
        SentLine(
            *(one.id, Kind(one.kind), one.area, names[one.area], one.at, one.version),
            *(one.sent_to, one.sent_at, one.sent_by.name, one.form_name, one.why),
        )
        for one in rows
    ]


def sent_reports(viewer: Viewer, area: str | None = None) -> Sequence[SentLine]:
    """What was sent from a place, the newest first; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.REPORT)
    held = span(place_asked(viewer, area))
    with acting(viewer):
        rows = Report.objects.select_related("sent_by").defer("figures", "heads", "file_sealed")
        inside = rows.filter(area__gte=held.lo, area__lt=held.hi)
        return _lines(list(inside.order_by("-sent_at")[:_PAGE]))


def _versions(row: Report) -> list[Report]:
    """All versions of a report, the first first."""
    same = Report.objects.select_related("sent_by").defer("figures", "heads", "file_sealed")
    rows = {one.id: one for one in same.filter(area=row.area, kind=row.kind, at=row.at)}
    chain = [rows[row.id]]
    while chain[0].follows_id in rows:
        chain.insert(0, rows[chain[0].follows_id])
    after = {one.follows_id: one for one in rows.values()}
    while chain[-1].id in after:
        chain.append(after[chain[-1].id])
    return chain


def sent_report(viewer: Viewer, ident: UUID) -> SentReport:
    """One version as it was sent; Problems `right_missing`, `report_unknown`."""
    viewer.must(Right.REPORT)
    with acting(viewer):
        row = _row(ident)
        versions = _versions(row)
        heads = tuple(Head(**one) for one in row.heads)
        later = next((one.id for one in versions if one.follows_id == row.id), None)
        return SentReport(
            line=_lines([row])[0],
            text=Said(row.text_zh, row.text_en),
            values=row.figures,
            changed=tuple(Changed(**one) for one in row.changed),
            heads=heads,
            seal=seal_of(heads),
            upright=_upright(heads),
            counted_at=row.counted_at,
            versions=tuple(_lines(versions)),
            corrected_by=later,
            has_file=row.file_sealed is not None,
        )
