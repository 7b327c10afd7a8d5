"""Shops under a zone (停业): may one open, only deliver, or not trade, by which orders and whose decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.guarded_text import check_group_text
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.needs import Urgency
from wumen.rules.orders import OrderInForce, decides
from wumen.rules.playbooks import Grade, Named, Playbook, Trading
from wumen.rules.problems import Problem
from wumen.rules.time import instant_zh

LONGEST_SOURCE, LONGEST_NOTE = 60, 100
# What is found open is put right the same afternoon. Ours: no source names an hour.
_PUT_RIGHT = timedelta(hours=2)
_OWNER = "secretary"


class Trade(StrEnum):
    """What a shop may do now: trade as ever, deliver without letting anybody in, or not trade at all."""

    FREE = "free"
    DELIVERY = "delivery"
    SUSPENDED = "suspended"


TRADE_NAMES: Mapping[Trade, Named] = {
    Trade.FREE: Named(zh="可以营业", en="may trade"),
    Trade.DELIVERY: Named(zh="关门谢客，只送货", en="closed to walk-ins, delivers"),
    Trade.SUSPENDED: Named(zh="停业", en="suspended"),
}


class Found(StrEnum):
    """What somebody did or saw at a shop's door."""

    TOLD = "told"
    CLOSED = "closed"
    OPEN = "open"
    REOPENED = "reopened"


FOUND_NAMES: Mapping[Found, Named] = {
    Found.TOLD: Named(
        zh="已当面告知，告知书贴在门上", en="told in person, the notice is on its door"
    ),
    Found.CLOSED: Named(zh="没有接待进店", en="lets nobody in"),
    Found.OPEN: Named(zh="还在接待进店", en="lets people in"),
    Found.REOPENED: Named(
        zh="已告知可以营业，店里的人说没有东西挡着",
        en="told that it may trade; nothing keeps it closed",
    ),
}


@dataclass(frozen=True)
class Bound:
    """An order over a shop's place, with what it says of itself and what its regime is called."""

    order: OrderInForce
    authority: str
    document: str
    regime: Named

    @property
    def ends(self) -> datetime:
        """When the shop is free of it."""
        return self.order.interval.ends


@dataclass(frozen=True)
class Supply:
    """A decision by which a shop delivers while an order suspends it: whose, and by which document."""

    order: str
    authority: str
    document: str


@dataclass(frozen=True)
class Standing:
    """What a shop may do, by which orders, which end the latest last, and by which decision it delivers."""

    trade: Trade
    by: tuple[Bound, ...] = ()
    supply: Supply | None = None

    @property
    def named(self) -> Named:
        """It in words."""
        return TRADE_NAMES[self.trade]

    @property
    def until(self) -> datetime | None:
        """When the last of the orders ends, as it is decided now; None where nothing is suspended."""
        return self.by[-1].ends if self.by else None


def standing_of(
    bound: Iterable[Bound], supplies: Sequence[Supply], playbooks: Mapping[str, Playbook]
) -> Standing:
    """What a shop may do under the orders that bind its place now.

    Suspended where the regime of one of them says so in its rules (`Regime.trading`, with its source). It delivers
    where an authority decided so under one of these orders: another that comes beside takes that away from nobody,
    and with the last of them the decision ends, too.
    """
    by = sorted(
        (one for one in bound if _suspends(one.order, playbooks)),
        key=lambda one: (one.ends, one.order.number),
    )
    if not by:
        return Standing(Trade.FREE)
    numbers = {one.order.number for one in by}
    supply = next((one for one in supplies if one.order in numbers), None)
    return Standing(Trade.DELIVERY if supply else Trade.SUSPENDED, tuple(by), supply)


def _suspends(order: OrderInForce, playbooks: Mapping[str, Playbook]) -> bool:
    book = playbooks.get(order.outbreak)
    regime = book.regimes.get(order.regime) if book else None
    return regime is not None and regime.trading is Trading.SUSPENDED


