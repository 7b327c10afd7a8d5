"""The problems of buildings and facilities: what cannot be built, and what is not there."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "building_type_unknown": Sentence(
        zh="没有“{type}”这一类楼。",
        en="There is no type of building “{type}”.",
        next_zh="请从列出的几类里选一类。",
        next_en="Choose one of the types in the list.",
    ),
    "floors_impossible": Sentence(
        zh="“{text}”不是能用的层数。",
        en="“{text}” is no number of floors.",
        next_zh="请写 1 到 {most} 的整数。",
        next_en="Give a whole number from 1 to {most}.",
    ),
    "not_a_building": Sentence(
        zh="{path} 不是一栋楼、一个院或一个工地。",
        en="{path} is no building, courtyard or site.",
        next_zh="请从楼栋清单里选。",
        next_en="Choose one from the list of buildings.",
    ),
    "building_not_described": Sentence(
        zh="{path} 还没有写明是什么楼、几层。",
        en="Type and floors of {path} are not given yet.",
        next_zh="请社区内勤先填楼的类型和层数。",
        next_en="Ask the community’s clerk to give type and floors first.",
    ),
    "facility_kind_unknown": Sentence(
        zh="没有“{kind}”这一类公共设施。",
        en="There is no kind of facility “{kind}”.",
        next_zh="请从列出的几类里选一类。",
        next_en="Choose one of the kinds in the list.",
    ),
    "facility_name_long": Sentence(
        zh="名称太长了，最多 {most} 个字。",
        en="The name is too long: at most {most} characters.",
        next_zh="请写平时的叫法。",
        next_en="Give the name that people use.",
    ),
    "facility_named_already": Sentence(
        zh="这里已经有一处叫“{name}”。",
        en="There is one called “{name}” here already.",
        next_zh="请换一个能分清的名称，例如“东电梯”。",
        next_en="Give it a name that tells them apart, such as “east lift”.",
    ),
    "facility_unknown": Sentence(
        zh="没有这一处公共设施，或者已经停用。",
        en="There is no such facility, or it is closed.",
        next_zh="请回到这栋楼的清单再看一次。",
        next_en="Go back to the building’s list and look again.",
    ),
    "facility_is_a_shop": Sentence(
        zh="这是门店的门，不在公共设施里改。",
        en="This is the door of a shop; it is not changed among the facilities.",
        next_zh="请到“门店和保供商户”页登记、改名或撤下。",
        next_en="Enter, rename or take it off on the page of shops.",
    ),
}
