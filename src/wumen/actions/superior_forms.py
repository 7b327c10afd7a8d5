"""The superior's own form: kept once, its cells pointed at figures, filled from then on, and kept when sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.reports import SEALED_AS, sent_again
from wumen.channels.superior_forms import LIMIT_BYTES, fill_form, read_form
from wumen.queries.crew import places
from wumen.queries.figures import figures_of, instant_of, known_figures, name_of
from wumen.queries.reports import heads_of
from wumen.records import clock, sealing
from wumen.records.models import Area, Report, SuperiorForm
from wumen.rules.areas import AreaKind
from wumen.rules.figures import Figure, Values, figure_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import Kind, read_to
from wumen.rules.superior_forms import (
    WORDS,
    Asked,
    Filling,
    Form,
    Guess,
    Point,
    Repeated,
    check_point,
    content,
    fingerprint,
    guesses,
    put,
    repeat,
    without,
)

_BLANK = "superior_form"
_LONGEST_NAME = 80
_BELOW = frozenset(AreaKind) - {AreaKind.UNIT, AreaKind.HOUSEHOLD, AreaKind.DISTRICT}


@dataclass(frozen=True)
class Looked:
    """A kept form with its cells, its points, what may be asked for and what the heads seem to ask for."""

    id: UUID
    name: str
    area: str
    form: Form
    points: tuple[Point, ...]
    known: tuple[Figure, ...]
    places: Mapping[str, str]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True)
class Filled:
    """A filled form; `empty` are the points whose figure nobody knows: their cells stayed empty."""

    id: UUID
    name: str
    area: str
    place: str
    at: datetime
    counted_at: datetime
    content: bytes
    empty: tuple[Point, ...]
    values: Values


def _points(row: SuperiorForm) -> tuple[Point, ...]:
    return tuple(Point(**one) for one in row.points)


def _row(viewer: Viewer, ident: UUID, lock: bool = False) -> SuperiorForm:
    rows = SuperiorForm.objects.select_for_update() if lock else SuperiorForm.objects.all()
    row = rows.filter(id=ident).first()
    if row is None:
        raise Problem("form_unknown")
    viewer.must(Right.REPORT, row.area or None)
    if row.withdrawn_at is not None:
        raise Problem("form_withdrawn")
    return row


def _blank(row: SuperiorForm) -> bytes:
    return sealing.unseal_bytes(_BLANK, row.id, row.blank_sealed)


def keep_form(viewer: Viewer, name: str, blank: bytes) -> UUID:
    """Keep an empty form for the viewer's office; one that is known again keeps its points, taken back or not.

    Problems: `right_missing`, and those of reading a form.
    """
    viewer.must(Right.REPORT)
    mark = fingerprint(read_form(blank))
    with changing(viewer):
        row = SuperiorForm.objects.filter(area=viewer.area, fingerprint=mark).first()
        row = row or SuperiorForm(id=uuid4(), area=viewer.area, fingerprint=mark, points=[])
        row.name = Path(name).name[-_LONGEST_NAME:] or "form.xlsx"
        row.blank_sealed = sealing.seal_bytes(_BLANK, row.id, blank)
        row.kept_at, row.kept_by_id = clock.now(), viewer.person
        row.withdrawn_at, row.withdrawn_by_id = None, None
        row.save()
        log(viewer, "form.kept", row.area, form=row.id, points=len(row.points))
    return row.id


def take_back_form(viewer: Viewer, ident: UUID) -> None:
    """Take back a form that was uploaded by mistake: it is filled no more, and what was sent of it stays.

    Problems: `form_unknown`, `form_withdrawn`, rights.
    """
    with changing(viewer):
        row = _row(viewer, ident, lock=True)
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), viewer.person
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log(viewer, "form.withdrawn", row.area, form=row.id)


def _places(viewer: Viewer, area: str) -> dict[str, str]:
    """The places below a form's own, each by a name that no other has."""
    below = [
        one
        for one in places(viewer)
        if one.kind in _BELOW and one.area.startswith(area) and one.area != area
    ]
    names = [one.name for one in below]
    return {one.area: one.name if names.count(one.name) == 1 else one.full_name for one in below}


def look_at_form(viewer: Viewer, ident: UUID) -> Looked:
    """A kept form as its office sees it; Problems `right_missing`, `form_unknown`."""
    with changing(viewer):
        row = _row(viewer, ident)
        form, points, known = read_form(_blank(row)), _points(row), known_figures(viewer)
        below = _places(viewer, row.area)
        return Looked(
            *(row.id, row.name, row.area, form, points, known, below),
            guesses(form, known, below, points),
        )


def _check(viewer: Viewer, looked: Looked, points: Sequence[Point]) -> list[Point]:
    checked = []
    for one in points:
        if one.figure not in WORDS:
            figure_of(one.figure, looked.known)
        if one.place and one.place not in looked.places:
            raise Problem("form_place_unknown")
        checked.append(check_point(looked.form, one))
    return checked


def _keep_points(viewer: Viewer, row: SuperiorForm, points: Sequence[Point]) -> None:
    row.points = [asdict(one) for one in points]
    row.kept_at, row.kept_by_id = clock.now(), viewer.person
    row.save(update_fields=["points", "kept_at", "kept_by"])
    log(viewer, "form.pointed", row.area, form=row.id, points=len(row.points))


def point_form(viewer: Viewer, ident: UUID, points: Sequence[Point]) -> None:
    """Point cells at figures; a cell that was pointed takes the new one.

    Problems: `form_unknown`, `figure_unknown`, `form_place_unknown`, and those of `check_point`.
    """
    with changing(viewer):
        row, looked = _row(viewer, ident, lock=True), look_at_form(viewer, ident)
        _keep_points(viewer, row, put(looked.points, _check(viewer, looked, points)))


