"""The form of a local notice's rules: what it changes of a playbook's measures, and what it adds to them."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from wumen.rules.facilities import FacilityKind
from wumen.rules.playbooks import Grade, SubjectKind, What
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, read_time

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Days = Annotated[int, msgspec.Meta(ge=0, le=60)]
Step = Annotated[int, msgspec.Meta(ge=1, le=30)]
_HEAD = ("authority", "document", "ground", "from", "until")
_FIELD = re.compile(r"`\$(?:\.(?P<rows>\w+))?(?:\[(?P<row>\d+)\])?(?:\.(?P<key>\w+))?[^`]*`")
_UNKNOWN = re.compile(r"unknown field `(?P<key>\w+)`")


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not declared is refused: a notice draws no regime, sets no end to one and seals no door."""


class ClauseChange(_Form, frozen=True, kw_only=True):
    """What a notice asks otherwise of one measure of the playbook; what is left out stays as it is.

    `windows`: keys of the playbook's windows, or hours of its own as 12:00-13:30. `without`: the measure is
    no longer asked. `less`: the document itself says that it replaces what the playbook asks, also where
    that is less; without it a notice only ever adds.
    """

    clause: Text
    days: Literal["every"] | tuple[Days, ...] | None = None
    step: Step | None = None
    windows: tuple[Text, ...] | None = None
    role: Line = ""
    grades: tuple[Grade, ...] | None = None
    photo: bool | None = None
    without: bool = False
    less: bool = False


class NewClause(_Form, frozen=True, kw_only=True):
    """A measure that the playbook has not, in the words that it declares; never one due once."""

    regime: Text
    what: What
    subject: SubjectKind
    facilities: tuple[FacilityKind, ...] = ()
    days: Literal["every"] | tuple[Days, ...] = "every"
    step: Step = 1
    windows: tuple[Text, ...]
    role: Text
    grades: tuple[Grade, ...]
    photo: bool = False
    does_zh: Line = ""
    does_en: Line = ""

    @property
    def key(self) -> str:
        """The same for the same thing in every notice, so that notices over one place meet in it."""
        kinds = "-".join(sorted(self.facilities))
        return "-".join(
            part for part in ("local", self.regime, self.what, self.subject, kinds) if part
        )


class LocalRules(_Form, frozen=True, kw_only=True):
    """All that a notice says of measures, in the order of its document."""

    changes: tuple[ClauseChange, ...] = ()
    clauses: tuple[NewClause, ...] = ()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.changes or self.clauses)


@dataclass(frozen=True)
class NoticeDraft:
    """A notice as it is entered; empty text and None are what is missing."""

    authority: str
    document: str
    ground: str
    begins: datetime | None
    ends: datetime | None
    paths: tuple[str, ...] = ()
    rules: LocalRules = field(default_factory=LocalRules)


@dataclass(frozen=True)
class NoticeInForce:
    """What a rule needs of a confirmed notice over one place.

    `known_at` is when the office had it confirmed; `depth` how far down the tree its scope over the place
    stands, the deeper the narrower.
    """

    number: str
    outbreak: str
    authority: str
    document: str
    interval: Interval
    known_at: datetime
    rules: LocalRules
    depth: int = 0


def read_rules(said: Any) -> LocalRules:
    """Read what was typed or stands in a file; Problem `notice_wrong` names the entry and the field."""
    try:
        return msgspec.convert(said, LocalRules, strict=False)
    except msgspec.ValidationError as error:
        raise _wrong(str(error)) from None


def read_notice(text: bytes, file: str) -> NoticeDraft:
    """Read a notice from a file of TOML: document, authority, ground, from, until, scope, changes, clauses.

    Problems: `playbook_unreadable` with file and line, `notice_wrong` with entry and field,
    `time_unreadable`.
    """
    try:
        said = tomllib.loads(text.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else 1
        raise Problem("playbook_unreadable", file=file, line=at, reason=str(error)) from None
    head = {name: str(said.pop(name, "")) for name in _HEAD}
    scope = said.pop("scope", [])
    return NoticeDraft(
        authority=head["authority"],
        document=head["document"],
        ground=head["ground"],
        begins=read_time(head["from"]) if head["from"] else None,
        ends=read_time(head["until"]) if head["until"] else None,
        paths=tuple(map(str, scope)) if isinstance(scope, list) else (str(scope),),
        rules=read_rules(said),
    )


def rules_as_data(rules: LocalRules) -> dict[str, Any]:
    """The rules of a notice as they are kept; `read_rules` reads them back."""
    kept: dict[str, Any] = msgspec.to_builtins(rules)
    return kept


def _wrong(error: str) -> Problem:
    """Which entry of the notice and which field cannot be read."""
    at = _FIELD.search(error)
    unknown = _UNKNOWN.search(error)
    place = f"{int(at['row']) + 1}" if at and at["row"] else "1"
    if unknown:
        word = unknown["key"]
        zh, en = f"通告里不能写“{word}”", f"a notice cannot say “{word}”"
    else:
        key = (at and (at["key"] or at["rows"])) or ""
        reason = error.split(" - at ")[0]
        zh, en = f"“{key}”这一栏看不懂（{reason}）", f"the field “{key}” cannot be read ({reason})"
    return Problem("notice_wrong", where=place, reason_zh=zh, reason_en=en)
