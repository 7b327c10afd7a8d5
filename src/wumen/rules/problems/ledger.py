"""The problems of ledgers: files, rows and fields that cannot be taken."""

from wumen.rules.problems.sentence import Sentence

_FILE: dict[str, Sentence] = {
    "file_missing": Sentence(
        zh="没有找到这个文件，或者打不开它。",
        en="This file was not found or cannot be opened.",
        next_zh="请核对文件名和存放位置，再试一次。",
        next_en="Check the file's name and folder, then try again.",
    ),
    "file_not_workbook": Sentence(
        zh="这个文件不是能读的表格，目前可以读 {kinds}。",
        en="This file is not a workbook that can be read; taken are {kinds}.",
        next_zh="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。",
        next_en="Open it in Excel or WPS, save it as .xlsx and import that.",
    ),
    "file_empty": Sentence(
        zh="这个文件是空的。",
        en="This file is empty.",
        next_zh="请核对选的是不是要导入的文件；刚填好的表格请先保存、关闭，再导入。",
        next_en="Check that it is the right file; save and close the workbook first, then import.",
    ),
    "file_encoding": Sentence(
        zh="这个文本文件的文字编码看不懂，读不了。",
        en="The characters of this text file are in an encoding that cannot be read.",
        next_zh="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。",
        next_en="Open it in Excel or WPS, save it as .xlsx and import that.",
    ),
    "file_password": Sentence(
        zh="这个表格设了打开密码，读不了。",
        en="This workbook is protected by a password and cannot be read.",
        next_zh="请在 Excel 或 WPS 里取消打开密码，保存后再上传。",
        next_en="Remove the password in Excel or WPS, save, and upload it again.",
    ),
    "file_too_large": Sentence(
        zh="这个文件太大，最多可以读 {limit_mb} MB。",
        en="This file is too large; at most {limit_mb} MB can be read.",
        next_zh="请按小区或楼栋拆成几个文件，或删去空白行列和图片，再分别导入。",
        next_en="Split it by compound or building, or remove empty rows and pictures, then import.",
    ),
    "header_not_found": Sentence(
        zh="没有找到表头：表里要有“姓名”，还要有“住址”或“楼栋、单元、房号”。",
        en="No header was found: a name and an address (or building, unit, room) are needed.",
        next_zh="请给表格加上一行表头，写明姓名、住址、身份证号、联系电话，再导入。",
        next_en="Add a header row with name, address, identity number and telephone, then import.",
    ),
}

_PLACE: dict[str, Sentence] = {
    "ledger_place": Sentence(
        zh="{path} 不是小区、院落或村，台账不能导入到这里。",
        en="{path} is no compound, lane or village: a ledger cannot go in there.",
        next_zh="请写小区的路径，例如 410102003008/jxc。",
        next_en="Give the path of the compound, for example 410102003008/jxc.",
    ),
    "register_changed": Sentence(
        zh="导入的同时有人改动了住户信息，这次没有录入任何内容。",
        en="Somebody changed the register while the ledger was being taken; nothing was taken.",
        next_zh="请再导入一次。",
        next_en="Import it again.",
    ),
    "incoming_unknown": Sentence(
        zh="没有找到这份待导入的台账，可能已经导入、取消，或放了一天以上。",
        en="This uploaded ledger is not here: it was taken, dropped, or kept for more than a day.",
        next_zh="请重新选择文件上传。",
        next_en="Choose the file and upload it again.",
    ),
    "demo_data_missing": Sentence(
        zh="演练用的台账没有随程序一起安装，不能建立演练。",
        en="The demo's ledger was not installed with the program; the demo cannot be made.",
        next_zh="请重新安装程序，或用 --demo none 建立空的系统。",
        next_en="Install the program again, or begin with --demo none.",
    ),
}

