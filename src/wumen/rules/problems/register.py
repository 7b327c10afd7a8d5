"""The problems of the register: areas, households, residents."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "path_unreadable": Sentence(
        zh="看不懂地址路径“{path}”。",
        en="The path “{path}” cannot be read.",
        next_zh="从区、街道或社区的代码写起，用 / 分开，例如 410102003008/jxc/1。",
        next_en="Begin with the code of a district, sub-district or community, parted by /: 410102003008/jxc/1.",
    ),
    "area_unknown": Sentence(
        zh="台账里没有这个地方：{path}。",
        en="The register has no such place: {path}.",
        next_zh="请核对，或先登记这个地方。",
        next_en="Check it, or register the place first.",
    ),
    "area_kind_unknown": Sentence(
        zh="没有“{kind}”这一级。",
        en="There is no level “{kind}”.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "area_kind_differs": Sentence(
        zh="{path} 已登记为 {kind}。",
        en="{path} is registered as {kind} already.",
        next_zh="请核对级别。",
        next_en="Check the level.",
    ),
    "area_not_yours": Sentence(
        zh="{path} 不在您的岗位范围内。",
        en="{path} lies outside your post’s area.",
        next_zh="请找负责那里的同事，或换一个岗位。",
        next_en="Ask whoever is responsible there, or act in another post.",
    ),
    "name_empty": Sentence(
        zh="没有写名称。",
        en="The name is missing.",
        next_zh="请写上名称。",
        next_en="Give a name.",
    ),
    "duplicate_identity": Sentence(
        zh="有两个人用了同一个证件号码。",
        en="Two people would have one identity number.",
        next_zh="请核对证件；先不填号码也可以登记这个人。",
        next_en="Check the documents; the person can be registered without the number.",
    ),
    "resident_unknown": Sentence(
        zh="台账里没有这位住户，或不在您的范围内。",
        en="There is no such resident in your area.",
        next_zh="请从住户清单里复制编号。",
        next_en="Copy the id from the list of residents.",
    ),
    "household_unknown": Sentence(
        zh="台账里没有这一户，或不在您的范围内。",
        en="There is no such household in your area.",
        next_zh="请核对。",
        next_en="Check it.",
    ),
    "door_taken": Sentence(
        zh="{path} 已经住着另一户。",
        en="Another household lives at {path}.",
        next_zh="请先核对那一户。",
        next_en="Look into that household first.",
    ),
    "seal_broken": Sentence(
        zh="密封的内容打不开（{place}）。",
        en="A sealed field cannot be opened ({place}).",
        next_zh="密钥与数据不符，请找维护人员，从备份恢复。",
        next_en="Keys and data do not belong together; ask for help, restore from the backup.",
    ),
    "not_a_door": Sentence(
        zh="{path} 不是一户的门牌。",
        en="{path} is not a door.",
        next_zh="请写到房号为止。",
        next_en="Give the path down to the door.",
    ),
}
