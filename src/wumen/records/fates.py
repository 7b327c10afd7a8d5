"""What becomes of a table when an outbreak is erased; and the tables whose rows are deleted or emptied then."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a table's rows.

    `gone`: they are deleted; `cut`: what speaks of a person in them is emptied; `sealed`: they are never rewritten,
    and open to nobody once the keys are destroyed; `stays`: nothing in them is an outbreak's or a person's.
    """

    GONE = "gone"
    CUT = "cut"
    SEALED = "sealed"
    STAYS = "stays"


@dataclass(frozen=True)
class Placed:
    """A table with its fate. `which`: its rows that speak of persons, {outbreak} and {before} filled in by who asks.

    `sets`: of a cut table, by what they are emptied; `which` finds them no more then. `zh`, `en`: what they are called
    on the certificate; of what stays, why.
    """

    table: str
    fate: Fate
    zh: str
    en: str
    which: str = ""
    sets: str = ""


_OF = "outbreak_id = {outbreak}"
_BY_ORDER = "order_id IN (SELECT id FROM orders WHERE outbreak_id = {outbreak})"
BY_PHONE = "device_id IN (SELECT id FROM field_device WHERE outbreak_id = {outbreak})"
BY_WRITER = (
    "writer IN (SELECT w.writer FROM writer w JOIN field_device d ON d.id = w.device"
    " WHERE d.outbreak_id = {outbreak}"
    " UNION SELECT d.writer FROM field_device d WHERE d.outbreak_id = {outbreak})"
)
# An order that names nobody but people: its own place is their door, its ground may say what they have.
_ON_PEOPLE = (
    "SELECT o.id FROM orders o WHERE o.outbreak_id = {outbreak} AND NOT EXISTS"
    " (SELECT FROM order_scope s WHERE s.order_id = o.id AND s.resident IS NULL)"
)
_ERASED = "个人信息已销毁"
_AT_A_DOOR = "area <> no_door(area)"


def _by(parent: str, key: str, which: str) -> str:
    """The rows whose parent goes."""
    return f"{key} IN (SELECT id FROM {parent} WHERE {which})"


_IN_ROUND = _by("sampling_round", "round_id", _OF)
_CALLS = "made_at < {before}"
_ENTRIES = _by("call_list", "call_list_id", _CALLS)
_RELAYS = "pasted_at < {before}"
_TOLD_OF = "received_at < {before}"
_PRINTED = "printed_at < {before}"

