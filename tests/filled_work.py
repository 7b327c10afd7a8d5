"""Rows of those who work: sampling points, the force, phones."""

from datetime import date, time
from uuid import UUID, uuid4

from tests.cast import PATH, Cast
from tests.street import at
from wumen.records.models import (
    CrewMember,
    Deployment,
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
    MealWord,
    NotSampled,
    Order,
    Passage,
    PointService,
    PointWord,
    Resident,
    RosterEntry,
    RosterSample,
    SamplingBox,
    SamplingBoxTube,
    SamplingPoint,
    SamplingRound,
    SamplingRoundScope,
    SamplingSlot,
    SamplingTubes,
    TubeLook,
    WriterHole,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import counted_at, parent


def outbreak_of(order: UUID) -> UUID:
    """The outbreak of an order."""
    return Order.objects.get(id=order).outbreak_id


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


def fill_rounds(person: Resident, order: UUID, by: UUID) -> None:
    """A round of yesterday at the compound, when building 1 came, why she did not, and that she was sampled at work."""
    begins, ends = at(1, 9, 7), at(1, 9, 16)
    with scoped(WHOLE):
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
        NotSampled.objects.create(
            round=held, area=person.area, resident=person.id, why="away", noted_by_id=by,
            noted_at=ends,
        )  # fmt: skip
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
