"""The problems of call lists."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "call_list_empty": Sentence(
        zh="这里没有找到一个电话号码。",
        en="No telephone number was found here.",
        next_zh="请一行贴一个人，电话写完整。",
        next_en="Paste one person a line, with the whole number.",
    ),
    "call_lines_unread": Sentence(
        zh="有 {many} 行没有看懂电话，名单还没有建。",
        en="No telephone could be read in {many} lines; no list was made.",
        next_zh="请看下面列出的几行：号码写错的改好再建；不用打的，点“这几行不打”。",
        next_en="See these lines below: mend a number and make the list again, or leave them out.",
    ),
    "call_list_long": Sentence(
        zh="一张名单最多 {most} 人。",
        en="A list holds {most} people at most.",
        next_zh="请分成几张，或选小一点的范围。",
        next_en="Make several lists, or choose a smaller place.",
    ),
    "call_list_nobody": Sentence(
        zh="这个范围里没有要打电话的人。",
        en="There is nobody to ring in this place.",
        next_zh="请换一个范围或来源。",
        next_en="Choose another place or source.",
    ),
    "call_list_unknown": Sentence(
        zh="没有这张打电话名单，或者不在您的范围里。",
        en="There is no such call list in your area.",
        next_zh="请回到“打电话”页面重新选。",
        next_en="Go back to the call lists and choose again.",
    ),
    "call_purpose_missing": Sentence(
        zh="没有写为什么打电话。",
        en="The purpose of the calls is missing.",
        next_zh="请写一句用途；看号码会按这个用途留记录。",
        next_en="Write the purpose in a sentence; each look at a number is logged with it.",
    ),
    "call_result_unknown": Sentence(
        zh="没有这种通话结果。",
        en="There is no such result of a call.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "call_hour_wrong": Sentence(
        zh="回电时间要在现在以后、七天以内。",
        en="The hour to ring back must lie within the next seven days.",
        next_zh="请改一下回电时间。",
        next_en="Correct the hour.",
    ),
    "call_nobody_to_ring": Sentence(
        zh="没有选谁来打电话。",
        en="Nobody was chosen to ring.",
        next_zh="请至少勾选一个人。",
        next_en="Tick at least one person.",
    ),
    "call_not_yours": Sentence(
        zh="这个人不在分给您的名单里。",
        en="This person is not in your share of the list.",
        next_zh="请打分给您的，或请内勤重新分。",
        next_en="Ring those dealt to you, or ask the clerk to deal again.",
    ),
}
