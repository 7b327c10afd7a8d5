"""Why something is asked: one line for staff; for residents all of it, from who decided to how to object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.orders import OrderInForce, strictest
from wumen.rules.playbooks import Named, Playbook
from wumen.rules.release import ConditionState
from wumen.rules.time import instant_en, instant_zh


@dataclass(frozen=True)
class Grounds:
    """What an order says of itself."""

    order: OrderInForce
    authority: str
    document: str
    ground: str


@dataclass(frozen=True)
class Explanation:
    """One line for staff, in Chinese and English, and the facts that it is made of."""

    zh: str
    en: str
    regime: str
    orders: tuple[str, ...]
    begins: datetime | None
    ends: datetime | None


def explain(
    place_zh: str,
    place_en: str,
    grounds: Sequence[Grounds],
    playbooks: Mapping[str, Playbook],
    ask: tuple[str, str],
) -> Explanation:
    """Say in one line what applies, why, who decided, from when, until when and where to object.

    `grounds` are the orders in force at the instant that was asked for; `ask` names whom to ask, in both
    languages. Nothing in force is an answer too.
    """
    if not grounds:
        zh = f"{place_zh}：目前没有管控要求。如有疑问，{ask[0]}。"
        en = f"{place_en}: no restriction is in force. For questions, {ask[1]}."
        return Explanation(zh, en, "", (), None, None)
    chosen = strictest([one.order for one in grounds], playbooks)
    by = next(one for one in grounds if one.order is chosen)
    rules = playbooks[chosen.outbreak]
    regime, edition = rules.regimes[chosen.regime], rules.playbook
    others = [one for one in grounds if one is not by]
    also_zh = "；另有" + "、".join(one.document for one in others) if others else ""
    also_en = "; also " + ", ".join(one.document for one in others) if others else ""
    zh = (
        f"{place_zh}：{regime.name_zh}，{regime.movement_zh}。"
        f"依据：{by.authority}《{by.document}》（{by.ground}），{edition.name_zh}{also_zh}。"
        f"自 {instant_zh(chosen.interval.begins)} 起，至 {instant_zh(chosen.interval.ends)} 止，到期自行结束。"
        f"不同意或有疑问，{ask[0]}。"
    )
    en = (
        f"{place_en}: {regime.name_en}: {regime.movement_en}. "
        f"Decided by {by.authority}, {by.document} ({by.ground}); {edition.name_en}{also_en}. "
        f"From {instant_en(chosen.interval.begins)} until {instant_en(chosen.interval.ends)}, "
        f"when it ends by itself. To object or ask, {ask[1]}."
    )
    numbers = tuple(sorted(one.order.number for one in grounds))
    return Explanation(zh, en, chosen.regime, numbers, chosen.interval.begins, chosen.interval.ends)


@dataclass(frozen=True)
class Contact:
    """Somebody to ring: what she is, her name, and her telephone where one is known."""

    role: Named
    name: str
    telephone: str = ""


@dataclass(frozen=True)
class Reason:
    """One order over somebody, whole; `conditions` are what would end it before its day.

    `personal`: it binds the person herself and not the place.
    """

    order: str
    regime: Named
    movement: Named
    strictness: int
    authority: str
    document: str
    ground: str
    edition: Named
    begins: datetime
    ends: datetime
    personal: bool
    conditions: tuple[ConditionState, ...]


@dataclass(frozen=True)
class Part:
    """A part of the whole answer: its question and the lines that answer it."""

    question: Named
    lines: tuple[Named, ...]


@dataclass(frozen=True)
class Whole:
    """All that a resident may ask of what binds her: the staff's line, and the whole of it in parts.

    `movement` is what holds of many orders together: that of the strictest; None when nothing is in force.
    """

    zh: str
    en: str
    regime: str
    orders: tuple[str, ...]
    begins: datetime | None
    ends: datetime | None
    movement: Named | None
    reasons: tuple[Reason, ...]
    medical: Named
    call: tuple[Contact, ...]
    objection: Named
    parts: tuple[Part, ...]


MEDICAL = Named(
    zh="看病、急救随时可以出门，不用等核酸、单子或批准。情况急直接拨 120，手续后补。",
    en="For medical care you may leave at any time, without test, sheet or permission. In an emergency ring"
    " 120; the paper can wait.",
)
_NOTHING = Named(
    zh="目前没有任何管控要求，您可以正常出入。",
    en="Nothing is in force: you may come and go.",
)
_NOBODY = Named(zh="社区值班室", en="the community's desk")
_UNKNOWN_NUMBER = Named(zh="电话还没有登记", en="no number on record yet")


def objection(authority: str = "") -> Named:
    """How to object to a decision: to whoever made it, or by law (administrative review or court)."""
    to_zh = f"向{authority}提出" if authority else "向作出决定的机关提出"
    to_en = f"to {authority}" if authority else "to the authority that decided"
    return Named(
        zh=f"{to_zh}，社区可以代为转交；也可以依法申请行政复议或者向法院起诉",
        en=f"{to_en}, the community passes it on; or by administrative review or in court",
    )


def explain_whole(line: Explanation, reasons: Sequence[Reason], call: Sequence[Contact]) -> Whole:
    """The whole answer for a resident: what, why, who decided, since, until, what ends it, whom to ring.

    `line` is the staff's line of the same instant. The strictest order stands first; where nothing is in
    force that is said. A condition that nobody recorded is told as unknown.
    """
    ordered = tuple(sorted(reasons, key=lambda one: (-one.strictness, one.ends, one.order)))
    first = ordered[0] if ordered else None
    how = objection(first.authority if first else "")
    return Whole(
        zh=line.zh,
        en=line.en,
        regime=line.regime,
        orders=line.orders,
        begins=line.begins,
        ends=line.ends,
        movement=first.movement if first else None,
        reasons=ordered,
        medical=MEDICAL,
        call=tuple(call),
        objection=how,
        parts=(
            *_what(ordered),
            *(part for one in ordered for part in _reason(one, len(ordered) > 1)),
            Part(Named(zh="要看病怎么办", en="Medical care"), (MEDICAL,)),
            Part(Named(zh="找谁", en="Whom to ring"), _call(call)),
            Part(Named(zh="不同意怎么办", en="How to object"), (how,)),
        ),
    )


def _what(ordered: Sequence[Reason]) -> tuple[Part, ...]:
    """What is asked now, by the strictest of many."""
    question = Named(zh="现在的要求", en="What is asked now")
    if not ordered:
        return (Part(question, (_NOTHING,)),)
    first = ordered[0]
    said = [
        Named(
            zh=f"{first.regime.zh}：{first.movement.zh}。",
            en=f"{first.regime.en}: {first.movement.en}.",
        )
    ]
    if len(ordered) > 1:
        many = len(ordered)
        said.append(
            Named(
                zh=f"同时有 {many} 份通告/决定，出入按最严的一份；它结束后按其余的。",
                en=f"{many} orders hold at once; the strictest decides, then the others.",
            )
        )
    return (Part(question, tuple(said)),)


def _reason(one: Reason, several: bool) -> tuple[Part, ...]:
    """Why, who decided, since, until, and what would end it, of one order."""
    of = f"（{one.document}）" if several else ""
    of_en = f" ({one.document})" if several else ""
    decided = Named(
        zh=f"{one.authority}《{one.document}》，按{one.edition.zh}。",
        en=f"{one.authority}, {one.document}, by {one.edition.en}.",
    )
    whom = Named(zh="对您本人。", en="It is about you.") if one.personal else None
    ground = Named(zh=f"{one.ground}。", en=f"{one.ground}.")
    period = Named(
        zh=f"自 {instant_zh(one.begins)} 起，至 {instant_zh(one.ends)} 止，到期自行结束，不用办手续。",
        en=f"From {instant_en(one.begins)} until {instant_en(one.ends)}, when it ends by itself.",
    )
    why = (ground, whom) if whom else (ground,)
    return (
        Part(Named(zh=f"为什么{of}", en=f"Why{of_en}"), why),
        Part(Named(zh=f"谁决定的{of}", en=f"Who decided{of_en}"), (decided,)),
        Part(Named(zh=f"从何时到何时{of}", en=f"Since and until{of_en}"), (period,)),
        Part(
            Named(zh=f"怎样可以提前结束{of}", en=f"What would end it earlier{of_en}"),
            (_ALL_OF_THESE, *map(condition_words, one.conditions))
            if one.conditions
            else (_NO_EARLIER,),
        ),
    )


_ALL_OF_THESE = Named(
    zh="下面几条都满足了，由决定机关发文解除：",
    en="When all of these hold, by a document of the same authority:",
)
_NO_EARLIER = Named(
    zh="只有决定机关发文才能提前结束。", en="Only a document of the same authority ends it earlier."
)


def condition_words(one: ConditionState) -> Named:
    """A condition of release in plain words: met, not yet and why, or not known."""
    if one.met:
        return Named(zh=f"✓ {one.zh}：已满足", en=f"✓ {one.en}: met")
    zh = "；".join(said for said, _ in one.blockers)
    en = "; ".join(said for _, said in one.blockers)
    if one.met is None:
        return Named(zh=f"? {one.zh}：还不知道（{zh}）", en=f"? {one.en}: not known ({en})")
    return Named(zh=f"✕ {one.zh}：还没有（{zh}）", en=f"✕ {one.en}: not yet ({en})")


def _call(call: Sequence[Contact]) -> tuple[Named, ...]:
    """Whom to ring; without a number that is said, never one made up."""
    if not call:
        call = (Contact(_NOBODY, ""),)
    return tuple(
        Named(
            zh=f"{one.role.zh}{one.name}，{one.telephone or _UNKNOWN_NUMBER.zh}",
            en=f"{one.role.en} {one.name}, {one.telephone or _UNKNOWN_NUMBER.en}".replace(
                " ,", ","
            ),
        )
        for one in call
    )
