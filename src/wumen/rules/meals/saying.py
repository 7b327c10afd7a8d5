"""What is typed of meals, read and refused, and the texts to be copied: counts and places, and nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wumen.rules.guarded_text import check_group_text, read_reason
from wumen.rules.lists import in_messages
from wumen.rules.meals.eating import DIET_NAMES, SERVED, Count, Diet, Meal, is_over, together
from wumen.rules.numbers import typed_number
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh

# No place of a sub-district feeds more, and a slip of the finger is no order.
MOST_HEADS = 500
LONGEST_WHY, LONGEST_WHO = 40, 20
# Yesterday's night meal is eaten today; further ahead no roster is sure.
_NEAR = (timedelta(days=-1), timedelta(days=2))


def read_meal(text: str) -> Meal:
    """A meal by its key; Problem `meal_unknown`."""
    if text not in set(Meal):
        raise Problem("meal_unknown")
    return Meal(text)


def must_be_near(day: date, today: date) -> None:
    """Refuse a day of which nothing is known any more or yet; Problem `meal_day_far`."""
    first, last = _NEAR
    if not first <= day - today <= last:
        raise Problem("meal_day_far")


def must_be_ahead(meal: Meal, day: date, now: datetime) -> None:
    """Refuse to change a meal that has been eaten; Problem `meal_over`."""
    if is_over(meal, day, now):
        named = SERVED[meal].named
        raise Problem("meal_over", meal_zh=named.zh, meal_en=named.en)


def read_heads(text: str, *, fewer: bool = False) -> int:
    """How many; with `fewer` how many more, or fewer below nought. Problem `meal_count_unreadable`."""
    said = typed_number(text).replace("−", "-")
    digits = said.removeprefix("-").removeprefix("+") if fewer else said
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        raise Problem("meal_count_unreadable", most=MOST_HEADS)
    heads = -int(digits) if said.startswith("-") else int(digits)
    if abs(heads) > MOST_HEADS or (fewer and not heads):
        raise Problem("meal_count_unreadable", most=MOST_HEADS)
    return heads


def read_diets(typed: Mapping[str, str], heads: int) -> dict[Diet, int]:
    """So many of each diet among so many; Problems `meal_count_unreadable`, `meal_diets_more`."""
    found = {diet: read_heads(typed[diet]) for diet in Diet if typed.get(diet, "").strip()}
    if sum(found.values()) > abs(heads):
        raise Problem("meal_diets_more")
    sign = -1 if heads < 0 else 1
    return {diet: sign * many for diet, many in found.items() if many}


def read_why(text: str) -> str:
    """Why it is more or fewer; Problems `meal_why_needed` and those of `check_group_text`.

    A reason says what is done and of nobody how she is.
    """
    return read_reason(text, "meal_why_needed", LONGEST_WHY)


def read_who(text: str) -> str:
    """Who fetches and hands out, by name; Problem `meal_hands_missing`."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_WHO or any(sign.isdigit() for sign in said):
        raise Problem("meal_hands_missing", most=LONGEST_WHO)
    return said


@dataclass(frozen=True)
class Portion:
    """How many go to a place, as it is called."""

    place: str
    count: Count


def clock(minute: int) -> str:
    """5:30, as everybody reads an hour of a meal."""
    return f"{minute // 60}:{minute % 60:02d}"


def diets_zh(count: Count) -> str:
    """清真3、素食1; nothing where everybody eats the same."""
    kept = (f"{DIET_NAMES[diet].zh}{n}" for diet in Diet if (n := count.diets.get(diet, 0)))
    return "、".join(kept)


def canteen_zh(meal: Meal, day: date, portions: Sequence[Portion]) -> str:
    """What the kitchen packs: for each place how many, and of those how many of each diet."""
    whole = together(one.count for one in portions)
    special = diets_zh(whole)
    said = f"{_head(meal, day)}，共{whole.heads}份" + (
        f"：普通{whole.plain}、{special}。特殊餐请单独装、贴餐名。" if special else "。"
    )
    lines = [f"{one.place}：{one.count.heads}份{_among(one.count)}" for one in portions]
    return "\n".join([said, *lines])


def _among(count: Count) -> str:
    special = diets_zh(count)
    return f"（其中{special}）" if special else ""


def _head(meal: Meal, day: date) -> str:
    served = SERVED[meal]
    return f"{day_zh(day)}{served.named.zh}，{clock(served.hands_out)}发"


_ASIDE = "订了清真、素食、不吃辣的，餐盒上贴着餐名，到点自己拿。"


def group_zh(meal: Meal, day: date, portions: Sequence[Portion]) -> list[str]:
    """What the crews' group reads: how many come to which place, and of diets nothing but where they are found.

    A place of one would tell whose it is. Where a name of a place may not stand in a group, no places are said.
    """
    whole = together(one.count for one in portions)
    head = f"【餐食】{_head(meal, day)}，共{whole.heads}份。{_ASIDE}"
    messages = in_messages(head, [f"{one.place} {one.count.heads}份" for one in portions])
    try:
        for one in messages:
            check_group_text(one, places=[portion.place for portion in portions])
    except Problem:
        return [head]
    return messages
