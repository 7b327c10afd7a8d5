"""Lists of another office (协查) are taken, matched, rung once a person; what is found is noted, the answer made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from django.db import connection
from django.db.models import Q

from wumen.actions.calls import NewList, close_list, make_list
from wumen.actions.changing import changing
from wumen.actions.lists import TakenList, export_mark, export_number
from wumen.actions.log import log, subject_key
from wumen.channels.spreadsheets import read_sheets
from wumen.channels.tables import Table, write_tables
from wumen.queries.calls import Listed, people_over
from wumen.queries.doors import Doors
from wumen.queries.inquiries import RowLine, Said, inquiry_of, row_lines, said_of
from wumen.queries.inquiry_matches import Matched, matches
from wumen.queries.search import telephones_of
from wumen.records import clock, sealing
from wumen.records.models import Call, CallEntry, CallList, Inquiry, InquiryRow, Resident
from wumen.records.one_at_a_time import one_at_a_time
from wumen.rules.areas import counted_at, read_path
from wumen.rules.calls import CallResult, Source
from wumen.rules.homes import is_away
from wumen.rules.inquiries.reading import AskedList, AskedRow, read_pasted, read_sheet
from wumen.rules.inquiries.standing import (
    SAME_PERSON,
    SAME_PERSON_FOR,
    Answered,
    Finding,
    InquiryDraft,
    Match,
    also_asked,
    answer_cells,
    answer_header,
    check_draft,
    check_said,
    purpose_of,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local


@dataclass(frozen=True)
class TakenInquiry:
    """A list that was taken: our number, how many rows, how many are rung, how many lines were left out on purpose."""

    number: int
    rows: int
    rung: int
    left_out: int


def read_file(name: str, content: bytes) -> AskedList:
    """The list of an uploaded file, its first sheet that has one. Problems: those of reading, `inquiry_*`."""
    problem = Problem("inquiry_no_columns")
    for sheet in read_sheets(content, name):
        try:
            return read_sheet(sheet.rows, clock.today())
        except Problem as refused:
            problem = refused
    raise problem


def read_text(text: str) -> AskedList:
    """The list of a pasted text. Problems `inquiry_*`."""
    return read_pasted(text, clock.today())


def take(
    viewer: Viewer, draft: InquiryDraft, asked: AskedList, without_unread: bool = False
) -> TakenInquiry:
    """Take a list: each row matched with the register; who is to be rung stands on one call list, each person once.

    Who was rung for another list these days is not rung again. Nobody is bound by standing on a list.
    Problems: those of `check_draft`, `inquiry_known`, `inquiry_lines_unread` unless taken `without_unread`, rights.
    """
    full, now = read_path(draft.area), clock.now()
    viewer.must(Right.KEEP_REGISTER, full)
    due_at = check_draft(draft, now)
    theirs, sender = draft.number.strip(), draft.sender.strip()
    if asked.unread and not without_unread:
        raise Problem("inquiry_lines_unread", n=len(asked.unread))
    with changing(viewer):
        one_at_a_time("inquiries")  # Two at one instant would each find nobody rung yet.
        same = Inquiry.objects.filter(area=full, theirs=theirs, sender=sender).first()
        if same is not None:
            raise Problem("inquiry_known", number=same.number)
        one = Inquiry(
            id=uuid4(),
            number=_next_number(),
            area=full,
            theirs=theirs,
            sender=sender,
            header=list(asked.header),
            received_at=now,
            taken_by_id=viewer.person,
            owner_id=viewer.person,
            due_at=due_at,
        )
        found = list(zip(asked.rows, matches(full, asked.rows), strict=True))
        rows = [_row(one, place, *each) for place, each in enumerate(found)]
        rung = _ring(
            viewer, one, [_Rung(row, *each) for row, each in zip(rows, found, strict=True)]
        )
        one.save(force_insert=True)
        InquiryRow.objects.bulk_create(rows, batch_size=500)
        log(viewer, "inquiry.taken", full, number=one.number, rows=len(rows), rung=rung)
    return TakenInquiry(one.number, len(rows), rung, len(asked.unread))


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('inquiry_number')")
        return int(cursor.fetchone()[0])


def _row(one: Inquiry, place: int, asked: AskedRow, found: Matched) -> InquiryRow:
    row = InquiryRow(id=uuid4(), inquiry=one, place=place, match=found.match)
    row.area = found.who.area if found.who else one.area
    row.resident = found.who.id if found.who else None
    row.cells_sealed = sealing.seal_list("cells", row.id, asked.cells) or b""
    said = Said(asked.name, asked.kind, asked.last)
    row.said_sealed = sealing.seal("said", row.id, msgspec.json.encode(said).decode())
    return row


@dataclass(frozen=True)
class _Rung:
    """A row that may be rung: what was asked, and whom the register knows."""

    row: InquiryRow
    asked: AskedRow
    found: Matched

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that were sent; of somebody who is registered, those of the register where none was sent."""
        who = self.found.who
        return self.asked.telephones or (tuple(telephones_of(who)) if who else ())

    @property
    def key(self) -> bytes:
        """By what the same person is recognised on another list."""
        return sealing.keyed("inquiry", self.numbers[0])

    def listed(self, beside: Sequence["_Rung"]) -> Listed:
        """How she stands on the call list, with whoever shares her number: by names alone, never of what kind she is
        on it, or who the case is.
        """
        who, name = self.found.who, self.asked.name
        own = name if who is None or who.name != name else ""
        also = also_asked(one.asked.name for one in beside if one.asked.name != name)
        return Listed(self.row.area, self.row.resident, self.numbers, f"{own} {also}".strip())


