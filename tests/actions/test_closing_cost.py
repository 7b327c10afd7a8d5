"""What the end of an outbreak costs the others: one question while nothing is due, no more for many than for one."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.closings import ENDED, SIXTY, THIRTY, WHY, erased_by_two, found, refused
from tests.street import OUTBREAK, Street
from tests.street_rules import KEY
from wumen.actions.changing import changing
from wumen.actions.closing import ask_to_erase, carry_out, confirm_erasing, keep_terms
from wumen.actions.orders import open_outbreak
from wumen.queries.audit import audit
from wumen.queries.closing import due_now, not_as_certified, standing_of
from wumen.records import clock, keys_of_outbreaks, sealing
from wumen.records.installation.keys import KeyStore
from wumen.records.models import Outbreak
from wumen.records.scope import WHOLE, scoped
from wumen.rules.closing import due_erased, due_read_only


def rows_asked(said: CaptureQueriesContext) -> list[str]:
    """The statements that read rows."""
    return [one["sql"] for one in said if " FROM " in one["sql"] or "SELECT FROM" in one["sql"]]


def test_while_nothing_is_due_the_job_asks_one_question_of_all_outbreaks(
    cast: Cast, over: Street
) -> None:
    with clock.fixed(ENDED):
        open_outbreak(cast.operator, "诺如", KEY)
        with CaptureQueriesContext(connection) as said:
            assert keep_terms(cast.operator) == {"read_only": [], "erased": []}
    assert len(rows_asked(said)) == 1


@pytest.mark.parametrize(
    "when",
    [
        ENDED - timedelta(days=1),
        ENDED,
        THIRTY - timedelta(seconds=1),
        THIRTY,
        SIXTY - timedelta(seconds=1),
        SIXTY,
    ],
)
def test_the_one_question_overlooks_nothing_that_the_rule_asks(
    cast: Cast, over: Street, when: datetime
) -> None:
    with clock.fixed(when):
        other = open_outbreak(cast.operator, "诺如", KEY)
        with scoped(WHOLE):
            for closed in (None, THIRTY):
                Outbreak.objects.filter(id=over.outbreak.id).update(closed_at=closed)
                standing = standing_of(over.outbreak.id)
                wanted = due_erased(standing, when) or (
                    closed is None and due_read_only(standing, when)
                )
                due = set(due_now().values_list("id", flat=True))
                assert due == ({over.outbreak.id} if wanted else set())
                assert other.id not in due


def test_what_was_decided_is_due_until_it_is_done(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        ask_to_erase(cast.clerk, OUTBREAK, WHY)
        keep_terms(cast.operator)
        with scoped(WHOLE):
            assert not due_now().exists()
        confirm_erasing(cast.secretary, OUTBREAK)
        with scoped(WHOLE):
            assert due_now().exists()
        carry_out(over.outbreak.id)
        with scoped(WHOLE):
            assert not due_now().exists()


def test_the_audit_asks_no_more_of_many_that_were_erased_than_of_one(
    cast: Cast, over: Street
) -> None:
    def asked() -> int:
        with scoped(WHOLE), CaptureQueriesContext(connection) as said:
            assert list(not_as_certified()) == []
        return len(rows_asked(said))

    with clock.fixed(THIRTY):
        erased_by_two(cast)
        few = asked()
        for name in ("诺如", "手足口"):
            row = open_outbreak(cast.operator, name, KEY)
            ask_to_erase(cast.clerk, name, WHY)
            confirm_erasing(cast.secretary, name)
            carry_out(row.id)
        assert asked() == few <= 5
        assert audit(cast.operator).clean
        # And it finds of each what it found of one.
        keys_of_outbreaks.put_back({f"outbreak-{row.id}": bytes(32)})
        with scoped(WHOLE), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE outbreak_closing SET certificate = '{}' WHERE outbreak_id = %s",
                [over.outbreak.id],
            )
        assert found(cast) == {"erased_key_here", "certificate_differs"}


def test_what_is_sealed_of_a_former_day_asks_once_in_an_act(cast: Cast, over: Street) -> None:
    outbreak = over.outbreak.id
    yesterday = clock.today() - timedelta(days=1)
    sealing.seal_evidence(outbreak, yesterday, "36.5")
    with changing(cast.clerk), CaptureQueriesContext(connection) as said:
        for _ in range(20):
            sealing.seal_evidence(outbreak, yesterday, "36.5")
    assert sum('FROM "outbreak"' in one["sql"] for one in said) == 1
    with scoped(WHOLE):
        Outbreak.objects.filter(id=outbreak).update(closed_at=clock.now())
    # The next act asks anew, and so does whoever seals outside of any.
    with changing(cast.clerk):
        refused("outbreak_closed", lambda: sealing.seal_evidence(outbreak, yesterday, "36.5"))
    refused("outbreak_closed", lambda: sealing.seal_evidence(outbreak, yesterday, "36.5"))


def test_a_key_that_is_missing_empties_no_other(
    cast: Cast, over: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, day = uuid4(), clock.today()
    with changing(cast.clerk):
        sealed = sealing.seal_evidence(over.outbreak.id, day, "36.5")
    sealing.seal("x", row, "张阿姨")
    read: list[str] = []
    reading = KeyStore.read
    monkeypatch.setattr(KeyStore, "read", lambda *one: read.append(one[1]) or reading(*one))
    # Phones go on sending into an outbreak that is erased.
    for _ in range(3):
        gone = uuid4()
        refused("key_missing", lambda gone=gone: sealing.outbreak_secret(gone, "field-1"))  # type: ignore[misc]
    sealing.seal("x", row, "张阿姨")
    sealing.unseal_evidence(over.outbreak.id, day, sealed)
    assert read == []


def test_a_key_that_another_process_destroyed_is_forgotten_with_its_days(
    cast: Cast, over: Street, own_home: Path
) -> None:
    outbreak, day = over.outbreak.id, clock.today()
    sealed = sealing.seal_evidence(outbreak, day, "36.5")
    other = open_outbreak(cast.operator, "诺如", KEY)
    beside = sealing.seal_evidence(other.id, day, "37.1")
    file = own_home / "keys" / f"outbreak-{outbreak}"
    kept = file.read_bytes()
    file.unlink()
    refused("key_missing", lambda: sealing.unseal_evidence(outbreak, day, sealed))
    assert sealing.unseal_evidence(other.id, day, beside) == "37.1"
    # A wrong key in its place opens nothing: what was remembered of the former one is gone.
    file.write_bytes(bytes(32))
    with pytest.raises(InvalidTag):
        sealing.unseal_evidence(outbreak, day, sealed)
    file.unlink()
    refused("key_missing", lambda: sealing.unseal_evidence(outbreak, day, sealed))
    file.write_bytes(kept)
    assert sealing.unseal_evidence(outbreak, day, sealed) == "36.5"
