"""Problems of transfers: who may be moved, and what comes before what."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "transfer_unknown": Sentence(
        zh="没有这次转运，或不归您管。",
        en="There is no such transfer in your area.",
        next_zh="请从“转运”里选。",
        next_en="Choose it from the list of transfers.",
    ),
    "transfer_open": Sentence(
        zh="这个人已经有一次转运在办。",
        en="A transfer of this person is under way already.",
        next_zh="请在那一次里接着记；弄错了就记“不转运了”。",
        next_en="Go on with that one, or note that it is called off.",
    ),
    "transfer_needs_source": Sentence(
        zh="没有写谁通知转运的。",
        en="Who called for the transfer is missing.",
        next_zh="请写单位或姓名，例如“区疾控电话”。",
        next_en="Name the office or person.",
    ),
    "transfer_needs_place": Sentence(
        zh="没有写送到哪里。",
        en="Where to is missing.",
        next_zh="请写医院或隔离点；还不知道就写“待通知”。",
        next_en="Name the hospital or isolation site; write “to be told” if nobody knows yet.",
    ),
    "transfer_bus_far": Sentence(
        zh="车到的时间太早或太远，只能写最近两周到往后 {days} 天。",
        en="The hour of the bus is too long ago or more than {days} days ahead.",
        next_zh="请核对日期和钟点。",
        next_en="Check day and hour.",
    ),
    "transfer_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点。",
        next_en="Make it shorter.",
    ),
    "transfer_step_unknown": Sentence(
        zh="没有这一步。",
        en="There is no such step.",
        next_zh="请在转运页上点一步。",
        next_en="Choose a step on the page of the transfer.",
    ),
    "transfer_over": Sentence(
        zh="这次转运已经结束。",
        en="This transfer is over.",
        next_zh="又要转运的，请另开一次。",
        next_en="Open another one if there is more.",
    ),
    "transfer_step_noted": Sentence(
        zh="这一步已经记过。",
        en="This step is noted already.",
        next_zh="请看转运页上的时间和记的人。",
        next_en="See its hour and who noted it.",
    ),
    "transfer_step_ahead": Sentence(
        zh="时间还没有到：只记已经办了的。",
        en="That lies ahead: only what was done is noted.",
        next_zh="请改时间。",
        next_en="Change the time.",
    ),
    "transfer_step_early": Sentence(
        zh="时间比前面一步还早。",
        en="That is before the step it follows.",
        next_zh="请核对时间。",
        next_en="Check the time.",
    ),
    "transfer_says_nothing": Sentence(
        zh="这一步要写一句。",
        en="This step wants a word.",
        next_zh="写清楚谁；没有就写“无”。",
        next_en="Say who; write “none” if there is nobody.",
    ),
    "transfer_not_told": Sentence(
        zh="还没有当面告知，不能上车。",
        en="Nobody is moved who was not told in person.",
        next_zh="先说清依据、去哪里、住几天、找谁、不同意怎么反映，记下“当面告知”。",
        next_en="Say on what grounds, where to, how long, whom to ask, how to object; note it.",
    ),
    "transfer_needs_carer": Sentence(
        zh="孩子和需要人照看的人，没有监护人或指定照看人不转运；留在家里的也要有人照看。",
        en="No child or dependent person is moved, or left behind, without guardian or named carer.",
        next_zh="先在“孩子老人有人照看”里写明是谁，再上车。",
        next_en="Name who goes along and who cares, then go.",
    ),
    "transfer_without_order": Sentence(
        zh="没有对本人生效的决定，不能转运。",
        en="No decision about this person is in force.",
        next_zh="请有权机关先作出决定并送达；急病的打 120，先救人。",
        next_en="The authority decides first; in an emergency ring 120 and go.",
    ),
    "transfer_not_on_bus": Sentence(
        zh="还没有记“已上车”。",
        en="She is not on the bus yet.",
        next_zh="请先记上车。",
        next_en="Note that first.",
    ),
    "transfer_gone": Sentence(
        zh="已经上车，不能再记“不转运了”。",
        en="She is on the bus: it cannot be called off.",
        next_zh="送回来的，请记“已接回家”。",
        next_en="Note “brought home” once she is back.",
    ),
    "transfer_disinfection_open": Sentence(
        zh="这一户的消毒事项还没有办。",
        en="The duty to disinfect this home stands open.",
        next_zh="请在这一户的“消毒”事项里办，办好这里自动打勾。",
        next_en="Do it in that duty; this step is ticked by it.",
    ),
}
