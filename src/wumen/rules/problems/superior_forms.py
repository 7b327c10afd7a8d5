"""The problems of the superior's forms: their files, cells, points and places."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "form_unknown": Sentence(
        zh="没有找到这份表，或不在您的区域。",
        en="The form is not there, or not in your area.",
        next_zh="请从“填上级的表”里打开。",
        next_en="Open it from the list of forms.",
    ),
    "form_not_known": Sentence(
        zh="这份表还没有在这里指过格子。",
        en="Nobody has pointed the cells of this form yet.",
        next_zh="请在“上报—填上级的表”里上传一次空表，指好哪个格子填哪个数；以后一键填好。",
        next_en="Upload the empty form once under Upward, and point its cells at figures; it is filled ever after.",
    ),
    "form_not_pointed": Sentence(
        zh="这份表还没有一个格子指向数字。",
        en="No cell of this form is pointed at a figure yet.",
        next_zh="请打开这份表，点一个空格子，选它要的数字。",
        next_en="Open the form, choose an empty cell and the figure that it asks for.",
    ),
    "form_of_many": Sentence(
        zh="有 {many} 个单位都在填这份表。",
        en="{many} offices fill this form.",
        next_zh="请写明给哪个单位填：--area 路径。",
        next_en="Say for which office: --area PATH.",
    ),
    "form_sheet_unknown": Sentence(
        zh="表里没有“{sheet}”这一页。",
        en="The form has no sheet “{sheet}”.",
        next_zh="请从表里现有的页里选。",
        next_en="Choose one of the sheets that it has.",
    ),
    "form_cell_unreadable": Sentence(
        zh="看不懂格子“{cell}”。",
        en="“{cell}” is no cell.",
        next_zh="请写成列字母加行号，例如 B5。",
        next_en="Write its column’s letters and its row: B5.",
    ),
    "form_cell_text": Sentence(
        zh="格子 {cell} 里是文字，填进去会盖掉它。",
        en="Cell {cell} holds words that would be lost.",
        next_zh="请选它旁边或下面的空格子。",
        next_en="Choose the empty cell beside or below it.",
    ),
    "form_cell_formula": Sentence(
        zh="格子 {cell} 是上级的公式，会自己算。",
        en="Cell {cell} is the superior’s formula; it counts by itself.",
        next_zh="请只填公式用到的格子。",
        next_en="Fill the cells that the formula uses.",
    ),
    "form_cell_merged": Sentence(
        zh="格子 {cell} 是合并格的一部分。",
        en="Cell {cell} is a part of a merged block.",
        next_zh="请选这个合并格的第一格 {first}。",
        next_en="Choose the first cell of the block: {first}.",
    ),
    "form_too_many_points": Sentence(
        zh="一份表最多指 {most} 个格子。",
        en="A form has at most {most} pointed cells.",
        next_zh="请分成几份表。",
        next_en="Split it into several forms.",
    ),
    "form_range_empty": Sentence(
        zh="最后一行在 {first} 的上面。",
        en="The last row is above {first}.",
        next_zh="请写下面的行号。",
        next_en="Give the number of a row below it.",
    ),
    "form_range_long": Sentence(
        zh="一次最多往下填 {most} 行。",
        en="At most {most} rows are pointed at once.",
        next_zh="请分几次。",
        next_en="Take it in parts.",
    ),
    "form_place_unknown": Sentence(
        zh="没有这个地方，或不在这份表的范围里。",
        en="There is no such place within what the form is about.",
        next_zh="请从列表里选一个地方。",
        next_en="Choose a place from the list.",
    ),
    "form_place_gone": Sentence(
        zh="表里指着的地方 {place} 已经没有了。",
        en="The place {place}, which the form points at, is gone.",
        next_zh="请打开这份表，把那几个格子重新指一下。",
        next_en="Open the form and point those cells anew.",
    ),
    "form_too_large": Sentence(
        zh="文件太大，一份表最多 {limit_mb} MB。",
        en="The file is too large; a form has at most {limit_mb} MB.",
        next_zh="请删去表里的大图片，再试一次。",
        next_en="Take large pictures out of it and try again.",
    ),
    "form_too_many_cells": Sentence(
        zh="表里的格子太多，最多 {most} 个。",
        en="The form has too many cells; {most} at most.",
        next_zh="台账请从“台账”导入；这里只放要填的表。",
        next_en="Take a ledger under Ledgers; this is for forms to be filled.",
    ),
    "form_old_excel": Sentence(
        zh="这是旧格式 .xls 的表。",
        en="This is a form in the old .xls format.",
        next_zh="请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。",
        next_en="Open it with Excel or WPS, save it as .xlsx and upload that.",
    ),
    "form_unreadable": Sentence(
        zh="这个文件不是能读的 .xlsx 表。",
        en="The file is no .xlsx that can be read.",
        next_zh="请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。",
        next_en="Open it with Excel or WPS, save it as .xlsx and upload that.",
    ),
    "form_withdrawn": Sentence(
        zh="这张表撤回了。",
        en="This form was taken back.",
        next_zh="还要用，把空表再传一次，指好的格子还在。",
        next_en="To use it again upload the empty form once more; its points are kept.",
    ),
}
