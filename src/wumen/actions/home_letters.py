"""Letters from home (家书): the community's words kept in one place, and that a home was given its letter."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.named import doors_named_in
from wumen.records import clock
from wumen.records.models import Area, HomeLetter, HomeLetterWords, Household
from wumen.rules.areas import counted_at, read_path
from wumen.rules.guarded_text import check_group_text
from wumen.rules.home_letters import check_words
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


def keep_words(viewer: Viewer, path: str, text: str) -> None:
    """Keep what a place writes to its homes; the nearest place over a home speaks.

    Problems: those of `check_words`, `area_unknown`, rights.
    """
    area, said = read_path(path), check_words(text)
    viewer.must(Right.KEEP_REGISTER, area)
    with changing(viewer):
        if not Area.objects.filter(area=area).exists():
            raise Problem("area_unknown", path=area)
        check_group_text(said, doors=doors_named_in(said, [area]))
        HomeLetterWords.objects.update_or_create(
            area=area,
            defaults={"text": said, "kept_at": clock.now(), "kept_by_id": viewer.person},
        )
        log(viewer, "home_letter.words", area)


def give_letter(viewer: Viewer, household: UUID) -> None:
    """Note that a home was given its letter; once more on the same day is no news.

    Problems: `household_unknown`, `right_missing`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        home = Household.objects.select_for_update().filter(id=household).first()
        if home is None or not viewer.span.holds(home.area):
            raise Problem("household_unknown")
        now = clock.now()
        last = HomeLetter.objects.filter(household=home.id).order_by("-given_at").first()
        if last is not None and business_day(last.given_at) == business_day(now):
            return
        HomeLetter.objects.create(
            id=uuid4(), household=home.id, area=home.area, given_at=now, by_id=viewer.person
        )
        log(viewer, "home_letter.given", counted_at(home.area), subject=subject_key(home.id))
