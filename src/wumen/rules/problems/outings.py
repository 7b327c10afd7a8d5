"""Problems of outings and returns."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "outing_unknown": Sentence(
        zh="没有这次外出，或不归您管。",
        en="There is no such outing in your area.",
        next_zh="请从“外出和返回”里选。",
        next_en="Choose it from the list of outings.",
    ),
    "outing_open": Sentence(
        zh="这个人还在外面，没有记回来。",
        en="This person is noted as out already.",
        next_zh="请先记“回来了”。",
        next_en="Note the return first.",
    ),
    "outing_over": Sentence(
        zh="已经记过回来了。",
        en="The return is noted already.",
        next_zh="又出去的，请另记一次。",
        next_en="Note another outing for another going.",
    ),
    "outing_hour_wrong": Sentence(
        zh="出门时间不对：只记最近两天里、已经出门的。",
        en="That hour cannot be: only goings of the last two days are noted.",
        next_zh="请改时间。",
        next_en="Change the time.",
    ),
    "outing_due_wrong": Sentence(
        zh="预计回来的时间要在出门以后、两天以内。",
        en="The expected return lies after the going and within two days.",
        next_zh="请改时间；要住院的，请在住户页记“不在家”。",
        next_en="Change it; who stays in hospital is noted as away on the home's page.",
    ),
    "outing_back_wrong": Sentence(
        zh="回来的时间要在出门以后、现在以前。",
        en="The return lies after the going and not ahead.",
        next_zh="请改时间。",
        next_en="Change the time.",
    ),
    "outing_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点。",
        next_en="Make it shorter.",
    ),
}
