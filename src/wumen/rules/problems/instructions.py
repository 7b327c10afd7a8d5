"""Problems of instructions and requests, and of taking a duty."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "instruction_unknown": Sentence(
        zh="没有 {number} 号交办。",
        en="There is no instruction no. {number}.",
        next_zh="请从“交办”清单里选。",
        next_en="Choose one of the list of instructions.",
    ),
    "instruction_closed": Sentence(
        zh="{number} 号交办已经办结，不能再改。",
        en="Instruction no. {number} is closed and cannot be changed.",
        next_zh="如还要办，请另登记一件。",
        next_en="If it is still needed, enter a new one.",
    ),
    "instruction_word_unknown": Sentence(
        zh="没有“{word}”这个选项。",
        en="“{word}” is none of the choices.",
        next_zh="可用：{known}。",
        next_en="Use: {known}.",
    ),
    "instruction_needs_text": Sentence(
        zh="还没有写要办什么，或是谁提出的。",
        en="What is to be done, or who asked for it, is missing.",
        next_zh="请写一句要办的事，写明谁提出，再保存。",
        next_en="Write what is to be done and who asked, then save.",
    ),
    "instruction_needs_document": Sentence(
        zh="上级交办要写交办单的名称或编号。",
        en="An instruction from above needs its document or number.",
        next_zh="请照交办单填；口头交办写“口头”和时间。",
        next_en="Copy it from the sheet; for a spoken one write so, with its hour.",
    ),
    "instruction_hours": Sentence(
        zh="办结时间要晚于开始时间，也要晚于现在。",
        en="The hour it is due must lie after its beginning, and after now.",
        next_zh="请改时间；已经办完的事不用登记。",
        next_en="Change the hours; what is done already need not be entered.",
    ),
    "instruction_too_far": Sentence(
        zh="办结时间太远：最多 {days} 天以内。",
        en="It is due too far ahead: at most {days} days.",
        next_zh="请分段登记，先写最近一次要办的。",
        next_en="Enter it in parts, the next one first.",
    ),
    "instruction_subject": Sentence(
        zh="请写明一处：一个人、一户、一处设施，或一个地方，只能选一个。",
        en="Name one: a resident, a household, a facility or a place.",
        next_zh="几户都要办的，每户登记一件。",
        next_en="For several homes enter one each.",
    ),
    "instruction_place_too_wide": Sentence(
        zh="地方太大：交办最大到街道。",
        en="The place is too wide: a sub-district at most.",
        next_zh="请选街道、社区、小区、楼栋或单元。",
        next_en="Choose a sub-district, community, compound, building or unit.",
    ),
    "role_cannot_settle": Sentence(
        zh="“{role}”不是可以办理事项的岗位。",
        en="“{role}” is no post that settles duties.",
        next_zh="请选楼长、网格员、内勤、书记等岗位。",
        next_en="Choose a captain, grid worker, clerk, secretary …",
    ),
    "post_not_there": Sentence(
        zh="这个岗位已结束，或不管这个地方。",
        en="That post has ended or does not answer for the place.",
        next_zh="请另选一个岗位。",
        next_en="Choose another post.",
    ),
    "duty_taken": Sentence(
        zh="这件事已由一位{role_zh}接手。",
        en="A {role_en} has taken this already.",
        next_zh="请先同接手人说好，由本人或值班长交回，再接手。",
        next_en="Settle it with whoever took it; she or the duty officer gives it back first.",
    ),
    "duty_not_taken": Sentence(
        zh="这件事没有人接手，不用交回。",
        en="Nobody has taken this.",
        next_zh="请刷新页面再看。",
        next_en="Reload the page.",
    ),
}
