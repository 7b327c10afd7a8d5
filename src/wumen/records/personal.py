"""The one list of every table: whose rows speak of persons of an outbreak, and what becomes of them when it is erased.

A test compares it with the catalogue, so that a new table must be placed. The database's own function that erases is
made of it, and so are the counts of the certificate and of the audit.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.records.fates import BY_PHONE, BY_WRITER, ERASED, Fate, Placed

SEALED: tuple[Placed, ...] = (
    Placed("event", Fate.SEALED, "手机记录", "events of phones", BY_WRITER),
    Placed("held", Fate.SEALED, "收下未入链的手机记录", "events of phones kept aside", BY_WRITER),
    Placed(
        "field_session", Fate.SEALED, "手机每一段的钥匙（已封）", "sealed session keys", BY_PHONE
    ),
)


def _stay(en: str, *tables: str) -> tuple[Placed, ...]:
    return tuple(Placed(one, Fate.STAYS, "", en) for one in tables)


STAYS: tuple[Placed, ...] = (
    *_stay(
        "the register is the installation's, whatever outbreak",
        *(
            "area",
            "building",
            "facility",
            "former_household",
            "former_resident",
            "grid",
            "grid_place",
        ),
        *(
            "household",
            "ledger_layout",
            "organisation",
            "register_change",
            "resident",
            "roster_entry",
        ),
        *("search_key", "tenancy"),
    ),
    *_stay(
        "who works, in which post, when; not whom she went to",
        *("account", "crew", "day_asked", "deployment", "device", "force_body", "force_call_up"),
        *("force_member", "force_role", "force_wish", "post", "roster", "sign_in_link", "station"),
        *("station_hours", "field_device"),
    ),
    *_stay(
        "the authority's decisions on places and what proves that they were made and ended",
        *("outbreak", "outbreak_closing", "copy_gone", "local_notice", "local_notice_scope"),
    ),
    *_stay("counts, and what was sent upward as counts", "movement_count", "tally", "report"),
    *_stay(
        "what the office says and owns: nobody who lives there is named",
        *("deposit_point", "group_sent", "help_number", "home_letter_words", "loudspeaker_play"),
        *("notice_sheet", "point_service", "point_word", "risk_day"),
        *("app_list", "app_outage", "app_template", "duty_log_sign"),
        *("sampling_point", "sampling_round", "sampling_round_scope", "sampling_slot", "shop"),
        *("care_bin", "shop_supply"),
        *("stairwell_notice", "stock", "stock_move", "superior_form", "waste_load"),
    ),
    *_stay(
        "places in chains, without what was said",
        *("cursor", "event_key", "field_batch", "verdict", "writer", "writer_hole"),
    ),
    *_stay("public halves of keys: they open nothing", "field_key"),
    *_stay(
        "the machine's own",
        *("auth_group", "auth_group_permissions", "auth_permission", "axes_accessattempt"),
        *("axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog"),
        *(
            "django_content_type",
            "django_migrations",
            "django_session",
            "door_guess",
            "installation",
        ),
        *("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers"),
        *("procrastinate_workers",),
    ),
)
PLACED = (*ERASED, *SEALED, *STAYS)

# What counts by day stays, so whole days of duties may go at once where no other outbreak stands.
_WHOLE_DAYS = """
    IF alone THEN
        FOR lay IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'duty'::regclass AND c.relname ~ '^duty_[0-9]{8}$'
                AND to_date(substring(c.relname from 6), 'YYYYMMDD') < (upto AT TIME ZONE 'Asia/Shanghai')::date
        LOOP
            EXECUTE format('TRUNCATE %I', lay);
        END LOOP;
    END IF;
"""


def _statement(one: Placed) -> str:
    which = one.which.format(outbreak="gone", before="upto")
    if one.fate is Fate.CUT:
        return f"    UPDATE {one.table} SET {one.sets} WHERE {which};"
    return f"    DELETE FROM {one.table} WHERE {which};"


def function() -> str:
    """The statement that makes the database's function which erases what an outbreak knows of persons.

    It goes past the policies, and refuses an outbreak of which nobody decided that it is erased. With them it is
    made anew whenever the schema is brought to its newest shape: a table that is placed here needs no migration of it.
    """
    statements = "\n".join(_statement(one) for one in ERASED)
    return f"""
CREATE OR REPLACE FUNCTION erase_outbreak(gone uuid, upto timestamptz, alone boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $erase$
DECLARE lay text;
BEGIN
    IF NOT EXISTS (
        SELECT FROM outbreak o JOIN outbreak_closing c ON c.outbreak_id = o.id
        WHERE o.id = gone AND upto <= o.closed_at AND c.confirmed_at IS NOT NULL AND c.dropped_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody decided that outbreak % is erased', gone USING ERRCODE = 'restrict_violation';
    END IF;
{_WHOLE_DAYS}
{statements}
END $erase$
"""


_PHONES = """
    SELECT FROM writer w JOIN field_device d ON d.id = w.device
    WHERE d.outbreak_id = %s ORDER BY w.writer FOR UPDATE OF w
"""


def hold(outbreak: UUID) -> None:
    """Wait for whoever is still bringing something into an outbreak, and let nobody in until the transaction ends.

    First the writers of its phones, one after the other as those who receive hold them; then itself: what is noted in
    an outbreak keeps hold of it until it is committed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PHONES, [outbreak])
        cursor.execute("SELECT FROM outbreak WHERE id = %s FOR UPDATE", [outbreak])


def erase(outbreak: UUID, before: datetime, alone: bool) -> None:
    """Erase what an outbreak knows of persons, inside the running transaction; again it changes nothing.

    `before`: up to where rows go that name no outbreak; `alone`: no other outbreak stands that is not erased.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_outbreak(%s, %s, %s)", [outbreak, before, alone])


def counts(some: tuple[Placed, ...], outbreak: UUID, before: datetime) -> dict[str, int]:
    """How many rows of each of some tables speak of persons of an outbreak, in a scope that sees all."""
    return counts_of(some, {outbreak: before})[outbreak]


def counts_of(
    some: tuple[Placed, ...], outbreaks: Mapping[UUID, datetime]
) -> dict[UUID, dict[str, int]]:
    """The same of many outbreaks, each up to an instant of its own, in one statement."""
    found: dict[UUID, dict[str, int]] = {one: {} for one in outbreaks}
    if not outbreaks:
        return found
    parts = [
        f"SELECT gone.id, '{one.table}', (SELECT count(*) FROM {one.table}"
        f" WHERE {one.which.format(outbreak='gone.id', before='gone.before')}) FROM gone"
        for one in some
    ]
    given = "SELECT * FROM unnest(%s::uuid[], %s::timestamptz[]) AS given(id, before)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS ({given}) {' UNION ALL '.join(parts)}",
            [list(outbreaks), list(outbreaks.values())],
        )
        for outbreak, table, many in cursor.fetchall():
            found[outbreak][table] = many
    return found
