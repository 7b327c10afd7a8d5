"""Lets a notice reach people: sheets that hang, homes that were told, and those that are left given to somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from wumen.actions.attachments import Record, keep
from wumen.actions.calls import NewList, close_list, make_list, spare_knock
from wumen.actions.changing import changing
from wumen.actions.duties.giving import hand_on_all
from wumen.actions.duties.plan import hold_plans
from wumen.actions.instructions import end_handed_on
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.calls import Listed
from wumen.queries.notice_reach import HANGS_AT, homes_to_tell, noted_of, seen_notice
from wumen.queries.search import telephones_of
from wumen.records import clock
from wumen.records.models import (
    Area,
    CallEntry,
    Household,
    Instruction,
    NoticeHome,
    NoticeSheet,
    Outbreak,
    Resident,
    StairwellNotice,
)
from wumen.rules.areas import counted_at, read_path, span
from wumen.rules.attachments import Purpose
from wumen.rules.calls import MOST, Source, knock_due
from wumen.rules.instructions import Closed
from wumen.rules.notice_reach import (
    MOST_DOORS,
    Asked,
    HomeToTell,
    Means,
    Way,
    left_of,
    taking_down_draft,
    telling_draft,
    way_to,
    whys_of,
)
from wumen.rules.photos import read_photo
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_TOLD = "已经告诉了"
_TAKEN_BACK = "通知撤回了"


def hang_sheet(viewer: Viewer, ident: UUID, path: str, photo: bytes) -> None:
    """Note that a notice hangs at a building, unit, group or lane, with the photo that shows it; again is a newer one.

    Problems: `notice_text_unknown`, `notice_sheet_elsewhere`, `outbreak_not_open`, those of `read_photo`, rights.
    """
    area = read_path(path)
    viewer.must(Right.SETTLE, area)
    file = read_photo(photo)
    with changing(viewer):
        notice, _ = seen_notice(viewer, ident)
        stands = Area.objects.filter(area=area, kind__in=HANGS_AT).exists()
        if not stands or not span(notice.area).holds(area):
            raise Problem("notice_sheet_elsewhere")
        row, _ = NoticeSheet.objects.update_or_create(
            notice=notice,
            area=area,
            defaults={"hung_at": clock.now(), "by_id": viewer.person},
        )
        keep(viewer, Record(Purpose.NOTICE_SHEET, row.id, area, _outbreak().id, area), file)
        log(viewer, "notice.hung", area, notice=notice.id)


def note_told(viewer: Viewer, ident: UUID, household: UUID, how: Means) -> None:
    """Note that the viewer told a home herself, at the door or by telephone: it is neither rung nor gone to any more.

    Problems: `notice_text_unknown`, `notice_home_elsewhere`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        (notice, _), home = seen_notice(viewer, ident), _home(viewer, household)
        if not span(notice.area).holds(home.area):
            raise Problem("notice_home_elsewhere")
        hold_plans([home.area])
        row = (
            NoticeHome.objects.select_for_update().filter(notice=notice, household=home.id).first()
        )
        row = row or NoticeHome(id=uuid4(), notice=notice, household=home.id, area=home.area)
        row.how, row.noted_at, row.by_id = str(how), clock.now(), viewer.person
        row.save()
        if row.number is not None:
            end_handed_on(viewer, row.number, _TOLD)
        entry = CallEntry.objects.filter(id=row.entry).first() if row.entry else None
        if entry is not None:
            spare_knock(viewer, entry, _TOLD)
        who = subject_key(home.id)
        log(viewer, "notice.told", counted_at(home.area), subject=who, notice=notice.id, how=how)


