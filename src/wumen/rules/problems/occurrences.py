"""Problems of occurrences: what happened at a home or place, and what is owed after it."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "occurrence_unknown": Sentence(
        zh="没有第 {number} 件，或不归您管。",
        en="There is no occurrence {number}, or it is not in your area.",
        next_zh="请从“发生的事”里选。",
        next_en="Choose it from the list of occurrences.",
    ),
    "occurrence_kind_unknown": Sentence(
        zh="请选发生了什么：发现阳性、转运、返回、外出就医。",
        en="Choose what happened: a positive, somebody taken away, somebody back, gone out for treatment.",
        next_zh="点一项，再看会安排什么。",
        next_en="Pick one, then look at what will be arranged.",
    ),
    "occurrence_ahead": Sentence(
        zh="时间还没有到：只记已经发生的事。",
        en="That lies ahead: only what has happened is noted.",
        next_zh="请改时间；以后要办的事，请登记交办。",
        next_en="Change the time; what is still to come is entered as a request.",
    ),
    "occurrence_too_old": Sentence(
        zh="时间太早：只记最近 {days} 天里的事。",
        en="That is too long ago: only the last {days} days are noted.",
        next_zh="请核对日期；还要办的，请登记交办。",
        next_en="Check the date; enter a request for what still has to be done.",
    ),
    "occurrence_needs_source": Sentence(
        zh="没有写谁说的。",
        en="Who said so is missing.",
        next_zh="请写单位或姓名，例如“区疾控电话”。",
        next_en="Name the office or person, such as “district CDC by telephone”.",
    ),
    "occurrence_nobody_lives": Sentence(
        zh="这个人不住在这一户，或这里没有这样的地方。",
        en="That person does not live there, or there is no such place.",
        next_zh="请从住户页进入，再选人。",
        next_en="Go in from the home's page and choose the person there.",
    ),
    "occurrence_withdrawn": Sentence(
        zh="第 {number} 件已经撤回。",
        en="Occurrence {number} was withdrawn already.",
        next_zh="请刷新页面再看。",
        next_en="Reload the page.",
    ),
    "occurrence_needs_reason": Sentence(
        zh="没有写为什么撤回。",
        en="Why it is withdrawn is missing.",
        next_zh="请写一句，例如“报错楼号”；不写病情。",
        next_en="Write a line, such as “wrong building reported”; nothing about illness.",
    ),
}
