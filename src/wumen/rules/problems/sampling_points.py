"""The problems of sampling points."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "point_unknown": Sentence(
        zh="没有这个采样点，或不在您的范围内。",
        en="There is no such sampling point in your area.",
        next_zh="请从采样点清单里打开。",
        next_en="Open it from the list of sampling points.",
    ),
    "point_not_yours": Sentence(
        zh="这个采样点由别的点长负责。",
        en="Somebody else leads this sampling point.",
        next_zh="要换点长，请告诉街道办公室。",
        next_en="Ask the office if the lead is to change.",
    ),
    "point_number_taken": Sentence(
        zh="本街道已经有 {number} 号采样点。",
        en="This sub-district has a sampling point {number} already.",
        next_zh="请换一个点号，或打开那一个更正。",
        next_en="Choose another number, or correct that point.",
    ),
    "point_number_wrong": Sentence(
        zh="点号从 1 起，台数从 1 到 50，每一项都要写数字。",
        en="Numbers begin at 1; a point has 1 to 50 desks.",
        next_zh="请改好再保存。",
        next_en="Correct them and save again.",
    ),
    "point_not_here": Sentence(
        zh="采样点要设在街道以下的一个地方，不能设在住户家里。",
        en="A sampling point stands at a place below the sub-district, and not in a home.",
        next_zh="请选社区、村、小区、楼栋或工地。",
        next_en="Choose a community, village, compound, building or site.",
    ),
    "point_serves_unknown": Sentence(
        zh="要服务的“{place}”不在这个街道里，或没有登记。",
        en="“{place}” is not registered in this sub-district.",
        next_zh="请从名单里选；没有的先登记地方或单位。",
        next_en="Choose from the list; register the place or organisation first.",
    ),
    "point_serves_kept_in": Sentence(
        zh="按“{document}”，{place}的居民现在足不出户，不叫下来采样。",
        en="By “{document}” nobody at {place} leaves home now; they are not called down.",
        next_zh="请办公室安排上门采样。",
        next_en="Ask the office for sampling at their doors.",
    ),
    "point_hours_unreadable": Sentence(
        zh="开点、收点的时间写得不对，收点要晚于开点。",
        en="The hours are not readable, or the point closes before it opens.",
        next_zh="请写成 07:00 和 16:00 这样。",
        next_en="Write them like 07:00 and 16:00.",
    ),
    "point_gap_said": Sentence(
        zh="请写缺什么，不超过 {most} 个字。",
        en="Say what is missing, in {most} characters at most.",
        next_zh="例如：缺一顶帐篷；取暖器没电。",
        next_en="For instance: one tent is missing; the heater has no power.",
    ),
    "point_gap_owner": Sentence(
        zh="请写谁去办，不超过 {most} 个字。",
        en="Say whose it is, in {most} characters at most.",
        next_zh="写姓名或哪个组，例如“物资组 周强”；不写就是点长自己。",
        next_en="A name or a group; nobody named is the lead herself.",
    ),
    "point_item_unknown": Sentence(
        zh="检查表里没有这一项。",
        en="The checklist has no such item.",
        next_zh="请刷新页面再勾。",
        next_en="Open the page again and tick.",
    ),
    "point_not_ready": Sentence(
        zh="开点检查表还有 {n} 项没有勾：{items_zh}。",
        en="{n} items of the checklist are not ticked: {items_en}.",
        next_zh="办好一项勾一项；确实要先开，请写明原因。",
        next_en="Tick each when it is done; to open all the same, give the reason.",
    ),
    "point_act_unknown": Sentence(
        zh="没有这样的操作。",
        en="There is no such act.",
        next_zh="请刷新页面再点。",
        next_en="Open the page again.",
    ),
    "point_act_not_now": Sentence(
        zh="这个采样点现在是“{state_zh}”，不能这样改。",
        en="The sampling point is now “{state_en}”; this cannot be done.",
        next_zh="请刷新页面，看现在能点哪个。",
        next_en="Open the page again to see what can be done.",
    ),
    "point_why_missing": Sentence(
        zh="暂停要写原因。",
        en="A pause needs its reason.",
        next_zh="请写一句，例如“等采样管”“换班消毒”。",
        next_en="Give a few words, such as “waiting for tubes”.",
    ),
    "point_withdrawn": Sentence(
        zh="这个采样点已经撤了。",
        en="This sampling point has been withdrawn.",
        next_zh="要再用，请先在清单里点“恢复”。",
        next_en="Bring it back from the list first.",
    ),
    "point_queue_unknown": Sentence(
        zh="排队人数请点四个里的一个：20、50、100、100+。",
        en="A queue is one of four: 20, 50, 100, 100+.",
        next_zh="估一眼，点最接近的。",
        next_en="Tap the nearest.",
    ),
    "point_queue_closed": Sentence(
        zh="这个采样点今天已经收点，不再报排队。",
        en="The sampling point is closed for today; no queue is said of it.",
        next_zh="又开了，请先点“重新开点”。",
        next_en="If it opens again, set it up first.",
    ),
    "point_count_unreadable": Sentence(
        zh="请写整数，0 到 {most}。",
        en="Write a whole number from 0 to {most}.",
        next_zh="只写数字，不写“人”“支”。",
        next_en="Write the digits alone.",
    ),
    "point_count_falls": Sentence(
        zh="上次报的是 {last} 人，这次 {said} 人，从早上累计的人数不会变少。",
        en="{last} were said before and {said} now; a count since morning does not fall.",
        next_zh="请写从早上累计的数；上次写错了，就勾“更正上次的数”。",
        next_en="Write all since morning; if the last was wrong, tick the correction.",
    ),
    "point_same": Sentence(
        zh="调出和调入是同一个采样点。",
        en="The tubes would go to the point they come from.",
        next_zh="请选另一个点。",
        next_en="Choose another point.",
    ),
    "point_tubes_none": Sentence(
        zh="没有写调几支。",
        en="It is not said how many tubes go.",
        next_zh="请写支数，1 支起。",
        next_en="Write the number, one at least.",
    ),
    "point_tubes_unknown": Sentence(
        zh="{number} 号点今天还没有报采样管剩几支。",
        en="Point {number} has not said how many tubes it has today.",
        next_zh="请先打电话问点长，把支数记上。",
        next_en="Ring its lead and enter the number first.",
    ),
    "point_tubes_fewer": Sentence(
        zh="{number} 号点只剩 {left} 支，调不出 {asked} 支。",
        en="Point {number} has {left} tubes left and cannot give {asked}.",
        next_zh="请改少，或从别的点调。",
        next_en="Send fewer, or from another point.",
    ),
    "point_tubes_here": Sentence(
        zh="没有这一批在路上的采样管，或已经收过了。",
        en="No such tubes are on their way, or they were received already.",
        next_zh="请刷新页面，看还有没有在路上的。",
        next_en="Open the page again to see what is on its way.",
    ),
    "points_none_here": Sentence(
        zh="这里没有登记采样点。",
        en="No sampling points are known here.",
        next_zh="请核对网址，或打电话问社区。",
        next_en="Check the address, or ring the community.",
    ),
}
