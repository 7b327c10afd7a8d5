"""The list for the city once its app is back: made of all who stand in none yet, taken out, ticked as uploaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.lists import export_number
from wumen.actions.log import log
from wumen.channels.superior_forms import fill_form, read_form
from wumen.queries.app_outages import layout_of, rows_of, template_over, to_upload
from wumen.records import clock, sealing
from wumen.records.models import AppList, AppRegistered, AppTemplate
from wumen.records.one_at_a_time import one_at_a_time
from wumen.rules.app_outages.template import (
    FIELDS,
    Layout,
    check_layout,
    fillings,
    guess,
    heads,
)
from wumen.rules.lists import read_purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import instant_zh, local

_BLANK = "app_template"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class TakenAppList:
    """A list in the city's template: the file's name, its bytes, its export number and how many people it holds."""

    name: str
    content: bytes
    number: int
    people: int


def keep_template(viewer: Viewer, name: str, blank: bytes) -> Layout:
    """Keep the city's empty template in place of the one before; its columns as its heads tell them.

    Problems: `right_missing`, `app_template_heads`, and those of reading a form.
    """
    viewer.must(Right.EXPORT)
    found = guess(read_form(blank))
    with changing(viewer):
        # Two who keep the first at one moment keep one after the other: the later stands, and neither is refused.
        one_at_a_time("app template", viewer.area)
        row = AppTemplate.objects.filter(area=viewer.area).first()
        row = row or AppTemplate(id=uuid4(), area=viewer.area)
        row.name = Path(name).name[-_LONGEST_NAME:] or "template.xlsx"
        row.blank_sealed = sealing.seal_bytes(_BLANK, row.id, blank)
        _keep_layout(viewer, row, found)
        log(viewer, "app.template_kept", row.area, columns=sorted(found.columns.values()))
    return found


def _keep_layout(viewer: Viewer, row: AppTemplate, layout: Layout) -> None:
    row.sheet, row.head_row, row.columns = layout.sheet, layout.head_row, dict(layout.columns)
    row.kept_at, row.kept_by_id = clock.now(), viewer.person
    row.save()


def _own(viewer: Viewer) -> AppTemplate:
    row = template_over(viewer.area)
    if row is None:
        raise Problem("app_template_missing")
    return row


def template_heads(viewer: Viewer) -> list[tuple[str, str, str]]:
    """The columns of the template that holds here: letters, words, what each takes; empty without a template."""
    viewer.must(Right.EXPORT)
    with changing(viewer):
        row = template_over(viewer.area)
        if row is None:
            return []
        form, layout = read_form(_blank(row)), layout_of(row)
        return [(at, words, layout.columns.get(at, "")) for at, words in heads(form, layout)]


def _blank(row: AppTemplate) -> bytes:
    return sealing.unseal_bytes(_BLANK, row.id, row.blank_sealed)


def set_columns(viewer: Viewer, columns: Mapping[str, str]) -> None:
    """Say which column takes what; Problems `app_template_missing`, those of `check_layout`, `right_missing`."""
    viewer.must(Right.EXPORT)
    with changing(viewer):
        row = AppTemplate.objects.select_for_update().filter(area=viewer.area).first()
        if row is None:
            raise Problem("app_template_missing")
        layout = check_layout(Layout(row.sheet, row.head_row, columns))
        _keep_layout(viewer, row, layout)
        log(viewer, "app.template_set", row.area, columns=sorted(layout.columns.values()))


def make_list(viewer: Viewer) -> AppList:
    """Make the list of all who were registered at points where the app is back, and who stand in no list yet.

    Whom it holds, no other list holds. Problems: `app_template_missing`, `app_template_needs`, `app_list_open`,
    `app_still_down`, `app_list_empty`, `right_missing`.
    """
    viewer.must(Right.EXPORT)
    with changing(viewer):
        check_layout(layout_of(_own(viewer)))
        found, still = to_upload(viewer)
        rows = _still_free(found)
        # Once their rows are held: who pressed at the same moment has made one by then.
        _check_none_open(viewer)
        if not rows:
            raise Problem("app_still_down" if still else "app_list_empty")
        # Of several rounds one after the other: the city asks for a list of each.
        held = min((one.round for one in rows), key=lambda one: (one.day, one.number))
        some = [one for one in rows if one.round_id == held.id]
        number = AppList.objects.filter(area=viewer.area, round=held).count() + 1
        made = AppList.objects.create(
            area=viewer.area,
            round=held,
            number=number,
            people=len(some),
            gaps=sum(bool(one.gaps) for one in some),
            made_by_id=viewer.person,
            made_at=clock.now(),
        )
        AppRegistered.objects.filter(id__in=[one.id for one in some]).update(list=made)
        log(viewer, "app.list_made", made.area, list=made.id, number=number, people=len(some))
    return made


def _still_free(found: Sequence[AppRegistered]) -> list[AppRegistered]:
    """Those whom no other office has put into a list meanwhile, held until the act is over."""
    rows = AppRegistered.objects.select_for_update().filter(id__in=[one.id for one in found])
    free = set(
        rows.filter(list=None, withdrawn_at=None).order_by("id").values_list("id", flat=True)
    )
    return [one for one in found if one.id in free]


def _check_none_open(viewer: Viewer) -> None:
    for one in AppList.objects.filter(area=viewer.area, uploaded_at=None, dropped_at=None):
        raise Problem("app_list_open", number=one.number, by=one.made_by.name)


def _held(viewer: Viewer, ident: UUID) -> AppList:
    rows = AppList.objects.select_for_update(of=("self",)).select_related("round", "uploaded_by")
    row = rows.filter(id=ident).first()
    if row is None:
        raise Problem("app_list_unknown")
    viewer.must(Right.EXPORT, row.area)
    return row


def _open(viewer: Viewer, ident: UUID) -> AppList:
    row = _held(viewer, ident)
    if row.uploaded_at is not None and row.uploaded_by is not None:
        at, by = instant_zh(row.uploaded_at), row.uploaded_by.name
        raise Problem("app_list_done", number=row.number, by=by, at=at)
    if row.dropped_at is not None:
        raise Problem("app_list_dropped", number=row.number)
    return row


def take_app_list(viewer: Viewer, ident: UUID, purpose: str) -> TakenAppList:
    """The list in the city's template, with complete numbers; that it leaves stands in the log before a byte does.

    It may be taken again until it is uploaded: the same people, another export number. Problems: `app_list_unknown`,
    `app_list_done`, `app_list_dropped`, those of `read_purpose`, of reading and filling a form, `right_missing`.
    """
    viewer.must(Right.EXPORT)
    said = read_purpose(purpose)
    with changing(viewer):
        row, template = _open(viewer, ident), _own(viewer)
        blank, layout = _blank(template), layout_of(template)
        people = rows_of(row)
        content = fill_form(blank, fillings(read_form(blank), layout, people))
        number = export_number()
        log(
            *(viewer, "list.exported", row.area),
            list="app_outages",
            made=row.id,
            purpose=said,
            columns=[key for key in FIELDS if key in layout.columns.values()],
            complete=True,
            count=len(people),
            number=number,
        )
    name = f"应急登记-{local(row.made_at):%Y%m%d}-第{row.number}份-导出{number}号.xlsx"
    return TakenAppList(name, content, number, len(people))


def mark_uploaded(viewer: Viewer, ident: UUID) -> None:
    """Tick that a list was uploaded; Problems `app_list_unknown`, `app_list_done`, `app_list_dropped`."""
    viewer.must(Right.EXPORT)
    with changing(viewer):
        row = _open(viewer, ident)
        row.uploaded_at, row.uploaded_by_id = clock.now(), viewer.person
        row.save(update_fields=["uploaded_at", "uploaded_by"])
        log(viewer, "app.list_uploaded", row.area, list=row.id, people=row.people)


def drop_list(viewer: Viewer, ident: UUID) -> None:
    """Drop a list that was not uploaded: its people go into the next one. Problems as `mark_uploaded`."""
    viewer.must(Right.EXPORT)
    with changing(viewer):
        row = _open(viewer, ident)
        row.dropped_at, row.dropped_by_id = clock.now(), viewer.person
        row.save(update_fields=["dropped_at", "dropped_by"])
        AppRegistered.objects.filter(list=row).update(list=None)
        log(viewer, "app.list_dropped", row.area, list=row.id, people=row.people)
