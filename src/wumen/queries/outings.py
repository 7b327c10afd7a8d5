"""Outings of today: who is out, who is to be driven by her standing schedule, who is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.special_needs import care
from wumen.records import clock, sealing
from wumen.records.models import (
    Outing,
    Resident,
)
from wumen.rules.outings import is_late
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Ask, AskKind, Due, Wanted
from wumen.rules.time import whole_day


@dataclass(frozen=True)
class OutingLine:
    """Somebody who went out: since when, until when expected, back when; `late` is expected and not back."""

    id: UUID
    household: UUID
    place: str
    name: str
    said: str
    left_at: datetime
    due_at: datetime
    noted_by: str
    back_at: datetime | None
    back_by: str
    late: bool


@dataclass(frozen=True)
class Expected:
    """Somebody for whom a car is to come today by her standing schedule, and who has not gone yet."""

    resident: UUID
    household: UUID
    place: str
    name: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True)
class Outings:
    """Of a day: who is still out, who is to be driven and has not gone, who is back."""

    out: Sequence[OutingLine]
    expected: Sequence[Expected]
    back: Sequence[OutingLine]

    @property
    def late(self) -> int:
        """How many should be back and are not."""
        return sum(one.late for one in self.out)


def outings(viewer: Viewer) -> Outings:
    """The outings of today in the viewer's area, and whoever is still out. Problem `right_missing`."""
    cars = care(viewer, wanted=Wanted.CARS_TODAY, page=None).lines
    now = clock.now()
    with acting(viewer):
        since = whole_day(clock.today()).begins
        rows = Outing.objects.filter(Q(back_at__isnull=True) | Q(back_at__gte=since))
        ordered = list(rows.select_related("noted_by", "back_by").order_by("due_at", "area"))
        names = dict(
            Resident.objects.filter(id__in=[row.resident for row in ordered]).values_list(
                "id", "name"
            )
        )
        words = Doors.of(row.area for row in ordered)
        lines = [_outing(row, words, names, now) for row in ordered]
    gone = {row.resident for row in ordered}
    expected = [
        Expected(
            one.resident,
            one.household,
            one.door,
            one.name,
            tuple(
                ask for ask in one.asks if ask.kind is AskKind.TRANSPORT and ask.due is Due.TODAY
            ),
        )
        for one in cars
        if one.resident not in gone
    ]
    out = [one for one in lines if one.back_at is None]
    return Outings(out, expected, [one for one in lines if one.back_at is not None])


def outing(viewer: Viewer, ident: UUID) -> OutingLine:
    """One outing, for its sheet; Problems `right_missing`, `outing_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        row = Outing.objects.select_related("noted_by", "back_by").filter(id=ident).first()
        if row is None:
            raise Problem("outing_unknown")
        names = dict(Resident.objects.filter(id=row.resident).values_list("id", "name"))
        return _outing(row, Doors.of([row.area]), names, clock.now())


def _outing(row: Outing, words: Doors, names: dict[UUID, str], now: datetime) -> OutingLine:
    return OutingLine(
        row.id,
        row.household,
        words.short(row.area),
        names.get(row.resident, ""),
        sealing.unseal("outing", row.id, row.said_sealed) or "",
        row.left_at,
        row.due_at,
        row.noted_by.name,
        row.back_at,
        row.back_by.name if row.back_by else "",
        is_late(row.due_at, row.back_at, now),
    )
