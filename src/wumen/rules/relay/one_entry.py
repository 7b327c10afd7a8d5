"""Reads one entry of a relay text by its kind: what a careful clerk would write down, and nothing more."""

import re
from dataclasses import dataclass, replace
from typing import Any

from wumen.rules.needs import MEDICINE, SYMPTOM, NeedKind, Urgency, read_need, threatens_life
from wumen.rules.relay.entries import Entry, told_in
from wumen.rules.relay.fields import (
    GAP,
    Body,
    take_count_after,
    take_days_left,
    take_people,
    take_phone,
    take_temperatures,
    take_transport,
    take_when,
    take_whole_fever,
)
from wumen.rules.relay.kinds import COUNTS_PEOPLE, Kind
from wumen.rules.relay.lines import Raw
from wumen.rules.relay.persons import take_name
from wumen.rules.relay.places import Place, find_building, find_door, flat
from wumen.rules.relay.things import is_goods, read_items
from wumen.rules.relay.volunteers import read_volunteer
from wumen.rules.relay.words import (
    CANCELLED,
    FIELD_LABEL,
    HASTE,
    NOT_DONE,
)
from wumen.rules.temperatures import FEVER

# Signs; who writes more tells more than a list asks, and a person looks.
_LONG = 120
# Here illnesses are told as reasons: nobody is asked to act on them at once, unless life is in danger.
_ONLY_DANGER = frozenset({Kind.HOME_SAMPLING, Kind.ABSENT, Kind.ARRIVALS})
# Nobody's entry is longer; what is pasted by mistake is not searched to its end.
_READ = 600
_BESIDE = re.compile(r"[\s\x1f,，、;；:：/|+()\[\]【】。.!！~\-]+")
_WORD = re.compile(r"\w")
# Gestures say nothing; what is drawn inside a thing, as in 烤🐔, is kept.
_EMOJI = re.compile("[🙏🙋👍👌💪🌹🌸❤😊😭😂😄🤝✅☑✔️♀♂]")
# What only repeats the question of the list says nothing of its own.
_ALL = "全家|一家|我家|大家|都|均|全部?|人|口|已经?|了|家"
_SAID_ANYHOW: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(f"(?>{words}|{_ALL})++")
    for kind, words in {
        Kind.SAMPLED: "核酸|做|采|检测?|测|完成|样|完|好|过|毕|OK|ok|done",
        Kind.PRESENT: "在家|在|平安|健康|正常|无异常|一切|没有?异常|安好|报|好|良好|目前|身体",
        Kind.TEMPERATURE: "体温|正常|无异常|没有?异常|无症状|无不适|早上?|晚上?|上午|下午",
        Kind.ABSENT: "回来?|返回|到",
        Kind.HOME_SAMPLING: "需要?|请|申请|要|想|上门|入户|做|核酸|采样|检测|服务|登记|报名",
    }.items()
}
_ORIGIN = re.compile(
    r"(?:从|由|来自)\s*([\u4e00-\u9fff]{2,12}?)\s*(?:回来?|返回?|过来|来|到达?|出发|坐|乘|(?=[\s\x1f,，、。]|$))|([\u4e00-\u9fff]{2,8})(?:回来|返郑|返回|回郑|返乡)"
)
_RETURNED = re.compile(
    r"(?:已经?|要|准备|计划|预计|将)?(?:回来|返郑|返回|回郑|回家|返乡|到家|到郑|到达|抵达|回|到|返|出发|坐|乘)+"
)


@dataclass(frozen=True)
class Head:
    """What the head of a list, or the group itself, says of every entry."""

    building: int | str | None = None
    unit: int | str | None = None


