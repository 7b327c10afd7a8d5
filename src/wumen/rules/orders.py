"""Orders: what must be named before a restriction may begin, and which of many holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.areas import span
from wumen.rules.guarded_homes import names_a_door, names_a_house, tells_a_home, tells_few
from wumen.rules.guarded_text import holds_long_number, names_a_room, names_somebody, plain_of
from wumen.rules.isolation import days_beyond, days_of, longest
from wumen.rules.playbooks import Playbook
from wumen.rules.problems import Problem
from wumen.rules.shapes import Shape
from wumen.rules.time import Interval

# Communities and sub-districts propose and carry out; they do not decide (design, promise 3).
_TOO_LOW = Shape(
    "居委会|村委会|业委会|居民委员会|村民委员会|业主委员会|居民小组|村民小组|物业|街道|办事处|社区|小区|党支部|网格|楼长"
    # A township is of the level of a sub-district; 镇江市 and 景德镇市 are none.
    "|[乡镇](?:人民)?政府|[乡镇]党委|[乡镇][^省市县区]{0,12}(?:指挥部|领导小组|工作专班|办公室)"
)
# A district or higher, but not the 区 of 社区, 小区, 园区 …, and the body that decides there.
_HIGH_ENOUGH = Shape(
    "(国务院|(?<![社小校园厂片辖街])区|[省市县旗州盟])"
    "[^省市县区街社]*?(指挥部|政府|卫健委|卫生健康委|疾控中心|疾病预防控制中心|联防联控)"
)

# An end that nobody lives to see is none; whatever is needed longer, its authority extends.
_LASTS_AT_MOST = timedelta(days=180)


def decides(authority: str) -> bool:
    """Whether an authority's name is that of a body of county level or above, or of one it empowered.

    A name that says nothing of its level passes; one that names a community, a sub-district, a property
    company passes only behind the higher body that it belongs to.
    """
    low = _TOO_LOW.search(authority)
    high = _HIGH_ENOUGH.search(authority)
    return low is None or (high is not None and high.end() <= low.start())


def stands(
    dropped: datetime | None,
    confirmed: datetime | None,
    begins: datetime,
    over: datetime,
    now: datetime,
) -> str:
    """How a decision stands: dropped, waiting for its second person, coming, in_force or over.

    What was ended before it began never comes.
    """
    if dropped is not None:
        return "dropped"
    if confirmed is None:
        return "waiting"
    if now < begins < over:
        return "coming"
    return "in_force" if begins <= now < over else "over"


@dataclass(frozen=True)
class OrderDraft:
    """An order as it is entered, before anybody confirmed it; empty text and None are what is missing.

    `longer`: who enters it says that its document binds people for longer than the rules know an isolation.
    """

    regime: str
    authority: str
    document: str
    ground: str
    begins: datetime | None
    ends: datetime | None
    paths: tuple[str, ...] = ()
    residents: tuple[str, ...] = ()
    longer: bool = False


@dataclass(frozen=True)
class OrderInForce:
    """What a rule needs of a confirmed order; `known_at` is when the office had it confirmed.

    `end_known_at`: when it had the document confirmed that ended the order before its time, if one did.
    """

    number: str
    outbreak: str
    regime: str
    interval: Interval
    known_at: datetime
    end_known_at: datetime | None = None


def check_draft(draft: OrderDraft, playbook: Playbook) -> Interval:
    """The interval of a complete order; a Problem that names the first thing that is missing.

    Source: PIPL art. 13 and 34, the ten measures of 2022-12-07, design promise 3: authority, document,
    ground, start and end.
    """
    if draft.regime not in playbook.regimes:
        raise Problem("regime_unknown", regime=draft.regime, known=" ".join(playbook.regimes))
    _check_grounds(draft.authority, draft.document, draft.ground)
    if draft.begins is None:
        raise Problem("order_needs_start")
    if draft.ends is None:
        raise Problem("order_needs_end")
    if draft.ends <= draft.begins:
        raise Problem("order_ends_before_start")
    _check_end(draft.begins, draft.ends)
    if not draft.paths and not draft.residents:
        raise Problem("order_needs_scope")
    interval = Interval(draft.begins, draft.ends)
    if draft.residents and not draft.longer:
        _check_length(interval, playbook)
    return interval


def _check_length(interval: Interval, playbook: Playbook) -> None:
    """Nobody is kept at home for longer than the rules know by a slip of the pen: such an end is said on purpose."""
    beyond, most = days_beyond(interval, playbook), longest(playbook)
    if beyond and most is not None:
        names = {"person_zh": most.person_zh, "person_en": most.person_en}
        raise Problem("order_longer_than_rules", days=beyond, most=days_of(most), **names)


def _check_end(begins: datetime, ends: datetime) -> None:
    if ends - begins > _LASTS_AT_MOST:
        raise Problem("order_without_end", days=_LASTS_AT_MOST.days)


# What stands beside a number that is no room's: 第148号, 豫疫指〔2022〕5号, 1-3号楼, 20:00, a day.
_NO_ROOM = Shape(
    r"第\s?\d{1,5}\s?[号版期]|[〔\[(]\d{4}[〕\])]\s?\d{1,5}\s?号|\d{1,4}(?:\s?[-－—~～、至到]\s?\d{1,4}){0,30}\s?(?:号楼|号院|栋|幢|座|单元)"
    r"|\d{1,2}[:：]\d{2}|\d{4}-\d{1,2}-\d{1,2}|\d{1,4}年|\d{1,2}月|\d{1,2}日"
)


def check_public_words(
    ground: str,
    document: str,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    doors: Iterable[str] = (),
) -> None:
    """Refuse words of an order on places that say who or whose home: they hang at every stairwell.

    `names`: who lives there; `places`: how it is called there; `doors`: how doors without a number are called.
    Problems `order_words_tell`, `order_words_few` for one or two homes or people; the title of an authority's
    document counts whom it counts.
    """
    people, called, known = list(names), list(places), list(doors)
    for said in (ground, document):
        whole = plain_of(said)
        if (
            holds_long_number(said)
            or names_a_room(_NO_ROOM.sub("，", whole))
            or names_somebody(said, people, called)
            or _names_a_home(whole, known)
        ):
            raise Problem("order_words_tell")
    if tells_few(plain_of(ground)):
        raise Problem("order_words_few")


def _names_a_home(whole: str, doors: Iterable[str]) -> bool:
    return names_a_house(whole) or names_a_door(whole, doors) or tells_a_home(whole)


class Changed(StrEnum):
    """What an authority's later document does to an order; the name of its command, too."""

    EXTEND = "extend"
    STEP_DOWN = "step-down"
    LIFT = "lift"
    EXCEPT = "except"


