"""Fills a sheet: paragraphs from the playbook's notice or our own words, fields, and lines to write on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.explanation import objection
from wumen.rules.masks import mask_identity_number
from wumen.rules.playbooks import Named, Notice
from wumen.rules.sheets import texts
from wumen.rules.sheets.facts import Helper, SheetFacts
from wumen.rules.sheets.kinds import KINDS, SheetKind
from wumen.rules.time import instant_en, instant_zh, local

# A place to write by hand, in the middle of a sentence.
BLANK = "＿＿＿＿＿＿"


@dataclass(frozen=True)
class Field:
    """A line of a sheet; without a value it is written by hand. `signed`: it always is."""

    key: str
    label: Named
    value: str = ""
    signed: bool = False
    value_en: str = ""

    @property
    def said(self) -> Named:
        """The value in both languages; names and addresses are the same in both."""
        return Named(zh=self.value, en=self.value_en or self.value)


@dataclass(frozen=True)
class Sheet:
    """A sheet as it is printed: `strong` stands above all, `missing` are the labels of what nobody knew."""

    kind: SheetKind
    number: str
    title: Named
    strong: tuple[Named, ...]
    paragraphs: tuple[Named, ...]
    fields: tuple[Field, ...]
    signatures: tuple[Field, ...]
    copies: int

    @property
    def missing(self) -> tuple[Named, ...]:
        """What has to be written by hand because no record holds it."""
        return tuple(one.label for one in self.fields if not one.value and not one.signed)


def _dated(instant: datetime) -> str:
    """An instant with its year, as a paper that is kept needs it: 2022年1月8日 00:00."""
    return f"{local(instant).year}年{instant_zh(instant)}"


def _say(pattern: Named, facts: SheetFacts, end: bool = False) -> Named:
    """A pattern with its places filled in both languages; of an `end` by the document that ended it."""
    held = facts.restriction
    authority, document = held.authority, held.document
    if end and held.ended_by:
        authority, document = held.ended_by
    objections = objection(authority)
    common = {
        "place": facts.place,
        "name": facts.name,
        "authority": authority,
        "document": document,
        "ground": held.ground,
        "person": facts.person.name if facts.person else BLANK,
        "telephone": (facts.person.telephone if facts.person else "") or BLANK,
    }
    return Named(
        zh=pattern.zh.format_map(
            common
            | {
                "regime": held.regime.zh,
                "movement": held.movement.zh,
                "begins": _dated(held.begins),
                "ends": _dated(held.ends),
                "objection": objections.zh,
                "others": "、".join(f"《{name}》（{regime.zh}）" for name, regime in facts.others),
            }
        ),
        en=pattern.en.format_map(
            common
            | {
                "regime": held.regime.en,
                "movement": held.movement.en,
                "begins": instant_en(held.begins),
                "ends": instant_en(held.ends),
                "objection": objections.en,
                "others": ", ".join(f"{name} ({regime.en})" for name, regime in facts.others),
            }
        ),
    )


def _notice(notices: Mapping[str, Notice], key: str, own: Named) -> Named:
    """The playbook's words for it, or ours."""
    found = notices.get(key)
    return Named(zh=found.body_zh, en=found.body_en) if found else own


def _field(key: str, zh: str, en: str, value: str = "", signed: bool = False) -> Field:
    return Field(key, Named(zh=zh, en=en), value, signed)


def _when(key: str, zh: str, en: str, at: datetime) -> Field:
    return Field(key, Named(zh=zh, en=en), _dated(at), value_en=instant_en(at))


def _helper(key: str, zh: str, en: str, who: Helper | None) -> tuple[Field, Field]:
    return (
        _field(key, zh, en, who.name if who else ""),
        _field(f"{key}_telephone", "电话", "telephone", who.telephone if who else ""),
    )


_STAMP = _field("stamp", "社区盖章", "stamp of the community", signed=True)
_DATE = _field("date", "日期", "date", signed=True)


@dataclass(frozen=True)
class _Body:
    """What a kind puts on its sheet."""

    title: Named
    paragraphs: Sequence[Named]
    fields: Sequence[Field]
    signatures: Sequence[Field]
    strong: Sequence[Named] = ()


def _period(facts: SheetFacts) -> tuple[Field, Field]:
    held = facts.restriction
    return (
        _when("begins", "自", "from", held.begins),
        _when("ends", "至", "until", held.ends),
    )


