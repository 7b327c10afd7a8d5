"""Problems of the script for a loudspeaker and its playings."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "loudspeaker_door": Sentence(
        zh="大喇叭里不念哪一户：里面有房号或院门号。",
        en="A loudspeaker names no home: there is a room or the door of a courtyard in it.",
        next_zh="请写楼栋、单元或“有关住户”，那一户单独打电话。",
        next_en="Name the building or unit, and ring that home.",
    ),
    "loudspeaker_name": Sentence(
        zh="大喇叭里不念住户的名字。",
        en="A loudspeaker names nobody who lives there.",
        next_zh="请去掉名字，那一位单独打电话。",
        next_en="Leave the name out, and ring her.",
    ),
    "loudspeaker_where": Sentence(
        zh="写清在哪里放，最多 {most} 字，如“东门固定喇叭”“喇叭车：建设路到文化路”。",
        en="Say where it is played, {most} characters at most: a speaker, or the way of the car.",
        next_zh="请补上。",
        next_en="Write it.",
    ),
    "loudspeaker_hour": Sentence(
        zh="播放时间写今天或以后七天里的几点。",
        en="The hour lies today or within the next seven days.",
        next_zh="请改一下时间。",
        next_en="Change the hour.",
    ),
    "loudspeaker_play_unknown": Sentence(
        zh="没有这一次播放，或已经记过了。",
        en="There is no such playing, or it was noted before.",
        next_zh="请从列表里选。",
        next_en="Choose it from the list.",
    ),
}