@dataclass(frozen=True)
class ChangeDraft:
    """A later document about an order as it is entered; `at` is None for now, `ends` None for no new end.

    `paths` and `residents`: of an exception, the places and people that it takes out.
    """

    kind: Changed
    authority: str
    document: str
    ground: str
    at: datetime | None = None
    ends: datetime | None = None
    regime: str = ""
    paths: tuple[str, ...] = ()
    residents: tuple[str, ...] = ()


def check_change(
    draft: ChangeDraft,
    regime: str,
    held: Interval,
    playbook: Playbook,
    now: datetime,
    end_decided: bool = False,
) -> Interval:
    """From when a change takes effect, and the end that it leaves; a Problem names what is wrong.

    `regime` and `held` are the order's own. What ended by itself stays ended: it is neither extended nor
    lifted. What a document lifts or steps down on a day to come (`end_decided`) may be lifted sooner and
    nothing else, or two documents would hold for the time after; for those whom an exception takes out it
    is lifted. An extension sets a later end, a step down a milder regime; lifting asks for less than any of
    them and needs the document alone.
    Source: design, promise 3; community plan of 2021-09 (谁划定、谁调整).
    """
    _check_grounds(draft.authority, draft.document, draft.ground)
    at = draft.at or max(now, held.begins)
    if not held.begins <= at < held.ends or held.ends <= now:
        raise Problem("order_over")
    if draft.kind in (Changed.LIFT, Changed.EXCEPT):
        return Interval(at, held.ends)
    if end_decided:
        raise Problem("order_end_decided")
    if draft.kind is Changed.EXTEND:
        if draft.ends is None:
            raise Problem("order_needs_end")
        if draft.ends <= held.ends:
            raise Problem("order_not_longer")
        _check_end(max(at, now), draft.ends)
        return Interval(at, draft.ends)
    return _check_step_down(draft, regime, Interval(at, draft.ends or held.ends), playbook)


