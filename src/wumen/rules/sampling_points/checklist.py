"""开点检查表: what must be there before a point opens, what is asked to be shown, whose it is where it is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wumen.rules.problems import Problem

LONGEST_GAP = 60

# 开点检查表. Zones, one way and one metre: the sampling guidance of 2021; paper, warmth and light are ours.
CHECKLIST: dict[str, tuple[str, str]] = {
    "zones": (
        "等候、登记、采集、缓冲四个区单向走，进出分开",
        "waiting, registration, sampling, buffer: one way, in and out apart",
    ),
    "metre": ("一米线贴好，队伍留出消防通道", "metre lines down, the fire lane kept free"),
    "isolation": (
        "临时隔离区有人管，有体温计",
        "place apart with somebody in charge and a thermometer",
    ),
    "tubes": ("采样管、拭子、标签点过数", "tubes, swabs and labels counted"),
    "suits": ("防护服、手套、消毒液按人头够用", "suits, gloves and disinfectant for every head"),
    "registering": (
        "扫码登记试过；断网用的纸质登记表在手边",
        "registration tried; paper lists at hand",
    ),
    "box": ("样本转运箱和冰排到位，封签有号", "sample boxes with ice, numbered seals"),
    "waste": ("医疗废物桶和专袋到位", "bins and bags for medical waste"),
    "warmth": ("帐篷、取暖、照明、用电看过", "tent, heating, light and power looked at"),
    "first": (
        "老人、孕妇、行动不便的人走优先通道",
        "a first lane for the old, the pregnant and the disabled",
    ),
    "crew": (
        "医护、登记、志愿者到齐，名单对过",
        "medics, registrars and volunteers are all there, by the list",
    ),
    "signs": ("点位牌和服务范围贴在入口", "the sheet with number and what it serves hangs outside"),
}


# What stands beside a point that the office opened for a lead without a phone.
TOLD_BY_TELEPHONE = "检查表是点长电话说的"
# Of these a photo is asked for (ours: what an inspector looks at first, and what cannot be counted).
SHOWN = ("zones", "metre", "waste", "warmth", "signs")


@dataclass(frozen=True)
class Check:
    """What was said of an item today: what is missing and whose it is, and the photo of it, by its file."""

    said: str = ""
    owner: str = ""
    photo: str = ""


NOTHING_SAID = Check()


@dataclass(frozen=True)
class Lacking:
    """An item that is missing: its key, its words in both languages, and what was said of it."""

    item: str
    zh: str
    en: str
    check: Check


def checks_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Check]:
    """What was said of items, as a row keeps it."""
    return {item: Check(**said) for item, said in kept.items()}


def read_gap(said: str, owner: str) -> tuple[str, str]:
    """What is missing and whose it is, in a few words; Problems `point_gap_said`, `point_gap_owner`."""
    what, whose = (" ".join(text.split()) for text in (said, owner))
    if not what or len(what) > LONGEST_GAP:
        raise Problem("point_gap_said", most=LONGEST_GAP)
    if not whose or len(whose) > LONGEST_GAP:
        raise Problem("point_gap_owner", most=LONGEST_GAP)
    return what, whose


def check_ready(missing: Sequence[str], why: str) -> None:
    """A point opens with its whole checklist ticked, or with a reason; Problem `point_not_ready`."""
    if missing and not why.strip():
        named = [CHECKLIST[item] for item in missing]
        raise Problem(
            "point_not_ready",
            n=len(missing),
            items_zh="；".join(zh for zh, _ in named),
            items_en="; ".join(en for _, en in named),
        )


def read_item(text: str) -> str:
    """An item of the checklist; Problem `point_item_unknown`."""
    if text not in CHECKLIST:
        raise Problem("point_item_unknown")
    return text