def repeat_point(
    viewer: Viewer, ident: UUID, first: Point, last_row: int, kind: str = ""
) -> Repeated:
    """Point a column down at one figure, a row for each place below; `kind`: of that kind alone.

    Problems: those of `point_form` and of `repeat`.
    """
    with changing(viewer):
        row, looked = _row(viewer, ident, lock=True), look_at_form(viewer, ident)
        wanted = Area.objects.filter(area__in=list(looked.places))
        if kind:
            wanted = wanted.filter(kind=kind)
        held = set(wanted.values_list("area", flat=True))
        below = {path: name for path, name in looked.places.items() if path in held}
        made = repeat(looked.form, _check(viewer, looked, [first])[0], last_row, below)
        _keep_points(viewer, row, put(looked.points, made.points))
        return made


def unpoint_form(viewer: Viewer, ident: UUID, sheet: str, cell: str) -> None:
    """Let a cell take nothing any more; Problem `form_unknown`."""
    with changing(viewer):
        row = _row(viewer, ident, lock=True)
        _keep_points(viewer, row, without(_points(row), sheet, cell))


def _fillings(
    viewer: Viewer, row: SuperiorForm, at: datetime
) -> tuple[dict[tuple[str, str], Filling], tuple[Point, ...], Values, str]:
    """What goes into which cell, the points that stay empty, the figures of the form's own place."""
    points = _points(row)
    if not points:
        raise Problem("form_not_pointed")
    wanted = {one.place or row.area for one in points} | {row.area}
    held = dict(Area.objects.filter(area__in=wanted).values_list("area", "name"))
    if gone := sorted(wanted - set(held) - {""}):
        raise Problem("form_place_gone", place=gone[0])
    counted = figures_of(viewer, sorted(wanted), at)
    values = {**counted, "": counted[row.area]}
    place = name_of(row.area)
    asked = Asked(place, at, viewer.name)
    made = {one: content(one, values, {**held, "": place}, asked) for one in points}
    filled = {(one.sheet, one.cell): said for one, said in made.items() if said is not None}
    empty = tuple(one for one, said in made.items() if said is None)
    return filled, empty, counted[row.area], place


def _fill(viewer: Viewer, row: SuperiorForm, blank: bytes, at: datetime | None) -> Filled:
    when = instant_of(at)
    fillings, empty, values, place = _fillings(viewer, row, when.at)
    made = fill_form(blank, fillings)
    log(viewer, "form.filled", row.area, form=row.id, at=when.at, cells=len(fillings))
    return Filled(row.id, row.name, row.area, place, when.at, when.counted_at, made, empty, values)


def fill_kept(viewer: Viewer, ident: UUID, at: datetime | None = None) -> Filled:
    """Fill the kept empty form; Problems `form_unknown`, `form_not_pointed`, `form_place_gone`, …"""
    with changing(viewer):
        row = _row(viewer, ident)
        return _fill(viewer, row, _blank(row), at)


def fill_given(
    viewer: Viewer, blank: bytes, at: datetime | None = None, area: str | None = None
) -> Filled:
    """Fill a form that is known by its fingerprint, in the file that is given.

    Problems: `form_not_known`, `form_not_pointed`, `form_of_many` where several offices fill it and none
    is named, and those of reading a form.
    """
    viewer.must(Right.REPORT)
    mark = fingerprint(read_form(blank))
    with changing(viewer):
        rows = list(SuperiorForm.objects.filter(fingerprint=mark, withdrawn_at=None))
        if area:
            rows = [one for one in rows if one.area == area]
        if not rows:
            raise Problem("form_not_known")
        if len(rows) > 1:
            raise Problem("form_of_many", many=len(rows))
        viewer.must(Right.REPORT, rows[0].area or None)
        return _fill(viewer, rows[0], blank, at)


def send_form(viewer: Viewer, ident: UUID, to: str, at: datetime | None = None) -> UUID:
    """Fill the kept form and keep it as it was sent, file and figures; Problem `report_needs_to`, …

    The same figures to the same receiver once more within two minutes are the form that was sent.
    """
    sent_to = read_to(to)
    with changing(viewer):
        filled, made = fill_kept(viewer, ident, at), uuid4()
        said = {"form": filled.id, "area": filled.area, "figures": dict(filled.values)}
        if known := sent_again(viewer, **said, sent_to=sent_to):
            return known
        Report.objects.create(
            id=made,
            area=filled.area,
            kind=Kind.FORM,
            at=filled.at,
            counted_at=filled.counted_at,
            text_zh="",
            text_en="",
            figures=dict(filled.values),
            heads=[asdict(one) for one in heads_of(filled.area)],
            form=filled.id,
            form_name=filled.name,
            file_sealed=sealing.seal_bytes(SEALED_AS, made, filled.content),
            sent_to=sent_to,
            sent_at=clock.now(),
            sent_by_id=viewer.person,
            post=viewer.post,
        )
        log(
            viewer, "report.sent", filled.area, report=made, sort=Kind.FORM, version=1, at=filled.at
        )
    return made


def read_blank(file: Path) -> bytes:
    """The bytes of a form on disk; Problems `file_missing`, `form_too_large`."""
    try:
        if file.is_file() and file.stat().st_size > LIMIT_BYTES:
            raise Problem("form_too_large", limit_mb=LIMIT_BYTES // (1024 * 1024))
        return file.read_bytes()
    except OSError as error:
        raise Problem("file_missing") from error


def write_filled(filled: Filled, file: Path) -> None:
    """Put a filled form into a file that only its owner reads; Problem `export_not_written`."""
    try:
        file.touch(mode=0o600)
        file.write_bytes(filled.content)
    except OSError as error:
        raise Problem("export_not_written", file=file) from error
