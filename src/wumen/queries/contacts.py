"""Whom the people of a place can ask: the nearest posts that answer for it, with their telephones."""

from django.db.models import Q

from wumen.records import clock, sealing
from wumen.records.models import CrewMember, GridPlace, Post
from wumen.rules.areas import ancestors
from wumen.rules.explanation import Contact
from wumen.rules.playbooks import Named
from wumen.rules.posts import ROLES

# Who answers people's questions, and who stands for the sub-district on a sheet.
ANSWER = ("captain", "unit_lead", "secretary", "duty_officer")
_OFFICE = ("secretary", "duty_officer")
_SUBDISTRICT = ("duty_officer", "director")
_GRID_WORKER = "grid_worker"


def telephone_of(member: CrewMember) -> str:
    """The telephone under which somebody who works is reached; empty when none is known."""
    return sealing.unseal("telephone", member.id, member.telephone_sealed) or ""


def _contact(role: str, member: CrewMember) -> Contact:
    named = ROLES[role]
    return Contact(Named(zh=named.zh, en=named.en), member.name, telephone_of(member))


class Contacts:
    """The posts over some places, read once, inside the running scope."""

    def __init__(self, paths: list[str]) -> None:
        """Read who stands over the places now, and whose their grids are."""
        chain = {one for path in paths for one in [*ancestors(path), path]}
        now = clock.now()
        rows = Post.objects.filter(
            Q(until_at__isnull=True) | Q(until_at__gt=now),
            area__in=chain,
            from_at__lte=now,
            role__in={*ANSWER, *_SUBDISTRICT, _GRID_WORKER},
        ).select_related("person")
        self._posts = sorted(rows, key=lambda one: (-len(one.area), one.from_at, str(one.id)))
        grids = GridPlace.objects.filter(area__in=chain, grid__worker__isnull=False)
        self._grids = {one.area: one.grid.worker for one in grids.select_related("grid__worker")}
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Contact, ...]] = {}

    def answering(self, path: str) -> tuple[Contact, ...]:
        """Who answers for a place, the nearest first, those with a telephone before those without."""
        found = self._over(path, ANSWER)
        return tuple(sorted(found, key=lambda one: not one.telephone))

    def office(self, path: str) -> Contact | None:
        """Who of the office answers for a place, the nearest first: for what is no captain's business."""
        return next(iter(self._over(path, _OFFICE)), None)

    def cadre(self, path: str) -> Contact | None:
        """Who stands for the sub-district."""
        return next(iter(self._over(path, _SUBDISTRICT)), None)

    def grid_worker(self, path: str) -> Contact | None:
        """The worker of the grid that holds a place, or whoever has that post over it."""
        held = next((self._grids[one] for one in _upward(path) if one in self._grids), None)
        if held is not None:
            return _contact(_GRID_WORKER, held)
        return next(iter(self._over(path, (_GRID_WORKER,))), None)

    def _over(self, path: str, roles: tuple[str, ...]) -> tuple[Contact, ...]:
        key = (path, roles)
        if key not in self._known:
            over = {*ancestors(path), path}
            posts = [one for one in self._posts if one.area in over and one.role in roles]
            self._known[key] = tuple(_contact(one.role, one.person) for one in posts)
        return self._known[key]


def _upward(path: str) -> list[str]:
    return [path, *reversed(ancestors(path))]
