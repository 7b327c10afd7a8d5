"""Everyone of one tube by what phones noted: asked for with a purpose, agreed to by a second, logged for each."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.test_sampling_rounds import held
from tests.api.conftest import BUILDING, SEVEN
from tests.cast import COMPOUND, Cast
from tests.phone import Phone
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.conftest import signed_in as signed_in
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.sampling_rounds.boxes import BoxDraft, note_box
from wumen.actions.sampling_rounds.tubes import agree_to_tube, ask_tube, look_at_tube
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.tubes import looks
from wumen.records import clock
from wumen.records.models import TubeLook
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import subject_key
from wumen.rules.problems import Problem

pytestmark = pytest.mark.usefixtures("planned")
WHY = "实验室来电，混管逐人复采"


@pytest.fixture
def sampled(cast: Cast, phone: Phone) -> list[str]:
    """Three people of building 1 in tube A0001, one in A0002; the keys of their samples."""
    keys = [one.key for one in duty_lines(cast.captain, SEVEN.date()) if one.what == "sampling"][:4]
    for n, key in enumerate(keys):
        tube = "A0001" if n < 3 else "A0002"
        phone.make("field.sample", {"duty": key, "tube": tube, "count": 1})
    phone.post_events()
    return keys


def looked_at(subject: UUID) -> int:
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM event WHERE kind = 'tube.person_shown' AND subject = %s",
            [subject_key(subject)],
        )
        return int(cursor.fetchone()[0])


def test_everyone_of_a_tube_is_shown_to_the_two_who_stand_for_it(
    cast: Cast, sampled: list[str]
) -> None:
    row = ask_tube(cast.clerk, " A0001 ", WHY)
    assert row.samples == 3
    with pytest.raises(Problem, match="tube_not_agreed"):
        look_at_tube(cast.clerk, row.id)
    agree_to_tube(cast.secretary, row.id)
    subjects = {key.split("/")[2] for key in sampled}
    for viewer in (cast.clerk, cast.secretary):
        found = look_at_tube(viewer, row.id)
        assert (len(found.people), found.unread, found.gone) == (3, 0, 0)
        assert {str(one.resident) for one in found.people} < subjects
    assert all(one.door.startswith("锦绣城 1号楼") for one in found.people)
    # Both looks, each person of the tube by itself, and nobody else.
    seen = [looked_at(UUID(one)) for one in sorted(subjects)]
    assert sorted(seen) == [0, 2, 2, 2]
    with pytest.raises(Problem, match="tube_not_yours"):
        look_at_tube(cast.duty_officer, row.id)
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM tube_look t")
        assert "A0001" not in cursor.fetchone()[0]


def test_one_person_alone_opens_no_tube(cast: Cast, sampled: list[str]) -> None:
    row = ask_tube(cast.secretary, "A0001", WHY)
    with pytest.raises(Problem, match="second_person_needed"):
        agree_to_tube(cast.secretary, row.id)
    with pytest.raises(Problem, match="right_missing"):
        agree_to_tube(cast.clerk, row.id)
    with pytest.raises(Problem, match="tube_not_agreed"):
        look_at_tube(cast.secretary, row.id)
    with acting(cast.clerk):
        assert TubeLook.objects.get().agreed_at is None


def test_a_look_is_open_for_a_day(cast: Cast, sampled: list[str]) -> None:
    row = ask_tube(cast.clerk, "A0001", WHY)
    agree_to_tube(cast.secretary, row.id)
    with pytest.raises(Problem, match="tube_agreed"):
        agree_to_tube(cast.secretary, row.id)
    with clock.fixed(SEVEN + timedelta(hours=24)):
        with pytest.raises(Problem, match="tube_over"):
            look_at_tube(cast.clerk, row.id)
        (line,) = looks(cast.clerk)
        assert (line.open, line.over) == (False, True)


def test_what_cannot_be_asked_is_refused(cast: Cast, sampled: list[str]) -> None:
    for tube, why, code in (
        ("", WHY, "tube_unreadable"),
        ("A" * 81, WHY, "tube_unreadable"),
        ("A0001", "看", "tube_purpose"),
        ("A0001", "电话 13800000001 来电", "purpose_holds_number"),
        ("B0001", WHY, "tube_unknown"),
    ):
        with pytest.raises(Problem, match=code):
            ask_tube(cast.clerk, tube, why)
    with pytest.raises(Problem, match="right_missing"):
        ask_tube(cast.captain, "A0001", WHY)
    # Another community learns not even that the tube exists.
    with pytest.raises(Problem, match="tube_unknown"):
        ask_tube(cast.outsider, "A0001", WHY)
    with pytest.raises(Problem, match="tube_look_unknown"):
        agree_to_tube(cast.outsider, ask_tube(cast.clerk, "A0001", WHY).id)


def test_the_pages_of_a_tube(cast: Cast, sampled: list[str], signed_in: SignedIn) -> None:
    office, second = signed_in(cast.clerk), signed_in(cast.secretary)
    page = sent(office, "/sampling/tubes/ask/", tube="A0001", purpose="看")
    assert "为什么要看这一管" in page
    assert 'value="A0001"' in page
    page = sent(office, "/sampling/tubes/ask/", tube="A0001", purpose=WHY)
    assert "记了 3 份样本" in page
    assert "等第二个人同意" in page
    ident = looks(cast.clerk)[0].id
    assert "我同意" in read(second, "/sampling/tubes/")
    assert "一天内能看" in sent(second, f"/sampling/tubes/{ident}/agree/")
    page = sent(office, f"/sampling/tubes/{ident}/look/")
    assert "这一管 3 人" in page
    assert BUILDING not in page
    # A look is a form that was sent, not an address that is kept.
    assert office.get(f"/sampling/tubes/{ident}/look/").status_code == 405
    # However many asked since: the page that is open leads to the people.
    with clock.fixed(SEVEN + timedelta(hours=1)):
        for n in range(40):
            ask_tube(cast.secretary, "A0002", f"{WHY}{n}")
    assert "这一管 3 人" in sent(office, f"/sampling/tubes/{ident}/look/")
    for path in ("/sampling/tubes/",):
        english = office.get(path, headers={"Accept-Language": "en"}).content.decode()
        assert chinese_outside(english) == []


def test_looks_that_wait_or_are_open_never_drop_off_the_page(
    cast: Cast, sampled: list[str]
) -> None:
    waits = ask_tube(cast.clerk, "A0001", WHY)
    opened = ask_tube(cast.clerk, "A0002", WHY)
    agree_to_tube(cast.secretary, opened.id)
    over = clock.now() - timedelta(days=3)
    with scoped(WHOLE):
        TubeLook.objects.bulk_create(
            TubeLook(
                area=cast.clerk.area,
                tube_key=b"x",
                purpose=WHY,
                samples=1,
                asked_by_id=cast.clerk.person,
                asked_at=clock.now() + timedelta(minutes=n),
                agreed_by_id=cast.secretary.person,
                agreed_at=over,
            )
            for n in range(1, 60)
        )
    lines = looks(cast.clerk)
    assert {waits.id, opened.id} <= {one.id for one in lines}
    assert len(lines) == 42
    assert lines == sorted(lines, key=lambda one: one.asked_at, reverse=True)


def test_a_tube_that_was_scanned_into_a_box_tells_where_it_is(
    cast: Cast, sampled: list[str]
) -> None:
    row = held(cast, "2")
    place = {"where": f"{COMPOUND}/2", "tubes": "2", "first": f"{clock.now():%H:%M}"}
    note_box(cast.sampler, row.id, BoxDraft(number="D1", seal="G1", codes="A0001\nP0001", **place))
    look = ask_tube(cast.clerk, "A0001", WHY)
    agree_to_tube(cast.secretary, look.id)
    (box,) = look_at_tube(cast.clerk, look.id).boxes
    assert box == "上门 锦绣城 2号楼，D1箱，封签G1，第5轮核酸"
    # Written on paper at the table: the box says which list to look into.
    with pytest.raises(Problem, match="tube_on_paper") as told:
        ask_tube(cast.clerk, "P0001", WHY)
    assert "D1箱" in told.value.text("zh")
