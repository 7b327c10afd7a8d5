"""The problems of meals."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "meal_unknown": Sentence(
        zh="没有这一餐。",
        en="There is no such meal.",
        next_zh="请从早餐、午餐、晚餐、夜餐里选。",
        next_en="Choose breakfast, lunch, supper or the night meal.",
    ),
    "meal_day_far": Sentence(
        zh="餐食只看昨天到后天。",
        en="Meals are shown from yesterday to the day after tomorrow.",
        next_zh="请选今天或明天；更远的等班表发布。",
        next_en="Choose today or tomorrow; further days wait for their roster.",
    ),
    "meal_over": Sentence(
        zh="这一天的{meal_zh}已经吃过了，数不再改。",
        en="The {meal_en} of that day has been eaten; its count stays.",
        next_zh="请改后面的餐。",
        next_en="Change a later meal.",
    ),
    "meal_place_unknown": Sentence(
        zh="没有这个用餐的地方，或不归您管。",
        en="There is no such place for meals, or it is not yours.",
        next_zh="请从页面上列出的地方里选。",
        next_en="Choose one of the places listed on the page.",
    ),
    "meal_no_point": Sentence(
        zh="只有采样点可以直接报一共多少人；别的地方按班表算。",
        en="Only a sampling point says its whole crew; elsewhere the roster counts.",
        next_zh="多几个人、少几个人，请用“加减份数”写原因。",
        next_en="Add or take away heads, with a reason.",
    ),
    "meal_count_unreadable": Sentence(
        zh="份数没看懂：请写数字，不超过 {most}；少几份前面写 -。",
        en="The number cannot be read: digits, {most} at most, with - before it for fewer.",
        next_zh="请改好再记。",
        next_en="Correct it and note it again.",
    ),
    "meal_diets_more": Sentence(
        zh="特殊餐加起来比人数还多。",
        en="There are more special meals than heads.",
        next_zh="一个人只算一种，请改好再记。",
        next_en="Count each person once, and note it again.",
    ),
    "meal_why_needed": Sentence(
        zh="加减份数要写原因，{most} 个字以内。",
        en="Say why it is more or fewer, in {most} characters at most.",
        next_zh="例如“临时支援”“提前收点”；不写谁的姓名和身体情况。",
        next_en="Such as “outside support” or “closed early”; nobody's name or health.",
    ),
    "meal_hands_missing": Sentence(
        zh="谁领谁发要写姓名，{most} 个字以内，不写电话。",
        en="Name who fetches and hands out, in {most} characters at most, without a telephone.",
        next_zh="请写一个人的姓名。",
        next_en="Write the name of one person.",
    ),
    "meal_nothing": Sentence(
        zh="这一餐现在没有人要吃，不用订。",
        en="Nobody eats this meal by now; there is nothing to order.",
        next_zh="先发布班表，或报采样点上多少人。",
        next_en="Publish a roster, or say how many are at a sampling point.",
    ),
    "diet_not_yours": Sentence(
        zh="您不在防控力量的名单里，吃什么没有地方记。",
        en="You are not on the list of the force, so there is nowhere to keep what you eat.",
        next_zh="请告诉内勤，或告诉您的点长，按份数报上去。",
        next_en="Tell the office or your lead, who reports it as a count.",
    ),
}
