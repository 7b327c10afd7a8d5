"""The problems of opening doors and gates after a lifting."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "opening_unconfirmed": Sentence(
        zh="门打开了没有，要有照片，还要住在这里的居民确认，才算办完。",
        en="An opening is done with a photo and once somebody who lives there has confirmed it.",
        next_zh="请到“开门核实”页：先传照片，再问一户居民。",
        next_en="Go to the page of openings: upload the photo, then ask a resident.",
    ),
    "opening_not_opened": Sentence(
        zh="还没有“已打开”的照片，不能先记居民确认。",
        en="There is no photo of the open door yet, so nothing can be confirmed.",
        next_zh="请先打开，拍照上传，再请居民确认。",
        next_en="Open it, upload the photo, then ask a resident.",
    ),
    "opening_confirmed": Sentence(
        zh="这里已由居民确认打开，不用再记。",
        en="Somebody who lives there has confirmed it already.",
        next_zh="如果又关上了，请点“还没打开”，写明情况。",
        next_en="If it was shut again, say so under “closed still”.",
    ),
    "opening_resident_unknown": Sentence(
        zh="这里没有登记这样一位居民，或者不止一位。",
        en="No such resident is registered here, or more than one.",
        next_zh="请核对房号和姓名；房号重名时写全，例如 2-1-101。没有登记的，先在住户页登记。",
        next_en="Check room and name; write the whole door, 2-1-101. Register her first if she is not.",
    ),
}
