"""A street with a row in every table that names somebody."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from tests.cast import PATH, Cast
from tests.files import PDF
from tests.filled_work import fill_field, fill_force, fill_points, fill_rounds, outbreak_of
from tests.roster_people import keep_station
from tests.street import AUTHORITY, Street, at, draft, notice
from wumen.actions.attachments import attach
from wumen.actions.exits import ExitSaid, tell
from wumen.actions.instructions import give
from wumen.actions.local_notices import confirm_notice, enter_notice
from wumen.actions.orders import confirm_order, enter_change, enter_order
from wumen.actions.release import attest, take_step
from wumen.records import sealing
from wumen.records.models import (
    Arrival,
    Building,
    Call,
    CallEntry,
    CallList,
    CrewMember,
    DepositPoint,
    Device,
    DoorCode,
    Facility,
    Grid,
    GridPlace,
    GroupSent,
    HandOver,
    HelpNumber,
    Household,
    Knock,
    Lot,
    MovementCount,
    NeighbourReport,
    Objection,
    OpeningStep,
    Organisation,
    Outing,
    Parcel,
    Photo,
    Post,
    Relay,
    RelayEntry,
    Report,
    ReportCheck,
    Resident,
    RiskDay,
    RosterEntry,
    RoundSheet,
    RoundSheetLine,
    Sheet,
    Shop,
    SpecialNeed,
    StairwellNotice,
    Stock,
    StockMove,
    SuperiorForm,
    Tenancy,
    Transfer,
    TransferStep,
    WasteLoad,
)
from wumen.records.scope import WHOLE, scoped
from wumen.records.search import add_doors, add_residents
from wumen.rules.areas import parent, subject_of_place
from wumen.rules.exits import ExitKind
from wumen.rules.instructions import InstructionDraft
from wumen.rules.orders import Changed, ChangeDraft


def _fill_home(person: Resident, by: UUID) -> None:
    """A need of hers, a visit at her door, and who lets it."""
    home, area = person.household_id, person.area
    need = sealing.seal("special_need", person.id, "透析")
    SpecialNeed.objects.create(
        resident=person.id, area=area, need_sealed=need, noted_at=at(1, 5), noted_by=by
    )
    Knock.objects.create(household=home, area=area, knocked_at=at(1, 9), result="spoken", by=by)
    Tenancy.objects.create(
        household=home,
        area=area,
        landlord=person.id,
        landlord_sealed=sealing.seal("landlord", home, "房东"),
        begins=date(2021, 1, 1),
    )


def _fill_calls(person: Resident, by: UUID) -> None:
    """A list on which she stands, and a call to her."""
    made, _ = CallList.objects.get_or_create(
        purpose="核对",
        defaults={"area": PATH, "source": "pasted", "made_by_id": by, "made_at": at(1, 9)},
    )
    entry = CallEntry.objects.create(
        call_list=made,
        area=person.area,
        place=made.entries.count(),
        resident=person.id,
        telephones_sealed=b"",
    )
    Call.objects.create(
        entry=entry, area=person.area, called_at=at(1, 9), by_id=by, result="no_answer"
    )


def _fill_relay(person: Resident, by: UUID) -> None:
    """What her group wrote, an entry of her home among it, and a text that was sent there."""
    relay = Relay.objects.create(
        area=PATH, kind="needs", group_key=b"x", text_sealed=b"x", pasted_at=at(1, 9), by=by
    )
    RelayEntry.objects.create(
        relay=relay, area=PATH, place=0, body_sealed=b"x", household=person.household_id
    )
    GroupSent.objects.get_or_create(
        area=PATH, matter="relay", group=1, defaults={"sent_at": at(1, 9), "by": by}
    )


def _fill_around(person: Resident) -> None:
    """Where she works, and what stands in and around the buildings."""
    site, _ = Organisation.objects.get_or_create(
        name="工地", defaults={"area": f"{PATH}2/", "kind": "site", "registered_at": at(1, 1)}
    )
    RosterEntry.objects.create(
        organisation=site, area=site.area, resident=person.id, name=person.name, since=at(1, 2)
    )
    grid, _ = Grid.objects.get_or_create(name="第一网格", area=PATH.removesuffix("jxc/"))
    HelpNumber.objects.get_or_create(
        area=PATH, kind="property", telephone="67890000",
        defaults={"kept_by": CrewMember.objects.get(name="孙内勤"), "kept_at": at(1, 9)},
    )  # fmt: skip
    for area in (f"{PATH}1/", f"{PATH}2/"):
        Building.objects.get_or_create(area=area, defaults={"type": "board", "floors": 6})
        Facility.objects.get_or_create(area=area, kind="lift", name="电梯")
        GridPlace.objects.get_or_create(area=area, defaults={"grid": grid})


def _fill_devices(by: UUID) -> None:
    """The phone of whoever answers for the building, bound to her post."""
    for post in Post.objects.filter(area=f"{PATH}1/", role="captain"):
        Device.objects.get_or_create(
            post=post, area=post.area,
            defaults={
                "code_key": post.id.bytes, "token_key": post.id.bytes, "lasts": "day",
                "made_at": at(1, 9), "bound_at": at(1, 9), "seen_at": at(1, 9),
                "code_until": at(1, 9, 1), "until_at": at(1, 10), "made_by_id": by,
            },
        )  # fmt: skip


def _fill_upward(by: UUID, post: UUID) -> None:
    """A report that was sent of the compound, and a form of the superior."""
    when, place = at(1, 9, 20), PATH
    Report.objects.create(
        area=place, kind="daily", at=when, counted_at=when, text_zh="日报", text_en="report",
        figures={}, sent_to="街道", sent_at=when, sent_by_id=by, post=post,
    )  # fmt: skip
    SuperiorForm.objects.get_or_create(
        area=place, fingerprint="x",
        defaults={"name": "表", "blank_sealed": b"x", "kept_at": when, "kept_by_id": by},
    )  # fmt: skip


def fill(cast: Cast, street: Street, person: Resident) -> UUID:
    """Let every table that names a resident, her household or a place hold a row about this one; her order."""
    with scoped(WHOLE):
        _fill_home(person, cast.captain.person)
        _fill_calls(person, cast.clerk.person)
        _fill_relay(person, cast.captain.person)
        _fill_around(person)
        _fill_upward(cast.clerk.person, cast.clerk.post)
        _fill_devices(cast.clerk.person)
        fill_points(cast.clerk.person)
        keep_station(cast.clerk.person)
        fill_force(cast, person)
        add_residents(
            (
                one.id,
                one.area,
                one.name,
                sealing.unseal_list("telephones", one.id, one.telephones_sealed),
            )
            for one in Resident.objects.all()
        )
        add_doors(Household.objects.values_list("id", "area"))
    own = draft(regime="home_isolation", paths=(), residents=(str(person.id),), document="告知书")
    order = confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    _fill_order(cast, order.number)
    _fill_instructions(cast, person)
    confirm_notice(cast.secretary, enter_notice(cast.clerk, notice("1")).number)
    _fill_end(cast, person, order.id)
    _fill_paper(cast.clerk.person, person)
    _fill_door(cast, person, order.id)
    fill_field(cast, person, order.id)
    fill_rounds(person, order.id, cast.clerk.person)
    return order.id


def _fill_order(cast: Cast, number: str) -> None:
    """A fact for the end of an order, the first step of its application, and a document about it."""
    attest(cast.clerk, number, "tests_negative", date(2022, 1, 9), document="检验报告")
    take_step(cast.clerk, number, "drafted")
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "解除通知单", "期满")
    enter_change(cast.clerk, number, lift)
    attach(cast.clerk, number, PDF)


def _fill_transfer(person: Resident, order: UUID, by: UUID) -> None:
    """A bus that came for her, and that she was told."""
    now = at(1, 9)
    row = Transfer.objects.create(
        outbreak_id=outbreak_of(order), area=person.area, household=person.household_id,
        resident=person.id, bus_at=now, said_sealed=b"x", opened_by_id=by, opened_at=now,
    )  # fmt: skip
    TransferStep.objects.create(
        transfer=row, area=person.area, step="told", happened_at=now, noted_at=now, by_id=by
    )


def _fill_day(person: Resident, by: UUID) -> None:
    """That she went out, and what passed at her stairwell that day."""
    now, unit = at(1, 9), parent(person.area)
    arrival = Arrival(
        area=person.area,
        household=person.household_id,
        who_key=person.id.bytes,
        expected_on=now.date(),
        noted_by_id=by,
        noted_at=now,
    )
    arrival.said_sealed = sealing.seal("arrival", arrival.id, "{}")
    arrival.save()
    RiskDay.objects.create(
        area=PATH, day=now.date(), source="省里", areas=[], pasted_by_id=by, pasted_at=now
    )
    MovementCount.objects.get_or_create(
        area=f"{PATH}1/", day=now.date(), what="outing", defaults={"n": 2}
    )
    Outing.objects.create(
        area=person.area, household=person.household_id, resident=person.id, left_at=now,
        due_at=at(1, 9, 4), said_sealed=b"x", noted_by_id=by, noted_at=now,
    )  # fmt: skip
    HandOver.objects.create(area=unit, at=now, by_id=by, to_name="钱保安", open=2, overdue=1)
    WasteLoad.objects.create(
        area=unit, day=date(2022, 1, 9), kind="medical", bags=2, kg=5, handed_to="环卫",
        at=now, by_id=by,
    )  # fmt: skip
    StairwellNotice.objects.create(
        area=unit,
        heading="明天",
        text="七点采样",
        signed="社区",
        groups=2,
        made_by_id=by,
        made_at=now,
    )


def _fill_parcel(person: Resident, by: UUID) -> None:
    """What lies for her home at a point of her building."""
    now = at(1, 9)
    point, _ = DepositPoint.objects.get_or_create(
        area=PATH, name="东门货架", defaults={"keeper": "王强", "made_at": now}
    )
    Parcel.objects.create(
        area=person.area, household=person.household_id, point=point, batch=point.id, pieces=2,
        arrived_at=now, noted_at=now, by_id=by,
    )  # fmt: skip
    Lot.objects.get_or_create(
        area=PATH, point=point, what="蔬菜包",
        defaults={
            "served": f"{PATH}1/", "source": "超市", "unit": "份", "pieces": 4, "mode": "list",
            "arrived_at": now, "by_id": by,
        },
    )  # fmt: skip
    Shop.objects.get_or_create(
        area=PATH, name="超市", defaults={"state": "open", "said_at": now, "by_id": by}
    )
    thing, new = Stock.objects.get_or_create(
        area=PATH, point=point, name="防护服", defaults={"unit": "套", "held": 9, "made_at": now}
    )
    if new:
        StockMove.objects.create(
            area=PATH, stock=thing, kind="received", n=9, why="区里", moved_at=now, by_id=by
        )


def _fill_end(cast: Cast, person: Resident, order: UUID) -> None:
    """A sheet of hers that was printed, a photo of what was done, and the stairwell that she said was open."""
    by, now = cast.clerk.person, at(1, 9)
    with scoped(WHOLE):
        Sheet.objects.create(
            order_id=order,
            area=person.area,
            resident=person.id,
            kind="certificate",
            number=Sheet.objects.count() + 1,
            place=1,
            printed_at=now,
            printed_by_id=by,
        )
        Photo.objects.create(
            area=person.area,
            outbreak_id=outbreak_of(order),
            day=date(2022, 1, 9),
            what="sampling",
            owed_by=person.id,
            win="am",
            moment="shown",
            taken_at=now,
            by_id=by,
            post=cast.clerk.post,
        )
        _fill_transfer(person, order, by)
        _fill_day(person, by)
        _fill_parcel(person, by)
        OpeningStep.objects.create(
            area=parent(person.area),
            day=date(2022, 1, 9),
            owed_by=subject_of_place(parent(person.area)),
            win="end",
            number=OpeningStep.objects.count() + 1,
            step="confirmed",
            happened_at=now,
            by_id=by,
            resident=person.id,
        )


def _fill_paper(by: UUID, person: Resident) -> None:
    """Her line and that of her home on a round on paper."""
    with scoped(WHOLE):
        paper, _ = RoundSheet.objects.get_or_create(
            number=1,
            defaults={
                "area": parent(person.area),
                "day": date(2022, 1, 10),
                "win": "am",
                "printed_at": at(1, 9),
                "printed_by_id": by,
            },
        )
        line = paper.lines.count() + 1
        about = {"resident": person.id, "household": person.household_id}
        for place, (kind, ident) in enumerate(about.items()):
            RoundSheetLine.objects.create(
                sheet=paper, area=person.area, line=line, place=place, **{kind: ident}
            )


def _fill_instructions(cast: Cast, person: Resident) -> None:
    """What a resident asked for about herself, and a superior about her home, and that her door is sealed."""
    asked = InstructionDraft("resident", "送药", "本人", at(1, 10, 6), at(1, 10, 20), "captain")
    give(cast.clerk, replace(asked, resident=str(person.id)))
    told = replace(asked, origin="superior", document="交办单第3号")
    give(cast.clerk, replace(told, household=str(person.household_id)))
    tell(cast.clerk, person.area, ExitSaid(ExitKind.HOME))


def _fill_door(cast: Cast, person: Resident, order: UUID) -> None:
    """A card of her household, what it objected to, and what a neighbour reported of the door."""
    by, now = cast.clerk.person, at(1, 9)
    with scoped(WHOLE):
        DoorCode.objects.create(
            area=person.area,
            kind="inner",
            household=person.household_id,
            people=[person.id],
            code_key=person.id.bytes,
            pin_key=b"",
            made_at=now,
            made_by_id=by,
        )
        Objection.objects.create(
            number=Objection.objects.count() + 1,
            order_id=order,
            area=person.area,
            household=person.household_id,
            came="inner",
            said_sealed=b"",
            received_at=now,
            due_at=now,
        )
        report = NeighbourReport.objects.create(
            number=NeighbourReport.objects.count() + 1,
            area=person.area,
            said_sealed=b"",
            received_at=now,
            entered_by_id=by,
        )
        ReportCheck.objects.create(
            report=report, area=person.area, by_id=by, at=now, found="so", said_sealed=b""
        )
