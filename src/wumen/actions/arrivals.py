"""Notes who comes back: announced, come, six questions asked at the door, the home's kit handed over."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from wumen.actions.changing import changing
from wumen.actions.kits import draw_kit
from wumen.actions.log import log, log_many, subject_key
from wumen.queries.arrivals import (
    SEALED_AS,
    ArrivalLine,
    ArrivalsPage,
    Said,
    arrival,
    arrivals,
    filled,
    read_said,
)
from wumen.queries.looked import looked_today
from wumen.records import clock, sealing
from wumen.records.models import Area, Arrival, Household
from wumen.rules.areas import ancestors, counted_in, read_path, span
from wumen.rules.arrivals import (
    ArrivalDraft,
    SaidBy,
    check_arrival,
    check_came,
    day_near,
    hour_said,
    names_a_weekday,
    own_words,
    read_answers,
    same_at_a_door,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Door, Entry
from wumen.rules.relay.buildings import nobody_came
from wumen.rules.retention import kept_from
from wumen.rules.round_sheets.rows import Paper
from wumen.rules.stock.kits import Drawn
from wumen.rules.time import business_day

# Announced again for a day so near it is the same coming home.
_SAME = timedelta(days=3)
# Of what somebody writes so much is kept in each field.
_WORDS = 60
# Her own words stay with the office: no list and no gate shows them in the place of a name.
_NAMELESS = "（没写姓名）"
_ORIGIN_SHOWN = "arrival.origin_shown"


def _must(viewer: Viewer, path: str) -> None:
    """The office, a captain and a gate note who comes back; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.CORRECT_HOMES if viewer.may(Right.CORRECT_HOMES) else Right.KEEP_GATE, path)


def announce(viewer: Viewer, draft: ArrivalDraft, ident: UUID | None = None) -> UUID:
    """Note that somebody comes back; the same person at the same door once more corrects, `ident` corrects that one.

    Only by `ident` does somebody get another door. Problems: what `check_arrival` says, `area_unknown`,
    `arrival_unknown`, `arrival_known`, rights.
    """
    with changing(viewer):
        path, household, sound = _checked(viewer, draft)
        row = _held(viewer, ident) if ident else None
        return _write(viewer, path, household, sound, row, by_hand=row is not None).id


def arrive(viewer: Viewer, draft: ArrivalDraft, *, corrects: bool = False) -> UUID:
    """Note somebody who stands at the gate or is at home already, in one go; twice the same is once.

    What the office knows of her stays: only what is empty is filled, unless the office itself `corrects`. Who came
    on a day before and is back again comes once more. Problems as `announce` and `came`.
    """
    with changing(viewer):
        path, household, sound = _checked(viewer, draft)
        row = _known(path, household, sound, _came_today)
        by = SaidBy.OFFICE if corrects else SaidBy.GATE
        if row is None or row.came_at is None:
            row = _write(viewer, path, household, sound, row, by=by, stands=_came_today)
        if row.came_at is None:
            _note_came(viewer, row, clock.now())
        return row.id


def _checked(viewer: Viewer, draft: ArrivalDraft) -> tuple[str, UUID | None, ArrivalDraft]:
    """The place that is meant, the home if it is one, and the sound draft; inside an open transaction."""
    path = read_path(draft.path)
    _must(viewer, path)
    sound = check_arrival(draft, clock.now())
    home = Household.objects.filter(area=path).first()
    if home is None and not Area.objects.filter(area=path).exists():
        raise Problem("area_unknown", path=path)
    return path, home.id if home else None, sound


def _who_key(name: str, telephone: str, words: str = "") -> bytes:
    """By whom somebody is known again at one place: couples share a telephone, tenants that of the landlord."""
    return sealing.keyed("arrival", f"{telephone}|{name}|{'' if name or telephone else words}")


