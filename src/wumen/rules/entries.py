"""Whether somebody may come in at a gate (门岗): lets in, with conditions, or not now with what can be done instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wumen.rules.movement import Answer, Verdict
from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Leave, Named, Playbook
from wumen.rules.problems import Problem

Words = tuple[str, str]


class Coming(StrEnum):
    """Who stands at the gate."""

    RESCUE = "rescue"
    RESIDENT = "resident"
    NO_PHONE = "no_phone"
    RETURNING = "returning"
    CARER = "carer"
    REPAIR = "repair"
    SUPPLY = "supply"
    RIDER = "rider"
    VAN = "van"
    BUILDER = "builder"
    VISITOR = "visitor"


COMING_NAMES: Mapping[Coming, Named] = {
    Coming.RESCUE: Named(
        zh="救护、消防、民警、出诊医生", en="ambulance, fire, police, doctor on call"
    ),
    Coming.RESIDENT: Named(zh="住在这里的人", en="somebody who lives here"),
    Coming.NO_PHONE: Named(zh="住在这里、没有手机或没有码", en="lives here, no phone or no code"),
    Coming.RETURNING: Named(zh="从外地回来的住户", en="lives here, back from elsewhere"),
    Coming.CARER: Named(zh="护工、保姆（照看离不开人的）", en="carer of somebody who needs one"),
    Coming.REPAIR: Named(zh="抢修：水电气、电梯", en="urgent repair: water, power, gas, lift"),
    Coming.SUPPLY: Named(zh="保供车", en="supply vehicle"),
    Coming.RIDER: Named(zh="外卖、快递", en="rider, courier"),
    Coming.VAN: Named(zh="搬家车", en="removal van"),
    Coming.BUILDER: Named(zh="装修、施工", en="builder"),
    Coming.VISITOR: Named(zh="访客、家政、中介", en="visitor, home help, agent"),
}
_HOME = frozenset({Coming.RESIDENT, Coming.NO_PHONE, Coming.RETURNING})
_NEEDED = frozenset({Coming.CARER, Coming.REPAIR, Coming.SUPPLY})
# How far each regime closes a gate for who comes from outside; the more it holds inside, the less comes in.
_SHUT = frozenset({Leave.NOBODY, Leave.BY_TURNS, Leave.IN_ZONE})

_REGISTER: Words = (
    "登记姓名、电话、去哪一户、几点走",
    "note name, telephone, which home, until when",
)
_MASK: Words = ("戴好口罩，量体温", "mask on, temperature taken")
_STEPS: Mapping[Coming, tuple[Words, ...]] = {
    Coming.RESIDENT: (_MASK,),
    Coming.NO_PHONE: (
        (
            "纸上登记姓名和房号，或出示身份证；家人、楼长电话核实也行",
            "on paper by name and room, or an identity card; a call to household or captain will do",
        ),
        _MASK,
    ),
    Coming.RETURNING: (
        (
            "登记从哪里来、哪天离开的、怎么回来的，马上报社区",
            "note from where, left when, came how; tell the community at once",
        ),
        (
            "要不要居家由有权机关决定，门岗不决定；先让人进家门",
            "whether she stays at home the authority decides, not the gate; she goes home first",
        ),
    ),
    Coming.CARER: (
        (
            "固定一个人，登记照看哪一户；能住下的住下",
            "one fixed person, noted for that home; stays in if she can",
        ),
        _MASK,
    ),
    Coming.REPAIR: (
        ("物业或楼长领着，直接到、直接走", "led there and back by property or captain"),
        _REGISTER,
        _MASK,
    ),
    Coming.SUPPLY: (
        (
            "看保供通行证；司机不下车，在卸货点交接",
            "supply pass; the driver stays in, goods change hands at the unloading place",
        ),
        ("登记车牌、几点到", "note the plate and the hour"),
    ),
}
_INSTEAD: Mapping[Coming, tuple[Words, ...]] = {
    Coming.RIDER: (
        (
            "放在门口暂存点，写上房号，志愿者送上楼",
            "leave it at the deposit point with the room on it; it is carried up",
        ),
    ),
    Coming.VAN: (
        (
            "改到解除以后；人可以先住下，急用的东西在门口交接",
            "after the end; the people may move in, what is urgent changes hands at the gate",
        ),
    ),
    Coming.BUILDER: (
        (
            "停工到解除以后；漏水漏电漏气算抢修，可以进",
            "work rests until the end; a leak is an urgent repair and comes in",
        ),
    ),
    Coming.VISITOR: (
        (
            "东西可以递进来，事情可以打电话办；家里有人离不开照看的，按护工登记",
            "things can be handed in, matters settled by telephone; who cares for somebody is let in as carer",
        ),
    ),
}


@dataclass(frozen=True)
class GateFacts:
    """What is known at a gate: now, the orders over the place that is gone to, whom to ring."""

    now: datetime
    orders: Sequence[OrderInForce]
    ask: Words = ("有疑问请打社区值班电话", "in doubt ring the community's desk")


def read_coming(text: str) -> Coming:
    """Who it is, by its key; Problem `entry_who_unknown`."""
    if text not in set(Coming):
        raise Problem("entry_who_unknown")
    return Coming(text)


def may_come_in(who: Coming, facts: GateFacts, playbooks: Mapping[str, Playbook]) -> Answer:
    """May somebody come in now; read from top to bottom, the first that applies decides.

    1. Rescue goes in at once. 2. Nobody is kept from her own home, a missing phone or code is no reason
    (国办发〔2020〕45号: another way for who has no smartphone). 3. Where no order closes the place, who comes
    is noted and goes in. 4. Carers, urgent repairs and supplies come in under every regime, by a way of
    their own. 5. Others wait until the end, with what can be done instead.
    """
    if who is Coming.RESCUE:
        reason = ("救人的先进，什么都不查", "rescue goes in at once, nothing is asked")
        step = ("开门让路，派人领到单元门", "open, clear the way, lead them to the door")
        return Answer(Verdict.LET_THROUGH, reason, (step,))
    if who in _HOME:
        own = ("回自己家，不拦", "nobody is kept from her own home")
        return Answer(Verdict.WITH_CONDITIONS, own, _STEPS[who])
    shut = [
        one
        for one in facts.orders
        if one.interval.holds(facts.now)
        and playbooks[one.outbreak].regimes[one.regime].leave in _SHUT
    ]
    if not shut:
        reason = ("这里没有封管要求", "no order closes this place")
        return Answer(Verdict.WITH_CONDITIONS, reason, (_REGISTER, _MASK))
    order = max(shut, key=lambda one: (strictness(one, playbooks), one.interval.ends, one.number))
    regime = playbooks[order.outbreak].regimes[order.regime]
    if who in _NEEDED:
        reason = (
            f"{regime.name_zh}：照看、抢修、保供照常进",
            f"{regime.name_en}: care, repairs, supplies go on",
        )
        answer = Answer(Verdict.WITH_CONDITIONS, reason, _STEPS[who])
    else:
        reason = (
            f"{regime.name_zh}：{regime.movement_zh}",
            f"{regime.name_en}: {regime.movement_en}",
        )
        answer = Answer(Verdict.NOT_NOW, reason, (*_INSTEAD[who], facts.ask))
    return replace(answer, order=order.number, until=order.interval.ends)
