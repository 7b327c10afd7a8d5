"""The problems of rounds on paper."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "round_sheet_unknown": Sentence(
        zh="没有这个单号的单子，或者不在您的范围里。",
        en="There is no sheet of that number in your area.",
        next_zh="请看单子右上角的单号，再填一次。",
        next_en="Look at the number in the sheet’s upper right corner and type it again.",
    ),
    "sheet_lines_unread": Sentence(
        zh="有 {many} 处没有读懂，整张单子还没有记。",
        en="{many} places could not be read; nothing of the sheet was noted yet.",
        next_zh="写的都还在，请按每一处的说明改好，再看一遍。",
        next_en="All that was typed is still there: mend each place as it says, and look again.",
    ),
    "sheet_line_missing": Sentence(
        zh="前面没有行号。",
        en="No line number stands before it.",
        next_zh="先写行号，再写情况，例如“12 没人”。",
        next_en="Write the line number first, then what was found: “12 m”.",
    ),
    "sheet_line_unknown": Sentence(
        zh="这张单子没有第 {line} 行，最后一行是 {last}。",
        en="This sheet has no line {line}; its last is {last}.",
        next_zh="请对一下单号和行号。",
        next_en="Compare the sheet’s number and the line.",
    ),
    "sheet_stretch_backwards": Sentence(
        zh="“{text}”前面的行号比后面的大，看不出是哪几行。",
        en="In “{text}” the first line comes after the last: which lines it means cannot be told.",
        next_zh="从小到大写，例如 3-7；单独的行用空格隔开。",
        next_en="Write the smaller one first, as 3-7; put a blank between single lines.",
    ),
    "sheet_line_not_walked": Sentence(
        zh="第 {line} 行不在“走过的行”里。",
        en="Line {line} is not among the lines that were walked.",
        next_zh="请改行号，或改“走过的行”。",
        next_en="Change the line, or the lines that were walked.",
    ),
    "sheet_line_twice": Sentence(
        zh="第 {line} 行写了两次，说的不一样。",
        en="Line {line} is written twice, and differently.",
        next_zh="请看纸上写的是哪一个，删掉另一个。",
        next_en="See which of them the paper says, and delete the other.",
    ),
    "sheet_person_unknown": Sentence(
        zh="第 {line} 行没有 {letter} 这个人。",
        en="Line {line} has nobody under {letter}.",
        next_zh="请看单子上名字前面的字母。",
        next_en="Look at the letters before the names on the sheet.",
    ),
    "sheet_reading_whose": Sentence(
        zh="第 {line} 行有 {many} 人，看不出体温是谁的。",
        en="Line {line} has {many} people: whose temperature it is cannot be told.",
        next_zh="请写上字母（{letters}），或按顺序把这一户每个人的都写上。",
        next_en="Add the letter ({letters}), or write those of the whole home in their order.",
    ),
    "sheet_reason_of_person": Sentence(
        zh="除外的原因记在一户上，不记在一个人上。",
        en="A reason is noted for a home, not for one person.",
        next_zh="去掉字母；只有体温才写到人。",
        next_en="Leave the letter out; only temperatures go by person.",
    ),
    "sheet_infant_whose": Sentence(
        zh="第 {line} 行不止一个人，没写婴幼儿是谁。",
        en="More than one lives behind line {line}; which of them is the infant is not said.",
        next_zh="写上这个孩子的字母，如 {letters} 后面写 Y；其他人照常。",
        next_en="Write the child’s letter ({letters}) before the Y; the others go on as usual.",
    ),
    "sheet_word_missing": Sentence(
        zh="只有行号，没有写是什么情况。",
        en="There is a line number, and nothing is said of it.",
        next_zh="在行号后面写原因、字母或体温（要带小数点，如 38.0）。",
        next_en="Write a reason, its letter, or a temperature with its decimal point (38.0) after it.",
    ),
    "sheet_word_unknown": Sentence(
        zh="这个字母或英文看不懂，字母只有 {known}。",
        en="These letters are unknown; known ones are {known}.",
        next_zh="请用单子上的字母，或用中文写原因（80 字以内）。",
        next_en="Use the letters of the sheet, or write the reason in Chinese, in 80 characters.",
    ),
    "sheet_row_word_missing": Sentence(
        zh="只有行号，没有写结果。",
        en="There is a line number, and nothing is said of it.",
        next_zh="在行号后面写字母或结果（字母有 {known}）。",
        next_en="Write a letter or what came of it after the number; the letters are {known}.",
    ),
    "sheet_row_words_lost": Sentence(
        zh="第 {line} 行结果后面还写了话，敲门只记“有需要”的话。",
        en="Line {line} says more than its result; of a knock only the words of a need are kept.",
        next_zh="要有人去办的，写“{line} q”再写要什么；没有要办的，删掉后面的话。",
        next_en="Where somebody has to do something write “{line} q” and what; else delete the words.",
    ),
    "sheet_row_words_kit": Sentence(
        zh="第 {line} 行结果后面还写了话，物品包只记送到了没有。",
        en="Line {line} says more than its result; of a kit only that it was brought is kept.",
        next_zh="有事要办的，到“求助、交办”里记；这里删掉后面的话。没送到的不用写。",
        next_en="Note what is wanted under requests; delete the words here. What was not brought stays unwritten.",
    ),
    "sheet_row_stands": Sentence(
        zh="第 {line} 行已经记着 {was}，这次写的是 {now}，没有再记。",
        en="Line {line} stands already with {was}; this time it says {now}, and was not noted again.",
        next_zh="同一件事不用再录；记着的时间不对，告诉值班长。",
        next_en="It needs no second keying; tell the duty officer where the hour that stands is wrong.",
    ),
    "sheet_row_stands_try": Sentence(
        zh="第 {line} 行已经记着 {was}，这次写的是 {now}，没有再记。",
        en="Line {line} stands already with {was}; this time it says {now}, and was not noted again.",
        next_zh="同一次不用再录。确实又去了、又打了一次的，把那个时间写在行号后面再录。",
        next_en="It needs no second keying. Where somebody really went or rang again, write that hour on its line.",
    ),
    "sheet_row_words_differ": Sentence(
        zh="第 {line} 行已经记过，这次写的话和记着的不一样，没有再记。",
        en="Line {line} stands already in other words than those of this time, which were not noted.",
        next_zh="请到那一页看记着的是什么；不对的，问记的人。",
        next_en="See on its page what stands there; ask who noted it where that is wrong.",
    ),
    "sheet_row_gone": Sentence(
        zh="第 {line} 行打印以后不在这里了。",
        en="What line {line} stood for is no longer here since it was printed.",
        next_zh="请按姓名或房号找到现在的住户页，在那里记。",
        next_en="Find the home as it is now by name or door, and note it there.",
    ),
    "sheet_row_asks_who": Sentence(
        zh="第 {line} 行说不住这里或搬走了，这一户还登记着人。",
        en="Line {line} says that they live here no longer, and people are registered there.",
        next_zh="请打开这一户，点“不住这里”或“已搬走”，勾选是哪几位。",
        next_en="Open the home, choose “not living here” or “moved away”, and tick who it is.",
    ),
    "sheet_day_wrong": Sentence(
        zh="办的那一天要在打印那天和今天之间。",
        en="The day lies between that of the print and today.",
        next_zh="请看单子上写的日期。",
        next_en="Look at the date on the sheet.",
    ),
    "sheet_kind_other": Sentence(
        zh="这个单号是另一种单子，不在这一页录。",
        en="The sheet of that number is of another kind and is not keyed on this page.",
        next_zh="请从“纸上单子”按单号打开。",
        next_en="Open it by its number from the page of sheets.",
    ),
    "sheet_walked_unreadable": Sentence(
        zh="“走过的行”里的 {text} 看不懂，或者单子上没有。",
        en="{text} among the lines that were walked is unreadable or not on the sheet.",
        next_zh="请写成 1-60 或 1-60 63；全走了就不用填。",
        next_en="Write 1-60 or 1-60 63; leave it empty when all were walked.",
    ),
    "sheet_hour_unreadable": Sentence(
        zh="时间看不懂。",
        en="The hour is unreadable.",
        next_zh="请写成 9:05 或 905。",
        next_en="Write 9:05 or 905.",
    ),
    "sheet_hour_wrong": Sentence(
        zh="时间要在 {opens} 到 {now} 之间。",
        en="The hour lies between {opens} and {now}.",
        next_zh="请看单子上写的时间。",
        next_en="Look at the hour on the sheet.",
    ),
    "sheets_nothing_to_print": Sentence(
        zh="这里现在没有要走的，没有入户单可打印。",
        en="There is no round here now, so there is no sheet to print.",
        next_zh="请换一个时段或楼栋；刚下了通告，先排今日事项。",
        next_en="Choose another window or building; after a new order plan the day first.",
    ),
}
