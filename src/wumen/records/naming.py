"""The one list of what names a resident, a household or a place, and what becomes of it when they change."""

from dataclasses import dataclass
from enum import StrEnum

from wumen.records.rosters import MANNING


class Of(StrEnum):
    """What a column names."""

    RESIDENT = "resident"
    HOUSEHOLD = "household"
    AREA = "area"


class Way(StrEnum):
    """What becomes of a column when people are merged or move, or a compound is split.

    `own`: the row is that resident or household itself. `repoint`: names who stays. `follow`: a path that
    goes with its resident or household to another door. `split`: a path that changes with its place only.
    `duties`: re-pointed by records/following.py with the kept counts. `rebuilt`: made anew from the rest.
    `stay`: keeps what was true in its time.
    """

    OWN = "own"
    REPOINT = "repoint"
    FOLLOW = "follow"
    SPLIT = "split"
    DUTIES = "duties"
    REBUILT = "rebuilt"
    STAY = "stay"


@dataclass(frozen=True)
class Column:
    """One column of the database: what it names, what becomes of it, and why.

    `by`: the key columns of the same table that a followed path goes by. `unless`: rows that are left
    as they are, because the one who stays has such a row already.
    """

    table: str
    column: str
    of: Of
    way: Way
    why: str
    by: str = ""
    unless: str = ""


_ORDER_ON_BOTH = (
    "EXISTS (SELECT 1 FROM order_scope o WHERE o.order_id = t.order_id AND o.resident = %(keep)s)"
)
_PLACE_FILLED = (
    "(t.until IS NULL AND EXISTS (SELECT 1 FROM force_care o WHERE o.household = %(keep)s"
    " AND o.until IS NULL AND o.team = t.team AND (o.place = t.place OR o.member_id = t.member_id)))"
)
_WHY_ON_BOTH = (
    "EXISTS (SELECT 1 FROM not_sampled o WHERE o.round_id = t.round_id AND o.resident = %(keep)s)"
)
_WAITS_ON_BOTH = (
    "(t.confirmed_at IS NULL AND t.dropped_at IS NULL AND EXISTS (SELECT 1 FROM case_contact o WHERE"
    " o.resident = %(keep)s AND o.outbreak_id = t.outbreak_id AND o.confirmed_at IS NULL AND o.dropped_at IS NULL))"
)
_AT_DOOR_ON_BOTH = "EXISTS (SELECT 1 FROM sampling_at_door o WHERE o.round_id = t.round_id AND o.resident = %(keep)s)"
_EXPECTED_AT_BOTH = (
    "(t.came_at IS NULL AND t.dropped_at IS NULL AND EXISTS (SELECT 1 FROM arrival o WHERE"
    " o.household = %(keep)s AND o.who_key = t.who_key AND o.came_at IS NULL AND o.dropped_at IS NULL))"
)

_TOLD_AT_BOTH = "EXISTS (SELECT 1 FROM notice_home o WHERE o.notice_id = t.notice_id AND o.household = %(keep)s)"