def read_entry(raw: Raw, kind: Kind, head: Head) -> Entry:
    """One entry as a careful clerk reads it; what is not written stays None, nothing is guessed."""
    text = GAP.join(flat(line) for part in raw.bodies for line in part.splitlines())
    said = FIELD_LABEL.sub(GAP, text[:_READ])
    entry = Entry(raw.number if raw.number is not None else raw.at, raw.text, 1.0, at=raw.at)
    if kind is Kind.VOLUNTEERS:
        return read_volunteer(entry, said, head.building)
    body = Body(said)
    phone, wrong = take_phone(body)
    temperatures = take_temperatures(body) if kind is Kind.TEMPERATURE else ()
    place, doubled, counted = _take_place(body, kind)
    people = take_people(body) or counted
    if kind is Kind.TEMPERATURE and place is not None and not temperatures:
        temperatures = take_whole_fever(body)
    given: dict[str, Any] = {
        "phone": phone,
        "temperatures": temperatures,
        # Whoever asks for the samplers at home is at least one.
        "people": people or (1 if kind is Kind.HOME_SAMPLING else None),
        "urgent": bool(HASTE.search(said)),
        "cancelled": bool(CANCELLED.search(said)),
        **_where(place, head),
    }
    given |= _READERS.get(kind, _plain)(body, kind, place)
    whole = said.replace(GAP, " ")
    things = bool(given.get("items")) or kind not in (Kind.NEEDS,)
    given["priority"] = _priority(kind, whole, things, given)
    entry = replace(entry, **given)
    return replace(entry, confidence=_confidence(entry, kind, wrong or doubled))


def _take_place(body: Body, kind: Kind) -> tuple[Place | None, bool, int | None]:
    """The door, whether the entry writes a second one, and the people counted right behind it."""
    place = find_door(body.left) or find_building(body.left)
    if place is None:
        return None, False, None
    body.cut(place.start, place.end)
    counted = (
        take_count_after(body, place.start + 1) if kind in COUNTS_PEOPLE and place.room else None
    )
    rest = find_door(body.left)
    again = rest is not None and rest.sure and (rest.unit is not None or kind in COUNTS_PEOPLE)
    return place, again, counted


def _where(place: Place | None, head: Head) -> dict[str, Any]:
    """Building, unit and room; the head says what an entry leaves out."""
    if place is None:
        return {"building": head.building, "unit": head.unit, "room": None}
    building = head.building if place.building is None else place.building
    same = place.building is None or place.building == head.building
    unit = head.unit if place.unit is None and same else place.unit
    return {"building": building, "unit": unit, "room": place.room}


def _needs(body: Body, kind: Kind, place: Place | None) -> dict[str, Any]:
    days = take_days_left(body)
    name = take_name(body, goods=True, at=place.start if place else None)
    cancelled = CANCELLED.search(body.left)
    left = CANCELLED.sub(GAP, body.left)
    tokens, unwanted = read_items(_EMOJI.sub(GAP, left))
    # 厨房冒烟 is nothing to buy: it is why somebody must come.
    told = [one for one in tokens if _tells(one)]
    items = [one for one in tokens if one not in told]
    why = cancelled[0] if cancelled and not tokens else unwanted
    return {
        "name": name,
        "items": tuple(items),
        "why": "，".join(filter(None, (*told, why))) or None,
        "medicine": any(MEDICINE.search(item) for item in items),
        "days_left": days,
    }


def _tells(token: str) -> bool:
    """Whether a word of a list tells of a danger, known or not, and is nothing to bring."""
    need = read_need(token)
    brought = is_goods(token) or MEDICINE.search(token) or need.kinds[:1] == (NeedKind.UNCLEAR,)
    return bool(need.life) or (need.look and not brought)


def _home_sampling(body: Body, kind: Kind, place: Place | None) -> dict[str, Any]:
    return {"name": take_name(body, reasons=True), "why": _rest(body, kind)}