def _write(
    viewer: Viewer,
    path: str,
    household: UUID | None,
    draft: ArrivalDraft,
    row: Arrival | None,
    *,
    by_hand: bool = False,
    by: SaidBy = SaidBy.OFFICE,
    stated: bool = True,
    stands: Callable[[Arrival, date], bool] | None = None,
) -> Arrival:
    """Keep what was said of somebody, known or new.

    `by_hand`: the row was opened and may get another door. `by`: whose words they are. `stated`: the day was
    said, not taken for granted. `stands`: whether a known row is the same coming home.
    """
    stands = stands or _comes_again
    row = row or _known(path, household, draft, stands if stated else _ever)
    fresh = row is None
    if row is None:
        row = Arrival(id=uuid4(), area=path, noted_by_id=viewer.person, noted_at=clock.now())
    # Who is known by her door is not taken back to the compound by somebody who does not know it.
    # A kit was handed over at a door: that one is not unknown again.
    if (by_hand and (household or row.kit_at is None)) or (row.household is None and household):
        row.area, row.household = path, household
    if row.came_at is None and (fresh or stated):
        row.expected_on = draft.expected_on
    was = Said() if fresh else read_said(row)
    said = filled(was, draft, by)
    row.who_key = _who_key(said.name, said.telephone, said.words)
    _seal(row, said)
    if not _saved(row, fresh):
        found = _known(path, household, draft, stands) if fresh else None
        if found is None:
            raise Problem("arrival_known")
        # Hers stands, and ours fills it.
        return _write(viewer, path, household, draft, found, by=by.filling, stated=stated)
    _log(viewer, "arrival.announced" if fresh else "arrival.corrected", row)
    return row


def _saved(row: Arrival, fresh: bool) -> bool:
    """Save, unless somebody else noted her in the same moment."""
    try:
        with transaction.atomic():
            row.save(force_insert=fresh)
    except IntegrityError:
        return False
    return True


def _comes_again(row: Arrival, expected_on: date) -> bool:
    """Who came and is announced for a later day went away between: that is another coming home."""
    return row.came_at is None or (
        expected_on <= business_day(row.came_at) and abs(row.expected_on - expected_on) <= _SAME
    )


def _came_today(row: Arrival, expected_on: date) -> bool:
    return row.came_at is None or business_day(row.came_at) == clock.today()


def _ever(row: Arrival, expected_on: date) -> bool:
    return row.came_at is None or abs(row.expected_on - expected_on) <= _SAME


def _known(
    path: str,
    household: UUID | None,
    draft: ArrivalDraft,
    stands: Callable[[Arrival, date], bool],
) -> Arrival | None:
    """The same coming home, announced before at this door, or at its compound while nobody knew the door."""
    key, held = _who_key(draft.name, draft.telephone, draft.words), span(path)
    rows = Arrival.objects.select_for_update().filter(
        dropped_at__isnull=True, expected_on__gte=kept_from(clock.today())
    )
    if household is None:
        wanted = Q(area__gte=held.lo, area__lt=held.hi, who_key=key)
    else:
        wanted = Q(area=path) | Q(area__in=ancestors(path), household__isnull=True, who_key=key)
    for row in rows.filter(wanted).order_by(F("came_at").desc(nulls_first=True), "-expected_on"):
        said = None if bytes(row.who_key) == key else read_said(row)
        same = said is None or same_at_a_door(
            said.name, said.telephone, draft.name, draft.telephone
        )
        if same and stands(row, draft.expected_on):
            return row
    return None


def take_arrivals(viewer: Viewer, area: str, entries: Iterable[tuple[Entry, Door | None]]) -> int:
    """Let confirmed entries of a relay stand on the list; how many. Inside an open transaction.

    Who says only when she comes back left on that day: it is the reading that overlooks nobody. Who says no day
    is expected today; who cancels comes off the list. A relay fills what is empty and overwrites nothing but from
    where she comes: there her later word stands, and the former is kept to be read and asked about.
    """
    today = clock.today()
    taken = 0
    for entry, door in entries:
        if nobody_came(entry.text):
            continue
        day = day_near(entry.when, today)
        path, household = (door.path, door.household) if door else (area, None)
        draft = ArrivalDraft(
            path,
            entry.name or ("" if door or entry.phone else _NAMELESS),
            entry.phone or "",
            (entry.origin or "")[:_WORDS],
            max(day or today, kept_from(today)),
            day,
            hour_said(entry.when),
            (entry.transport or "")[:_WORDS],
            words="" if door or entry.phone or entry.name else own_words(entry.text),
            unclear=(entry.when or "")[:_WORDS]
            if day is None and names_a_weekday(entry.when)
            else "",
        )
        if entry.cancelled:
            _cancel(viewer, _known(path, household, draft, _ever))
            continue
        _write(viewer, path, household, draft, None, by=SaidBy.HERSELF, stated=day is not None)
        taken += 1
    return taken


def _cancel(viewer: Viewer, row: Arrival | None) -> None:
    if row is not None and row.came_at is None:
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        _log(viewer, "arrival.dropped", row)


def came(viewer: Viewer, ident: UUID, at: datetime | None = None) -> None:
    """Note that somebody is home, from gate or door; Problems `arrival_unknown`, what `check_came` says."""
    with changing(viewer):
        row = _held(viewer, ident)
        _note_came(viewer, row, at or clock.now())


