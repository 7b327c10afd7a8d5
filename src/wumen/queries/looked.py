"""Whom somebody was shown today already, by what the log tells: a look of the same day is written down once."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from wumen.records import clock
from wumen.records.sealing import person_key
from wumen.rules.posts import Viewer
from wumen.rules.time import whole_day

_LOOKED = """
    SELECT DISTINCT subject FROM event
    WHERE arrived_on = ANY(%(days)s) AND made_at >= %(begins)s AND kind = %(kind)s
        AND area = ANY(%(areas)s::text[]) AND person = %(person)s AND subject = ANY(%(subjects)s::text[])
"""


def looked_today(viewer: Viewer, kind: str, subjects: Mapping[str, str]) -> set[str]:
    """Of some subjects, each with the place where its looks are counted, those of whom the viewer has one today.

    Inside the running scope.
    """
    if not subjects:
        return set()
    asked: dict[str, Any] = {
        "days": list(clock.arrived_today()),
        "begins": whole_day(clock.today()).begins,
        "kind": kind,
        "areas": sorted(set(subjects.values())),
        "person": person_key(viewer.person),
        "subjects": list(subjects),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, asked)
        return {subject for (subject,) in cursor.fetchall()}
