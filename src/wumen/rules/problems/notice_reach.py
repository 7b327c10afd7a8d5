"""Problems of the reach of a notice: who was told, and where its sheet hangs."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "notice_means_unknown": Sentence(
        zh="没有这种告知方式。可选：{known}。",
        en="There is no such means of telling. Choose of: {known}.",
        next_zh="自己告诉的，选当面或电话。",
        next_en="For what you did yourself choose the door or the telephone.",
    ),
    "notice_nobody_left": Sentence(
        zh="这里没有还要交给人去告诉的户。",
        en="No home is left here that nobody was asked to tell.",
        next_zh="都通知到了，或已经在打电话名单、交办里。",
        next_en="All were told, or stand on a call list or among what was asked of captains.",
    ),
    "notice_home_elsewhere": Sentence(
        zh="这一户不在这条通知的范围里。",
        en="This home is outside the place of the notice.",
        next_zh="请从这条通知的名单里选。",
        next_en="Choose it from the list of this notice.",
    ),
    "notice_sheet_elsewhere": Sentence(
        zh="楼道通知要贴在这条通知范围内的楼栋、单元或村组。",
        en="A sheet hangs at a building, unit, group or lane inside the place of the notice.",
        next_zh="请从列表里选。",
        next_en="Choose it from the list.",
    ),
}