def _ring(viewer: Viewer, one: Inquiry, rows: Sequence[_Rung]) -> int:
    """Put on one call list whoever is rung for no other list these days, each once; how many are."""
    wanted = []
    for each in rows:
        if each.numbers:
            each.row.key = each.key
            wanted.append(each)
    known = _already(one, [each.row for each in wanted])
    for each in wanted:
        each.row.entry = known.get(each.key) or known.get(each.row.resident)
    in_order = sorted(
        _together([each for each in wanted if each.row.entry is None]),
        key=lambda some: (some[0].row.resident is None, some[0].row.area, some[0].row.place),
    )
    if in_order:
        new = NewList(purpose_of(one.number), one.area, Source.PASTED, due_at=one.due_at)
        made = make_list(viewer, new, [some[0].listed(some[1:]) for some in in_order])
        entries = made.entries.order_by("place").values_list("id", flat=True)
        for some, entry in zip(in_order, entries, strict=True):
            for each in some:
                each.row.entry = entry
        one.call_list = made.id
    return len(in_order)


def _together(rows: Sequence[_Rung]) -> list[list[_Rung]]:
    """Rows that one call answers: of one number, or of one person of the register under several."""
    found: list[list[_Rung]] = []
    place: dict[bytes | UUID, list[_Rung]] = {}
    for each in rows:
        known = each.found.who if each.found.match in SAME_PERSON else None
        who = known.id if known else each.key
        some = place.get(each.key) or place.get(who)
        if some is None:
            some = []
            found.append(some)
        place[each.key] = place[who] = some
        some.append(each)
    return found


def _already(one: Inquiry, rows: Sequence[InquiryRow]) -> dict[bytes | UUID | None, UUID]:
    """Where somebody of these rows is rung already, by the hash of her number and by her id.

    Where a list was put away before she was reached, nobody rings her any more.
    """
    since = one.received_at - SAME_PERSON_FOR
    keys, people = [row.key for row in rows], [row.resident for row in rows if row.resident]
    others = list(
        InquiryRow.objects.filter(
            Q(key__in=keys) | Q(resident__in=people),
            inquiry__received_at__gte=since,
            entry__isnull=False,
        ).order_by("inquiry__number")
    )
    rung = set(
        CallEntry.objects.filter(id__in=[row.entry for row in others])
        .filter(Q(call_list__closed_at__isnull=True) | Q(calls__result=CallResult.REACHED))
        .values_list("id", flat=True)
    )
    found: dict[bytes | UUID | None, UUID] = {}
    for row in others:
        if row.entry in rung and row.entry:
            found[bytes(row.key or b"")] = row.entry
            if row.resident:
                found[row.resident] = row.entry
    return found


