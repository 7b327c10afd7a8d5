"""What a report may not hold: names, numbers of people, rooms of those who are isolated."""

import re
from collections.abc import Iterable

from wumen.rules.guarded_text import check_group_text
from wumen.rules.playbooks import WHAT_NAMES
from wumen.rules.problems import Problem

_LONGEST = 6000
_TO_AT_MOST = 60
_WHY_AT_MOST = 200
# A count is no room: 524户 is how many, 通告第148号 a document, 20:00 an hour.
_COUNTED = re.compile(
    r"第\s*\d+\s*[号版期]|\d+\s*(?:户|人次|人|件|次|栋|份|项|条|个|套)|[+−]\d+"
    r"|\d{1,2}[:：]\d{2}|\d{1,4}年|\d{1,2}月|\d{1,2}日"
)


def check_report_text(
    text: str, made: str = "", names: Iterable[str] = (), places: Iterable[str] = ()
) -> str:
    """The text of a report as it may be sent.

    `made` is the text as the figures made it: its lines hold figures and nobody; what was typed is looked
    over as any text for a group. `names` are people whom the office knows. Problems: `report_text_empty`,
    `report_text_long`, and those of `check_group_text`.
    """
    said = text.strip().replace("\r\n", "\n")
    if not said:
        raise Problem("report_text_empty")
    if len(said) > _LONGEST:
        raise Problem("report_text_long", length=_LONGEST)
    ours = {line.strip() for line in made.split("\n")}
    typed = "\n".join(line for line in said.split("\n") if line.strip() not in ours)
    for measure in WHAT_NAMES.values():
        typed = typed.replace(measure.zh, "，")
    check_group_text(_COUNTED.sub("，", typed), names, places)
    return said


def read_to(text: str) -> str:
    """To whom a report is sent, in words; Problems `report_needs_to`, `report_to_long`."""
    said = " ".join(text.split())
    if not said:
        raise Problem("report_needs_to")
    if len(said) > _TO_AT_MOST:
        raise Problem("report_to_long", length=_TO_AT_MOST)
    return said


def read_why(text: str) -> str:
    """Why a report is corrected; Problems `report_needs_why`, `report_why_long`."""
    said = " ".join(text.split()).rstrip("。.")
    if not said:
        raise Problem("report_needs_why")
    if len(said) > _WHY_AT_MOST:
        raise Problem("report_why_long", length=_WHY_AT_MOST)
    return said
