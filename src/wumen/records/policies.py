"""Who may touch which table, and the one row-level policy, applied after every migration."""

from psycopg import sql

from wumen.records import personal

# Tables whose rows lie somewhere: seen inside the scope only.
AREA_TABLES = (
    "area",
    "arrival",
    "attachment",
    "attested",
    "building",
    "call",
    "call_entry",
    "call_list",
    "day_asked",
    "deployment",
    "deposit_point",
    "device",
    "door_code",
    "duty",
    "event",
    "facility",
    "field_decision",
    "field_device",
    "field_photo",
    "field_photo_of",
    "field_record",
    "force_body",
    "force_call_up",
    "force_care",
    "force_member",
    "force_role",
    "force_wish",
    "former_household",
    "former_resident",
    "grid",
    "grid_place",
    "group_sent",
    "hand_over",
    "help_number",
    "household",
    "incoming_file",
    "instruction",
    "knock",
    "ledger_job",
    "ledger_layout",
    "local_notice",
    "local_notice_scope",
    "meal_word",
    "movement_count",
    "occurrence",
    "neighbour_report",
    "objection",
    "opening_step",
    "order_change",
    "order_scope",
    "orders",
    "organisation",
    "outing",
    "parcel",
    "photo",
    "point_service",
    "point_word",
    "post",
    "register_change",
    "relay",
    "relay_entry",
    "release_step",
    "report",
    "report_check",
    "resident",
    "risk_day",
    "roster",
    "roster_entry",
    "round_sheet",
    "round_sheet_line",
    "sampling_point",
    "search_key",
    "sheet",
    "shift",
    "special_need",
    "stairwell_notice",
    "station",
    "station_hours",
    "superior_form",
    "tally",
    "tenancy",
    "transfer",
    "transfer_step",
    "writer_hole",
    "waste_load",
)
# Of these, the ones that bind downward: seen from below as well.
DOWNWARD = frozenset(
    {
        *("area", "attachment", "attested", "help_number", "local_notice", "local_notice_scope"),
        *("order_change", "orders", "order_scope", "post", "release_step", "risk_day"),
        *("deposit_point", "force_body", "force_member", "roster"),
    }
)
# Tables whose rows lie nowhere; a test compares this list with the catalogue.
NO_AREA = frozenset(
    {
        "account",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
        "copy_gone",
        "crew",
        "cursor",
        "data_key",
        "django_content_type",
        "door_guess",
        "django_migrations",
        "django_session",
        "event_key",
        "field_batch",
        "field_key",
        "field_session",
        "held",
        "installation",
        "outbreak",
        "outbreak_closing",
        "procrastinate_events",
        "procrastinate_jobs",
        "procrastinate_periodic_defers",
        "procrastinate_workers",
        "sign_in_link",
        "verdict",
        "writer",
    }
)
_READ = "SELECT"
_APPEND = "SELECT, INSERT"
_KEEP = "SELECT, INSERT, UPDATE"
_ALL = "SELECT, INSERT, UPDATE, DELETE"
RIGHTS: dict[str, str] = {
    "account": _KEEP,
    "area": _ALL,
    "arrival": _ALL,
    "attachment": _KEEP,
    "attested": _KEEP,
    "axes_accessattempt": _ALL,
    "axes_accessattemptexpiration": _ALL,
    "axes_accessfailurelog": _ALL,
    "axes_accesslog": _ALL,
    "building": _KEEP,
    "call": _KEEP,
    "call_entry": _KEEP,
    "call_list": _KEEP,
    "copy_gone": _APPEND,
    "crew": _KEEP,
    "cursor": _KEEP,
    "data_key": _KEEP,
    "day_asked": _ALL,
    "deployment": _KEEP,
    "deposit_point": _KEEP,
    "device": _KEEP,
    "django_content_type": _READ,
    "django_migrations": _READ,
    "django_session": _ALL,
    "door_code": _KEEP,
    "door_guess": _ALL,
    "duty": _KEEP,
    "event": _APPEND,
    "event_key": _APPEND,
    "facility": _KEEP,
    "field_batch": _APPEND,
    "field_decision": _KEEP,
    "field_device": _KEEP,
    "field_key": _KEEP,
    "field_photo": _KEEP,
    "field_photo_of": _KEEP,
    "field_record": _ALL,
    "field_session": _APPEND,
    "force_body": _KEEP,
    "force_call_up": _KEEP,
    "force_care": _KEEP,
    "force_member": _ALL,
    "force_role": _KEEP,
    "force_wish": _ALL,
    "former_household": _ALL,
    "former_resident": _ALL,
    "grid": _KEEP,
    "grid_place": _ALL,
    "group_sent": _APPEND,
    "hand_over": _KEEP,
    "help_number": _KEEP,
    "held": _ALL,
    "household": _ALL,
    "incoming_file": _ALL,
    "installation": _READ,
    "instruction": _KEEP,
    "knock": _KEEP,
    "ledger_job": _KEEP,
    "ledger_layout": _KEEP,
    "local_notice": _KEEP,
    "local_notice_scope": _ALL,
    "meal_word": _ALL,
    "movement_count": _KEEP,
    "occurrence": _KEEP,
    "neighbour_report": _KEEP,
    "objection": _KEEP,
    "opening_step": _KEEP,
    "order_change": _KEEP,
    "order_scope": _ALL,
    "orders": _KEEP,
    "organisation": _KEEP,
    "outbreak": _KEEP,
    "outbreak_closing": _KEEP,
    "outing": _ALL,
    "parcel": _ALL,
    "photo": _KEEP,
    "point_service": _ALL,
    "point_word": _KEEP,
    "post": _KEEP,
    "procrastinate_events": _ALL,
    "procrastinate_jobs": _ALL,
    "procrastinate_periodic_defers": _ALL,
    "procrastinate_workers": _ALL,
    "register_change": _KEEP,
    "relay": _KEEP,
    "relay_entry": _KEEP,
    "release_step": _KEEP,
    "report": _APPEND,
    "report_check": _KEEP,
    "resident": _ALL,
    "risk_day": _KEEP,
    "roster": _KEEP,
    "roster_entry": _KEEP,
    "round_sheet": _KEEP,
    "round_sheet_line": _KEEP,
    "sampling_point": _KEEP,
    "search_key": _ALL,
    "sheet": _KEEP,
    "shift": _ALL,
    "sign_in_link": _KEEP,
    "special_need": _KEEP,
    "stairwell_notice": _KEEP,
    "station": _KEEP,
    "station_hours": _KEEP,
    "superior_form": _KEEP,
    "tally": _ALL,
    "tenancy": _KEEP,
    "transfer": _KEEP,
    "transfer_step": _KEEP,
    "verdict": _APPEND,
    "waste_load": _KEEP,
    "writer": _KEEP,
    "writer_hole": _KEEP,
}
# The functions that see past the policies: by an exact key, and they return the least, or nothing at all.
SEEING_PAST = (
    "door_of_code(bytea)",
    "erase_outbreak(uuid, timestamptz, boolean)",
    "posts_held(uuid, timestamptz)",
    "writers_held(bytea[], uuid[])",
)
_INSIDE = (
    "(area >= current_setting('wumen.lo', true) AND area < current_setting('wumen.hi', true))"
    " OR (area >= current_setting('wumen.lo2', true) AND area < current_setting('wumen.hi2', true))"
)
_ABOVE = " OR area = ANY(string_to_array(current_setting('wumen.up', true), ' '))"


def statements(role: str) -> list[sql.Composed]:
    """All that makes tables safe for the application's role, harmless when done again."""
    made = []
    for table in AREA_TABLES:
        name = sql.Identifier(table)
        seen = sql.SQL(_INSIDE + (_ABOVE if table in DOWNWARD else ""))
        made += [
            sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name),
            sql.SQL("DROP POLICY IF EXISTS by_area ON {}").format(name),
            sql.SQL("CREATE POLICY by_area ON {} USING ({}) WITH CHECK ({})").format(
                name, seen, sql.SQL(_INSIDE)
            ),
        ]
    for table, rights in RIGHTS.items():
        name = sql.Identifier(table)
        made.append(
            sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), name, sql.Identifier(role))
        )
    made += [
        sql.Composed([sql.SQL(personal.function())]),
        sql.SQL("REVOKE ALL ON FUNCTION erase_outbreak FROM PUBLIC").format(),
    ]
    made += [
        sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(one), sql.Identifier(role))
        for one in SEEING_PAST
    ]
    made.append(
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(sql.Identifier(role))
    )
    return made
