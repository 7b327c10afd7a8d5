"""Cuts what is kept of movements to counts once fourteen days are over; the names are gone then."""

from collections import Counter
from datetime import date, datetime

import msgspec
from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.parcels import forget_unread
from wumen.actions.sampling_rounds.refusals import erase_past_refusals, erase_refusals
from wumen.records import clock, sealing
from wumen.records.models import (
    Arrival,
    Attachment,
    ForceMember,
    GatePass,
    Lot,
    MealWord,
    Outbreak,
    Outing,
    Parcel,
    Passage,
    Relay,
    RelayEntry,
)
from wumen.records.relay import CUT, RelayState
from wumen.records.retention import add_counts, cut_passages
from wumen.rules.areas import counted_in
from wumen.rules.attachments import Purpose
from wumen.rules.meals.eating import Kind as Said
from wumen.rules.posts import Right, Viewer
from wumen.rules.relay import Entry, Kind
from wumen.rules.retention import Movement, cut_before, kept_from
from wumen.rules.time import business_day


def cut_movements(viewer: Viewer) -> dict[str, int]:
    """Let counts by building and day stand for every movement of more than fourteen days ago; how many are counts now.

    The relay texts in which people announced it are blanked with them, what was handed over of parcels is
    forgotten with its photos, what nobody read of them is laid aside, and of meals heads alone are left. Who refused
    to be sampled is erased with a round that is over, and without one once the day is. Who is still out is nobody's
    past and stays until she is back. What phones told of a gate goes as far as it can be read; its event stays sealed
    in the log, which nobody rewrites, and opens to nobody once the outbreak's key is destroyed.
    Problem `right_missing`.
    """
    viewer.must(Right.INSTALLATION)
    first = kept_from(clock.today())
    begins = cut_before(clock.today())
    with changing(viewer):
        gone = {
            Movement.OUTING: _outings(begins),
            Movement.ARRIVAL: _arrivals(first, begins),
            Movement.PASSAGE: _passages(begins),
            Movement.NOTED: _noted(begins),
        }
        for what, rows in gone.items():
            add_counts(what, Counter((counted_in(area), day) for area, day in rows))
        many = {str(what): len(rows) for what, rows in gone.items() if rows}
        forgotten = {
            "relay": _relays(viewer, begins),
            "parcel_line": forget_unread(viewer, begins),
            "parcel": _parcels(begins),
            "meal": _meals(first),
            "sampling_round": erase_refusals(viewer),
            "refusal": erase_past_refusals(viewer),
        }
        many |= {what: rows for what, rows in forgotten.items() if rows}
        if many:
            log(viewer, "movements.cut", viewer.area, before=str(first), cut=many)
    return many


def _outings(begins: datetime) -> list[tuple[str, date]]:
    rows = list(
        Outing.objects.select_for_update()
        .filter(back_at__lt=begins)
        .values_list("id", "area", "left_at")
    )
    Outing.objects.filter(id__in=[ident for ident, _, _ in rows]).delete()
    return [(area, business_day(left)) for _, area, left in rows]


def _passages(begins: datetime) -> list[tuple[str, date]]:
    return [(area, business_day(passed)) for area, passed in cut_passages(begins)]


def _noted(begins: datetime) -> list[tuple[str, date]]:
    """What the office noted of gates, with the passes that ended by then."""
    rows = list(
        Passage.objects.select_for_update().filter(at__lt=begins).values_list("id", "area", "at")
    )
    Passage.objects.filter(id__in=[ident for ident, _, _ in rows]).delete()
    GatePass.objects.filter(until_at__lt=begins).delete()
    return [(area, business_day(passed)) for _, area, passed in rows]


def _parcels(begins: datetime) -> int:
    """Forget parcels that were handed over, and empty the photos that show only such; how many rows."""
    rows = Parcel.objects.select_for_update().filter(handed_at__lt=begins)
    found = list(rows.values_list("id", "batch", "handing", "lot"))
    Parcel.objects.filter(id__in=[ident for ident, *_ in found]).delete()
    batches = {batch for _, batch, _, _ in found}
    batches -= set(Parcel.objects.filter(batch__in=batches).values_list("batch", flat=True))
    # Of a lot of which a share is forgotten nobody can say any more what was over.
    lots = {lot for *_, lot in found if lot}
    Lot.objects.filter(id__in=lots, ended_at=None).update(
        ended_at=clock.now(), ended_why="满十四天"
    )
    shown = batches | {handing for _, _, handing, _ in found if handing}
    pictures = Attachment.objects.filter(purpose=Purpose.PARCEL, about__in=shown)
    pictures.filter(withdrawn_at=None).update(withdrawn_at=clock.now(), sealed=b"", hash=b"")
    return len(found)


def _meals(first: date) -> int:
    """Forget reasons, names and diets of meals, and once no outbreak is left what anybody eats; how many rows."""
    past = MealWord.objects.filter(day__lt=clock.today())
    blank = past.exclude(diets={}).update(diets={})
    gone, _ = past.filter(day__lt=first).exclude(kind=Said.ORDERED).delete()
    if Outbreak.objects.exists() and not Outbreak.objects.filter(closed_at=None).exists():
        kept = ForceMember.objects.filter(diet_sealed__isnull=False)
        gone += kept.update(diet_sealed=None)
    return blank + gone


def _arrivals(first: date, begins: datetime) -> list[tuple[str, date]]:
    """Who came is counted on her day; who was announced and never came, or was a mistake, is not counted."""
    old = Q(came_at__lt=begins) | Q(came_at__isnull=True, expected_on__lt=first)
    rows = list(
        Arrival.objects.select_for_update().filter(old).values_list("id", "area", "came_at")
    )
    Arrival.objects.filter(id__in=[ident for ident, _, _ in rows]).delete()
    return [(area, business_day(came)) for _, area, came in rows if came]


def _relays(viewer: Viewer, begins: datetime) -> int:
    """Blank the relay texts in which people said from where they come back, and all their entries; how many texts.

    What nobody looked at in fourteen days is laid aside: nothing is left of it to be confirmed.
    """
    rows = list(
        Relay.objects.select_for_update()
        .filter(kind=Kind.ARRIVALS, pasted_at__lt=begins)
        .exclude(group_key=CUT)
    )
    for row in rows:
        row.text_sealed, row.group_key = sealing.seal("relay", row.id, ""), CUT
    Relay.objects.bulk_update(rows, ["text_sealed", "group_key"], batch_size=500)
    entries = list(RelayEntry.objects.filter(relay__in=rows))
    for one in entries:
        blank = msgspec.json.encode(Entry(one.place + 1, "", 1.0)).decode()
        one.body_sealed = sealing.seal("relay_entry", one.id, blank)
        one.household, one.resolved_by = None, ""
        if one.state == RelayState.OPEN:
            one.state, one.decided_by = RelayState.DROPPED, viewer.person
            one.decided_at = clock.now()
    fields = ["body_sealed", "household", "resolved_by", "state", "decided_by", "decided_at"]
    RelayEntry.objects.bulk_update(entries, fields, batch_size=500)
    return len(rows)
