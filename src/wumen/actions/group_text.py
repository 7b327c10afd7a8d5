"""Ticks a text as sent to a group: who and when, once."""

import re
from uuid import uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import GroupSent
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# A list's key, as pages make it: never words of a person.
_MATTER = re.compile(r"[a-z]{1,20}:[0-9A-Za-z/_-]{1,120}")


def tick_sent(viewer: Viewer, path: str, matter: str, group: int) -> None:
    """Note that the text of a list was sent to a group; another tick of the same is no news.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`, `group_matter_unknown`.
    """
    area = read_path(path)
    viewer.must(Right.SEE_REGISTER, area)
    if not _MATTER.fullmatch(matter):
        raise Problem("group_matter_unknown")
    with changing(viewer):
        _, made = GroupSent.objects.get_or_create(
            area=area,
            matter=matter,
            group=group,
            defaults={"id": uuid4(), "sent_at": clock.now(), "by": viewer.person},
        )
        if made:
            log(viewer, "group.sent", area, matter=matter.partition(":")[0], group=group)