def take_back_told(viewer: Viewer, ident: UUID, household: UUID) -> None:
    """Take back that a home was told, ticked by mistake: it is left again. Problems as `note_told`."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        (notice, _), home = seen_notice(viewer, ident), _home(viewer, household)
        row = (
            NoticeHome.objects.select_for_update().filter(notice=notice, household=home.id).first()
        )
        if row is None or not row.how:
            raise Problem("notice_home_elsewhere")
        # What was asked of the captain ended with the tick: whoever still waits for the home asks anew.
        entry = CallEntry.objects.filter(id=row.entry).first() if row.entry else None
        row.number = None if _ended(row.number) else row.number
        row.entry = None if entry is None or _ended(entry.knock) else row.entry
        row.how, row.noted_at, row.by_id = "", clock.now(), viewer.person
        row.save()
        who = subject_key(home.id)
        log(viewer, "notice.untold", counted_at(home.area), subject=who, notice=notice.id)


def forget_asked(viewer: Viewer, notice: StairwellNotice) -> None:
    """End what captains and callers were asked for a notice that is taken back.

    Inside an open transaction that holds the plans of its place.
    """
    rows = NoticeHome.objects.filter(notice=notice)
    entries = CallEntry.objects.filter(id__in=rows.exclude(entry=None).values("entry"))
    asked = (entries.values_list("knock", flat=True), rows.values_list("number", flat=True))
    numbers = {number for some in asked for number in some if number is not None}
    lists = entries.filter(call_list__closed_at=None).values_list("call_list", flat=True)
    for one in lists.distinct():
        close_list(viewer, one)
    for number in sorted(numbers):
        end_handed_on(viewer, number, _TAKEN_BACK)


def ask_to_take_down(viewer: Viewer, notice: StairwellNotice) -> None:
    """Ask the captains to take down the sheets of a notice that is taken back.

    Inside an open transaction that holds the plans of its place.
    """
    places = list(NoticeSheet.objects.filter(notice=notice).values_list("area", flat=True))
    if places:
        now = clock.now()
        asked = Asked(viewer.name, now, knock_due(None, now))
        drafts = [(taking_down_draft(notice.heading, one, asked), one) for one in places]
        hand_on_all(viewer, notice.area, drafts, _outbreak())


def _ended(number: int | None) -> bool:
    """Whether what was asked of a captain was cancelled."""
    asked = Instruction.objects.filter(number=number or 0, closed_as=Closed.CANCELLED)
    return asked.exists()


@dataclass(frozen=True)
class Given:
    """What one tap gave to people: homes on a call list, homes asked of captains, and those that wait for another.

    `alone`: homes at whose doors nobody can be asked before an outbreak is open; they stay left.
    """

    calls: UUID | None
    rung: int
    doors: int
    more: int
    alone: int = 0


def ask_to_tell(viewer: Viewer, ident: UUID, path: str) -> Given:
    """Give the homes of a place that are left, and that nobody was asked to tell, to somebody: the alone first.

    Whom ringing helps stands on one call list, whose calls in vain end in a knock; at the others' doors the captain is
    asked to tell, once an outbreak is open. Problems: `notice_text_unknown`, `notice_nobody_left`, `outbreak_not_open`
    where nobody is left whom ringing helps, rights.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_REGISTER, area)
    with changing(viewer):
        notice, place = seen_notice(viewer, ident)
        if not span(place).holds(area):
            raise Problem("notice_home_elsewhere")
        hold_plans([area])
        noted, homes = noted_of(notice, span(area)), homes_to_tell(span(area))
        left = [one for one in left_of(homes, noted.spread) if one.household not in noted.asked]
        if not left:
            raise Problem("notice_nobody_left")
        ring = [one for one in left if way_to(one) is Way.TELEPHONE]
        doors = [one for one in left if way_to(one) is Way.DOOR]
        # Before an outbreak is open nobody can be asked to go there; who has a telephone is rung all the same.
        alone = len(doors) if ring and last_outbreak() is None else 0
        doors = [] if alone else doors
        made = _ring(viewer, notice, area, ring[:MOST])
        _ask(viewer, notice, area, doors[:MOST_DOORS])
        more = len(ring[MOST:]) + len(doors[MOST_DOORS:])
        given = Given(made, len(ring[:MOST]), len(doors[:MOST_DOORS]), more, alone)
        log(viewer, "notice.asked", area, notice=notice.id, rung=given.rung, doors=given.doors)
    return given


def _ring(
    viewer: Viewer, notice: StairwellNotice, area: str, homes: Sequence[HomeToTell]
) -> UUID | None:
    """One call list of some homes, one of each: who answers for it, in the order of the homes."""
    if not homes:
        return None
    of_home: dict[UUID, list[Resident]] = {}
    rows = Resident.objects.filter(
        household__in=[one.household for one in homes], telephones_sealed__isnull=False
    )
    for row in rows.order_by("place", "id"):
        of_home.setdefault(row.household_id, []).append(row)
    called = [(home, of_home[home.household][0]) for home in homes if home.household in of_home]
    people = [
        Listed(
            home.area,
            who.id,
            tuple(number for one in of_home[home.household] for number in telephones_of(one)),
        )
        for home, who in called
    ]
    new = NewList(f"通知到户：{notice.heading}", area, Source.PASTED)
    made = make_list(viewer, new, people)
    entries = dict(CallEntry.objects.filter(call_list=made).values_list("resident", "id"))
    _keep_asked(viewer, notice, [(home, entries[who.id], None) for home, who in called])
    return made.id


def _ask(viewer: Viewer, notice: StairwellNotice, area: str, homes: Sequence[HomeToTell]) -> None:
    """Ask the captains to tell some homes at their doors, all in a few statements."""
    if not homes:
        return
    now = clock.now()
    asked = Asked(viewer.name, now, knock_due(None, now))
    drafts = [
        (
            telling_draft(notice.heading, notice.text, one.household, whys_of(one), asked),
            one.area,
        )
        for one in homes
    ]
    rows = hand_on_all(viewer, area, drafts, _outbreak())
    pairs = zip(homes, rows, strict=True)
    _keep_asked(viewer, notice, [(home, None, row.number) for home, row in pairs])


def _keep_asked(
    viewer: Viewer,
    notice: StairwellNotice,
    asked: Sequence[tuple[HomeToTell, UUID | None, int | None]],
) -> None:
    now = clock.now()
    rows = [
        NoticeHome(
            notice=notice, household=home.household, area=home.area, entry=entry, number=number,
            noted_at=now, by_id=viewer.person,
        )
        for home, entry, number in asked
    ]  # fmt: skip
    # A home whose tick was taken back has its row already.
    NoticeHome.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["notice", "household"],
        update_fields=["entry", "number", "noted_at", "by"],
    )


def _home(viewer: Viewer, household: UUID) -> Household:
    row = Household.objects.filter(id=household).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("household_unknown")
    return row


def _outbreak() -> Outbreak:
    """The outbreak under whose key a photo is sealed, and under which a captain is asked."""
    outbreak = last_outbreak()
    if outbreak is None:
        raise Problem("outbreak_not_open")
    return outbreak
