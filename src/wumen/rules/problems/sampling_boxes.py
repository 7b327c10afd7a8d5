"""The problems of transport boxes."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "box_unknown": Sentence(
        zh="没有这一箱，或不在您的范围内。",
        en="There is no such box in your area.",
        next_zh="请刷新页面，从清单里点。",
        next_en="Open the page again and choose it from the list.",
    ),
    "box_place_unknown": Sentence(
        zh="这一轮没有在这里采。",
        en="The round is not held there.",
        next_zh="请从“哪里装的”里选一个采样点或上门的地方。",
        next_en="Choose a point or a place of the round.",
    ),
    "box_number_missing": Sentence(
        zh="箱号没看懂：扫一下箱子，或照箱上写，不超过 {most} 个字。",
        en="The number of the box cannot be read: scan it, or write it as it stands, in {most} characters.",
        next_zh="请再扫一次。",
        next_en="Scan it again.",
    ),
    "box_seal_missing": Sentence(
        zh="还没有封签号，或超过 {most} 个字。",
        en="The number of the seal is missing, or longer than {most} characters.",
        next_zh="照封签上的号写；封签没有号，写“无”，同一箱再装写“无2”。",
        next_en="Write it as it stands; for a seal without one write “none”, and “none 2” for the next trip.",
    ),
    "box_seal_taken": Sentence(
        zh="封签 {seal} 已经封在 {number} 号箱上，封签一次一换。",
        en="Seal {seal} closes box {number} already: a seal is used once.",
        next_zh="请核对封签号；写错的那一箱，先更正或撤掉。",
        next_en="Check the seal; correct or withdraw the other box if that one is wrong.",
    ),
    "box_tubes_wrong": Sentence(
        zh="支数写 {least} 到 {most} 的整数。",
        en="The number of tubes is a whole number from {least} to {most}.",
        next_zh="数一遍，只写数字。",
        next_en="Count them and write the digits alone.",
    ),
    "box_codes_wrong": Sentence(
        zh="管号一行一个，一箱不超过 {most} 个，每个不超过 {longest} 个字。",
        en="One tube a line, {most} a box at most, each of {longest} characters at most.",
        next_zh="请清空再扫。",
        next_en="Empty the field and scan again.",
    ),
    "box_tube_elsewhere": Sentence(
        zh="有 {n} 支管已经扫在这一轮别的箱里。",
        en="{n} of these tubes stand in another box of this round.",
        next_zh="请看是哪一箱拿错了；错的那一箱勾“更正”重扫。",
        next_en="See which box is wrong, and scan that one anew as a correction.",
    ),
    "hour_unreadable": Sentence(
        zh="时间没看懂：{said}。",
        en="The hour cannot be read: {said}.",
        next_zh="请写成 9:05 或 0905。",
        next_en="Write it as 9:05 or 0905.",
    ),
    "box_hour_missing": Sentence(
        zh="还没有写第一管几点采的：时间从那时算起。",
        en="Nothing says when the first swab was taken: the clock begins then.",
        next_zh="照登记表上第一个人的时间写。",
        next_en="Write the hour of the first person on the list.",
    ),
    "box_hour_ahead": Sentence(
        zh="{said} 还没有到，或比前一步还早。",
        en="{said} has not come yet, or is earlier than the step before.",
        next_zh="请核对时间：先采样，再交接，再收到。",
        next_en="Check the hours: sampled first, then handed over, then received.",
    ),
    "box_hours_order": Sentence(
        zh="时间前后不对：先采样，再交接，再收到。",
        en="The hours are out of order: sampled, handed over, received.",
        next_zh="请把写错的那一步勾“更正”再记。",
        next_en="Tick the correction and note the step that is wrong again.",
    ),
    "box_courier_missing": Sentence(
        zh="交给谁，写取样人姓名或车牌，不写电话，不超过 {most} 个字。",
        en="Say who takes it, by name or plate and without a telephone, in {most} characters.",
        next_zh="例如“王师傅”“豫A12345”。",
        next_en="Such as a courier's name or a plate.",
    ),
    "box_lab_missing": Sentence(
        zh="哪个实验室收的，写名称或收样人，不写电话，不超过 {most} 个字。",
        en="Say which laboratory received it, without a telephone, in {most} characters.",
        next_zh="例如“区疾控”“市二院检验科”。",
        next_en="Such as the name of the laboratory.",
    ),
    "box_none_ticked": Sentence(
        zh="还没有勾哪一箱。",
        en="No box is ticked.",
        next_zh="请勾这次交出或收到的箱子。",
        next_en="Tick the boxes that were handed over or received.",
    ),
    "box_said_otherwise": Sentence(
        zh="这一箱“{step_zh}”已经记过，和这次写的不一样。",
        en="This box is noted as “{step_en}” already, and not as you wrote it now.",
        next_zh="请看清单里记的；确实记错了，勾“更正上次记的”再记。",
        next_en="Look at what the list says of it; if that is wrong, tick the correction and note it again.",
    ),
    "box_agrees": Sentence(
        zh="这里的数现在是一致的，不用说明。",
        en="The counts agree now; there is nothing to explain.",
        next_zh="请刷新看现在的数。",
        next_en="Open the page again to see how they stand now.",
    ),
    "box_why_missing": Sentence(
        zh="请写原因：差在哪里，或为什么撤，{most} 个字以内。",
        en="Say in what the counts differ, or why the box is taken back, in {most} characters.",
        next_zh="例如“1 支漏液，当场作废”“数错，重数 29 支”。",
        next_en="Such as “one leaked and was discarded”.",
    ),
    "box_why_tells": Sentence(
        zh="说明里不写谁的姓名，不写房号。",
        en="The words name nobody and no room.",
        next_zh="只写管和箱子的事。",
        next_en="Speak of tubes and boxes alone.",
    ),
    "box_limits": Sentence(
        zh="时限写分钟，{least} 到 {most}；交接的不能比送到实验室的长。不定就空着。",
        en="A limit is {least} to {most} minutes, for hand-over no longer than for receipt; or leave it empty.",
        next_zh="请改好再保存。",
        next_en="Correct it and save again.",
    ),
    "slot_unknown": Sentence(
        zh="这里没有人要到采样点：这一轮没有叫他们，或都在家里采。",
        en="Nobody of this place comes to a point: the round does not ask them, or all are sampled at home.",
        next_zh="请刷新页面，从清单里选一栋。",
        next_en="Open the page again and choose a building from the list.",
    ),
    "slot_hours": Sentence(
        zh="改后的时间要在这一轮和采样点开放的时间里：{begins}—{ends}。",
        en="The time must lie within the hours of the round and of the point: {begins}–{ends}.",
        next_zh="请换一个时间，或换一个采样点。",
        next_en="Choose another time, or another point.",
    ),
    "slot_point": Sentence(
        zh="没有这个采样点，或这一轮的时间里它不开。",
        en="There is no such point, or it does not work in the hours of this round.",
        next_zh="请从名单里选。",
        next_en="Choose one from the list.",
    ),
}
