"""All models in one place, where Django looks for them."""

from wumen.records.app_outages import AppList, AppOutage, AppRegistered, AppTemplate
from wumen.records.areas import Area
from wumen.records.arrivals import Arrival, RiskDay
from wumen.records.attachments import Attachment
from wumen.records.calls import Call, CallEntry, CallList
from wumen.records.care import SpecialNeed
from wumen.records.case_contacts import CaseContact
from wumen.records.closing import CopyGone, OutbreakClosing
from wumen.records.crew import Account, CrewMember, Post, SignInLink
from wumen.records.devices import Device
from wumen.records.door_codes import DoorCode, DoorGuess
from wumen.records.duties import Duty, Tally
from wumen.records.duty_log import DutyLogLine, DutyLogSign
from wumen.records.exits import ExitTold
from wumen.records.facilities import Building, Facility
from wumen.records.field import (
    FieldBatch,
    FieldDecision,
    FieldDevice,
    FieldKey,
    FieldPhoto,
    FieldPhotoOf,
    FieldRecord,
    FieldSession,
    WriterHole,
)
from wumen.records.force import (
    Deployment,
    ForceBody,
    ForceCallUp,
    ForceCare,
    ForceMember,
    ForceRole,
    ForceWish,
)
from wumen.records.hand_overs import HandOver
from wumen.records.help_numbers import HelpNumber
from wumen.records.home_letters import HomeLetter, HomeLetterWords
from wumen.records.inquiries import Inquiry, InquiryRow
from wumen.records.installation_facts import DataKey, Installation
from wumen.records.instructions import Instruction
from wumen.records.knocks import Knock
from wumen.records.ledgers import IncomingFile, LedgerJob, LedgerLayout
from wumen.records.local_notices import LocalNotice, LocalNoticeScope
from wumen.records.lots import Lot
from wumen.records.loudspeaker import LoudspeakerPlay
from wumen.records.meals import MealWord
from wumen.records.notice_reach import NoticeHome, NoticeSheet
from wumen.records.objections import Objection
from wumen.records.occurrences import Occurrence
from wumen.records.openings import OpeningStep
from wumen.records.orders import Order, OrderChange, OrderScope, Outbreak
from wumen.records.organisations import Grid, GridPlace, Organisation, RosterEntry
from wumen.records.outings import Outing
from wumen.records.parcels import DepositPoint, Parcel
from wumen.records.passages import GatePass, GateSheet, Passage
from wumen.records.photos import Photo
from wumen.records.register import (
    FormerHousehold,
    FormerResident,
    Household,
    RegisterChange,
    Resident,
    SearchKey,
    Tenancy,
)
from wumen.records.relay import GroupSent, Relay, RelayEntry
from wumen.records.release import Attested, ReleaseStep
from wumen.records.reports import Report, SuperiorForm
from wumen.records.retention import MovementCount
from wumen.records.rosters import DayAsked, Roster, Shift
from wumen.records.round_sheets import RoundSheet, RoundSheetLine
from wumen.records.sampling_boxes import SamplingBox, SamplingBoxTube, SamplingTubes
from wumen.records.sampling_points import PointService, PointWord, SamplingPoint
from wumen.records.sampling_rounds import (
    NotSampled,
    RosterSample,
    SamplingAtDoor,
    SamplingRound,
    SamplingRoundScope,
    SamplingSlot,
    TubeLook,
)
from wumen.records.sheets import Sheet
from wumen.records.shops import Shop
from wumen.records.stairwell_notices import StairwellNotice
from wumen.records.stations import Station, StationHours
from wumen.records.stock import Stock, StockMove
from wumen.records.supervision import NeighbourReport, ReportCheck
from wumen.records.trading import ShopLook, ShopSupply
from wumen.records.transfers import Transfer, TransferStep
from wumen.records.waste_loads import CareBin, WasteLoad

__all__ = [
    "Account",
    "AppList",
    "AppOutage",
    "AppRegistered",
    "AppTemplate",
    "Area",
    "Arrival",
    "Attachment",
    "Attested",
    "Building",
    "Call",
    "CallEntry",
    "CallList",
    "CareBin",
    "CaseContact",
    "CopyGone",
    "CrewMember",
    "DataKey",
    "DayAsked",
    "Deployment",
    "DepositPoint",
    "Device",
    "DoorCode",
    "DoorGuess",
    "Duty",
    "DutyLogLine",
    "DutyLogSign",
    "ExitTold",
    "Facility",
    "FieldBatch",
    "FieldDecision",
    "FieldDevice",
    "FieldKey",
    "FieldPhoto",
    "FieldPhotoOf",
    "FieldRecord",
    "FieldSession",
    "ForceBody",
    "ForceCallUp",
    "ForceCare",
    "ForceMember",
    "ForceRole",
    "ForceWish",
    "FormerHousehold",
    "FormerResident",
    "GatePass",
    "GateSheet",
    "Grid",
    "GridPlace",
    "GroupSent",
    "HandOver",
    "HelpNumber",
    "HomeLetter",
    "HomeLetterWords",
    "Household",
    "IncomingFile",
    "Inquiry",
    "InquiryRow",
    "Installation",
    "Instruction",
    "Knock",
    "LedgerJob",
    "LedgerLayout",
    "LocalNotice",
    "LocalNoticeScope",
    "Lot",
    "LoudspeakerPlay",
    "MealWord",
    "MovementCount",
    "NeighbourReport",
    "NotSampled",
    "NoticeHome",
    "NoticeSheet",
    "Objection",
    "Occurrence",
    "OpeningStep",
    "Order",
    "OrderChange",
    "OrderScope",
    "Organisation",
    "Outbreak",
    "OutbreakClosing",
    "Outing",
    "Parcel",
    "Passage",
    "Photo",
    "PointService",
    "PointWord",
    "Post",
    "RegisterChange",
    "Relay",
    "RelayEntry",
    "ReleaseStep",
    "Report",
    "ReportCheck",
    "Resident",
    "RiskDay",
    "Roster",
    "RosterEntry",
    "RosterSample",
    "RoundSheet",
    "RoundSheetLine",
    "SamplingAtDoor",
    "SamplingBox",
    "SamplingBoxTube",
    "SamplingPoint",
    "SamplingRound",
    "SamplingRoundScope",
    "SamplingSlot",
    "SamplingTubes",
    "SearchKey",
    "Sheet",
    "Shift",
    "Shop",
    "ShopLook",
    "ShopSupply",
    "SignInLink",
    "SpecialNeed",
    "StairwellNotice",
    "Station",
    "StationHours",
    "Stock",
    "StockMove",
    "SuperiorForm",
    "Tally",
    "Tenancy",
    "Transfer",
    "TransferStep",
    "TubeLook",
    "WasteLoad",
    "WriterHole",
]