def note(
    viewer: Viewer,
    number: int,
    rows: Sequence[UUID],
    finding: Finding,
    said: str = "",
    same: bool = False,
) -> int:
    """Note what was found of some rows, by name, and of the same people on other lists that wait. How many.

    `same`: where the register has her number under another name, that it is she, written otherwise.
    Problems: `inquiry_unknown`, `inquiry_answered`, `inquiry_nobody`, `inquiry_words_long`, `right_missing`.
    """
    words = check_said(said)
    with changing(viewer):
        one = _held(viewer, number)
        chosen = list(one.rows.filter(id__in=rows))
        if not chosen:
            raise Problem("inquiry_nobody")
        now = clock.now()
        if same:
            _same_person(chosen)
        for row in [*chosen, *_elsewhere(chosen)]:
            row.found, row.found_by_id, row.found_at = finding, viewer.person, now
            row.found_said_sealed = sealing.seal("found_said", row.id, words) if words else None
            row.save(update_fields=["match", "found", "found_by", "found_at", "found_said_sealed"])
            subject = subject_key(row.resident or row.id)
            place = counted_at(row.area) if row.resident else row.area
            log(viewer, "inquiry.found", place, subject=subject, number=number)
    return len(chosen)


def _elsewhere(chosen: Sequence[InquiryRow]) -> list[InquiryRow]:
    """The rows of other lists that wait and ask about the same people: rung as one, and under one name."""
    known = {(row.entry, said_of(row).name) for row in chosen if row.entry}
    others = InquiryRow.objects.filter(
        entry__in=[entry for entry, _ in known], found="", inquiry__answered_at__isnull=True
    ).exclude(id__in=[row.id for row in chosen])
    return [row for row in others if (row.entry, said_of(row).name) in known]


def _same_person(chosen: Sequence[InquiryRow]) -> None:
    """Let rows whose number is registered under another name mean whoever is registered."""
    other = [row for row in chosen if row.match == Match.OTHER_NAME]
    people = {
        who.id: who for who in Resident.objects.filter(id__in=[row.resident for row in other])
    }
    for row in other:
        who = people.get(row.resident) if row.resident else None
        if who is not None:
            away = is_away(who.away_since, who.away_until, clock.today())
            row.match = Match.AWAY if away else Match.HERE


def give(viewer: Viewer, number: int, person: UUID) -> None:
    """Let somebody else answer for a list. Problems `inquiry_unknown`, `inquiry_answered`, `crew_unknown`."""
    with changing(viewer):
        one = _held(viewer, number)
        if not people_over(one.area).filter(id=person).exists():
            raise Problem("crew_unknown", crew_no="")
        one.owner_id = person
        one.save(update_fields=["owner"])
        log(viewer, "inquiry.given", one.area, number=number)


def _held(viewer: Viewer, number: int) -> Inquiry:
    """A list that waits for its answer, locked."""
    one = inquiry_of(number, lock=True)
    viewer.must(Right.KEEP_REGISTER, one.area)
    if one.answered_at is not None:
        raise Problem("inquiry_answered")
    return one


