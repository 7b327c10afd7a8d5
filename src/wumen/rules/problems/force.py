"""The problems of the force: sign-up, people, captains, teams, structure."""

from wumen.rules.problems.sentence import Sentence

_CHOOSE_ANOTHER = (
    "请换一个人；名单里空着的在前面。",
    "Choose somebody else; who is free stands first.",
)

SENTENCES: dict[str, Sentence] = {
    "force_held": Sentence(
        zh="这个人自己正在管控中，不能出来值守。",
        en="There is an order on this person, who must stay at home.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "force_left": Sentence(
        zh="这个人已经退出。",
        en="This person has left the force.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "force_old_isolated": Sentence(
        zh="60 岁以上的志愿者不安排到隔离户门口。",
        en="A volunteer over 60 never serves at isolated homes.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "force_old_outdoors": Sentence(
        zh="60 岁以上的志愿者一天在户外不超过 4 小时。",
        en="A volunteer over 60 serves outdoors for four hours a day at most.",
        next_zh="请安排室内的活，或者把时间改短。",
        next_en="Give work indoors, or make it shorter.",
    ),
    "force_limited": Sentence(
        zh="本人的身体情况不允许做这一项。",
        en="This person's health does not allow this work.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "force_unconfirmed": Sentence(
        zh="这个人自己报的名，还没有确认。",
        en="This person signed up by herself and is not confirmed yet.",
        next_zh="请先在名单里打电话核实、点确认。",
        next_en="Ring and confirm on the list first.",
    ),
    "force_taken": Sentence(
        zh="这个人在这个时段已经有安排，一个人不排两处。",
        en="This person is taken at that time already; nobody stands in two places.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "force_word_unknown": Sentence(
        zh="不认识这个选项：{word}。",
        en="There is no such choice: {word}.",
        next_zh="请从列出的里面选。",
        next_en="Choose from those that are listed.",
    ),
    "force_age_unreadable": Sentence(
        zh="出生年或年龄看不懂；14 到 90 岁之间。",
        en="The year of birth or age cannot be read; it lies between 14 and 90 years.",
        next_zh="请写四位出生年，如 1985，或者写年龄。",
        next_en="Write the year, such as 1985, or the age.",
    ),
    "force_unknown": Sentence(
        zh="您的范围里没有这个人。",
        en="There is no such person of the force in your area.",
        next_zh="请从名单里重新选。",
        next_en="Choose again from the list.",
    ),
    "force_works_elsewhere": Sentence(
        zh="这个人在别处也有岗位，姓名、身份和电话不由这里改。",
        en="This person holds a post elsewhere too: name, kind and telephone are not changed here.",
        next_zh="请照原样填姓名、身份和电话，只改其他内容；要改的，请那边的单位或系统操作员改。",
        next_en="Leave these three as they stand and change the rest; the other office changes them.",
    ),
    "force_same": Sentence(
        zh="同一个电话或姓名已经登记过。",
        en="The same telephone or name is registered already.",
        next_zh="请打开已有的那一位修改，不用再登记。",
        next_en="Open the person who is registered and correct the entry there.",
    ),
    "force_people": Sentence(
        zh="人数看不懂；一队 1 到 200 人。",
        en="The head count cannot be read; a crew has 1 to 200 people.",
        next_zh="请写数字，如 6。",
        next_en="Write a number, such as 6.",
    ),
    "force_phone_needed": Sentence(
        zh="要留一个电话，才找得到人。",
        en="A telephone is needed, or nobody can be reached.",
        next_zh="请填 11 位手机号。",
        next_en="Write a mobile number of 11 digits.",
    ),
    "force_code_unknown": Sentence(
        zh="报名码不对，或者已经停用。",
        en="The code is not right, or sign-up has ended.",
        next_zh="请再扫一次墙上的码，或打社区电话。",
        next_en="Scan the code on the wall again, or ring the community.",
    ),
    "force_ledger_empty": Sentence(
        zh="表里没有找到“姓名”和“电话”两列。",
        en="The sheet has no columns of names and telephones.",
        next_zh="表头写上 姓名、电话，其他列可以没有。",
        next_en="Give it a header with name and telephone in Chinese; other columns may be missing.",
    ),
    "force_what_needed": Sentence(
        zh="要写明做什么、哪个时段、多长时间（不超过 12 小时）。",
        en="Say what for, which half of the day, and how long, 12 hours at most.",
        next_zh="请补全再安排。",
        next_en="Complete it and try again.",
    ),
    "force_merge_self": Sentence(
        zh="要合并的是同一条登记。",
        en="Both are the same entry.",
        next_zh="请选两条不同的登记。",
        next_en="Choose two different entries.",
    ),
    "force_busy": Sentence(
        zh="这个人还有岗位、包户或安排，不能直接并掉。",
        en="This entry still holds a post, homes or work, and cannot be merged away.",
        next_zh="请保留这一条，把另一条并进来；或者先把岗位交接出去。",
        next_en="Keep this entry and merge the other one, or hand over its posts first.",
    ),
    "captain_seated": Sentence(
        zh="{place}已经有一位{role_zh}。",
        en="{place} has its {role_en} already.",
        next_zh="一栋楼一位楼长、一位副楼长；请在“楼长”页上换人并交接。",
        next_en="A building has one captain and one deputy; change and hand over on the page of captains.",
    ),
    "captain_no_seat": Sentence(
        zh="这里没有这个岗位。",
        en="There is no such seat here.",
        next_zh="请从楼长页上选楼栋。",
        next_en="Choose a building on the page of captains.",
    ),
    "captain_two_seats": Sentence(
        zh="这个人已经是另一处的楼长、副楼长或单元长。",
        en="This person is captain, deputy or unit lead elsewhere already.",
        next_zh="先把那一处交接出去，或者换一个人。",
        next_en="Hand over that seat first, or choose somebody else.",
    ),
    "team_place_unknown": Sentence(
        zh="这个小组里没有这个位置。",
        en="The team has no such place.",
        next_zh="请从列出的位置里选。",
        next_en="Choose one of the places that are listed.",
    ),
    "team_template_none": Sentence(
        zh="现在的防控规则里没有包户小组的模板。",
        en="The rules in force have no template of a team for homes.",
        next_zh="请先开始一场疫情，或在本地通告里写明。",
        next_en="Open an outbreak first, or say it in a local notice.",
    ),
    "team_wrong_source": Sentence(
        zh="这个位置要由{wanted_zh}担任。",
        en="This place is for: {wanted_en}.",
        next_zh="请换一个人，或先改正他的身份。",
        next_en="Choose somebody else, or correct where this person is from.",
    ),
    "team_twice": Sentence(
        zh="一个人在同一户的小组里只占一个位置。",
        en="Nobody holds two places in the team of one home.",
        next_zh=_CHOOSE_ANOTHER[0],
        next_en=_CHOOSE_ANOTHER[1],
    ),
    "team_not_yours": Sentence(
        zh="这一户不归您包。",
        en="This home is not one of yours.",
        next_zh="请看“我包的户”；该由您管的，请内勤安排。",
        next_en="See your own homes; ask the clerk if this should be one of them.",
    ),
    "team_home_free": Sentence(
        zh="这一户现在没有人居家隔离。",
        en="Nobody in this home is in isolation now.",
        next_zh="请刷新页面再看。",
        next_en="Reload the page and look again.",
    ),
    "body_unknown": Sentence(
        zh="没有这个机构或岗。",
        en="There is no such body or post of the structure.",
        next_zh="请刷新页面再看。",
        next_en="Reload the page and look again.",
    ),
}
