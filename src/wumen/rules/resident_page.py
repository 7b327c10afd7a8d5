"""The resident's page: what a household may ask and report, how soon somebody comes, and what a fever sets off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.needs import Urgency, read_need
from wumen.rules.objections import check_said
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.temperatures import FEVER, read_celsius
from wumen.rules.time import at, local


class Asked(StrEnum):
    """Three things that are kept apart: something needed, help, and what somebody thinks of it all."""

    NEED = "need"
    HELP = "help"
    CONCERN = "concern"


ASKED_NAMES: dict[Asked, Named] = {
    Asked.NEED: Named(zh="需求（东西）", en="Something needed"),
    Asked.HELP: Named(zh="求助（急）", en="Help, urgent"),
    Asked.CONCERN: Named(zh="诉求（意见）", en="A concern"),
}
# Ours: within so long somebody of the building has looked at it.
_WITHIN = {
    Urgency.LIFE: timedelta(minutes=30),
    Urgency.URGENT: timedelta(hours=2),
}


@dataclass(frozen=True)
class Request:
    """What a household asks: in which words, how urgent, by when."""

    kind: Asked
    said: str
    urgency: Urgency
    due: datetime


def read_request(kind: str, text: str, now: datetime) -> Request:
    """A request as it is understood: the thing decides how urgent it is, not the word for it.

    Help is urgent at least; an opinion is not, unless it tells of a danger.
    Problems: `door_says_nothing`, `door_says_much`.
    """
    asked = Asked(kind) if kind in set(Asked) else Asked.NEED
    said = check_said(text)
    need = read_need(said)
    urgency = need.priority
    if asked is Asked.HELP and urgency is Urgency.NORMAL:
        urgency = Urgency.URGENT
    if asked is Asked.CONCERN and urgency is not Urgency.LIFE and not need.at_once:
        urgency = Urgency.NORMAL
    return Request(asked, said, urgency, due(urgency, now, need.at_once))


def due(urgency: Urgency, now: datetime, at_once: bool = False) -> datetime:
    """By when somebody has looked at it: life in half an hour, urgent in two hours, else by the evening.

    What may be a danger (`at_once`) is looked at in half an hour too: only who asks knows that it is none.
    What comes after four in the afternoon has until the next evening.
    """
    if at_once:
        return now + _WITHIN[Urgency.LIFE]
    if urgency in _WITHIN:
        return now + _WITHIN[urgency]
    evening = at(local(now).date(), time(20))
    return evening if now < evening - timedelta(hours=4) else evening + timedelta(days=1)


@dataclass(frozen=True)
class Readings:
    """The temperatures of a household: those that are normal, and those that are a person's matter now."""

    normal: Mapping[UUID, float]
    fever: Mapping[UUID, float]


def read_temperatures(typed: Mapping[UUID, str]) -> Readings:
    """The temperatures as they were typed, empty fields left out.

    Problems: `temperature_unlikely`, `door_says_nothing` where nothing was typed.
    """
    found = {who: read_celsius(text) for who, text in typed.items() if text.strip()}
    if not found:
        raise Problem("door_says_nothing")
    return Readings(
        {who: one for who, one in found.items() if one < FEVER},
        {who: one for who, one in found.items() if one >= FEVER},
    )
