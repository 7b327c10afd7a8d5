"""Local notices as people look at them: what waits, holds, is to come or over, and what each changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from wumen.queries import facts
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import NoticeBrief, ruled
from wumen.records import clock
from wumen.records.local_notices import LocalNotice, confirmed
from wumen.records.models import Area, Outbreak
from wumen.rules.areas import Span, ancestors, code, read_path, span
from wumen.rules.contexts import Stretch, stretches
from wumen.rules.duties import Subject, owed, subjects_of
from wumen.rules.local_notices import (
    Comparison,
    NoticeDraft,
    NoticeInForce,
    Standing,
    compare,
    laid,
    read_rules,
    stricter,
    whole,
)
from wumen.rules.orders import decides, stands
from wumen.rules.playbooks import Playbook, SubjectKind
from wumen.rules.posts import Viewer
from wumen.rules.time import Interval, business_day


@dataclass(frozen=True)
class NoticeLine:
    """A notice with everything that it must name, and what it changes compared with the playbook.

    `state` is waiting, dropped, coming, in_force, ended or over; `own`: an office's own arrangement and no
    authority's document. `below` and `rules` are the outbreak's rules without and with it.
    """

    number: str
    outbreak: str
    authority: str
    document: str
    ground: str
    begins: datetime
    ends: datetime
    places: tuple[str, ...]
    entered_by: str
    confirmed_by: str | None
    state: str
    own: bool
    stricter: bool
    changes: tuple[Comparison, ...]
    below: Playbook
    rules: Playbook
    end_why: str
    end_asked_by: str | None
    ended_by: str | None


def standing_stricter(outbreak: Outbreak) -> list[Standing]:
    """The confirmed notices of an outbreak that ask more than its playbook, inside the transaction."""
    base = playbook(outbreak.playbook, tuple(outbreak.overlays))
    rows = confirmed().filter(outbreak=outbreak, stricter=True).prefetch_related("scopes")
    return [
        Standing(
            row.document,
            Interval(row.from_at, row.ended_at or row.until_at),
            tuple(one.area for one in row.scopes.all()),
            stricter(base, read_rules(row.rules)),
        )
        for row in rows.order_by("from_at", "number")
    ]


def notice_lines(viewer: Viewer, number: str | None = None) -> Sequence[NoticeLine]:
    """The notices over the viewer's area and above it, the newest first; one alone by its number.

    Whoever acts in a post may read them: what is asked of people is no secret.
    """
    now = clock.now()
    with acting(viewer):
        rows = (
            LocalNotice.objects.select_related(
                *("outbreak", "entered_by", "confirmed_by", "end_asked_by", "ended_by")
            )
            .prefetch_related("scopes")
            .order_by("-entered_at", "-number")
        )
        notices = list(rows.filter(number=number) if number else rows)
        paths = {scope.area for notice in notices for scope in notice.scopes.all()}
        chain = {one for path in paths for one in [*ancestors(path), path]}
        names = dict(Area.objects.filter(area__in=chain).values_list("area", "name"))
        return [_line(notice, names, now) for notice in notices]


def in_force_now(viewer: Viewer) -> Sequence[NoticeBrief]:
    """The notices over the viewer's area that hold now, what ends first first."""
    with acting(viewer):
        return ruled().in_force


@dataclass(frozen=True)
class Effect:
    """How many duties of a day a notice adds and takes away; people under orders of their own left out."""

    day: date
    more: int
    less: int


def effect(viewer: Viewer, draft: NoticeDraft, outbreak_name: str) -> Effect:
    """What a draft would change on its first day from today on, counted stretch by stretch.

    For a look before it is entered: about so many, for people under orders of their own are not counted.
    """
    first = max(clock.today(), business_day(draft.begins)) if draft.begins else clock.today()
    more = less = 0
    with acting(viewer):
        outbreak = Outbreak.objects.filter(closed_at__isnull=True)
        row = outbreak.filter(name=outbreak_name).first() if outbreak_name else outbreak.first()
        if row is None or draft.begins is None or draft.ends is None:
            return Effect(first, 0, 0)
        for path in draft.paths:
            within = span(read_path(path))
            one, other = _effect_in(within, first, str(row.id), draft)
            more, less = more + one, less + other
    return Effect(first, more, less)


