"""Problems of notices for a stairwell and its groups."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notice_text_empty": Sentence(
        zh="通知要有标题和内容。",
        en="A notice has a heading and a text.",
        next_zh="请补上。",
        next_en="Write them.",
    ),
    "notice_text_long": Sentence(
        zh="通知太长：标题最多 {heading} 字，连标题、落款一共最多 {most} 字。",
        en="Too long: heading {heading} characters, {most} with heading and signature.",
        next_zh="请分成两条写。",
        next_en="Make two of it.",
    ),
    "notice_text_groups": Sentence(
        zh="群数写 1 到 9。",
        en="Groups are 1 to 9.",
        next_zh="几个群就写几。",
        next_en="Write how many groups there are.",
    ),
    "notice_text_unknown": Sentence(
        zh="没有这条通知，或不归您管。",
        en="There is no such notice in your area.",
        next_zh="请从列表里选。",
        next_en="Choose it from the list.",
    ),
    "notice_text_withdrawn": Sentence(
        zh="这条通知撤回了。",
        en="This notice was taken back.",
        next_zh="不要再发、再贴、再念；要说的话，请写一条新的。",
        next_en="Send, hang and read it no more; what is to be said is a new notice.",
    ),
}
