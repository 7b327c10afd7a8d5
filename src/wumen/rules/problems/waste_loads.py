"""Problems of waste that is handed on."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "waste_kind_unknown": Sentence(
        zh="请选哪一类垃圾。",
        en="Choose the class of waste.",
        next_zh="隔离户的和别的户的分开交、分开记。",
        next_en="Waste of isolated homes is handed on and noted apart.",
    ),
    "waste_bags_wrong": Sentence(
        zh="袋数不对，写 1 到 {most} 的数字。",
        en="Bags are a number from 1 to {most}.",
        next_zh="请数一下再写。",
        next_en="Count them.",
    ),
    "waste_weight_wrong": Sentence(
        zh="重量不对，写公斤数，最多 {most}，例如 12.5。",
        en="The weight is in kilograms, {most} at most, such as 12.5.",
        next_zh="请看秤再写。",
        next_en="Read the scales.",
    ),
    "waste_to_nobody": Sentence(
        zh="没有写交给谁运走。",
        en="To whom it was handed is missing.",
        next_zh="请写单位、车牌或姓名。",
        next_en="Write the company, the number plate or a name.",
    ),
    "waste_bin_unsaid": Sentence(
        zh="这里放着专用桶，没有写倒的是哪一个。",
        en="Bins for waste of isolated homes stand here, and it is not said which was emptied.",
        next_zh="请选那个桶；不是桶里的，选“不是专用桶里的”。",
        next_en="Choose the bin, or that it came out of none.",
    ),
    "waste_not_sprayed": Sentence(
        zh="涉疫垃圾要先喷洒消毒、装双层袋，才能交出去。",
        en="Waste of isolated homes is sprayed and double-bagged before it is handed on.",
        next_zh="办好了，请勾上“已喷洒、双层袋”。",
        next_en="Tick “sprayed, double bag” once it is done.",
    ),
}
