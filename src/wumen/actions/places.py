"""Places with free names: a group, lane, compound or building is added below another and renamed."""

from itertools import count

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records.models import Area
from wumen.rules.addresses import code_of_label, read_label
from wumen.rules.areas import AreaKind, check_place, parent, read_path, span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def add_place(viewer: Viewer, above: str, kind: str, name: str) -> Area:
    """Add a place below another under a code made from its name, which never changes afterwards.

    Problems: `area_unknown`, `area_not_yours`, `area_kind_unknown`, `name_empty`, `place_known`, and
    those of `check_place`.
    """
    over = read_path(above)
    viewer.must(Right.KEEP_REGISTER, over)
    if kind not in set(AreaKind) - {AreaKind.HOUSEHOLD}:
        raise Problem("area_kind_unknown", kind=kind, known=" ".join(AreaKind))
    said = name.strip()
    if not said:
        raise Problem("name_empty")
    with changing(viewer):
        # Whoever adds beside us waits here, or two places would be given one code.
        held = Area.objects.select_for_update().filter(area=over).first()
        if held is None:
            raise Problem("area_unknown", path=over)
        inside = _inside(over)
        _check_unnamed(said, [one for one in inside if one.kind == kind])
        full = _free_path(over, said, {one.area for one in inside})
        check_place(full, AreaKind(kind), AreaKind(held.kind))
        area = Area.objects.create(area=full, kind=kind, name=said)
        log(viewer, "area.added", full, name=said, place=kind)
    return area


def rename_place(viewer: Viewer, path: str, name: str) -> Area:
    """Give a place another name; its code stays. Problems as `add_place`, `area_unknown` for a door."""
    full = read_path(path)
    viewer.must(Right.KEEP_REGISTER, full)
    said = name.strip()
    if not said:
        raise Problem("name_empty")
    with changing(viewer):
        places = Area.objects.exclude(kind=AreaKind.HOUSEHOLD)
        area = places.select_for_update().filter(area=full).first()
        if area is None:
            raise Problem("area_unknown", path=full)
        beside = [one for one in _inside(parent(full)) if one.kind == area.kind and one != area]
        _check_unnamed(said, beside)
        area.name = said
        area.save(update_fields=["name"])
        log(viewer, "area.renamed", full, name=said, place=area.kind)
    return area


def _inside(over: str) -> list[Area]:
    """The places straight below another; none above all districts."""
    held = span(over)
    below = Area.objects.filter(area__gt=held.lo, area__lt=held.hi)
    return list(below.filter(area__regex=f"^{over}[^/]+/$")) if over else []


def _check_unnamed(name: str, others: list[Area]) -> None:
    """Problem `place_known` where one of the others is called so: 3号楼 and 3栋 are one building."""
    if any(read_label(one.name) == read_label(name) for one in others):
        raise Problem("place_known")


def _free_path(over: str, name: str, taken: set[str]) -> str:
    first = code_of_label(read_label(name))
    paths = (f"{over}{first}/" if n == 1 else f"{over}{first}-{n}/" for n in count(1))
    return next(path for path in paths if path not in taken)