def take_answer(viewer: Viewer, number: int) -> TakenList:
    """The answer as .xlsx in the sender's own columns, marked with who took it; the event stands before a byte leaves.

    Problems: `inquiry_unknown`, `right_missing`.
    """
    viewer.must(Right.EXPORT)
    with changing(viewer):
        one = inquiry_of(number)
        viewer.must(Right.EXPORT, one.area)
        rows = [
            answer_cells(one.header, sealing.unseal_list("cells", row.id, row.cells_sealed), said)
            for row, said in _answers(one)
        ]
        purpose, export = f"回复协查名单 {number} 号", export_number()
        log(
            *(viewer, "list.exported", one.area),
            list="inquiry",
            purpose=purpose,
            columns=list(answer_header(one.header)),
            complete=True,
            count=len(rows),
            number=export,
        )
        mark = export_mark(viewer, export, purpose)
    table = Table("回函", f"{one.theirs} 核查结果", answer_header(one.header), rows)
    name = f"回函-{local(mark.at):%Y%m%d}-第{export}号.xlsx"
    return TakenList(name, write_tables([table], str(mark)), export, len(rows))


def _answers(one: Inquiry) -> list[tuple[InquiryRow, Answered]]:
    """The rows with what goes back of each; numbers are opened for a sender's column that asks for them alone."""
    _, lines = row_lines([one])
    people = {
        who.id: who for who in Resident.objects.filter(id__in=[row.resident for row, _ in lines])
    }
    words = Doors.of({who.area for who in people.values()})
    return [
        (row, _answered(line, people.get(row.resident) if row.resident else None, words))
        for row, line in lines
    ]


def _answered(line: RowLine, known: Resident | None, words: Doors) -> Answered:
    who = known if line.match in SAME_PERSON else None
    identity = sealing.unseal("identity", who.id, who.identity_sealed) if who else None
    return Answered(
        finding=line.found,
        door=words.place(who.area) if who else "",
        identity=identity or "",
        at=line.found_at,
        by=line.found_by,
        said=line.found_said,
    )


def close(viewer: Viewer, number: int, partly: bool = False) -> None:
    """Note that the answer went back as it stands now; the call list is put away where no other list needs it.

    Problems: `inquiry_unknown`, `inquiry_answered`, `inquiry_still_open` unless only a part is answered on purpose.
    """
    with changing(viewer):
        one = _held(viewer, number)
        _, lines = row_lines([one])
        still = sum(line.found is None for _, line in lines)
        if still and not partly:
            raise Problem("inquiry_still_open", n=still)
        _freeze(viewer, lines)
        one.answered_at, one.answered_by_id = clock.now(), viewer.person
        one.save(update_fields=["answered_at", "answered_by"])
        log(viewer, "inquiry.answered", one.area, number=number, open=still)
        if one.call_list and not _waited_for(one) and _is_open(one.call_list):
            close_list(viewer, one.call_list)


def _freeze(viewer: Viewer, lines: Sequence[tuple[InquiryRow, RowLine]]) -> None:
    """Keep on each row what the answer said of it, in the name of whoever rang last: later calls change nothing."""
    calls = Call.objects.filter(entry__in=[row.entry for row, _ in lines if row.entry])
    rang = dict(calls.order_by("called_at").values_list("entry", "by"))
    fresh = [(row, line) for row, line in lines if line.found and not line.noted]
    for row, line in fresh:
        row.found = line.found or ""
        row.found_by_id = rang.get(row.entry, viewer.person) if row.entry else viewer.person
        row.found_at = line.found_at or clock.now()
    InquiryRow.objects.bulk_update(
        [row for row, _ in fresh], ["found", "found_by", "found_at"], batch_size=500
    )


def _waited_for(one: Inquiry) -> bool:
    """Whether somebody of its call list is asked about by another list that waits."""
    mine = CallEntry.objects.filter(call_list=one.call_list).values("id")
    others = InquiryRow.objects.filter(entry__in=mine, inquiry__answered_at__isnull=True)
    return others.exclude(inquiry=one).exists()


def _is_open(call_list: UUID) -> bool:
    return CallList.objects.filter(id=call_list, closed_at__isnull=True).exists()