def _check_step_down(
    draft: ChangeDraft, regime: str, after: Interval, playbook: Playbook
) -> Interval:
    if draft.regime not in playbook.regimes:
        raise Problem("regime_unknown", regime=draft.regime, known=" ".join(playbook.regimes))
    if playbook.regimes[draft.regime].strictness >= playbook.regimes[regime].strictness:
        raise Problem("regime_not_milder")
    if after.ends <= after.begins:
        raise Problem("order_ends_before_start")
    _check_end(after.begins, after.ends)
    return after


@dataclass(frozen=True)
class Bound:
    """A place that an order names, or a resident; `excepted` once a later document takes it out."""

    area: str
    resident: str = ""
    excepted: bool = False


def named_by(
    bound: Sequence[Bound], paths: Sequence[str], doors: Mapping[str, str]
) -> tuple[int, ...]:
    """Which of those under an order a document names: their numbers in `bound`.

    `doors`: where each resident lives whom the document names. An order on places binds whoever is there, and
    what it names as one place stays one: taking a part of it out, or one person, is for the authority to draw
    anew. Problems: `order_excepts_nobody`, `order_binds_the_place`, `order_names_the_whole`, `order_names_not`.
    """
    if not paths and not doors:
        raise Problem("order_excepts_nobody")
    places = {one.area: n for n, one in enumerate(bound) if not one.resident}
    people = {one.resident: n for n, one in enumerate(bound) if one.resident}
    for path in paths:
        if path not in places:
            inside = any(span(place).holds(path) for place in places)
            raise Problem("order_names_the_whole" if inside else "order_names_not")
    for resident, door in doors.items():
        if resident not in people:
            inside = any(span(place).holds(door) for place in places)
            raise Problem("order_binds_the_place" if inside else "order_names_not")
    return tuple(sorted({*(places[one] for one in paths), *(people[one] for one in doors)}))


def check_exception(number: str, bound: Sequence[Bound], named: Iterable[int]) -> None:
    """Whether those may be taken out of an order; Problems `order_excepted_already`, `order_nobody_left`."""
    out = set(named)
    if any(bound[one].excepted for one in out):
        raise Problem("order_excepted_already")
    if all(one.excepted or n in out for n, one in enumerate(bound)):
        raise Problem("order_nobody_left", number=number)


def _check_grounds(authority: str, document: str, ground: str) -> None:
    for value, code in (
        (authority, "order_needs_authority"),
        (document, "order_needs_document"),
        (ground, "order_needs_ground"),
    ):
        if not value.strip():
            raise Problem(code)
    if not decides(authority):
        raise Problem("authority_too_low", authority=authority.strip())


def strictness(order: OrderInForce, playbooks: Mapping[str, Playbook]) -> int:
    """How strict an order's regime is, by the playbook of its outbreak."""
    return playbooks[order.outbreak].regimes[order.regime].strictness


def strictest(orders: Sequence[OrderInForce], playbooks: Mapping[str, Playbook]) -> OrderInForce:
    """Of orders that hold at one time the strictest; of equals the one that ends last."""
    return max(
        orders,
        key=lambda one: (strictness(one, playbooks), one.interval.ends, one.number),
    )
