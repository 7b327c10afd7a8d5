"""Contacts of cases are proposed by one person, confirmed by another, contested, taken off; nobody is bound by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import msgspec

from wumen.actions.changing import changing
from wumen.actions.lists import TakenList, export_mark, export_number
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import chosen_outbreak, must_be_open
from wumen.actions.sampling_rounds.tubes import look_at_tube
from wumen.actions.second_person import second_beside
from wumen.channels.tables import Table, write_tables
from wumen.queries.case_contacts import (
    Group,
    OfPositive,
    Said,
    contact_row,
    near_positive,
    needs_of,
    positive_row,
    said_of,
    says_this,
    state,
    typed_as,
)
from wumen.queries.doors import Doors
from wumen.queries.inquiries import inquiry_of, row_lines
from wumen.queries.playbooks import playbook
from wumen.queries.sampling_rounds.tubes import TubeRegistered
from wumen.queries.search import telephones_of
from wumen.records import clock, sealing
from wumen.records.models import CaseContact, Outbreak, Resident
from wumen.rules.areas import counted_at
from wumen.rules.case_contacts import (
    GROUND_NAMES,
    KIND_NAMES,
    ContactKind,
    Ground,
    State,
    advice,
    check_proposal,
    check_reason,
    closest_first,
    ends_with,
)
from wumen.rules.inquiries.standing import LIVES_HERE, SAME_PERSON
from wumen.rules.lists import check_purpose, read_purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local


@dataclass(frozen=True)
class Proposal:
    """What is proposed of some people at once: the kind, since when, on what ground, from which list or positive."""

    kind: ContactKind
    last: date | None
    ground: Ground
    inquiry: int | None = None
    occurrence: int | None = None


def propose(viewer: Viewer, people: Sequence[UUID], what: Proposal, outbreak_name: str = "") -> int:
    """Propose people as contacts; how many are new.

    Who waits already, or is confirmed with a contact as late, is proposed no second time.
    Problems: `contact_nobody`, `contact_day_wrong`, `outbreak_*`, `right_missing`.
    """
    viewer.must(Right.KEEP_REGISTER)
    check_proposal(what.last, clock.today())
    with changing(viewer):
        outbreak = chosen_outbreak(outbreak_name)
        must_be_open(outbreak.id)
        rows = list(Resident.objects.filter(id__in=people).order_by("area", "place", "id"))
        if not rows:
            raise Problem("contact_nobody")
        for one in rows:
            viewer.must(Right.KEEP_REGISTER, one.area)
        known = _known(outbreak, [one.id for one in rows], what.last)
        fresh = [one for one in rows if one.id not in known]
        for one in fresh:
            _add(viewer, outbreak, one, what)
    return len(fresh)


def propose_listed(viewer: Viewer, number: int, outbreak_name: str = "") -> int:
    """Propose whoever of a list is found to live here and is said to be a contact of some kind. How many are new.

    Problems: `inquiry_unknown`, `contact_nobody`, and those of `propose`.
    """
    with changing(viewer):
        lines = [line for _, line in row_lines([inquiry_of(number)])[1]]
        listed: dict[Proposal, list[UUID]] = {}
        for line in lines:
            here = line.found in LIVES_HERE and line.match in SAME_PERSON
            if here and line.resident and line.said.kind:
                what = Proposal(line.said.kind, line.said.last, Ground.LIST, number)
                listed.setdefault(what, []).append(line.resident)
        if not listed:
            raise Problem("contact_nobody")
        # Who stands there twice is proposed once: as the closer contact, the later before the earlier.
        return sum(
            propose(viewer, listed[what], what, outbreak_name)
            for what in sorted(listed, key=lambda one: closest_first(one.kind, one.last))
        )


def _known(outbreak: Outbreak, people: Sequence[UUID], last: date | None) -> set[UUID]:
    """Who of some people waits already, or is confirmed with a contact as late."""
    today = clock.today()
    rows = CaseContact.objects.filter(outbreak=outbreak, resident__in=people, dropped_at=None)
    return {row.resident for row in rows if says_this(row, last, today)}


def _add(viewer: Viewer, outbreak: Outbreak, one: Resident, what: Proposal) -> None:
    row = CaseContact(
        id=uuid4(),
        outbreak=outbreak,
        area=one.area,
        resident=one.id,
        inquiry=what.inquiry,
        occurrence=what.occurrence,
        proposed_by_id=viewer.person,
        proposed_at=clock.now(),
    )
    said = Said(what.kind, what.last, what.ground)
    row.said_sealed = _sealed(row, msgspec.json.encode(said).decode())
    row.save(force_insert=True)
    _log(viewer, "contact.proposed", row)


def confirm(viewer: Viewer, ident: UUID, kind: ContactKind, last: date | None) -> date:
    """Confirm a proposal as another person, with kind and day as the authority's word has them; the day that ends it.

    It puts nobody under anything: an order is entered from the authority's document, by two.
    Problems: `contact_unknown`, `contact_settled`, `contact_day_unknown`, `contact_day_wrong`, `contact_over`, those of
    `check_two_people`, `outbreak_closed`, `right_missing`.
    """
    viewer.must(Right.CONFIRM_ORDER)
    today = clock.today()
    check_proposal(last, today)
    with changing(viewer):
        row = contact_row(ident)
        viewer.must(Right.CONFIRM_ORDER, row.area)
        if state(row, today) is not State.PROPOSED:
            raise Problem("contact_settled")
        outbreak = must_be_open(row.outbreak_id)
        who = Resident.objects.filter(id=row.resident).first()
        needs = needs_of([who]).get(who.id, frozenset()) if who else frozenset()
        rules = playbook(outbreak.playbook, tuple(outbreak.overlays))
        row.until = ends_with(advice(kind, last, needs, today, rules), today)
        row.confirmed_by_id = second_beside(row.proposed_by_id, viewer)
        row.confirmed_at = clock.now()
        said = Said(kind, last, said_of(row).ground)
        row.said_sealed = _sealed(row, msgspec.json.encode(said).decode())
        row.save(update_fields=["until", "confirmed_by", "confirmed_at", "said_sealed"])
        _log(viewer, "contact.confirmed", row)
    return row.until


def contest(viewer: Viewer, ident: UUID, said: str) -> None:
    """Note that she says it is wrong, in her words: somebody without a hand in it decides.

    Problems: `contact_unknown`, `contact_settled`, `contact_needs_reason`, `contact_words_long`, `right_missing`.
    """
    viewer.must(Right.KEEP_REGISTER)
    words = check_reason(said)
    with changing(viewer):
        row = contact_row(ident)
        if state(row, clock.today()) not in (State.PROPOSED, State.CONFIRMED):
            raise Problem("contact_settled")
        row.contested_sealed, row.contested_at = _sealed(row, words), clock.now()
        row.save(update_fields=["contested_sealed", "contested_at"])
        _log(viewer, "contact.contested", row)


def keep(viewer: Viewer, ident: UUID) -> None:
    """Say, without a hand in it, that a contested contact stands.

    Problems: `contact_unknown`, `contact_settled`, those of `check_two_people`, `right_missing`.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        row = contact_row(ident)
        if state(row, clock.today()) is not State.CONTESTED:
            raise Problem("contact_settled")
        _without_a_hand(viewer, row)
        row.kept_by_id, row.kept_at = viewer.person, clock.now()
        row.save(update_fields=["kept_by", "kept_at"])
        _log(viewer, "contact.kept", row)


