"""Problems of deposit points and of parcels in."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "parcels_empty": Sentence(
        zh="没有写任何房号。",
        en="No room was written.",
        next_zh="一行一件，写房号就行，如 2-1503。",
        next_en="One line a parcel, the room alone, as in 2-1503.",
    ),
    "parcels_too_many": Sentence(
        zh="一次最多 {most} 行。",
        en="At most {most} lines at once.",
        next_zh="请分几次登记。",
        next_en="Enter them in several goes.",
    ),
    "parcels_not_text": Sentence(
        zh="这不是文字，读不出来。",
        en="This is no text that can be read.",
        next_zh="请直接从微信复制粘贴，或者手写房号。",
        next_en="Copy it from the chat, or type the rooms.",
    ),
    "parcels_twice": Sentence(
        zh="几分钟前刚登记过一样的一份。",
        en="The same list was entered a few minutes ago.",
        next_zh="是点了两次，就不用再登；确实又到了一批，请勾上“确实又到了一批”再登记。",
        next_en="If it was tapped twice, leave it; if as much arrived again, tick that and enter it.",
    ),
    "parcel_unknown": Sentence(
        zh="没有这一件，或者已经交出去了，或者不在您的范围里。",
        en="There is no such parcel, it was handed over already, or it is not in your area.",
        next_zh="请重新打开到件登记再看。",
        next_en="Open the page of parcels again.",
    ),
    "parcel_day_over": Sentence(
        zh="不是今天交出去的，不能放回。",
        en="It was not handed over today and is not put back.",
        next_zh="件还在的，请重新登记一次。",
        next_en="If it is still there, register it again.",
    ),
    "parcel_why_needed": Sentence(
        zh="请写明为什么放回，{most} 字以内。",
        en="Say why it is put back, in {most} signs at most.",
        next_zh="例如“点错了一户”。",
        next_en="For example: the wrong home was ticked.",
    ),
    "parcel_none_ticked": Sentence(
        zh="还没有勾哪一户。",
        en="No home is ticked.",
        next_zh="请先勾选，再点。",
        next_en="Tick the homes first.",
    ),
    "parcel_how_unknown": Sentence(
        zh="没有说是送到门口，还是自己来取的。",
        en="It was not said whether it was brought or fetched.",
        next_zh="请点其中一个按钮。",
        next_en="Tap one of the buttons.",
    ),
    "parcel_to_door": Sentence(
        zh="这一户现在出不了门，不能记成自己来取的。",
        en="This home may not leave its door, so nobody of it fetched a parcel.",
        next_zh="请送到门口，放下、敲门、退后，再点“送到门口了”。",
        next_en="Bring it to the door, put it down, knock, step back, and note it as brought.",
    ),
    "parcel_carrier_missing": Sentence(
        zh="没有写谁送上去的。",
        en="Who brought it is missing.",
        next_zh="请写送上楼的人的姓名。",
        next_en="Write the name of who carried it up.",
    ),
    "parcel_photo_one_home": Sentence(
        zh="一张照片只能配一户。",
        en="A photo belongs to one home.",
        next_zh="请一户一户勾，或者先不传照片。",
        next_en="Tick one home at a time, or leave the photo out.",
    ),
    "parcel_door_unknown": Sentence(
        zh="这个暂存点管的范围里没有这个房号，或者不止一户。",
        en="There is no such room, or more than one, where this point serves.",
        next_zh="请写成“1-2-301”这样的楼-单元-房号。",
        next_en="Write building, unit and room, as in 1-2-301.",
    ),
    "deposit_point_unknown": Sentence(
        zh="没有这个暂存点，或不在您的范围里。",
        en="There is no such deposit point in your area.",
        next_zh="请从暂存点里选。",
        next_en="Choose one of the points.",
    ),
    "deposit_point_name_wrong": Sentence(
        zh="暂存点要有名字，不超过 {most} 个字，如“东门货架”。",
        en="A deposit point has a name of {most} signs at most.",
        next_zh="请写大家一听就知道在哪里的名字。",
        next_en="Write a name by which people find it.",
    ),
    "deposit_point_keeper_missing": Sentence(
        zh="没有写谁看管这个暂存点。",
        en="Who keeps this deposit point is missing.",
        next_zh="每个暂存点都要有一个有名有姓的保管人。",
        next_en="Every deposit point has a keeper by name.",
    ),
    "deposit_point_keeps": Sentence(
        zh="这个暂存点还记着库存，不能撤。",
        en="Stock is kept at this deposit point; it cannot be closed.",
        next_zh="请先到“物资库存”把每样发完或退回，再一样一样撤下。",
        next_en="Issue or return what is there, take each thing off the page of stock, then close it.",
    ),
    "deposit_point_holds": Sentence(
        zh="这个暂存点还有 {n} 件没交出去，不能撤。",
        en="This point cannot be closed: parcels that still lie here: {n}.",
        next_zh="请先交完，或者把记错的撤下；到货的在“到货分送”里送完。",
        next_en="Hand them over first, or take down what was noted by mistake; goods of lots on their own page.",
    ),
}
