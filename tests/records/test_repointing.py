"""The one list of what names residents, households and places: whole, and nothing on it is lost."""

import sys
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection

from tests.cast import COMPOUND, Cast
from tests.kept import DOOR, differing, dump, fill, someone
from tests.street import Street, ordered
from wumen.actions.changes import (
    Change,
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    split_compound,
    undo,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.occurrences import note
from wumen.queries.audit import audit
from wumen.records import clock, repointing
from wumen.records.areas import PathField
from wumen.records.policies import AREA_TABLES
from wumen.records.repointing import COLUMNS, Of, Way
from wumen.rules.occurrences import OccurrenceDraft

NAMED = {"resident", "resident_id", "household", "household_id", "subject", "landlord", "into"}
# Keys of everything else; a new key column is put here or on the declared list.
OTHER_KEYS = {
    "account.person_id",
    "attachment.about",
    "attachment.by_id",
    "attachment.id",
    "attachment.outbreak_id",
    "attested.by_id",
    "attested.id",
    "attested.order_id",
    "call.by_id",
    "call.entry_id",
    "call.id",
    "call_entry.call_list_id",
    "call_entry.caller_id",
    "call_entry.id",
    "call_list.id",
    "call_list.made_by_id",
    "crew.id",
    "cursor.writer",
    "data_key.id",
    "data_key.outbreak_id",
    "day_asked.id",
    "day_asked.noted_by",
    "day_asked.person_id",
    "deployment.id",
    "deployment.member_id",
    "deployment.taken_by",
    "device.ended_by_id",
    "device.id",
    "device.made_by_id",
    "device.post_id",
    "door_code.id",
    "door_code.made_by_id",
    "duty.owner_post",
    "duty.taken_by",
    "event.id",
    "event.post",
    "event.writer",
    "event_key.writer",
    "facility.confirmed_by",
    "facility.id",
    "force_body.head_id",
    "force_body.id",
    "force_call_up.id",
    "force_call_up.made_by_id",
    "force_care.by",
    "force_care.id",
    "force_care.member_id",
    "force_member.confirmed_by",
    "force_member.id",
    "force_member.person_id",
    "force_member.relieved_by_id",
    "force_role.id",
    "force_role.written_by",
    "force_wish.id",
    "force_wish.member_id",
    "field_batch.writer",
    "field_decision.by_id",
    "field_decision.id",
    "field_decision.writer",
    "field_device.device_id",
    "field_device.ended_by_id",
    "field_device.id",
    "field_device.made_by_id",
    "field_device.outbreak_id",
    "field_device.post",
    "field_device.writer",
    "field_key.id",
    "field_key.outbreak_id",
    "field_photo.device_id",
    "field_photo.session",
    "field_photo_of.id",
    "field_photo_of.photo",
    "field_photo_of.post",
    "field_photo_of.writer",
    "field_record.outbreak",
    "field_record.post",
    "field_record.writer",
    "field_session.device_id",
    "field_session.id",
    "field_session.key",
    "grid.id",
    "grid.worker_id",
    "grid_place.grid_id",
    "group_sent.by",
    "group_sent.id",
    "hand_over.by_id",
    "hand_over.id",
    "held.writer",
    "help_number.id",
    "help_number.kept_by_id",
    "incoming_file.id",
    "instruction.closed_by_id",
    "instruction.entered_by_id",
    "instruction.facility",
    "instruction.id",
    "instruction.outbreak_id",
    "instruction.post",
    "knock.by",
    "knock.id",
    "ledger_job.file",
    "ledger_job.id",
    "ledger_job.post",
    "ledger_layout.id",
    "local_notice.confirmed_by_id",
    "local_notice.end_asked_by_id",
    "local_notice.ended_by_id",
    "local_notice.entered_by_id",
    "local_notice.id",
    "local_notice.outbreak_id",
    "local_notice_scope.id",
    "local_notice_scope.notice_id",
    "neighbour_report.entered_by_id",
    "neighbour_report.id",
    "objection.corrected_by_id",
    "objection.decided_by_id",
    "objection.entered_by_id",
    "objection.forwarded_by_id",
    "objection.id",
    "objection.order_id",
    "occurrence.id",
    "occurrence.noted_by_id",
    "occurrence.outbreak_id",
    "occurrence.withdrawn_by_id",
    "opening_step.by_id",
    "opening_step.id",
    "opening_step.owed_by",
    "order_change.confirmed_by_id",
    "order_change.entered_by_id",
    "order_change.id",
    "order_change.order_id",
    "order_scope.id",
    "order_scope.order_id",
    "orders.confirmed_by_id",
    "orders.entered_by_id",
    "orders.follows_id",
    "orders.id",
    "orders.outbreak_id",
    "organisation.id",
    "outbreak.id",
    "photo.by_id",
    "photo.id",
    "photo.knock",
    "photo.outbreak_id",
    "photo.post",
    "point_service.id",
    "point_service.organisation_id",
    "point_service.point_id",
    "point_word.by_id",
    "point_word.follows_id",
    "point_word.id",
    "point_word.point_id",
    "post.id",
    "post.person_id",
    "register_change.id",
    "register_change.made_by",
    "register_change.undone_by",
    "relay.by",
    "relay.follows",
    "relay.id",
    "relay_entry.decided_by",
    "relay_entry.id",
    "relay_entry.relay_id",
    "release_step.by_id",
    "release_step.id",
    "release_step.order_id",
    "report.follows_id",
    "report.form",
    "report.id",
    "report.post",
    "report.sent_by_id",
    "report_check.by_id",
    "report_check.id",
    "report_check.report_id",
    "roster.id",
    "roster.post",
    "roster.published_by",
    "roster_entry.id",
    "roster_entry.organisation_id",
    "round_sheet.id",
    "round_sheet.keyed_by_id",
    "round_sheet.printed_by_id",
    "round_sheet.went_id",
    "round_sheet_line.id",
    "round_sheet_line.sheet_id",
    "round_sheet_line.thing",
    "sampling_point.id",
    "sampling_point.lead_id",
    "sheet.given_by_id",
    "sheet.id",
    "sheet.order_id",
    "sheet.printed_by_id",
    "shift.came_noted_by",
    "shift.hours_id",
    "shift.id",
    "shift.person_id",
    "shift.roster_id",
    "shift.station_id",
    "special_need.id",
    "special_need.noted_by",
    "station.id",
    "station_hours.id",
    "station_hours.station_id",
    "superior_form.id",
    "superior_form.kept_by_id",
    "tally.owner_post",
    "tenancy.id",
    "outing.back_by_id",
    "outing.id",
    "outing.noted_by_id",
    "stairwell_notice.id",
    "stairwell_notice.made_by_id",
    "transfer.id",
    "transfer.opened_by_id",
    "transfer.outbreak_id",
    "transfer_step.by_id",
    "transfer_step.id",
    "transfer_step.transfer_id",
    "waste_load.by_id",
    "waste_load.id",
    "verdict.writer",
    "writer.device",
    "writer.post",
    "writer.writer",
    "writer_hole.by_id",
    "writer_hole.id",
    "writer_hole.writer",
}


def columns(condition: str) -> set[str]:
    """The columns of our tables, partitions left out, that meet a condition on the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname || '.' || a.attname FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped"
            " AND c.relname NOT LIKE 'procrastinate%%' AND " + condition
        )
        return {name for (name,) in cursor.fetchall()}


def declared(*of: Of) -> set[str]:
    """The columns of the list that name one of these."""
    return {f"{one.table}.{one.column}" for one in COLUMNS if one.of in of}


def test_every_key_of_a_resident_or_household_stands_on_the_list(db: None) -> None:
    keys = columns("a.atttypid = 'uuid'::regtype") - OTHER_KEYS
    named = columns(f"a.attname IN ({', '.join(repr(name) for name in sorted(NAMED))})")
    assert sorted((keys | named) - declared(Of.RESIDENT, Of.HOUSEHOLD)) == []


def test_every_foreign_key_to_a_resident_or_household_stands_on_the_list(db: None) -> None:
    pointing = columns(
        "EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid"
        " AND a.attnum = ANY(k.conkey)"
        " AND k.confrelid IN ('resident'::regclass, 'household'::regclass))"
    )
    assert pointing
    assert sorted(pointing - declared(Of.RESIDENT, Of.HOUSEHOLD)) == []


def test_every_path_stands_on_the_list(db: None) -> None:
    areas = {f"{table}.area" for table in AREA_TABLES} | columns("a.attname = 'area'")
    fields = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_app_config("wumen").get_models()
        for field in model._meta.fields
        if isinstance(field, PathField)
    }
    assert sorted((areas | fields) - declared(Of.AREA)) == []


def test_the_list_holds_nothing_stale_and_says_why(db: None) -> None:
    names = [f"{one.table}.{one.column}" for one in COLUMNS]
    assert sorted(set(names) - columns("true")) == []
    assert len(names) == len(set(names))
    assert [one for one in COLUMNS if not one.why] == []
    assert [one for one in COLUMNS if (one.way is Way.FOLLOW) is not bool(one.by)] == []


def test_only_what_was_true_in_its_time_goes_on_naming_who_is_gone(db: None) -> None:
    keys = [one for one in COLUMNS if one.of is not Of.AREA and one.way is Way.STAY]
    assert {f"{one.table}.{one.column}" for one in keys} == {
        "door_code.household",
        "event.subject",
        "former_household.into",
        "former_resident.household",
        "former_resident.into",
    }


def test_a_key_that_is_missing_from_the_list_is_named(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tuple(one for one in COLUMNS if (one.table, one.column) != ("special_need", "resident"))
    monkeypatch.setattr(sys.modules[__name__], "COLUMNS", short)
    with pytest.raises(AssertionError, match=r"special_need\.resident"):
        test_every_key_of_a_resident_or_household_stands_on_the_list(None)


def _merge_residents(cast: Cast, street: Street) -> Change:
    keep, drop = someone(street, "1/1/201", 1), someone(street, "1/1/101", 1)
    return merge_residents(cast.clerk, keep.id, drop.id)


def _merge_households(cast: Cast, street: Street) -> Change:
    keep, drop = street.households["1/1/201"], street.households["1/1/101"]
    return merge_households(cast.clerk, keep.id, drop.id)


def _move_household(cast: Cast, street: Street) -> Change:
    return move_household(cast.clerk, street.households["1/1/101"].id, DOOR)


def _move_to_a_door(cast: Cast, street: Street) -> Change:
    return move_residents(cast.clerk, [someone(street, "1/1/101", 1).id], path=DOOR)


def _move_to_a_household(cast: Cast, street: Street) -> Change:
    people = [someone(street, "1/1/101", place).id for place in range(3)]
    return move_residents(cast.clerk, people, street.households["2/1/101"].id)


def _leave(cast: Cast, street: Street) -> Change:
    people = [someone(street, "1/1/101", place).id for place in range(3)]
    return leave(cast.captain, people, "moved_away")


def _split(cast: Cast, street: Street) -> Change:
    places = [f"{COMPOUND}/1", f"{COMPOUND}/2"]
    return split_compound(cast.clerk, COMPOUND, places, COMPOUND, "锦绣城北区")


CHANGES = [
    _merge_residents,
    _merge_households,
    _move_household,
    _move_to_a_door,
    _move_to_a_household,
    _leave,
    _split,
]


@pytest.mark.parametrize("make", CHANGES, ids=lambda one: one.__name__.strip("_"))
def test_a_change_with_a_row_in_every_table_loses_nothing_and_is_undone_row_by_row(
    cast: Cast, street: Street, make: Callable[[Cast, Street], Change]
) -> None:
    for place in (0, 1):
        door = f"1/1/{(2, 1)[place]}01"
        fill(cast, street, someone(street, door, 1))
        happened = OccurrenceDraft("transfer", f"{COMPOUND}/{door}", clock.now(), "区疾控电话")
        note(cast.clerk, happened)
    ordered(cast, "1")
    ordered(cast, "", regime="control")
    plan_day(cast.operator, clock.today())
    before = dump()
    filled = {table for table, rows in before.items() if rows}
    missing = {one.table for one in COLUMNS} - filled - _NEVER_FILLED
    assert missing == set()
    change = make(cast, street)
    after = dump()
    assert differing(before, after)
    assert audit(cast.operator).differences == ()
    undo(cast.captain if make is _leave else cast.clerk, change.id)
    left = differing(before, dump())
    # A post that was held over the new compound is remembered as ended.
    assert set(left) <= ({"post"} if make is _split else set()), left
    assert [row for gone, _ in left.values() for row in gone] == []
    assert audit(cast.operator).differences == ()


# Former ones stand where changes put them; ledgers are no part of a change.
_NEVER_FILLED = {
    "event",
    "former_household",
    "former_resident",
    "incoming_file",
    "ledger_job",
    "ledger_layout",
    "register_change",
}


def test_every_table_whose_keys_are_repointed_is_rewritten_by_a_merge(
    cast: Cast, street: Street
) -> None:
    keep, drop = someone(street, "1/1/201", 1), someone(street, "1/1/101", 1)
    fill(cast, street, drop)
    taken = OccurrenceDraft("transfer", drop.area, clock.now(), "区疾控电话", str(drop.id))
    note(cast.clerk, taken)
    merge_residents(cast.clerk, keep.id, drop.id)
    merge_households(cast.clerk, keep.household_id, drop.household_id)
    for one in repointing.COLUMNS:
        if one.way is Way.REPOINT:
            rows = "".join(dump()[one.table])
            gone = drop.id if one.of is Of.RESIDENT else drop.household_id
            stays = keep.id if one.of is Of.RESIDENT else keep.household_id
            assert f'"{one.column}": "{gone}"' not in rows, one
            assert f'"{one.column}": "{stays}"' in rows, one