def check_supply(authority: str, document: str, now: Standing) -> tuple[str, str]:
    """Whose decision lets a shop deliver, and its document, trimmed.

    Communities and sub-districts propose and carry out (design, promise 3): it names a body of county level or
    above. Problems: `shop_not_suspended`, `supply_needs_document`, `supply_words_long`, `authority_too_low`.
    """
    if now.trade is Trade.FREE:
        raise Problem("shop_not_suspended")
    whose, which = " ".join(authority.split()), " ".join(document.split())
    if not whose or not which:
        raise Problem("supply_needs_document")
    if max(len(whose), len(which)) > LONGEST_SOURCE:
        raise Problem("supply_words_long", most=LONGEST_SOURCE)
    if not decides(whose):
        raise Problem("authority_too_low", authority=whose)
    return whose, which


def read_found(text: str) -> Found:
    """What was seen, of a form; Problem `shop_found_unknown`. That it trades again is confirmed apart."""
    if text not in set(Found) - {Found.REOPENED}:
        raise Problem("shop_found_unknown")
    return Found(text)


def check_look(now: Standing, note: str) -> str:
    """The words of a look, trimmed; Problems `shop_not_suspended`, `shop_note_long`, those of `check_group_text`."""
    if now.trade is Trade.FREE:
        raise Problem("shop_not_suspended")
    said = " ".join(note.split())
    if len(said) > LONGEST_NOTE:
        raise Problem("shop_note_long", most=LONGEST_NOTE)
    check_group_text(said)
    return said


def check_reopened(now: Standing) -> None:
    """Problem `shop_still_suspended`: nobody is told that she may trade while another order holds."""
    if now.trade is not Trade.FREE:
        raise Problem("shop_still_suspended", until=instant_zh(now.by[-1].ends))


def line_zh(name: str, place: str, now: Standing, ask: str) -> str:
    """The answer to a shop that asks whether it may open: what, by whose document, until when, whom to ask."""
    head = f"{place} {name}："
    if now.trade is Trade.FREE:
        return f"{head}现在没有通告要求停业，可以营业。{ask}。"
    last = now.by[-1]
    until = f"按现在的通告到{instant_zh(last.ends)}，提前解除或延长另行通知"
    ground = f"依据：{last.authority} {last.document}（{last.regime.zh}）"
    if now.supply is None:
        return f"{head}在停业范围内，请先不要营业；{until}。{ground}。{ask}。"
    supply = f"{now.supply.authority} {now.supply.document}"
    return f"{head}已定为保供商户（{supply}），不接待进店，可以接单送货；{until}。停业{ground}。{ask}。"


def item_draft(name: str, facility: str, by: str, note: str, now: datetime) -> InstructionDraft:
    """What follows when a shop is found open: the community's secretary sees to it within two hours.

    It asks for a word with the shop, not for a lock: a door that is locked from outside is a blocked exit.
    """
    more = f"（{note}）" if note else ""
    return InstructionDraft(
        origin=Origin.COLLEAGUE,
        said=f"门店还在接待进店：{name}{more}。请当面说明通告和到什么时候，问清难处，能保供的报有权机关定；不锁门、不贴封条",
        asked_by=by,
        opens=now,
        due=now + _PUT_RIGHT,
        role=_OWNER,
        facility=facility,
        grade=Grade.MEASURED,
        urgency=Urgency.URGENT,
    )


@dataclass(frozen=True)
class Seen:
    """The last of what was done at a shop under the present orders: told at all, the look of today, the open item."""

    told_at: datetime | None = None
    today: Found | None = None
    looked_at: datetime | None = None
    item: int | None = None


def lacks(now: Standing, seen: Seen) -> tuple[Named, ...]:
    """What is not done yet for a shop that is suspended, or found open; nothing where it may trade."""
    if now.trade is Trade.FREE:
        return ()
    found = []
    if seen.told_at is None:
        found.append(Named(zh="还没告知", en="not told yet"))
    if seen.today is Found.OPEN:
        found.append(Named(zh="今天看到还在接待进店", en="seen letting people in today"))
    elif seen.today is None:
        found.append(Named(zh="今天还没看", en="not looked at today"))
    return tuple(found)
