"""The problems of printed sheets."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "sheet_unknown": Sentence(
        zh="没有这种单子。",
        en="There is no such sheet.",
        next_zh="请在页面上选一种。",
        next_en="Choose one on the page.",
    ),
    "sheet_before_end": Sentence(
        zh="通告/决定还没有结束，解除通知单和隔离证明要等结束后再打印。",
        en="The order is not over yet; release and certificate are printed when it is.",
        next_zh="结束（到期或解除）以后，回到这一页打印。",
        next_en="Come back to this page once it has ended or was lifted.",
    ),
    "sheet_after_end": Sentence(
        zh="通告/决定已经结束，不再发这种单子。",
        en="The order is over; this sheet is handed out no more.",
        next_zh="请打印解除通知单或隔离证明。",
        next_en="Print the release or the certificate.",
    ),
    "sheet_of_no_order": Sentence(
        zh="这份通告/决定还没有确认，或者已撤回，不能照它印发单子。",
        en="This order is not confirmed, or was dropped; no sheet is printed from it.",
        next_zh="请先由第二人确认。",
        next_en="Have it confirmed by a second person first.",
    ),
    "sheet_for_nobody": Sentence(
        zh="选的范围里没有这份通告/决定管到的住户。",
        en="Nobody in the chosen place stands under this order.",
        next_zh="请换一个范围，或核对住户是否已登记。",
        next_en="Choose another place, or see whether the residents are registered.",
    ),
    "sheets_too_many": Sentence(
        zh="一次要打印 {many} 张，最多 {most} 张。",
        en="{many} sheets at once are more than {most}.",
        next_zh="请一栋楼一栋楼打印。",
        next_en="Print building by building.",
    ),
    "sheet_not_printed": Sentence(
        zh="还没有给选中的人打印过这种单子，不能记为已发。",
        en="This sheet was never printed for those chosen, so it cannot be noted as handed over.",
        next_zh="请先打印，再记已发。",
        next_en="Print it first, then note it.",
    ),
}
