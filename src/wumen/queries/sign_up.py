"""Codes for signing up, and the places of a compound as people who sign up call them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wumen.queries.contacts import Contacts
from wumen.queries.duties import within
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting, looking_around
from wumen.records import clock
from wumen.records.models import Area, ForceCallUp, ForceMember
from wumen.rules.areas import AreaKind, code, in_order, span
from wumen.rules.explanation import Contact
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay.places import labelled


@dataclass(frozen=True)
class CallUp:
    """A code as it stands: for which place, under which title, until when; how many came since it was made.

    `ring`: whom people ring who cannot use it, where it is printed or opened.
    """

    id: UUID
    area: str
    place: str
    title: str
    made_at: datetime
    until_at: datetime
    came: int = 0
    ring: Contact | None = None


def call_ups(viewer: Viewer, area: str = "") -> list[CallUp]:
    """The codes of a place that hold, the newest first. Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.KEEP_CREW)
    held = within(viewer, area or None)
    with acting(viewer):
        rows = list(
            ForceCallUp.objects.filter(
                area__gte=held.lo, area__lt=held.hi, ended_at=None, until_at__gt=clock.now()
            ).order_by("-made_at")
        )
        said = spoken_places({row.area for row in rows})
        return [_call_up(row, said[row.area], _came(row.area, row.made_at)) for row in rows]


def _came(area: str, since: datetime) -> int:
    held = span(area)
    rows = ForceMember.objects.filter(area__gte=held.lo, area__lt=held.hi, came="page")
    return rows.filter(signed_up_at__gte=since).count()


def _call_up(row: ForceCallUp, place: str, came: int = 0) -> CallUp:
    return CallUp(row.id, row.area, place, row.title, row.made_at, row.until_at, came)


def call_up_by(code_key: bytes) -> CallUp:
    """The call-up of a code that holds, whoever asks; Problem `force_code_unknown`."""
    with looking_around():
        row = ForceCallUp.objects.filter(
            code_key=code_key, ended_at=None, until_at__gt=clock.now()
        ).first()
        if row is None:
            raise Problem("force_code_unknown")
        place = spoken_places({row.area})[row.area]
        return replace(_call_up(row, place), ring=whom_to_ring_at(row.area))


def whom_to_ring_at(area: str) -> Contact | None:
    """Who answers for a place by telephone, inside a running scope; None where no number is known."""
    return next((one for one in Contacts([area]).answering(area) if one.telephone), None)


def buildings(area: str) -> list[tuple[str, str]]:
    """The buildings, lanes and units' houses of a place with their words, inside the present scope."""
    held = span(area)
    rows = Area.objects.filter(
        area__gte=held.lo, area__lt=held.hi, kind__in=[AreaKind.BUILDING, AreaKind.LANE]
    )
    paths = sorted(rows.values_list("area", flat=True), key=in_order)
    said = spoken_places(set(paths))
    return [(path, said[path]) for path in paths]


def by_label(area: str) -> Mapping[int | str, str]:
    """The buildings of a place by what people write for them, 5 or A; one that stands twice is nobody's.

    Inside the present scope.
    """
    found: dict[int | str, list[str]] = {}
    for path, _ in buildings(area):
        found.setdefault(labelled(code(path)), []).append(path)
    return {label: paths[0] for label, paths in found.items() if len(paths) == 1}


def places_meant(
    labels: Iterable[int | str | None], known: Mapping[int | str, str]
) -> tuple[str, ...]:
    """The buildings that some labels mean, each once; what no building is called is left out."""
    found = (known.get(one) or known.get(labelled(str(one))) for one in labels if one is not None)
    return tuple(dict.fromkeys(one for one in found if one))
