"""What a field event says, in words for a page: lines of a label and a value, without keys and numbers of machines."""

from wumen.rules.duties import DutyState
from wumen.rules.exits import KIND_NAMES as EXIT_NAMES
from wumen.rules.exits import ExitKind
from wumen.rules.field.bodies import (
    Body,
    DeliveryBody,
    DoorBody,
    DutyBody,
    NeedBody,
    NoteBody,
    PassageBody,
    RoundBody,
    SampleBody,
    blocked_of,
)
from wumen.rules.playbooks import GRADE_NAMES, WHAT_NAMES, Grade, Named, What
from wumen.rules.rounds import ERASED, ERASED_NAME, REASON_NAMES, Reason

Line = tuple[Named, Named]

KIND_NAMES: dict[str, Named] = {
    "field.round": Named(zh="一层一趟", en="a floor of a round"),
    "field.duty": Named(zh="办一件事", en="one thing done"),
    "field.door": Named(zh="一户没办成", en="a door that was not done"),
    "field.need": Named(zh="住户的需求", en="what a home needs"),
    "field.delivery": Named(zh="送到门口", en="brought to a door"),
    "field.passage": Named(zh="进出登记", en="a passage at a gate"),
    "field.sample": Named(zh="采样", en="a sample"),
    "field.told": Named(zh="告知", en="somebody was told"),
    "field.note": Named(zh="留言", en="a note"),
    "field.fever": Named(zh="发热", en="a fever"),
    "field.unreadable": Named(zh="看不懂的记录", en="an event that cannot be read"),
}
_DONE = Named(zh="办好了", en="done")
_NOT_DONE = Named(zh="没办成", en="not done")
_OUTCOME = Named(zh="结果", en="outcome")
_GRADE = Named(zh="凭据", en="grade")
_READING = Named(zh="读数", en="reading")
_NOTE = Named(zh="说明", en="note")
_MATTER = Named(zh="事项", en="matter")
_EXCEPT = Named(zh="除了", en="except")
_COUNT = Named(zh="数量", en="count")
_DECISIONS = {
    "passed": Named(zh="放行", en="let through"),
    "advised": Named(zh="暂不能出，已说明", en="not now, explained"),
    "refused": Named(zh="未放行", en="not let through"),
}
_NOT_IN_NOW = Named(zh="暂不能进，已说明", en="not now, explained")
_STATES = {
    DutyState.OPEN: Named(zh="还没办", en="open"),
    DutyState.TAKEN: Named(zh="有人接手", en="in hand"),
    DutyState.DONE: _DONE,
    DutyState.WAIVED: Named(zh="免办", en="waived"),
    DutyState.WITHDRAWN: Named(zh="已撤下", en="withdrawn"),
}


def _same(text: str) -> Named:
    return Named(zh=text, en=text)


def reason_named(text: str) -> Named:
    """A reason by its key, or as it was written; of one that was erased that it was."""
    if text == ERASED:
        return ERASED_NAME
    return REASON_NAMES[Reason(text)] if text in set(Reason) else _same(text)


def _what(key: str) -> list[Line]:
    what = key.split("/")[1] if key.count("/") == 3 else ""
    return [(_MATTER, WHAT_NAMES[What(what)])] if what in set(What) else []


def _of_duty(body: DutyBody) -> list[Line]:
    outcome = _DONE if body.outcome == "done" else _NOT_DONE
    lines = [*_what(body.duty), (_OUTCOME, outcome)]
    if body.grade:
        lines.append((_GRADE, GRADE_NAMES[Grade(body.grade)]))
    if body.reading is not None:
        lines.append((_READING, _same(f"{body.reading:g}")))
    if body.reason:
        lines.append((Named(zh="原因", en="reason"), reason_named(body.reason)))
    return [*lines, *([(_NOTE, _same(body.note))] if body.note else [])]


def _of_round(body: RoundBody) -> list[Line]:
    lines = [(Named(zh="楼层", en="floor"), _same(str(body.floor)))]
    for room, reason in sorted(body.except_.items()):
        named = reason_named(reason)
        lines.append((_EXCEPT, Named(zh=f"{room} {named.zh}", en=f"{room} {named.en}")))
    return lines


def lines_of(body: Body) -> list[Line]:
    """What an event says, line by line."""
    if isinstance(body, DutyBody):
        return _of_duty(body)
    if isinstance(body, RoundBody):
        return _of_round(body)
    if isinstance(body, DoorBody):
        return [(_OUTCOME, reason_named(body.outcome))]
    if kind := blocked_of(body):
        # In which words, and so whose, is the sub-district's alone to read, once it counts.
        named = EXIT_NAMES[ExitKind(kind)] if kind in set(ExitKind) else _same(kind)
        return [(Named(zh="出口被堵", en="blocked exit"), named)]
    if isinstance(body, NeedBody | NoteBody):
        items = body.items if isinstance(body, NeedBody) else []
        return [(_NOTE, _same("、".join([body.text, *items])))]
    if isinstance(body, DeliveryBody):
        return [(_MATTER, _same(body.what)), (_COUNT, _same(str(body.count or "—")))]
    if isinstance(body, PassageBody):
        # Who it was is the gate's to know, and nobody else's.
        way = Named(zh="进", en="in") if body.direction == "in" else Named(zh="出", en="out")
        held = body.direction == "in" and body.decision == "advised"
        outcome = _NOT_IN_NOW if held else _DECISIONS[body.decision]
        return [(Named(zh="方向", en="way"), way), (_OUTCOME, outcome)]
    if isinstance(body, SampleBody):
        return [*_what(body.duty), (Named(zh="采样管", en="tube"), _same(body.tube))]
    told = [(_NOTE, _same(body.notice))] if body.notice else []
    return [*_what(body.duty or ""), (_OUTCOME, Named(zh="已告知", en="told")), *told]


def words_of(kind: str, body: Body) -> list[Line]:
    """The same as it stands in a list: of a fever how high and how it is known, and not whether anything is done.

    Of a delivery only how much: what was in the bag, a medicine too, is nobody's to read once it is there.
    """
    if isinstance(body, DeliveryBody):
        return [(_COUNT, _same(str(body.count or "—")))]
    if kind == "field.fever" and isinstance(body, DutyBody):
        return [line for line in _of_duty(body) if line[0] in (_READING, _GRADE)]
    return lines_of(body)


def state_named(state: str) -> Named:
    """The state of a duty in words."""
    return _STATES[DutyState(state)]
