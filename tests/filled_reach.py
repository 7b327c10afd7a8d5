"""Rows of how a notice came to a home, and of its letter."""

from uuid import UUID

from tests.cast import PATH
from tests.street import at
from wumen.records.models import (
    HomeLetter,
    HomeLetterWords,
    LoudspeakerPlay,
    NoticeHome,
    NoticeSheet,
    Resident,
    StairwellNotice,
)


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
