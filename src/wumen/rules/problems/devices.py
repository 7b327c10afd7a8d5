"""The problems of phones that are bound by a code."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "device_code_wrong": Sentence(
        zh="绑定码不对，或者已经用过、过期了。",
        en="The code is not right, or it was used or has run out.",
        next_zh="请再看一遍 8 位数字；还是不行，请社区内勤重新给一个，30 分钟内有效。",
        next_en="Look at the eight digits again, or ask the community's clerk for a new code; it holds for 30 minutes.",
    ),
    "device_ended": Sentence(
        zh="这部手机的绑定已经结束。",
        en="This phone is no longer bound.",
        next_zh="请社区内勤重新给一个绑定码，或者用工号和密码登录。",
        next_en="Ask the community's clerk for a new code, or sign in with crew number and password.",
    ),
    "device_needs_password": Sentence(
        zh="{role_zh}岗位能看、能改的太多，不能只凭绑定码登录。",
        en="A post of {role_en} sees and changes too much to be entered by a code.",
        next_zh="请打印登录卡，用工号和密码登录。",
        next_en="Print a sign-in card; this post is entered with crew number and password.",
    ),
    "device_lasts_unknown": Sentence(
        zh="不知道绑定到什么时候：{lasts}。",
        en="It is not clear until when the phone stays bound: {lasts}.",
        next_zh="请选到今天 24:00（day），或到疫情结束（outbreak）。",
        next_en="Choose until the end of today (day), or of the outbreak (outbreak).",
    ),
    "device_outbreak_none": Sentence(
        zh="现在没有进行中的疫情。",
        en="No outbreak is going on now.",
        next_zh="请选“到今天 24:00”，或先开始一场疫情。",
        next_en="Choose until the end of today, or open an outbreak first.",
    ),
    "device_unknown": Sentence(
        zh="没有这部手机的绑定，可能已经解除。",
        en="There is no such phone; it may have been unbound already.",
        next_zh="请刷新页面再看。",
        next_en="Reload the page and look again.",
    ),
    "posts_many": Sentence(
        zh="工号 {crew_no} 有几个岗位，要写明是哪一个。",
        en="{crew_no} holds several posts; say which one is meant.",
        next_zh="请加上 --role 和 --area。",
        next_en="Add --role and --area.",
    ),
}
