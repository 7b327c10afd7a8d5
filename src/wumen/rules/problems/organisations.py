"""The problems of organisations and their rosters."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "organisation_unknown": Sentence(
        zh="没有这个单位，或不在您的范围内。",
        en="There is no such organisation in your area.",
        next_zh="请从单位清单里打开。",
        next_en="Open it from the list of organisations.",
    ),
    "organisation_kind_unknown": Sentence(
        zh="没有“{kind}”这一类单位。",
        en="There is no kind of organisation “{kind}”.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "organisation_known": Sentence(
        zh="这里已经登记了同名的单位。",
        en="An organisation of that name is registered here already.",
        next_zh="请打开那一个；真是另一家的，请写全称。",
        next_en="Open that one; if it is another, give its full name.",
    ),
    "organisation_closed": Sentence(
        zh="这个单位已停用，不能再往名册加人。",
        en="The organisation is closed; nobody can be put on its roster.",
        next_zh="先点“重新启用”。",
        next_en="Open it again first.",
    ),
    "contact_name_missing": Sentence(
        zh="写了联系电话，没有写联系人。",
        en="There is a telephone without the contact’s name.",
        next_zh="请写上联系人的姓名。",
        next_en="Give the contact’s name.",
    ),
    "roster_empty": Sentence(
        zh="名单里没有看到人。",
        en="Nobody is found in the list.",
        next_zh="一人一行：姓名、身份证号、电话，用空格或制表符隔开。",
        next_en="One person a line: name, identity number, telephone, parted by spaces or tabs.",
    ),
    "roster_too_long": Sentence(
        zh="名单有 {lines} 行，一次最多 {most} 行。",
        en="The list has {lines} lines; at most {most} are taken at once.",
        next_zh="请分几次添加。",
        next_en="Add it in parts.",
    ),
    "roster_words_left": Sentence(
        zh="这几个字没有用上。",
        en="These words were not used.",
        next_zh="名册只记姓名、身份证号、电话；不需要的不用管。",
        next_en="A roster holds name, identity number and telephone; nothing else is needed.",
    ),
    "roster_person_unknown": Sentence(
        zh="名册上没有这个人。",
        en="There is no such person on the roster.",
        next_zh="请刷新名册再选。",
        next_en="Open the roster again and choose.",
    ),
}
