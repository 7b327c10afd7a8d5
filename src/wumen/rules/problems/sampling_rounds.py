"""The problems of sampling rounds."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "round_unknown": Sentence(
        zh="没有这一轮核酸，或不在您的范围内。",
        en="There is no such sampling round in your area.",
        next_zh="请从核酸轮次的清单里打开。",
        next_en="Open it from the list of sampling rounds.",
    ),
    "round_number_wrong": Sentence(
        zh="第几轮要写数字，从 1 起。",
        en="The number of a round is a number from 1.",
        next_zh="请改好再开。",
        next_en="Correct it and open the round again.",
    ),
    "round_number_taken": Sentence(
        zh="本街道已经有第 {number} 轮。",
        en="This sub-district has a round {number} already.",
        next_zh="请换一个轮次号，或打开那一轮。",
        next_en="Choose another number, or open that round.",
    ),
    "round_hours": Sentence(
        zh="一轮要有先后两个时间，不超过一天，还没有过去，最早从 {days} 天以后的不先开。",
        en="A round has a beginning and an end within a day, is not over, and begins within {days} days.",
        next_zh="请改时间；一天做不完的分两轮。",
        next_en="Correct the hours; what takes more than a day is two rounds.",
    ),
    "round_figures": Sentence(
        zh="每台每小时采多少人写 1 到 {per_desk}，场内最多多少人写 1 到 {cap}。",
        en="People a desk and hour are 1 to {per_desk}, heads on site 1 to {cap}.",
        next_zh="请按本地实际改。",
        next_en="Enter what holds at your points.",
    ),
    "round_needs_place": Sentence(
        zh="还没有说这一轮在哪里采。",
        en="Nothing says where the round is held.",
        next_zh="请勾要采的地方或单位。",
        next_en="Tick places or organisations.",
    ),
    "round_needs_word": Sentence(
        zh="还没有写是谁要求开这一轮的。",
        en="Nothing says on whose word the round is held.",
        next_zh="请写单位；有文件的把文号也写上。",
        next_en="Name the body, and its document if there is one.",
    ),
    "round_pool_unknown": Sentence(
        zh="本次疫情的防控规则没有这种混采。可以用的：{known_zh}。",
        en="The rules of this outbreak know no such pooling. They know: {known_en}.",
        next_zh="请从这几种里选，或单采单检。",
        next_en="Choose one of these.",
    ),
    "round_places_apart": Sentence(
        zh="一轮只在一个街道里开。",
        en="A round is held within one sub-district.",
        next_zh="请每个街道各开一轮。",
        next_en="Open one in each sub-district.",
    ),
    "round_meets_another": Sentence(
        zh="这些地方同一时间已经有第 {number} 轮：同一个人不用采两次。",
        en="Round {number} is held there at the same time: nobody is sampled twice.",
        next_zh="请打开那一轮，或错开时间、地方。",
        next_en="Open that round, or choose other hours or places.",
    ),
    "round_closed": Sentence(
        zh="第 {number} 轮已经收了。",
        en="Round {number} is closed.",
        next_zh="没采到的都还在名单上；要再采，开下一轮。",
        next_en="Whoever is missing still stands; open another round to sample again.",
    ),
    "round_door_nobody": Sentence(
        zh="没有要列入上门采样名单的人。",
        en="There is nobody to put on the list of those sampled at their doors.",
        next_zh="请勾上人，或写房号再加；外出、不在这一轮范围内的不列。",
        next_en="Tick somebody, or enter a room; who is away or lives outside the round is not listed.",
    ),
    "round_why_unknown": Sentence(
        zh="没有这个原因。",
        en="There is no such reason.",
        next_zh="请从外出、已在别处采、不宜采、不愿意里选。",
        next_en="Choose away, sampled elsewhere, unfit, or refused.",
    ),
    "round_why_words": Sentence(
        zh="已在别处采的写哪里、什么时候；不宜采的写哪位医护说的；{most} 个字以内。",
        en="Say where and when she was sampled, or which medic found her unfit, in {most} characters at most.",
        next_zh="请写清楚再记。",
        next_en="Say it and note it again.",
    ),
    "round_not_owed": Sentence(
        zh="这一位在这一轮里没有要采的，或已经采了。",
        en="This person owes no sample in this round, or was sampled already.",
        next_zh="请刷新看现在的情况。",
        next_en="Look again how it stands.",
    ),
    "round_nobody_missing": Sentence(
        zh="这里没有要打电话问的：都采了，或都说了原因。",
        en="Nobody here is to be rung: all are sampled or gave a reason.",
        next_zh="请看别的楼。",
        next_en="Look at another building.",
    ),
    "round_lines_wrong": Sentence(
        zh="名册行号没看懂：{said}。",
        en="The lines cannot be read: {said}.",
        next_zh="请写成 1-40、43 这样，不超过名册上的人数。",
        next_en="Write them as 1-40, 43, within the roster.",
    ),
    "tube_unreadable": Sentence(
        zh="管号没看懂：扫码或照管上写，不超过 80 个字。",
        en="The number of the tube cannot be read: scan it, or write it as it stands, in 80 characters.",
        next_zh="请再扫一次。",
        next_en="Scan it again.",
    ),
    "tube_purpose": Sentence(
        zh="为什么要看这一管，写 {least} 到 {most} 个字，不写谁的姓名。",
        en="Say what it is for in {least} to {most} characters, without anybody's name.",
        next_zh="例如“实验室来电，混管要逐人复采”。",
        next_en="Such as “the laboratory rang: sample everyone of this pool again”.",
    ),
    "tube_unknown": Sentence(
        zh="手机上没有记过这个管号，或不在您的范围内。",
        en="No phone noted this tube in your area.",
        next_zh="请核对管号；用纸登记的，翻当时的采样登记表。",
        next_en="Check the number; for samples on paper, look into the paper list of the table.",
    ),
    "tube_on_paper": Sentence(
        zh="手机上没有记过这一管，它扫在：{box}。",
        en="No phone noted this tube; it was scanned into a box: {box}.",
        next_zh="请那里翻纸质登记表，找同一管的人。",
        next_en="Let them look into the paper list there for everyone of this tube.",
    ),
    "tube_look_unknown": Sentence(
        zh="没有这条申请，或不在您的范围内。",
        en="There is no such request in your area.",
        next_zh="请从“查一管”里打开。",
        next_en="Open it from the page of tubes.",
    ),
    "tube_agreed": Sentence(
        zh="这一管已经有人同意看了。",
        en="Somebody agreed to this look already.",
        next_zh="请刷新看现在的情况。",
        next_en="Look again how it stands.",
    ),
    "tube_not_agreed": Sentence(
        zh="还没有第二个人同意。",
        en="No second person agreed yet.",
        next_zh="请书记、值班长或主任点“同意”。",
        next_en="Let a secretary, duty officer or director agree.",
    ),
    "tube_over": Sentence(
        zh="同意以后 {hours} 小时内能看，已经过了。",
        en="It may be looked at for {hours} hours after it was agreed to; they are over.",
        next_zh="还要看，请重新申请。",
        next_en="Ask again if it is needed still.",
    ),
    "tube_not_yours": Sentence(
        zh="只有申请的人和同意的人能看。",
        en="Only who asked and who agreed may look.",
        next_zh="您也要看，请自己申请。",
        next_en="Ask yourself if you need it.",
    ),
    "round_team_unsaid": Sentence(
        zh="哪个队去采要写，{most} 个字以内，不写电话。",
        en="Say which team goes, in {most} characters at most, without a telephone.",
        next_zh="例如“采样三队”“机动组”。",
        next_en="Such as “team 3”.",
    ),
}
