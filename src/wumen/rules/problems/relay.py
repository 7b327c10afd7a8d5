"""The problems of relay texts and of texts for a group chat."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "relay_kind_unknown": Sentence(
        zh="没有这种接龙。",
        en="There is no such kind of relay text.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "relay_empty": Sentence(
        zh="没有粘贴任何文字。",
        en="Nothing was pasted.",
        next_zh="请在微信群里长按接龙，复制后粘贴到这里。",
        next_en="Press the relay text in the chat, copy it, and paste it here.",
    ),
    "relay_too_long": Sentence(
        zh="文字太长，一次最多 {most} 字。",
        en="The text is too long: {most} signs at most.",
        next_zh="请只粘贴最后一次接龙，前面的不用。",
        next_en="Paste the last repeat of the list only.",
    ),
    "relay_not_text": Sentence(
        zh="这不是文字，读不出来。",
        en="This is no text that can be read.",
        next_zh="请另存为 UTF-8 的 .txt，或直接从微信复制粘贴。",
        next_en="Save it as .txt in UTF-8, or copy it from the chat.",
    ),
    "relay_file_missing": Sentence(
        zh="打不开这个文件。",
        en="The file cannot be opened.",
        next_zh="请检查文件名和路径。",
        next_en="Check its name and path.",
    ),
    "relay_entry_unknown": Sentence(
        zh="没有这一条接龙。",
        en="There is no such entry.",
        next_zh="请重新打开这次接龙再试。",
        next_en="Open the relay text again.",
    ),
    "relay_door_needed": Sentence(
        zh="还不知道这一条是哪一户的。",
        en="It is not known whose entry this is.",
        next_zh="请先选一户，或写房号，再确认。",
        next_en="Choose a home first, or write its room.",
    ),
    "relay_door_unknown": Sentence(
        zh="这个范围里没有这个房号。",
        en="There is no such room in this place.",
        next_zh="请写成“1-2-301”这样的楼-单元-房号。",
        next_en="Write building, unit and room, as in 1-2-301.",
    ),
    "relay_unknown": Sentence(
        zh="没有这次接龙，或不在您的范围里。",
        en="There is no such relay text, or it is not in your area.",
        next_zh="请回到接龙列表里选。",
        next_en="Choose one from the list.",
    ),
}
