"""现在能出门吗: one question, one answer with its reason and the next step; nothing is stored."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client

from tests.cast import COMPOUND, Cast
from tests.street import Street, ordered
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.records.models import Resident
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.movement import EMERGENCIES

CHILD = "41019820150301123"


def page_of(street: Street, door: str = "1/1/202") -> str:
    """The address of the question for a home."""
    return f"/register/home/{street.households[door].id}/movement/"


def asked(client: Client, street: Street, purpose: str, **more: str) -> str:
    """What the page says when 张阿姨 is asked for."""
    form = {"resident": str(street.aunt_zhang.id), "purpose": purpose, **more}
    reply = client.post(page_of(street), form)
    assert reply.status_code == 200
    return reply.content.decode()


def test_under_a_lockdown_goods_come_to_the_door_and_the_doctor_waits_for_nothing(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    client = signed_in(cast.captain)
    goods = asked(client, street, "goods")
    for words in ("暂不能出，可以…", "送到门口", "李楼长", "到 1月22日 00:00 自行结束", "张阿姨"):
        assert words in goods
    doctor = asked(client, street, "dialysis")
    for words in ("有条件放行", "一车一人", "办不齐也先走"):
        assert words in doctor


@pytest.mark.parametrize("purpose", sorted(EMERGENCIES))
def test_an_emergency_goes_at_once_whoever_is_meant(
    cast: Cast, street: Street, signed_in: SignedIn, purpose: str
) -> None:
    ordered(cast, "1")
    client = signed_in(cast.captain)
    assert "先救人，后补登记" in asked(client, street, purpose)
    nobody = asked(client, street, purpose, resident="")
    assert '<p class="verdict">放行</p>' in nobody


def test_without_an_order_nobody_is_held(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    page = asked(signed_in(cast.captain), street, "air", beyond="1")
    assert '<p class="verdict">放行</p>' in page
    assert "目前没有管控要求" in page


def test_what_was_noted_of_a_home_counts_for_its_turn(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1", regime="control")
    client = signed_in(cast.clerk)
    assert "没有出入登记，先问清" in asked(client, street, "goods")
    sent = {"left_at": "2022-01-10T05:20", "due_at": "2022-01-10T11:00", "errand": "goods"}
    noted = client.post("/outings/", sent | {"resident": str(street.aunt_zhang.id)})
    assert noted.status_code == 302
    assert "有条件放行" in asked(client, street, "doctor")
    for who in (cast.clerk, cast.captain):
        page = asked(signed_in(who), street, "goods")
        assert "暂不能出，可以…" in page
        assert "本户已出过门：1月10日 05:20（外出登记）" in page
        assert "送到门口" in page
        assert "没有出入登记" not in page


def test_an_errand_of_another_home_takes_no_turn_of_this_one(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1", regime="control")
    client = signed_in(cast.clerk)
    with acting(cast.clerk):
        other = Resident.objects.exclude(household=street.households["1/1/202"].id).first()
    assert other is not None
    sent = {"left_at": "2022-01-10T05:30", "due_at": "2022-01-10T11:00", "errand": "goods"}
    assert client.post("/outings/", sent | {"resident": str(other.id)}).status_code == 302
    assert '<p class="verdict">放行</p>' in asked(client, street, "goods")


def test_an_order_on_herself_binds_her_wherever_she_lives(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(
        cast,
        regime="home_isolation",
        residents=(str(street.aunt_zhang.id),),
        document="告知书第3号",
    )
    page = asked(signed_in(cast.captain), street, "air")
    assert "居家隔离" in page
    assert "暂不能出，可以…" in page


def test_a_child_is_not_moved_without_a_named_companion(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    born = NewResident("小朋友", identity_number=CHILD + make_check_digit(CHILD))
    home = register_household(cast.clerk, f"{COMPOUND}/1/1/301", [born])
    ordered(cast, "1")
    client = signed_in(cast.captain)
    form = {"resident": str(born.id), "purpose": "transfer"}
    alone = client.post(f"/register/home/{home.id}/movement/", form).content.decode()
    assert "没有监护人或指定照看人陪同不转运" in alone
    form["companion"] = "她的母亲"
    assert "有条件放行" in client.post(f"/register/home/{home.id}/movement/", form).content.decode()


def test_asking_stores_and_logs_nothing(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)

    def events() -> int:
        with acting(cast.operator), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM event WHERE arrived_on > %s", [date(2022, 1, 1)])
            (many,) = cursor.fetchone()
            return int(many)

    before = events()
    asked(client, street, "chemotherapy")
    assert events() == before


def test_a_question_without_a_purpose_or_of_a_stranger_is_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    reply = client.post(page_of(street), {"resident": str(street.aunt_zhang.id)})
    assert (reply.status_code, "purpose_not_said" in reply.content.decode()) == (400, True)
    reply = client.post(page_of(street), {"resident": "x", "purpose": "goods"})
    assert "resident_unknown" in reply.content.decode()
    assert client.get(page_of(street, "2/1/202")).status_code == 404
    assert client.get(page_of(street)).status_code == 200


def test_the_page_is_reached_from_the_home_and_asks_there(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    home = f"/register/home/{street.households['1/1/202'].id}/"
    captain = signed_in(cast.captain).get(home).content.decode()
    assert f'action="{page_of(street)}"' in captain
    assert f'href="{page_of(street)}"' in signed_in(cast.sampler).get(home).content.decode()


def test_the_page_speaks_english_too(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    ordered(cast, "1")
    client = signed_in(cast.captain, **{"Accept-Language": "en"})
    page = asked(client, street, "work")
    for words in ("not now", "lockdown zone", "a certificate for employer or school"):
        assert words in page
