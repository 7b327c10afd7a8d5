"""Rows of those who work: sampling points, the force, phones."""

from datetime import date, time
from uuid import UUID, uuid4

from tests.cast import PATH, Cast
from tests.street import at
from wumen.records.models import (
    AppList,
    AppOutage,
    AppRegistered,
    AppTemplate,
    CareBin,
    CaseContact,
    CrewMember,
    Deployment,
    DutyLogLine,
    DutyLogSign,
    Facility,
    FieldDecision,
    FieldDevice,
    FieldPhoto,
    FieldPhotoOf,
    FieldRecord,
    ForceBody,
    ForceCallUp,
    ForceCare,
    ForceMember,
    ForceRole,
    ForceWish,
    GatePass,
    GateSheet,
    Inquiry,
    InquiryRow,
    MealWord,
    NotSampled,
    Order,
    Passage,
    PointService,
    PointWord,
    Resident,
    RosterEntry,
    RosterSample,
    SamplingAtDoor,
    SamplingBox,
    SamplingBoxTube,
    SamplingPoint,
    SamplingRound,
    SamplingRoundScope,
    SamplingSlot,
    SamplingTubes,
    Shop,
    ShopLook,
    ShopSupply,
    TubeLook,
    WriterHole,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import counted_at, parent


def outbreak_of(order: UUID) -> UUID:
    """The outbreak of an order."""
    return Order.objects.get(id=order).outbreak_id


def fill_trading(person: Resident, order: UUID, by: UUID) -> None:
    """A shop that stands at her door in the register, its decision to deliver, a look; and a bin at her unit."""
    now = at(1, 9)
    door, _ = Facility.objects.get_or_create(area=PATH, kind="shop", name="超市")
    said = {"state": "open", "said_at": now, "by_id": by, "facility": door, "door": person.area}
    shop, _ = Shop.objects.get_or_create(area=PATH, name="超市", defaults=said)
    ShopSupply.objects.get_or_create(
        area=PATH, shop=shop, order_id=order, authority="指挥部", document="第2批",
        defaults={"noted_at": now, "by_id": by},
    )  # fmt: skip
    ShopLook.objects.create(
        area=PATH,
        shop=shop,
        order_id=order,
        day=now.date(),
        found="told",
        note="货要坏了",
        at=now,
        by_id=by,
    )
    unit = parent(person.area)
    thing, _ = Facility.objects.get_or_create(area=unit, kind="care_bin", name="专用桶")
    placed = {"stands_at": "门东侧", "state": "in_use", "placed_at": now, "said_at": now}
    CareBin.objects.get_or_create(facility=thing, area=unit, defaults={**placed, "by_id": by})


def fill_gate(by: UUID, person: Resident) -> None:
    """A sheet of the compound's gate with one row keyed, and a pass of hers that was shown."""
    sheet = GateSheet.objects.create(
        number=GateSheet.objects.count() + 1, area=PATH, day=date(2022, 1, 9),
        printed_at=at(1, 9, 6), printed_by_id=by, keyed_at=at(1, 9, 9), keyed_by_id=by, stood_id=by,
    )  # fmt: skip
    shown = GatePass.objects.create(
        number=f"{sheet.number:06d}", area=person.area, kind="person", resident=person.id,
        said_sealed=b"sealed", from_at=at(1, 9), until_at=at(1, 12), made_at=at(1, 9), made_by_id=by,
    )  # fmt: skip
    Passage.objects.create(
        area=PATH, at=at(1, 9, 8), direction="out", decision="passed", verdict="let_through",
        said_sealed=b"sealed", noted_at=at(1, 9, 9), noted_by_id=by, stood_id=by, sheet=sheet,
        line=1, shown=shown,
    )  # fmt: skip


def fill_points(by: UUID) -> None:
    """The point at the compound's gate, the building that comes to it, and how many waited."""
    point, _ = SamplingPoint.objects.get_or_create(
        subdistrict="410102003", number=1,
        defaults={
            "area": PATH, "name": "东门", "desks": 1, "lead_id": by, "opens": time(7),
            "closes": time(16), "alarm": 50, "registered_at": at(1, 9),
        },
    )  # fmt: skip
    served = {"area": PATH, "words": "1号楼"}
    PointService.objects.get_or_create(point=point, serves=f"{PATH}1/", defaults=served)
    PointWord.objects.create(
        point=point, area=PATH, kind="queue", value=20, said_at=at(1, 9), by_id=by, grade="declared"
    )
    MealWord.objects.create(
        area=PATH, place=point.id, day=date(2022, 1, 10), kind="crew", heads=6, said_at=at(1, 9),
        by_id=by,
    )  # fmt: skip


def fill_boxes(held: SamplingRound, person: Resident, by: UUID) -> None:
    """A box of the round whose counts differ, a tube that was scanned into it, and what the point said it filled."""
    begins, ends, point = held.begins_at, held.ends_at, SamplingPoint.objects.get(number=1)
    box = SamplingBox.objects.create(
        round=held, area=PATH, point=point, number="A1",
        seal=person.id.hex[:8], tubes=30, first_at=begins, noted_at=begins, noted_by_id=by,
        handed_to="王师傅", handed_at=begins, handed_tubes=29, handed_by_id=by, why="1支漏液",
    )  # fmt: skip
    SamplingBoxTube.objects.create(round=held, box=box, area=PATH, tube_key=person.id.bytes)
    SamplingTubes.objects.get_or_create(
        round=held, point=point,
        defaults={"area": PATH, "tubes": 31, "said_at": ends, "by_id": by, "why": "1支漏液"},
    )  # fmt: skip


def fill_asked(person: Resident, order: UUID, by: UUID) -> None:
    """A list of another office on which she stands, and that she is proposed as a contact."""
    asked, _ = Inquiry.objects.get_or_create(
        number=1,
        defaults={
            "area": PATH, "theirs": "协查1号", "sender": "区疾控", "header": ["姓名"],
            "received_at": at(1, 9), "due_at": at(1, 9, 12), "taken_by_id": by, "owner_id": by,
        },
    )  # fmt: skip
    InquiryRow.objects.create(
        inquiry=asked, area=person.area, place=asked.rows.count(), cells_sealed=b"", said_sealed=b"",
        resident=person.id, match="here",
    )  # fmt: skip
    CaseContact.objects.create(
        outbreak_id=outbreak_of(order), area=person.area, resident=person.id, said_sealed=b"",
        proposed_by_id=by, proposed_at=at(1, 9),
    )  # fmt: skip


def fill_outage(held: SamplingRound, person: Resident, by: UUID) -> None:
    """Hours in which the city's app was down at the point, who was registered there, the list and its template."""
    begins, ends, point = held.begins_at, held.ends_at, SamplingPoint.objects.get(number=1)
    AppOutage.objects.create(
        area=PATH, point=point, round=held, began_at=begins, why="登录不上", declared_by_id=by,
        declared_at=begins, ended_at=ends, ended_by_id=by,
    )  # fmt: skip
    DutyLogLine.objects.create(
        area=PATH, day=begins.date(), at=begins, said_sealed=b"x", noted_at=begins, by_id=by
    )
    other = CrewMember.objects.exclude(id=by).order_by("number")[0]
    DutyLogSign.objects.create(
        area=PATH, day=begins.date(), signed_at=ends, by_id=by, to=other, entries=1, lines=1,
        digest="x",
    )  # fmt: skip
    AppTemplate.objects.get_or_create(
        area=PATH,
        defaults={
            "name": "模板.xlsx", "sheet": "导入", "head_row": 1, "columns": {"A": "name"},
            "blank_sealed": b"x", "kept_at": begins, "kept_by_id": by,
        },
    )  # fmt: skip
    made = AppList.objects.create(
        area=PATH, round=held, number=1, people=1, gaps=0, made_by_id=by, made_at=ends,
        uploaded_at=ends, uploaded_by_id=by,
    )  # fmt: skip
    AppRegistered.objects.create(
        area=PATH, round=held, point=point, tube_key=person.id.bytes, place=1, event="",
        person_key=person.id.bytes, said_sealed=b"x", sampled_at=begins, noted_at=begins, by_id=by,
        list=made,
    )  # fmt: skip


def _fill_her_part(held: SamplingRound, person: Resident, by: UUID) -> None:
    """Why she was not sampled in a round, and that she is one of those sampled at the door."""
    hers = {"round": held, "area": person.area, "resident": person.id}
    NotSampled.objects.create(**hers, why="away", noted_by_id=by, noted_at=held.ends_at)
    SamplingAtDoor.objects.create(**hers, ground="hand", put_by_id=by, put_at=held.ends_at)


def fill_rounds(person: Resident, order: UUID, by: UUID) -> None:
    """A round of yesterday at the compound, when building 1 came, why she did not, and that she was sampled at work."""
    begins, ends = at(1, 9, 7), at(1, 9, 16)
    with scoped(WHOLE):
        fill_asked(person, order, by)
        fill_trading(person, order, by)
        held, _ = SamplingRound.objects.get_or_create(
            subdistrict="410102003", number=4, outbreak_id=outbreak_of(order),
            defaults={
                "area": PATH, "day": begins.date(), "begins_at": begins, "ends_at": ends, "pool": "ten",
                "size": 10, "per_desk": 75, "cap": 200, "ordered_by": "区指挥部", "opened_by_id": by,
                "opened_at": begins,
            },
        )  # fmt: skip
        SamplingRoundScope.objects.get_or_create(round=held, area=PATH, organisation=None)
        SamplingSlot.objects.get_or_create(
            round=held, area=f"{PATH}1/",
            defaults={
                "point": SamplingPoint.objects.get(number=1), "heads": 10, "begins_at": begins,
                "ends_at": ends,
            },
        )  # fmt: skip
        fill_boxes(held, person, by)
        fill_outage(held, person, by)
        _fill_her_part(held, person, by)
        TubeLook.objects.create(
            area=PATH, tube_key=b"x", purpose="混管复采", samples=1, asked_by_id=by, asked_at=ends
        )
        entry = RosterEntry.objects.get(resident=person.id)
        RosterSample.objects.create(
            round=held, area=entry.area, entry=entry, sampled_at=ends, by_id=by
        )


def fill_force(cast: Cast, person: Resident) -> None:
    """She serves herself, and has a team; what hangs on who serves stands beside it."""
    fill_gate(cast.clerk.person, person)
    by, when = cast.clerk.person, at(1, 8)
    crew = CrewMember.objects.create(
        number=f"f{person.id.hex[:8]}", name=person.name, profession="volunteer"
    )
    serves = ForceMember.objects.create(
        area=PATH, person=crew, resident=person.id, lives=person.area, free=1, came="office",
        signed_up_at=when,
    )  # fmt: skip
    ForceWish.objects.create(area=counted_at(person.area), member=serves, place=0)
    ForceCare.objects.create(
        area=person.area, household=person.household_id, team="team-of-three",
        place=f"p{person.id.hex[:4]}", member=serves, since=when, by=by,
    )  # fmt: skip
    Deployment.objects.create(
        area=PATH, member=serves, day=date(2022, 1, 10), half="am", what="打电话", minutes=240,
        taken_at=when, taken_by=by,
    )  # fmt: skip
    ForceCallUp.objects.get_or_create(
        area=PATH, title="报名",
        defaults={
            "code_key": b"x", "made_at": when, "made_by_id": by, "until_at": at(1, 22),
        },
    )  # fmt: skip
    ForceRole.objects.get_or_create(
        area=PATH, role="screener", defaults={"duties": "x", "written_at": when, "written_by": by}
    )
    ForceBody.objects.get_or_create(
        area=PATH, name="先锋岗", defaults={"kind": "pioneer_post", "made_at": when}
    )


def fill_field(cast: Cast, person: Resident, order: UUID) -> None:
    """A phone of her building, what it told of her door, a photo of hers, what was decided, and a closed number."""
    by, now, writer = cast.clerk.person, at(1, 9), uuid4()
    with scoped(WHOLE):
        phone = FieldDevice.objects.create(
            area=parent(person.area), outbreak_id=outbreak_of(order), writer=writer,
            code_key=person.id.bytes, token_key=person.id.bytes, made_at=now, made_by_id=by,
            code_until=now, until_at=now, enrolled_at=now,
        )  # fmt: skip
        told = {"writer": writer, "seq": 1, "area": person.area}
        FieldRecord.objects.create(
            **told, arrived_on=now.date(), outbreak=outbreak_of(order), kind="field.need",
            happened_at=now, post=cast.captain.post,
        )  # fmt: skip
        FieldPhoto.objects.create(
            digest=person.id.bytes, area=phone.area, session=writer, device=phone, sealed=b"x",
            came_at=now,
        )  # fmt: skip
        FieldPhotoOf.objects.create(
            **told, digest=person.id.bytes, post=cast.captain.post, day=now.date(), what="sampling",
            owed_by=person.id, win="am", done_at=now,
        )  # fmt: skip
        FieldDecision.objects.create(
            **told,
            hash=person.id.bytes,
            decided="stands",
            why="问过",
            by_id=by,
            at=now,
            evidence="x",
        )
        WriterHole.objects.create(
            writer=writer, first_seq=2, last_seq=3, area=phone.area, why="摔坏", by_id=by, at=now,
            evidence="x",
        )  # fmt: skip
