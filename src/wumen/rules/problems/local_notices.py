"""The problems of local notices: what they lack, ask too much or too little of, or say in unknown words."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notice_needs_authority": Sentence(
        zh="没有写明由谁发布。",
        en="Who issued the notice is missing.",
        next_zh="请写明发布机关；街道、社区自己的安排也请写明是谁定的。",
        next_en="Name who issued it; for an office’s own arrangement, too.",
    ),
    "notice_needs_scope": Sentence(
        zh="没有写明在哪里执行。",
        en="Where the notice holds is missing.",
        next_zh="请至少选一个地方。",
        next_en="Choose one place at least.",
    ),
    "notice_needs_ground_stricter": Sentence(
        zh="比上级更严，却没有写明理由。",
        en="It asks more than the rules above, and no ground is given.",
        next_zh="请写明为什么要比上级规定更严。",
        next_en="Say why more is needed than the rules above ask for.",
    ),
    "notice_changes_nothing": Sentence(
        zh="没有写明改什么。",
        en="It is not said what the notice changes.",
        next_zh="请选一项措施，写明改成每天、哪几天或哪个时段。",
        next_en="Choose a measure and say which days or windows it is to have.",
    ),
    "notice_changes_nothing_of": Sentence(
        zh="“{clause_zh}”写得和现行规则一样，没有改变。",
        en="“{clause_en}” stands as the rules have it already.",
        next_zh="请改写这一项，或把它去掉。",
        next_en="Change this entry, or leave it out.",
    ),
    "notice_wrong": Sentence(
        zh="通告的第 {where} 项不能用：{reason_zh}。",
        en="Entry {where} of the notice cannot be used: {reason_en}.",
        next_zh="请改正这一项后重试，没有采用任何内容。",
        next_en="Correct this entry and try again; nothing of it was taken.",
    ),
    "notice_asks_less": Sentence(
        zh="“{authority}”不能让“{clause_zh}”比规则做得少。",
        en="“{authority}” cannot let “{clause_en}” ask less than the rules.",
        next_zh="要放宽，须有县区级以上机关的文件；街道、社区可以增加，不能减少。",
        next_en="Only a document of county level or above asks less; an office may add.",
    ),
    "notice_less_unsaid": Sentence(
        zh="“{clause_zh}”会比规则做得少（少了某天、某个时段，或凭据放宽）。",
        en="“{clause_en}” would ask less than the rules: a day, a window, or weaker evidence.",
        next_zh="文件确实这样写的，请勾选“文件写明代替原规定”；否则请把原有的天数、时段、凭据也选上。",
        next_en="If the document says so, tick that it replaces the rule; else choose what the rule has, too.",
    ),
    "stricter_too_long": Sentence(
        zh="比上级更严的安排最多七天，这一份超过了。",
        en="What asks more than the rules above holds seven days at most; this is longer.",
        next_zh="请把结束时间改到七天以内；到期自行结束。",
        next_en="Let it end within seven days; it ends by itself.",
    ),
    "stricter_again": Sentence(
        zh="接着《{document}》再加严，同一地方、同一措施连起来超过七天。",
        en="Following “{document}”, the same measure in the same place would ask more for over seven days.",
        next_zh="请缩短时间；确需更久，要由发布这套规则的机关决定。",
        next_en="Make it shorter; for longer, the level that issued the rules must decide.",
    ),
    "notice_unknown": Sentence(
        zh="没有编号 {number} 的本地通告，或不在您的范围内。",
        en="There is no local notice {number} in your area.",
        next_zh="请在防控规则页查找。",
        next_en="Look it up on the page of the rules.",
    ),
    "notice_confirmed": Sentence(
        zh="本地通告 {number} 已经确认。",
        en="Local notice {number} is confirmed already.",
        next_zh="不能再确认或撤回；不再需要的，请提前结束。",
        next_en="It can neither be confirmed again nor dropped; end it early instead.",
    ),
    "notice_dropped": Sentence(
        zh="本地通告 {number} 录入后已撤回。",
        en="Local notice {number} was dropped after it was entered.",
        next_zh="请重新录入。",
        next_en="Enter it again.",
    ),
    "notice_not_in_force": Sentence(
        zh="本地通告 {number} 还没有确认，或已经结束。",
        en="Local notice {number} is not confirmed yet, or over.",
        next_zh="还没有确认的可以撤回；已经结束的不用再办。",
        next_en="What waits can be dropped; what is over needs nothing more.",
    ),
    "notice_no_end_asked": Sentence(
        zh="没有人提出提前结束本地通告 {number}。",
        en="Nobody asked to end local notice {number} early.",
        next_zh="请先写明理由提出提前结束。",
        next_en="Ask for its end with a reason first.",
    ),
}