COLUMNS: tuple[Column, ...] = (
    Column("resident", "id", Of.RESIDENT, Way.OWN, "the resident herself"),
    Column("former_resident", "id", Of.RESIDENT, Way.OWN, "the same id after she has left"),
    Column("household", "id", Of.HOUSEHOLD, Way.OWN, "the household itself"),
    Column("former_household", "id", Of.HOUSEHOLD, Way.OWN, "the same id after it was joined"),
    Column("resident", "household_id", Of.HOUSEHOLD, Way.REPOINT, "people go with their household"),
    Column("former_resident", "household", Of.HOUSEHOLD, Way.STAY, "where she lived when she left"),
    Column("former_resident", "into", Of.RESIDENT, Way.STAY, "the next entry of the way leads on"),
    Column("former_household", "into", Of.HOUSEHOLD, Way.STAY, "the next entry leads on"),
    Column("tenancy", "household", Of.HOUSEHOLD, Way.REPOINT, "who lets is known of the household"),
    Column("tenancy", "landlord", Of.RESIDENT, Way.REPOINT, "she lets under her remaining entry"),
    Column("special_need", "resident", Of.RESIDENT, Way.REPOINT, "a need is the person's"),
    Column("knock", "household", Of.HOUSEHOLD, Way.REPOINT, "visits count for the household"),
    Column("door_code", "household", Of.HOUSEHOLD, Way.STAY, "dies when its household is merged"),
    Column("objection", "household", Of.HOUSEHOLD, Way.REPOINT, "the household's objection"),
    Column("relay_entry", "household", Of.HOUSEHOLD, Way.REPOINT, "what it said counts for it"),
    Column("roster_entry", "resident", Of.RESIDENT, Way.REPOINT, "she works there all the same"),
    Column("call_entry", "resident", Of.RESIDENT, Way.REPOINT, "she is rung under her entry"),
    Column("inquiry_row", "resident", Of.RESIDENT, Way.REPOINT, "it is she who was asked about"),
    Column(
        "case_contact",
        "resident",
        Of.RESIDENT,
        Way.REPOINT,
        "it is she who met somebody; one that waits on both entries says it already",
        unless=_WAITS_ON_BOTH,
    ),
    Column("round_sheet_line", "resident", Of.RESIDENT, Way.REPOINT, "her line is her entry’s"),
    Column("round_sheet_line", "household", Of.HOUSEHOLD, Way.REPOINT, "its line stays its line"),
    Column("sheet", "resident", Of.RESIDENT, Way.REPOINT, "it was handed to the person"),
    Column(
        "not_sampled",
        "resident",
        Of.RESIDENT,
        Way.REPOINT,
        "her reason is hers; one on both entries says it already",
        unless=_WHY_ON_BOTH,
    ),
    Column(
        "sampling_at_door",
        "resident",
        Of.RESIDENT,
        Way.REPOINT,
        "she is sampled at her door; one on both entries says it already",
        unless=_AT_DOOR_ON_BOTH,
    ),
    Column("opening_step", "resident", Of.RESIDENT, Way.REPOINT, "she confirmed it"),
    Column(
        "order_scope",
        "resident",
        Of.RESIDENT,
        Way.REPOINT,
        "an order binds the person; one on both entries binds her already",
        unless=_ORDER_ON_BOTH,
    ),
    Column("photo", "owed_by", Of.RESIDENT, Way.REPOINT, "it shows what was done for her"),
    Column(
        "field_photo_of", "owed_by", Of.RESIDENT, Way.REPOINT, "the photo that is to come is hers"
    ),
    Column("instruction", "resident", Of.RESIDENT, Way.REPOINT, "it is about the person"),
    Column("instruction", "household", Of.HOUSEHOLD, Way.REPOINT, "it is about the household"),
    Column("occurrence", "resident", Of.RESIDENT, Way.REPOINT, "it happened to the person"),
    Column("occurrence", "household", Of.HOUSEHOLD, Way.REPOINT, "it happened to the household"),
    Column(
        "arrival",
        "household",
        Of.HOUSEHOLD,
        Way.REPOINT,
        "the home she comes back to",
        unless=_EXPECTED_AT_BOTH,
    ),
    Column("outing", "resident", Of.RESIDENT, Way.REPOINT, "it is the person who went"),
    Column("outing", "household", Of.HOUSEHOLD, Way.REPOINT, "her home"),
    Column("parcel", "household", Of.HOUSEHOLD, Way.REPOINT, "it came for the household"),
    Column("gate_pass", "resident", Of.RESIDENT, Way.REPOINT, "it is the person's"),
    Column("transfer", "resident", Of.RESIDENT, Way.REPOINT, "it is the person who is moved"),
    Column("transfer", "household", Of.HOUSEHOLD, Way.REPOINT, "her home waits for her"),
    Column(
        *("notice_home", "household", Of.HOUSEHOLD, Way.REPOINT, "it was told there"),
        *("", _TOLD_AT_BOTH),
    ),
    Column("home_letter", "household", Of.HOUSEHOLD, Way.REPOINT, "its letter"),
    Column("force_member", "resident", Of.RESIDENT, Way.REPOINT, "she serves under her entry"),
    Column(
        *("force_care", "household", Of.HOUSEHOLD, Way.REPOINT),
        *("its team looks after it", "", _PLACE_FILLED),
    ),
    Column("duty", "subject", Of.RESIDENT, Way.DUTIES, "today's and later ones are hers"),
    Column("search_key", "subject", Of.RESIDENT, Way.REBUILT, "from name, telephones and door"),
    Column("event", "subject", Of.RESIDENT, Way.STAY, "a keyed hash of who it was then"),
    Column("area", "area", Of.AREA, Way.SPLIT, "the place itself"),
    Column("building", "area", Of.AREA, Way.SPLIT, "type and floors of the place"),
    Column("facility", "area", Of.AREA, Way.SPLIT, "it stands in the building"),
    Column("grid", "area", Of.AREA, Way.SPLIT, "a community's, which no split moves"),
    Column("grid_place", "area", Of.AREA, Way.SPLIT, "the building stays in its grid"),
    Column("household", "area", Of.AREA, Way.SPLIT, "its door; a move sets it by name"),
    Column("former_household", "area", Of.AREA, Way.SPLIT, "the last door under today's path"),
    Column("resident", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household_id"),
    Column("former_resident", "area", Of.AREA, Way.SPLIT, "the last door under today's path"),
    Column("tenancy", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("special_need", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("order_scope", "area", Of.AREA, Way.FOLLOW, "binds wherever she lives", by="resident"),
    Column("instruction", "area", Of.AREA, Way.FOLLOW, "their door", by="household resident"),
    Column("occurrence", "area", Of.AREA, Way.SPLIT, "where it happened, whoever moves since"),
    Column("outing", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("arrival", "area", Of.AREA, Way.FOLLOW, "her home, or the compound", by="household"),
    Column("movement_count", "area", Of.AREA, Way.SPLIT, "the building that is counted"),
    Column("risk_day", "area", Of.AREA, Way.SPLIT, "whose list it is"),
    Column("hand_over", "area", Of.AREA, Way.SPLIT, "the door that is guarded"),
    Column("gate_pass", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("gate_sheet", "area", Of.AREA, Way.SPLIT, "the gate that it was printed for"),
    Column("passage", "area", Of.AREA, Way.SPLIT, "the gate that was passed"),
    Column("waste_load", "area", Of.AREA, Way.SPLIT, "where it was collected"),
    Column("deposit_point", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("lot", "area", Of.AREA, Way.SPLIT, "where it lies"),
    Column("lot", "served", Of.AREA, Way.SPLIT, "the homes that get it"),
    Column("shop", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("shop", "door", Of.AREA, Way.SPLIT, "the home of the register that it is"),
    Column("shop_supply", "area", Of.AREA, Way.SPLIT, "where its shop stands"),
    Column("shop_look", "area", Of.AREA, Way.SPLIT, "where its shop stands"),
    Column("care_bin", "area", Of.AREA, Way.SPLIT, "the building that it serves"),
    Column("stock", "area", Of.AREA, Way.SPLIT, "goes with its point"),
    Column("stock_move", "area", Of.AREA, Way.STAY, "where it was then; nobody rewrites it"),
    Column("meal_word", "area", Of.AREA, Way.SPLIT, "where it is eaten"),
    Column("parcel", "area", Of.AREA, Way.FOLLOW, "their door, or the point's", by="household"),
    Column("stairwell_notice", "area", Of.AREA, Way.SPLIT, "where it hangs"),
    Column("notice_sheet", "area", Of.AREA, Way.SPLIT, "where it hangs"),
    Column("notice_home", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("loudspeaker_play", "area", Of.AREA, Way.SPLIT, "where it is heard"),
    Column("home_letter", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("home_letter_words", "area", Of.AREA, Way.SPLIT, "whose words they are"),
    Column("transfer", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("transfer_step", "area", Of.AREA, Way.SPLIT, "the door at that hour"),
    Column("sheet", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("round_sheet", "area", Of.AREA, Way.SPLIT, "the unit that is walked"),
    Column("round_sheet_line", "area", Of.AREA, Way.SPLIT, "the door as printed, who moves or not"),
    Column("attachment", "area", Of.AREA, Way.SPLIT, "where its record stands"),
    Column("opening_step", "area", Of.AREA, Way.SPLIT, "the door or gate itself"),
    Column("exit_told", "area", Of.AREA, Way.SPLIT, "the sub-district, which no split moves"),
    Column("photo", "area", Of.AREA, Way.SPLIT, "where it was taken"),
    Column("knock", "area", Of.AREA, Way.SPLIT, "the door at which somebody knocked"),
    Column("device", "area", Of.AREA, Way.SPLIT, "goes with the post it acts in"),
    Column("field_device", "area", Of.AREA, Way.SPLIT, "the place in which the phone is used"),
    Column("field_photo_of", "area", Of.AREA, Way.SPLIT, "the place of what the photo shows"),
    Column("field_photo", "area", Of.AREA, Way.SPLIT, "the place of the phone that took it"),
    Column("field_record", "area", Of.AREA, Way.SPLIT, "the place of what a phone told"),
    Column("field_decision", "area", Of.AREA, Way.SPLIT, "where who decides finds it again"),
    Column("writer_hole", "area", Of.AREA, Way.SPLIT, "where the closed numbers are found again"),
    Column("door_code", "area", Of.AREA, Way.SPLIT, "the door or stairwell at which it hangs"),
    Column("objection", "area", Of.AREA, Way.SPLIT, "where it was made"),
    Column("neighbour_report", "area", Of.AREA, Way.SPLIT, "the place that it speaks of"),
    Column("report_check", "area", Of.AREA, Way.SPLIT, "the place that was looked at"),
    Column("call_list", "area", Of.AREA, Way.STAY, "the place that the list was made for"),
    Column("call_entry", "area", Of.AREA, Way.FOLLOW, "her door", by="resident"),
    Column("inquiry", "area", Of.AREA, Way.STAY, "the place that was asked"),
    Column("inquiry_row", "area", Of.AREA, Way.FOLLOW, "her door", by="resident"),
    Column("case_contact", "area", Of.AREA, Way.FOLLOW, "her door", by="resident"),
    Column("call", "area", Of.AREA, Way.SPLIT, "the door that was rung"),
    Column("force_member", "area", Of.AREA, Way.SPLIT, "where she serves"),
    Column("force_member", "lives", Of.AREA, Way.SPLIT, "her own door or building"),
    Column("force_wish", "area", Of.AREA, Way.SPLIT, "the building that she asked for"),
    Column("force_call_up", "area", Of.AREA, Way.SPLIT, "the place that calls up"),
    Column("force_care", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("force_role", "area", Of.AREA, Way.SPLIT, "whose words they are"),
    Column("force_body", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("deployment", "area", Of.AREA, Way.SPLIT, "where she is taken"),
    *(Column(one, "area", Of.AREA, Way.SPLIT, "goes with its station") for one in MANNING),
    Column("relay", "area", Of.AREA, Way.SPLIT, "the group's place"),
    Column("relay_entry", "area", Of.AREA, Way.SPLIT, "the group's place"),
    Column("group_sent", "area", Of.AREA, Way.STAY, "the place as it was told"),
    Column("help_number", "area", Of.AREA, Way.SPLIT, "the place that it is rung for"),
    Column("organisation", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("roster_entry", "area", Of.AREA, Way.SPLIT, "where the organisation stands"),
    Column("sampling_point", "area", Of.AREA, Way.SPLIT, "the place at which people queue"),
    Column("point_service", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column(
        "point_service", "serves", Of.AREA, Way.SPLIT, "the building comes to its point as before"
    ),
    Column("point_word", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column("sampling_round", "area", Of.AREA, Way.SPLIT, "the place over all of its scopes"),
    Column("sampling_round_scope", "area", Of.AREA, Way.SPLIT, "it is held there as before"),
    Column("sampling_box", "area", Of.AREA, Way.SPLIT, "where it was packed"),
    Column("sampling_box_tube", "area", Of.AREA, Way.SPLIT, "goes with its box"),
    Column("sampling_tubes", "area", Of.AREA, Way.SPLIT, "where they were filled"),
    Column("duty_log_line", "area", Of.AREA, Way.STAY, "the office whose log it is"),
    Column("duty_log_sign", "area", Of.AREA, Way.STAY, "the office whose log it is"),
    Column("app_outage", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column("app_registered", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column("app_list", "area", Of.AREA, Way.SPLIT, "the office that uploads it"),
    Column("app_template", "area", Of.AREA, Way.STAY, "the office that fills it"),
    Column("sampling_slot", "area", Of.AREA, Way.SPLIT, "the building comes when it was told"),
    Column("not_sampled", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("sampling_at_door", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("tube_look", "area", Of.AREA, Way.SPLIT, "the office that asked"),
    Column("roster_sample", "area", Of.AREA, Way.SPLIT, "where the organisation stands"),
    Column("orders", "area", Of.AREA, Way.REBUILT, "the deepest place over its scopes"),
    Column("order_change", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("attested", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("release_step", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("local_notice", "area", Of.AREA, Way.REBUILT, "the deepest place over its scopes"),
    Column("local_notice_scope", "area", Of.AREA, Way.SPLIT, "holds there as before"),
    Column("post", "area", Of.AREA, Way.SPLIT, "who answers for a building goes on"),
    Column("search_key", "area", Of.AREA, Way.SPLIT, "found at the same door"),
    Column("duty", "area", Of.AREA, Way.DUTIES, "of today and later; past days keep theirs"),
    Column("tally", "area", Of.AREA, Way.DUTIES, "counts where the duties stand"),
    Column("event", "area", Of.AREA, Way.STAY, "where it happened, as it was called then"),
    Column("incoming_file", "area", Of.AREA, Way.STAY, "the place that the ledger names"),
    Column("ledger_job", "area", Of.AREA, Way.STAY, "the place that the ledger names"),
    Column("ledger_layout", "area", Of.AREA, Way.STAY, "a community's"),
    Column("register_change", "area", Of.AREA, Way.STAY, "where it was made"),
    Column("report", "area", Of.AREA, Way.STAY, "of which place it told when it was sent"),
    Column("superior_form", "area", Of.AREA, Way.STAY, "the office that fills it"),
)