def _observation(facts: SheetFacts, notices: Mapping[str, Notice]) -> _Body:
    """Annex 9-4 of the guide: every field that it names, filled where the register knows it."""
    personal = facts.restriction.personal
    key = "home-isolation" if personal else "zone-drawn"
    own = texts.OBSERVATION_HOME if personal else texts.OBSERVATION_ZONE
    zh = "居家隔离医学观察告知书" if personal else f"{facts.restriction.regime.zh}告知书"
    en = "Notice of medical observation at home" if personal else "Notice to residents"
    contact = facts.organisation_contact
    fields = (
        _field("name", "姓名", "name", facts.name),
        _field("sex", "性别", "sex", facts.sex),
        _field("telephone", "联系电话", "telephone", facts.telephone),
        _field("identity_number", "证件号码", "identity number", facts.identity_number),
        _field("place", "居住地址", "address", facts.place),
        *_period(facts),
        _field("organisation", "所在单位", "employer or school", facts.organisation),
        *_helper("organisation_contact", "单位联系人", "contact there", contact),
        *_helper("cadre", "街道干部", "sub-district official", facts.cadre),
        *_helper("grid_worker", "网格员", "grid worker", facts.grid_worker),
    )
    signed = (_field("signature", "本人签收", "received by", signed=True), _STAMP, _DATE)
    body = (_say(_notice(notices, key, own), facts), texts.COPIES)
    return _Body(Named(zh=zh, en=en), body, fields, signed)


def _pledge(facts: SheetFacts, notices: Mapping[str, Notice]) -> _Body:
    said = (texts.PLEDGE_READ, texts.PLEDGE_MINE, texts.PLEDGE_YOURS, texts.PLEDGE_FREE)
    fields = (
        _field("name", "姓名", "name", facts.name),
        _field("place", "居住地址", "address", facts.place),
    )
    signed = (_field("signature", "本人签字", "signed", signed=True), _STAMP, _DATE)
    title = Named(zh="承诺书", en="Mutual undertaking")
    return _Body(title, [_say(one, facts) for one in said], fields, signed)


def _medical(facts: SheetFacts, notices: Mapping[str, Notice]) -> _Body:
    """The exit for care: what is on it is for the car and the way back, never a condition."""
    fields = (
        _field("name", "姓名", "name", facts.name),
        _field("leaves", "出门时间", "leaves at", signed=True),
        _field("place", "居住地址", "address", facts.place),
        _field("hospital", "去哪家医院、什么科", "hospital, ward", signed=True),
        _field("car", "车辆、驾驶人", "car, driver", signed=True),
        _field("company", "陪同的人", "accompanied by", signed=True),
        _field("returns", "回来时间", "back at", signed=True),
        *_helper("person", "社区联系人", "at the community", facts.person),
    )
    signed = (_field("gate", "门岗", "gate", signed=True), _STAMP, _DATE)
    title = Named(zh="就医出行单", en="Medical exit sheet")
    return _Body(title, (texts.MEDICAL_USE,), fields, signed, (texts.MEDICAL_FIRST,))


def _released(facts: SheetFacts, notices: Mapping[str, Notice]) -> _Body:
    own = _notice(notices, "released", texts.RELEASED)
    said = _say(texts.STILL_BOUND if facts.others else own, facts, end=True)
    fields = (
        _field("name", "姓名", "name", facts.name),
        _field("place", "居住地址", "address", facts.place),
        *_period(facts),
    )
    title = Named(
        zh="解除隔离通知单" if facts.restriction.personal else "解除通知单", en="Notice of release"
    )
    return _Body(title, (said,), fields, (_STAMP, _DATE))


def _certificate(facts: SheetFacts, notices: Mapping[str, Notice]) -> _Body:
    said = (
        _say(texts.CERTIFICATE_HOME if facts.restriction.personal else texts.CERTIFICATE, facts),
        texts.CERTIFICATE_LAW,
        texts.CERTIFICATE_LEAST,
    )
    number = facts.identity_number
    fields = (
        _field("name", "姓名", "name", facts.name),
        _field(
            "identity_number",
            "证件号码",
            "identity number",
            mask_identity_number(number) if number else "",
        ),
        *_period(facts),
        *_helper("person", "社区联系人", "at the community", facts.person),
    )
    title = Named(zh="隔离证明", en="Certificate of isolation")
    return _Body(title, said, fields, (_STAMP, _DATE))


_BODIES: Mapping[SheetKind, Callable[[SheetFacts, Mapping[str, Notice]], _Body]] = {
    SheetKind.OBSERVATION: _observation,
    SheetKind.PLEDGE: _pledge,
    SheetKind.MEDICAL: _medical,
    SheetKind.RELEASED: _released,
    SheetKind.CERTIFICATE: _certificate,
}


def fill(kind: SheetKind, facts: SheetFacts, notices: Sequence[Notice]) -> Sheet:
    """A sheet for one person; what no record holds is left as a line, never made up.

    Words: the playbook's notice of that kind where it has one. Identity number and telephone stand whole
    on the notice alone, whose law names them (domain.md section 2.5).
    """
    by_key = {one.key: one for one in notices}
    body = _BODIES[kind](facts, by_key)
    return Sheet(
        kind=kind,
        number=facts.number,
        title=body.title,
        strong=tuple(body.strong),
        paragraphs=tuple(body.paragraphs),
        fields=tuple(body.fields),
        signatures=tuple(body.signatures),
        copies=KINDS[kind].copies,
    )
