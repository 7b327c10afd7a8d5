"""The kinds of special needs an office keeps, and which details each kind asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """Why somebody needs looking after; most of them tell of health and are sealed."""

    LIVING_ALONE = "living_alone"
    EMPTY_NEST = "empty_nest"
    VERY_OLD = "very_old"
    CARE_DEPENDENT = "care_dependent"
    DISABLED = "disabled"
    SERIOUSLY_ILL = "seriously_ill"
    MENTAL_ILLNESS = "mental_illness"
    PREGNANT = "pregnant"
    INFANT = "infant"
    DIALYSIS = "dialysis"
    CHEMOTHERAPY = "chemotherapy"
    LASTING_MEDICINE = "lasting_medicine"
    CHILD_WITHOUT_PARENT = "child_without_parent"
    NO_SMARTPHONE = "no_smartphone"
    INTERPRETER = "interpreter"
    HOMEBOUND = "homebound"


class Detail(StrEnum):
    """What a need may say of itself; `advice` is for whoever comes to the door."""

    WEEKDAYS = "weekdays"
    HOUR = "hour"
    HOSPITAL = "hospital"
    NEXT_ON = "next_on"
    DUE_ON = "due_on"
    MEDICINE = "medicine"
    DAYS_LEFT = "days_left"
    AS_OF = "as_of"
    CARER = "carer"
    LANGUAGE = "language"
    ADVICE = "advice"


Words = tuple[str, str]
# Said to everybody: none of them names an illness.
_LABELS: Mapping[Detail, Words] = {
    Detail.WEEKDAYS: ("每周哪几天", "which weekdays"),
    Detail.HOUR: ("几点", "at what hour"),
    Detail.HOSPITAL: ("去哪里", "where to"),
    Detail.NEXT_ON: ("下次哪一天", "the next date"),
    Detail.DUE_ON: ("预计哪一天", "the expected date"),
    Detail.MEDICINE: ("什么药", "which medicine"),
    Detail.DAYS_LEFT: ("还够几天", "days left"),
    Detail.AS_OF: ("哪一天数的", "counted on which day"),
    Detail.CARER: ("由谁照看", "who looks after the child"),
    Detail.LANGUAGE: ("说什么语言", "which language"),
    Detail.ADVICE: ("写给上门的人", "for whoever comes to the door"),
}


@dataclass(frozen=True)
class KindOf:
    """A kind by its names: `required` is what the office cannot act without; `labels` are its own words."""

    zh: str
    en: str
    required: tuple[Detail, ...] = ()
    optional: tuple[Detail, ...] = (Detail.ADVICE,)
    labels: Mapping[Detail, Words] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def details(self) -> tuple[Detail, ...]:
        """All that a form asks for, what cannot be done without first."""
        return (*self.required, *self.optional)


KINDS: Mapping[Kind, KindOf] = {
    Kind.LIVING_ALONE: KindOf("独居老人", "older person living alone"),
    Kind.EMPTY_NEST: KindOf("空巢老人", "older couple on their own"),
    Kind.VERY_OLD: KindOf("高龄（80岁以上）", "80 or older"),
    Kind.CARE_DEPENDENT: KindOf("失能、半失能", "depends on care"),
    Kind.DISABLED: KindOf("残疾人", "disabled"),
    Kind.SERIOUSLY_ILL: KindOf("重病", "seriously ill"),
    Kind.MENTAL_ILLNESS: KindOf("精神障碍", "mental illness"),
    Kind.PREGNANT: KindOf(
        "孕产妇",
        "pregnant or newly delivered",
        (Detail.DUE_ON,),
        (Detail.HOSPITAL, Detail.ADVICE),
        {Detail.DUE_ON: ("预产期", "due date"), Detail.HOSPITAL: ("医院", "hospital")},
    ),
    Kind.INFANT: KindOf("婴幼儿", "infant"),
    Kind.DIALYSIS: KindOf(
        "透析",
        "dialysis",
        (Detail.WEEKDAYS, Detail.HOUR, Detail.HOSPITAL),
        labels={
            Detail.WEEKDAYS: ("透析日", "dialysis days"),
            Detail.HOSPITAL: ("医院", "hospital"),
        },
    ),
    Kind.CHEMOTHERAPY: KindOf(
        "放化疗",
        "chemotherapy or radiotherapy",
        (Detail.NEXT_ON, Detail.HOSPITAL),
        (Detail.HOUR, Detail.ADVICE),
        {
            Detail.NEXT_ON: ("下次治疗日期", "date of the next treatment"),
            Detail.HOSPITAL: ("医院", "hospital"),
        },
    ),
    Kind.LASTING_MEDICINE: KindOf(
        "慢性病长期用药",
        "lasting medicine",
        (Detail.MEDICINE, Detail.DAYS_LEFT, Detail.AS_OF),
    ),
    Kind.CHILD_WITHOUT_PARENT: KindOf(
        "困境、留守儿童，或父母被转运的孩子",
        "child in hardship, left behind, or whose parent was transferred",
        (Detail.CARER,),
    ),
    Kind.NO_SMARTPHONE: KindOf("没有智能手机", "no smartphone"),
    Kind.INTERPRETER: KindOf("外籍、需要翻译", "foreign, needs an interpreter", (Detail.LANGUAGE,)),
    Kind.HOMEBOUND: KindOf("行动不便（上门采样）", "cannot walk well (sampled at home)"),
}


def label(detail: Detail, kind: Kind | None = None) -> Words:
    """What a detail is called in Chinese and English; without a kind, in words that tell of no illness."""
    own = KINDS[kind].labels if kind else {}
    return own.get(detail, _LABELS[detail])
