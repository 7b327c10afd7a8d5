"""The problems of opening doors and gates after a lifting, and of exits that are blocked."""

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
    "exit_kind_missing": Sentence(
        zh="没看懂是哪一种出口。",
        en="It is not said which way out it is.",
        next_zh="请选一种：单元门、楼梯、消防通道、大门、自家门。着急请直接打 119。",
        next_en="Choose one: building door, stairs, fire lane, gate, own door. Ring 119 if it burns.",
    ),
    "exit_unknown": Sentence(
        zh="没有 {number} 号的出口，或者不在您的范围。",
        en="There is no blocked exit {number}, or it lies outside your area.",
        next_zh="请回到“出口被堵”页，从名单里点。",
        next_en="Go back to the page of blocked exits and choose from the list.",
    ),
    "exit_unconfirmed": Sentence(
        zh="出口打开了没有，要有照片，还要街道核实，才算办完。",
        en="A blocked exit is done with a photo of the free way out and once the sub-district has confirmed it.",
        next_zh="请到“出口被堵”页：先打开、拍照上传，再请街道值班核实。",
        next_en="Go to the page of blocked exits: open it, upload the photo, then the sub-district confirms.",
    ),
    "exit_only_opened": Sentence(
        zh="出口被堵不能免办，也不能取消。",
        en="A blocked exit is neither waived nor cancelled.",
        next_zh="如果本来就是通的，请拍一张照片上传，由街道核实后结束。",
        next_en="If the way was free all along, upload a photo of it; the sub-district confirms and ends it.",
    ),
    "exit_street_closes": Sentence(
        zh="出口打开没有，由街道核实，社区不能结束。",
        en="Whether an exit is open is confirmed by the sub-district; the community cannot close it.",
        next_zh="社区可以先打开、拍照上传，再给街道值班打电话。",
        next_en="Open it, upload the photo, and ring the duty officer of the sub-district.",
    ),
    "exit_resident_needed": Sentence(
        zh="有人说是街道锁的，要有住在这里的居民确认才能结束。",
        en="The sub-district is said to have locked it, so somebody who lives there must confirm it.",
        next_zh="请打电话问一户居民，写房号和姓名。",
        next_en="Ring somebody who lives there and write door and name.",
    ),
    "exit_told_often": Sentence(
        zh="这里 {minutes} 分钟里已经说过几次，街道已经知道。",
        en="It was told several times within {minutes} minutes; the sub-district knows.",
        next_zh="还没人来，请直接打 119 或 110，不用等。",
        next_en="If nobody has come, ring 119 or 110 at once.",
    ),
    "opening_shop_says": Sentence(
        zh="门店能不能开，要问店里的人，不问住户。",
        en="Whether a shop is kept closed is asked of the shop, not of who lives there.",
        next_zh="请当面告诉店里的人可以营业了，再点“店里的人已确认”。",
        next_en="Tell the shop in person that it may trade, then note its answer.",
    ),
}
