"""Photos on the pages: a camera field that needs no script, the photos of a day, the pair of a flaw, who sees them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.actions.test_photos import DAY, NOW, morning
from tests.cast import COMPOUND, PATH, Cast
from tests.files import PDF, phone_photo
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.queries.duties import duty_lines
from wumen.queries.photos import of_day, of_given
from wumen.records import clock
from wumen.records.models import Photo
from wumen.records.scope import WHOLE, scoped

__all__ = ["morning"]

FLAW = {
    "area": f"{COMPOUND}/1/1",
    "about": "place",
    "origin": "superior",
    "said": "1单元门口垃圾桶没有盖",
    "asked_by": "市检查组",
    "document": "1月10日现场检查",
    "opens": "2022-01-10T09:00",
    "due": "2022-01-10T18:00",
    "owes": "captain",
    "grade": "measured",
    "urgency": "normal",
    "photos": "1",
}


def photo(mark: int = 0, content: bytes | None = None) -> SimpleUploadedFile:
    """A photo as a browser sends it."""
    return SimpleUploadedFile("IMG_1号楼张三.jpg", content or phone_photo(mark), "image/jpeg")


def stairwell(cast: Cast) -> str:
    """The key of its duty."""
    (line,) = [one for one in duty_lines(cast.operator, DAY) if one.what == "disinfection"]
    return line.key


def test_the_page_of_a_duty_takes_the_photo_with_the_word_that_it_is_done(
    morning: Cast, signed_in: SignedIn
) -> None:
    page = f"/duty/{stairwell(morning)}/"
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        text = captain.get(page).content.decode()
        assert 'accept="image/*" capture="environment"' in text
        assert "这一项要有照片才算办好" in text
        refused = captain.post(page, {"act": "done", "grade": "measured"})
        assert refused.status_code == 400
        assert "这一项要有照片才能登记办好" in refused.content.decode()
        done = {"act": "done", "grade": "measured", "photo": photo(), "next": page}
        shown = captain.post(page, done, follow=True).content.decode()
    assert "已登记办好" in shown
    assert "已办" in shown
    assert '<img src="/attachments/' in shown
    assert "张三" not in shown


def test_a_picture_that_was_shown_is_handed_out_without_what_the_camera_wrote(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        sent = {"duty": stairwell(morning), "photo": photo()}
        text = captain.post("/photos/new/", sent, follow=True).content.decode()
        address = "/attachments/" + text.split('src="/attachments/')[1].split('"')[0]
        reply = captain.get(address)
        assert signed_in(morning.outsider).get(address).status_code == 404
    assert reply["Content-Type"] == "image/jpeg"
    assert b"GPS" not in reply.content


def test_a_refusal_is_told_at_the_camera_and_keeps_what_was_chosen(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        sent = {"round": f"2022-01-10/am/{PATH}1/1".rstrip("/"), "floor": "2"}
        reply = captain.post("/photos/new/", sent | {"photo": photo(content=PDF)})
        text = reply.content.decode()
        assert reply.status_code == 400
        assert "这里要一张照片" in text
        assert '<option value="2" selected>' in text
        assert captain.post("/photos/new/", sent | {"photo": photo()}).status_code == 302
        assert captain.get("/photos/new/?duty=nothing").status_code == 400
        assert captain.get("/photos/new/").status_code == 400


def test_a_second_photo_is_one_tap_away(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        sent = {"duty": stairwell(morning), "again": "1", "next": "/rounds/", "photo": photo()}
        reply = captain.post("/photos/new/", sent)
        assert reply["Location"].startswith("/photos/new/?duty=2022-01-10%2Fdisinfection")
        text = captain.get(reply["Location"]).content.decode()
    assert 'name="next" value="/rounds/"' in text
    assert "已有的照片" in text


def test_the_days_photos_stand_place_by_place_with_matter_and_hand(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        signed_in(morning.captain).post(
            "/photos/new/", {"duty": stairwell(morning), "photo": photo()}
        )
        clerk = signed_in(morning.clerk)
        text = clerk.get("/photos/").content.decode()
        assert "锦绣城 1号楼 1单元" in text
        assert "李楼长" in text
        assert f'href="/duty/{stairwell(morning)}/"' in text
        assert "1 张照片" in text
        none = clerk.get("/photos/?day=2022-01-09").content.decode()
        assert "这一天这个范围还没有照片" in none
        english = clerk.get("/photos/", headers={"accept-language": "en"}).content.decode()
    assert chinese_outside(english) == []


def test_a_photo_at_a_door_is_shown_on_its_own_page_only(
    morning: Cast, street: Street, signed_in: SignedIn
) -> None:
    home = street.households["1/1/202"]
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        captain.post(f"/register/home/{home.id}/knock/", {"result": "nobody_home"})
        captain.post("/photos/new/", {"home": str(home.id), "photo": photo()})
        ((line,), _more) = of_day(morning.captain, DAY)
        clerk = signed_in(morning.clerk)
        for page in ("/photos/", f"/register/home/{home.id}/dossier/"):
            text = clerk.get(page).content.decode()
            assert f"/photos/{line.id}/" in text
            assert f"/attachments/{line.file}/" not in text
        assert f"/attachments/{line.file}/" in clerk.get(f"/photos/{line.id}/").content.decode()


def test_a_wrong_photo_is_taken_down_from_its_page(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        captain.post("/photos/new/", {"duty": stairwell(morning), "photo": photo()})
        ((line,), _more) = of_day(morning.captain, DAY)
        assert (
            "撤下并销毁" not in signed_in(morning.clerk).get(f"/photos/{line.id}/").content.decode()
        )
        assert "撤下并销毁" in captain.get(f"/photos/{line.id}/").content.decode()
        captain.post(f"/photos/{line.id}/down/")
        assert captain.get(f"/photos/{line.id}/").status_code == 404
    with scoped(WHOLE):
        assert Photo.objects.get(id=line.id).taken_down_at is not None


def test_a_flaw_is_entered_with_its_photo_of_before_and_shows_the_pair_when_it_is_put_right(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        clerk = signed_in(morning.clerk)
        refused = clerk.post("/instructions/new/", FLAW)
        assert refused.status_code == 400
        assert "登记时要有整改前的照片" in refused.content.decode()
        assert "1单元门口垃圾桶没有盖" in refused.content.decode()
        made = clerk.post("/instructions/new/", FLAW | {"photo": photo()}, follow=True)
        number = int(made.redirect_chain[-1][0].strip("/").split("/")[-1])
        assert "整改前" in made.content.decode()
        (line,) = [one for one in duty_lines(morning.operator, DAY) if one.win == f"r{number}"]
        captain = signed_in(morning.captain)
        done = {"act": "done", "grade": "measured", "next": f"/instructions/{number}/"}
        page = f"/duty/{line.key}/"
        assert "整改后的照片" in captain.post(page, done).content.decode()
        text = captain.post(page, done | {"photo": photo(1)}, follow=True).content.decode()
    assert text.index("整改前</strong>") < text.index("整改后</strong>")
    assert len(of_given(morning.clerk, [number])[number]) == 2


def test_a_notice_may_ask_for_a_photo_and_says_so(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        text = signed_in(morning.clerk).get("/rules/").content.decode()
    assert "要有照片" in text


def test_without_the_right_there_is_no_camera(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        gate = signed_in(morning.volunteer)
        assert gate.get("/photos/").status_code == 403
        sent = {"duty": stairwell(morning), "photo": photo()}
        assert gate.post("/photos/new/", sent).status_code == 403


def test_a_round_leads_from_its_common_parts_to_the_camera_and_back(
    morning: Cast, signed_in: SignedIn
) -> None:
    walk = f"2022-01-10/day/{PATH}1/1"
    with clock.fixed(NOW):
        captain = signed_in(morning.captain)
        text = captain.get(f"/rounds/{walk}/").content.decode()
        assert f"/photos/new/?duty={stairwell(morning)}&amp;next=/rounds/{walk}/%23floor-1" in text
        assert f"/photos/new/?round={walk}" in text
        assert "拍照办理" in text
        sent = {"duty": stairwell(morning), "photo": photo(), "next": f"/rounds/{walk}/#floor-1"}
        assert captain.post("/photos/new/", sent)["Location"] == f"/rounds/{walk}/#floor-1"
