"""What a phone carries for the next two days: its people, its rounds door by door, and the reasons; no numbers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from wumen.queries import facts
from wumen.queries.crew import full_name
from wumen.queries.duties import grades_of
from wumen.queries.field.devices import EnrolledPhone, phone
from wumen.queries.field.who import field_post, may_use
from wumen.queries.group_text import barred_doors
from wumen.queries.photos import asked_of
from wumen.queries.posts import looking_around
from wumen.queries.rounds_of_a_day import names_of
from wumen.queries.subjects import known_subjects
from wumen.records import clock, field_keys
from wumen.records.models import Area, Duty, Household, Parcel, Post, Resident
from wumen.records.scope import of_place, scoped
from wumen.rules.areas import ancestors, code, is_common_part, span
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.homes import nobody_there
from wumen.rules.instructions import GIVEN
from wumen.rules.photos import Asked
from wumen.rules.playbooks import ONCE_NAMES, WHAT_NAMES, Playbook, What
from wumen.rules.posts import ROLES
from wumen.rules.problems import Problem
from wumen.rules.rounds import REASON_NAMES, Reason, RoundKey, floor_of, unit_of
from wumen.rules.sampling_rounds.asking import round_name, round_of
from wumen.rules.time import whole_day
from wumen.rules.visits import CALLS_AGAIN

MOST_DAYS = 2
# So long a readable copy is kept at most without a word from the office.
KEPT = timedelta(hours=24)
_PHOTO = {Asked.NONE: "none", Asked.ONE: "one", Asked.BOTH: "before_after"}


def place_name(area: str) -> str:
    """A place by the names down to it, inside a running scope."""
    paths = [*ancestors(area), area]
    return full_name(area, dict(Area.objects.filter(area__in=paths).values_list("area", "name")))


def carried(token: str, days: int = MOST_DAYS) -> dict[str, Any]:
    """What the phone of a token carries: today and, where asked, tomorrow.

    Problems `field_token_unknown`, `field_device_ended`.
    """
    found = phone(token)
    if not found.goes_on:
        raise Problem("field_device_ended")
    with looking_around():
        key = field_keys.key_of(found.outbreak)
    today, real = clock.today(), clock.real_now()
    wanted = [today + timedelta(days=one) for one in range(max(1, min(days, MOST_DAYS)))]
    with scoped(of_place(found.area)):
        people, rounds = _people(found, wanted), _rounds(found, wanted)
    shift = round((clock.now() - real).total_seconds() * 1000)
    return {
        "now": clock.now(),
        "clock_offset_ms": shift,
        "outbreak": found.outbreak,
        "key": {"id": key.id, "public": bytes(key.public)},
        "expires_at": min(found.until, real + KEPT),
        "people": people,
        "rounds": rounds,
        "reasons": [
            {"key": one.value, "zh": named.zh, "en": named.en}
            for one, named in REASON_NAMES.items()
        ],
    }


def _people(found: EnrolledPhone, days: Sequence[date]) -> list[dict[str, Any]]:
    """Who may act on the phone in these days: the crews whose posts lie in its place or over it."""
    begins, ends = whole_day(days[0]).begins, whole_day(days[-1]).ends
    held = span(found.area)
    rows = Post.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=begins),
        Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=["", *ancestors(found.area)]),
        from_at__lt=ends,
    ).select_related("person")
    some = [row for row in rows.order_by("area", "role") if may_use(row, found.area, found.post)]
    return [
        {
            "post": row.id,
            "person": field_post(row, found.area).ref,
            "name": row.person.name,
            "role": row.role,
            "role_zh": ROLES[row.role].zh,
            "role_en": ROLES[row.role].en,
            "from": row.from_at,
            "until": row.until_at,
        }
        for row in some
    ]


@dataclass
class _Doors:
    """What is known of the doors of some duties: homes, who is nobody's to see, names of subjects, parcels that lie."""

    homes: Mapping[str, UUID]
    isolated: Collection[str]
    people: Mapping[str, list[Resident]]
    names: Mapping[UUID, str]
    books: Mapping[str, Playbook]
    parcels: Mapping[str, int]
    _grades: dict[tuple[str, str], tuple[list[str], str]] = field(default_factory=dict)

    def evidence(self, duty: Duty) -> tuple[list[str], str]:
        """Grades that count for a duty, and which photos it asks for."""
        key = (facts.book_of(duty.basis), str(duty.basis["clause"]))
        if key not in self._grades:
            grades = [one.value for one in grades_of(duty, self.books)]
            self._grades[key] = (grades, _PHOTO[asked_of(duty, self.books)])
        return self._grades[key]

    def window(self, duty: Duty) -> dict[str, str]:
        """The name of a duty's window in both languages, by the rules that made it."""
        named = self.books[facts.book_of(duty.basis)].windows.get(duty.win)
        once = ONCE_NAMES.get(duty.win)
        sampled = round_of(duty.win)
        once = round_name(sampled) if sampled is not None else once
        zh, en = (
            (named.name_zh, named.name_en) if named else (once.zh, once.en) if once else ("", "")
        )
        return {"win_zh": zh or duty.win, "win_en": en or duty.win}

    def away(self, door: str, day: date) -> bool:
        """Whether nobody of a home is there."""
        return nobody_there(self.people.get(door, []), day) is not None


