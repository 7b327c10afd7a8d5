"""A compound that is split: some of its places stand in a new one, under the same orders and crew."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from wumen.actions.changes.record import (
    Body,
    Change,
    days_to_come,
    found_doors_anew,
    hold,
    keep_body,
)
from wumen.actions.changing import changing
from wumen.actions.duties.plan import plan_place
from wumen.actions.log import log
from wumen.records import clock, following, repointing, scope
from wumen.records.local_notices import stand_over_scopes
from wumen.records.models import Area, LocalNoticeScope, Order, OrderChange, OrderScope, Post
from wumen.records.planning import Changes
from wumen.records.release import stand_at
from wumen.rules.areas import common, parent, read_path, span
from wumen.rules.changes import ChangeKind, free_path, split_paths
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def _scopes_within(places: Collection[str]) -> Q:
    found = Q(area__in=[])
    for place in places:
        held = span(place)
        found |= Q(area__gte=held.lo, area__lt=held.hi)
    return found


def orders_over_their_scopes(orders: Collection[UUID]) -> None:
    """Let orders stand at the deepest place over what they bind, whoever may see it."""
    for order in Order.objects.filter(id__in=orders).prefetch_related("scopes"):
        stand_at(order, common([one.area for one in order.scopes.all()]) or order.area)


def orders_within(places: Collection[str]) -> list[UUID]:
    """The orders that bind something at or below some places by name."""
    rows = OrderScope.objects.filter(_scopes_within(places))
    return list(rows.values_list("order", flat=True).distinct())


def _notices_within(places: Collection[str]) -> list[UUID]:
    """The local notices that name something at or below some places."""
    rows = LocalNoticeScope.objects.filter(_scopes_within(places))
    return list(rows.values_list("notice", flat=True).distinct())


def _bind_both(compound: str, into: str) -> list[UUID]:
    """Let every order and notice over the whole compound go on binding what leaves it: a scope more each."""
    named = OrderScope.objects.filter(
        area=compound, resident__isnull=True, order__dropped_at__isnull=True
    )
    added = {one.id: one.again(one.order_id, into) for one in named}
    OrderScope.objects.bulk_create(added.values())
    _named_alike({was: now.id for was, now in added.items()})
    notices = LocalNoticeScope.objects.filter(area=compound, notice__dropped_at__isnull=True)
    held = [
        LocalNoticeScope(notice_id=notice, area=into)
        for notice in notices.values_list("notice", flat=True)
    ]
    LocalNoticeScope.objects.bulk_create(held)
    return [*(one.id for one in added.values()), *(one.id for one in held)]


def _named_alike(twins: Mapping[UUID, UUID]) -> None:
    """Let documents that wait to take the whole compound out of an order take out what leaves it too."""
    waiting = OrderChange.objects.filter(confirmed_at=None, dropped_at=None)
    for change in waiting.filter(scopes__overlap=list(twins)):
        change.scopes += [twins[one] for one in change.scopes if one in twins]
        change.save(update_fields=["scopes"])


def _forget(scopes: Sequence[UUID]) -> None:
    """Take scopes away that a split made, out of the documents that name them as well."""
    for change in OrderChange.objects.filter(scopes__overlap=list(scopes)):
        change.scopes = [one for one in change.scopes if one not in scopes]
        change.save(update_fields=["scopes"])
    OrderScope.objects.filter(id__in=scopes).delete()
    LocalNoticeScope.objects.filter(id__in=scopes).delete()


def _told_apart(compound: str, scopes: Sequence[UUID]) -> bool:
    """Whether a document since the split takes, or is to take, one half out of an order and not the other."""
    made = OrderScope.objects.filter(id__in=scopes)
    twins = OrderScope.objects.filter(area=compound, resident=None)
    whole = {one.order_id: one for one in twins.filter(order__in=made.values("order"))}
    documents = OrderChange.objects.filter(dropped_at=None, order__in=list(whole))
    named = [set(one) for one in documents.values_list("scopes", flat=True)]
    return any(
        one.excepted_at != (was := whole[one.order_id]).excepted_at
        or any((one.id in ids) != (was.id in ids) for ids in named)
        for one in made
    )


def _crew_both(compound: str, into: str) -> list[UUID]:
    """Let whoever holds a post over the whole compound hold it over what leaves it too."""
    now = clock.now()
    held = Post.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=now), area=compound)
    added = [
        Post(person_id=one.person_id, role=one.role, area=into, from_at=now, until_at=one.until_at)
        for one in held
    ]
    Post.objects.bulk_create(added)
    return [one.id for one in added]


def _known(compound: str, places: Sequence[str]) -> Area:
    """The compound; Problem `area_unknown` for it or a place that is not in the tree."""
    rows = {one.area: one for one in Area.objects.filter(area__in=[compound, *places])}
    for path in (compound, *places):
        if path not in rows:
            raise Problem("area_unknown", path=path)
    return rows[compound]


def _standing_like(path: str) -> set[str]:
    """What stands in the tree under a path or one of its numbered neighbours."""
    held = span(parent(path))
    rows = Area.objects.filter(area__gte=held.lo, area__lt=held.hi, area__startswith=path[:-1])
    return set(rows.values_list("area", flat=True))


def split_compound(
    viewer: Viewer, compound: str, places: Sequence[str], new_path: str, new_name: str
) -> Change:
    """Let some places of a compound, given by their paths, stand in a new one beside it.

    A code that is taken gets `-2`. Orders and posts over the whole compound hold over both. Duties of today
    and later stand under the new paths, past days and events as they were. Problems: `split_nothing`,
    `not_in_compound`, `split_elsewhere`, `name_empty`, `area_unknown`, `area_not_yours`.
    """
    old, wanted = read_path(compound), read_path(new_path)
    viewer.must(Right.KEEP_REGISTER, old)
    viewer.must(Right.KEEP_REGISTER, wanted)
    leaving = sorted({read_path(place) for place in places})
    split_paths(old, leaving, wanted)
    if not new_name.strip():
        raise Problem("name_empty")
    with changing(viewer):
        hold([old])
        whole = _known(old, leaving)
        into = free_path(wanted, _standing_like(wanted))
        paths = split_paths(old, leaving, into)
        change = _split(viewer, whole, into, new_name.strip(), paths)
        log(
            viewer,
            ChangeKind.COMPOUND_SPLIT,
            parent(old),
            compound=old,
            into=into,
            places=leaving,
        )
    return change


def _split(viewer: Viewer, whole: Area, into: str, name: str, paths: dict[str, str]) -> Change:
    """Rewrite every path, let orders, posts and duties follow, and write it down."""
    with scope.scoped(scope.WHOLE):
        orders = orders_within([whole.area])
        notices = _notices_within([whole.area])
        Area.objects.create(area=into, kind=whole.kind, name=name)
        scopes, posts = _bind_both(whole.area, into), _crew_both(whole.area, into)
        _rewrite(paths, orders, notices)
        body = Body(
            residents=[],
            households=[],
            places=[*paths, into],
            names=[whole.name, name],
            way=[whole.area, into],
            made_places=[into],
            paths=paths,
            scopes=scopes,
            posts=posts,
        )
        plan = plan_place(viewer, into, None)
        return Change(keep_body(ChangeKind.COMPOUND_SPLIT, viewer, body), plan)


def _rewrite(paths: dict[str, str], orders: Collection[UUID], notices: Collection[UUID]) -> None:
    with found_doors_anew(paths):
        repointing.rewrite_paths(paths)
    following.rename(paths, days_to_come())
    orders_over_their_scopes(orders)
    stand_over_scopes(notices)


def _end(posts: Collection[UUID]) -> None:
    """Let posts end now; one that began this very moment was held for the shortest time there is."""
    now = clock.now()
    for post in Post.objects.filter(id__in=posts):
        if post.until_at is None or post.until_at > now:
            post.until_at = max(now, post.from_at + timedelta(microseconds=1))
            post.save(update_fields=["until_at"])


def join_again(viewer: Viewer, body: Body) -> Changes:
    """Undo a split: every place goes back, with whatever came to be in it since; Problem `change_built_upon`.

    Inside an open transaction that sees everything. A post that was held over the new compound is not
    forgotten: it ends.
    """
    (into,) = body.made_places
    back = {now: was for was, now in body.paths.items()}
    in_the_way = Area.objects.filter(area__in=body.paths).exists()
    over = Post.objects.filter(area=into, until_at__lte=clock.now()).values_list("id", flat=True)
    compound = parent(next(iter(body.paths)))
    if _told_apart(compound, body.scopes):
        raise Problem("change_built_upon", place=body.names[1])
    if in_the_way or repointing.kept_within(into, back, [*body.scopes, *body.posts, *over]):
        raise Problem("change_built_upon", place=body.names[1])
    orders, notices = orders_within([into, compound]), _notices_within([into, compound])
    _forget(body.scopes)
    _rewrite(back, orders, notices)
    _end(body.posts)
    plan = plan_place(viewer, compound, None)
    Area.objects.filter(area=into).delete()
    return plan
