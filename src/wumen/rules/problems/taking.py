"""The problems of taking a ledger: its outcome file, its job, and what an office says of a layout."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "outcome_not_written": Sentence(
        zh="导入结果的文件写不了，这次没有录入任何内容。",
        en="The outcome file cannot be written; nothing was taken.",
        next_zh="请核对文件夹是否存在、磁盘是否已满，或换一个位置再导入。",
        next_en="Check that the folder exists and the disk is not full, or choose another place.",
    ),
    "ledger_job_unknown": Sentence(
        zh="没有找到这次导入，或者它不在您的范围里。",
        en="This taking of a ledger is not here, or not in your area.",
        next_zh="请回到“导入台账”页，从“最近的导入”里选。",
        next_en="Go back to the ledger page and choose one of the recent ones.",
    ),
    "ledger_job_ended": Sentence(
        zh="这次导入已经结束，不能再取消。",
        en="This taking has ended and can no longer be cancelled.",
        next_zh="请看导入结果；录错的请改好表格再传一次。",
        next_en="Look at its outcome; correct the ledger and upload it again.",
    ),
    "outcome_forgotten": Sentence(
        zh="这次导入的结果表已经删除：结果只保留七天。",
        en="The outcome of this taking is gone: it is kept for seven days.",
        next_zh="需要的话，请把台账再上传一次，没有变化的内容不会重复录入。",
        next_en="Upload the ledger again if you need it; nothing is taken twice.",
    ),
    "layout_incomplete": Sentence(
        zh="这样选，表里就没有“姓名”或者“住址（楼栋、房号）”了。",
        en="With this choice no column holds the name, or none holds the address.",
        next_zh="请至少留一列是姓名，一列是住址、楼栋或房号。",
        next_en="Leave at least one column as the name and one as address, building or room.",
    ),
    "layout_unknown": Sentence(
        zh="这份表里没有这样的版式，可能已经换了文件。",
        en="The ledger has no such layout; the file may have been replaced.",
        next_zh="请刷新这一页，再改一次。",
        next_en="Reload the page and choose again.",
    ),
}
