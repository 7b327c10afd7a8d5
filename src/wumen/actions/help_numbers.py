"""Keeps the numbers of help of a place: written down, taken away, each by name."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import HelpNumber
from wumen.rules.areas import read_path
from wumen.rules.help_numbers import check_help_words, read_help_kind, read_help_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def keep_number(
    viewer: Viewer, path: str, kind: str, telephone: str, name: str = "", note: str = ""
) -> UUID:
    """Write down whom to ring for a kind of trouble at a place; the same number again only changes its words.

    Problems: `help_kind_unknown`, `help_number_unreadable`, `help_words_long`, `help_gate_unnamed`, rights.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_REGISTER, area)
    which, number = read_help_kind(kind), read_help_number(telephone)
    check_help_words(which, name, note)
    words = {"name": name.strip(), "note": note.strip()}
    with changing(viewer):
        row, made = HelpNumber.objects.get_or_create(
            area=area,
            kind=which.value,
            telephone=number,
            ended_at=None,
            defaults={"id": uuid4(), "kept_by_id": viewer.person, "kept_at": clock.now(), **words},
        )
        if not made:
            row.name, row.note = words["name"], words["note"]
            row.save(update_fields=["name", "note"])
        log(viewer, "help_number.kept", area, what=which.value)
    return row.id


def drop_number(viewer: Viewer, ident: UUID) -> None:
    """Take a number away that is not right any more; Problem `help_number_unknown`, rights."""
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row = HelpNumber.objects.filter(id=ident, ended_at__isnull=True).first()
        if row is None:
            raise Problem("help_number_unknown")
        viewer.must(Right.KEEP_REGISTER, row.area)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "help_number.ended", row.area, what=row.kind)
