"""The problems of figures, reports upward and the superior's forms."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "figure_unknown": Sentence(
        zh="没有“{figure}”这个数字。",
        en="There is no figure “{figure}”.",
        next_zh="请从数字表里选一个。",
        next_en="Choose one of the listed figures.",
    ),
    "report_too_early": Sentence(
        zh="报告的时间比现在晚了一天以上，那时的数还没有。",
        en="The report is for more than a day from now; its figures do not exist yet.",
        next_zh="请把时间改到现在，或24小时以内。",
        next_en="Choose now, or an hour within the next 24.",
    ),
    "report_kind_unknown": Sentence(
        zh="没有这种报告。",
        en="There is no such report.",
        next_zh="请选日报或小时报。",
        next_en="Choose the daily or the hourly report.",
    ),
    "report_unknown": Sentence(
        zh="没有找到这份报告，或不在您的区域。",
        en="The report is not there, or not in your area.",
        next_zh="请从“已上报”里打开。",
        next_en="Open it from the list of what was sent.",
    ),
    "report_corrected": Sentence(
        zh="这一版已经更正过。",
        en="This version was corrected already.",
        next_zh="请打开最新的一版再更正。",
        next_en="Open the latest version and correct that.",
    ),
    "report_is_form": Sentence(
        zh="上级的表不在这里更正。",
        en="A form is not corrected here.",
        next_zh="请重新填一份表，再记为已上报。",
        next_en="Fill the form again and note it as sent.",
    ),
    "report_draft_stale": Sentence(
        zh="这份草稿已过期或被改动，不能作为已上报的记录。",
        en="The draft is too old or was altered and cannot be kept as sent.",
        next_zh="请刷新页面，重新看一遍再报。",
        next_en="Load the page again, read it and send it then.",
    ),
    "report_needs_to": Sentence(
        zh="请写明报给谁。",
        en="Say to whom it is sent.",
        next_zh="例如“街道指挥部工作群”。",
        next_en="For instance: the sub-district’s working group.",
    ),
    "report_to_long": Sentence(
        zh="“报给谁”最多写 {length} 个字。",
        en="To whom it is sent has at most {length} characters.",
        next_zh="请写短一些。",
        next_en="Make it shorter.",
    ),
    "report_needs_why": Sentence(
        zh="更正要写明原因。",
        en="A correction says why.",
        next_zh="例如“下午的纸质登记晚上才补录”。",
        next_en="For instance: papers of the afternoon were keyed in at night.",
    ),
    "report_why_long": Sentence(
        zh="更正原因最多写 {length} 个字。",
        en="The reason has at most {length} characters.",
        next_zh="请写短一些。",
        next_en="Make it shorter.",
    ),
    "report_text_empty": Sentence(
        zh="报告是空的。",
        en="The report is empty.",
        next_zh="请刷新页面，重新生成。",
        next_en="Load the page again to have it made anew.",
    ),
    "report_text_long": Sentence(
        zh="报告太长，最多 {length} 个字。",
        en="The report is too long; it has at most {length} characters.",
        next_zh="请写短一些。",
        next_en="Make it shorter.",
    ),
}
