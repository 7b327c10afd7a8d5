"""Lists of another office: matched with the register, and how each row stands by calls, register and what was noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.db.models import Count, F, Prefetch, QuerySet

from wumen.queries.calls import EntryLine, entry_lines, people_over
from wumen.queries.case_contacts import says_this
from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Call, CallEntry, CaseContact, Inquiry, InquiryRow, Resident
from wumen.rules.calls import CallResult, Step
from wumen.rules.case_contacts import ContactKind
from wumen.rules.inquiries.standing import (
    LIVES_HERE,
    SAME_PERSON,
    Finding,
    Match,
    finding_of,
    sentence,
    sums,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Those that wait are never so many; the rest of the page is what was answered last.
_SHOWN = 100


class Said(msgspec.Struct, frozen=True):
    """What a row says of somebody beside its cells: name, kind of contact, day of the last contact."""

    name: str
    kind: ContactKind | None = None
    last: date | None = None


def said_of(row: InquiryRow) -> Said:
    """What a row says; Problem `seal_broken`."""
    return msgspec.json.decode(sealing.unseal("said", row.id, row.said_sealed) or "{}", type=Said)


@dataclass(frozen=True)
class RowLine:
    """A row as the office sees it: who is asked about, who it is by the register, how far calls are, what is found.

    `rung`: how she stands on a call list, None where nobody can ring her; `elsewhere`: that list was made for another
    list, so that she is rung once. `found` is what the answer says by now, None while it is open.
    """

    id: UUID
    place: int
    said: Said
    resident: UUID | None
    household: UUID | None
    registered: str
    door: str
    match: Match
    rung: EntryLine | None
    elsewhere: bool
    found: Finding | None
    noted: bool
    found_at: datetime | None
    found_by: str
    found_said: str


@dataclass(frozen=True)
class InquiryLine:
    """A list: what it is called at the sender's, who answers for it by when, how its rows stand by their findings.

    `counted` holds how many rows stand how, what is open last; of an answered list only how many rows there are.
    """

    number: int
    theirs: str
    sender: str
    area: str
    place: str
    received_at: datetime
    taken_by: str
    owner: str
    due_at: datetime
    overdue: bool
    answered_at: datetime | None
    answered_by: str
    call_list: UUID | None
    rows: int
    counted: Mapping[str, int]

    @property
    def open(self) -> int:
        """How many rows nobody can answer yet."""
        return self.counted.get("open", 0)


@dataclass(frozen=True)
class InquiryPage:
    """One list with its rows, what is open first, and the answer in a sentence.

    `proposable`: how many live here, are said to be contacts, and stand among the contacts not yet.
    """

    line: InquiryLine
    rows: tuple[RowLine, ...]
    sentence: str
    proposable: int


def inquiry_of(number: int, lock: bool = False) -> Inquiry:
    """The list of that number, inside the running scope; Problem `inquiry_unknown`."""
    rows = Inquiry.objects.select_for_update() if lock else Inquiry.objects.all()
    row = rows.filter(number=number).first()
    if row is None:
        raise Problem("inquiry_unknown")
    return row


def inquiries(viewer: Viewer) -> list[InquiryLine]:
    """The lists of the viewer's area: what waits for its answer first, by its hour; Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        rows = list(_all().order_by(F("answered_at").desc(nulls_first=True), "due_at")[:_SHOWN])
        words, lines = row_lines([one for one in rows if one.answered_at is None], rows)
        found: dict[int, list[Finding | None]] = {}
        for row, line in lines:
            found.setdefault(row.inquiry.number, []).append(line.found)
        return [_line(one, words, sums(found.get(one.number, ()))) for one in rows]


def _all() -> QuerySet[Inquiry]:
    """All lists, each with how many rows it has."""
    rows = Inquiry.objects.select_related("taken_by", "owner", "answered_by")
    return rows.annotate(many=Count("rows"))


