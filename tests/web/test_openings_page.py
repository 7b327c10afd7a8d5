"""The page of openings: a photo, then a resident's word, and the board shows what is not confirmed."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.actions.test_openings import NOON, lifted
from tests.cast import Cast
from tests.files import JPEG
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records import clock


def test_a_gate_is_opened_with_a_photo_and_confirmed_by_a_resident_on_the_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        clerk = signed_in(cast.clerk)
        assert "解除了，门还没核实打开" in clerk.get("/board/").content.decode()
        at = f"/openings/{key.day}/{key.subject}/{key.win}/"
        photo = SimpleUploadedFile("IMG.jpg", JPEG, "image/jpeg")
        page = clerk.post(f"{at}opened/", {"photo": photo}, follow=True).content.decode()
        assert "等居民确认" in page
        assert "<img" in page
        typed = {"door": "1-1-202", "name": "李四", "by": ""}
        refused = clerk.post(f"{at}confirmed/", typed)
        assert refused.status_code == 404
        assert 'value="李四"' in refused.content.decode()
        page = clerk.post(f"{at}confirmed/", typed | {"name": "张阿姨"}, follow=True)
        assert "居民已确认" in page.content.decode()
        assert "解除了，门还没核实打开" not in clerk.get("/board/").content.decode()
        said = {"said": "东门又锁上了", "door": "202", "name": ""}
        page = clerk.post(f"{at}closed/", said, follow=True).content.decode()
        assert "居民说还没打开" in page
        assert "东门又锁上了" in page
        assert "解除了，门还没核实打开" in clerk.get("/board/").content.decode()


def test_what_was_typed_of_a_door_that_is_closed_still_stands_after_a_refusal(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        clerk = signed_in(cast.clerk)
        at = f"/openings/{key.day}/{key.subject}/{key.win}/"
        said = {"said": "东门又锁上了", "door": "1-1-202", "name": "李四"}
        refused = clerk.post(f"{at}closed/", said)
        assert refused.status_code == 404
        page = refused.content.decode()
        assert "<details open>" in page
        for typed in said.values():
            assert page.count(f'value="{typed}"') == 1


def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(NOON):
        key = lifted(cast)
        clerk = signed_in(cast.clerk, accept_language="en")
        at = f"/openings/{key.day}/{key.subject}/{key.win}/"
        for step in ({}, {"photo": SimpleUploadedFile("a.jpg", JPEG)}):
            if step:
                clerk.post(f"{at}opened/", step)
            assert chinese_outside(clerk.get("/openings/").content.decode()) == []
        assert chinese_outside(clerk.get("/board/").content.decode()) == []
