"""Each entry of today at a gate is found again by its hour, to be put right, however many came after it."""

import re
from datetime import date, time, timedelta

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, ordered
from tests.web.conftest import SignedIn
from wumen.actions.passages import AtGate, note
from wumen.queries.passages import LATEST
from wumen.records import clock
from wumen.rules.time import at

DAY = date(2022, 1, 10)


def test_an_entry_of_the_morning_is_found_by_its_hour(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(at(DAY, time(8, 20))):
        note(cast.volunteer, AtGate(COMPOUND, "out", "1-1-101 上班"))
    with clock.fixed(at(DAY, time(12, 0))):
        guard = signed_in(cast.volunteer)
        assert "按几点登记的找" not in guard.get("/passages/").content.decode()
        for nr in range(LATEST * 2):
            note(cast.volunteer, AtGate(COMPOUND, "in", f"2-1-101 第{nr}次"))
        latest = guard.get("/passages/").content.decode()
        found = dict(re.findall(r'href="[^"]*page=(\d+)#latest">(\d+) 点<', latest))
        assert found == {"1": "12", "3": "8"}
        assert "1-1-101 上班" in guard.get("/passages/?page=3").content.decode()
        # Behind the last page there is none: the last stands there.
        assert "1-1-101 上班" in guard.get("/passages/?page=99").content.decode()


def test_what_is_put_right_stays_in_sight_however_many_come_meanwhile(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    early = note(cast.volunteer, AtGate(COMPOUND, "out", "1-1-101 上班"))
    guard = signed_in(cast.volunteer)
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        for nr in range(LATEST):
            note(cast.volunteer, AtGate(COMPOUND, "in", f"2-1-101 第{nr}次"))
    sent = {"gate": PATH, "page": "1", "decision": "passed", "why": "长" * 81}
    refused = guard.post(f"/passages/{early.id}/", sent)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert '<details class="mend" open>' in page
    assert "长" * 81 in page
