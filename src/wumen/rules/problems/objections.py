"""The problems of objections."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "objection_unknown": Sentence(
        zh="没有这份异议申请，或者不在您的范围里。",
        en="There is no such objection in your area.",
        next_zh="请回到“异议”页面重新选。",
        next_en="Go back to the objections and choose again.",
    ),
    "objection_no_order": Sentence(
        zh="这里现在没有通告/决定管着，没有可以异议的内容。",
        en="No order is in force here, so there is nothing to object to.",
        next_zh="请打电话问社区。",
        next_en="Please ring the community.",
    ),
    "objection_decided": Sentence(
        zh="第 {number} 号异议已经答复过。",
        en="Objection {number} has been answered already.",
        next_zh="还有不同意的，请另登记一份。",
        next_en="If more is to be said, receive another one.",
    ),
    "objection_other_person": Sentence(
        zh="录入或确认这份通告/决定的人、登记这份异议的人，和用他们打印的登录卡登录的人，不能来答复。",
        en="Who entered or confirmed the order or received the objection cannot decide, nor who has a card from them.",
        next_zh="请另一位有确认权的同事答复：{who_zh}。",
        next_en="Ask another colleague who may confirm orders: {who_en}.",
    ),
    "objection_needs_document": Sentence(
        zh="解除或调整要由决定机关发文：收到异议以后，还没有录入让提异议的人不再受管的文件。",
        en="Only the authority's document sets free who objected, and none was entered since.",
        next_zh="请先转报决定机关；收到文件后录入（解除、调整，或只把这位住户调出）并由第二人确认，再回来答复。",
        next_en="Forward it; enter its document, be it for all or for this resident alone, then answer here.",
    ),
    "objection_forwarded": Sentence(
        zh="第 {number} 号异议已经转报过。",
        en="Objection {number} has been forwarded already.",
        next_zh="等决定机关答复后，在这里答复住户。",
        next_en="Answer the resident here once the authority has replied.",
    ),
}
