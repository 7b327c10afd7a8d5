"""The problems of outbreaks that end, and of what is destroyed then."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "outbreak_order_holds": Sentence(
        zh="这起疫情还有通告在生效：录入号 {numbers}。",
        en="Orders of this outbreak still hold: {numbers}.",
        next_zh="等这些通告到期，或者按文件解除；最后一份结束满30天再来。",
        next_en="Wait for their end or lift them by a document; come back thirty days after the last of them.",
    ),
    "outbreak_order_waits": Sentence(
        zh="这起疫情还有录入后没人确认的：录入号 {numbers}。",
        en="Something entered in this outbreak waits for a second person: {numbers}.",
        next_zh="请第二人确认，或者由录入的人撤回。",
        next_en="Let a second person confirm it, or withdraw it.",
    ),
    "outbreak_too_soon": Sentence(
        zh="最后一份通告结束还不满30天。",
        en="The last order ended less than thirty days ago.",
        next_zh="{at} 以后再办；这期间住户还可能来要证明、提异议。",
        next_en="Come back after {at}; until then people may still ask for certificates or object.",
    ),
    "outbreak_objections_open": Sentence(
        zh="还有 {many} 件异议申请没有答复。",
        en="{many} objections are not answered.",
        next_zh="先答复完：通告 → 异议申请。",
        next_en="Answer them first: orders → objections.",
    ),
    "outbreak_erased": Sentence(
        zh="这起疫情的个人信息已经销毁。",
        en="The personal data of this outbreak is destroyed.",
        next_zh="能看的只有销毁证明：通告 → 疫情。",
        next_en="What is left to look at is its certificate: orders → outbreaks.",
    ),
    "outbreak_not_erased": Sentence(
        zh="这起疫情的个人信息还没有销毁。",
        en="The personal data of this outbreak is not destroyed yet.",
        next_zh="先办销毁，再登记外面的副本。",
        next_en="Have it destroyed first; copies are noted afterwards.",
    ),
    "closing_asked": Sentence(
        zh="已经有人提出销毁，正等第二人确认。",
        en="Somebody asked for it already; a second person is waited for.",
        next_zh="请另一位有权限的人确认，或者先撤回。",
        next_en="Let somebody else with the right confirm it, or withdraw it first.",
    ),
    "closing_not_asked": Sentence(
        zh="没有等待确认的销毁。",
        en="Nothing waits for a second person here.",
        next_zh="先由一人提出并写明原因，再由另一人确认。",
        next_en="One person asks and gives the reason, then another confirms.",
    ),
    "certificate_unreadable": Sentence(
        zh="销毁的记录被改动过，读不出来。",
        en="What was decided about the erasure was changed and cannot be read.",
        next_zh="请马上报告维护人员，并运行核对（查漏）。",
        next_en="Report it at once and run the check.",
    ),
    "copy_unknown": Sentence(
        zh="证明上没有列这份副本。",
        en="The certificate names no such copy.",
        next_zh="请刷新页面，在证明所列的副本里选。",
        next_en="Load the page again and choose one that the certificate names.",
    ),
    "copy_gone_noted": Sentence(
        zh="这份副本已经登记过销毁。",
        en="That this copy was destroyed is noted already.",
        next_zh="不用再登记。",
        next_en="Nothing is left to do.",
    ),
    "copy_gone_by_whom": Sentence(
        zh="没有写明是谁销毁的。",
        en="Who destroyed it is missing.",
        next_zh="请写经手人的姓名。",
        next_en="Write the name of who did it.",
    ),
    "copy_gone_later": Sentence(
        zh="销毁日期还没到。",
        en="The day on which it was destroyed has not come yet.",
        next_zh="请写实际销毁的日期。",
        next_en="Write the day on which it was done.",
    ),
}
