"""What a special need asks of the office on a day, in sentences that tell helpers of no illness."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.special_needs.kinds import Detail, Kind, label
from wumen.rules.special_needs.needs import Need, missing
from wumen.rules.time import WEEKDAYS

SOON_DAYS = 7
_READY_BEFORE = 28
_READY_AFTER = 14
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class AskKind(StrEnum):
    """What somebody has to bring about."""

    TRANSPORT = "transport"
    MEDICINE = "medicine"
    VISIT = "visit"
    CALL = "call"
    HOME_SAMPLING = "home_sampling"
    SUPPLIES = "supplies"
    INTERPRETER = "interpreter"
    ADVICE = "advice"


ASK_NAMES: Mapping[AskKind, tuple[str, str]] = {
    AskKind.TRANSPORT: ("用车", "a car"),
    AskKind.MEDICINE: ("送药", "medicine"),
    AskKind.VISIT: ("上门看", "a visit"),
    AskKind.CALL: ("联系", "a call"),
    AskKind.HOME_SAMPLING: ("上门采样", "sampling at home"),
    AskKind.SUPPLIES: ("送东西", "supplies"),
    AskKind.INTERPRETER: ("翻译", "an interpreter"),
    AskKind.ADVICE: ("注意事项", "advice"),
}


class Due(StrEnum):
    """How an ask stands on the day looked at, the most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    UNKNOWN = "unknown"
    SOON = "soon"
    STANDING = "standing"
    LATER = "later"


class Wanted(StrEnum):
    """What an office looks for among all asks."""

    CARS_TODAY = "cars_today"
    MEDICINE_SOON = "medicine_soon"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    HOME_SAMPLING = "home_sampling"


_MEDICINE_SOON_DAYS = 3
_ORDER = {due: place for place, due in enumerate(Due)}
_CARED_FIRST = {kind: place for place, kind in enumerate(AskKind)}


@dataclass(frozen=True)
class Ask:
    """One thing asked for: a sentence, the days it falls on from the day looked at, the hour if known.

    `said` is what people typed (a language, a name, advice), shown as data behind the sentence.
    """

    kind: AskKind
    due: Due
    zh: str
    en: str
    days: tuple[date, ...] = ()
    at: time | None = None
    said: str = ""
    lacking: tuple[Detail, ...] = field(default=())


def _day_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return f"{day:%-d %b}"


def _days_en(many: int) -> str:
    return "1 day" if many == 1 else f"{many} days"


def _clock(hour: time | None) -> str:
    return f"{hour.hour}:{hour.minute:02}" if hour else ""


def _due(on: date, day: date) -> Due:
    left = (on - day).days
    if left < 0:
        return Due.OVERDUE
    if left == 0:
        return Due.TODAY
    return Due.SOON if left <= SOON_DAYS else Due.LATER


def _standing(kind: AskKind, zh: str, en: str) -> Callable[[Need, date], list[Ask]]:
    return lambda _need, _day: [Ask(kind, Due.STANDING, zh, en)]


def _dialysis(need: Need, day: date) -> list[Ask]:
    known = need.details
    if not known.weekdays:
        return []
    week = [day + timedelta(days=ahead) for ahead in range(SOON_DAYS + 1)]
    days = tuple(one for one in week if one.isoweekday() in known.weekdays)
    hour = _clock(known.hour)
    zh = "周" + "、".join(WEEKDAYS[one - 1] for one in known.weekdays)
    en = ", ".join(_WEEKDAYS_EN[one - 1] for one in known.weekdays)
    due = Due.TODAY if day in days else Due.SOON
    return [
        Ask(
            AskKind.TRANSPORT,
            due,
            f"{zh} {hour} 用车" if hour else f"{zh} 用车",
            f"car {en} {hour}".rstrip(),
            days,
            known.hour,
        )
    ]


