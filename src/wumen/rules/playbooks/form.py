"""The form of a playbook file: every rule with its source and how far that can be trusted."""

from datetime import date, time
from typing import Annotated, Literal

import msgspec

from wumen.rules.facilities import FacilityKind
from wumen.rules.playbooks.words import (
    Fact,
    Grade,
    Happening,
    Leave,
    Sees,
    SubjectKind,
    Trading,
    What,
)
from wumen.rules.problems import Problem
from wumen.rules.special_needs import AskKind, Care, Kind

Confidence = Literal["A", "B", "C", "BG", "local"]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Days = Annotated[int, msgspec.Meta(ge=0, le=60)]


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is not declared is refused."""


class Sourced(_Form, frozen=True, kw_only=True):
    """A rule: the document it comes from, how sure that is, and `where` it stands, file:line, filled in by the reader.

    Confidence: A official text seen, B quoted, C one weak page, BG not found, local an office's own.
    """

    source: Text
    confidence: Confidence
    where: str = ""


class Edition(Sourced, frozen=True, kw_only=True):
    """Whose rules these are and when they hold; `first_day` numbers the day on which an order begins."""

    key: Text
    name_zh: Text
    name_en: Text
    issuer: Text
    document: Text
    valid_from: date
    valid_until: date | None = None
    first_day: Literal[0, 1] = 1


class Regime(Sourced, frozen=True, kw_only=True):
    """What an order puts areas or people under; a higher strictness prevails.

    `persons_out` of a home may go out every `out_every_days` days where they leave by turns. `trading`: whether its
    shops trade; that they do not has a source of its own.
    """

    name_zh: Text
    name_en: Text
    strictness: int
    leave: Leave
    persons_out: Annotated[int, msgspec.Meta(ge=1)] | None = None
    out_every_days: Annotated[int, msgspec.Meta(ge=1)] | None = None
    movement_zh: Text
    movement_en: Text
    trading: Trading = Trading.FREE
    trading_source: str = ""


class Window(_Form, frozen=True, kw_only=True):
    """A part of the day in which something is due, on the office's clock; due at 0:00 is due at 24:00."""

    name_zh: Text
    name_en: Text
    opens: time
    due: time
    where: str = ""


class Clause(Sourced, frozen=True, kw_only=True):
    """A rule that makes duties: what, of whom, on which days of an order, in which windows, by whom.

    `regime`: under which; empty for what follows an occurrence wherever it happens, with an order or without.
    `facilities`: of which kinds, for a clause of facilities. `days`: every day (`step` 3: every third,
    from the first), the days of the order by number, or `begin` and `end`: once, within `within_hours` of
    the instant at which the order begins or ends; such a clause has no windows. `event`: once, within
    `within_hours` of each occurrence of a kind that `on` names. `photo`: it counts as done only
    with a photo, so nobody declares it for a floor. `does_zh`, `does_en` say
    in a line what is to be done. `notice`, `rank`: which local notice says it, and how far that prevails;
    filled in where notices are laid over.

    `needs`, `asks`, `categories`: only of whom has one of these special needs, whose needs ask that on the
    day, or of homes of one of these categories. `overrules`: the clauses of the same playbook, what and
    subject whose place it takes on a day on which both are asked, however strict the other's regime is.
    `visits`: how often in all a door at which nobody was met is visited on its day,
    `visit_after_hours` apart, at the latest until `visits_until` or the last window of a day.
    `escalates_after_minutes`: how long it may be overdue before the next post up the chain answers too.
    """

    key: Text
    regime: str = ""
    what: What
    subject: SubjectKind
    facilities: tuple[FacilityKind, ...] = ()
    needs: tuple[Kind, ...] = ()
    asks: tuple[AskKind, ...] = ()
    categories: tuple[Text, ...] = ()
    overrules: tuple[Text, ...] = ()
    days: Literal["every", "begin", "end", "event"] | tuple[Days, ...]
    on: tuple[Happening, ...] = ()
    step: Annotated[int, msgspec.Meta(ge=1, le=30)] = 1
    windows: tuple[str, ...] = ()
    within_hours: Annotated[int, msgspec.Meta(ge=1, le=72)] | None = None
    role: Text
    grades: Annotated[tuple[Grade, ...], msgspec.Meta(min_length=1)]
    photo: bool = False
    does_zh: str = ""
    does_en: str = ""
    visits: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    visit_after_hours: Annotated[int, msgspec.Meta(ge=1, le=12)] = 3
    visits_until: time | None = None
    escalates_after_minutes: Annotated[int, msgspec.Meta(ge=5, le=1440)] | None = None
    notice: str = ""
    rank: int = 0

    @property
    def once(self) -> bool:
        """Whether it is owed once: at the beginning or the end of an order, or after an occurrence."""
        return self.days in ("begin", "end", "event")

    @property
    def on_event(self) -> bool:
        """Whether it is owed after occurrences, not by an order alone."""
        return self.days == "event"

    @property
    def special(self) -> bool:
        """Whether it speaks only of who has certain needs."""
        return bool(self.needs or self.asks or self.categories)

    def means(self, care: Care) -> bool:
        """Whether a clause of certain needs speaks of somebody with what is known of her needs."""
        return not (
            care.kinds.isdisjoint(self.needs)
            and care.asks.isdisjoint(self.asks)
            and care.categories.isdisjoint(self.categories)
        )

    def falls_on(self, day_of_order: int, first_day: int = 1) -> bool:
        """Whether the clause owes anything in its windows on that day of an order."""
        if isinstance(self.days, tuple):
            return day_of_order in self.days
        return self.days == "every" and (day_of_order - first_day) % self.step == 0


