"""The problems of the duty log."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "log_line_empty": Sentence(
        zh="请写要记的事，不超过 {most} 个字。",
        en="Write what is to be noted, in {most} characters at most.",
        next_zh="一件事一条，写清什么事、怎么办的。",
        next_en="One thing a line: what it was, and what was done.",
    ),
    "log_line_number": Sentence(
        zh="值班日志里不写电话、证件号。",
        en="No telephone or identity number stands in the duty log.",
        next_zh="请写交办号，或几号楼；要打的电话在交办单上。",
        next_en="Write the number of the request, or the building; the telephone stands in the request.",
    ),
    "log_hour_ahead": Sentence(
        zh="{said} 还没有到。",
        en="{said} has not come yet.",
        next_zh="写已经发生的时间，不写就是现在。",
        next_en="Write an hour that has passed; nothing is now.",
    ),
    "log_day_ahead": Sentence(
        zh="{day}还没有到，没有这一天的日志；下面是今天的。",
        en="{day_en} has not come yet and has no log; below stands today's.",
        next_zh="请选今天或以前的日子。",
        next_en="Choose today or a day before.",
    ),
    "log_to_oneself": Sentence(
        zh="交班要交给另一个人。",
        en="A hand-over is to somebody else.",
        next_zh="选接班的人。",
        next_en="Choose who takes over.",
    ),
}