def _known(area: str, duties: Sequence[Duty]) -> _Doors:
    held = span(area)
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    people = defaultdict(list)
    for row in Resident.objects.filter(area__gte=held.lo, area__lt=held.hi):
        people[row.area].append(row)
    named = known_subjects(list({duty.subject for duty in duties}))
    here = Parcel.objects.filter(area__gte=held.lo, area__lt=held.hi, handed_at=None)
    # Of goods a word about parcels gives nothing out.
    lying = here.filter(lot=None)
    waiting = lying.exclude(household=None).values_list("area")
    return _Doors(
        homes=dict(homes.values_list("area", "id")),
        isolated=barred_doors(held),
        people=people,
        names={ident: name for _, _, name, ident, _, _ in named},
        books=facts.books(),
        parcels=dict(waiting.annotate(pieces=Sum("pieces"))),
    )


def _rounds(found: EnrolledPhone, days: Sequence[date]) -> list[dict[str, Any]]:
    held = span(found.area)
    rows = Duty.objects.filter(day__in=days, area__gte=held.lo, area__lt=held.hi)
    rows = rows.exclude(state=DutyState.WITHDRAWN).exclude(what__in=GIVEN)
    duties = list(rows.order_by("day", "opens_at", "win", "area", "subject", "what"))
    if not duties:
        return []
    doors = _known(found.area, duties)
    by_round: dict[RoundKey, list[Duty]] = {}
    for duty in duties:
        by_round.setdefault(RoundKey(duty.day, duty.win, unit_of(duty.area)), []).append(duty)
    names = names_of(sorted({key.unit for key in by_round}))
    return [_round(key, some, names[key.unit], doors) for key, some in by_round.items()]


def _round(
    key: RoundKey, duties: Sequence[Duty], names: Sequence[str], doors: _Doors
) -> dict[str, Any]:
    floors: dict[int, dict[str, list[Duty]]] = {}
    for duty in duties:
        floors.setdefault(floor_of(duty.area), {}).setdefault(duty.area, []).append(duty)
    owners = {duty.owner_post for duty in duties}
    return {
        "key": str(key),
        "day": key.day,
        "win": key.win,
        **doors.window(duties[0]),
        "unit": key.unit,
        "place": " ".join(names),
        "opens_at": min(duty.opens_at for duty in duties),
        "due_at": max(duty.due_at for duty in duties),
        "owner_post": next(iter(owners)) if len(owners) == 1 else None,
        "owners": sorted(owners - {None}, key=str),
        "floors": [
            {
                "floor": floor,
                "doors": [
                    _door(door, some, key.day, doors)
                    for door, some in sorted(
                        floors[floor].items(), key=lambda one: (len(code(one[0])), one[0])
                    )
                ],
            }
            for floor in sorted(floors, reverse=True)
        ],
    }


def _door(door: str, duties: Sequence[Duty], day: date, doors: _Doors) -> dict[str, Any]:
    return {
        "area": door,
        "room": code(door),
        "household": doors.homes.get(door),
        "isolated": door in doors.isolated,
        "away": not is_common_part(door) and doors.away(door, day),
        "note": "",
        "parcels": doors.parcels.get(door, 0),
        "duties": [_duty(duty, doors, door in doors.isolated) for duty in duties],
    }


def _duty(duty: Duty, doors: _Doors, isolated: bool) -> dict[str, Any]:
    grades, photo = doors.evidence(duty)
    return {
        "key": str(DutyKey(duty.day, duty.what, str(duty.subject), duty.win)),
        "what": duty.what,
        "what_zh": WHAT_NAMES[What(duty.what)].zh,
        "what_en": WHAT_NAMES[What(duty.what)].en,
        "subject": duty.subject,
        "name": doors.names.get(duty.subject, ""),
        "state": duty.state,
        "grades": grades,
        "photo": photo,
        # One word for both reasons: that somebody is unwell is nobody's to read off a phone.
        "alone": isolated or duty.reason == Reason.UNWELL,
        "again": bool(duty.tried) or duty.reason in CALLS_AGAIN,
    }
