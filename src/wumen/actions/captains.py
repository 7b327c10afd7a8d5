"""Captains: seats filled by the best assignment or by hand, a withdrawal repaired, each change handed over."""

from collections.abc import Sequence
from datetime import time, timedelta
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.crew import end_standing, grant_post
from wumen.actions.duties.giving import hand_on
from wumen.actions.log import log, person_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.captains import (
    ROLE_OF,
    CaptainCard,
    Standing,
    captain_cards,
    seat_area,
    standing,
    stands_open,
)
from wumen.queries.force import force_row, member_row
from wumen.queries.homes import place_of
from wumen.records import clock
from wumen.records.models import CrewMember, Post
from wumen.rules.areas import ancestors, read_path
from wumen.rules.captains.assignment import Change, Seat, assign, repair, seats
from wumen.rules.force import Work, must_serve
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import at, local

# What is handed over is handed over until the evening, or within so long where the evening is near.
_EVENING = time(20)
_AT_LEAST = timedelta(hours=4)


def assign_captains(viewer: Viewer, path: str) -> Sequence[Change]:
    """Fill every seat of a place that can be filled, exactly the best; what was chosen by hand stands.

    Where people sit already it is repaired with the fewest changes: whoever can serve no more is replaced.
    Problems: `right_missing`, `area_not_yours`, `area_unknown`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        place = place_of(viewer, full)
        now = standing(viewer, place.area)
        changes = _wanted(now, frozenset(now.barred))
        _carry_out(viewer, now, changes)
        log(viewer, "captains.assigned", place.area, changes=len(changes))
    return changes


def _wanted(now: Standing, gone: frozenset[str]) -> tuple[Change, ...]:
    """What has to change: all of it anew where nobody sits, else as little as can be."""
    if now.sits:
        # Whoever sits by hand and is of no force here stays: only a hand or a bar moves her.
        known = {one.id for one in now.candidates}
        fixed = {
            seat: who for seat, who in now.sits.items() if seat in now.fixed or who not in known
        }
        return repair(now.sits, gone, now.buildings, now.candidates, fixed)[1]
    after = assign(now.buildings, now.candidates, now.fixed)
    return tuple(Change(seat, None, who) for seat, who in sorted(after.taken.items()))


def _carry_out(viewer: Viewer, now: Standing, changes: Sequence[Change]) -> None:
    """End and grant the posts of changes; first all ends, for one may pass from seat to seat."""
    for change in changes:
        if change.before is not None:
            end_standing(viewer, now.posts[change.seat])
    idents = {UUID(one.after) for one in changes if one.after}
    people = {str(one.id): one for one in CrewMember.objects.filter(id__in=idents)}
    for change in changes:
        if change.after is None:
            continue
        post = _seat(viewer, change.seat, people[change.after], by_hand=False)
        before = now.posts.get(change.seat)
        if before is not None and change.before is not None:
            _hand_over(viewer, change.seat, before.person.name, post)


def _seat(viewer: Viewer, seat: Seat, person: CrewMember, *, by_hand: bool) -> Post:
    post = grant_post(viewer, person.number, ROLE_OF[seat.place], seat_area(seat))
    if post.by_hand != by_hand:
        post.by_hand = by_hand
        post.save(update_fields=["by_hand"])
    return post


def choose(viewer: Viewer, role: str, path: str, member: UUID) -> None:
    """Let somebody of the force take a seat, chosen by hand; whoever sat there hands over.

    Problems: `captain_no_seat`, `captain_two_seats`, `force_unknown`, those of `must_serve`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        row = member_row(viewer, member)
        seat, now = _seat_of(viewer, role, full)
        who = str(row.person_id)
        if now.sits.get(seat) == who:
            _keep(now.posts[seat])
            log(viewer, "captain.kept", full, subject=person_key(row.person_id), role=role)
            return
        _may_sit(now, seat, who, row.id)
        before = now.posts.get(seat)
        if before is not None:
            end_standing(viewer, before)
        post = _seat(viewer, seat, row.person, by_hand=True)
        if before is not None:
            _hand_over(viewer, seat, before.person.name, post)
        log(viewer, "captain.chosen", full, subject=person_key(row.person_id), role=role)


def _keep(post: Post) -> None:
    """Note that a computed choice is a person's from now on."""
    post.by_hand = True
    post.save(update_fields=["by_hand"])


def _seat_of(viewer: Viewer, role: str, full: str) -> tuple[Seat, Standing]:
    """The seat of a role at a building or unit, with how its compound stands; Problem `captain_no_seat`."""
    above = ancestors(full)
    for place in (above[3:4] or above[-1:]) if above else []:
        now = standing(viewer, place)
        for seat in seats(now.buildings):
            if ROLE_OF[seat.place] == role and seat_area(seat) == full:
                return seat, now
    raise Problem("captain_no_seat")


def _may_sit(now: Standing, seat: Seat, who: str, member: UUID) -> None:
    if who in now.sits.values():
        raise Problem("captain_two_seats")
    line = now.lines.get(who)
    if line is None:
        raise Problem("force_unknown")
    must_serve(line.serving, Work(clock.today()))
    candidate = next((one for one in now.candidates if one.id == who), None)
    if candidate and seat.building in candidate.not_in:
        must_serve(line.serving, Work(clock.today(), isolated=True))


def withdraw(viewer: Viewer, member: UUID, path: str) -> Sequence[Change]:
    """Let somebody leave the force: her seat is filled again with the fewest changes, and handed over.

    Problems: `force_unknown`, `area_not_yours`, `area_unknown`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        row = force_row(viewer, member)
        now = standing(viewer, place_of(viewer, full).area)
        who = str(row.person_id)
        changes: tuple[Change, ...] = ()
        if who in now.sits.values():
            changes = _wanted(now, frozenset({who, *now.barred}))
            _carry_out(viewer, now, changes)
        row.left_at, row.diet_sealed = clock.now(), None
        row.save(update_fields=["left_at", "diet_sealed"])
        row.cares.filter(until__isnull=True).update(until=clock.now())
        subject = person_key(row.person_id)
        log(viewer, "force.left", row.area, subject=subject, changes=len(changes))
    return changes


def print_cards(viewer: Viewer, path: str) -> list[CaptainCard]:
    """The cards of a place for print, once it stands in the log with how many telephones are on them."""
    with changing(viewer):
        cards = captain_cards(viewer, path)
        shown = sum(bool(one.telephone) for card in cards for one in card.people)
        area = read_path(path)
        log(viewer, "captain_cards.printed", area, cards=len(cards), telephones=shown)
    return cards


def _hand_over(viewer: Viewer, seat: Seat, before: str, post: Post) -> None:
    """Let handing over be a duty of whoever comes, with what stands open; without an outbreak nothing is owed."""
    outbreak = last_outbreak()
    if outbreak is None:
        return
    area, now = seat_area(seat), clock.now()
    found = stands_open(area)
    role = ROLES[ROLE_OF[seat.place]]
    said = (
        f"{role.zh}交接：{before} 交给 {post.person.name}。{found.homes} 户，其中居家隔离 {found.isolated} 户；"
        f"今天还有 {found.open} 项没办，{found.overdue} 项超时。当面交：名单、钥匙、体温计、要照看的人。"
    )
    due = max(at(local(now).date(), _EVENING), now + _AT_LEAST)
    draft = InstructionDraft(
        origin=Origin.COLLEAGUE,
        said=said,
        asked_by=viewer.name,
        opens=now,
        due=due,
        role=post.role,
        path=area,
        post=str(post.id),
    )
    hand_on(viewer, draft, outbreak)
