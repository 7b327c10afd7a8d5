"""Call lists are made, dealt and closed; numbers are shown, and what calls found is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.duties.giving import hand_on
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import raise_said
from wumen.actions.duties.settle import do, grades_of
from wumen.actions.instructions import end_handed_on
from wumen.actions.log import log, log_looks, subject_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries import facts
from wumen.queries.calls import Listed, in_special_care, may_ring, people_for
from wumen.queries.reached import reached, told_homes
from wumen.records import clock, sealing
from wumen.records.models import (
    Call,
    CallEntry,
    CallList,
    CrewMember,
    Duty,
    Instruction,
    Resident,
)
from wumen.rules.areas import counted_at, read_path
from wumen.rules.calls import (
    CallResult,
    Source,
    Step,
    check_back_at,
    deal,
    knock_draft,
    next_call,
)
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import note_asks
from wumen.rules.round_sheets.rows import Paper
from wumen.rules.rounds import EARLY


@dataclass(frozen=True)
class NewList:
    """A list as it is asked for: for what, where, of whom; `pasted` is the text of numbers, `what` the measure.

    `left_out`: so many pasted lines without a telephone were seen, and nobody is rung for them.
    """

    purpose: str
    area: str
    source: Source
    pasted: str = ""
    what: str = ""
    due_at: datetime | None = None
    left_out: int = 0


def make_list(viewer: Viewer, new: NewList, people: Sequence[Listed] | None = None) -> CallList:
    """Make a list for one purpose from its source, in the order of doors; nobody is dealt to anybody yet.

    `people`: those who were found already, in the place of the source.

    Problems: `call_purpose_missing`, `call_list_nobody`, `call_list_empty`, `call_list_long`, `call_lines_unread`
    as long as nobody said that those lines are left out, `right_missing`, `area_not_yours`.
    """
    full = read_path(new.area)
    viewer.must(Right.KEEP_REGISTER, full)
    if not new.purpose.strip():
        raise Problem("call_purpose_missing")
    with changing(viewer):
        if people is None:
            people = people_for(viewer, full, new.source, new.pasted, new.what, new.left_out)
        if not people:
            raise Problem("call_list_nobody")
        made = CallList(
            id=uuid4(),
            area=full,
            purpose=new.purpose.strip(),
            source=new.source,
            made_by_id=viewer.person,
            made_at=clock.now(),
            due_at=new.due_at,
        )
        made.save(force_insert=True)
        CallEntry.objects.bulk_create(_entry(made, n, one) for n, one in enumerate(people))
        log(viewer, "calls.listed", full, purpose=made.purpose, entries=len(people))
    return made


def _entry(made: CallList, place: int, one: Listed) -> CallEntry:
    entry = CallEntry(id=uuid4(), call_list=made, area=one.area, place=place, resident=one.resident)
    sealed = sealing.seal_list("telephones", entry.id, one.telephones)
    entry.telephones_sealed = sealed or b""
    entry.said_sealed = sealing.seal("said", entry.id, one.said) if one.said else None
    return entry


def _list(viewer: Viewer, ident: UUID) -> CallList:
    made = CallList.objects.select_for_update().filter(id=ident, closed_at__isnull=True).first()
    if made is None:
        raise Problem("call_list_unknown")
    viewer.must(Right.KEEP_REGISTER, made.area)
    return made


def deal_list(viewer: Viewer, ident: UUID, callers: Sequence[UUID]) -> int:
    """Deal those who are not reached yet to the callers, neighbours together; how many.

    Problems: `call_list_unknown`, `call_nobody_to_ring`, `crew_unknown`.
    """
    with changing(viewer):
        made = _list(viewer, ident)
        known = set(CrewMember.objects.filter(id__in=callers).values_list("id", flat=True))
        if known != set(callers):
            raise Problem("crew_unknown", crew_no="")
        rows = list(made.entries.exclude(reached()).order_by("place"))
        for row, caller in zip(rows, deal(len(rows), callers), strict=True):
            row.caller_id = caller
        CallEntry.objects.bulk_update(rows, ["caller"], batch_size=500)
        log(viewer, "calls.dealt", made.area, entries=len(rows), callers=len(callers))
    return len(rows)


def close_list(viewer: Viewer, ident: UUID) -> None:
    """Close a list: nobody is rung from it any more. Problem `call_list_unknown`."""
    with changing(viewer):
        made = _list(viewer, ident)
        made.closed_at = clock.now()
        made.save(update_fields=["closed_at"])
        log(viewer, "calls.closed", made.area)


def _counted(entry: CallEntry) -> str:
    """Where something about an entry is counted: at her building, or at the list's own place where nobody knows her."""
    return counted_at(entry.area) if entry.resident else entry.area


