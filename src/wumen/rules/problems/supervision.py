"""The problems of what neighbours report."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "neighbour_report_unknown": Sentence(
        zh="没有这条反映，或者不在您的范围里。",
        en="There is no such report in your area.",
        next_zh="请回到“监督与反映”页面重新选。",
        next_en="Go back to the reports and choose again.",
    ),
    "neighbour_report_closed": Sentence(
        zh="这条反映已经核实完了。",
        en="This report has been looked into and closed.",
        next_zh="有新的情况请另记一条。",
        next_en="Receive another report if there is more.",
    ),
    "neighbour_report_same_person": Sentence(
        zh="您已经核实过这条反映。",
        en="You have verified this report already.",
        next_zh="请另一位工作人员再核实一次。",
        next_en="Another worker has to verify it.",
    ),
    "neighbour_report_word": Sentence(
        zh="请选核实的结果。",
        en="Choose what was found.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
}
