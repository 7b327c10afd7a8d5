"""Rows of what reaches people and superiors: notices, letters, reports, and a round on paper."""

from datetime import date
from uuid import UUID

from tests.cast import PATH
from tests.street import at
from wumen.records.models import (
    HomeLetter,
    HomeLetterWords,
    LoudspeakerPlay,
    NoticeHome,
    NoticeSheet,
    Report,
    Resident,
    RoundSheet,
    RoundSheetLine,
    StairwellNotice,
    SuperiorForm,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import parent


def fill_reach(notice: StairwellNotice, person: Resident, by: UUID) -> None:
    """How a notice came to her home, and the letter that she was given."""
    now, home, area = at(1, 9), person.household_id, person.area
    NoticeHome.objects.create(
        notice=notice, household=home, area=area, how="visit", noted_at=now, by_id=by
    )
    NoticeSheet.objects.create(notice=notice, area=notice.area, hung_at=now, by_id=by)
    LoudspeakerPlay.objects.create(
        notice=notice, area=notice.area, where="喇叭车", planned_at=now, by_id=by
    )
    HomeLetter.objects.create(household=home, area=area, given_at=now, by_id=by)
    HomeLetterWords.objects.get_or_create(
        area=PATH, defaults={"text": "您好", "kept_at": now, "kept_by_id": by}
    )


def fill_upward(by: UUID, post: UUID) -> None:
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


def fill_paper(by: UUID, person: Resident) -> None:
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
