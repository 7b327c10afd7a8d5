"""What stands in the form of a later document about an order, kept whatever happens."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest

from wumen.queries.orders import OrderLine
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.problems import Problem
from wumen.rules.time import read_time

_FIELDS = ("kind", "authority", "document", "ground", "at", "ends", "regime")


@dataclass(frozen=True)
class TypedChange:
    """The form as it was sent; `out`: the ticked places by path and residents by id."""

    kind: str = ""
    authority: str = ""
    document: str = ""
    ground: str = ""
    at: str = ""
    ends: str = ""
    regime: str = ""
    out: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the form as it was sent."""
        said = {name: request.POST.get(name, "").strip() for name in _FIELDS}
        return cls(**said, out=tuple(request.POST.getlist("out")))

    @classmethod
    def taking_out(cls, line: OrderLine, wanted: list[str]) -> Self | None:
        """The form with some of those under an order ticked, as an objection asks for it; None where none can be."""
        known = {one.key for one in line.may_except}
        out = tuple(one for one in wanted if one in known)
        return cls(kind=Changed.EXCEPT, authority=line.authority, out=out) if out else None

    def draft(self) -> ChangeDraft:
        """What the action is asked to enter; Problems `order_change_which`, `time_unreadable`."""
        if self.kind not in set(Changed):
            raise Problem("order_change_which")
        return ChangeDraft(
            kind=Changed(self.kind),
            authority=self.authority,
            document=self.document,
            ground=self.ground,
            at=read_time(self.at) if self.at else None,
            ends=read_time(self.ends) if self.ends else None,
            regime=self.regime,
            paths=tuple(one for one in self.out if "/" in one),
            residents=tuple(one for one in self.out if "/" not in one),
        )