def _note_came(viewer: Viewer, row: Arrival, hour: datetime) -> None:
    check_came(row.expected_on, hour, clock.now(), row.came_at is not None)
    row.came_at, row.came_by_id = hour, viewer.person
    row.save(update_fields=["came_at", "came_by"])
    _log(viewer, "arrival.came", row)


def look_at_arrivals(viewer: Viewer, show: str = "", after: str = "") -> ArrivalsPage:
    """A page of who comes back, once it is written down whose origin the office was shown; Problems as `arrivals`."""
    with changing(viewer):
        found = arrivals(viewer, show, after)
        log_origins(viewer, found.lines)
    return found


def look_at_arrival(viewer: Viewer, ident: UUID) -> ArrivalLine:
    """One who comes back, once it is written down that the office was shown her origin; Problems as `arrival`."""
    with changing(viewer):
        line = arrival(viewer, ident)
        log_origins(viewer, [line])
    return line


def log_origins(viewer: Viewer, lines: Iterable[ArrivalLine]) -> None:
    """A look of each person of the office at each person on the list, once a day: who opens it again saw it before.

    A captain is shown no origin: of her nothing is written.
    """
    shown = {
        subject_key(one.household or one.id): counted_in(one.area) for one in lines if one.judged
    }
    before = looked_today(viewer, _ORIGIN_SHOWN, shown)
    fresh = {subject: place for subject, place in shown.items() if subject not in before}
    log_many(viewer, _ORIGIN_SHOWN, fresh)


def show_telephone(viewer: Viewer, ident: UUID) -> str:
    """The complete telephone of somebody, once it is written down who looked.

    Problems: `right_missing`, `arrival_unknown`.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row = _held(viewer, ident)
        _log(viewer, "resident.telephones_shown", row)
        return read_said(row).telephone


def settle_origin(viewer: Viewer, ident: UUID) -> None:
    """Note that somebody was asked and that her last word of where she was holds. Problem `arrival_unknown`."""
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row = _held(viewer, ident)
        _seal(row, msgspec.structs.replace(read_said(row), before=()))
        row.save(update_fields=["said_sealed"])
        _log(viewer, "arrival.corrected", row)


def answer(viewer: Viewer, ident: UUID, sent: Mapping[str, str]) -> None:
    """Note the six answers of a home, as they were given at the door; they decide nothing.

    Problems: `arrival_no_home`, `arrival_answer_unknown`, `arrival_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    answers = read_answers(sent)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.household is None:
            raise Problem("arrival_no_home")
        _seal(row, msgspec.structs.replace(read_said(row), answers=answers))
        row.asked_at, row.asked_by_id = clock.now(), viewer.person
        row.save(update_fields=["said_sealed", "asked_at", "asked_by"])
        _log(viewer, "arrival.asked", row)


def hand_kit(viewer: Viewer, ident: UUID, paper: Paper | None = None) -> tuple[Drawn, ...]:
    """Note that a home got its kit, once a home; what of it was taken out of stock.

    `paper`: on which line of which sheet that was written, when and by whom, where the viewer keys it in.
    Problems `arrival_no_home`, `arrival_kit_given`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.household is None:
            raise Problem("arrival_no_home")
        if row.kit_at is not None:
            raise Problem("arrival_kit_given")
        found = draw_kit(viewer, row.household, row.area)
        here = Arrival.objects.filter(household=row.household, kit_at=None, dropped_at=None)
        by, told = (paper.by.person, paper.told) if paper else (viewer.person, {})
        here.update(kit_at=paper.at if paper else clock.now(), kit_by=by)
        _log(viewer, "arrival.kit", row, by=by, **told)
    return found


def drop(viewer: Viewer, ident: UUID) -> None:
    """Take somebody off the list: she does not come, or it was a mistake. Problem `arrival_came_already`."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.came_at is not None:
            raise Problem("arrival_came_already")
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        _log(viewer, "arrival.dropped", row)


def _held(viewer: Viewer, ident: UUID) -> Arrival:
    row = Arrival.objects.select_for_update().filter(id=ident, dropped_at__isnull=True).first()
    if row is None:
        raise Problem("arrival_unknown")
    _must(viewer, row.area)
    return row


def _seal(row: Arrival, said: Said) -> None:
    row.said_sealed = sealing.seal(SEALED_AS, row.id, msgspec.json.encode(said).decode())


def _log(viewer: Viewer, kind: str, row: Arrival, by: UUID | None = None, **told: object) -> None:
    """The event: that something was noted of somebody, never from where she comes."""
    who = subject_key(row.household or row.id)
    log(viewer, kind, counted_in(row.area), subject=who, by=by, **told)
