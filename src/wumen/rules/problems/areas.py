"""The problems of places: what may stand below what, and what a code of the state says."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "area_misplaced": Sentence(
        zh="“{above_zh}”下面不能登记“{kind_zh}”。",
        en="No {kind_en} can stand below a {above_en}.",
        next_zh="请核对它在哪里面、是什么；中间的级别可以没有，上下不能颠倒。",
        next_en="Check where it stands and what it is; levels may be skipped, not turned round.",
    ),
    "code_of_village": Sentence(
        zh="{number} 是村的统计代码（末三位 200 至 399 是村委会），不能登记为“{kind_zh}”。",
        en="{number} is a village’s code (the last three digits from 200 to 399), not a {kind_en}’s.",
        next_zh="请把“是什么”改成“村”，或核对代码。",
        next_en="Choose “village”, or check the code.",
    ),
    "code_of_community": Sentence(
        zh="{number} 是社区的统计代码（末三位 001 至 199 是居委会），不能登记为“{kind_zh}”。",
        en="{number} is a community’s code (the last three digits from 001 to 199), not a {kind_en}’s.",
        next_zh="请把“是什么”改成“社区”，或核对代码。",
        next_en="Choose “community”, or check the code.",
    ),
    "code_of_office": Sentence(
        zh="{number} 是统计代码：6 位是区县，9 位是街道乡镇，12 位是社区或村，不能登记为“{kind_zh}”。",
        en="{number} is a code of the state: 6 digits a district, 9 a sub-district, 12 a community or"
        " village; it cannot be a {kind_en}’s.",
        next_zh="请核对代码和“是什么”。",
        next_en="Check the code and what it is.",
    ),
    "office_code_missing": Sentence(
        zh="“{kind_zh}”要用统计代码（区县 6 位，街道乡镇 9 位，社区和村 12 位），“{number}”不是。",
        en="A {kind_en} needs its code of the state (district 6 digits, sub-district 9, community or"
        " village 12); “{number}” is none.",
        next_zh="请写上统计代码；小区、村民组、街巷不需要。",
        next_en="Give that code; compounds, groups and lanes need none.",
    ),
    "place_unclear": Sentence(
        zh="看不懂说的是哪一处。",
        en="It is not clear which place is meant.",
        next_zh="请写房号，如 1-2-301 或 2号楼3单元501；写楼栋，如 2号楼；也可以写区域编码。",
        next_en="Write a door such as 1-2-301, a building by its name, or a path.",
    ),
    "place_not_found": Sentence(
        zh="您的范围里没有这一处。",
        en="There is no such place in your area.",
        next_zh="请核对楼栋、单元和房号。",
        next_en="Check building, unit and room.",
    ),
    "place_several": Sentence(
        zh="这样写的有 {n} 处。",
        en="{n} places are called so.",
        next_zh="请写全楼栋、单元和房号，如 1-2-301；还分不清的，请从住户页进入。",
        next_en="Write building, unit and room, such as 1-2-301; or come from the home's page.",
    ),
    "place_known": Sentence(
        zh="那里已经有叫这个名称的地方。",
        en="There is a place of that name already.",
        next_zh="请看下面的地方；真是另一处的，请换个名称。",
        next_en="Look at the places below; if it is another one, give it another name.",
    ),
}
