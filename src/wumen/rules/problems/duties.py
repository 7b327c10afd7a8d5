"""The problems of duties, plans and rounds of doors."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "plan_past": Sentence(
        zh="{day} 已经过去，今天是 {today}，过去的一天不能再排。",
        en="{day} is past (today is {today}); a past day is not planned.",
        next_zh="请选今天或以后的日期。",
        next_en="Choose today or a later day.",
    ),
    "plan_too_far": Sentence(
        zh="{day} 太远，最多排到 {last}。",
        en="{day} is too far ahead; the last day to plan is {last}.",
        next_zh="请选近一些的日期。",
        next_en="Choose a nearer day.",
    ),
    "duty_key_unreadable": Sentence(
        zh="看不懂事项编号“{key}”。",
        en="The key “{key}” names no duty.",
        next_zh="编号的写法是 日期/措施/对象/时段，请从事项清单里复制。",
        next_en="A key is day/what/subject/window; copy it from the list of duties.",
    ),
    "duty_unknown": Sentence(
        zh="没有这个事项，或不在您的范围内：{key}。",
        en="There is no such duty in your area: {key}.",
        next_zh="请在当天的事项清单里查找；如果刚下通告，请先排今日事项。",
        next_en="Look it up in the day’s list; after a new order, plan the day first.",
    ),
    "duty_already_done": Sentence(
        zh="这件事已经办了：{key}。",
        en="This duty is done already: {key}.",
        next_zh="不用再办；如登记有误，请找值班长更正。",
        next_en="Nothing is left to do; if it was entered wrongly, ask the duty officer.",
    ),
    "duty_already_waived": Sentence(
        zh="这件事已经免办：{key}。",
        en="This duty was waived: {key}.",
        next_zh="不用再办；如免办有误，请找值班长。",
        next_en="Nothing is left to do; if that was wrong, ask the duty officer.",
    ),
    "duty_withdrawn": Sentence(
        zh="这件事已经撤下：{key}。",
        en="This duty was withdrawn: {key}.",
        next_zh="要求已变，不用再办。",
        next_en="What asked for it has changed; nothing is left to do.",
    ),
    "duty_not_yet": Sentence(
        zh="{day} 还没到，不能先登记办好。",
        en="{day} has not come yet; nothing can be marked as done ahead.",
        next_zh="请到当天再登记。",
        next_en="Enter it on the day itself.",
    ),
    "grade_not_accepted": Sentence(
        zh="这件事不接受“{grade}”的凭据，接受：{accepted}。",
        en="This duty does not accept the grade “{grade}”; it accepts: {accepted}.",
        next_zh="请实测或由住户自报后再登记。",
        next_en="Measure it, or let the household report it, and enter that.",
    ),
    "temperature_unlikely": Sentence(
        zh="体温要填 {lowest} 到 {highest} 度之间的数，例如 36.5，这次没有登记。",
        en="A temperature is a number from {lowest} to {highest}, such as 36.5; nothing was entered.",
        next_zh="请看清读数再填；体温计坏了，请选“没有体温计”。",
        next_en="Read the thermometer again; if it is broken, choose “no thermometer”.",
    ),
    "reading_missing": Sentence(
        zh="实测要写度数。",
        en="What was measured needs its reading.",
        next_zh="请补上度数；没有量，就记自报。",
        next_en="Enter the reading; what was not measured is reported.",
    ),
    "readings_none": Sentence(
        zh="还没有填体温。",
        en="No temperature was entered.",
        next_zh="请至少填一个人的体温，再点实测或自报。",
        next_en="Enter at least one temperature, then choose measured or reported.",
    ),
    "readings_ungraded": Sentence(
        zh="填了的没有说是实测还是自报，没有记。",
        en="Nobody said whether what was entered was measured or reported; it was not noted.",
        next_zh="请点“记为实测”或“记为自报”；别的再点一次。",
        next_en="Tap “measured” or “reported” below it; whatever else you tapped, tap again then.",
    ),
    "reason_needed": Sentence(
        zh="请写明原因。",
        en="A reason is needed.",
        next_zh="点一个原因，或写一句话。",
        next_en="Choose a reason or write one.",
    ),
    "reason_of_sampling": Sentence(
        zh="“婴幼儿”只说得了采样，别的事照常办。",
        en="“Infant” is a reason for samples alone; everything else goes on as usual.",
        next_zh="在这个孩子的采样那一条点“婴幼儿”；别的事另选原因。",
        next_en="Tap it at the child’s sample; for anything else choose another reason.",
    ),
    "state_unknown": Sentence(
        zh="没有“{state}”这种状态。",
        en="There is no state “{state}”.",
        next_zh="可用：open taken done waived withdrawn overdue。",
        next_en="Use open, taken, done, waived, withdrawn or overdue.",
    ),
    "what_unknown": Sentence(
        zh="没有“{what}”这种措施。",
        en="There is no measure “{what}”.",
        next_zh="可用：{known}。",
        next_en="Use: {known}.",
    ),
    "exception_unreadable": Sentence(
        zh="看不懂“{text}”。",
        en="“{text}” cannot be read.",
        next_zh="写法是 房号:原因，例如 301:家里没人。",
        next_en="Write ROOM:REASON, for example 301:nobody_home.",
    ),
    "round_key_unreadable": Sentence(
        zh="看不懂这一趟的编号“{key}”。",
        en="The key “{key}” names no round.",
        next_zh="写法是 日期/时段/单元，请从清单里复制。",
        next_en="A key is day/window/unit; copy it from the list of rounds.",
    ),
    "round_unknown": Sentence(
        zh="没有这一趟：{key}。",
        en="There is no such round: {key}.",
        next_zh="请从当天的清单里选；如果刚下通告，请先排今日事项。",
        next_en="Choose one of the day’s list; after a new order, plan the day first.",
    ),
    "floor_unknown": Sentence(
        zh="这一趟没有 {floor} 层的事项：{key}。",
        en="This round has nothing on floor {floor}: {key}.",
        next_zh="请看这一趟有哪些楼层。",
        next_en="See which floors the round has.",
    ),
    "room_not_on_floor": Sentence(
        zh="{floor} 层没有 {room}，本层有：{known}。",
        en="There is no room {room} on floor {floor}; it has: {known}.",
        next_zh="请核对房号，什么都没有登记。",
        next_en="Check the room; nothing was entered.",
    ),
    "window_not_open": Sentence(
        zh="这一趟 {opens} 才开始，现在还不能登记本层正常。",
        en="This round begins at {opens}; the floor cannot be declared normal before.",
        next_zh="请到时间再登记；有人不舒服请马上联系值班室。",
        next_en="Enter it then; if somebody is unwell, call the desk at once.",
    ),
    "room_already_done": Sentence(
        zh="{room} 的事项已经办了，不能再记为例外。",
        en="Room {room} is done already and cannot be excepted now.",
        next_zh="如登记有误，请找值班长更正；有人不舒服请马上联系值班室。",
        next_en="If that was wrong, ask the duty officer; if somebody is unwell, call the desk at once.",
    ),
}
