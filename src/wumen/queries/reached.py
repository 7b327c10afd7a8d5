"""Who on call lists is rung no more: who answered, whose door was knocked at, whose home was told in person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wumen.records.models import Call, CallEntry, Instruction, NoticeHome
from wumen.rules.calls import CallResult
from wumen.rules.instructions import Closed


@dataclass(frozen=True)
class ToldHome:
    """That somebody told a home herself of what a list is about: who, and when."""

    by: str
    at: datetime


def reached() -> Q:
    """The entries of lists that need no call any more; inside the running scope."""
    rung = Call.objects.filter(entry=OuterRef("pk"), result=CallResult.REACHED)
    met = Instruction.objects.filter(number=OuterRef("knock"), closed_as=Closed.DONE)
    # At her own door: who has moved since the list was made was not there when it was told.
    told = NoticeHome.objects.filter(entry=OuterRef("pk"), area=OuterRef("area")).exclude(how="")
    return Q(Exists(rung)) | Q(Exists(met)) | Q(Exists(told))


def told_homes(entries: Sequence[CallEntry]) -> dict[UUID, ToldHome]:
    """Of some entries those whose home was told in person, by their ids; inside the running scope."""
    rows = NoticeHome.objects.filter(
        area__in={one.area for one in entries}, entry__in=[one.id for one in entries]
    ).exclude(how="")
    return {
        row.entry: ToldHome(row.by.name, row.noted_at)
        for row in rows.select_related("by")
        if row.entry
    }