# Children before their parents, and what names an order before the order is cut.
ERASED: tuple[Placed, ...] = (
    Placed("attachment", Fate.GONE, "扫描件和照片", "scans and photos", _OF),
    Placed("photo", Fate.GONE, "照片的时间地点", "when and where photos were taken", _OF),
    Placed(
        *("transfer_step", Fate.GONE, "转运的每一步", "steps of transfers"),
        _by("transfer", "transfer_id", _OF),
    ),
    Placed("transfer", Fate.GONE, "转运", "transfers", _OF),
    Placed("occurrence", Fate.GONE, "发生的事", "what happened", _OF),
    Placed(
        *("exit_told", Fate.GONE, "谁说出口被堵", "who told of blocked exits"),
        _by("instruction", "instruction_id", _OF),
    ),
    Placed("instruction", Fate.GONE, "交办和居民反映", "instructions and requests", _OF),
    Placed("sheet", Fate.GONE, "给个人的单子", "sheets handed to persons", _BY_ORDER),
    Placed("objection", Fate.GONE, "异议申请", "objections", _BY_ORDER),
    Placed(
        *("order_scope", Fate.GONE, "通告里点名的人", "persons named by orders"),
        f"resident IS NOT NULL AND {_BY_ORDER}",
    ),
    Placed(
        *("release_step", Fate.CUT, "申请解除时写的话", "words of applications for release"),
        f"{_BY_ORDER} AND (said <> '' OR order_id IN ({_ON_PEOPLE}) AND {_AT_A_DOOR})",
        "said = '', area = no_door(area)",
    ),
    Placed(
        *("shop_look", Fate.CUT, "看门店时写的话", "words of looks at shops"),
        f"{_BY_ORDER} AND note <> ''",
        "note = ''",
    ),
    Placed(
        *("attested", Fate.CUT, "解除所需事实的门牌", "doors of facts for release"),
        f"order_id IN ({_ON_PEOPLE}) AND {_AT_A_DOOR}",
        "area = no_door(area)",
    ),
    Placed(
        *(
            "order_change",
            Fate.CUT,
            "给个人的后续文件的门牌和理由",
            "doors and grounds of later documents",
        ),
        f"order_id IN ({_ON_PEOPLE}) AND ({_AT_A_DOOR} OR ground <> '{_ERASED}')",
        f"area = no_door(area), ground = '{_ERASED}'",
    ),
    Placed(
        *("orders", Fate.CUT, "给个人的决定的门牌和理由", "doors and grounds of orders on persons"),
        f"id IN ({_ON_PEOPLE}) AND ({_AT_A_DOOR} OR ground <> '{_ERASED}')",
        f"area = no_door(area), ground = '{_ERASED}'",
    ),
    Placed(
        "duty", Fate.GONE, "每个人每户的事项", "duties", "basis->>'outbreak' = {outbreak}::text"
    ),
    Placed("field_photo_of", Fate.GONE, "手机照片属于谁", "whom phones' photos show", BY_WRITER),
    Placed("field_photo", Fate.GONE, "手机照片", "photos of phones", BY_PHONE),
    Placed("field_record", Fate.GONE, "手机上报的", "what phones told", "outbreak = {outbreak}"),
    Placed(
        "field_decision", Fate.GONE, "对手机记录的决定", "decisions on phones’ events", BY_WRITER
    ),
    Placed("data_key", Fate.GONE, "每天的钥匙", "keys of days", _OF),
    Placed("arrival", Fate.GONE, "返回人员", "who came back", "noted_at < {before}"),
    Placed("outing", Fate.GONE, "外出和返回", "outings", "noted_at < {before}"),
    Placed(
        *("passage", Fate.GONE, "门岗出入登记", "entries at gates"),
        f"(noted_at < {{before}} OR {_by('gate_sheet', 'sheet_id', _PRINTED)}"
        f" OR {_by('gate_pass', 'shown_id', 'made_at < {before}')})",
    ),
    Placed("gate_sheet", Fate.GONE, "出入登记单", "gate sheets", _PRINTED),
    Placed("gate_pass", Fate.GONE, "出入证", "passes", "made_at < {before}"),
    Placed("parcel", Fate.GONE, "到件", "parcels", "noted_at < {before}"),
    Placed(
        *(
            "lot",
            Fate.CUT,
            "到货的门牌和差额说明",
            "doors of lots, and words on what was over or short",
        ),
        f"arrived_at < {{before}} AND (ended_why NOT IN ('', '{_ERASED}') OR served <> no_door(served))",
        f"ended_why = CASE WHEN ended_why = '' THEN '' ELSE '{_ERASED}' END, served = no_door(served)",
    ),
    Placed(
        *("meal_word", Fate.GONE, "订餐里的人名和饮食", "names and diets of meals"),
        "said_at < {before} AND kind <> 'ordered'",
    ),
    Placed("not_sampled", Fate.GONE, "没采样的原因", "why somebody was not sampled", _IN_ROUND),
    Placed("sampling_at_door", Fate.GONE, "上门采样名单", "who was sampled at the door", _IN_ROUND),
    Placed("roster_sample", Fate.GONE, "在单位采的样", "samples taken at work", _IN_ROUND),
    Placed("app_registered", Fate.GONE, "应急登记的人", "people registered here", _IN_ROUND),
    Placed(
        *("sampling_box_tube", Fate.GONE, "扫进转运箱的采样管", "tubes scanned into boxes"),
        _IN_ROUND,
    ),
    Placed(
        *("sampling_box", Fate.CUT, "转运箱上写的人和说明", "couriers and words on boxes"),
        f"{_IN_ROUND} AND (handed_to NOT IN ('', '{_ERASED}') OR lab NOT IN ('', '{_ERASED}')"
        f" OR why NOT IN ('', '{_ERASED}') OR withdrawn_why NOT IN ('', '{_ERASED}'))",
        ", ".join(
            f"{one} = CASE WHEN {one} = '' THEN '' ELSE '{_ERASED}' END"
            for one in ("handed_to", "lab", "why", "withdrawn_why")
        ),
    ),
    Placed(
        *("sampling_tubes", Fate.CUT, "采样管数不符的说明", "words on counts of tubes"),
        f"{_IN_ROUND} AND why NOT IN ('', '{_ERASED}')",
        f"why = '{_ERASED}'",
    ),
    Placed("tube_look", Fate.GONE, "查一管", "looks at tubes", "asked_at < {before}"),
    Placed("case_contact", Fate.GONE, "密接和次密接", "contacts of cases", _OF),
    Placed(
        *("inquiry_row", Fate.GONE, "协查名单上的人", "people on lists of other offices"),
        _by("inquiry", "inquiry_id", _TOLD_OF),
    ),
    Placed("inquiry", Fate.GONE, "协查名单", "lists of other offices", _TOLD_OF),
    Placed(
        *("notice_home", Fate.GONE, "通知到哪一户", "homes that were told a notice"),
        "noted_at < {before}",
    ),
    Placed("home_letter", Fate.GONE, "给过家书的户", "homes given a letter", "given_at < {before}"),
    Placed("call", Fate.GONE, "打过的电话", "calls", _by("call_entry", "entry_id", _ENTRIES)),
    Placed("call_entry", Fate.GONE, "打电话名单上的人", "people on call lists", _ENTRIES),
    Placed("call_list", Fate.GONE, "打电话名单", "call lists", _CALLS),
    Placed(
        "duty_log_line", Fate.GONE, "值班日志里写的话", "lines of the duty log", "at < {before}"
    ),
    Placed("knock", Fate.GONE, "敲门", "knocks", "knocked_at < {before}"),
    Placed(
        "relay_entry",
        Fate.GONE,
        "接龙的条目",
        "entries of relays",
        _by("relay", "relay_id", _RELAYS),
    ),
    Placed("relay", Fate.GONE, "接龙原文", "texts of relays", _RELAYS),
    Placed(
        *("report_check", Fate.GONE, "对反映的核实", "checks of neighbours’ reports"),
        _by("neighbour_report", "report_id", _TOLD_OF),
    ),
    Placed("neighbour_report", Fate.GONE, "邻居反映", "neighbours’ reports", _TOLD_OF),
    Placed(
        *("round_sheet_line", Fate.GONE, "入户单的行", "lines of round sheets"),
        _by("round_sheet", "sheet_id", _PRINTED),
    ),
    Placed("round_sheet", Fate.GONE, "入户单", "round sheets", _PRINTED),
    Placed("opening_step", Fate.GONE, "开门核实", "openings confirmed", "happened_at < {before}"),
    Placed("hand_over", Fate.GONE, "换班交接", "changes of guard", "at < {before}"),
    Placed("force_care", Fate.GONE, "包户小组看哪一户", "teams of homes", "since < {before}"),
    Placed(
        *("special_need", Fate.GONE, "已结束的特殊需求", "special needs that ended"),
        "ended_at < {before}",
    ),
    Placed(
        *("door_code", Fate.GONE, "发给住户的门上二维码", "codes handed to homes"),
        "household IS NOT NULL AND made_at < {before}",
    ),
    Placed(
        "incoming_file", Fate.GONE, "没有取用的台账", "ledgers never taken", "arrived_at < {before}"
    ),
    Placed(
        *("ledger_job", Fate.CUT, "导入结果里的原文", "what ledgers said, in outcomes"),
        "queued_at < {before} AND outcome_sealed IS NOT NULL",
        "outcome_sealed = NULL",
    ),
    Placed(
        *("shift", Fate.CUT, "交班留言", "words left at the end of shifts"),
        "ends_at < {before} AND handed_over_sealed IS NOT NULL",
        "handed_over_sealed = NULL",
    ),
)
