"""Two lists that come at one instant ring nobody twice."""

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.actions.test_inquiries import AUNT, NOON
from tests.cast import COMMUNITY, PATH
from wumen.actions.inquiries import read_text, take
from wumen.actions.reach import Reached
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CallEntry, InquiryRow
from wumen.rules.inquiries.standing import InquiryDraft


def test_two_lists_at_one_instant_ring_the_same_person_once(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    asked = read_text(f"张阿姨 {AUNT}\n钱七 13900000009")

    def takes(number: int, area: str) -> object:
        draft = InquiryDraft(f"协查{number}号", "中原区疾控中心", area, NOON)
        return lambda: take(cast.clerk, draft, asked)

    with clock.fixed(NOON.replace(hour=7)):
        lists = [takes(n, area) for n, area in enumerate([COMMUNITY, PATH, COMMUNITY, PATH])]
        assert at_once(*lists) == []  # type: ignore[arg-type]
    with acting(cast.clerk):
        assert InquiryRow.objects.filter(entry__isnull=False).count() == 8
        assert CallEntry.objects.count() == 2