class Condition(Sourced, frozen=True, kw_only=True):
    """One thing that must be so before a regime ends; `days`, `within_days`, `regimes` by its fact.

    `stepped_down`: asked only of an order that follows a stricter one, or with false only of no such order.
    `restarts_on`: facts whose being told as not so (a positive surface) starts its days anew.
    """

    key: Text
    fact: Fact
    days: Days | None = None
    more_than: bool = False
    within_days: Days | None = None
    regimes: tuple[str, ...] = ()
    restarts_on: tuple[Fact, ...] = ()
    stepped_down: bool | None = None
    zh: Text
    en: Text


class Release(_Form, frozen=True, kw_only=True):
    """How a regime ends: all conditions hold, then it is lifted or steps down to the regime `then`."""

    regime: Text
    then: Text
    conditions: Annotated[tuple[Condition, ...], msgspec.Meta(min_length=1)]
    where: str = ""


class Isolation(Sourced, frozen=True, kw_only=True):
    """How long a kind of person stays apart, in a central place and at home, and when she is sampled.

    Days of a sampling are counted from the beginning of its own part.
    """

    key: Text
    person_zh: Text
    person_en: Text
    central_days: Days = 0
    home_days: Days = 0
    central_sampling: tuple[Days, ...] = ()
    home_sampling: tuple[Days, ...] = ()
    regime: str = ""


class ComingBack(Sourced, frozen=True, kw_only=True):
    """What is asked of who comes back from a place of one level of the day's list, or from one not on it.

    `within_days`: so many days after she left that place; none for who comes from elsewhere.
    `awaits_order`: an authority has to decide about her; until then she is asked, not ordered.
    """

    key: Text
    level: Literal["high", "medium", "cases", "elsewhere"]
    within_days: Days | None = None
    awaits_order: bool = False
    asks_zh: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    asks_en: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class ContactKind(Sourced, frozen=True, kw_only=True):
    """Who counts as which kind of contact; `lookback_days` before onset or the positive sample."""

    key: Text
    name_zh: Text
    name_en: Text
    definition_zh: Text
    definition_en: Text
    lookback_days: Days | None = None


class Pool(Sourced, frozen=True, kw_only=True):
    """How many people share a tube; None is one tube a household."""

    key: Text
    name_zh: Text
    name_en: Text
    size: Annotated[int, msgspec.Meta(ge=1, le=20)] | None = None
    for_zh: Text
    for_en: Text


class TeamPlace(_Form, frozen=True, kw_only=True):
    """A place in a team: who may fill it, by profession, and what she is shown of the home; nothing else is."""

    key: Text
    zh: Text
    en: Text
    professions: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]
    sees: tuple[Sees, ...] = ()


class Team(Sourced, frozen=True, kw_only=True):
    """A template of a team: its members by what they are.

    `places` are filled for each home that isolates; a template without them is told and not filled.
    """

    key: Text
    name_zh: Text
    name_en: Text
    members_zh: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2)]
    members_en: Annotated[tuple[Text, ...], msgspec.Meta(min_length=2)]
    places: tuple[TeamPlace, ...] = ()

    def place(self, key: str) -> TeamPlace:
        """The place of that key; Problem `team_place_unknown`."""
        for one in self.places:
            if one.key == key:
                return one
        raise Problem("team_place_unknown")


class CrewRole(Sourced, frozen=True, kw_only=True):
    """A role in a set of roles, such as the five of 五员; `duties` only where a document lists them."""

    key: Text
    set_zh: Text
    set_en: Text
    name_zh: Text
    name_en: Text
    duties_zh: tuple[Text, ...] = ()
    duties_en: tuple[Text, ...] = ()


class Body(Sourced, frozen=True, kw_only=True):
    """A body of the command's structure: an office, department, task force, branch, post, or a colour of D0."""

    key: Text
    kind: Literal["office", "department", "task_force", "branch", "pioneer_post", "colour"]
    name_zh: Text
    name_en: Text
    answers_for_zh: str = ""
    answers_for_en: str = ""
    colour: Literal["", "white", "red", "green", "many"] = ""


class Notice(Sourced, frozen=True, kw_only=True):
    """A text to residents, with places in braces to be filled: place, regime, authority, document …"""

    key: Text
    kind: Literal["notice", "decree", "personal"]
    title_zh: Text
    title_en: Text
    body_zh: Text
    body_en: Text


Keyed = Clause | Isolation | ComingBack | ContactKind | Pool | Team | CrewRole | Body | Notice


class Playbook(_Form, frozen=True, kw_only=True):
    """A playbook file, or a playbook with its overlays laid over it."""

    playbook: Edition
    regimes: dict[str, Regime] = {}
    windows: dict[str, Window] = {}
    clauses: tuple[Clause, ...] = ()
    releases: tuple[Release, ...] = ()
    isolations: tuple[Isolation, ...] = ()
    coming_back: tuple[ComingBack, ...] = ()
    contacts: tuple[ContactKind, ...] = ()
    pools: tuple[Pool, ...] = ()
    teams: tuple[Team, ...] = ()
    crew_roles: tuple[CrewRole, ...] = ()
    bodies: tuple[Body, ...] = ()
    notices: tuple[Notice, ...] = ()

    def clause(self, key: str) -> Clause:
        """The clause of that key; Problem `clause_unknown`."""
        for one in self.clauses:
            if one.key == key:
                return one
        raise Problem("clause_unknown", clause=key)
