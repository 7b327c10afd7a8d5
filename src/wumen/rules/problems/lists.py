"""The problems of lists, files that leave the office, and texts for group chats."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "list_unknown": Sentence(
        zh="没有“{list}”这份名单。",
        en="There is no list “{list}”.",
        next_zh="请从名单里选一份。",
        next_en="Choose one of the lists.",
    ),
    "list_too_long": Sentence(
        zh="这份名单有 {rows} 行，一个文件最多 {most} 行。",
        en="The list has {rows} rows; a file holds at most {most}.",
        next_zh="请选小一些的范围，例如一个社区，分几次导出。",
        next_en="Choose a smaller place, a community for instance, and take it in parts.",
    ),
    "purpose_too_short": Sentence(
        zh="请写明用途，至少 {length} 个字。",
        en="Say what the file is for, in at least {length} characters.",
        next_zh="写清楚做什么用、给谁，例如“上门采样分组用”。",
        next_en="Say what for and for whom: “groups for sampling at the door”.",
    ),
    "purpose_holds_number": Sentence(
        zh="用途里有电话或证件号码，用途会长期留在记录里。",
        en="The purpose holds a telephone or identity number, and it stays in the log.",
        next_zh="请去掉号码，只写做什么用。",
        next_en="Leave the number out and say only what for.",
    ),
    "purpose_too_long": Sentence(
        zh="用途最多写 {length} 个字。",
        en="A purpose has at most {length} characters.",
        next_zh="请写短一些，只写做什么用、给谁。",
        next_en="Make it shorter: only what for and for whom.",
    ),
    "purpose_holds_name": Sentence(
        zh="用途里写了名单上的人名，用途会长期留在记录里。",
        en="The purpose names somebody of the list, and it stays in the log.",
        next_zh="请去掉姓名，只写做什么用。",
        next_en="Leave the name out and say only what for.",
    ),
    "group_text_number": Sentence(
        zh="文字里有电话或证件号码，不能发到群里。",
        en="The text holds a telephone or identity number and may not go to a group.",
        next_zh="请去掉号码；要联系谁，单独打电话。",
        next_en="Leave the number out; ring people one by one.",
    ),
    "group_text_result": Sentence(
        zh="文字里有检测结果，不能发到群里。",
        en="The text holds a test result and may not go to a group.",
        next_zh="请去掉结果，只告诉本人。",
        next_en="Leave the result out; tell it to that person alone.",
    ),
    "group_text_illness": Sentence(
        zh="文字里有病情或身体情况，不能发到群里。",
        en="The text tells of an illness and may not go to a group.",
        next_zh="请去掉这些字，只写要做的事。",
        next_en="Leave it out and say only what is to be done.",
    ),
    "group_text_medicine": Sentence(
        zh="文字里有药名或病人用的东西，别人一看就知道是什么病，不能发到群里。",
        en="The text names a medicine or what only the ill use: others read the illness off it; it may go to no group.",
        next_zh="请只写“要送药”“药快没了”，是什么药单独打电话问。",
        next_en="Say only that medicine is wanted or runs out; ask which one by telephone, apart.",
    ),
    "group_text_isolated": Sentence(
        zh="文字说出了哪一户在隔离（房号、门牌、楼层或“那一家”），不能发到群里。",
        en="The text tells which home is isolated, by room, door, floor or “that family”, and may not go to a group.",
        next_zh="请去掉房号、门牌和楼层，只写楼栋和户数；少于三户的写“不足三户”，或者不写。",
        next_en="Leave room, door and floor out: homes per building; below three write “fewer than three” or nothing.",
    ),
    "group_text_few": Sentence(
        zh="文字里写了一两户（人）的隔离、密接或转运，邻居一看就知道是谁家，不能发到群里。",
        en="The text counts one or two homes or people as isolated, contacts or taken away: neighbours know who.",
        next_zh="请写“不足三户”，或者不写户数，只写请大家做什么。",
        next_en="Write “fewer than three”, or no count at all and only what everybody is asked to do.",
    ),
    "group_text_tells": Sentence(
        zh="{building}别的住户都在这段文字里，没写进来的是谁，一看就知道，不能发到群里。",
        en="All other homes of {building} stand in this text: everybody would read who is missing.",
        next_zh="请等一部分住户办完再发，或按单元只发一部分，或者打电话。",
        next_en="Wait until some of them are done, send a part of it, or ring them.",
    ),
    "group_text_name": Sentence(
        zh="文字里既有姓名又有房号，不能发到群里。",
        en="The text holds a name with a room and may not go to a group.",
        next_zh="请只留房号，去掉姓名。",
        next_en="Leave the name out and keep the room.",
    ),
    "export_not_written": Sentence(
        zh="文件 {file} 写不进去。",
        en="The file {file} cannot be written.",
        next_zh="请换一个存在的、能写入的文件夹，再导出一次。",
        next_en="Choose a folder that exists and can be written to, and export again.",
    ),
    "line_too_wide": Sentence(
        zh="这个范围有 {residents} 人，一次最多看 {most} 人的一口清。",
        en="This place holds {residents} people; at most {most} are counted at once.",
        next_zh="请在下面选一个小一些的地方。",
        next_en="Choose a smaller place below.",
    ),
}