def _effect_in(within: Span, day: date, outbreak: str, draft: NoticeDraft) -> tuple[int, int]:
    """How many duties more and less a draft makes within a span."""
    held, standing = facts.order_facts(day, within), facts.notice_facts(day)
    books = facts.books()
    own = NoticeInForce(
        *("", outbreak, draft.authority, draft.document),
        Interval(draft.begins or clock.now(), draft.ends or clock.now()),
        *(clock.now(), draft.rules, within.lo.count("/")),
    )
    added = {**books, "": whole(books[outbreak], draft.rules)}
    subjects = subjects_of(added.values())
    doors: dict[Subject, list[str]] = {}
    for fact in facts.subjects(within, {one.kind for one in subjects}):
        kind = Subject(SubjectKind(fact.kind), fact.facility)
        doors.setdefault(kind, []).append(fact.area)
    more = less = 0
    for stretch in stretches([*held.places, *standing.places], [], within):
        orders = [held.orders[one] for one in sorted(stretch.orders) if one in held.orders]
        over = _over(stretch, standing)
        without, with_it = (_laid(books, some, day) for some in (over, [*over, own]))
        for subject, areas in doors.items():
            before, after = (
                {
                    (one.what, one.win)
                    for one in owed(orders, book, day, subject, clock.now())
                    if one.due_at > clock.now()
                }
                for book in (without, with_it)
            )
            n = sum(stretch.span.holds(area) for area in areas) if before != after else 0
            more, less = more + n * len(after - before), less + n * len(before - after)
    return more, less


def _over(stretch: Stretch, standing: facts.NoticeFacts) -> list[NoticeInForce]:
    """The notices over a stretch, each by its narrowest scope there."""
    depths: dict[str, int] = {}
    for path, number in standing.places:
        if span(path).holds(stretch.span.lo):
            depths[number] = max(depths.get(number, 0), path.count("/"))
    return [replace(standing.notices[one], depth=depth) for one, depth in depths.items()]


def _laid(
    books: Mapping[str, Playbook], notices: Sequence[NoticeInForce], day: date
) -> Mapping[str, Playbook]:
    return {
        key: laid(book, [one for one in notices if one.outbreak == key], day)
        for key, book in books.items()
    }


def _place(path: str, names: Mapping[str, str]) -> str:
    """A place by the names from its community down; what lies above by its own."""
    chain = [*ancestors(path), path]
    return " ".join(names.get(one, code(one)) for one in chain[2:] or chain[-1:])


def _state(notice: LocalNotice, now: datetime) -> str:
    over = notice.ended_at or notice.until_at
    state = stands(notice.dropped_at, notice.confirmed_at, notice.from_at, over, now)
    return "ended" if state == "over" and notice.ended_at else state


def _line(notice: LocalNotice, names: Mapping[str, str], now: datetime) -> NoticeLine:
    base = playbook(notice.outbreak.playbook, tuple(notice.outbreak.overlays))
    rules = read_rules(notice.rules)
    return NoticeLine(
        number=notice.number,
        outbreak=notice.outbreak.name,
        authority=notice.authority,
        document=notice.document,
        ground=notice.ground,
        begins=notice.from_at,
        ends=notice.ended_at or notice.until_at,
        places=tuple(_place(one.area, names) for one in notice.scopes.all()),
        entered_by=notice.entered_by.name,
        confirmed_by=notice.confirmed_by.name if notice.confirmed_by else None,
        state=_state(notice, now),
        own=not decides(notice.authority),
        stricter=notice.stricter,
        changes=compare(base, rules),
        below=base,
        rules=whole(base, rules),
        end_why=notice.end_why,
        end_asked_by=notice.end_asked_by.name if notice.end_asked_by else None,
        ended_by=notice.ended_by.name if notice.ended_by else None,
    )