def _chemotherapy(need: Need, day: date) -> list[Ask]:
    on, hour = need.details.next_on, need.details.hour
    if on is None:
        return []
    if on < day:
        return [
            Ask(
                AskKind.CALL,
                Due.OVERDUE,
                f"{_day_zh(on)}的用车已过，请问下一次是哪天",
                f"the car of {_day_en(on)} is past: ask for the next date",
                (on,),
            )
        ]
    zh, en = f"{_day_zh(on)} {_clock(hour)}".strip(), f"{_day_en(on)} {_clock(hour)}".strip()
    return [Ask(AskKind.TRANSPORT, _due(on, day), f"{zh} 用车", f"car {en}", (on,), hour)]


def _medicine(need: Need, day: date) -> list[Ask]:
    known = need.details
    if known.days_left is None or known.as_of is None:
        return []
    out = known.as_of + timedelta(days=known.days_left)
    left = (out - day).days
    if left > 0:
        zh = f"药还够 {left} 天，{_day_zh(out)}前要送到"
        en = f"medicine for {_days_en(left)} more, to be brought before {_day_en(out)}"
    elif left == 0:
        zh, en = "药到今天就没有了，今天要送到", "medicine is out today: bring it today"
    else:
        zh, en = (
            f"药已断 {-left} 天，请马上送到",
            f"without medicine for {_days_en(-left)}: bring it now",
        )
    return [Ask(AskKind.MEDICINE, _due(out, day), zh, en, (out,))]


def _pregnant(need: Need, day: date) -> list[Ask]:
    on = need.details.due_on
    if on is None:
        return []
    left, found = (on - day).days, []
    if left > _READY_BEFORE:
        ready = on - timedelta(days=_READY_BEFORE)
        zh, en = f"{_day_zh(ready)}起随时备车", f"car ready at any hour from {_day_en(ready)}"
        return [Ask(AskKind.TRANSPORT, _due(ready, day), zh, en, (ready,))]
    if left >= -_READY_AFTER:
        zh, en = "随时备车，白天夜里都可能用", "car ready at any hour, day and night"
        found.append(Ask(AskKind.TRANSPORT, Due.TODAY, zh, en, (day,)))
    if left < 0:
        zh = f"预计的 {_day_zh(on)} 已过，请打电话问问情况"
        en = f"expected {_day_en(on)}, which is past: ring and ask"
        found.append(Ask(AskKind.CALL, Due.OVERDUE, zh, en, (on,)))
    return found


def _child(need: Need, _day: date) -> list[Ask]:
    carer = need.details.carer
    zh, en = "每天看一次孩子", "see the child every day"
    return [Ask(AskKind.VISIT, Due.STANDING, f"{zh}，照看人：" if carer else zh, en, said=carer)]


def _interpreter(need: Need, _day: date) -> list[Ask]:
    language = need.details.language
    zh, en = "通知和上门要有人翻译", "needs an interpreter"
    return [Ask(AskKind.INTERPRETER, Due.STANDING, zh, en, said=language)]


def _several(*parts: Callable[[Need, date], list[Ask]]) -> Callable[[Need, date], list[Ask]]:
    return lambda need, day: [ask for part in parts for ask in part(need, day)]


