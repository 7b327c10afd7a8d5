"""Whether somebody may go out now: an emergency at once, care always, the rest by the orders that bind her."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Leave, Named, Playbook, Regime
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, day_zh, instant_en, instant_zh
from wumen.rules.turns import Outing, next_turn, noted, within

Words = tuple[str, str]


class Purpose(StrEnum):
    """What somebody goes out for; the last is no going out of her own: she is moved by the office."""

    ILLNESS = "illness"
    BIRTH = "birth"
    FIRE = "fire"
    POLICE = "police"
    DANGER = "danger"
    DIALYSIS = "dialysis"
    CHEMOTHERAPY = "chemotherapy"
    ANTENATAL = "antenatal"
    MEDICINE = "medicine"
    DOCTOR = "doctor"
    GOODS = "goods"
    WORK = "work"
    FAMILY = "family"
    AIR = "air"
    OTHER = "other"
    TRANSFER = "transfer"


PURPOSE_NAMES: Mapping[Purpose, Named] = {
    Purpose.ILLNESS: Named(zh="急病（胸痛、昏迷、大出血…）", en="sudden illness (chest pain …)"),
    Purpose.BIRTH: Named(zh="要生孩子了", en="giving birth"),
    Purpose.FIRE: Named(zh="着火、漏气、楼里有危险", en="fire, gas, danger in the building"),
    Purpose.POLICE: Named(zh="报警、配合民警办急事", en="police matter"),
    Purpose.DANGER: Named(zh="家里有人伤害自己，要躲开", en="escaping harm at home"),
    Purpose.DIALYSIS: Named(zh="透析", en="dialysis"),
    Purpose.CHEMOTHERAPY: Named(zh="放化疗", en="chemotherapy or radiotherapy"),
    Purpose.ANTENATAL: Named(zh="产检", en="antenatal care"),
    Purpose.MEDICINE: Named(zh="配药、取药", en="medicine"),
    Purpose.DOCTOR: Named(zh="其他看病", en="seeing a doctor"),
    Purpose.GOODS: Named(zh="取物、买菜", en="fetching goods"),
    Purpose.WORK: Named(zh="上班、上学", en="work or school"),
    Purpose.FAMILY: Named(zh="照看家人", en="looking after family"),
    Purpose.AIR: Named(zh="透气、散步", en="fresh air"),
    Purpose.OTHER: Named(zh="其他事", en="something else"),
    Purpose.TRANSFER: Named(zh="转运去集中隔离", en="moved to central isolation"),
}
EMERGENCIES = frozenset(
    {Purpose.ILLNESS, Purpose.BIRTH, Purpose.FIRE, Purpose.POLICE, Purpose.DANGER}
)
CARE = frozenset(
    {
        Purpose.DIALYSIS,
        Purpose.CHEMOTHERAPY,
        Purpose.ANTENATAL,
        Purpose.MEDICINE,
        Purpose.DOCTOR,
    }
)


def read_purpose(text: str) -> Purpose:
    """The purpose of that key; Problem `purpose_not_said`."""
    if text not in set(Purpose):
        raise Problem("purpose_not_said")
    return Purpose(text)


_OF_AGE = 18


def is_minor(born: date | None, today: date) -> bool:
    """Whether somebody born on a day is under eighteen today; unknown is not."""
    if born is None:
        return False
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not had_birthday) < _OF_AGE


class Verdict(StrEnum):
    """放行, 有条件放行, 暂不能出: from the mildest to the one that holds somebody back."""

    LET_THROUGH = "let_through"
    WITH_CONDITIONS = "with_conditions"
    NOT_NOW = "not_now"


VERDICT_NAMES: Mapping[Verdict, Named] = {
    Verdict.LET_THROUGH: Named(zh="放行", en="let through"),
    Verdict.WITH_CONDITIONS: Named(zh="有条件放行", en="let through, with conditions"),
    Verdict.NOT_NOW: Named(zh="暂不能出，可以…", en="not now; what can be done instead"),
}
_ORDER = tuple(Verdict)


@dataclass(frozen=True)
class Asked:
    """What is asked: what for, whether she leaves the zone, and who goes with her (a name, or nobody)."""

    purpose: Purpose
    beyond: bool = False
    companion: str = ""


@dataclass(frozen=True)
class MovementFacts:
    """What is known of whoever asks.

    `orders`: those over her place and on herself, begun or not, over or not. `outings`: of her household,
    None where nobody records them; `whole`: none of them is hidden from who asks. `dependent`: a minor, or
    somebody who depends on care. `ask`: whom to turn to, as a sentence in both languages.
    """

    now: datetime
    orders: Sequence[OrderInForce]
    outings: Sequence[Outing] | None = None
    whole: bool = True
    dependent: bool = False
    ask: Words = ("请联系社区值班室", "ask the community's desk")


@dataclass(frozen=True)
class Answer:
    """May she go: the verdict, why, and what to do: conditions, or what can be done instead.

    `order` and `until` name the order that decides, where one does.
    """

    verdict: Verdict
    reason: Words
    steps: tuple[Words, ...]
    order: str | None = None
    until: datetime | None = None

    def as_dict(self) -> dict[str, object]:
        """The form that `wumen explain --json` prints."""
        return {
            "verdict": self.verdict.value,
            "zh": VERDICT_NAMES[self.verdict].zh,
            "reason_zh": self.reason[0],
            "reason_en": self.reason[1],
            "steps": [zh for zh, _ in self.steps],
            "order": self.order,
        }


def may_go_out(asked: Asked, facts: MovementFacts, playbooks: Mapping[str, Playbook]) -> Answer:
    """May she go out now; read from top to bottom, the first that applies decides.

    1. An emergency goes at once, whatever is missing: 先救人，后补登记 (Xi'an, 2022-01-01).
    2. Somebody is moved by the office only under an order, a dependent person only with guardian or carer.
    3. Nobody is held without an order that is in force now.
    4. Medical care goes under every regime; car, escort and closed loop are how, never whether.
    5. Everything else by what each order's regime says of leaving; of several orders the most limiting.
    """
    if asked.purpose in EMERGENCIES:
        return _emergency(asked.purpose)
    binding = [one for one in facts.orders if one.interval.holds(facts.now)]
    if asked.purpose is Purpose.TRANSFER:
        return _transfer(asked, facts, binding)
    if not binding:
        reason = ("目前没有管控要求", "no restriction is in force")
        return Answer(Verdict.LET_THROUGH, reason, ())
    # The strictest of a playbook speaks first among equals; regimes of two playbooks are not compared.
    answers = [
        _under(one, playbooks[one.outbreak].regimes[one.regime], asked, facts)
        for one in sorted(
            binding, key=lambda one: (-strictness(one, playbooks), one.interval.ends, one.number)
        )
    ]
    return max(answers, key=lambda one: _ORDER.index(one.verdict))


_CALL: Mapping[Purpose, Words] = {
    Purpose.ILLNESS: ("马上打 120，开单元门、小区门，有人下楼接车", "ring 120, open the doors"),
    Purpose.BIRTH: ("马上打 120，开单元门、小区门，有人下楼接车", "ring 120, open the doors"),
    Purpose.FIRE: ("马上打 119，走楼梯，不乘电梯，叫上邻居", "ring 119, take the stairs"),
    Purpose.POLICE: ("打 110", "ring 110"),
    Purpose.DANGER: (
        "先离开，打 110；不要告诉家里人她去了哪里",
        "leave first, ring 110, tell nobody where",
    ),
}


def _emergency(purpose: Purpose) -> Answer:
    reason = (
        "先救人，后补登记：不等核酸、不等健康码、不等审批",
        "people first, papers later: no test, code or permission is waited for",
    )
    return Answer(Verdict.LET_THROUGH, reason, (_CALL[purpose],))


def _transfer(asked: Asked, facts: MovementFacts, binding: Sequence[OrderInForce]) -> Answer:
    """Source: design, promise 3 and the guards of section 6."""
    if not binding:
        reason = ("没有对本人生效的决定，不能转运", "no decision about this person is in force")
        step = ("请有权机关先作出决定并送达；在那之前本人照常生活", "the authority decides first")
        return Answer(Verdict.NOT_NOW, reason, (step,))
    if facts.dependent and not asked.companion.strip():
        reason = (
            "孩子和需要人照看的人，没有监护人或指定照看人陪同不转运",
            "a child or dependent person is not moved without guardian or named carer",
        )
        step = ("先写明由谁陪同、由谁照看，再走", "name first who goes along and who cares")
        return Answer(Verdict.NOT_NOW, reason, (step,))
    reason = ("有生效的决定", "a decision is in force")
    steps: list[Words] = [
        (
            "先当面告知：依据、去哪里、住几天、找谁、不同意怎么反映",
            "say in person: on what grounds, where to, how long, whom to ask, how to object",
        ),
        ("药、证件、手机和充电器带上；钥匙、宠物交代好", "medicine, papers, phone; keys and pets"),
    ]
    if facts.dependent:
        steps.insert(0, ("陪同的人一路同行", "the companion goes all the way along"))
    return Answer(Verdict.WITH_CONDITIONS, reason, tuple(steps))


def _under(order: OrderInForce, regime: Regime, asked: Asked, facts: MovementFacts) -> Answer:
    """The answer under one order alone."""
    by_leave = _BY_LEAVE[regime.leave]
    care = asked.purpose in CARE
    answer = _care(regime, facts) if care else by_leave(regime, asked, facts)
    return replace(answer, order=order.number, until=order.interval.ends)


def _care(regime: Regime, facts: MovementFacts) -> Answer:
    """Source: community plan of 2021-09 (专人专车, closed loop); Beijing 2022-05-23: one car, one patient."""
    reason = (
        "看病就医不受限制；下面的事同时去办，办不齐也先走，回来再补",
        "medical care is never held up; what follows is seen to meanwhile and never waited for",
    )
    with_her: Words = ("由监护人或照看的人陪同", "guardian or carer goes along")
    company = (with_her,) if facts.dependent else ()
    if regime.leave is Leave.FREE:
        return Answer(Verdict.LET_THROUGH, ("看病就医不受限制", "medical care is free"), company)
    if regime.leave is not Leave.NOBODY:
        mask: Words = (
            "戴好口罩，告诉门岗去哪家医院、几点回",
            "wear a mask, say where and until when",
        )
        return Answer(Verdict.WITH_CONDITIONS, reason, (mask, *company))
    steps: tuple[Words, ...] = (
        (
            f"派车：一车一人，点对点到医院；{facts.ask[0]}",
            f"a car of one's own, straight to the hospital; {facts.ask[1]}",
        ),
        ("一名工作人员陪同，进出都避开人群", "one of the crew goes along, away from crowds"),
        ("看完原路接回，闭环管理", "brought straight back"),
    )
    return Answer(Verdict.WITH_CONDITIONS, reason, (*steps, *company))


_INSTEAD: Mapping[Purpose, Words] = {
    Purpose.GOODS: (
        "要的东西登记给楼长，送到门口",
        "give the captain a list; it is brought to the door",
    ),
    Purpose.WORK: ("可以给单位、学校开居家证明", "a certificate for employer or school"),
    Purpose.FAMILY: (
        "由社区派人先去看家人；没有别人能照看的，马上报社区办",
        "somebody of the community goes there now",
    ),
    Purpose.AIR: (
        "在家开窗通风，门口垃圾由工作人员收",
        "air at the window; waste is collected at the door",
    ),
    Purpose.OTHER: (
        "把要办的事告诉我们，能代办的代办",
        "say what has to be done; it is done for you",
    ),
}


def _instead(purpose: Purpose, facts: MovementFacts) -> tuple[Words, ...]:
    """What somebody can do who stays: her errand in another way, whom to ask, and that care goes first."""
    return (
        _INSTEAD[purpose],
        facts.ask,
        ("要是急病、有危险：随时走，先救人，后补登记", "in an emergency go at once"),
    )


def _nobody(regime: Regime, asked: Asked, facts: MovementFacts) -> Answer:
    reason = (f"{regime.name_zh}：{regime.movement_zh}", f"{regime.name_en}: {regime.movement_en}")
    return Answer(Verdict.NOT_NOW, reason, _instead(asked.purpose, facts))


def _in_zone(regime: Regime, asked: Asked, facts: MovementFacts) -> Answer:
    """Anywhere in the zone; out of it not."""
    reason = (f"{regime.name_zh}：{regime.movement_zh}", f"{regime.name_en}: {regime.movement_en}")
    if asked.beyond:
        return Answer(Verdict.NOT_NOW, reason, _instead(asked.purpose, facts))
    return Answer(Verdict.LET_THROUGH, reason, (_MASK,))


_MASK: Words = ("戴好口罩，不聚集", "wear a mask, no gathering")
_MISTAKEN: Words = (
    "记错了的当场说：门岗打社区电话核实，确实没出过门就放行",
    "if that is a mistake say so: the gate rings the community, and who was not out goes",
)


def _by_turns(regime: Regime, asked: Asked, facts: MovementFacts) -> Answer:
    """In the zone when it is her household's turn."""
    persons, days = regime.persons_out or 1, regime.out_every_days or 1
    turn = (
        f"{regime.name_zh}：人不出区，每户每 {days} 天 {persons} 人",
        f"{regime.name_en}: in the zone, {persons} of a home every {days} days",
    )
    if asked.beyond:
        return Answer(Verdict.NOT_NOW, turn, _instead(asked.purpose, facts))
    today, gone = business_day(facts.now), facts.outings or ()
    taken = [one for one in gone if one.errand]
    free_on = next_turn(taken, today, persons, days)
    if free_on is not None:
        said_zh, said_en = noted(within(taken, today, days))
        reason = (f"{turn[0]}；本户已出过门：{said_zh}", f"{turn[1]}; went out already: {said_en}")
        wait = (f"轮到本户：{day_zh(free_on)}", f"the home's next turn: {free_on:%-d %b %Y}")
        steps = (wait, *_instead(asked.purpose, facts), _MISTAKEN)
        return Answer(Verdict.NOT_NOW, reason, steps)
    doubtful = within([one for one in gone if one.errand is None], today, days)
    if next_turn([*taken, *doubtful], today, persons, days) is not None:
        said_zh, said_en = noted(doubtful)
        ask = (
            f"先问清：{said_zh}记过出门，没写清是谁家、做什么；看病、急事不占次数，没有取物、办事就放行",
            f"ask first: out at {said_en}, not clear whose home or what for; care takes no turn",
        )
        return Answer(Verdict.WITH_CONDITIONS, turn, (ask, _MASK))
    if facts.outings is None or not facts.whole:
        said = (
            f"没有出入登记，先问清：本户最近 {days} 天内还没有 {persons} 人出去过",
            f"nothing is recorded: ask whether fewer than {persons} of the home went out in {days} days",
        )
        return Answer(Verdict.WITH_CONDITIONS, turn, (said, _MASK))
    return Answer(Verdict.LET_THROUGH, turn, (_MASK,))


def days_of_turns(
    orders: Iterable[OrderInForce], now: datetime, playbooks: Mapping[str, Playbook]
) -> int:
    """Within how many days the goings out of a home count under orders that hold now; 0 where none goes by turns."""
    regimes = [
        playbooks[one.outbreak].regimes[one.regime] for one in orders if one.interval.holds(now)
    ]
    return max(
        (one.out_every_days or 1 for one in regimes if one.leave is Leave.BY_TURNS), default=0
    )


def _free(regime: Regime, _asked: Asked, _facts: MovementFacts) -> Answer:
    reason = (f"{regime.name_zh}：不限制出入", f"{regime.name_en}: free to come and go")
    return Answer(Verdict.LET_THROUGH, reason, ())


_BY_LEAVE: Mapping[Leave, Callable[[Regime, Asked, MovementFacts], Answer]] = {
    Leave.NOBODY: _nobody,
    Leave.BY_TURNS: _by_turns,
    Leave.IN_ZONE: _in_zone,
    Leave.FREE: _free,
}


def line(answer: Answer) -> Words:
    """The answer in a line for a person: verdict, reason, what to do, until when."""
    named = VERDICT_NAMES[answer.verdict]
    steps_zh, steps_en = ("；".join(one[at] for one in answer.steps) for at in (0, 1))
    until = answer.until if answer.verdict is not Verdict.LET_THROUGH else None
    end_zh = f"到 {instant_zh(until)} 自行结束。" if until else ""
    end_en = f" It ends by itself at {instant_en(until)}." if until else ""
    return (
        f"{named.zh}　{answer.reason[0]}。{steps_zh}{'。' if steps_zh else ''}{end_zh}",
        f"{named.en}: {answer.reason[1]}. {steps_en}{'.' if steps_en else ''}{end_en}",
    )