def _arrival(body: Body, kind: Kind, place: Place | None) -> dict[str, Any]:
    when, transport = take_when(body), take_transport(body)
    said = body.take(_ORIGIN)
    name = take_name(body, towns=True)
    origin = (said[1] or said[2]) if said else None
    rest = _rest(body, kind)
    if origin is None and rest:
        words = _RETURNED.sub(" ", rest).split("，")
        origin = next(
            (word.strip() for word in words if re.fullmatch(r"[\u4e00-\u9fff]{2,8}", word.strip())),
            None,
        )
        rest = (
            "，".join(word.strip() for word in words if word.strip() and word.strip() != origin)
            or None
        )
    return {"name": name, "origin": origin, "when": when, "transport": transport, "why": rest}


def _absent(body: Body, kind: Kind, place: Place | None) -> dict[str, Any]:
    when = take_when(body)
    return {"when": when, "name": take_name(body, towns=True), "why": _rest(body, kind)}


def _plain(body: Body, kind: Kind, place: Place | None) -> dict[str, Any]:
    """Sampled, present, temperature: the door, the people, and what is said beside the question."""
    no = bool(NOT_DONE.search(body.left))
    unwell = bool(SYMPTOM.search(body.left))
    return {
        "name": take_name(body, reasons=True),
        "why": _rest(body, kind),
        "says_no": no or unwell,
    }


_READERS = {
    Kind.NEEDS: _needs,
    Kind.HOME_SAMPLING: _home_sampling,
    Kind.ARRIVALS: _arrival,
    Kind.ABSENT: _absent,
}


def _rest(body: Body, kind: Kind) -> str | None:
    """What is left to be said, without signs and without what only repeats the question."""
    left = _EMOJI.sub(GAP, HASTE.sub(GAP, body.left))
    words = [word for word in _BESIDE.split(left) if _WORD.search(word)]
    pattern = _SAID_ANYHOW.get(kind)
    if pattern and not NOT_DONE.search(left):
        words = [word for word in words if not pattern.fullmatch(word)]
    return "，".join(word for word in words if _WORD.search(word)) or None


def _priority(kind: Kind, whole: str, things: bool, given: dict[str, Any]) -> Urgency:
    if given["cancelled"] and not given.get("items"):
        return Urgency.NORMAL
    if kind in _ONLY_DANGER:
        return Urgency.LIFE if threatens_life(whole) else Urgency.NORMAL
    found = read_need(whole, net=False).priority
    if found is Urgency.NORMAL and given["urgent"] and not things:
        return Urgency.URGENT
    if kind is Kind.NEEDS and found is Urgency.NORMAL:
        found = read_need(told_in(given["items"], given["why"])).priority
    fever = any(value >= FEVER for value in given["temperatures"])
    if fever and found is Urgency.NORMAL:
        return Urgency.URGENT
    if kind is Kind.TEMPERATURE and given.get("says_no") and found is Urgency.NORMAL:
        return Urgency.URGENT if SYMPTOM.search(whole) else found
    return found


def _confidence(entry: Entry, kind: Kind, wrong: bool) -> float:
    """How sure the reading is: what the kind needs and the entry does not say takes from it."""
    lack = 0.35 if wrong else 0.0
    if entry.room is None:
        lack += 0.15 if entry.phone and kind is not Kind.ABSENT else 0.45
    if kind is Kind.NEEDS and not entry.items and not entry.cancelled:
        lack += 0.4
    if kind is Kind.HOME_SAMPLING:
        lack += 0.1 * (entry.name is None) + 0.15 * (entry.why is None)
    if kind is Kind.TEMPERATURE:
        lack += 0.3 if not entry.temperatures else 0.0
        lack += 0.25 if _unwell(entry) else 0.0
    if kind in (Kind.SAMPLED, Kind.PRESENT) and (entry.says_no or entry.why):
        lack += 0.3 if entry.says_no else 0.1
    if kind is Kind.ARRIVALS:
        lack += 0.1 * (entry.origin is None) + 0.1 * (entry.when is None)
    if entry.cancelled or len(entry.text) > _LONG:
        lack += 0.25
    return round(max(0.0, 1.0 - lack), 2)


def _unwell(entry: Entry) -> bool:
    return entry.says_no or any(value >= FEVER for value in entry.temperatures)
