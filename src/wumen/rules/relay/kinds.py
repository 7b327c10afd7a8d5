"""The eight kinds of relay text: what they are called and what each of them asks of a home."""

from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem


class Kind(StrEnum):
    """What a relay text collects."""

    VOLUNTEERS = "volunteers"
    NEEDS = "needs"
    HOME_SAMPLING = "home_sampling"
    SAMPLED = "sampled"
    PRESENT = "present"
    TEMPERATURE = "temperature"
    ABSENT = "absent"
    ARRIVALS = "arrivals"


KIND_NAMES: dict[Kind, Named] = {
    Kind.TEMPERATURE: Named(zh="体温", en="temperatures"),
    Kind.SAMPLED: Named(zh="核酸已采", en="sampled"),
    Kind.PRESENT: Named(zh="在家报平安", en="at home and well"),
    Kind.ABSENT: Named(zh="不在家", en="not at home"),
    Kind.NEEDS: Named(zh="需要的东西", en="needs"),
    Kind.HOME_SAMPLING: Named(zh="要上门核酸", en="sampling at home"),
    Kind.VOLUNTEERS: Named(zh="志愿者报名", en="volunteers"),
    Kind.ARRIVALS: Named(zh="返回报备", en="arrivals"),
}
# Every home is asked these, so the rooms that have not answered mean something.
ASKS_EVERY_HOME = frozenset({Kind.SAMPLED, Kind.PRESENT, Kind.TEMPERATURE})
# What the group reads above the rooms that are missing.
REMINDERS: dict[Kind, str] = {
    Kind.TEMPERATURE: "还差下列房号的体温，请您在群里接龙",
    Kind.SAMPLED: "还差下列房号，请您做完核酸后在群里接龙",
    Kind.PRESENT: "还差下列房号，请您在群里报个平安",
}
# A number that follows a room, as in 1301，2, counts people in these.
COUNTS_PEOPLE = frozenset({Kind.SAMPLED, Kind.PRESENT, Kind.ABSENT, Kind.HOME_SAMPLING})


def read_kind(text: str) -> Kind:
    """The kind of that key; Problem `relay_kind_unknown`."""
    if text not in set(Kind):
        raise Problem("relay_kind_unknown", known=" ".join(Kind))
    return Kind(text)
