"""A scan is sealed with its record, opens for who may see it, and a look at a person's is logged."""

from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import Cast
from tests.files import JPEG, PAGE, PDF
from tests.street import Street, at, ordered
from wumen.actions.attachments import attach, look_at, withdraw_file
from wumen.actions.orders import enter_change
from wumen.actions.release import attest
from wumen.queries.attachments import order_files
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Attachment, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.attachments import Purpose
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


def kinds() -> set[str]:
    """What the log tells of files."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT kind FROM event WHERE arrived_on >= %s AND kind LIKE 'attachment%%'",
            [business_day(clock.real_now())],
        )
        return {kind for (kind,) in cursor.fetchall()}


def test_the_scan_of_an_order_is_sealed_and_opens_for_who_stands_under_it(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    row = attach(cast.clerk, number, PDF)
    with scoped(WHOLE):
        assert PDF not in bytes(Attachment.objects.get(id=row.id).sealed)
    assert look_at(cast.captain, row.id).file.content == PDF
    assert kinds() == {"attachment.kept"}
    with pytest.raises(Problem, match="attachment_unknown"):
        look_at(cast.outsider, row.id)
    with pytest.raises(Problem, match="right_missing"):
        look_at(cast.volunteer, row.id)


def test_the_same_scan_stands_once_and_one_of_the_wrong_record_is_withdrawn(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    assert attach(cast.clerk, number, PDF).id == attach(cast.clerk, number, PDF).id
    (own,) = order_files(cast.captain, number).values()
    assert len(own) == 1
    withdraw_file(cast.clerk, number, own[0].id)
    assert order_files(cast.captain, number) == {}
    with pytest.raises(Problem, match="attachment_unknown"):
        look_at(cast.clerk, own[0].id)


def test_a_change_and_an_attested_fact_bear_their_own_documents(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    draft = ChangeDraft(Changed.LIFT, "中原区指挥部", "通告第9号", "无新增", at(1, 12), None, "")
    change = enter_change(cast.clerk, number, draft)
    fact = attest(
        cast.clerk, number, "contacts_negative", business_day(at(1, 9)), document="疾控复函"
    )
    attach(cast.clerk, number, PDF, change.id)
    attach(cast.clerk, number, JPEG, fact.id)
    found = order_files(cast.captain, number)
    assert found[change.id][0].purpose is Purpose.ORDER_CHANGE
    assert found[fact.id][0].purpose is Purpose.ATTESTED
    with pytest.raises(Problem, match="attachment_unknown"):
        attach(cast.clerk, number, PDF, uuid4())


def test_a_document_about_a_resident_is_told_in_the_log_when_it_is_opened(
    cast: Cast, street: Street
) -> None:
    aunt = str(street.aunt_zhang.id)
    number = ordered(cast, regime="home_isolation", paths=(), residents=(aunt,)).number
    row = attach(cast.clerk, number, PDF)
    look_at(cast.captain, row.id)
    assert kinds() == {"attachment.kept", "attachment.looked_at"}


def test_a_document_that_names_somebody_elsewhere_too_stays_shut(
    cast: Cast, street: Street
) -> None:
    with acting(cast.clerk):
        other = Resident.objects.filter(area__contains="/jxc/2/").first()
    people = (str(street.aunt_zhang.id), str(other.id))
    number = ordered(cast, regime="home_isolation", paths=(), residents=people).number
    row = attach(cast.clerk, number, PDF)
    assert look_at(cast.clerk, row.id).personal
    # Where the order lies above her building its document is not even seen as hers.
    with pytest.raises(Problem, match="attachment_names_others"):
        look_at(cast.captain, row.id)


def test_nothing_but_a_scan_is_taken_and_only_from_who_may_enter_orders(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match="file_not_a_scan"):
        attach(cast.clerk, number, PAGE)
    with pytest.raises(Problem, match="right_missing"):
        attach(cast.captain, number, PDF)
    with pytest.raises(Problem, match="order_unknown"):
        attach(cast.outsider, number, PDF)
    assert order_files(cast.clerk, number) == {}
