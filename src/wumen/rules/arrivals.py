"""Who comes back (返回人员): announced, at home, six questions about the home, and what the kit of a home holds."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind
from wumen.rules.telephones import read_telephone
from wumen.rules.time import business_day

Words = tuple[str, str]
_LONGEST = 60
_FARTHEST_AHEAD = timedelta(days=60)
_FARTHEST_BACK = timedelta(days=14)
# A journey that was left longer ago is none from which somebody comes back.
_LONGEST_WAY = timedelta(days=60)


@dataclass(frozen=True)
class ArrivalDraft:
    """What is noted of somebody who comes back: who, from where, left when, comes when and how.

    `path` is the home, or the compound while nobody knows the door. `hour` and `transport` as they are said.
    `words`: her own line, where it names neither door nor name nor telephone. `unclear`: what she said of the day,
    where that may be two days.
    """

    path: str
    name: str
    telephone: str
    origin: str
    expected_on: date
    left_on: date | None = None
    hour: str = ""
    transport: str = ""
    words: str = ""
    unclear: str = ""


def same_at_a_door(name: str, telephone: str, other: str, number: str) -> bool:
    """Whether two notes at one door mean the same person: by the name, and by the telephone where a name is missing.

    A couple has one telephone and two names; who corrects her number keeps her name.
    """
    if name and other:
        return name == other
    return bool(telephone) and telephone == number


class SaidBy(StrEnum):
    """Whose words something is: the office's stand, a gate's fill what is empty, hers correct from where she comes."""

    OFFICE = "office"
    GATE = "gate"
    HERSELF = "herself"

    @property
    def filling(self) -> "SaidBy":
        """The same where somebody else wrote in the same moment: an office fills then, and overwrites nothing."""
        return SaidBy.GATE if self is SaidBy.OFFICE else self


def another_origin(was: str, says: str) -> bool:
    """Whether somebody names another place than before; rougher or finer words for the same one are none."""
    return bool(was and says) and was not in says and says not in was


def check_arrival(draft: ArrivalDraft, now: datetime) -> ArrivalDraft:
    """The draft with its telephone read.

    Problems: `arrival_nobody`, `arrival_words_long`, `arrival_day_wrong`, `arrival_left_wrong`, `arrival_telephone`.
    """
    today = business_day(now)
    if not draft.name.strip() and not draft.telephone.strip():
        raise Problem("arrival_nobody")
    if max(len(one) for one in (draft.name, draft.origin, draft.hour, draft.transport)) > _LONGEST:
        raise Problem("arrival_words_long", most=_LONGEST)
    if not today - _FARTHEST_BACK <= draft.expected_on <= today + _FARTHEST_AHEAD:
        raise Problem("arrival_day_wrong")
    if draft.left_on is not None and not (
        draft.expected_on - _LONGEST_WAY <= draft.left_on <= draft.expected_on
    ):
        raise Problem("arrival_left_wrong")
    telephone = read_telephone(draft.telephone)
    if telephone.code:
        raise Problem("arrival_telephone")
    return ArrivalDraft(
        draft.path,
        draft.name.strip(),
        next(iter(telephone.value), ""),
        draft.origin.strip(),
        draft.expected_on,
        draft.left_on,
        draft.hour.strip(),
        draft.transport.strip(),
        draft.words,
        draft.unclear,
    )


def check_came(expected_on: date, came_at: datetime, now: datetime, came_already: bool) -> None:
    """Problems `arrival_came_already`, `arrival_came_wrong` for an hour ahead or long before she was expected."""
    if came_already:
        raise Problem("arrival_came_already")
    if came_at > now or business_day(came_at) < expected_on - _FARTHEST_BACK:
        raise Problem("arrival_came_wrong")


# Source: 居家隔离医学观察场所评估, six items (domain: B); signed by community and medic.
QUESTIONS: Mapping[str, Words] = {
    "room": ("一个人住，或者有单独的一间", "lives alone, or has a room of her own"),
    "toilet": ("有单独的卫生间", "has a toilet of her own"),
    "table": (
        "门口能放桌凳，交接东西不见面",
        "a table at the door, goods change hands without meeting",
    ),
    "things": ("体温计、口罩、消毒用品齐了", "thermometer, masks, disinfectant are there"),
    "air": ("空调不和别家共用，窗能打开", "no shared air conditioning, a window opens"),
    "waste": ("排泄物能消毒，垃圾桶带盖", "what is flushed can be disinfected, a bin with a lid"),
}


@dataclass(frozen=True)
class Suited:
    """Whether a home is fit for staying apart: not known while a question is open; `lacking` what it has not."""

    open: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def fit(self) -> bool | None:
        """Fit, not fit, or None while a question is open; one thing that lacks is enough."""
        if self.lacking:
            return False
        return None if self.open else True


def read_answers(sent: Mapping[str, str]) -> dict[str, bool]:
    """The answers of a form, `yes` or `no`; an empty one is none. Problem `arrival_answer_unknown`."""
    found = {}
    for key, said in sent.items():
        if key not in QUESTIONS or said not in ("yes", "no", ""):
            raise Problem("arrival_answer_unknown")
        if said:
            found[key] = said == "yes"
    return found


def suited(answers: Mapping[str, bool]) -> Suited:
    """What the six answers say of a home; nothing is decided by them, the authority reads them."""
    return Suited(
        tuple(key for key in QUESTIONS if key not in answers),
        tuple(key for key in QUESTIONS if answers.get(key) is False),
    )


@dataclass(frozen=True)
class KitItem:
    """One thing of a kit: what, how many."""

    zh: str
    en: str
    many: int


# By who lives there, in words that tell of no illness.
_BY_NEED: Mapping[Kind, Words] = {
    Kind.INFANT: ("尿布、奶粉（先问牌子和号）", "nappies, milk powder (ask brand and size first)"),
    Kind.PREGNANT: ("产检联系卡（医院、车、电话）", "card with hospital, car and telephone"),
    Kind.NO_SMARTPHONE: ("体温记录纸和笔", "paper and pen for temperatures"),
    Kind.VERY_OLD: ("大字联系卡", "contact card in large print"),
    Kind.LIVING_ALONE: ("大字联系卡", "contact card in large print"),
    Kind.INTERPRETER: (
        "外文告知书和翻译电话",
        "notice in her language, an interpreter's telephone",
    ),
    Kind.CHILD_WITHOUT_PARENT: ("照护人联系卡", "card of who looks after the child"),
}


@dataclass(frozen=True)
class Staying:
    """That an authority decides, or decided, about a home; `days` as the playbook says, None where it says nothing."""

    days: int | None = None


def kit(
    people: int, kinds: Collection[Kind], staying: Staying | None = None
) -> tuple[KitItem, ...]:
    """What the kit (物品包) of a home holds, by how many people live there and by what they need.

    Things for days at home, and what is to be signed, only where an authority decides: nobody else signs anything.
    Medicine is in no kit: its name goes to the errand person alone. How many of a thing is ours: one mask a
    person and day, two bags a home and day.
    """
    heads = max(people, 1)
    days = (staying.days if staying else None) or 1
    items = [KitItem("体温计", "thermometer", heads), KitItem("口罩", "masks", heads * days)]
    if staying:
        items += [
            KitItem("84消毒液（写好配比）", "disinfectant, with its strength written on it", 1),
            KitItem("带内衬的垃圾袋", "lined waste bags", 2 * days),
            KitItem("告知书、承诺书（要签字）", "notice and undertaking, to be signed", heads),
        ]
    items.append(KitItem("家书和服务电话", "letter from home with the service number", 1))
    for zh, en in dict.fromkeys(_BY_NEED[one] for one in _BY_NEED if one in kinds):
        items.append(KitItem(zh, en, 1))
    return tuple(items)


def packed(kits: Sequence[Sequence[KitItem]]) -> list[KitItem]:
    """What has to be fetched for many kits at once, each thing with its sum."""
    total: dict[Words, int] = {}
    for items in kits:
        for one in items:
            total[one.zh, one.en] = total.get((one.zh, one.en), 0) + one.many
    return [KitItem(zh, en, many) for (zh, en), many in total.items()]


_MONTH_DAY = re.compile(r"(?:([0-9]{4})[-/.年])?([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})")
_DAY_ONLY = re.compile(r"([0-9]{1,2})[日号]")
_WEEKDAY = re.compile("(上上|下下|上|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_BY_WORD = (
    ("大后天", 3),
    ("大前天", -3),
    ("后天", 2),
    ("明天", 1),
    ("明早", 1),
    ("明晚", 1),
    ("前天", -2),
    ("昨", -1),
    ("今", 0),
)


def day_near(said: str | None, today: date) -> date | None:
    """The day nearest to today that 1月8号, 1.7, 昨天, 下周一 or 9号 names; None where it names none.

    周五 alone is the one behind or the one ahead: no day, it is asked (`names_a_weekday`).
    """
    text = said or ""
    for word, ahead in _BY_WORD:
        if word in text:
            return today + timedelta(days=ahead)
    found, only = _MONTH_DAY.search(text), _DAY_ONLY.search(text)
    week = _WEEKDAY.search(text)
    if week and week[1] and not found and not only:
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(
            days=7 * _WEEKS[week[1]] + "一二三四五六日".index(week[2].replace("天", "日"))
        )
    near: list[date] = []
    for year, month in _months_near(today):
        if found and int(found[2]) == month and int(found[1] or year) == year:
            near += _day(year, month, int(found[3]))
        elif only and not found:
            near += _day(year, month, int(only[1]))
    return min(near, key=lambda one: abs(one - today)) if near else None


def names_a_weekday(said: str | None) -> bool:
    """Whether a day of the week is named: alone it may be the one behind or the one ahead."""
    return bool(_WEEKDAY.search(said or ""))


def _months_near(today: date) -> list[tuple[int, int]]:
    """The month before, this one and the next, with their years."""
    months = [today.year * 12 + today.month - 1 + n for n in (-1, 0, 1)]
    return [(one // 12, one % 12 + 1) for one in months]


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def hour_said(said: str | None) -> str:
    """What is left of 1月8号晚上10点 without its day: about when she comes."""
    text = _MONTH_DAY.sub("", said or "", count=1)
    text = _DAY_ONLY.sub("", text, count=1) if text == (said or "") else text
    text = _WEEKDAY.sub("", text, count=1)
    for word, _ in _BY_WORD:
        text = text.replace(word, "")
    return text.lstrip("日号天 ").strip()[:_LONGEST]


_NUMBER = re.compile(r"^\s*[0-9]{1,3}[.、．)]\s*")


def own_words(text: str) -> str:
    """What somebody wrote, without the number that the group's list gave her line."""
    return _NUMBER.sub("", text).strip()[:_LONGEST]