def _entry_of(viewer: Viewer, ident: UUID) -> CallEntry:
    entry = (
        CallEntry.objects.select_for_update(of=("self",))
        .select_related("call_list")
        .filter(id=ident, call_list__closed_at__isnull=True)
        .first()
    )
    if entry is None:
        raise Problem("call_list_unknown")
    if not may_ring(viewer, entry):
        raise Problem("call_not_yours")
    return entry


def show_numbers(viewer: Viewer, ident: UUID) -> tuple[str, ...]:
    """The complete numbers of an entry, once it is written down who looked and for what purpose.

    Problems: `call_list_unknown`, `call_not_yours`.
    """
    with changing(viewer):
        entry = _entry_of(viewer, ident)
        log(
            viewer,
            "call.number_shown",
            _counted(entry),
            subject=subject_key(entry.resident or entry.id),
            purpose=entry.call_list.purpose,
        )
        return tuple(sealing.unseal_list("telephones", entry.id, entry.telephones_sealed))


def show_numbers_of(
    viewer: Viewer, idents: Sequence[UUID], sheet: int
) -> dict[UUID, tuple[str, ...]]:
    """The complete numbers of some entries for a printed sheet, each look written down with its purpose.

    Problems: `call_list_unknown`, `call_not_yours`.
    """
    with changing(viewer):
        entries = list(CallEntry.objects.select_related("call_list").filter(id__in=idents))
        for entry in entries:
            if entry.call_list.closed_at is not None:
                raise Problem("call_list_unknown")
            if not may_ring(viewer, entry):
                raise Problem("call_not_yours")
        looked = [(_counted(one), one.resident or one.id, one.call_list.purpose) for one in entries]
        log_looks(viewer, "call.number_shown", looked, sheet=sheet)
        return {
            one.id: tuple(sealing.unseal_list("telephones", one.id, one.telephones_sealed))
            for one in entries
        }


def note_call(
    viewer: Viewer,
    ident: UUID,
    result: CallResult,
    said: str = "",
    back_at: datetime | None = None,
    wanted: bool = False,
    paper: Paper | None = None,
) -> Call:
    """Note what a call found; what was said is sealed, the event says that somebody rang and no more.

    `wanted`: somebody has to do what was said, so it is a request; danger to life is one by itself.
    `paper`: on which line of which sheet it was written, by whom and when, where the viewer keys it in.
    Who is in special care and was reached needs no other word today.
    After the last call that counts, or at a wrong number, somebody is asked to knock at the door, once a home
    and list; who is reached after all needs no knock.

    Problems: `call_list_unknown`, `call_not_yours`, `call_hour_wrong`.
    """
    rang, told = (paper.by, paper.told) if paper else (viewer, {})
    now = paper.at if paper else clock.now()
    back = check_back_at(result, back_at, now)
    asked = note_asks(said, wanted)
    with changing(viewer):
        _hold(ident, bool(asked))
        entry = _entry_of(viewer, ident)
        call = Call(id=uuid4(), entry=entry, area=entry.area, called_at=now, by_id=rang.person)
        call.result, call.back_at = result, back
        call.said_sealed = sealing.seal("said", call.id, said.strip()) if said.strip() else None
        call.save(force_insert=True)
        who, told = subject_key(entry.resident or entry.id), {**told, "result": result}
        log(viewer, "call.made", _counted(entry), subject=who, by=rang.person, **told)
        _follow(viewer, entry, result, rang.name)
        if result is CallResult.REACHED:
            _settle_contact(viewer, entry, call, paper)
        raise_said(rang, entry.area, asked, entry.resident)
    return call


