"""Roles, their rights, and the viewer: a person acting in one post."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import Span, ancestors, span
from wumen.rules.problems import Problem


class Right(StrEnum):
    """What a post may do in its area."""

    SEE_BOARD = "see_board"
    SEE_REGISTER = "see_register"
    CORRECT_HOMES = "correct_homes"
    KEEP_REGISTER = "keep_register"
    EXPORT = "export"
    KEEP_CREW = "keep_crew"
    OPEN_OUTBREAK = "open_outbreak"
    ENTER_ORDER = "enter_order"
    CONFIRM_ORDER = "confirm_order"
    PLAN = "plan"
    SETTLE = "settle"
    WAIVE = "waive"
    GIVE = "give"
    LEAD_POINT = "lead_point"
    KEEP_GATE = "keep_gate"
    AUDIT = "audit"
    REPORT = "report"
    LOOK_AFTER = "look_after"
    INSTALLATION = "installation"


@dataclass(frozen=True)
class Role:
    """A kind of post: its names and what it may do."""

    zh: str
    en: str
    rights: frozenset[Right]


_SAMPLER = frozenset({Right.SEE_REGISTER, Right.SETTLE})
_CAPTAIN = _SAMPLER | {Right.CORRECT_HOMES, Right.GIVE}
_CLERK = _CAPTAIN | {
    Right.SEE_BOARD,
    Right.KEEP_REGISTER,
    Right.EXPORT,
    Right.KEEP_CREW,
    Right.ENTER_ORDER,
    Right.PLAN,
    Right.LEAD_POINT,
    Right.KEEP_GATE,
    Right.AUDIT,
    Right.REPORT,
    Right.LOOK_AFTER,
}
_OFFICER = _CLERK | {Right.CONFIRM_ORDER, Right.OPEN_OUTBREAK, Right.WAIVE}

ROLES: dict[str, Role] = {
    "operator": Role("系统操作员", "operator", _OFFICER | {Right.INSTALLATION}),
    "duty_officer": Role("值班长", "duty officer", _OFFICER),
    "secretary": Role("社区书记", "secretary", _OFFICER),
    "director": Role("主任", "director", _OFFICER),
    "clerk": Role("内勤", "clerk", _CLERK),
    "grid_worker": Role("网格员", "grid worker", _CAPTAIN | {Right.SEE_BOARD}),
    "captain": Role("楼长", "captain", _CAPTAIN),
    "deputy_captain": Role("副楼长", "deputy captain", _CAPTAIN),
    "unit_lead": Role("单元长", "unit lead", _CAPTAIN),
    "sampler": Role("采样员", "sampler", _SAMPLER),
    "point_lead": Role("采样点长", "sampling-point lead", frozenset({Right.LEAD_POINT})),
    "gate": Role("门岗值守", "gate keeper", frozenset({Right.KEEP_GATE})),
    # Sees the homes of her own team and, of each, what her place in it needs.
    "team_member": Role("包户小组成员", "member of a team", frozenset({Right.LOOK_AFTER})),
}

# No post that anybody is given: who holds the code of a door acts at that door alone.
RESIDENT = Role("住户本人", "resident", frozenset())

# Entries in whose name somebody without an account acts, with what they are called: no crew, and on no list of it.
BY_DOOR_CODE = ("resident", "住户本人")
BY_SIGN_UP = ("sign_up", "报名本人")
STAND_INS = frozenset({BY_DOOR_CODE[0], BY_SIGN_UP[0]})

# Who owns a duty when nobody of the clause's own role stands over the door: the way escalation goes.
CHAIN = ("captain", "grid_worker", "secretary", "duty_officer", "director")

PROFESSIONS: dict[str, tuple[str, str]] = {
    "community_worker": ("社区工作者", "community worker"),
    "seconded": ("下沉干部", "seconded staff"),
    "party_member": ("党员", "Party member"),
    "volunteer": ("志愿者", "volunteer"),
    "property": ("物业", "property staff"),
    "medic": ("医护", "medic"),
    "police": ("民警", "police"),
    "operator": ("系统操作员", "operator"),
}


def role(key: str) -> Role:
    """The role of that key; Problem `role_unknown`."""
    if key not in ROLES:
        raise Problem("role_unknown", role=key, known=" ".join(ROLES))
    return ROLES[key]


@dataclass(frozen=True)
class Viewer:
    """A person acting in one post: who asks, as what, and where."""

    person: UUID
    crew_no: str
    name: str
    post: UUID
    role: str
    area: str
    rights: frozenset[Right] = field(default=frozenset())

    @property
    def span(self) -> Span:
        """What lies in the post's area."""
        return span(self.area)

    @property
    def above(self) -> list[str]:
        """The places above the post's area, whose orders and notices bind it too."""
        return ancestors(self.area)

    def may(self, right: Right) -> bool:
        """Whether the post holds the right."""
        return right in self.rights

    def must(self, right: Right, path: str | None = None) -> None:
        """Problem `right_missing` without the right, `area_not_yours` for a path outside the area."""
        if right not in self.rights:
            held = ROLES.get(self.role, RESIDENT)
            raise Problem("right_missing", role_zh=held.zh, role_en=held.en)
        if path is not None and not self.span.holds(path):
            raise Problem("area_not_yours", path=path)
