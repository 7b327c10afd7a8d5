"""Pages of what is composed twice or was wrong: the notice of a stairwell, and the superior's form."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import PATH, Cast
from tests.street import Street
from tests.superior_forms import blank
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn

SENT = {
    "area": PATH,
    "heading": "明天全员采样",
    "text": "明早 7:00 起，叫到再下楼。",
    "groups": "2",
}
LIST = "/stairwell-notices/"


def test_a_notice_sent_again_from_the_form_before_is_no_second_one(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    desk = signed_in(cast.clerk)
    one, again = (desk.post(LIST, SENT)["Location"] for _ in range(2))
    assert one == again
    assert desk.get(LIST).content.decode().count("<strong lang") == 1


def test_a_notice_is_taken_back_on_its_page_and_the_captain_sees_that_and_not_its_words(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    desk, captain = signed_in(cast.clerk), signed_in(cast.captain)
    page = desk.post(LIST, SENT)["Location"]
    assert "take-back" not in captain.get(page).content.decode()
    assert captain.post(f"{page}take-back/").status_code == 403
    for _ in range(2):
        assert desk.post(f"{page}take-back/")["Location"] == page
    shown = captain.get(page).content.decode()
    assert "孙内勤</span>撤回" in shown
    assert "叫到再下楼" not in shown
    assert "data-print" not in shown
    assert "叫到再下楼" in desk.get(page).content.decode()
    assert "撤回了" in captain.get(LIST).content.decode()
    assert captain.get(f"{page}reach/").status_code == 400
    desk.post("/language/", {"language": "en", "next": "/"})
    for shown_in_english in (page, LIST):
        assert chinese_outside(desk.get(shown_in_english).content.decode()) == []


def test_a_form_is_taken_back_and_uploaded_again(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    desk = signed_in(cast.clerk)
    forms = "/reports/forms/"
    file = SimpleUploadedFile("日报表.xlsx", blank())
    page = desk.post(forms, {"form": file})["Location"]
    assert f"{page}take-back/" in desk.get(page).content.decode()
    for _ in range(2):
        assert desk.post(f"{page}take-back/")["Location"] == forms
    shown = desk.get(forms).content.decode()
    assert "撤回的 1 份" in shown
    assert page not in shown
    assert desk.get(page).status_code == 400
    desk.post("/language/", {"language": "en", "next": "/"})
    assert chinese_outside(desk.get(forms).content.decode()) == []
    assert (
        desk.post(forms, {"form": SimpleUploadedFile("日报表.xlsx", blank())})["Location"] == page
    )
