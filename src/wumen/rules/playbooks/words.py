"""The words that rules may use: what can be owed, how good its evidence is, and what each is called."""

from enum import StrEnum

import msgspec


class What(StrEnum):
    """The things that can be owed; a clause may name no other."""

    TEMPERATURE = "temperature"
    SYMPTOMS = "symptoms"
    SAMPLING = "sampling"
    DISINFECTION = "disinfection"
    WASTE = "waste"
    SUPPLY = "supply"
    CONTACT = "contact"
    SUPPORT = "support"
    VISIT = "visit"
    WATCH = "watch"
    OPENING = "opening"
    TRADE = "trade"
    INSTRUCTION = "instruction"
    REQUEST = "request"


class SubjectKind(StrEnum):
    """Of whom or of what something is owed: of each resident, household, facility or place of that kind."""

    RESIDENT = "resident"
    HOUSEHOLD = "household"
    FACILITY = "facility"
    STAIRWELL = "stairwell"
    GATE = "gate"


class Grade(StrEnum):
    """How good the evidence is: measured 实测, reported by the household 自报, declared by a named person 代报."""

    MEASURED = "measured"
    REPORTED = "reported"
    DECLARED = "declared"


class Leave(StrEnum):
    """What a regime says of leaving home; medical care and danger are above all of them."""

    NOBODY = "nobody"
    BY_TURNS = "by_turns"
    IN_ZONE = "in_zone"
    FREE = "free"


class Trading(StrEnum):
    """What a regime says of shops: they trade, or their trade is suspended; who delivers is decided by name."""

    FREE = "free"
    SUSPENDED = "suspended"


class Fact(StrEnum):
    """What a release condition asks after; a fact that is not recorded makes it unknown, never met."""

    DAYS_SINCE_LAST_INFECTION = "days_since_last_infection"
    DAYS_SINCE_CONTACTS_LEFT = "days_since_contacts_left"
    CONTACTS_NEGATIVE = "contacts_negative"
    FULL_ROUND_NEGATIVE = "full_round_negative"
    ENVIRONMENT_NEGATIVE = "environment_negative"
    OTHERS_LIFTED = "others_lifted"
    PERIOD_OVER = "period_over"
    TESTS_NEGATIVE = "tests_negative"
    DAYS_WITHOUT_SYMPTOMS = "days_without_symptoms"


class Sees(StrEnum):
    """What the member of a team is shown of the home that it looks after; a template may name no other."""

    IDENTITY = "identity"
    ADDRESS = "address"
    DATES = "dates"
    PRESENCE = "presence"
    TELEPHONE = "telephone"
    HEALTH = "health"
    NEEDS = "needs"


class Happening(StrEnum):
    """What may happen to somebody or at a place, after which something is owed; a clause may name no other."""

    POSITIVE = "positive"
    TRANSFER = "transfer"
    HOME_COMING = "home_coming"
    MEDICAL_TRIP = "medical_trip"


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The name of a thing in both languages."""

    zh: str
    en: str


WHAT_NAMES: dict[What, Named] = {
    What.TEMPERATURE: Named(zh="量体温", en="temperature"),
    What.SYMPTOMS: Named(zh="问症状", en="asking after symptoms"),
    What.SAMPLING: Named(zh="核酸采样", en="sampling"),
    What.DISINFECTION: Named(zh="消毒", en="disinfection"),
    What.WASTE: Named(zh="收垃圾", en="waste"),
    What.SUPPLY: Named(zh="送物资", en="supplies to the door"),
    What.CONTACT: Named(zh="每日联系", en="daily contact"),
    What.SUPPORT: Named(zh="生活保障", en="living support"),
    What.VISIT: Named(zh="上门探访", en="visit"),
    What.WATCH: Named(zh="值守", en="watch"),
    What.OPENING: Named(zh="开门解封", en="opening gates and doors"),
    What.TRADE: Named(zh="看门店", en="looking in at shops"),
    What.INSTRUCTION: Named(zh="上级交办", en="instruction"),
    What.REQUEST: Named(zh="请求", en="request"),
}

SUBJECT_NAMES: dict[SubjectKind, Named] = {
    SubjectKind.RESIDENT: Named(zh="每人", en="each person"),
    SubjectKind.HOUSEHOLD: Named(zh="每户", en="each household"),
    SubjectKind.FACILITY: Named(zh="每处公共设施", en="each facility"),
    SubjectKind.STAIRWELL: Named(zh="每个单元门", en="each stairwell"),
    SubjectKind.GATE: Named(zh="每个小区门岗", en="each gate"),
}

# The windows of what is due once, beside those that a playbook declares.
ONCE_NAMES: dict[str, Named] = {
    "begin": Named(zh="开始时", en="at its beginning"),
    "end": Named(zh="结束时", en="at its end"),
    "event": Named(zh="发生后", en="after it happened"),
}

HAPPENING_NAMES: dict[Happening, Named] = {
    Happening.POSITIVE: Named(zh="发现阳性", en="a positive was found"),
    Happening.TRANSFER: Named(zh="转运", en="somebody was taken away"),
    Happening.HOME_COMING: Named(zh="返回", en="somebody came back"),
    Happening.MEDICAL_TRIP: Named(zh="外出就医", en="a door opened for treatment elsewhere"),
}

GRADE_NAMES: dict[Grade, Named] = {
    Grade.MEASURED: Named(zh="实测", en="measured"),
    Grade.REPORTED: Named(zh="自报", en="reported"),
    Grade.DECLARED: Named(zh="代报", en="declared"),
}

LEAVE_NAMES: dict[Leave, Named] = {
    Leave.NOBODY: Named(zh="足不出户", en="nobody leaves home"),
    Leave.BY_TURNS: Named(zh="人不出区，按户轮流取物", en="in the zone, one of a home at a time"),
    Leave.IN_ZONE: Named(zh="人不出区", en="in the zone"),
    Leave.FREE: Named(zh="不限制出入", en="free to come and go"),
}