def drop(viewer: Viewer, ident: UUID, why: str) -> None:
    """Take a contact off, with a reason; of one that is contested or confirmed an officer decides.

    An order that binds her goes on until its authority's document ends it.
    Problems: `contact_unknown`, `contact_settled`, `contact_needs_reason`, `contact_words_long`, of two people, rights.
    """
    viewer.must(Right.KEEP_REGISTER)
    words = check_reason(why)
    with changing(viewer):
        row = contact_row(ident)
        stands = state(row, clock.today())
        if stands in (State.DROPPED, State.OVER):
            raise Problem("contact_settled")
        if stands is not State.PROPOSED:
            viewer.must(Right.CONFIRM_ORDER, row.area)
        if stands is State.CONTESTED:
            _without_a_hand(viewer, row)
        row.dropped_by_id, row.dropped_at = viewer.person, clock.now()
        row.dropped_why_sealed = _sealed(row, words)
        row.save(update_fields=["dropped_by", "dropped_at", "dropped_why_sealed"])
        _log(viewer, "contact.dropped", row)


def _without_a_hand(viewer: Viewer, row: CaseContact) -> None:
    """Whoever proposed or confirmed it does not judge it."""
    for who in (row.proposed_by_id, row.confirmed_by_id):
        if who:
            second_beside(who, viewer)


def _sealed(row: CaseContact, text: str) -> bytes:
    return sealing.seal_contact(row.outbreak_id, clock.today(), row.id, text)


def _log(viewer: Viewer, kind: str, row: CaseContact) -> None:
    """The event of a contact: that something was noted of somebody; never of what kind, nor why."""
    log(viewer, kind, counted_at(row.area), subject=subject_key(row.resident), contact=str(row.id))


