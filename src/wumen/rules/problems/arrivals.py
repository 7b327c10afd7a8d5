"""Problems of who comes back, of the day's list of risk areas, and of what is kept of movements."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "arrival_unknown": Sentence(
        zh="没有这条返回登记，或不归您管。",
        en="There is no such person coming back in your area.",
        next_zh="请从“返回人员”里选。",
        next_en="Choose one from the list of who comes back.",
    ),
    "arrival_nobody": Sentence(
        zh="没有写是谁：姓名和电话至少写一样。",
        en="Nobody is named: a name or a telephone is needed.",
        next_zh="请补上姓名或电话。",
        next_en="Add a name or a telephone.",
    ),
    "arrival_words_long": Sentence(
        zh="写得太长，每格最多 {most} 个字。",
        en="That is too long: {most} characters at most in each field.",
        next_zh="请写短一点。",
        next_en="Make it shorter.",
    ),
    "arrival_telephone": Sentence(
        zh="电话号码位数不对。",
        en="That is no telephone number.",
        next_zh="请核对号码，没有就空着。",
        next_en="Check the number, or leave it empty.",
    ),
    "arrival_day_wrong": Sentence(
        zh="到家的日子不对：只记最近两周到往后两个月的。",
        en="That day cannot be: from two weeks ago to two months ahead.",
        next_zh="请改日期。",
        next_en="Change the day.",
    ),
    "arrival_left_wrong": Sentence(
        zh="离开的日子不对：要在到家以前、两个月以内。",
        en="The day of leaving must lie before the coming home, within two months.",
        next_zh="请改日期，不知道就空着。",
        next_en="Change the day, or leave it empty.",
    ),
    "arrival_known": Sentence(
        zh="这一户的名单上已经有这个人。",
        en="This person stands on the list of this home already.",
        next_zh="请打开那一条改，多出来的这一条去掉。",
        next_en="Correct that entry and take this one off the list.",
    ),
    "arrival_came_already": Sentence(
        zh="已经记过到家了。",
        en="It is noted already that she is home.",
        next_zh="请看这一条里的时间和记的人。",
        next_en="See the hour and who noted it.",
    ),
    "arrival_came_wrong": Sentence(
        zh="到家的时间不对：不能是以后，也不能早于预计日子两周。",
        en="The hour of coming home lies ahead, or two weeks before she was expected.",
        next_zh="请改时间。",
        next_en="Change the time.",
    ),
    "arrival_answer_unknown": Sentence(
        zh="没有这一问，或答案不是“有”“没有”。",
        en="There is no such question, or the answer is neither yes nor no.",
        next_zh="请在表上勾选。",
        next_en="Tick the answers of the form.",
    ),
    "arrival_no_home": Sentence(
        zh="还不知道是哪一户，六问和物品包都按户办。",
        en="Nobody knows the home yet: questions and kit belong to a home.",
        next_zh="请先写上房号。",
        next_en="Note the home first.",
    ),
    "arrival_kit_given": Sentence(
        zh="这一户的物品包已经送过。",
        en="The kit of this home has been handed over already.",
        next_zh="还缺东西的，请按需求另记。",
        next_en="Note what else is missing as a need.",
    ),
    "risk_list_empty": Sentence(
        zh="没有读出一个地方：要写明高风险、中风险或有本土疫情，再列地名。",
        en="No place could be read: a level (high, medium, local cases) and then the places are needed.",
        next_zh="请把通报原文整段粘贴进来。",
        next_en="Paste the whole text of the list.",
    ),
    "risk_list_long": Sentence(
        zh="名单太长，最多 {most} 个地方。",
        en="The list is too long: {most} places at most.",
        next_zh="请只粘贴高、中风险地区。",
        next_en="Paste the high- and medium-risk areas only.",
    ),
    "risk_list_no_source": Sentence(
        zh="没有写名单是哪里来的。",
        en="Where the list comes from is missing.",
        next_zh="请写出处，例如“国务院客户端 1月10日8时”。",
        next_en="Name the source with its hour.",
    ),
}