_CALL = _standing(
    AskKind.CALL, "每天联系一次，没接就上门看", "call every day; no answer: go and see"
)
_VISIT = _standing(AskKind.VISIT, "每天上门看一次", "visit every day")
_AT_HOME = _standing(AskKind.HOME_SAMPLING, "上门采样", "sampled at home")
_ASKS: Mapping[Kind, Callable[[Need, date], list[Ask]]] = {
    Kind.LIVING_ALONE: _CALL,
    Kind.EMPTY_NEST: _CALL,
    Kind.VERY_OLD: _several(_CALL, _AT_HOME),
    Kind.CARE_DEPENDENT: _several(_VISIT, _AT_HOME),
    Kind.DISABLED: _several(_CALL, _AT_HOME),
    Kind.SERIOUSLY_ILL: _several(_CALL, _AT_HOME),
    Kind.MENTAL_ILLNESS: _standing(
        AskKind.CALL, "每天联系一次，先联系家里人", "call every day, relatives first"
    ),
    Kind.PREGNANT: _pregnant,
    Kind.INFANT: _standing(
        AskKind.SUPPLIES, "奶粉、尿布够不够，问一声", "ask whether formula and nappies last"
    ),
    Kind.DIALYSIS: _dialysis,
    Kind.CHEMOTHERAPY: _chemotherapy,
    Kind.LASTING_MEDICINE: _medicine,
    Kind.CHILD_WITHOUT_PARENT: _child,
    Kind.NO_SMARTPHONE: _standing(
        AskKind.CALL, "通知要打电话或当面说", "tell by telephone or in person"
    ),
    Kind.INTERPRETER: _interpreter,
    Kind.HOMEBOUND: _AT_HOME,
}
_ASKED_OF_WHAT_LACKS: Mapping[Kind, AskKind] = {
    Kind.DIALYSIS: AskKind.TRANSPORT,
    Kind.CHEMOTHERAPY: AskKind.TRANSPORT,
    Kind.PREGNANT: AskKind.TRANSPORT,
    Kind.LASTING_MEDICINE: AskKind.MEDICINE,
    Kind.CHILD_WITHOUT_PARENT: AskKind.VISIT,
    Kind.INTERPRETER: AskKind.INTERPRETER,
}
_UNKNOWN: Mapping[AskKind, tuple[str, str]] = {
    AskKind.TRANSPORT: ("用车还不清楚", "car, not known yet"),
    AskKind.MEDICINE: ("送药还不清楚", "medicine, not known yet"),
    AskKind.VISIT: ("照看还不清楚", "looked after, not known yet"),
    AskKind.INTERPRETER: ("翻译还不清楚", "interpreter, not known yet"),
}


def _lacking(need: Need) -> list[Ask]:
    """What cannot be done for want of a detail: unknown, to be asked for."""
    lacks = missing(need)
    if not lacks:
        return []
    kind = _ASKED_OF_WHAT_LACKS[need.kind]
    zh, en = _UNKNOWN[kind]
    words = [label(detail) for detail in lacks]
    return [
        Ask(
            kind,
            Due.UNKNOWN,
            f"{zh}：{'、'.join(word for word, _en in words)}",
            f"{en}: {', '.join(word for _zh, word in words)}",
            lacking=lacks,
        )
    ]


def asks(need: Need, day: date) -> tuple[Ask, ...]:
    """All that a need asks for as it stands on a day, the most urgent first; never nothing at all."""
    found = [*_ASKS[need.kind](need, day), *_lacking(need)]
    if need.details.advice:
        found.append(
            Ask(
                AskKind.ADVICE,
                Due.STANDING,
                "注意：",
                "mind:",
                said=masked_health(need.details.advice, MASK_ON_PAPER),
            )
        )
    return tuple(sorted(found, key=_place))


def _place(ask: Ask) -> tuple[int, date, int]:
    return _ORDER[ask.due], ask.days[0] if ask.days else date.max, _CARED_FIRST[ask.kind]


def neutral(found: Iterable[Ask]) -> tuple[Ask, ...]:
    """The asks of several needs of one person, each said once, the most urgent first."""
    return tuple(sorted(dict.fromkeys(found), key=_place))


def urgency(found: Iterable[Ask]) -> tuple[int, date, int]:
    """What a list of people is ordered by: the most urgent of somebody's asks."""
    return min(map(_place, found), default=(len(_ORDER), date.max, len(_CARED_FIRST)))


def fits(ask: Ask, wanted: Wanted, day: date) -> bool:
    """Whether an ask is one of those looked for; medicine counts as soon three days ahead."""
    if wanted is Wanted.CARS_TODAY:
        return ask.kind is AskKind.TRANSPORT and ask.due is Due.TODAY
    if wanted is Wanted.MEDICINE_SOON:
        known = bool(ask.days) and (ask.days[0] - day).days <= _MEDICINE_SOON_DAYS
        return ask.kind is AskKind.MEDICINE and (known or ask.due is Due.UNKNOWN)
    if wanted is Wanted.HOME_SAMPLING:
        return ask.kind is AskKind.HOME_SAMPLING
    return ask.due == wanted.value