def near_in_tube(viewer: Viewer, number: int, look: UUID) -> OfPositive:
    """Who is near a positive, with whoever shares her tube, once the look that two agreed to is logged.

    Problems: `contact_no_positive`, `contact_unnamed` where nobody noted who the positive is, `contact_tube_other`
    where she is of another, those of `look_at_tube`.
    """
    with changing(viewer):
        row = positive_row(number)
        she = Resident.objects.filter(id=row.resident).first() if row.resident else None
        if she is None:
            raise Problem("contact_unnamed")
        tube = look_at_tube(viewer, look)
        told = she.id in {one.resident for one in tube.people}
        hers = typed_as(she, tube.registered)
        if not told and not hers:
            raise Problem("contact_tube_other")
        others = tuple(one for one in tube.registered if one not in hers)
    return near_positive(viewer, number, replace(tube, registered=others))


def propose_near(viewer: Viewer, number: int, people: Sequence[UUID], what: Proposal) -> int:
    """Propose some of those who are near a positive, in its outbreak. Problems: `contact_no_positive`, of `propose`."""
    with changing(viewer):
        outbreak = positive_row(number).outbreak.name
    return propose(viewer, people, what, outbreak)


_HEADER = ("姓名", "身份证号", "联系电话", "现住址", "依据", "建议类别", "末次接触日期", "备注")


def take_near(
    viewer: Viewer, number: int, grounds: Sequence[Ground], purpose: str, look: UUID | None = None
) -> TakenList:
    """Who is near a positive, as a table for those who trace, marked with who took it; logged before a byte leaves.

    The positive herself is on no line of it: they know her by the number and the hour; where nobody noted which of
    her home she is, the title says so.
    Problems: those of `near_positive` and of a purpose, `contact_nobody`, `right_missing`.
    """
    viewer.must(Right.EXPORT)
    said = read_purpose(purpose)
    with changing(viewer):
        near = near_in_tube(viewer, number, look) if look else near_positive(viewer, number)
        some = [group for group in near.groups if group.ground in grounds]
        wanted = {one.resident: group for group in some for one in group.people}
        typed = near.typed if Ground.TUBE in grounds else ()
        if not wanted and not typed:
            raise Problem("contact_nobody")
        people = list(Resident.objects.filter(id__in=list(wanted)).order_by("area", "place"))
        check_purpose(said, [*(one.name for one in people), *(one.name for one in typed)])
        rows, export = _table_rows(people, wanted, near.last), export_number()
        rows += [_typed_row(one) for one in typed]
        log(
            *(viewer, "list.exported", viewer.area),
            list="near_positive",
            purpose=said,
            columns=list(_HEADER),
            complete=True,
            count=len(rows),
            number=export,
        )
        mark = export_mark(viewer, export, said)
    table = Table("接触人员", _title(near, grounds), _HEADER, rows)
    name = f"接触人员-{local(mark.at):%Y%m%d}-第{export}号.xlsx"
    return TakenList(name, write_tables([table], str(mark)), export, len(rows))


def _title(near: OfPositive, grounds: Sequence[Ground]) -> str:
    """Which positive it is about, and what the lines do not say by themselves."""
    said = [f"{local(near.at):%m月%d日%H时}，由流调判定"]
    if Ground.HOUSEHOLD in grounds and not near.named:
        said.append("登记时没写是哪一位，同住的人里有一位是本人")
    if Ground.TUBE in grounds and near.unknown:
        said.append(f"同一管还有 {near.unknown} 人这里查不到是谁")
    return f"阳性登记 {near.number} 号 接触人员（{'；'.join(said)}）"


def _typed_row(one: TubeRegistered) -> tuple[str, ...]:
    """The line of somebody of the tube whom no register knows: as she was typed at the point."""
    ground, kind = GROUND_NAMES[Ground.TUBE].zh, "由流调判定"
    return (one.name, one.number, one.telephone, "", ground, kind, "", "采样点手工登记，台账里没有")


def _table_rows(
    people: Sequence[Resident], groups: Mapping[UUID, Group], last: date
) -> list[tuple[str, ...]]:
    """The lines for those who trace: who, how to reach her, on what ground; for who lives with her the day."""
    words = Doors.of({one.area for one in people})
    rows: list[tuple[str, ...]] = []
    for one in people:
        group = groups[one.id]
        identity = sealing.unseal("identity", one.id, one.identity_sealed) or ""
        kind = KIND_NAMES[group.kind].zh if group.kind else "由流调判定"
        day = f"{last}" if group.ground is Ground.HOUSEHOLD else ""
        ground = GROUND_NAMES[group.ground].zh
        door, numbers = words.place(one.area), "、".join(telephones_of(one))
        rows.append((one.name, identity, numbers, door, ground, kind, day, ""))
    return rows