def _hold(ident: UUID, asks: bool) -> None:
    """Hold the plans of an entry's door before anything is locked: a call may end in a knock or a request."""
    known = list(CallEntry.objects.filter(id=ident))
    if any(one.resident or asks for one in known):
        hold_plans(one.area for one in known)


def _follow(viewer: Viewer, entry: CallEntry, result: CallResult, caller: str) -> None:
    """What a call leads to: a knock at the door, or that none is needed any more."""
    if result is CallResult.REACHED:
        spare_knock(viewer, entry, "后来打通了")
    elif (
        entry.knock is None
        and next_call(list(entry.calls.all()), clock.now()).step is Step.KNOCK
        and not told_homes([entry])
    ):
        _ask_to_knock(viewer, entry, caller)


def _settle_contact(viewer: Viewer, entry: CallEntry, call: Call, paper: Paper | None) -> None:
    """Settle today's word with somebody in special care who was reached: she said herself how she is.

    Of a home that owes it as one it counts where she is one of those in special care there. Who may settle nothing
    at her door, as a caller from elsewhere, leaves it open.
    """
    who = Resident.objects.filter(id=entry.resident).first() if entry.resident else None
    rang = paper.by if paper else viewer
    if who is None or not (rang.may(Right.SETTLE) and rang.span.holds(who.area)):
        return
    subjects = [who.id, *([who.household_id] if in_special_care(who) else [])]
    owed = Duty.objects.filter(day=clock.today(), what=What.CONTACT, subject__in=subjects)
    begun = owed.filter(state__in=PENDING, opens_at__lte=call.called_at + EARLY)
    for duty in begun.order_by("subject", "win"):
        key = DutyKey(duty.day, duty.what, str(duty.subject), duty.win)
        evidence = {"call": call.id, **(paper.told if paper else {})}
        if Grade.REPORTED in grades_of(duty, facts.books()):
            do(viewer, key, Grade.REPORTED, evidence, paper.by if paper else None)


def _of_home(entry: CallEntry) -> tuple[Resident | None, list[CallEntry]]:
    """Who an entry is, and the other entries of her home on the same list."""
    who = Resident.objects.filter(id=entry.resident).first() if entry.resident else None
    if who is None:
        return None, []
    home = Resident.objects.filter(household=who.household_id).values("id")
    others = entry.call_list.entries.filter(resident__in=home).exclude(id=entry.id)
    return who, list(others)


def _ask_to_knock(viewer: Viewer, entry: CallEntry, caller: str) -> None:
    """Ask the captain to knock: one for a home, whoever of it was rung. Nothing without an open outbreak."""
    who, others = _of_home(entry)
    outbreak = last_outbreak()
    if who is None or outbreak is None:
        return
    asked = Instruction.objects.filter(
        number__in=[one.knock for one in others if one.knock], closed_as=""
    ).first()
    if asked is None:
        about = entry.call_list
        draft = knock_draft(about.purpose, str(who.household_id), caller, about.due_at, clock.now())
        asked = hand_on(viewer, draft, outbreak)
    entry.knock = asked.number
    entry.save(update_fields=["knock"])


def spare_knock(viewer: Viewer, entry: CallEntry, why: str) -> None:
    """Cancel the knock of who needs none after all, unless somebody else of her home still needs it.

    Inside an open transaction that holds the plans of her door.
    """
    _, others = _of_home(entry)
    waiting = [
        one
        for one in others
        if one.knock == entry.knock
        and next_call(list(one.calls.all()), clock.now()).step is not Step.DONE
    ]
    if entry.knock is not None and not waiting:
        end_handed_on(viewer, entry.knock, why)