def inquiry(viewer: Viewer, number: int) -> InquiryPage:
    """One list; Problems `right_missing`, `inquiry_unknown`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        one = _all().filter(number=number).first()
        if one is None:
            raise Problem("inquiry_unknown")
        words, found = row_lines([one], [one])
        lines = [line for _, line in found]
        counted = sums(line.found for line in lines)
        made = _line(one, words, counted)
        waits = _proposable(lines)
    lines.sort(key=lambda line: (line.found is not None, line.place))
    return InquiryPage(made, tuple(lines), sentence(one.theirs, counted), waits)


def _proposable(lines: Sequence[RowLine]) -> int:
    """How many could be proposed as contacts and were not."""
    asked = {
        (line.resident, line.said.last)
        for line in lines
        if line.found in LIVES_HERE
        and line.match in SAME_PERSON
        and line.said.kind
        and line.resident
    }
    known: dict[UUID, list[CaseContact]] = {}
    today = clock.today()
    people = {who for who, _ in asked}
    for row in CaseContact.objects.filter(resident__in=people, dropped_at__isnull=True):
        known.setdefault(row.resident, []).append(row)
    return len(
        {
            who
            for who, last in asked
            if not any(says_this(row, last, today) for row in known.get(who, ()))
        }
    )


def who_may_answer(viewer: Viewer, area: str) -> list[tuple[UUID, str]]:
    """Who could answer for a list of a place: whoever stands over it; Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER, area)
    with acting(viewer):
        return [(one.id, one.name) for one in people_over(area)]


def _line(one: Inquiry, words: Doors, counted: Mapping[str, int]) -> InquiryLine:
    return InquiryLine(
        number=one.number,
        theirs=one.theirs,
        sender=one.sender,
        area=one.area,
        place=words.place(one.area),
        received_at=one.received_at,
        taken_by=one.taken_by.name,
        owner=one.owner.name,
        due_at=one.due_at,
        overdue=one.answered_at is None and one.due_at <= clock.now(),
        answered_at=one.answered_at,
        answered_by=one.answered_by.name if one.answered_by else "",
        call_list=one.call_list,
        rows=one.many,  # type: ignore[attr-defined]
        counted=counted,
    )


def row_lines(
    lists: Sequence[Inquiry], around: Sequence[Inquiry] = ()
) -> tuple[Doors, list[tuple[InquiryRow, RowLine]]]:
    """The rows of some lists in the sender's order, each as it stands now; inside the running scope.

    Beside them the words for their doors, and for the places of the lists `around` them.
    """
    rows = list(
        InquiryRow.objects.filter(inquiry__in=lists)
        .select_related("inquiry", "found_by")
        .order_by("inquiry__number", "place")
    )
    rung = _rung([row.entry for row in rows if row.entry])
    people = {
        one.id: one
        for one in Resident.objects.filter(id__in=[row.resident for row in rows if row.resident])
    }
    words = Doors.of({one.area for one in people.values()} | {one.area for one in around})
    return words, [
        (row, _row(row, people.get(row.resident) if row.resident else None, words, rung))
        for row in rows
    ]


_Rung = Mapping[UUID, tuple[CallEntry, EntryLine]]


def _rung(ids: Sequence[UUID]) -> _Rung:
    """How those who are rung stand, by their entries."""
    calls = Call.objects.select_related("by").order_by("called_at")
    entries = list(
        CallEntry.objects.filter(id__in=ids)
        .select_related("caller")
        .prefetch_related(Prefetch("calls", calls))
    )
    return {
        entry.id: (entry, line) for entry, line in zip(entries, entry_lines(entries), strict=True)
    }


def _row(row: InquiryRow, who: Resident | None, words: Doors, rung: _Rung) -> RowLine:
    entry, line = rung.get(row.entry, (None, None)) if row.entry else (None, None)
    match, noted = Match(row.match), Finding(row.found) if row.found else None
    last = line.calls[-1] if line and line.calls else None
    step = line.next.step if line else None
    # What was answered stays as it was sent, whoever is rung since.
    waits = row.inquiry.answered_at is None
    said = CallResult(last.result) if last else None
    found = finding_of(match, noted, step, said) if waits else noted
    called = found is not None and noted is None and last is not None
    return RowLine(
        id=row.id,
        place=row.place,
        said=said_of(row),
        resident=row.resident,
        household=who.household_id if who else None,
        registered=who.name if who else "",
        door=words.short(who.area) if who else "",
        match=match,
        rung=line,
        elsewhere=entry is not None and entry.call_list_id != row.inquiry.call_list,
        found=found,
        noted=noted is not None,
        found_at=row.found_at or (last.called_at if called and last else None),
        found_by=row.found_by.name if row.found_by else last.by if called and last else "",
        found_said=sealing.unseal("found_said", row.id, row.found_said_sealed) or "",
    )


def waiting_for(line: RowLine) -> Step | None:
    """What a row that is open waits for: a call, an hour, a knock, or a person's word (None)."""
    if line.found is not None or line.rung is None:
        return None
    step = line.rung.next.step
    return None if step is Step.DONE else step
