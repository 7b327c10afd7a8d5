"""What every part of the demo is made with: the story's clock, its people at work, orders and duties done."""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

from wumen import channels
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.demo.people import Invented
from wumen.actions.duties import settle
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.register import add_area
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock, sealing
from wumen.records.models import Order, Resident
from wumen.rules.areas import AreaKind, read_path, span
from wumen.rules.duties import read_key
from wumen.rules.orders import OrderDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import at

OUTBREAK = "2022年1月疫情"
AUTHORITY = "中原区新冠肺炎疫情防控指挥部"
TODAY = date(2022, 1, 10)


def january(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of the story."""
    return at(TODAY.replace(day=day), time(hour, minute))


@contextmanager
def clock_at(day: int, hour: int, minute: int = 0) -> Iterator[None]:
    """Act at an instant of the story."""
    with clock.fixed(january(day, hour, minute)):
        yield


def ledger_file(name: str) -> Path:
    """A ledger as the office kept it; Problem `demo_data_missing`."""
    file = Path(str(channels.__file__)).parent / "demo" / name
    if not file.is_file():
        raise Problem("demo_data_missing")
    return file


@dataclass
class Story:
    """The operator who writes the story down, what is told at the end, and the people invented on the way."""

    operator: Viewer
    last: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nobody invented yet."""
        self.invented = Invented()
        self._desks = 0

    def place(self, path: str, kind: AreaKind, name: str) -> None:
        """A place of the story."""
        add_area(self.operator, path, kind, name)

    def desk(self) -> str:
        """The telephone on an office's desk, as it is printed for residents."""
        self._desks += 1
        return f"0371-6799{self._desks:04d}"

    def joins(
        self, name: str, profession: str, role: str, path: str, telephone: str = ""
    ) -> Viewer:
        """A crew member with her post; every name is invented."""
        member = add_crew(self.operator, name, profession, telephone)
        grant_post(self.operator, member.number, role, path)
        return viewers_of(member.number)[0]


@dataclass(frozen=True)
class Office:
    """The three of a community who enter, confirm and answer for what is ordered."""

    secretary: Viewer
    clerk: Viewer
    officer: Viewer


def office(told: Story, subdistrict: str, community: str, names: tuple[str, str, str]) -> Office:
    """Secretary and clerk of a community, and the duty officer of its sub-district."""
    secretary, clerk, officer = names
    return Office(
        told.joins(secretary, "community_worker", "secretary", community, told.desk()),
        told.joins(clerk, "community_worker", "clerk", community),
        told.joins(officer, "seconded", "duty_officer", subdistrict),
    )


def ordered(enters: Viewer, confirms: Viewer, draft: OrderDraft) -> Order:
    """An order as it binds: one entered it, another confirmed it."""
    return confirm_order(confirms, enter_order(enters, draft, OUTBREAK).number)


def people_at(viewer: Viewer, path: str) -> list[Resident]:
    """Who is registered at and below a place, in the order of doors."""
    held = span(read_path(path))
    with acting(viewer):
        rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
        return list(rows.order_by("area", "place", "id"))


def owed_now(viewer: Viewer, area: str, *whats: str, win: str = "am") -> list[DutyLine]:
    """What is still open of some measures in a window, in the order of doors."""
    return list(duty_lines(viewer, TODAY, "open", area, what__in=whats, win=win))


def done(
    by: Viewer,
    duties: Iterable[DutyLine],
    grade: str,
    but: Callable[[DutyLine], bool] = lambda _line: False,
) -> None:
    """Let somebody do duties with evidence of one grade, but for those that were not reached."""
    for one in duties:
        if not but(one):
            settle.do(by, read_key(one.key), grade)


def picture(grey: int = 0xC0) -> bytes:
    """A small grey picture in place of a photo: nothing of a real place is shown. Another grey is another one."""
    wide, high = 32, 24
    rows = (b"\x00" + bytes([grey]) * wide) * high
    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def needs_of(people: Iterable[Resident]) -> dict[str, list[UUID]]:
    """Who was noted in the ledger with which word."""
    found: dict[str, list[UUID]] = {}
    for one in people:
        for word in sealing.unseal_list("needs", one.id, one.needs_sealed):
            found.setdefault(word, []).append(one.id)
    return found