_ROW: dict[str, Sentence] = {
    "name_missing": Sentence(
        zh="这一行没有姓名，没有录入。",
        en="This row has no name and was not taken.",
        next_zh="请补上姓名后再导入。",
        next_en="Write the name and import again.",
    ),
    "names_several": Sentence(
        zh="姓名这一格里好像不止一个人，分不清是哪几位，没有录入。",
        en="The name cell seems to hold several people who cannot be told apart; not taken.",
        next_zh="请用顿号隔开，或每个人单独写一行后再导入。",
        next_en="Separate the names with a comma, or give each person a row, and import again.",
    ),
    "address_unreadable": Sentence(
        zh="这一行的住址看不出楼栋、单元和房号，没有录入。",
        en="Building, unit and room cannot be read from this address; the row was not taken.",
        next_zh="请写成“3号楼2单元501室”或“3-2-501”后再导入。",
        next_en="Write it as building-unit-room, like 3-2-501, and import again.",
    ),
    "duplicate": Sentence(
        zh="这一行和前面已有的信息重复。",
        en="This row repeats what an earlier row already says.",
        next_zh="同一个人写了两行的，删去一行即可；两个人写了同一个号码的，请核对身份证。",
        next_en="Delete the row if it is one person twice; check both cards if two share a number.",
    ),
    "number_shared": Sentence(
        zh="另一个人写了同一个身份证号；两个人都已照写录入。",
        en="Somebody else has the same identity number; both were taken as written.",
        next_zh="请核对两个人的身份证，把写错的一个改好。",
        next_en="Compare both people’s cards and correct the one that is wrong.",
    ),
}

_FIELD: dict[str, Sentence] = {
    "digits_lost": Sentence(
        zh="身份证号被表格存成了数字，后几位已经丢失，号码没有录入。",
        en="The identity number was kept as a number: its last digits are lost; not taken.",
        next_zh="请把这一列设成“文本”，对照身份证重新填写号码。",
        next_en="Set the column to text and type the number again from the card.",
    ),
    "check_digit": Sentence(
        zh="身份证号的校验位不对，可能有一位写错了，号码没有录入。",
        en="The identity number's check digit is wrong, perhaps one digit is mistyped; not taken.",
        next_zh="请对照身份证核对号码，改好后再导入。",
        next_en="Compare it with the card, correct it and import again.",
    ),
    "identity_number_form": Sentence(
        zh="身份证号的写法不对：应为18位（旧证15位），出生日期也要对得上，号码没有录入。",
        en="The identity number is not 18 digits (old: 15) with a real birth date; not taken.",
        next_zh="请对照身份证核对号码；其他证件请写在备注里。",
        next_en="Compare it with the card; write other documents into the remarks.",
    ),
    "numbers_unclear": Sentence(
        zh="一格里写了几个人，号码的个数和人数对不上，分不清是谁的，号码没有录入。",
        en="Several people share this cell and there are not as many numbers: these were not taken.",
        next_zh="请给每个人写一个号码、按同样的顺序，没有的写“无”；或每个人单独写一行。",
        next_en="Give one number a person in the same order, a dash for none; or a row for each.",
    ),
    "words_unclear": Sentence(
        zh="一格里写了几个人，这一栏分不清说的是谁，没有录入。",
        en="Several people share this row and it is not clear whom this cell means; not taken.",
        next_zh="请按姓名的顺序分行写，没有的写“无”；或每个人单独写一行。",
        next_en="Write a line for each person in the order of the names, or a row for each.",
    ),
    "phone_length": Sentence(
        zh="电话号码的位数不对，没有录入。",
        en="The telephone number has a wrong number of digits and was not taken.",
        next_zh="请核对号码：手机11位，固定电话7至8位，可带区号。",
        next_en="Check it: a mobile has 11 digits, a landline 7 or 8, with or without area code.",
    ),
    "phone_form": Sentence(
        zh="电话号码的写法看不懂，没有录入。",
        en="The telephone number cannot be understood and was not taken.",
        next_zh="请只填号码；有两个号码的，中间用顿号或斜杠隔开。",
        next_en="Write the number only; separate two numbers with a comma or a slash.",
    ),
}

SENTENCES: dict[str, Sentence] = {**_FILE, **_PLACE, **_ROW, **_FIELD}
