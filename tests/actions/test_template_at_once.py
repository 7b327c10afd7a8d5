"""Two who keep the city's empty template at one moment keep it one after the other."""

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_app_outages import HEADS, template
from tests.actions.test_concurrency import at_once
from wumen.actions.app_outages.listing import keep_template
from wumen.actions.reach import Reached
from wumen.queries.posts import acting
from wumen.records.models import AppTemplate


def test_the_first_template_is_kept_by_several_at_once(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    blank = template(*HEADS)
    works = [lambda n=n: keep_template(cast.clerk, f"模板{n}.xlsx", blank) for n in range(4)]
    assert at_once(*works) == []
    with acting(cast.clerk):
        assert AppTemplate.objects.count() == 1
