"""Lets one at a time do what two who come at one instant would each do for the first time."""

from django.db import connection


def one_at_a_time(matter: str, whose: str = "") -> None:
    """Wait for whoever does the same, of the same place or person where one is named, until its transaction ends.

    Held from then on, until the running transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [f"wumen {matter}", whose]
        )
